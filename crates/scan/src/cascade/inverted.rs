//! Light modules on a dark ground: what a site in dark mode shows.

use super::{LARGE_PIXELS, Stage, engine};
use crate::resample;

pub(super) const STAGE: Stage = Stage {
    name: "inverted",
    live: true,
    on_suspicion: true,
    fits: |frame| frame.pixels() <= LARGE_PIXELS,
    read: |frame, fuel| engine::read(&resample::inverted(frame), fuel),
};
