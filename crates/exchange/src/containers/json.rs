//! JSON from strangers: bounded before it is parsed, and wiped when it is dropped.

use serde_json::Value;

pub(crate) use crate::import::Json;

/// The deepest nesting that is read. The deepest real export (1pux) has 14.
pub(crate) const MAX_DEPTH: usize = 64;
/// The most values that are read: each costs memory, however short it is written.
pub(crate) const MAX_VALUES: usize = 1_500_000;

/// Why a text is no JSON that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More values than [`MAX_VALUES`].
    TooLarge,
    /// It is not JSON, or ends early.
    Broken,
}

/// Parses a text, after a look at how deep and how much it is.
pub(crate) fn parse(text: &str) -> Result<Json, JsonError> {
    check(text.as_bytes())?;
    serde_json::from_str::<Value>(text)
        .map(Json::new)
        .map_err(|_| JsonError::Broken)
}

/// The same for bytes that came out of a cipher or an archive.
pub(crate) fn parse_bytes(bytes: &[u8]) -> Result<Json, JsonError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| JsonError::Broken)?;
    parse(text)
}

/// Counts brackets and commas outside of strings.
fn check(bytes: &[u8]) -> Result<(), JsonError> {
    let (mut depth, mut values, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                depth += 1;
                values += 1;
                if depth > MAX_DEPTH {
                    return Err(JsonError::TooDeep);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if values > MAX_VALUES {
            return Err(JsonError::TooLarge);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_number_are_bounded_and_strings_do_not_count() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(
            parse(&nested(MAX_DEPTH + 1)).err(),
            Some(JsonError::TooDeep)
        );
        assert_eq!(
            parse(&"[".repeat(1_000_000)).err(),
            Some(JsonError::TooDeep)
        );
        let many = format!("[{}0]", "0,".repeat(MAX_VALUES));
        assert_eq!(parse(&many).err(), Some(JsonError::TooLarge));
        assert!(parse(&format!(r#"["{}\""]"#, "[,{".repeat(1000))).is_ok());
        assert_eq!(parse(r#"{"a":"#).err(), Some(JsonError::Broken));
    }
}
