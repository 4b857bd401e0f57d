//! What is on the clipboard.

use app::ports::{Clip, ClipboardError};
use arboard::{Clipboard, Error};
use zeroize::Zeroizing;

use super::picture::{self, Picture};
use super::worker::unavailable;
use crate::helper::process::Program;

/// Files first (a file manager offers their names as text as well), then a picture, then text. Only text tells a
/// failure from absence: owners that answer whatever they are asked for with text (xclip) make the others fail.
pub(super) fn read(clipboard: &mut Clipboard, helper: &Program) -> Result<Clip, ClipboardError> {
    if let Some(files) = there(clipboard.get().file_list()).filter(|files| !files.is_empty()) {
        return Ok(Clip::Files(files));
    }
    let odd = match picture::ask(helper) {
        Ok(Picture::There(frame)) => return Ok(Clip::Picture(frame)),
        Ok(Picture::None) => false,
        Ok(Picture::Unsure) => true,
        // No helper can be had (the program was replaced while it runs, say): texts are read all the same.
        Err(ClipboardError::Unavailable(words)) => {
            log::warn!("pictures of the clipboard cannot be read: {words}");
            false
        }
        Err(error) => return Err(error),
    };
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
