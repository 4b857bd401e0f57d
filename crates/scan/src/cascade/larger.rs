//! At twice the size: modules of two or three pixels become large enough for the decoder.

use super::{Stage, engine, resized};
use crate::resample;

/// Beyond this a code with such small modules is not what the person meant, and four times the pixels are dear.
const MAX_PIXELS: u64 = 1_000_000;

pub(super) const STAGE: Stage = Stage {
    name: "larger",
    live: false,
    on_suspicion: true,
    fits: |frame| frame.pixels() <= MAX_PIXELS,
    read: |frame, fuel| {
        let double = resample::doubled(frame);
        let mut symbols = engine::read(&double, fuel);
        if symbols.is_empty() {
            symbols = engine::read(&resample::inverted(&double), fuel);
        }
        resized(symbols, 0.5)
    },
};
