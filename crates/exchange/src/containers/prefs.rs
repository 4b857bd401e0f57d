//! The shared preferences of an Android app: an XML file of named values, `<map><string name="…">…</string>…</map>`.

use zeroize::Zeroizing;

use super::ContainerError;
use super::xml::{Piece, walk};

/// The most values of such a file.
const MAX_VALUES: usize = 100_000;
/// `map`, a set in it, a value in that; and some room.
const MAX_DEPTH: usize = 16;

/// The values, in their order.
pub(crate) struct Prefs(Vec<(String, Zeroizing<String>)>);

/// Whether the bytes may be such a file: XML with a `<map` near its beginning. Cheap, for telling formats apart.
pub(crate) fn may_be(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().starts_with(b"<") && start.windows(4).any(|four| four == b"<map")
}

impl Prefs {
    /// Reads the file. Numbers and booleans are kept as they are written, sets are passed over.
    pub(crate) fn read(bytes: &[u8]) -> Result<Prefs, ContainerError> {
        const ODD: ContainerError = ContainerError::Corrupt("these are not the settings of an app");
        let mut values: Vec<(String, Zeroizing<String>)> = Vec::new();
        let mut depth = 0_usize;
        walk(bytes, MAX_DEPTH, &mut |piece| {
            match piece {
                Piece::Start(tag, attributes) => {
                    depth += 1;
                    let of = |wanted: &str| {
                        let found = attributes.iter().find(|(name, _)| name == wanted);
                        found.map(|(_, value)| value.clone())
                    };
                    if depth == 1 && tag != "map" {
                        return Err(ODD);
                    }
                    if depth == 2 {
                        if values.len() == MAX_VALUES {
                            return Err(ContainerError::TooLarge);
                        }
                        let name = of("name").ok_or(ODD)?;
                        values.push((name.to_string(), of("value").unwrap_or_default()));
                    }
                }
                Piece::Text(text) if depth == 2 => {
                    if let Some((_, value)) = values.last_mut() {
                        push(value, text);
                    }
                }
                Piece::Text(_) => {}
                Piece::End => depth -= 1,
            }
            Ok(())
        })?;
        Ok(Prefs(values))
    }

    /// The value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(there, _)| *there == name)
            .map(|(_, value)| value)
    }

    /// All of them, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Adds to a text that may be secret: where it must grow, the old copy is wiped.
pub(crate) fn push(text: &mut Zeroizing<String>, more: &str) {
    if text.capacity() - text.len() < more.len() {
        let mut grown = Zeroizing::new(String::with_capacity((text.len() + more.len()) * 2));
        grown.push_str(text);
        *text = grown;
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_their_names() {
        let file = b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n    <string name=\"a&amp;b\">x\
                     &quot;y&quot;</string>\n <int name=\"n\" value=\"-3\" />\n <set name=\"s\"><string>z</string></set>\n</map>\n";
        assert!(may_be(file));
        let prefs = Prefs::read(file).expect("prefs");
        assert_eq!(prefs.get("a&b"), Some("x\"y\""));
        assert_eq!(prefs.get("n"), Some("-3"));
        assert_eq!(prefs.get("s"), Some(""));
        assert_eq!(prefs.get("z"), None);
    }

    #[test]
    fn another_document_is_not_taken_for_settings() {
        assert!(!may_be(b"<html></html>") && !may_be(b"map <map"));
        assert!(Prefs::read(b"<plist><string name='a'/></plist>").is_err());
        assert!(Prefs::read(b"<map><string>a</string></map>").is_err());
    }
}
