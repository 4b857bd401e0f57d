//! Percent-decoding (RFC 3986 §2.1) that notes what it met.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::Warning;

/// Decodes a part of a URI. A `%` without two hexadecimal digits stays; bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(raw: &str, notes: &mut Vec<Warning>) -> String {
    if has_broken_escape(raw) {
        notes.push(Warning::BrokenEscape);
    }
    match percent_decode_str(raw).decode_utf8() {
        Ok(Cow::Borrowed(text)) => text.to_owned(),
        Ok(Cow::Owned(text)) => text,
        Err(_) => {
            notes.push(Warning::NotUtf8);
            percent_decode_str(raw).decode_utf8_lossy().into_owned()
        }
    }
}

fn has_broken_escape(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let escapes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    escapes
        .map(|(at, _)| bytes.get(at + 1..at + 3))
        .any(|digits| !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}
