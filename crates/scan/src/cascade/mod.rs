//! The stages that read symbols, in the order that cost and gain decide.
//!
//! A stage is a way to prepare the frame and an engine that reads what was prepared. A new one (another decoder, a
//! rectified crop) is a file here and a row in [`STAGES`].

mod engine;
mod halved;
mod inverted;
mod larger;
mod local;
mod plain;
mod thirded;

use crate::Frame;
use crate::geometry::{Point, Quad};
use crate::locate::{Located, Witness};
use crate::reading::{Effort, Symbol};

use engine::Fuel;

/// Beyond this many pixels the dear stages do not run.
const DEAR_PIXELS: u64 = 2_500_000;
/// The most pixels for the stages that read the frame as it is: a screenshot of a large screen.
const LARGE_PIXELS: u64 = 16_000_000;

/// One way to read a frame.
struct Stage {
    /// For the log.
    name: &'static str,
    /// Does it run on frames of a live camera too?
    live: bool,
    /// Does it need something code-like in the frame to be worth its cost? Only asked of live frames.
    on_suspicion: bool,
    /// The symbols that it reads, corners in pixels of `frame`.
    read: fn(frame: &Frame, fuel: &Fuel<'_>) -> Vec<Symbol>,
    /// Is the frame of a size that it is for?
    fits: fn(frame: &Frame) -> bool,
}

/// The cascade. Figures behind the order: `halved` and `thirded` gain most after `plain` and cost least.
const STAGES: [&Stage; 7] = [
    &plain::STAGE,
    &inverted::STAGE,
    &halved::STAGE,
    &thirded::STAGE,
    &local::STAGE,
    &local::INVERTED,
    &larger::STAGE,
];

/// What the cascade read.
pub(crate) struct Outcome {
    pub symbols: Vec<Symbol>,
    /// Stages that panicked or ran out of fuel.
    pub failed_stages: u32,
}

/// Runs the stages until what was located is read, the table is done, or `expired` says so.
pub(crate) fn run(
    frame: &Frame,
    effort: Effort,
    located: &Located,
    expired: &dyn Fn() -> bool,
) -> Outcome {
    let mut outcome = Outcome {
        symbols: Vec::new(),
        failed_stages: 0,
    };
    for stage in STAGES {
        let wanted = match effort {
            Effort::Live => stage.live && (!stage.on_suspicion || located.suspicious()),
            Effort::Still => true,
        };
        if !wanted || !(stage.fits)(frame) {
            continue;
        }
        if expired() {
            break;
        }
        let fuel = Fuel::new(frame.pixels(), expired);
        let found = (stage.read)(frame, &fuel);
        if fuel.failed() {
            log::debug!("stage {} gave up", stage.name);
            outcome.failed_stages += 1;
        }
        for symbol in found {
            add(&mut outcome.symbols, symbol);
        }
        if !outcome.symbols.is_empty()
            && (effort == Effort::Live || all_explained(located, &outcome.symbols))
        {
            break;
        }
    }
    outcome
}

/// Adds a symbol unless the same one is there: the same text in the same place. The same text twice in one picture at
/// two places is one symbol too: nobody enrols an account twice.
fn add(symbols: &mut Vec<Symbol>, symbol: Symbol) {
    if !symbols.iter().any(|s| s.text == symbol.text) {
        symbols.push(symbol);
    }
}

fn all_explained(located: &Located, symbols: &[Symbol]) -> bool {
    let centres: Vec<Point> = symbols
        .iter()
        .map(|s| Quad { corners: s.corners }.centre())
        .collect();
    let mut certain = located
        .regions
        .iter()
        .filter(|r| r.witness == Witness::Corners);
    certain.all(|r| centres.iter().any(|&c| r.bounds.contains(c)))
}

/// Symbols of a resized frame in pixels of the frame itself, which is `factor` times as large.
fn resized(mut symbols: Vec<Symbol>, factor: f32) -> Vec<Symbol> {
    for symbol in &mut symbols {
        symbol.corners = symbol.corners.map(|c| c.scaled(factor));
    }
    symbols
}
