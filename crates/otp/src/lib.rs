//! One-time passwords: accounts, their codes, and the Key URIs that carry them.
//!
//! This crate is pure: no I/O, no clock, no randomness. Whoever calls says what time it is.
//!
//! - [`Secret`]: the shared key of an account, wiped when dropped, never printed.
//! - [`Account`]: who it is for and how its codes are made (HOTP of RFC 4226, TOTP of RFC 6238, Steam, mOTP, Yandex).
//! - [`Draft`]: an account that nobody has confirmed yet: where it came from and what is odd about it.
//! - [`code_at`] and [`hotp_code`]: the codes.
//! - [`uri`]: `otpauth://` texts in and out (Key URI format).
//!
//! ```
//! # use countersign_otp as otp;
//! let draft = otp::uri::parse("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")?;
//! let codes = otp::code_at(&draft.account, 1_700_000_000);
//! assert_eq!(codes.current.as_str(), "324550");
//! # Ok::<(), otp::UriError>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod account;
mod algorithm;
mod code;
mod draft;
mod foreign;
mod pin;
mod secret;
mod shield;
pub mod uri;
mod warning;

pub use account::{Account, AccountError, AccountParts, Kind};
pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use code::{Code, Codes, code_at, hotp_code};
pub use draft::{Draft, Origin};
pub use pin::Pin;
pub use secret::{Secret, SecretError};
pub use uri::{UriError, UriField};
pub use warning::Warning;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
pub type UnixTime = u64;
