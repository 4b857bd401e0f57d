//! What is on the clipboard.

use app::ports::{Clip, ClipboardError};
use arboard::{Clipboard, Error, ImageData};
use scan::{Frame, MAX_PIXELS};
use zeroize::Zeroizing;

use super::worker::unavailable;

/// Files first (a file manager offers their names as text as well), then a picture, then text. Only text tells a
/// failure from absence: owners that answer whatever they are asked for with text (xclip) make the others fail.
pub(super) fn read(clipboard: &mut Clipboard) -> Result<Clip, ClipboardError> {
    if let Some(files) = there(clipboard.get().file_list()).filter(|files| !files.is_empty()) {
        return Ok(Clip::Files(files));
    }
    let picture = clipboard.get_image();
    // A picture that is there and cannot be decoded, or text of an owner that answers all with text.
    let odd = matches!(picture, Err(Error::ConversionFailure));
    if let Some(picture) = there(picture) {
        return grey(picture).map(Clip::Picture);
    }
    match clipboard.get_text().map(Zeroizing::new) {
        Ok(text) if !text.is_empty() => Ok(Clip::Text(text)),
        Ok(_) | Err(Error::ContentNotAvailable | Error::ConversionFailure) if odd => {
            Err(ClipboardError::Picture)
        }
        Ok(_) | Err(Error::ContentNotAvailable | Error::ConversionFailure) => {
            Err(ClipboardError::Empty)
        }
        Err(error) => Err(unavailable(&error)),
    }
}

fn there<T>(got: Result<T, Error>) -> Option<T> {
    got.inspect_err(|error| log::debug!("clipboard: {error}"))
        .ok()
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
