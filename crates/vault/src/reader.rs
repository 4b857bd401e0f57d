//! Little-endian fields, one after the other.

use crate::{Region, VaultError};

/// Reads fields from the front of a slice; what is missing is a wrong length, never a panic.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next `count` bytes.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], VaultError> {
        let (head, tail) = self
            .0
            .split_at_checked(count)
            .ok_or(VaultError::damaged(Region::Length))?;
        self.0 = tail;
        Ok(head)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], VaultError> {
        let (head, tail) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(VaultError::damaged(Region::Length))?;
        self.0 = tail;
        Ok(*head)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, VaultError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, VaultError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, VaultError> {
        self.array().map(u64::from_le_bytes)
    }
}
