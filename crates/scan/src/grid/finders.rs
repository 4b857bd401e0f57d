//! Finder patterns seen in several black and white versions of a frame, and the threes of them that may be a symbol.

use std::collections::HashMap;

use rxing::qrcode::cpp_port::detector::FindFinderPatterns;

use crate::bits::Bits;
use crate::geometry::{Point, Quad};
use crate::hint::Suspect;

/// The most finder patterns kept, and the most threes.
const MOST: usize = 90;
const MOST_CANDIDATES: usize = 3_000;
const MOST_THREES: usize = 30;
/// The most threes that are looked at in the picture.
const MOST_LOOKED_AT: usize = 800;
/// The threes of a symbol are clearer, as a rule; this many others are tried.
const CLEAR: f32 = 0.65;
const MOST_FAINT: usize = 10;
/// Less clear threes are not symbols.
const LEAST_CLEAR: f32 = 0.4;
/// Clear enough to ask where the others of the same symbol are, and how many are asked about.
const SURE_ALONE: f32 = 0.5;
const MOST_SURE: usize = 6;
/// Those of a quick look.
const MOST_QUICK: usize = 24;
const MOST_QUICK_THREES: usize = 40;
/// Distances between the middles of two finder patterns, modules: version 1 has 14, version 40 has 170; with slack.
const LEG: std::ops::Range<f32> = 8.0..300.0;

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

/// Three finder patterns that may be those of a symbol: top left, top right, bottom left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Three {
    pub middles: [Point; 3],
    pub module: f32,
    pub inverted: bool,
    strain: f32,
    /// How clearly its finder patterns are seen where a symbol would have them.
    pub clear: f32,
}

impl Three {
    /// The middles and the fourth corner that makes a parallelogram of them, around the symbol.
    pub fn parallelogram(&self) -> [Point; 4] {
        let [a, b, d] = self.middles;
        let c = Point {
            x: b.x + d.x - a.x,
            y: b.y + d.y - a.y,
        };
        [a, b, c, d]
    }

    /// Where the symbol is.
    pub fn suspect(&self) -> Suspect {
        let corners = self.parallelogram();
        Suspect {
            bounds: Quad { corners }.bounds().grown(3.5 * self.module),
            module: self.module,
        }
    }

    /// The middle of the symbol.
    pub fn middle(&self) -> Point {
        let [_, b, d] = self.middles;
        Point {
            x: (b.x + d.x) / 2.0,
            y: (b.y + d.y) / 2.0,
        }
    }

    /// About how many modules the symbol has each way.
    pub fn modules(&self) -> f32 {
        let [a, b, d] = self.middles;
        (distance(a, b).max(distance(a, d)) / self.module + 7.0).max(21.0)
    }
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
    let mut threes = all_threes(&found);
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
        distance(self.middle, place) < 2.0 * self.module
    }

    /// Takes in another sight of the same pattern, if it is one.
    fn joined(&mut self, other: &Finder) -> bool {
        let apart = distance(self.middle, other.middle);
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
pub(super) fn best(mut all: Vec<Finder>, mut clear: impl FnMut(&Finder) -> f32) -> Vec<Finder> {
    for finder in &mut all {
        finder.clear = clear(finder);
    }
    all.sort_by(|a, b| b.clear.total_cmp(&a.clear));
    let rest = all.split_off(all.len().min(MOST * 2 / 3));
    let mut often = rest;
    often.sort_by_key(|f| std::cmp::Reverse(f.seen));
    often.truncate(MOST - all.len());
    all.extend(often);
    all
}

/// Where the third finder pattern of each two clear ones may be that glare, dirt or noise hides: with the direction of
/// the symbol's sides.
pub(super) fn missing(finders: &[Finder]) -> Vec<(Finder, Point)> {
    let sure: Vec<&Finder> = finders
        .iter()
        .filter(|f| f.clear > SURE_ALONE)
        .take(MOST_SURE)
        .collect();
    let mut guesses = Vec::new();
    for (nth, a) in sure.iter().enumerate() {
        for b in &sure[nth + 1..] {
            let leg = Point {
                x: b.middle.x - a.middle.x,
                y: b.middle.y - a.middle.y,
            };
            let long = leg.x.hypot(leg.y);
            let module = f32::midpoint(a.module, b.module);
            let ratio = a.module / b.module;
            if a.inverted != b.inverted
                || !(0.6..1.67).contains(&ratio)
                || !LEG.contains(&(long / module))
            {
                continue;
            }
            let along = leg.scaled(1.0 / long);
            // Half a right angle on, for those that lie across.
            let (s, d) = (along.x + along.y, along.y - along.x);
            let across = Point { x: s, y: d }.scaled(std::f32::consts::FRAC_1_SQRT_2);
            let mut guess = |from: Point, x: f32, y: f32, along: Point| {
                let finder = Finder {
                    middle: from.moved(x, y),
                    module,
                    inverted: a.inverted,
                    seen: 1,
                    clear: 0.0,
                };
                guesses.push((finder, along));
            };
            for side in [1.0, -1.0] {
                guess(a.middle, -leg.y * side, leg.x * side, along);
                guess(b.middle, -leg.y * side, leg.x * side, along);
                let half = leg.scaled(0.5);
                guess(
                    a.middle,
                    half.x - half.y * side,
                    half.y + half.x * side,
                    across,
                );
            }
        }
    }
    guesses
}

fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn all_threes(finders: &[Finder]) -> Vec<Three> {
    let mut out = Vec::new();
    for (i, corner) in finders.iter().enumerate() {
        for (j, a) in finders.iter().enumerate() {
            for (k, b) in finders.iter().enumerate().skip(j + 1) {
                if i != j && i != k {
                    out.extend(three(corner, a, b));
                }
            }
        }
    }
    out
}

/// The likeliest threes, the best first.
pub(super) fn threes(finders: &[Finder], mut clear: impl FnMut(&Three) -> f32) -> Vec<Three> {
    let mut out = all_threes(finders);
    out.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    out.truncate(MOST_LOOKED_AT);
    for three in &mut out {
        three.clear = clear(three);
    }
    out.retain(|t| t.clear > LEAST_CLEAR);
    out.sort_by(|a, b| (b.clear - 0.1 * b.strain).total_cmp(&(a.clear - 0.1 * a.strain)));
    let faint = out
        .iter()
        .position(|t| t.clear < CLEAR)
        .unwrap_or(out.len());
    out.truncate((faint + MOST_FAINT).min(MOST_THREES));
    out
}

fn three(corner: &Finder, a: &Finder, b: &Finder) -> Option<Three> {
    let all = [corner, a, b];
    if all.iter().any(|f| f.inverted != corner.inverted) {
        return None;
    }
    let (least, most) = all.iter().fold((f32::MAX, 0f32), |(l, m), f| {
        (l.min(f.module), m.max(f.module))
    });
    let uneven = most / least;
    if uneven > 2.2 {
        return None;
    }
    let leg = |f: &Finder| Point {
        x: f.middle.x - corner.middle.x,
        y: f.middle.y - corner.middle.y,
    };
    let (la, lb) = (leg(a), leg(b));
    let (long_a, long_b) = (la.x.hypot(la.y), lb.x.hypot(lb.y));
    let module = all.iter().map(|f| f.module).sum::<f32>() / 3.0;
    if !LEG.contains(&(long_a / module)) || !LEG.contains(&(long_b / module)) {
        return None;
    }
    let cosine = ((la.x * lb.x + la.y * lb.y) / (long_a * long_b)).abs();
    let ratio = (long_a / long_b).max(long_b / long_a);
    if cosine > 0.7 || ratio > 3.0 {
        return None;
    }
    let cross = la.x * lb.y - la.y * lb.x;
    let (right, down) = if cross > 0.0 { (a, b) } else { (b, a) };
    let seen = all.iter().map(|f| f.seen).sum::<u32>() as f32;
    // Longer threes of a sheet of codes skip over codes: shorter ones first.
    let clear = all.iter().map(|f| f.clear).sum::<f32>();
    let far = (long_a + long_b) / module / 200.0;
    Some(Three {
        middles: [corner.middle, right.middle, down.middle],
        module,
        inverted: corner.inverted,
        clear: 0.0,
        strain: cosine + (ratio - 1.0) * 0.5 + (uneven - 1.0) + far + 3.0 / (seen + 2.0) - clear,
    })
}
