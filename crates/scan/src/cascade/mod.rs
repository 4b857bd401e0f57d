//! The stages that read symbols, in the order that cost and gain decide.
//!
//! A stage is a way to prepare the frame and an engine that reads what was prepared. A new one (another decoder, a
//! rectified crop) is a file here and a row in [`STAGES`].

mod engine;
mod live;
mod port;
mod stages;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Frame;
use crate::geometry::Bounds;
use crate::hint::Suspect;
use crate::locate::LazyLocated;
use crate::others::{self, OtherKind};
use crate::reading::{Effort, Symbol};

pub(crate) use engine::Fuel;
pub(crate) use port::matrix;

/// One live frame of so many is asked for symbols of other kinds.
const OTHERS_EVERY: u32 = 6;

/// What the cascade read.
pub(crate) struct Outcome {
    pub symbols: Vec<Symbol>,
    /// Where finder patterns say that a symbol is.
    pub suspects: Vec<Suspect>,
    /// Around single finder patterns of a live frame.
    pub parts: Vec<Bounds>,
    /// A symbol of another kind: sought where nothing of a QR code is.
    pub other: Option<OtherKind>,
    /// Stages that panicked or ran out of fuel.
    pub failed_stages: u32,
}

/// Runs the stages until what was located is read, the table is done, or `expired` says so.
pub(crate) fn run(
    frame: &Frame,
    effort: Effort,
    located: &mut LazyLocated<'_>,
    expired: &dyn Fn() -> bool,
) -> Outcome {
    let mut outcome = Outcome {
        symbols: Vec::new(),
        suspects: Vec::new(),
        parts: Vec::new(),
        other: None,
        failed_stages: 0,
    };
    match effort {
        Effort::Live { turn } => {
            let fuel = Fuel::new(frame.pixels(), expired);
            guarded("live", &fuel, &mut outcome, |outcome| {
                live::look(frame, &fuel, outcome);
                if outcome.symbols.is_empty() {
                    live::dig(frame, turn, located.get(), &fuel, outcome);
                }
            });
        }
        Effort::Still => still(frame, expired, &mut outcome),
    }
    if outcome.symbols.is_empty() && outcome.suspects.is_empty() && !expired() {
        let fuel = Fuel::new(frame.pixels(), expired);
        guarded("others", &fuel, &mut outcome, |outcome| {
            outcome.other = match effort {
                Effort::Still => others::of_still(frame, &fuel),
                Effort::Live { turn } if turn % OTHERS_EVERY == OTHERS_EVERY - 1 => {
                    others::of_live(frame, turn / OTHERS_EVERY, &fuel)
                }
                Effort::Live { .. } => None,
            };
        });
    }
    outcome
}

fn still(frame: &Frame, expired: &dyn Fn() -> bool, outcome: &mut Outcome) {
    for stage in stages::STAGES {
        if frame.pixels() > stage.most_pixels {
            continue;
        }
        if expired() {
            break;
        }
        let fuel = Fuel::new(frame.pixels(), expired);
        guarded(stage.name, &fuel, outcome, |outcome| {
            let found = (stage.read)(frame, outcome, &fuel);
            for mut symbol in found {
                symbol.stage = stage.name;
                add(&mut outcome.symbols, symbol);
            }
        });
        // The last look of all is the one at what the stages before it left over.
        if !outcome.symbols.is_empty() && stage.is_last_look {
            break;
        }
    }
}

/// Runs a stage; a panic ends it and is counted.
fn guarded(name: &str, fuel: &Fuel<'_>, outcome: &mut Outcome, run: impl FnOnce(&mut Outcome)) {
    let ended = catch_unwind(AssertUnwindSafe(|| run(outcome)));
    if ended.is_err() || fuel.failed() {
        log::debug!("stage {name} gave up");
        outcome.failed_stages += 1;
    }
}

/// Adds a symbol unless the same one is there: the same text in the same place. The same text twice in one picture at
/// two places is one symbol too: nobody enrols an account twice.
fn add(symbols: &mut Vec<Symbol>, symbol: Symbol) {
    if !symbols.iter().any(|s| s.text == symbol.text) {
        symbols.push(symbol);
    }
}

/// Symbols of a resized frame in pixels of the frame itself, which is `factor` times as large.
fn resized(mut symbols: Vec<Symbol>, factor: f32) -> Vec<Symbol> {
    for symbol in &mut symbols {
        symbol.corners = symbol.corners.map(|c| c.scaled(factor));
    }
    symbols
}
