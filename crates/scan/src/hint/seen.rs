//! What can be measured in a region of a frame.

use crate::Frame;
use crate::geometry::Bounds;

/// From here on a pixel is burnt out: what a camera compresses is not quite white.
const BURNT: u8 = 250;

/// What can be measured in a region.
pub(super) struct Seen {
    /// From the 5th to the 95th percentile.
    pub contrast: f32,
    /// The steepest hundredth of the steps over two pixels, as a share of the contrast: across or down, whichever is less.
    pub sharpness: f32,
    /// Share of pixels at full white.
    pub burnt: f32,
    /// Cells of an 8 × 8 grid that are white all over: those pixels are together.
    pub burnt_cells: usize,
    /// The mean level of what lies inside of the outermost eighth, from 0 (as dark as the dark parts) to 1: a code has as
    /// many dark modules as light ones.
    pub balance: f32,
    /// The mean step from one pixel to the next but one, without those of noise, both ways.
    mean_step: f32,
}

impl Seen {
    /// About the side of a module, px, if this is a code: half of its neighbours differ. Paper around it makes it seem
    /// larger.
    pub fn finest_module(&self) -> f32 {
        self.contrast / self.mean_step.max(0.1)
    }

    pub fn of(frame: &Frame, bounds: &Bounds) -> Seen {
        let noise = crate::filters::noise(frame) * 2.5;
        let mut levels = [0u32; 256];
        // Motion blurs one direction only.
        let (mut across_steps, mut down_steps) = ([0u32; 256], [0u32; 256]);
        let mut cells = [(0u32, 0u32); 64];
        let (w, h) = (bounds.width().max(1.0), bounds.height().max(1.0));
        for y in rows(frame, bounds) {
            let row = &frame.row(y)[columns(frame, bounds)];
            row.iter().for_each(|&v| levels[usize::from(v)] += 1);
            row.windows(3)
                .for_each(|p| across_steps[usize::from(p[0].abs_diff(p[2]))] += 1);
            if y + 2 < (bounds.bottom as u32).min(frame.height()) {
                let below = &frame.row(y + 2)[columns(frame, bounds)];
                row.iter()
                    .zip(below)
                    .for_each(|(a, b)| down_steps[usize::from(a.abs_diff(*b))] += 1);
            }
            let down = ((y as f32 - bounds.top) / h * 8.0).clamp(0.0, 7.0) as usize;
            for (x, &v) in row.iter().enumerate() {
                let across = (x as f32 / w * 8.0).clamp(0.0, 7.0) as usize;
                let cell = &mut cells[down * 8 + across];
                cell.0 += 1;
                cell.1 += u32::from(v >= BURNT);
            }
        }
        let total: u32 = levels.iter().sum::<u32>().max(1);
        let dark = percentile(&levels, 0.05);
        let contrast = percentile(&levels, 0.95) - dark;
        let inner = bounds.grown(-w.min(h) / 8.0);
        let full = cells
            .iter()
            .filter(|c| c.0 > 0 && c.1 * 100 > c.0 * 97)
            .count();
        Seen {
            contrast,
            sharpness: percentile(&across_steps, 0.99).min(percentile(&down_steps, 0.99))
                / contrast.max(1.0),
            burnt: levels[usize::from(BURNT)..].iter().sum::<u32>() as f32 / total as f32,
            burnt_cells: full,
            balance: (mean(frame, &inner) - dark) / contrast.max(1.0),
            mean_step: f32::midpoint(
                mean_above(&across_steps, noise),
                mean_above(&down_steps, noise),
            ),
        }
    }
}

/// Every row, or every other of a tall region: the figures do not change.
fn rows(frame: &Frame, b: &Bounds) -> impl Iterator<Item = u32> {
    let step = if b.height() > 400.0 { 4 } else { 1 };
    (b.top as u32..(b.bottom as u32).min(frame.height())).step_by(step)
}

fn columns(frame: &Frame, b: &Bounds) -> std::ops::Range<usize> {
    let right = (b.right as usize).min(frame.width() as usize);
    (b.left as usize).min(right)..right
}

pub(super) fn mean(frame: &Frame, b: &Bounds) -> f32 {
    let (mut sum, mut count) = (0u64, 0u64);
    for y in rows(frame, b) {
        let row = &frame.row(y)[columns(frame, b)];
        sum += u64::from(row.iter().map(|&v| u32::from(v)).sum::<u32>());
        count += row.len() as u64;
    }
    sum as f32 / count.max(1) as f32
}

fn percentile(counts: &[u32; 256], share: f32) -> f32 {
    let wanted = counts.iter().sum::<u32>() as f32 * share;
    let mut seen = 0.0;
    let found = counts.iter().position(|&n| {
        seen += n as f32;
        seen >= wanted
    });
    found.unwrap_or(255) as f32
}

/// The mean of those values that are above a bound; the others count as 0.
fn mean_above(counts: &[u32; 256], least: f32) -> f32 {
    let all = counts.iter().sum::<u32>().max(1) as f32;
    let above = (0..256).filter(|&v| v as f32 > least);
    above.map(|v| v as f32 * counts[v] as f32).sum::<f32>() / all
}
