//! From finder patterns and texture to regions.

use super::finder::Finder;
use super::texture::{self, BLOCK, Patch};
use super::{Region, Step, Witness};
use crate::geometry::{Bounds, Point};

/// Finder patterns that take part, the most often seen first.
const MAX_FINDERS: usize = 60;
/// Distances between the finder patterns of one code, modules: version 1 has 14, version 40 has 170; with slack.
const LEG: std::ops::Range<f32> = 9.0..260.0;
/// How far around one finder pattern the texture is taken for its code, modules: version 11 and below, where a shared
/// secret belongs; larger codes have more finder patterns to be found by.
const PART_REACH: f32 = 60.0;
/// A patch without finder patterns counts from so many blocks, so full, and no longer than this.
const MIN_THICK: usize = 20;
const MIN_FILL: f32 = 0.6;
const MAX_ASPECT: f32 = 2.0;

pub(super) fn regions(
    finders: &[Finder],
    patches: &[Patch],
    steps: &[Step],
    width: u32,
    height: u32,
) -> Vec<Region> {
    let mut best: Vec<&Finder> = finders.iter().filter(|f| f.weight >= 2).collect();
    best.sort_by_key(|f| std::cmp::Reverse(f.weight));
    best.truncate(MAX_FINDERS);
    let make = |core: Bounds, margin: f32, witness, module| Region {
        bounds: core.grown(margin).clamped(width, height),
        witness,
        module,
    };
    let mut out = Vec::new();
    for triple in triples(&best, steps) {
        // The centres lie 3.5 modules inside of the code; the fourth corner of a tilted code may lie further out.
        let core = around(&triple.corners).grown(3.5 * triple.module);
        out.push(make(
            core,
            triple.side * 0.12 + 3.0 * triple.module,
            Witness::Corners,
            Some(triple.module),
        ));
    }
    // A code's own modules look like finder patterns here and there: those within a code that is known add nothing.
    let known: Vec<Bounds> = out.iter().map(|r| r.bounds).collect();
    let loose: Vec<&&Finder> = best
        .iter()
        .filter(|f| f.weight >= 3 && !known.iter().any(|k| k.contains(f.centre)))
        .collect();
    for patch in patches {
        let (b, margin) = (patch.bounds, patch.block * 1.5);
        for finder in loose.iter().filter(|f| b.contains(f.centre)) {
            // The step that has this patch has modules of this size as a few pixels.
            let pixels = finder.module * BLOCK as f32 / patch.block;
            let reach = around(&[finder.centre]).grown(finder.module * PART_REACH);
            let part = b.common(&reach);
            if (1.0..8.0).contains(&pixels) && !out.iter().any(|r| r.bounds.holds(&part)) {
                out.push(make(part, margin, Witness::Partly, Some(finder.module)));
            }
        }
        let square = b.width().max(b.height()) / b.width().min(b.height()).max(1.0);
        if patch.thick && patch.count >= MIN_THICK && patch.fill >= MIN_FILL && square < MAX_ASPECT
        {
            out.push(make(
                b,
                margin + b.width().max(b.height()) * 0.06,
                Witness::Texture,
                None,
            ));
        }
    }
    out
}

/// Three finder patterns in the shape of a code, with a texture between them that could be its modules.
struct Triple {
    corners: [Point; 4],
    module: f32,
    side: f32,
    /// How far from a square, and how uneven: less is better.
    strain: f32,
}

/// The triples, each finder pattern in the best of them that it fits.
fn triples(best: &[&Finder], steps: &[Step]) -> Vec<Triple> {
    let mut found: Vec<([usize; 3], Triple)> = Vec::new();
    for corner in 0..best.len() {
        let legs: Vec<(usize, Point)> = (0..best.len())
            .filter(|&i| i != corner)
            .filter_map(|i| Some((i, leg(best[corner], best[i])?)))
            .collect();
        for (n, &(a, leg_a)) in legs.iter().enumerate() {
            for &(b, leg_b) in &legs[n + 1..] {
                let Some(strain) = strain(leg_a, leg_b) else {
                    continue;
                };
                if !alike(best[a], best[b]) {
                    continue;
                }
                let (c, p, q) = (best[corner].centre, best[a].centre, best[b].centre);
                let fourth = Point {
                    x: p.x + q.x - c.x,
                    y: p.y + q.y - c.y,
                };
                let modules = [best[corner].module, best[a].module, best[b].module];
                let module = modules.iter().sum::<f32>() / 3.0;
                let uneven = modules
                    .iter()
                    .map(|m| (m / module - 1.0).abs())
                    .sum::<f32>();
                let corners = [c, p, fourth, q];
                let side = length(leg_a).max(length(leg_b));
                found.push((
                    [corner, a, b],
                    Triple {
                        corners,
                        module,
                        side,
                        strain: strain + uneven,
                    },
                ));
            }
        }
    }
    found.sort_by(|a, b| a.1.strain.total_cmp(&b.1.strain));
    let mut used = vec![false; best.len()];
    let mut kept = Vec::new();
    for (members, triple) in found {
        if members.iter().any(|&i| used[i])
            || !texture::fills(&triple.corners, triple.module, steps)
        {
            continue;
        }
        members.iter().for_each(|&i| used[i] = true);
        kept.push(triple);
    }
    kept
}

fn alike(a: &Finder, b: &Finder) -> bool {
    a.inverted == b.inverted && (0.5..2.0).contains(&(a.module / b.module))
}

/// From one finder pattern to another, if they can belong to one code.
fn leg(from: &Finder, to: &Finder) -> Option<Point> {
    let leg = Point {
        x: to.centre.x - from.centre.x,
        y: to.centre.y - from.centre.y,
    };
    let modules = length(leg) / ((from.module + to.module) / 2.0);
    (alike(from, to) && LEG.contains(&modules)).then_some(leg)
}

/// How far two legs are from a right angle and from the same length; `None` beyond what a tilted view allows.
fn strain(a: Point, b: Point) -> Option<f32> {
    let (la, lb) = (length(a), length(b));
    let cosine = ((a.x * b.x + a.y * b.y) / (la * lb)).abs();
    let uneven = (la / lb).max(lb / la) - 1.0;
    (cosine < 0.5 && uneven < 1.0).then_some(cosine + uneven)
}

fn length(p: Point) -> f32 {
    p.x.hypot(p.y)
}

fn around(points: &[Point]) -> Bounds {
    let start = Bounds {
        left: f32::MAX,
        top: f32::MAX,
        right: f32::MIN,
        bottom: f32::MIN,
    };
    points.iter().fold(start, |b, p| Bounds {
        left: b.left.min(p.x),
        top: b.top.min(p.y),
        right: b.right.max(p.x),
        bottom: b.bottom.max(p.y),
    })
}
