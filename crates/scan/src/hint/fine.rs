//! A frame without a code: is it sharp, and is something in it that is too fine to be told?

use crate::Frame;

/// What can be measured in a frame by blocks of 16 px.
#[derive(Debug)]
pub(super) struct Fine {
    /// Of the blocks with contrast the sharpest tenth: the steepest step over two pixels, as a share of the contrast.
    pub sharpness: f32,
    /// Is there a patch of blocks, about square, that change as often as a code with modules of a pixel or two?
    pub busy: bool,
}

impl Fine {
    pub fn of(frame: &Frame) -> Fine {
        const BLOCK: usize = 16;
        let (w, h) = (frame.width() as usize, frame.height() as usize);
        // Every other row of blocks is enough.
        let (columns, rows) = (w / BLOCK, h / (2 * BLOCK));
        let noise = crate::filters::noise(frame);
        // Motion blurs one direction only.
        let (mut sharp_across, mut sharp_down) = (Vec::new(), Vec::new());
        let mut busy = vec![false; columns * rows];
        for by in 0..rows {
            for bx in 0..columns {
                let (mut low, mut high) = (255u8, 0u8);
                let (mut steep_across, mut steep_down) = (0u8, 0u8);
                let (mut across, mut down) = (0u32, 0u32);
                let (mut above, mut before): (Option<&[u8]>, Option<&[u8]>) = (None, None);
                let least = (noise * 3.0).max(6.0) as u8;
                for y in 2 * by * BLOCK..(2 * by + 1) * BLOCK {
                    let row = &frame.row(y as u32)[bx * BLOCK..(bx + 1) * BLOCK];
                    for p in row.windows(3) {
                        low = low.min(p[1]);
                        high = high.max(p[1]);
                        steep_across = steep_across.max(p[0].abs_diff(p[2]));
                        let bend = 2 * i32::from(p[1]) - i32::from(p[0]) - i32::from(p[2]);
                        across += u32::from(bend.unsigned_abs() > u32::from(least));
                    }
                    if let Some(before) = before {
                        for (a, b) in row.iter().zip(before) {
                            steep_down = steep_down.max(a.abs_diff(*b));
                        }
                    }
                    if let Some(above) = above {
                        for (a, b) in above.iter().zip(row) {
                            down += u32::from(a.abs_diff(*b) > least);
                        }
                    }
                    before = above;
                    above = Some(row);
                }
                let contrast = high - low;
                if f32::from(contrast) > 40.0 + noise * 6.0 {
                    sharp_across.push(f32::from(steep_across) / f32::from(contrast));
                    sharp_down.push(f32::from(steep_down) / f32::from(contrast));
                }
                busy[by * columns + bx] =
                    across.min(down) > (BLOCK * BLOCK / 8) as u32 && contrast > 24;
            }
        }
        let sharpest = |mut all: Vec<f32>| {
            all.sort_by(f32::total_cmp);
            all.get(all.len() * 9 / 10).copied().unwrap_or(1.0)
        };
        Fine {
            sharpness: sharpest(sharp_across).min(sharpest(sharp_down)),
            busy: patch(&busy, columns, rows),
        }
    }
}

/// Is there a patch of some blocks, about square and full, and not all over the frame? Rows are twice as far apart as
/// columns.
fn patch(busy: &[bool], columns: usize, rows: usize) -> bool {
    let all: Vec<(usize, usize)> = (0..columns * rows)
        .filter(|&at| busy[at])
        .map(|at| (at % columns, at / columns))
        .collect();
    if all.len() < 2 || all.len() * 3 > columns * rows {
        return false;
    }
    let (left, right) = (all.iter().map(|b| b.0).min(), all.iter().map(|b| b.0).max());
    let (top, bottom) = (all.iter().map(|b| b.1).min(), all.iter().map(|b| b.1).max());
    let (Some(left), Some(right), Some(top), Some(bottom)) = (left, right, top, bottom) else {
        return false;
    };
    let (w, h) = (right - left + 1, bottom - top + 1);
    w.max(2 * h) <= 2 * w.min(2 * h) && w > 1 && all.len() * 10 >= w * h * 4
}
