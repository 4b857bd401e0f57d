//! XChaCha20-Poly1305, and nothing else, seals and opens.

use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce, aead::AeadInOut};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes of an authentication tag.
pub(crate) const TAG_BYTES: usize = 16;

/// A 256-bit key: the vault key, or the key that wraps it in one slot. Wiped when dropped.
pub(crate) struct SealKey(Zeroizing<[u8; 32]>);

impl SealKey {
    pub(crate) fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// A second holder of the same key.
    pub(crate) fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Compares in constant time.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.0.ct_eq(other.0.as_slice()).into()
    }

    /// Seals in place and returns the tag; `None` only beyond 256 GiB.
    pub(crate) fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        data: &mut [u8],
    ) -> Option<[u8; TAG_BYTES]> {
        XChaCha20Poly1305::new(&(*self.0).into())
            .encrypt_inout_detached(&XNonce::from(*nonce), associated, data.into())
            .ok()
            .map(Into::into)
    }

    /// Opens in place; `None`, and `data` is of no use, when anything differs by one bit.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        data: &mut [u8],
        tag: [u8; TAG_BYTES],
    ) -> Option<()> {
        XChaCha20Poly1305::new(&(*self.0).into())
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                associated,
                data.into(),
                &Tag::from(tag),
            )
            .ok()
    }
}
