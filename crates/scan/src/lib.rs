//! Pixels in, what they say out: find QR symbols in a picture, decode them, say what a text is, and explain
//! what stands in the way when nothing can be read.
//!
//! This crate is pure: no I/O, no clock, no network. Callers read files and grab frames; a deadline is a closure.
//!
//! - [`Frame`]: one picture in grey, bounded in size, wiped when dropped. [`picture::read`] makes one from the bytes
//!   of a PNG, JPEG, WebP, GIF, BMP or TIFF file.
//! - [`read`]: all symbols of a frame by a cascade of stages ([`Effort`] says how many), the code-like regions, and a
//!   [`Hint`] when there is no symbol.
//! - [`locate::code_like`] and [`preview::frosted`]: where codes may be, and a picture in which they cannot be read.
//!   *A preview of a frame is the secret* unless it went through here.
//! - [`classify`]: what a decoded text is: a Key URI, a Google export, a bare key, or one of the [`ForeignKind`]s that
//!   people scan by mistake, with [`TEXTS_EN`] to say so. Nothing is ever fetched and no secret is ever guessed.
//! - [`page::search`]: the Key URIs and keys of a whole text that somebody copied.
//!
//! ```
//! let frame = scan::Frame::new(64, 48, vec![255; 64 * 48])?;
//! let reading = scan::read(&frame, scan::Effort::Live { turn: 0 });
//! assert!(reading.symbols.is_empty());
//! assert_eq!(reading.hint, Some(scan::Hint::NothingSeen));
//! # Ok::<(), scan::FrameError>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

// The kit of the tests names the crate as every other room does.
#[cfg(test)]
extern crate self as scan;

mod bits;
mod cascade;
mod filters;
mod frame;
mod geometry;
mod grid;
mod hint;
pub mod locate;
mod others;
mod payload;
pub mod picture;
pub mod preview;
mod reading;
mod resample;
mod threshold;

pub use frame::{Frame, FrameError, MAX_PIXELS, MAX_SIDE};
pub use geometry::{Point, Quad};
pub use hint::Hint;
pub use others::OtherKind;
pub use payload::{ForeignKind, Foreigner, Payload, classify, page};
pub use reading::{Effort, Reading, Symbol, SymbolText, read, read_until};

/// The English texts for every [`ForeignKind::code`] and [`Hint::code`], as JSON: an object
/// `{ "foreign": { code: { "title", "what", "do": [steps], "dont"? } }, "hint": { ... } }`.
pub const TEXTS_EN: &str = include_str!("../texts.en.json");
