//! The shared key of an account.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::shield::Shielded;

/// The shared key of an account: 1 to 1024 bytes, encrypted while it is held (see `shield`), wiped when dropped.
///
/// RFC 4226 §4 asks for at least 128 bits and recommends 160; sites exist that print as few as 16, so the
/// lower bound is one byte and [`Warning::ShortSecret`](crate::Warning::ShortSecret) tells. HMAC hashes a key
/// longer than its block (128 bytes at most, RFC 2104 §3), so more than [`Secret::MAX_BYTES`] is no key.
///
/// There is no `Debug`, `Clone`, `Display`, `PartialEq` or `Serialize` on purpose. Read it with
/// [`Secret::expose`], and say above the line why.
pub struct Secret(Shielded);

/// Why some bytes or some text are not a secret. Never carries any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// Nothing is left once spaces, hyphens and padding are taken away.
    #[error("the secret is empty")]
    Empty,
    /// A character that base32 (RFC 4648 §6) does not have.
    #[error("character {position} of the secret is none of A to Z and 2 to 7")]
    Character {
        /// Which character of the text as it was given, counted from 1.
        position: usize,
    },
    /// Padding (`=`) with more letters after it.
    #[error("the secret goes on after its padding, at character {position}")]
    AfterPadding {
        /// Which character of the text as it was given, counted from 1.
        position: usize,
    },
    /// A length that secrets of this type do not have.
    #[error("the secret has a length that this type of code does not have")]
    Length,
    /// Longer than [`Secret::MAX_BYTES`].
    #[error("the secret is longer than {} bytes", Secret::MAX_BYTES)]
    TooLong,
}

impl Secret {
    /// The longest secret, in bytes.
    pub const MAX_BYTES: usize = 1024;

    /// Takes raw bytes over. The vector itself is wiped when the secret is dropped, or here on error.
    ///
    /// # Errors
    /// [`SecretError::Empty`] and [`SecretError::TooLong`].
    pub fn new(bytes: Vec<u8>) -> Result<Secret, SecretError> {
        let bytes = Zeroizing::new(bytes);
        match bytes.len() {
            0 => Err(SecretError::Empty),
            1..=Self::MAX_BYTES => Ok(Secret(Shielded::new(bytes))),
            _ => Err(SecretError::TooLong),
        }
    }

    /// Reads base32 (RFC 4648 §6) as people and sites write it: either case, with spaces, hyphens or underscores between
    /// groups, with padding, without, or with too much or too little of it.
    ///
    /// What is in the text is never changed into something else: `0`, `1`, `8` and `9` are refused, not read as
    /// letters that look like them. Bits that do not fill the last byte are dropped, as every authenticator does.
    ///
    /// # Errors
    /// [`SecretError`], with the position of the first character that does not belong.
    pub fn from_base32(text: &str) -> Result<Secret, SecretError> {
        let letters = letters(text)?;
        // 1, 3 or 6 letters after the last full group of 8 hold no further byte (RFC 4648 §6): sites print
        // such lengths, and every authenticator drops those bits.
        let whole = match letters.len() % 8 {
            1 | 3 | 6 => letters.len() - 1,
            _ => letters.len(),
        };
        if whole == 0 {
            return Err(SecretError::Empty);
        }
        let mut spec = BASE32_NOPAD.specification();
        spec.check_trailing_bits = false;
        let Ok(encoding) = spec.encoding() else {
            return Err(SecretError::Empty); // Not reached: the specification is a constant of the library.
        };
        match encoding.decode(&letters.as_bytes()[..whole]) {
            Ok(bytes) => Secret::new(bytes),
            Err(error) => Err(SecretError::Character {
                position: error.position + 1,
            }),
        }
    }

    /// The raw bytes, in a copy that is wiped when it is dropped: keep it for as long as it is computed with. Every call
    /// says above it why, in a line `// EXPOSE: why`.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        self.0.open()
    }

    /// Base32 (RFC 4648 §6), upper case, without padding: what every authenticator reads.
    #[must_use]
    pub fn to_base32(&self) -> Zeroizing<String> {
        // EXPOSE: the text form is asked for; it is wiped like the bytes.
        Zeroizing::new(BASE32_NOPAD.encode(&self.expose()))
    }

    /// Hexadecimal digits, lower case.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        // EXPOSE: the text form is asked for; it is wiped like the bytes.
        Zeroizing::new(HEXLOWER.encode(&self.expose()))
    }

    /// A second copy. Named, so that copies are seen where they are made.
    #[must_use]
    pub fn duplicate(&self) -> Secret {
        Secret(Shielded::new(self.0.open()))
    }

    /// Whether both hold the same bytes. Constant time for secrets of one length.
    #[must_use]
    pub fn same_as(&self, other: &Secret) -> bool {
        self.0.open().ct_eq(&**other.0.open()).into()
    }

    /// Length in bits, which is no secret.
    #[must_use]
    pub fn bits(&self) -> u32 {
        // At most 1024 bytes: it always fits.
        u32::try_from(self.0.len() * 8).unwrap_or(u32::MAX)
    }
}

/// The base32 letters of a text in upper case, without separators and padding.
fn letters(text: &str) -> Result<Zeroizing<String>, SecretError> {
    // Reserved once, so that growing leaves no copies of the secret behind.
    let mut letters = Zeroizing::new(String::with_capacity(text.len()));
    let mut padded = false;
    for (index, c) in text.chars().enumerate() {
        let position = index + 1;
        match c {
            ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '-' | '_' => {}
            '=' => padded = true,
            'A'..='Z' | 'a'..='z' | '2'..='7' if padded => {
                return Err(SecretError::AfterPadding { position });
            }
            'A'..='Z' | 'a'..='z' | '2'..='7' => letters.push(c.to_ascii_uppercase()),
            _ => return Err(SecretError::Character { position }),
        }
        if letters.len() > Secret::MAX_BYTES * 8 / 5 + 8 {
            return Err(SecretError::TooLong);
        }
    }
    Ok(letters)
}

/// Whether the text is base32 that no encoder writes: an impossible length, or bits left over that are not zero.
pub(crate) fn has_trailing_bits(text: &str) -> bool {
    letters(text).is_ok_and(|letters| {
        let decoded = BASE32_NOPAD.decode(letters.as_bytes()).map(Zeroizing::new);
        !letters.is_empty() && decoded.is_err()
    })
}
