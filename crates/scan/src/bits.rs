//! A frame in black and white, by several rules of what is black.

use zeroize::Zeroizing;

use crate::Frame;
use crate::geometry::Bounds;

/// A picture of ink (1) and paper (0), row by row.
#[derive(Clone)]
pub(crate) struct Bits {
    pub width: usize,
    pub height: usize,
    pub ink: Zeroizing<Vec<u8>>,
}

/// The side of a block, px: what [`hybrid`] decides over at once.
const BLOCK: usize = 8;
/// Blocks each way around one, over which the threshold is smoothed.
const AROUND: usize = 2;
/// Less than this between the lightest and the darkest pixel: a flat block.
const FLAT: u8 = 24;

impl Bits {
    fn of(frame: &Frame, ink: Vec<u8>) -> Bits {
        Bits {
            width: frame.width() as usize,
            height: frame.height() as usize,
            ink: Zeroizing::new(ink),
        }
    }

    /// Ink for paper.
    pub fn inverted(&self) -> Bits {
        Bits {
            width: self.width,
            height: self.height,
            ink: Zeroizing::new(self.ink.iter().map(|b| 1 - b).collect()),
        }
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.ink[y * self.width..][..self.width]
    }

    /// Ink (1) or paper (0) at a place; `None` outside.
    pub fn get(&self, x: f32, y: f32) -> Option<u8> {
        (x >= 0.0 && y >= 0.0 && (x as usize) < self.width && (y as usize) < self.height)
            .then(|| self.ink[y as usize * self.width + x as usize])
    }

    /// A part, ink for paper if asked for: what lies outside of the picture is left out.
    pub fn part(&self, bounds: &Bounds, inverted: bool) -> Bits {
        let b = bounds.clamped(self.width as u32, self.height as u32);
        let columns = b.left as usize..b.right as usize;
        let rows = b.top as usize..b.bottom as usize;
        let flip = u8::from(inverted);
        let ink = rows
            .clone()
            .flat_map(|y| self.row(y)[columns.clone()].iter().map(|b| b ^ flip))
            .collect();
        Bits {
            width: columns.len(),
            height: rows.len(),
            ink: Zeroizing::new(ink),
        }
    }
}

/// A threshold for each block of 8 × 8 px, from its mean and that of the blocks around it. A flat block takes over what
/// its neighbours above and to the left hold for black. The rule is ZXing's `HybridBinarizer`.
pub(crate) fn hybrid(frame: &Frame) -> Bits {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    if w < BLOCK * 5 || h < BLOCK * 5 {
        return global(frame);
    }
    let points = black_points(frame);
    let (across, down) = (w.div_ceil(BLOCK), h.div_ceil(BLOCK));
    let mut ink = vec![0u8; w * h];
    let mut thresholds = vec![0u8; across];
    for block_row in 0..down {
        let middle = block_row.clamp(AROUND, down - 1 - AROUND);
        // Sums of five rows, then of five columns.
        let column = |x: usize| -> u32 {
            (middle - AROUND..=middle + AROUND)
                .map(|y| u32::from(points[y * across + x]))
                .sum()
        };
        let columns: Vec<u32> = (0..across).map(column).collect();
        for (x, threshold) in thresholds.iter_mut().enumerate() {
            let left = x.clamp(AROUND, across - 1 - AROUND) - AROUND;
            *threshold = (columns[left..=left + 2 * AROUND].iter().sum::<u32>() / 25) as u8;
        }
        for y in block_row * BLOCK..((block_row + 1) * BLOCK).min(h) {
            let row = frame.row(y as u32);
            let out = &mut ink[y * w..][..w];
            for ((bits, pixels), &threshold) in out
                .chunks_mut(BLOCK)
                .zip(row.chunks(BLOCK))
                .zip(&thresholds)
            {
                // A whole block at once where there is one.
                if let (Ok(bits), Ok(pixels)) = (
                    <&mut [u8; BLOCK]>::try_from(&mut *bits),
                    <&[u8; BLOCK]>::try_from(pixels),
                ) {
                    *bits = pixels.map(|pixel| u8::from(pixel <= threshold));
                } else {
                    for (bit, &pixel) in bits.iter_mut().zip(pixels) {
                        *bit = u8::from(pixel <= threshold);
                    }
                }
            }
        }
    }
    Bits::of(frame, ink)
}

/// What each block by itself holds for black.
fn black_points(frame: &Frame) -> Vec<u8> {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let (across, down) = (w.div_ceil(BLOCK), h.div_ceil(BLOCK));
    let mut points = vec![0u8; across * down];
    let mut sums = vec![0u32; across];
    let (mut lows, mut highs) = (vec![0u8; across], vec![0u8; across]);
    // Column by column first: whole rows at once are quick.
    let mut column_sums = vec![0u16; w];
    let (mut column_lows, mut column_highs) = (vec![0u8; w], vec![0u8; w]);
    for by in 0..down {
        // The last row of blocks is moved up so that it is whole.
        let top = (by * BLOCK).min(h - BLOCK);
        column_sums.fill(0);
        column_lows.fill(u8::MAX);
        column_highs.fill(0);
        for y in top..top + BLOCK {
            let row = frame.row(y as u32);
            for (sum, &v) in column_sums.iter_mut().zip(row) {
                *sum += u16::from(v);
            }
            for (low, &v) in column_lows.iter_mut().zip(row) {
                *low = v.min(*low);
            }
            for (high, &v) in column_highs.iter_mut().zip(row) {
                *high = v.max(*high);
            }
        }
        for x in 0..across {
            // So is the last block of a row.
            let columns = (x * BLOCK).min(w - BLOCK)..(x * BLOCK).min(w - BLOCK) + BLOCK;
            sums[x] = column_sums[columns.clone()]
                .iter()
                .map(|&s| u32::from(s))
                .sum();
            lows[x] = column_lows[columns.clone()]
                .iter()
                .copied()
                .fold(u8::MAX, u8::min);
            highs[x] = column_highs[columns].iter().copied().fold(0, u8::max);
        }
        for x in 0..across {
            let at = by * across + x;
            points[at] = if highs[x] - lows[x] > FLAT {
                (sums[x] / (BLOCK * BLOCK) as u32) as u8
            } else {
                // Flat, and most likely paper: then black is well below its darkest pixel.
                let paper = lows[x] / 2;
                if by > 0 && x > 0 {
                    let near = (u32::from(points[at - across])
                        + 2 * u32::from(points[at - 1])
                        + u32::from(points[at - across - 1]))
                        / 4;
                    if u32::from(lows[x]) < near {
                        near as u8
                    } else {
                        paper
                    }
                } else {
                    paper
                }
            };
        }
    }
    points
}

/// One threshold for the whole frame: Otsu's, which parts the grey levels into the two most even groups.
pub(crate) fn global(frame: &Frame) -> Bits {
    let mut levels = [0u64; 256];
    frame
        .luma()
        .iter()
        .for_each(|&v| levels[usize::from(v)] += 1);
    let threshold = otsu(&levels);
    let ink = frame
        .luma()
        .iter()
        .map(|&v| u8::from(v <= threshold))
        .collect();
    Bits::of(frame, ink)
}

/// The level that parts the counts best (Otsu 1979): the middle of the best levels where several are as good.
pub(crate) fn otsu(levels: &[u64; 256]) -> u8 {
    let total: u64 = levels.iter().sum();
    let all: f64 = (0..256).map(|i| i as f64 * levels[i] as f64).sum();
    let (mut below, mut sum) = (0u64, 0f64);
    let (mut best, mut first, mut last) = (-1f64, 0usize, 0usize);
    for (level, &count) in levels.iter().enumerate() {
        below += count;
        sum += level as f64 * count as f64;
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        let apart = sum / below as f64 - (all - sum) / above as f64;
        let between = below as f64 * above as f64 * apart * apart;
        if between > best * (1.0 + 1e-9) {
            (best, first, last) = (between, level, level);
        } else if between >= best * (1.0 - 1e-9) {
            last = level;
        }
    }
    usize::midpoint(first, last) as u8
}

/// Black is what is more than `margin` darker than the mean of the square of `2 * radius + 1` px around it.
pub(crate) fn local(frame: &Frame, radius: u32, margin: u32) -> Bits {
    Bits::of(frame, crate::threshold::darker(frame, radius, margin))
}
