//! A password as a person types it.

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

/// A password, wiped when dropped. The bytes that become a key are its UTF-8 after Unicode
/// normalisation to NFC, so that `é` is one password on every keyboard; nothing else is changed,
/// neither case nor spaces at the ends.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed; the given string is wiped.
    #[must_use]
    pub fn new(mut typed: String) -> Self {
        // NFC at most triples UTF-8 (UAX #15, table 10), so the buffer never grows and leaves no copy.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        normal.extend(typed.nfc());
        typed.zeroize();
        Self(normal)
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes that go into the key derivation.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_are_one_password() {
        let composed = Passphrase::new("Ren\u{e9}e".to_owned());
        let decomposed = Passphrase::new("Rene\u{301}e".to_owned());
        assert_eq!(composed.bytes(), decomposed.bytes());
        assert_eq!(composed.bytes(), "Ren\u{e9}e".as_bytes());
    }

    #[test]
    fn case_and_outer_spaces_are_kept() {
        assert_eq!(Passphrase::new(" Aa ".to_owned()).bytes(), b" Aa ");
    }

    #[test]
    fn a_composition_that_grows_stays_within_its_buffer() {
        // U+1D160 triples under NFC, the worst there is in UTF-8.
        let text = "\u{1D160}".repeat(50);
        let grown = Passphrase::new(text.clone());
        assert_eq!(grown.bytes().len(), text.len() * 3);
        assert_eq!(grown.0.capacity(), text.len() * 3);
    }
}
