//! Key URIs: `otpauth://TYPE/LABEL?PARAMETERS`
//! (<https://github.com/google/google-authenticator/wiki/Key-Uri-Format>).

mod decode;
mod error;
mod label;
mod motp;
mod number;
mod parse;
mod print;
mod query;

pub use error::{UriError, UriField};
pub use parse::parse;
pub use print::print;
