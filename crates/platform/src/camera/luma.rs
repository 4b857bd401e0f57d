//! A camera's bytes to grey. Raw formats are copied, not converted: their luma is what a decoder wants.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scan::{Frame, MAX_SIDE};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::format::Pixels;

/// The shape of the frames that a camera sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) pixels: Pixels,
    /// px
    pub(super) width: u32,
    /// px
    pub(super) height: u32,
    /// Bytes from row to row; `None` where the system does not say.
    pub(super) stride: Option<u32>,
}

/// The luma of a frame; `None` for a damaged one (cameras send some, and the next will be better).
pub(super) fn grey(shape: Shape, bytes: &[u8]) -> Option<Frame> {
    let (width, height) = (shape.width as usize, shape.height as usize);
    // nokhwa calls macOS's biplanar 4:2:0 YUYV; its size tells.
    let pixels = match shape.pixels {
        Pixels::Yuyv if shape.stride.is_none() && bytes.len() < width * height * 2 => Pixels::Nv12,
        pixels => pixels,
    };
    let luma = match pixels {
        Pixels::Mjpeg => return jpeg(bytes),
        Pixels::Nv12 => {
            let guess = || bytes.len() * 2 / (3 * height.max(1));
            let stride = shape
                .stride
                .map_or_else(|| guess().max(width), |stride| stride as usize);
            rows(bytes, width, height, stride, |row| row)?
        }
        Pixels::Grey => rows(bytes, width, height, tight(shape, 1), |row| row)?,
        Pixels::Yuyv => rows_of(bytes, width, height, tight(shape, 2), 2, |row, out| {
            out.extend(row.iter().step_by(2))
        })?,
        Pixels::Rgb => rows_of(bytes, width, height, tight(shape, 3), 3, |row, out| {
            weigh(row, [299, 587, 114], out)
        })?,
        Pixels::Bgr => rows_of(bytes, width, height, tight(shape, 3), 3, |row, out| {
            weigh(row, [114, 587, 299], out)
        })?,
    };
    Frame::new(shape.width, shape.height, luma).ok()
}

fn tight(shape: Shape, bytes: usize) -> usize {
    shape
        .stride
        .map_or(0, |stride| stride as usize)
        .max(shape.width as usize * bytes)
}

fn rows(
    bytes: &[u8],
    width: usize,
    height: usize,
    stride: usize,
    row: fn(&[u8]) -> &[u8],
) -> Option<Vec<u8>> {
    rows_of(bytes, width, height, stride.max(width), 1, |line, out| {
        out.extend_from_slice(row(line))
    })
}

/// Row by row, without what pads a row; `None` when bytes are missing.
fn rows_of(
    bytes: &[u8],
    width: usize,
    height: usize,
    stride: usize,
    each: usize,
    mut copy: impl FnMut(&[u8], &mut Vec<u8>),
) -> Option<Vec<u8>> {
    let needed = stride
        .checked_mul(height.checked_sub(1)?)?
        .checked_add(width * each)?;
    if bytes.len() < needed || stride == 0 {
        return None;
    }
    let mut luma = Vec::with_capacity(width * height);
    for line in bytes.chunks(stride).take(height) {
        copy(line.get(..width * each)?, &mut luma);
    }
    Some(luma)
}

/// Rec. 601.
fn weigh(row: &[u8], weights: [u32; 3], out: &mut Vec<u8>) {
    out.extend(row.as_chunks::<3>().0.iter().map(|pixel| {
        let sum: u32 = pixel
            .iter()
            .zip(weights)
            .map(|(&value, weight)| u32::from(value) * weight)
            .sum();
        u8::try_from(sum / 1000).unwrap_or(u8::MAX)
    }));
}

/// The header that marks motion JPEG. Many cameras leave out the Huffman tables, which such files share; with this mark
/// the decoder puts in the usual ones wherever a frame brings none.
const AVI1: [u8; 18] = *b"\xff\xe0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";

fn jpeg(bytes: &[u8]) -> Option<Frame> {
    let rest = bytes.strip_prefix(b"\xff\xd8")?;
    let mut marked = Vec::with_capacity(bytes.len() + AVI1.len());
    marked.extend_from_slice(b"\xff\xd8");
    marked.extend_from_slice(&AVI1);
    marked.extend_from_slice(rest);
    let side = MAX_SIDE as usize;
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::Luma)
        .set_max_width(side)
        .set_max_height(side)
        .set_strict_mode(false);
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(marked.as_slice()), options);
        decoder.decode_headers().ok()?;
        let (width, height) = decoder.dimensions()?;
        if width as u64 * height as u64 > scan::MAX_PIXELS {
            return None;
        }
        let luma = decoder.decode().ok()?;
        Frame::new(
            u32::try_from(width).ok()?,
            u32::try_from(height).ok()?,
            luma,
        )
        .ok()
    }));
    decoded.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(pixels: Pixels, stride: Option<u32>) -> Shape {
        Shape {
            pixels,
            width: 4,
            height: 2,
            stride,
        }
    }

    fn luma(shape: Shape, bytes: &[u8]) -> Option<Vec<u8>> {
        grey(shape, bytes).map(|frame| frame.luma().to_vec())
    }

    #[test]
    fn luma_is_taken_out_of_each_raw_format() {
        let yuyv: Vec<u8> = (0..8).flat_map(|y| [y, 128]).collect();
        let wanted: Vec<u8> = (0..8).collect();
        assert_eq!(
            luma(shape(Pixels::Yuyv, Some(8)), &yuyv).as_ref(),
            Some(&wanted)
        );
        let nv12: Vec<u8> = (0..8).chain([128; 4]).collect();
        assert_eq!(
            luma(shape(Pixels::Nv12, None), &nv12).as_ref(),
            Some(&wanted)
        );
        assert_eq!(
            luma(shape(Pixels::Grey, Some(0)), &wanted).as_ref(),
            Some(&wanted)
        );
        let rgb = [255, 0, 0].repeat(8);
        assert_eq!(luma(shape(Pixels::Rgb, None), &rgb), Some(vec![76; 8]));
        assert_eq!(luma(shape(Pixels::Bgr, None), &rgb), Some(vec![29; 8]));
    }

    #[test]
    fn padding_of_rows_and_pages_is_left_out() {
        let padded = [0, 1, 2, 3, 9, 9, 4, 5, 6, 7, 9, 9];
        assert_eq!(
            luma(shape(Pixels::Grey, Some(6)), &padded),
            Some((0..8).collect())
        );
        let mut nv12: Vec<u8> = (0..8).chain([128; 4]).collect();
        nv12.resize(4096, 0);
        assert_eq!(
            luma(shape(Pixels::Nv12, Some(4)), &nv12),
            Some((0..8).collect())
        );
        let wide: Vec<u8> = vec![
            0, 1, 2, 3, 9, 9, 9, 9, 4, 5, 6, 7, 9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1,
        ];
        assert_eq!(
            luma(shape(Pixels::Nv12, None), &wide),
            Some((0..8).collect())
        );
    }

    #[test]
    fn biplanar_frames_that_are_called_yuyv_are_read_as_what_they_are() {
        let nv12: Vec<u8> = (0..8).chain([128; 4]).collect();
        assert_eq!(
            luma(shape(Pixels::Yuyv, None), &nv12),
            Some((0..8).collect())
        );
    }

    #[test]
    fn short_frames_are_damaged_frames() {
        assert_eq!(luma(shape(Pixels::Yuyv, Some(8)), &[0; 15]), None);
        assert_eq!(luma(shape(Pixels::Nv12, Some(4)), &[0; 7]), None);
        assert_eq!(luma(shape(Pixels::Mjpeg, None), &[0; 4096]), None);
        assert_eq!(luma(shape(Pixels::Mjpeg, None), b"\xff\xd8"), None);
        assert_eq!(
            luma(
                Shape {
                    height: 0,
                    ..shape(Pixels::Grey, None)
                },
                &[]
            ),
            None
        );
    }

    fn picture() -> Vec<u8> {
        let picture =
            image::GrayImage::from_fn(64, 48, |x, _| image::Luma([if x < 32 { 0 } else { 255 }]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Jpeg)
            .unwrap();
        bytes.into_inner()
    }

    /// Without its `DHT` segments.
    fn without_tables(jpeg: &[u8]) -> Vec<u8> {
        let (mut out, mut at) = (jpeg[..2].to_vec(), 2);
        while jpeg[at + 1] != 0xda {
            let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]])) + 2;
            if jpeg[at + 1] != 0xc4 {
                out.extend_from_slice(&jpeg[at..at + length]);
            }
            at += length;
        }
        out.extend_from_slice(&jpeg[at..]);
        out
    }

    #[test]
    fn jpeg_frames_are_read_also_without_huffman_tables_and_with_rubbish_behind() {
        let jpeg = picture();
        let bare = without_tables(&jpeg);
        assert!(bare.len() < jpeg.len());
        let mut padded = jpeg.clone();
        padded.resize(100_000, 0);
        for bytes in [jpeg, bare, padded] {
            let frame = grey(shape(Pixels::Mjpeg, None), &bytes).unwrap();
            assert_eq!((frame.width(), frame.height()), (64, 48));
            assert!(frame.luma()[0] < 30 && frame.luma()[63] > 225);
        }
    }

    #[test]
    fn damaged_jpeg_frames_never_panic() {
        let jpeg = picture();
        for at in 0..jpeg.len() {
            let mut damaged = jpeg.clone();
            damaged[at] ^= 0xff;
            let _ = grey(shape(Pixels::Mjpeg, None), &damaged);
            let _ = grey(shape(Pixels::Mjpeg, None), &jpeg[..at]);
        }
    }
}
