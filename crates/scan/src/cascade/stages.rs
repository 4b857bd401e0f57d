//! The table of stages, in the order that cost and gain decide.

use super::engine::{self, Fuel};
use super::{Outcome, port};
use crate::bits::{self, Bits};
use crate::reading::Symbol;
use crate::{Frame, filters, grid, resample};

/// One way to read a frame.
pub(super) struct Stage {
    /// For the log and for `--explain`.
    pub name: &'static str,
    /// The symbols that it reads beside those of the outcome so far, corners in pixels of `frame`.
    pub read: fn(frame: &Frame, so_far: &mut Outcome, fuel: &Fuel<'_>) -> Vec<Symbol>,
    /// The most pixels that it is for.
    pub most_pixels: u64,
    /// Does it look for what the stages before it left over? Where something was read, it is the last.
    pub is_last_look: bool,
}

const DEAR: u64 = 2_500_000;
const LARGE: u64 = 16_000_000;
const SMALL: u64 = 1_000_000;

pub(super) const STAGES: &[Stage] = &[
    Stage {
        name: "plain",
        read: |f, _, fuel| port::read(&bits::hybrid(f), fuel),
        most_pixels: LARGE,
        is_last_look: false,
    },
    Stage {
        name: "inverted",
        read: |f, _, fuel| port::read(&inv(&bits::hybrid(f)), fuel),
        most_pixels: LARGE,
        is_last_look: false,
    },
    Stage {
        name: "third",
        read: |f, _, fuel| small(f, 3, fuel, bits::hybrid),
        most_pixels: u64::MAX,
        is_last_look: false,
    },
    Stage {
        name: "grid",
        read: |f, so_far, fuel| grid::read(f, &so_far.symbols, &mut so_far.suspects, fuel),
        most_pixels: LARGE,
        is_last_look: true,
    },
    Stage {
        name: "at21",
        read: |f, _, fuel| port::read(&bits::local(f, 10, 4), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "rqrr at61",
        read: |f, _, fuel| rq(&bits::local(f, 30, 4), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "blur2",
        read: |f, _, fuel| port::read(&bits::hybrid(&filters::blurred(f, 2)), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "rqrr blur",
        read: |f, _, fuel| engine::read(&filters::blurred(f, 1), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "global",
        read: |f, _, fuel| port::read(&bits::global(f), fuel),
        most_pixels: LARGE,
        is_last_look: false,
    },
    Stage {
        name: "sharp",
        read: |f, _, fuel| port::read(&bits::hybrid(&filters::sharpened(f, 2, 3.0)), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "inv+double",
        read: |f, _, fuel| double(&resample::inverted(f), fuel),
        most_pixels: SMALL,
        is_last_look: false,
    },
    Stage {
        name: "half",
        read: |f, _, fuel| small(f, 2, fuel, bits::hybrid),
        most_pixels: u64::MAX,
        is_last_look: false,
    },
    Stage {
        name: "clahe",
        read: |f, _, fuel| port::read(&bits::hybrid(&filters::equalised(f)), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "rqrr at21",
        read: |f, _, fuel| rq(&bits::local(f, 10, 4), fuel),
        most_pixels: DEAR,
        is_last_look: false,
    },
    Stage {
        name: "double",
        read: |f, _, fuel| double(f, fuel),
        most_pixels: SMALL,
        is_last_look: false,
    },
    Stage {
        name: "rqrr",
        read: |f, _, fuel| engine::read(f, fuel),
        most_pixels: LARGE,
        is_last_look: false,
    },
    Stage {
        name: "wide",
        read: |f, so_far, fuel| stretched(&resample::widened(f), (0.5, 1.0), so_far, fuel),
        most_pixels: SMALL,
        is_last_look: false,
    },
    Stage {
        name: "tall",
        read: |f, so_far, fuel| stretched(&resample::heightened(f), (1.0, 0.5), so_far, fuel),
        most_pixels: SMALL,
        is_last_look: false,
    },
];

/// A symbol that is seen from its side is narrow: less so when the frame is stretched.
fn stretched(frame: &Frame, (x, y): (f32, f32), so_far: &Outcome, fuel: &Fuel<'_>) -> Vec<Symbol> {
    if !so_far.symbols.is_empty() {
        return Vec::new();
    }
    // Where symbols may be was said by the look at the frame as it is.
    let mut symbols = crate::grid::read(frame, &[], &mut Vec::new(), fuel);
    for corner in symbols.iter_mut().flat_map(|s| &mut s.corners) {
        (corner.x, corner.y) = (corner.x * x, corner.y * y);
    }
    symbols
}

fn inv(bits: &Bits) -> Bits {
    bits.inverted()
}

fn rq(bits: &Bits, fuel: &Fuel<'_>) -> Vec<Symbol> {
    engine::read_bits(bits.width as u32, bits.height as u32, &bits.ink, fuel)
}

fn small(frame: &Frame, factor: u32, fuel: &Fuel<'_>, binarise: fn(&Frame) -> Bits) -> Vec<Symbol> {
    let Some(shrunk) = resample::shrunk(frame, factor) else {
        return Vec::new();
    };
    let bits = binarise(&shrunk);
    let mut symbols = port::read(&bits, fuel);
    if symbols.is_empty() {
        symbols = port::read(&bits.inverted(), fuel);
    }
    super::resized(symbols, factor as f32)
}

fn double(frame: &Frame, fuel: &Fuel<'_>) -> Vec<Symbol> {
    super::resized(
        port::read(&bits::hybrid(&resample::doubled(frame)), fuel),
        0.5,
    )
}
