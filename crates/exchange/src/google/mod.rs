//! Google Authenticator's export: `otpauth-migration://offline?data=BASE64`, a protocol buffer with up to ten
//! accounts per QR code, in one or several codes that share a batch id and may be scanned in any order.
//!
//! Google publishes no description; the fields are those that its app writes, as scito/extract_otp_secrets and
//! Aegis read them.

mod message;
mod read;
mod write;

pub use read::{Batch, GoogleError, read};
pub use write::{Export, write};

/// The most accounts that the app puts into one code.
pub const ACCOUNTS_PER_CODE: usize = 10;

/// The longest text that is read, in bytes: above what a QR symbol holds (4296 characters, ISO/IEC 18004), with
/// room for what tools without that limit write.
pub const MAX_BYTES: usize = 65_536;

/// What every text of the kind begins with, in lower case.
pub(crate) const SCHEME: &str = "otpauth-migration:";
