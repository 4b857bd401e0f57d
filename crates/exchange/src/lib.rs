//! Accounts on their way in from other programs and out to them, and keys on paper.
//!
//! This crate is pure: bytes and texts in, bytes and texts out, the same every time.
//!
//! - [`import`]: the files of other authenticators.
//! - [`google`]: the QR codes of Google Authenticator's export (`otpauth-migration://`).
//! - [`uris`]: lists of Key URIs, one per line.
//! - [`qr`]: a text as a QR symbol in a PNG picture.
//! - [`sheet`]: the recovery sheet, as a picture to print and as a text to keep.
//!
//! One odd entry never blocks the rest: what cannot be taken is returned as [`Skipped`], with its reason.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod containers;
mod crypt;
mod formats;
pub mod google;
pub mod import;
pub mod qr;
pub mod sheet;
mod skipped;
pub mod uris;

pub use skipped::{SkipReason, Skipped};
