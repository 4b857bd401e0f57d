//! One of many frames of a camera. Cheap looks at every frame; where something code-like is, one dear stage in turn on
//! that part of the frame alone: the next frame gets the next stage.

use super::engine::{self, Fuel};
use super::{Outcome, port};
use crate::bits::{self, Bits};
use crate::geometry::Bounds;
use crate::hint::Suspect;
use crate::locate::{Located, Witness};
use crate::reading::Symbol;
use crate::{Frame, filters, grid, resample};

/// Larger frames are looked at in half their size first.
const HALVE_PIXELS: u64 = 500_000;
/// The most pixels of a part that dear stages get; a larger part is made smaller.
const PART_PIXELS: f32 = 260_000.0;
/// What may be texture only gets a dear stage in one frame of so many.
const UNSURE_EVERY: u32 = 4;
/// Around three finder patterns, as a share of their distance.
const MARGIN: f32 = 0.35;

/// A dear stage: the symbols of a part of a frame.
type Dear = (&'static str, fn(&Frame, &Fuel<'_>) -> Vec<Symbol>);

/// In the order of what they gain; the first runs as often as all others together.
const DEAR: [Dear; 7] = [
    ("live grid", |part, fuel| grid::read_part(part, fuel)),
    ("live local", |part, fuel| {
        both(&bits::local(part, 10, 4), fuel)
    }),
    ("live soft", |part, fuel| {
        both(&bits::hybrid(&filters::blurred(part, 1)), fuel)
    }),
    ("live sharp", |part, fuel| {
        both(&bits::hybrid(&filters::sharpened(part, 2, 3.0)), fuel)
    }),
    ("live double", |part, fuel| {
        if part.pixels() > HALVE_PIXELS / 3 {
            return Vec::new();
        }
        super::resized(both(&bits::hybrid(&resample::doubled(part)), fuel), 0.5)
    }),
    ("live rqrr", |part, fuel| {
        let bits = bits::local(part, 30, 4);
        engine::read_bits(bits.width as u32, bits.height as u32, &bits.ink, fuel)
    }),
    ("live third", |part, fuel| {
        let Some(small) = resample::shrunk(part, 3) else {
            return Vec::new();
        };
        super::resized(both(&bits::hybrid(&small), fuel), 3.0)
    }),
];

/// The cheap looks: the symbols, and where three finder patterns were seen.
pub(super) fn look(frame: &Frame, fuel: &Fuel<'_>, outcome: &mut Outcome) {
    let half = (frame.pixels() > HALVE_PIXELS)
        .then(|| resample::shrunk(frame, 2))
        .flatten();
    let sizes = half.iter().map(|h| (h, 2.0)).chain([(frame, 1.0)]);
    for (frame, scale) in sizes {
        let bits = bits::hybrid(frame);
        let glance = grid::glance(&bits);
        outcome
            .parts
            .extend(glance.parts.iter().map(|p| p.scaled(scale)));
        let Some((suspect, inverted)) = glance.suspect else {
            continue;
        };
        let around = with_margin(&suspect.bounds);
        outcome.suspects.push(Suspect {
            bounds: suspect.bounds.scaled(scale),
            module: suspect.module * scale,
        });
        let part = bits.part(&around, inverted);
        let (left, top) = (around.left.max(0.0).floor(), around.top.max(0.0).floor());
        let mut symbols = port::read(&part, fuel);
        for symbol in &mut symbols {
            symbol.corners = symbol.corners.map(|c| c.moved(left, top).scaled(scale));
        }
        if symbols.is_empty() && scale == 1.0 {
            // Other finder patterns may have been the right ones.
            let whole = if inverted { &bits.inverted() } else { &bits };
            symbols = port::read(whole, fuel);
        }
        if !symbols.is_empty() {
            outcome_of(symbols, inverted, outcome);
            break;
        }
    }
}

fn with_margin(bounds: &Bounds) -> Bounds {
    bounds.grown(bounds.width().max(bounds.height()) * MARGIN)
}

fn outcome_of(symbols: Vec<Symbol>, inverted: bool, outcome: &mut Outcome) {
    for mut symbol in symbols {
        symbol.stage = if inverted { "live inverted" } else { "live" };
        super::add(&mut outcome.symbols, symbol);
    }
}

/// One dear stage on one part.
pub(super) fn dig(
    frame: &Frame,
    turn: u32,
    located: &Located,
    fuel: &Fuel<'_>,
    outcome: &mut Outcome,
) {
    let sure = |w: Witness| {
        located
            .regions
            .iter()
            .filter(move |r| r.witness == w)
            .map(|r| r.bounds)
    };
    let mut parts: Vec<Bounds> = sure(Witness::Corners).collect();
    parts.extend(outcome.suspects.iter().map(|s| with_margin(&s.bounds)));
    if turn % UNSURE_EVERY == UNSURE_EVERY - 1 {
        parts.clear();
        parts.extend(sure(Witness::Partly));
        parts.extend(sure(Witness::Texture));
    }
    parts.truncate(6);
    if parts.is_empty() {
        return;
    }
    let turn = (turn / UNSURE_EVERY * (UNSURE_EVERY - 1) + turn % UNSURE_EVERY) as usize;
    let others = DEAR.len() - 1;
    // Every other frame is for the first stage.
    let (stage, round) = if turn.is_multiple_of(2) {
        (0, turn / 2)
    } else {
        (1 + turn / 2 % others, turn / 2 / others)
    };
    let (name, read) = DEAR[stage];
    let bounds = parts[round % parts.len()].clamped(frame.width(), frame.height());
    let (left, top) = (bounds.left as u32, bounds.top as u32);
    let (width, height) = (bounds.right as u32 - left, bounds.bottom as u32 - top);
    if width < 24 || height < 24 {
        return;
    }
    let part = resample::cropped(frame, left, top, width, height);
    let factor = ((width * height) as f32 / PART_PIXELS).sqrt().max(1.0);
    let (part, factor) = if factor > 1.2 {
        let small = resample::fitted(
            &part,
            (width as f32 / factor) as u32,
            (height as f32 / factor) as u32,
        );
        let factor = width as f32 / small.width() as f32;
        (small, factor)
    } else {
        (part, 1.0)
    };
    for mut symbol in read(&part, fuel) {
        symbol.corners = symbol
            .corners
            .map(|c| c.scaled(factor).moved(left as f32, top as f32));
        symbol.stage = name;
        super::add(&mut outcome.symbols, symbol);
    }
}

fn both(bits: &Bits, fuel: &Fuel<'_>) -> Vec<Symbol> {
    let symbols = port::read(bits, fuel);
    if symbols.is_empty() {
        port::read(&bits.inverted(), fuel)
    } else {
        symbols
    }
}
