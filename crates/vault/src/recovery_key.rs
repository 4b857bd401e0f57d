//! The key that is printed on paper.

use data_encoding::{Encoding, Specification};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{VaultError, random};

/// Crockford's base32: no I, L, O, U.
const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of randomness: 160 bits.
const KEY_BYTES: usize = 20;
/// Symbols of the key itself.
const KEY_SYMBOLS: usize = 32;
/// Symbols of the check group: 20 bits.
const CHECK_SYMBOLS: usize = 4;
/// What the check is taken over, before the key.
const CHECK_CONTEXT: &[u8] = b"countersign recovery key v1";

/// 160 random bits, wiped when dropped. On paper: eight groups of four symbols of Crockford's
/// base32 and a ninth group that tells a slip of the pen from the wrong key.
pub struct RecoveryKey(Zeroizing<[u8; KEY_BYTES]>);

/// Why a text is not a recovery key. It says nothing of the key itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoveryKeyError {
    /// Symbols are missing, or there are too many.
    #[error("a recovery key has {expected} letters and digits; this has {found}")]
    Length {
        /// Symbols found, without spaces and hyphens.
        found: usize,
        /// Symbols that a recovery key has.
        expected: usize,
    },
    /// A character that no recovery key has.
    #[error("character {position} is never part of a recovery key")]
    Character {
        /// Which of the letters and digits it is, from 1, not counting spaces and hyphens.
        position: usize,
    },
    /// All symbols are possible, but they do not fit each other: something was mistyped.
    #[error("there is a typing mistake in the recovery key")]
    Mistyped,
}

impl RecoveryKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`VaultError::Random`] when the system has no random numbers.
    pub fn make() -> Result<Self, VaultError> {
        Ok(Self(random::make_bytes()?))
    }

    /// The form for paper: `XXXX-XXXX-…`, nine groups of four.
    #[must_use]
    pub fn to_groups(&self) -> Zeroizing<String> {
        let mut symbols = Zeroizing::new([0_u8; KEY_SYMBOLS + CHECK_SYMBOLS]);
        let encoding = crockford();
        encoding.encode_mut(self.0.as_slice(), &mut symbols[..KEY_SYMBOLS]);
        symbols[KEY_SYMBOLS..].copy_from_slice(&check(&self.0));
        let mut text = Zeroizing::new(String::with_capacity(symbols.len() * 5 / 4));
        for (index, symbol) in symbols.iter().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(*symbol));
        }
        text
    }

    /// Reads the form for paper: any case, with or without spaces and hyphens; `O` is read as
    /// `0`, `I` and `L` as `1`.
    ///
    /// # Errors
    /// [`RecoveryKeyError`] tells a wrong length, an impossible character and a typing mistake.
    pub fn parse(text: &str) -> Result<Self, RecoveryKeyError> {
        let expected = KEY_SYMBOLS + CHECK_SYMBOLS;
        let mut symbols = Zeroizing::new([0_u8; KEY_SYMBOLS + CHECK_SYMBOLS]);
        let mut found = 0_usize;
        for character in text.chars() {
            if character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            let symbol = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            found = found.saturating_add(1);
            if !SYMBOLS.contains(symbol) {
                return Err(RecoveryKeyError::Character { position: found });
            }
            if let Some(place) = symbols.get_mut(found - 1) {
                *place = symbol as u8;
            }
        }
        if found != expected {
            return Err(RecoveryKeyError::Length { found, expected });
        }
        let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
        crockford()
            .decode_mut(&symbols[..KEY_SYMBOLS], key.as_mut_slice())
            .map_err(|_| RecoveryKeyError::Mistyped)?;
        if check(&key) != symbols[KEY_SYMBOLS..] {
            return Err(RecoveryKeyError::Mistyped);
        }
        Ok(Self(key))
    }

    /// The bytes that go into the key derivation.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// Symbols of the check group: the first 20 bits of SHA-256 over the context and the key.
fn check(key: &[u8; KEY_BYTES]) -> [u8; CHECK_SYMBOLS] {
    let digest = Sha256::new()
        .chain_update(CHECK_CONTEXT)
        .chain_update(key)
        .finalize();
    let bits = u32::from_be_bytes([0, digest[0], digest[1], digest[2]]) >> 4;
    let symbols = SYMBOLS.as_bytes();
    [15, 10, 5, 0].map(|shift| symbols[(bits >> shift & 31) as usize])
}

/// Crockford's alphabet as an encoding without padding: 20 bytes are 32 symbols exactly.
fn crockford() -> Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str(SYMBOLS);
    #[expect(
        clippy::unwrap_used,
        reason = "32 different ASCII symbols are a valid alphabet; a test encodes"
    )]
    specification.encoding().unwrap()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key_of(bytes: [u8; KEY_BYTES]) -> RecoveryKey {
        RecoveryKey(Zeroizing::new(bytes))
    }

    #[test]
    fn nine_groups_of_four() {
        let text = key_of([0; KEY_BYTES]).to_groups();
        assert_eq!(text.split('-').count(), 9);
        assert!(text.split('-').all(|group| group.len() == 4));
        assert!(text.starts_with("0000-0000-0000-0000-0000-0000-0000-0000-"));
    }

    #[test]
    fn a_known_key_stays_as_it_is_printed() {
        // Frozen: this text is on people's paper.
        let bytes: [u8; KEY_BYTES] = std::array::from_fn(|n| n as u8 * 13);
        assert_eq!(
            *key_of(bytes).to_groups(),
            "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-NDFP"
        );
    }

    #[test]
    fn a_missing_group_is_a_wrong_length() {
        assert!(matches!(
            RecoveryKey::parse("0000-0000"),
            Err(RecoveryKeyError::Length {
                found: 8,
                expected: 36
            })
        ));
    }

    #[test]
    fn an_impossible_character_is_named_by_its_place() {
        assert!(matches!(
            RecoveryKey::parse("00U0"),
            Err(RecoveryKeyError::Character { position: 3 })
        ));
        assert!(matches!(
            RecoveryKey::parse("0é"),
            Err(RecoveryKeyError::Character { position: 2 })
        ));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(bytes: [u8; KEY_BYTES]) {
            let text = key_of(bytes).to_groups();
            let read = RecoveryKey::parse(&text).unwrap();
            prop_assert_eq!(read.bytes(), bytes);
        }

        #[test]
        fn it_is_read_as_people_write_it(bytes: [u8; KEY_BYTES]) {
            let text = key_of(bytes).to_groups().to_lowercase();
            let text = text.replace('-', " ").replace('0', "o").replace('1', "l");
            let read = RecoveryKey::parse(&text).unwrap();
            prop_assert_eq!(read.bytes(), bytes);
        }

        #[test]
        fn one_wrong_symbol_is_almost_always_noticed(bytes: [u8; KEY_BYTES], place in 0_usize..36, step in 1_usize..32) {
            let text = key_of(bytes).to_groups().replace('-', "");
            let mut symbols = text.into_bytes();
            let old = SYMBOLS.find(char::from(symbols[place])).unwrap();
            symbols[place] = SYMBOLS.as_bytes()[(old + step) % 32];
            // 20 bits of check: one in a million slips through, and is then a wrong key.
            if let Ok(other) = RecoveryKey::parse(std::str::from_utf8(&symbols).unwrap()) {
                prop_assert!(place < KEY_SYMBOLS && other.bytes() != bytes);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = RecoveryKey::parse(&text);
        }
    }
}
