//! The ciphers of other authenticators' exports, and how their passwords become keys. Only ways in: nothing is sealed.

mod aead;
mod cbc;
mod kdf;
mod stream;

pub(crate) use aead::{gcm_open, xchacha_open};
pub(crate) use cbc::cbc_open;
pub(crate) use kdf::{Argon, Prf, argon2, check_rounds, pbkdf2, scrypt};
pub(crate) use stream::stream_open;

/// Why something does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CryptError {
    /// The key would take more memory or time than any real export's; said before memory is taken.
    TooCostly,
    /// A length or a parameter that the cipher does not have.
    Parameters,
    /// The key does not open it.
    Wrong,
}
