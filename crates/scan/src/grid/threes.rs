//! The threes of finder patterns that may be those of a symbol.

use super::finders::Finder;
use crate::geometry::{Point, Quad};
use crate::hint::Suspect;

/// The most threes.
const MOST_THREES: usize = 30;
/// The most threes that are looked at in the picture, in a long look and in one of many frames.
const MOST_LOOKED_AT: usize = 800;
const MOST_QUICK: usize = 150;
/// The threes of a symbol are clearer, as a rule; this many others are tried.
const CLEAR: f32 = 0.65;
const MOST_FAINT: usize = 10;
/// Less clear threes are not symbols.
const LEAST_CLEAR: f32 = 0.4;
/// Distances between the middles of two finder patterns, modules: version 1 has 14, version 40 has 170; with slack.
pub(super) const LEG: std::ops::Range<f32> = 8.0..300.0;

/// Three finder patterns that may be those of a symbol: top left, top right, bottom left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Three {
    pub middles: [Point; 3],
    pub module: f32,
    pub inverted: bool,
    /// Where the fourth corner lies if the sizes of the modules tell how the symbol is tilted.
    fourth: Point,
    /// How unlike three finder patterns of a symbol they lie; less is better.
    pub strain: f32,
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

    /// The symbol as it lies if it is not tilted, and as the sizes of its modules say that it is.
    pub fn views(&self) -> [[Point; 4]; 2] {
        let [a, b, d] = self.middles;
        [self.parallelogram(), [a, b, self.fourth, d]]
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
        (a.distance(b).max(a.distance(d)) / self.module + 7.0).max(21.0)
    }
}

/// All threes that may be of a symbol.
pub(super) fn all(finders: &[Finder]) -> Vec<Three> {
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
pub(super) fn likeliest(
    finders: &[Finder],
    quick: bool,
    mut clear: impl FnMut(&Three) -> f32,
) -> Vec<Three> {
    let mut out = all(finders);
    out.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    out.truncate(if quick { MOST_QUICK } else { MOST_LOOKED_AT });
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
        fourth: fourth(corner, right, down),
        inverted: corner.inverted,
        clear: 0.0,
        strain: cosine + (ratio - 1.0) * 0.5 + (uneven - 1.0) + far + 3.0 / (seen + 2.0) - clear,
    })
}

/// The corner across from the first. Seen from afar, the side of a module goes with the third half of the reciprocal of
/// the distance; the reciprocals of distances add up as the corners of a parallelogram do.
fn fourth(corner: &Finder, right: &Finder, down: &Finder) -> Point {
    let mean = (corner.module + right.module + down.module) / 3.0;
    let far = |f: &Finder| (mean / f.module).powf(2.0 / 3.0).clamp(0.8, 1.25);
    let (a, b, d) = (far(corner), far(right), far(down));
    let sum = b + d - a;
    let at = |get: fn(Point) -> f32| {
        (b * get(right.middle) + d * get(down.middle) - a * get(corner.middle)) / sum
    };
    Point {
        x: at(|p| p.x),
        y: at(|p| p.y),
    }
}
