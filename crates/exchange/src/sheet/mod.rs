//! The recovery sheet: a page to print, with the recovery key in large letters and as a QR symbol.
//!
//! It is a picture, so that a window can show and print it without ever holding the key as text.

mod canvas;
mod letters;
mod picture;
pub(crate) mod png;
mod text;

pub use picture::picture;
pub use text::text;

use crate::qr::QrError;

/// What stands on the sheet. The words are given in, so that they can be in the person's language as far as
/// the letters go (Latin); [`Sheet::recovery`] has the English ones.
pub struct Sheet<'a> {
    /// Whose sheet it is, e.g. `Countersign`.
    pub product: &'a str,
    /// What it is, e.g. `Recovery key`.
    pub title: &'a str,
    /// The key, in groups parted by hyphens or spaces.
    pub key: &'a str,
    /// When it was made, as it shall be printed.
    pub date: &'a str,
    /// What the key is for: one or two sentences.
    pub purpose: &'a str,
    /// How to use it: one or two sentences.
    pub usage: &'a str,
    /// What stands before the path, e.g. `The vault it opens`.
    pub file_caption: &'a str,
    /// Where the vault is.
    pub vault_path: &'a str,
    /// How to keep the sheet: one or two sentences, at the foot of the page.
    pub keeping: &'a str,
}

impl<'a> Sheet<'a> {
    /// The sheet of a vault's recovery key, in English.
    #[must_use]
    pub fn recovery(key: &'a str, date: &'a str, vault_path: &'a str) -> Sheet<'a> {
        Sheet {
            product: "Countersign",
            title: "Recovery key",
            key,
            date,
            purpose: "This key opens your vault when the password is forgotten or the computer is replaced. \
                      Nobody else has it, and nobody can make it again.",
            usage: "Start Countersign and, where it asks for the password, choose the recovery key and type it \
                    in: hyphens may be left out, and capital and small letters are the same. \
                    The square holds the same key, for a QR reader that you trust.",
            file_caption: "The vault it opens",
            vault_path,
            keeping: "Keep this page where you keep your passport. \
                      Whoever holds both this page and the vault file can read every code in it.",
        }
    }

    /// The groups of the key.
    fn groups(&self) -> impl Iterator<Item = &'a str> {
        self.key
            .split(|c: char| c == '-' || c.is_whitespace())
            .filter(|group| !group.is_empty())
    }
}

/// Why a sheet could not be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// The key does not become a QR symbol.
    #[error("{0}")]
    Qr(#[from] QrError),
    /// The key is not up to fifteen groups of one to four ASCII letters and digits.
    #[error("the key does not fit into its frame")]
    Key,
    /// The words or the path do not fit on the page.
    #[error("the texts are too long for one page")]
    TextTooLong,
    /// The PNG encoder failed.
    #[error("the picture could not be encoded")]
    Picture,
}
