//! The name of a vault.

use std::fmt;

use crate::{VaultError, random};

/// Names one vault for ever, over all its copies and generations: 128 random bits. Its text form
/// is 32 hexadecimal digits; the item in the OS keyring goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VaultId(pub(crate) [u8; 16]);

impl VaultId {
    pub(crate) fn make() -> Result<Self, VaultError> {
        Ok(Self(*random::make_bytes()?))
    }
}

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
