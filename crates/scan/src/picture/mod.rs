//! Picture files.

mod grey;
mod kind;
mod svg;

use std::io::Cursor;
use std::panic::catch_unwind;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use kind::Kind;

use crate::{Frame, resample};

/// Larger files are refused: callers ask for the size before they read, [`read`] checks too. 64 MiB.
pub const MAX_FILE_BYTES: u64 = 64 << 20;
/// The longest side of a picture, px.
pub const MAX_SIDE: u32 = crate::MAX_SIDE;
/// The most pixels of a picture: what the largest phone cameras take.
pub const MAX_PIXELS: u64 = 120_000_000;
/// The most memory that the pixels of a picture may take, bytes: with all that decoding takes besides, less than
/// 512 MiB.
pub const MAX_DECODED_BYTES: u64 = 400 << 20;
/// Larger pictures are scaled down to below this many pixels.
const KEPT_PIXELS: u64 = 16_000_000;

/// Why some bytes are not a picture that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than [`MAX_FILE_BYTES`].
    #[error("the file is larger than {} MiB", MAX_FILE_BYTES >> 20)]
    FileTooLarge,
    /// Its content is none of PNG, JPEG, WebP, GIF, BMP, TIFF and SVG, nor of [`PictureError::OtherKind`].
    #[error(
        "this is not a picture in a format that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF, SVG)"
    )]
    NotAPicture,
    /// It is of a kind that is known and not read.
    #[error("files of this kind are not read: {kind}")]
    OtherKind {
        /// The kind's own name, such as `HEIC`.
        kind: String,
    },
    /// It took longer to decode than a picture may.
    #[error("the picture takes too long to read")]
    TooSlow,
    /// More than [`MAX_SIDE`] or [`MAX_PIXELS`]; nothing was decoded.
    #[error("a picture of {width} × {height} pixels is larger than can be read")]
    TooManyPixels {
        /// px
        width: u32,
        /// px
        height: u32,
    },
    /// It would take more than [`MAX_DECODED_BYTES`] to decode.
    #[error("the picture would take more memory than it may")]
    TooMuchMemory,
    /// It ends before it is complete.
    #[error("the picture is cut off: the file ends too early")]
    Truncated,
    /// It is damaged, or uses a rare form of its format.
    #[error("the picture is damaged or of a rare kind")]
    Damaged,
}

/// Reads a picture by its content (PNG, JPEG, WebP, GIF, BMP, TIFF, SVG; of an animation the first picture): turned as
/// its EXIF orientation says, laid on white where it is transparent, grey, and scaled down in whole steps if it is larger
/// than a decoder needs. What is refused is refused before memory is taken for it.
///
/// A stranger's picture belongs into a process of its own all the same: decoders may take their time, and SVG knows no
/// bounds.
///
/// # Errors
/// See [`PictureError`].
pub fn read(bytes: &[u8]) -> Result<Frame, PictureError> {
    read_keeping(bytes, KEPT_PIXELS)
}

/// The same, and nothing is scaled down: a picture of screens is sharp, and a code is a small part of it.
///
/// # Errors
/// See [`PictureError`]; also [`PictureError::TooManyPixels`] for more than a [`Frame`] holds.
pub fn read_whole(bytes: &[u8]) -> Result<Frame, PictureError> {
    read_keeping(bytes, u64::MAX)
}

/// Whether this is a drawing, which can take any time, and not pixels.
#[must_use]
pub fn is_drawing(bytes: &[u8]) -> bool {
    kind::of(bytes) == Some(Kind::Svg)
}

fn read_keeping(bytes: &[u8], keep: u64) -> Result<Frame, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(PictureError::FileTooLarge);
    }
    // Decoders of pictures have panicked on hostile files before.
    catch_unwind(|| match kind::of(bytes) {
        Some(Kind::Pixels(format)) => decode(bytes, format, keep),
        Some(Kind::Svg) => svg::read(bytes),
        Some(Kind::Other(kind)) => Err(PictureError::OtherKind {
            kind: kind.to_owned(),
        }),
        None => Err(PictureError::NotAPicture),
    })
    .unwrap_or(Err(PictureError::Damaged))
}

fn decode(bytes: &[u8], format: ImageFormat, keep: u64) -> Result<Frame, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    // The sides are checked below, where the answer can name them.
    limits.max_image_width = None;
    limits.max_image_height = None;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| fault(&e))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged);
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(PictureError::TooMuchMemory);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|e| fault(&e))?;
    let luma = grey::grey(image);
    let frame = kept(width, height, luma, keep)?;
    Ok(turned(frame, orientation))
}

fn fault(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooMuchMemory,
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            PictureError::Truncated
        }
        _ => PictureError::Damaged,
    }
}

fn kept(width: u32, height: u32, luma: Vec<u8>, keep: u64) -> Result<Frame, PictureError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= keep {
        return Frame::new(width, height, luma)
            .map_err(|_| PictureError::TooManyPixels { width, height });
    }
    let factor = (1u32..)
        .find(|f| pixels / u64::from(f * f) <= keep)
        .unwrap_or(1);
    let whole = Frame::trusted(width, height, luma);
    resample::shrunk(&whole, factor).ok_or(PictureError::TooManyPixels { width, height })
}

fn turned(frame: Frame, orientation: Orientation) -> Frame {
    use Orientation as O;
    let (w, h) = (frame.width(), frame.height());
    let swaps = matches!(
        orientation,
        O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH
    );
    let (out_w, out_h) = if swaps { (h, w) } else { (w, h) };
    if orientation == O::NoTransforms {
        return frame;
    }
    let mut out = Vec::with_capacity(frame.luma().len());
    for y in 0..out_h {
        for x in 0..out_w {
            let (sx, sy) = match orientation {
                O::NoTransforms => (x, y),
                O::FlipHorizontal => (w - 1 - x, y),
                O::FlipVertical => (x, h - 1 - y),
                O::Rotate180 => (w - 1 - x, h - 1 - y),
                O::Rotate90 => (y, h - 1 - x),
                O::Rotate270 => (w - 1 - y, x),
                // Turned by 90° clockwise, then left and right exchanged: the main diagonal stays.
                O::Rotate90FlipH => (y, x),
                O::Rotate270FlipH => (w - 1 - y, h - 1 - x),
            };
            out.push(frame.row(sy)[sx as usize]);
        }
    }
    Frame::trusted(out_w, out_h, out)
}

#[cfg(test)]
mod tests;
