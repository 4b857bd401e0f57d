//! A patch that looks like a code of whatever sharpness: full of steps in both directions, evenly, and about square.

use super::seen::Seen;
use crate::geometry::Bounds;
use crate::{Frame, filters, resample};

/// Side of a block, px of the step.
const BLOCK: usize = 8;
/// Steps of the pyramid, by which the frame is made smaller.
const STEPS: [u32; 4] = [1, 2, 4, 8];
/// Smaller steps are not looked at, px.
const LEAST_SIDE: u32 = 80;
/// A block counts from this mean step between neighbours, in the direction with the smaller steps, grey levels above
/// the noise; the other direction has at most three times as much.
const LEAST_STEP: f32 = 3.0;
const MOST_UNEVEN: f32 = 3.0;
/// Fewest blocks of a patch, its least share of its bounds, and how far from square and from even it may be.
const LEAST_BLOCKS: usize = 9;
const LEAST_FILL: f32 = 0.5;
const MOST_ASPECT: f32 = 1.8;
/// The same at the edge of the frame, where a part of it may be missing.
const MOST_CUT: f32 = 2.6;
const MOST_SPREAD: f32 = 0.6;
/// Less contrast is no code: what a room has of texture is weaker.
const LEAST_CONTRAST: f32 = 80.0;

/// The patch of a frame that looks most like a code.
pub(super) struct Patch {
    pub bounds: Bounds,
    pub seen: Seen,
    /// Share of the frame.
    pub share: f32,
}

impl Patch {
    /// The patch that looks most like a code, and the one that does among those of the finest steps, from one pixel to
    /// the next.
    pub fn of(frame: &Frame) -> (Option<Patch>, Option<Patch>) {
        let mut best: Option<(f32, Bounds, f32)> = None;
        let mut finest = None;
        for factor in STEPS {
            let smaller = if factor == 1 {
                None
            } else {
                resample::shrunk(frame, factor)
            };
            let step = smaller.as_ref().unwrap_or(frame);
            if step.width().min(step.height()) < LEAST_SIDE {
                break;
            }
            for (strength, blocks, bounds) in patches(step) {
                let scale = factor as f32;
                let strength = strength * scale * scale;
                if best.is_none_or(|best| strength > best.0) {
                    let share = (blocks * BLOCK * BLOCK) as f32 / step.pixels() as f32;
                    best = Some((strength, bounds.scaled(scale), share));
                }
            }
            if factor == 1 {
                finest = best;
            }
        }
        (
            best.and_then(|best| Patch::at(frame, best)),
            finest.and_then(|best| Patch::at(frame, best)),
        )
    }

    fn at(frame: &Frame, (_, bounds, share): (f32, Bounds, f32)) -> Option<Patch> {
        let bounds = bounds.clamped(frame.width(), frame.height());
        let seen = Seen::of(frame, &bounds);
        (seen.contrast >= LEAST_CONTRAST).then_some(Patch {
            bounds,
            seen,
            share,
        })
    }
}

/// How strong each patch of a step is, of how many blocks, and where.
fn patches(step: &Frame) -> Vec<(f32, usize, Bounds)> {
    let (columns, rows) = (
        step.width() as usize / BLOCK,
        step.height() as usize / BLOCK,
    );
    let noise = filters::noise(step);
    // How strong a block is, and whether a code could be so.
    let mut blocks = vec![(0f32, false); columns * rows];
    for row in 0..rows {
        for column in 0..columns {
            blocks[row * columns + column] = block(step, column, row, noise);
        }
    }
    // A block is what most of its surroundings are.
    let busy: Vec<bool> = (0..columns * rows)
        .map(|at| {
            let (x, y) = (at % columns, at / columns);
            let around = (y.saturating_sub(1)..(y + 2).min(rows)).flat_map(|v| {
                (x.saturating_sub(1)..(x + 2).min(columns)).map(move |u| v * columns + u)
            });
            around.filter(|&at| blocks[at].1).count() >= 5
        })
        .collect();
    let mut seen = vec![false; busy.len()];
    let mut out = Vec::new();
    let mut open = Vec::new();
    for start in 0..busy.len() {
        if !busy[start] || seen[start] {
            continue;
        }
        let (mut left, mut top, mut right, mut bottom) = (columns, rows, 0, 0);
        let (mut count, mut sum, mut squares) = (0usize, 0f32, 0f32);
        seen[start] = true;
        open.push(start);
        while let Some(at) = open.pop() {
            let (x, y) = (at % columns, at / columns);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
            count += 1;
            sum += blocks[at].0;
            squares += blocks[at].0 * blocks[at].0;
            let mut visit = |next: usize| {
                if busy[next] && !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            };
            if x > 0 {
                visit(at - 1);
            }
            if x + 1 < columns {
                visit(at + 1);
            }
            if y > 0 {
                visit(at - columns);
            }
            if y + 1 < rows {
                visit(at + columns);
            }
        }
        let (wide, tall) = ((right - left) as f32, (bottom - top) as f32);
        let mean = sum / count as f32;
        let spread = (squares / count as f32 - mean * mean).max(0.0).sqrt() / mean.max(1e-6);
        let at_edge = left == 0 || top == 0 || right == columns || bottom == rows;
        let aspect = if at_edge { MOST_CUT } else { MOST_ASPECT };
        if count >= LEAST_BLOCKS
            && count as f32 >= LEAST_FILL * wide * tall
            && wide.max(tall) < aspect * wide.min(tall)
            && spread < MOST_SPREAD
        {
            let bounds = Bounds {
                left: left as f32,
                top: top as f32,
                right: right as f32,
                bottom: bottom as f32,
            };
            out.push((sum, count, bounds.scaled(BLOCK as f32)));
        }
    }
    out
}

/// The mean step between neighbours in the direction in which it is smaller, and whether a code could have it.
fn block(step: &Frame, column: usize, row: usize, noise: f32) -> (f32, bool) {
    let width = step.width() as usize;
    let last = step.height() as usize - 1;
    let (left, top) = (column * BLOCK, row * BLOCK);
    let (mut across, mut down) = (0u32, 0u32);
    let (mut low, mut high) = (u8::MAX, 0u8);
    // Every other row is enough.
    for y in (top..top + BLOCK).step_by(2) {
        let (above, here, below) = (
            step.row(y.saturating_sub(1) as u32),
            step.row(y as u32),
            step.row((y + 1).min(last) as u32),
        );
        for x in left..left + BLOCK {
            across += u32::from(here[x.saturating_sub(1)].abs_diff(here[(x + 1).min(width - 1)]));
            down += u32::from(above[x].abs_diff(below[x]));
            low = low.min(here[x]);
            high = high.max(here[x]);
        }
    }
    let mean = |sum: u32| sum as f32 / (BLOCK * BLOCK) as f32;
    let (less, more) = (mean(across.min(down)), mean(across.max(down)));
    let code_like = less > LEAST_STEP + noise
        && more < MOST_UNEVEN * less
        && f32::from(high - low) > 20.0 + 4.0 * noise;
    (less, code_like)
}
