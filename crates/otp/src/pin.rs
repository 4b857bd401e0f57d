//! The PIN that mOTP and Yandex mix into their codes.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::AccountError;

/// The PIN of an account: text of 1 to 64 bytes, wiped when dropped. As secret as the shared key beside it, so it has
/// no `Debug`, `Clone` or `Serialize` either.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// The longest PIN, in bytes.
    pub const MAX_BYTES: usize = 64;

    /// A PIN as it was typed. Yandex has 4 to 16 digits; mOTP any text.
    ///
    /// # Errors
    /// [`AccountError::Pin`] when it is empty or too long.
    pub fn new(text: &str) -> Result<Pin, AccountError> {
        if text.is_empty() || text.len() > Self::MAX_BYTES {
            return Err(AccountError::Pin);
        }
        Ok(Pin(Zeroizing::new(text.to_owned())))
    }

    /// The text. Every call says above it why, in a line `// EXPOSE: why`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A second copy. Named, so that copies are seen where they are made.
    #[must_use]
    pub fn duplicate(&self) -> Pin {
        Pin(self.0.clone())
    }

    /// Whether both are the same. Constant time for PINs of one length.
    #[must_use]
    pub fn same_as(&self, other: &Pin) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}
