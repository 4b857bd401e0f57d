//! What a frame says.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::geometry::{Point, Quad};
use crate::locate::{self, LazyLocated};
use crate::{Frame, Hint, cascade, hint};

/// One live frame of so many, the first among them, is asked what stands in the way: people read slower than that.
const HINT_EVERY: u32 = 4;

/// How much may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// One of many frames of a camera: what is cheap, and where something code-like is seen one dear stage more, another
    /// with each turn.
    Live {
        /// The number of the frame.
        turn: u32,
    },
    /// One picture that somebody chose: every stage, until every code-like region is read or nothing is left to try.
    Still,
}

/// How long a live frame may be worked on, so that the preview stays fluent; and how long one of so many may be, so that
/// what takes longer has its turn too.
const PATIENCE: Duration = Duration::from_millis(60);
const LONG_PATIENCE: Duration = Duration::from_millis(250);
const LONG_EVERY: u32 = 8;
/// Among so many the one that gets the dearest stage.
const LONG_TURN: u32 = 2;

impl Effort {
    /// How long a frame may be worked on; `None` for a picture, which takes as long as it takes.
    #[must_use]
    pub fn patience(self) -> Option<Duration> {
        match self {
            Effort::Live { turn } if turn % LONG_EVERY == LONG_TURN => Some(LONG_PATIENCE),
            Effort::Live { .. } => Some(PATIENCE),
            Effort::Still => None,
        }
    }
}

/// What was found in a frame.
#[non_exhaustive]
pub struct Reading {
    /// Every symbol that was read, each once, in the order in which they were read.
    pub symbols: Vec<Symbol>,
    /// Why nothing was read; `None` when there is a symbol, and in live frames that were not asked.
    pub hint: Option<Hint>,
    /// Where something code-like is, read or not: liberal, to be frosted in a preview. In frame pixels.
    pub regions: Vec<Quad>,
    /// Stages that panicked or ran out of work; what they would have read is missing.
    pub failed_stages: u32,
}

/// One symbol that was read.
pub struct Symbol {
    /// What it says.
    pub text: SymbolText,
    /// Its corners in frame pixels: top left, top right, bottom right, bottom left of the symbol as it is drawn
    /// (with a turned picture "top left" is where the symbol's own top left is).
    pub corners: [Point; 4],
    /// The stage of the cascade that read it.
    pub stage: &'static str,
}

/// The text of a symbol: as secret as a key, wiped when dropped, never printed.
#[derive(PartialEq, Eq)]
pub struct SymbolText(Zeroizing<String>);

impl SymbolText {
    /// UTF-8 as it is; anything else byte by byte as Latin-1, the symbol's default character set (ISO/IEC 18004).
    pub(crate) fn from_bytes(bytes: &[u8]) -> SymbolText {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let mut text = String::with_capacity(bytes.len() * 2);
                text.extend(bytes.iter().map(|&b| char::from(b)));
                text
            }
        };
        SymbolText(Zeroizing::new(text))
    }

    pub(crate) fn from_text(text: String) -> SymbolText {
        SymbolText(Zeroizing::new(text))
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Reads all symbols of a frame. Bounded work on any picture; never panics.
#[must_use]
pub fn read(frame: &Frame, effort: Effort) -> Reading {
    read_until(frame, effort, &|| false)
}

/// As [`read`], and gives up soon after `expired` says true: then with what was read so far.
#[must_use]
pub fn read_until(frame: &Frame, effort: Effort, expired: &dyn Fn() -> bool) -> Reading {
    let most = match effort {
        Effort::Live { .. } => locate::LIVE_WIDTH,
        Effort::Still => locate::STILL_WIDTH,
    };
    let mut located = LazyLocated::of(frame, most);
    let outcome = cascade::run(frame, effort, &mut located, expired);
    let located = located.get();
    let hint = match outcome.other {
        _ if !outcome.symbols.is_empty() => None,
        Some(kind) => Some(Hint::OtherSymbol { kind }),
        None if matches!(effort, Effort::Live { turn } if turn % HINT_EVERY != 0) => None,
        None => Some(hint::explain(frame, located, &outcome.suspects)),
    };
    let mut regions: Vec<Quad> = located.regions.iter().map(|r| r.bounds.into()).collect();
    let suspects = outcome.suspects.iter().map(|s| Quad::from(s.bounds));
    regions.extend(suspects.map(|q| locate::with_margin(&q, frame)));
    let parts = outcome.parts.iter();
    regions.extend(parts.map(|b| Quad::from(b.clamped(frame.width(), frame.height()))));
    let read = outcome.symbols.iter().map(|s| Quad { corners: s.corners });
    regions.extend(read.map(|q| locate::with_margin(&q, frame)));
    Reading {
        symbols: outcome.symbols,
        hint,
        regions,
        failed_stages: outcome.failed_stages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_are_latin_1() {
        assert_eq!(
            SymbolText::from_bytes("Zürich".as_bytes()).expose(),
            "Zürich"
        );
        assert_eq!(SymbolText::from_bytes(b"Z\xfcrich").expose(), "Zürich");
    }
}
