//! A threshold of each pixel's own neighbourhood: shadows, gradients and glare.

use super::{DEAR_PIXELS, Stage, engine};
use crate::{resample, threshold};

/// Half the neighbourhood's side, px.
const RADIUS: u32 = 15;
/// How much darker than its neighbourhood black is: keeps the noise of a flat ground white.
const MARGIN: u32 = 6;

pub(super) const STAGE: Stage = Stage {
    name: "local",
    live: false,
    on_suspicion: true,
    fits: |frame| frame.pixels() <= DEAR_PIXELS,
    read: |frame, fuel| {
        let bits = threshold::darker(frame, RADIUS, MARGIN);
        engine::read_bits(frame.width(), frame.height(), &bits, fuel)
    },
};

pub(super) const INVERTED: Stage = Stage {
    name: "local inverted",
    live: false,
    on_suspicion: true,
    fits: |frame| frame.pixels() <= DEAR_PIXELS,
    read: |frame, fuel| {
        let bits = threshold::darker(&resample::inverted(frame), RADIUS, MARGIN);
        engine::read_bits(frame.width(), frame.height(), &bits, fuel)
    },
};
