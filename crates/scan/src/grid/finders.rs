//! Finder patterns seen in several black and white versions of a frame.

use std::collections::HashMap;

use rxing::qrcode::cpp_port::detector::FindFinderPatterns;

use super::threes::{Three, all};
use crate::bits::Bits;
use crate::geometry::Point;

/// The most finder patterns kept, of as many candidates.
const MOST: usize = 90;
const MOST_CANDIDATES: usize = 3_000;
/// Those of a quick look.
const MOST_QUICK: usize = 24;
const MOST_QUICK_THREES: usize = 40;
/// A finder pattern, in frame pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    pub middle: Point,
    /// The side of a module, px.
    pub module: f32,
    /// Light on dark.
    pub inverted: bool,
    /// How often it was seen.
    pub seen: u32,
    /// How clearly it is seen: about 1 for a clean one, 0 for chance.
    pub clear: f32,
}

/// Adds what is seen in one version of the frame, in ink and in paper; its pixels are `scale` frame pixels wide.
pub(super) fn collect(bits: &Bits, scale: f32, into: &mut Collection) {
    let every = if bits.height > 500 { 2 } else { 1 };
    cut(bits, scale, every)
        .into_iter()
        .for_each(|f| into.add(f));
    for inverted in [false, true] {
        let turned = inverted.then(|| bits.inverted());
        let Some(matrix) = crate::cascade::matrix(turned.as_ref().unwrap_or(bits)) else {
            return;
        };
        for found in FindFinderPatterns(&matrix, true, 0) {
            into.add(Finder {
                middle: Point {
                    x: found.p.x * scale,
                    y: found.p.y * scale,
                },
                module: found.size as f32 / 7.0 * scale,
                inverted,
                seen: 4,
                clear: 0.0,
            });
        }
    }
}

/// Adds what may be the inside of a finder pattern.
pub(super) fn collect_middles(bits: &Bits, scale: f32, into: &mut Collection) {
    for ink in [1, 0] {
        super::blobs::scan(bits, ink, |middle, module| {
            into.add(Finder {
                middle: middle.scaled(scale),
                module: module * scale,
                inverted: ink == 0,
                seen: 1,
                clear: 0.0,
            });
        });
    }
}

/// What is cut as a finder pattern more than once.
fn cut(bits: &Bits, scale: f32, every: usize) -> Vec<Finder> {
    let mut here = Collection::default();
    super::cuts::scan(bits, every, |middle, across, down, ink| {
        here.add(Finder {
            middle: middle.scaled(scale),
            module: (across * down).sqrt() * scale,
            inverted: ink == 0,
            seen: 1,
            clear: 0.0,
        });
    });
    here.all.retain(|f| f.seen > 1);
    here.all
}

/// The finder patterns of a quick look that are clear enough to be ones, and the likeliest three, if `sure` of any.
pub(super) fn quick(
    bits: &Bits,
    clear: impl Fn(&Finder) -> bool,
    sure: impl Fn(&Three) -> bool,
) -> (Vec<Finder>, Option<Three>) {
    let every = if bits.height > 500 { 3 } else { 2 };
    let mut found = cut(bits, 1.0, every);
    found.sort_by_key(|f| std::cmp::Reverse(f.seen));
    found.truncate(MOST_QUICK * 4);
    let clear = found.iter().copied().filter(clear).collect();
    found.truncate(MOST_QUICK);
    let mut threes = all(&found);
    threes.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    let three = threes.into_iter().take(MOST_QUICK_THREES).find(sure);
    (clear, three)
}

/// Finder patterns, each once, found again by where they are.
#[derive(Default)]
pub(super) struct Collection {
    all: Vec<Finder>,
    /// Indices by cell of the frame.
    cells: HashMap<(i32, i32), Vec<usize>>,
}

/// The side of a cell, px.
const CELL: f32 = 16.0;

impl Collection {
    fn add(&mut self, found: Finder) {
        let (column, row) = cell(found.middle);
        // The same pattern lies within two modules; very large ones may be kept twice.
        let reach = ((2.0 * found.module / CELL) as i32 + 1).min(3);
        for y in row - reach..=row + reach {
            for x in column - reach..=column + reach {
                for &at in self.cells.get(&(x, y)).into_iter().flatten() {
                    if self.all[at].joined(&found) {
                        return;
                    }
                }
            }
        }
        if self.all.len() < MOST_CANDIDATES {
            self.cells
                .entry((column, row))
                .or_default()
                .push(self.all.len());
            self.all.push(found);
        }
    }

    pub fn into_vec(self) -> Vec<Finder> {
        self.all
    }
}

fn cell(p: Point) -> (i32, i32) {
    ((p.x / CELL) as i32, (p.y / CELL) as i32)
}

impl Finder {
    /// Is this the finder pattern at a place?
    pub fn is_at(&self, place: Point) -> bool {
        self.middle.distance(place) < 2.0 * self.module
    }

    /// Takes in another sight of the same pattern, if it is one.
    fn joined(&mut self, other: &Finder) -> bool {
        let apart = self.middle.distance(other.middle);
        if self.inverted != other.inverted || apart >= 2.0 * self.module.max(other.module) {
            return false;
        }
        let (n, k) = (self.seen as f32, other.seen as f32);
        let mix = |a: f32, b: f32| (a * n + b * k) / (n + k);
        self.middle.x = mix(self.middle.x, other.middle.x);
        self.middle.y = mix(self.middle.y, other.middle.y);
        self.module = mix(self.module, other.module);
        self.seen += other.seen;
        true
    }
}

/// The finder patterns that are clearest, and those that were seen most often.
pub(super) fn best(mut all: Vec<Finder>, mut measure: impl FnMut(&mut Finder)) -> Vec<Finder> {
    for finder in &mut all {
        measure(finder);
    }
    all.sort_by(|a, b| b.clear.total_cmp(&a.clear));
    let rest = all.split_off(all.len().min(MOST * 2 / 3));
    let mut often = rest;
    often.sort_by_key(|f| std::cmp::Reverse(f.seen));
    often.truncate(MOST - all.len());
    all.extend(often);
    all
}
