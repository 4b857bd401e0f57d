//! The picture on the clipboard, decoded by a [helper](crate::helper): a small file can become gigabytes of pixels before
//! anybody can look at its size.

use std::io::Write;
use std::time::Duration;

use app::ports::{CameraError, ClipboardError};
use arboard::{Clipboard, Error, ImageData};
use scan::{Frame, MAX_PIXELS};
use zeroize::Zeroizing;

use crate::helper::process::{Program, patiently};
use crate::helper::{End, bound_memory, protocol};

/// How long a picture may take.
const LIMIT: Duration = Duration::from_secs(10);
/// The most memory of a helper, bytes: a picture of 120 megapixels in four bytes a pixel, and about once more.
const MOST_MEMORY: u64 = 1 << 30;

/// What a helper does: gives the picture, if there is one.
pub(crate) fn give(output: &mut impl Write) -> Result<(), End> {
    bound_memory(MOST_MEMORY);
    let failed = |words: &str| End::Fault(CameraError::Failed(words.to_owned()));
    let picture = match Clipboard::new().and_then(|mut clipboard| clipboard.get_image()) {
        Ok(picture) => picture,
        Err(Error::ConversionFailure) => return Err(failed(NOT_DECODED)),
        // No picture, or no clipboard at all: who asks for text next learns which.
        Err(_) => return Err(CameraError::None.into()),
    };
    let frame = grey(picture).map_err(|_| failed("the picture is too large"))?;
    protocol::write_frame(output, &frame)?;
    Ok(())
}

/// What a helper says when what it got is no picture that it knows.
const NOT_DECODED: &str = "not decoded";

/// What there is.
pub(super) enum Picture {
    None,
    There(Frame),
    /// A broken picture, or text of an owner that answers all with text.
    Unsure,
}

/// Asks a helper for the picture.
pub(super) fn ask(program: &Program) -> Result<Picture, ClipboardError> {
    let unavailable = |error: CameraError| ClipboardError::Unavailable(error.to_string());
    let mut helper = program.start(&["picture"]).map_err(unavailable)?;
    let slot = helper.frames().ok_or(ClipboardError::Picture)?;
    let news = patiently(LIMIT, &|| true, |step| match slot.wait(step) {
        Ok(()) if slot.is_empty() => None,
        news => Some(news),
    });
    match news {
        Some(Ok(())) => match slot.take(Duration::ZERO).map_err(unavailable)? {
            Some(frame) => Ok(Picture::There(frame)),
            None => Ok(Picture::None),
        },
        Some(Err(CameraError::None)) => Ok(Picture::None),
        Some(Err(CameraError::Failed(words))) if words == NOT_DECODED => Ok(Picture::Unsure),
        // It was too much for it: there is a picture, and it is too large.
        Some(Err(_)) => Err(ClipboardError::Picture),
        None => Err(ClipboardError::Unavailable("it does not answer".to_owned())),
    }
}

/// RGBA laid on white, weighed as Rec. 601 does.
fn grey(picture: ImageData<'static>) -> Result<Frame, ClipboardError> {
    let (width, height) = (u32::try_from(picture.width), u32::try_from(picture.height));
    let (Ok(width), Ok(height)) = (width, height) else {
        return Err(ClipboardError::Picture);
    };
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ClipboardError::Picture);
    }
    let rgba = Zeroizing::new(picture.bytes.into_owned());
    let luma = rgba.as_chunks::<4>().0.iter().map(|&[r, g, b, a]| {
        let (r, g, b, a) = (u32::from(r), u32::from(g), u32::from(b), u32::from(a));
        let luma = (299 * r + 587 * g + 114 * b) / 1000;
        u8::try_from((luma * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX)
    });
    Frame::new(width, height, luma.collect()).map_err(|_| ClipboardError::Picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_is_white_and_colours_are_weighed() {
        let bytes = vec![0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 255];
        let frame = grey(ImageData {
            width: 4,
            height: 1,
            bytes: bytes.into(),
        })
        .unwrap();
        assert_eq!(frame.luma(), [0, 255, 255, 76]);
    }

    #[test]
    fn a_picture_whose_size_and_bytes_differ_is_refused() {
        let refused = grey(ImageData {
            width: 2,
            height: 2,
            bytes: vec![0; 4].into(),
        });
        assert!(matches!(refused, Err(ClipboardError::Picture)));
    }
}
