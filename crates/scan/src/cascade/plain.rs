//! The frame as it is.

use super::{LARGE_PIXELS, Stage, engine};

pub(super) const STAGE: Stage = Stage {
    name: "plain",
    live: true,
    on_suspicion: false,
    fits: |frame| frame.pixels() <= LARGE_PIXELS,
    read: engine::read,
};
