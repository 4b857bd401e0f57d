//! AES-CBC with PKCS #7 padding: no checksum, so that a wrong key may come out as garbage.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use zeroize::Zeroizing;

use super::CryptError;

/// Opens AES-256-CBC (AES-128-CBC with a key of 16 bytes). Wrong padding is a wrong key; right padding proves nothing.
pub(crate) fn cbc_open(
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptError> {
    if sealed.is_empty() || !sealed.len().is_multiple_of(16) {
        return Err(CryptError::Parameters);
    }
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let parameters = |_| CryptError::Parameters;
    let length = match key.len() {
        16 => cbc::Decryptor::<Aes128>::new_from_slices(key, iv)
            .map_err(parameters)?
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .map_err(|_| CryptError::Wrong)?
            .len(),
        _ => cbc::Decryptor::<Aes256>::new_from_slices(key, iv)
            .map_err(parameters)?
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .map_err(|_| CryptError::Wrong)?
            .len(),
    };
    buffer.truncate(length);
    Ok(buffer)
}
