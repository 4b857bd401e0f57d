//! At a third of the size: what `halved` does, for codes that fill a large picture.

use super::{Stage, engine, resized};
use crate::resample;

/// Below this nothing is left of a code at a third of the size.
const MIN_SIDE: u32 = 300;

pub(super) const STAGE: Stage = Stage {
    name: "thirded",
    live: false,
    on_suspicion: true,
    fits: |frame| frame.width().min(frame.height()) >= MIN_SIDE,
    read: |frame, fuel| {
        let Some(third) = resample::shrunk(frame, 3) else {
            return Vec::new();
        };
        let mut symbols = engine::read(&third, fuel);
        if symbols.is_empty() {
            symbols = engine::read(&resample::inverted(&third), fuel);
        }
        resized(symbols, 3.0)
    },
};
