//! The one place that draws random numbers.

use zeroize::Zeroizing;

use crate::VaultError;

/// `N` bytes from the operating system.
///
/// # Errors
/// [`VaultError::Random`] when the system has none to give; nothing weaker is ever used instead.
pub(crate) fn make_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::Random)?;
    Ok(bytes)
}
