//! The key that the keyring of the operating system keeps.

use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::{VaultError, random};

/// Bytes of randomness: 256 bits.
const KEY_BYTES: usize = 32;

/// 256 random bits, wiped when dropped. As text: 44 characters of base64 (RFC 4648, with padding).
pub struct KeyringKey(Zeroizing<[u8; KEY_BYTES]>);

/// The text is not 32 bytes of base64. Whoever changed the keyring item changed it by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keyring item is not a key of this program")]
pub struct KeyringKeyError;

impl KeyringKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the system has no random numbers.
    pub fn make() -> Result<Self, VaultError> {
        Ok(Self(random::make_bytes()?))
    }

    /// The text for the keyring.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(self.0.as_slice()))
    }

    /// Reads the text from the keyring; space at the ends is ignored.
    ///
    /// # Errors
    /// [`KeyringKeyError`] for all that is not base64 of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, KeyringKeyError> {
        let text = text.trim().as_bytes();
        // 33 bytes are what 44 symbols hold before the padding is looked at.
        let mut buffer = Zeroizing::new([0_u8; KEY_BYTES + 1]);
        if BASE64.decode_len(text.len()) != Ok(buffer.len()) {
            return Err(KeyringKeyError);
        }
        let length = BASE64
            .decode_mut(text, buffer.as_mut_slice())
            .map_err(|_| KeyringKeyError)?;
        if length != KEY_BYTES {
            return Err(KeyringKeyError);
        }
        let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
        key.copy_from_slice(&buffer[..KEY_BYTES]);
        Ok(Self(key))
    }

    /// The bytes that go into the key derivation.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_stored_is_read(bytes: [u8; KEY_BYTES]) {
            let text = KeyringKey(Zeroizing::new(bytes)).to_text();
            prop_assert_eq!(text.len(), 44);
            let read = KeyringKey::parse(&format!("{}\n", *text)).unwrap();
            prop_assert_eq!(read.bytes(), bytes);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[A-Za-z0-9+/= -]{0,60}") {
            let _ = KeyringKey::parse(&text);
        }
    }

    #[test]
    fn other_lengths_are_refused() {
        for length in [0, 16, 31, 33, 34, 64] {
            assert!(
                KeyringKey::parse(&BASE64.encode(&vec![7; length])).is_err(),
                "{length}"
            );
        }
    }
}
