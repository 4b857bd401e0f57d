//! One file, looked at once: its text and its JSON, for all readers.

use std::borrow::Cow;

use zeroize::{Zeroize as _, Zeroizing};

use super::{Json, Problem, Refusal, Source};
use crate::containers::json::{self, JsonError};

/// One file.
pub(crate) struct Piece<'a> {
    /// Its name without the path, if it has one.
    pub(crate) name: &'a str,
    /// All of it.
    pub(crate) bytes: &'a [u8],
    text: Option<Text<'a>>,
    json: Option<Result<Json, JsonError>>,
}

/// A text that is wiped where it is a copy.
struct Text<'a>(Cow<'a, str>);

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            text.zeroize();
        }
    }
}

impl<'a> Piece<'a> {
    /// Looks at a file: is it text, is it JSON?
    pub(crate) fn new(source: &'a Source) -> Result<Piece<'a>, Refusal> {
        if source.bytes.len() > Source::MAX_BYTES {
            return Err(Refusal::TooLarge);
        }
        let bytes = source.bytes.as_slice();
        let text = text(bytes).map(Text);
        let json = text
            .as_ref()
            .filter(|text| text.0.trim_start().starts_with(['{', '[']))
            .map(|text| json::parse(&text.0));
        let name = source.name.as_deref().unwrap_or("");
        Ok(Piece {
            name: name.rsplit(['/', '\\']).next().unwrap_or(name),
            bytes,
            text,
            json,
        })
    }

    /// Its text, if it is UTF-8, or UTF-16 with a byte order mark; without the mark.
    pub(crate) fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.0.as_ref())
    }

    /// Its JSON, if it is an object or an array.
    pub(crate) fn json(&self) -> Option<&Json> {
        self.json.as_ref().and_then(|json| json.as_ref().ok())
    }

    /// Whether the name ends so, in any case: a hint, never a proof.
    pub(crate) fn is_named(&self, ending: &str) -> bool {
        let at = self.name.len().checked_sub(ending.len());
        at.and_then(|at| self.name.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    }

    /// Why no reader knows it.
    pub(super) fn diagnosis(&self) -> Refusal {
        let start = self.bytes.trim_ascii_start();
        let like_json = |byte: Option<&u8>| matches!(byte, Some(b'{' | b'['));
        match &self.json {
            Some(Err(JsonError::TooDeep)) => return Refusal::TooDeep,
            Some(Err(JsonError::TooLarge)) => return Refusal::TooLarge,
            Some(Err(JsonError::Broken)) => {
                return Refusal::Corrupt {
                    format: None,
                    at: "JSON",
                };
            }
            _ => {}
        }
        // JSON in UTF-16 without its mark has a zero beside the first bracket.
        let wide = like_json(start.iter().find(|byte| **byte != 0))
            && start.iter().take(2).any(|byte| *byte == 0);
        if wide || (self.text.is_none() && like_json(start.first())) {
            return Refusal::BadEncoding;
        }
        if let Some(refusal) = crate::formats::diagnosis(self.bytes) {
            return refusal;
        }
        if let Some(armour) = start.strip_prefix(b"-----BEGIN PGP MESSAGE-----") {
            // A message of one recipient has 300 bytes and more; what is shorter is a piece of one.
            if armour.len() < 100 {
                return Refusal::Corrupt {
                    format: None,
                    at: "OpenPGP",
                };
            }
            return Refusal::UnsupportedEncryption {
                format: None,
                problem: Problem::OpenPgp,
            };
        }
        Refusal::Unrecognised { resembles: None }
    }
}

/// Bytes as text: UTF-8 with or without its mark, or UTF-16 with it, as editors of Windows write it.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..)?.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let units = Zeroizing::new(
            pairs
                .map(|pair| from([pair[0], pair[1]]))
                .collect::<Vec<u16>>(),
        );
        String::from_utf16(&units).ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}
