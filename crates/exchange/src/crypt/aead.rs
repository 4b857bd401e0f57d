//! AES-GCM and XChaCha20-Poly1305.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::CryptError;

/// Opens AES-256-GCM: `sealed` is the ciphertext with its tag of 16 bytes after it.
pub(crate) fn gcm_open(
    key: &[u8],
    nonce: &[u8],
    sealed: &[u8],
    aad: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptError> {
    let cipher = Aes256Gcm::new_from_slice(key).map_err(|_| CryptError::Parameters)?;
    let nonce: &[u8; 12] = nonce.try_into().map_err(|_| CryptError::Parameters)?;
    if sealed.len() < 16 {
        return Err(CryptError::Parameters);
    }
    cipher
        .decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad })
        .map(Zeroizing::new)
        .map_err(|_| CryptError::Wrong)
}

/// Opens XChaCha20-Poly1305 with a nonce of 24 bytes.
pub(crate) fn xchacha_open(
    key: &[u8],
    nonce: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptError> {
    use chacha20poly1305::{XChaCha20Poly1305, XNonce};
    let cipher = XChaCha20Poly1305::new_from_slice(key).map_err(|_| CryptError::Parameters)?;
    let nonce: &[u8; 24] = nonce.try_into().map_err(|_| CryptError::Parameters)?;
    if sealed.len() < 16 {
        return Err(CryptError::Parameters);
    }
    cipher
        .decrypt(&XNonce::from(*nonce), sealed)
        .map(Zeroizing::new)
        .map_err(|_| CryptError::Wrong)
}
