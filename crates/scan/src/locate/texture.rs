//! Dense texture: blocks that change often between dark and light, in both directions.

use super::Step;
use crate::geometry::{Bounds, Point, Quad};

/// Side of a block, px of the step.
pub(super) const BLOCK: usize = 8;
/// Changes in a block, each way, that make it dense: modules of six pixels still have five.
const DENSE: u32 = 5;
/// Changes in a block, each way, that speak for a code without finder patterns too: modules of two to four pixels.
const THICK: u32 = 9;
/// Fewest blocks of a patch.
const MIN_BLOCKS: usize = 9;

/// A patch of dense texture, in frame pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patch {
    pub bounds: Bounds,
    /// Share of its blocks that are dense.
    pub fill: f32,
    /// Blocks in it.
    pub count: usize,
    /// Side of a block, px.
    pub block: f32,
    /// Thick texture, not only dense.
    pub thick: bool,
}

/// Adds the patches of one step of the pyramid, whose pixels are `scale` frame pixels wide.
pub(super) fn collect(
    signs: &[i8],
    width: usize,
    height: usize,
    scale: f32,
    into: &mut Vec<Patch>,
) {
    let (columns, rows) = (width / BLOCK, height / BLOCK);
    if columns < 3 || rows < 3 {
        return;
    }
    let changes = block_changes(signs, width, columns, rows);
    for (least, thick) in [(DENSE, false), (THICK, true)] {
        let dense: Vec<bool> = changes.iter().map(|&c| c >= least).collect();
        patches(
            &majority(&dense, columns, rows),
            columns,
            rows,
            scale,
            thick,
            into,
        );
    }
}

fn patches(
    dense: &[bool],
    columns: usize,
    rows: usize,
    scale: f32,
    thick: bool,
    into: &mut Vec<Patch>,
) {
    let mut seen = vec![false; dense.len()];
    let mut open = Vec::new();
    for start in 0..dense.len() {
        if !dense[start] || seen[start] {
            continue;
        }
        let (mut left, mut top, mut right, mut bottom, mut count) = (columns, rows, 0, 0, 0usize);
        seen[start] = true;
        open.push(start);
        while let Some(at) = open.pop() {
            let (x, y) = (at % columns, at / columns);
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
            count += 1;
            for v in y.saturating_sub(1)..(y + 2).min(rows) {
                for u in x.saturating_sub(1)..(x + 2).min(columns) {
                    let next = v * columns + u;
                    if dense[next] && !seen[next] {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        if count >= MIN_BLOCKS {
            let block = BLOCK as f32 * scale;
            let bounds = Bounds {
                left: left as f32 * block,
                top: top as f32 * block,
                right: (right + 1) as f32 * block,
                bottom: (bottom + 1) as f32 * block,
            };
            let fill = count as f32 / ((right - left + 1) * (bottom - top + 1)) as f32;
            into.push(Patch {
                bounds,
                fill,
                count,
                block,
                thick,
            });
        }
    }
}

/// How often each block changes, in the direction in which it changes less.
fn block_changes(signs: &[i8], width: usize, columns: usize, rows: usize) -> Vec<u32> {
    let mut across = vec![0u32; columns * rows];
    let mut down = vec![0u32; columns * rows];
    for y in 1..rows * BLOCK {
        let (above, row) = (
            &signs[(y - 1) * width..][..width],
            &signs[y * width..][..width],
        );
        let counts = y / BLOCK * columns;
        for column in 0..columns {
            let mut a = 0;
            let mut d = 0;
            for x in (column * BLOCK).max(1)..(column + 1) * BLOCK {
                let dark = row[x] < 0;
                a += u32::from(dark != (row[x - 1] < 0));
                d += u32::from(dark != (above[x] < 0));
            }
            across[counts + column] += a;
            down[counts + column] += d;
        }
    }
    across.iter().zip(&down).map(|(&a, &d)| a.min(d)).collect()
}

/// Fills holes and drops specks: a block is what most of its surroundings are.
fn majority(dense: &[bool], columns: usize, rows: usize) -> Vec<bool> {
    let mut out = Vec::with_capacity(dense.len());
    for y in 0..rows {
        for x in 0..columns {
            let mut votes = 0;
            for v in y.saturating_sub(1)..(y + 2).min(rows) {
                for u in x.saturating_sub(1)..(x + 2).min(columns) {
                    votes += u32::from(dense[v * columns + u]);
                }
            }
            out.push(votes >= 4);
        }
    }
    out
}

/// Lines through a quadrilateral that are looked at, each way.
const LINES: u32 = 11;
/// Changes a module along a line; modules at random have 0.5.
const CHANGES_A_MODULE: f32 = 0.18;

/// Do lines through the quadrilateral between the finder patterns' middles change as often as modules would?
pub(super) fn fills(corners: &[Point; 4], module: f32, steps: &[Step]) -> bool {
    // The coarsest step on which a module still has two pixels: the least noise.
    let Some(step) = steps
        .iter()
        .rev()
        .find(|s| module / s.scale >= 2.0)
        .or(steps.first())
    else {
        return false;
    };
    let quad = Quad { corners: *corners };
    let changes = |along: bool| -> f32 {
        let mut changes = 0u32;
        let mut modules = 0.0;
        for line in 1..=LINES {
            let at = line as f32 / (LINES + 1) as f32;
            let place = |t: f32| {
                if along {
                    quad.at(t, at)
                } else {
                    quad.at(at, t)
                }
            };
            let (from, to) = (place(0.0), place(1.0));
            let long = (to.x - from.x).hypot(to.y - from.y);
            let samples = (long / module * 2.0).clamp(8.0, 600.0) as u32;
            modules += long / module;
            let mut before = None;
            for sample in 0..=samples {
                let p = place(sample as f32 / samples as f32).scaled(1.0 / step.scale);
                let (x, y) = (p.x as usize, p.y as usize);
                if p.x < 0.0 || p.y < 0.0 || x >= step.width || y >= step.height {
                    continue;
                }
                let dark = step.signs[y * step.width + x] < 0;
                changes += u32::from(before.is_some_and(|b| b != dark));
                before = Some(dark);
            }
        }
        changes as f32 / modules
    };
    changes(true) >= CHANGES_A_MODULE && changes(false) >= CHANGES_A_MODULE
}
