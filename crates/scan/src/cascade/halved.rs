//! At half the size: the mean of four pixels takes out noise and moiré, and a large picture becomes affordable.

use super::{Stage, engine, resized};
use crate::resample;

/// Below this nothing is left of a code at half the size.
const MIN_SIDE: u32 = 160;

pub(super) const STAGE: Stage = Stage {
    name: "halved",
    live: true,
    on_suspicion: true,
    fits: |frame| frame.width().min(frame.height()) >= MIN_SIDE,
    read: |frame, fuel| {
        let Some(half) = resample::shrunk(frame, 2) else {
            return Vec::new();
        };
        let mut symbols = engine::read(&half, fuel);
        if symbols.is_empty() {
            symbols = engine::read(&resample::inverted(&half), fuel);
        }
        resized(symbols, 2.0)
    },
};
