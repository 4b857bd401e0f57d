//! Why a picture does not say anything.

use crate::Frame;
use crate::geometry::Bounds;
use crate::locate::{Located, Witness};

/// Why nothing was read, and so what the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// Nothing that looks like a code.
    NothingSeen,
    /// A code whose modules are smaller than a reader needs: come closer.
    TooSmall,
    /// Hardly any light.
    TooDark,
    /// A code without sharp edges: hold still, or move a little away.
    Blurred,
    /// A code with a patch that is burnt out.
    Glare,
    /// A code that leaves the picture.
    CutOff,
    /// A code, sharp and whole as far as can be seen, that nevertheless does not decode.
    Damaged,
}

impl Hint {
    /// Every hint.
    pub const ALL: [Hint; 7] = [
        Hint::NothingSeen,
        Hint::TooSmall,
        Hint::TooDark,
        Hint::Blurred,
        Hint::Glare,
        Hint::CutOff,
        Hint::Damaged,
    ];

    /// Its name in the texts: stable, snake_case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Hint::NothingSeen => "nothing_seen",
            Hint::TooSmall => "too_small",
            Hint::TooDark => "too_dark",
            Hint::Blurred => "blurred",
            Hint::Glare => "glare",
            Hint::CutOff => "cut_off",
            Hint::Damaged => "damaged",
        }
    }
}

/// Below this mean a picture is dark; below [`BLACK`] it is dark whatever else is seen.
const DARK: f32 = 45.0;
const BLACK: f32 = 14.0;
/// The smallest module that decoders read, px.
const SMALLEST_MODULE: f32 = 2.2;
/// The steepest edge of a sharp code, as a share of its contrast from one pixel to the next but one.
const SHARP: f32 = 0.42;
/// That of a code whose modules are of this size, px; larger modules may be less sharp and are read all the same.
const SHARP_MODULE: f32 = 4.0;
/// A frame without a code in which nothing is sharper is blurred as a whole.
const SHARP_FRAME: f32 = 0.3;
/// Share of burnt-out pixels from which glare is likely: a code on white paper has such pixels too, but then the dark
/// modules between them are as dark as elsewhere.
const GLARE: f32 = 0.04;

/// Where three finder patterns in the shape of a code were seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Suspect {
    /// Around the symbol, without a quiet zone, px; not clipped to the frame.
    pub bounds: Bounds,
    /// The side of a module, px.
    pub module: f32,
}

/// Says why nothing was read: from the light of the whole frame and from the likeliest region.
pub(crate) fn explain(frame: &Frame, located: &Located, suspects: &[Suspect]) -> Hint {
    let light = mean(frame, &whole(frame));
    if light < BLACK {
        return Hint::TooDark;
    }
    let corners = located
        .regions
        .iter()
        .find(|r| r.witness == Witness::Corners);
    let sure = suspects.first().copied().or_else(|| {
        let region = corners?;
        Some(Suspect {
            bounds: region.bounds,
            module: region.module?,
        })
    });
    match sure {
        Some(suspect) => of_suspect(frame, located, &suspect, light),
        None => of_nothing(frame, located, light),
    }
}

fn of_suspect(frame: &Frame, located: &Located, suspect: &Suspect, light: f32) -> Hint {
    let seen = Seen::of(
        frame,
        &suspect.bounds.clamped(frame.width(), frame.height()),
    );
    if light < DARK && seen.contrast < 60.0 {
        return Hint::TooDark;
    }
    if seen.burnt > GLARE && seen.burnt_in_one_place {
        return Hint::Glare;
    }
    if suspect.module < SMALLEST_MODULE {
        return Hint::TooSmall;
    }
    let b = suspect.bounds;
    let near = b.clamped(frame.width(), frame.height());
    // A code without one of its corners is located in parts: any part at the edge that belongs to this one counts.
    let parts_at_edge = || {
        let mut parts = located.regions.iter();
        parts.any(|r| r.at_edge && r.bounds.touches(&b))
    };
    if near != b {
        return Hint::CutOff;
    }
    if seen.sharpness < SHARP * (SHARP_MODULE / suspect.module).min(1.0) {
        return Hint::Blurred;
    }
    if parts_at_edge() {
        return Hint::CutOff;
    }
    Hint::Damaged
}

/// Two or fewer finder patterns are seen in noise too.
fn of_nothing(frame: &Frame, located: &Located, light: f32) -> Hint {
    let fine = Fine::of(frame);
    if light < DARK {
        return Hint::TooDark;
    }
    if fine.sharpness < SHARP_FRAME && !fine.busy {
        return Hint::Blurred;
    }
    let partly = located
        .regions
        .iter()
        .filter(|r| r.witness == Witness::Partly);
    for region in partly {
        let seen = Seen::of(frame, &region.bounds);
        if seen.burnt > GLARE && seen.burnt_in_one_place && seen.contrast > 100.0 {
            return Hint::Glare;
        }
        if region.at_edge && seen.contrast > 60.0 {
            return Hint::CutOff;
        }
    }
    if fine.busy {
        return Hint::TooSmall;
    }
    Hint::NothingSeen
}

/// What can be measured in a frame by blocks of 16 px.
#[derive(Debug)]
struct Fine {
    /// Of the blocks with contrast the sharpest tenth: the steepest step over two pixels, as a share of the contrast.
    sharpness: f32,
    /// Is there a patch of blocks, about square, that change as often as a code with modules of a pixel or two?
    busy: bool,
}

impl Fine {
    fn of(frame: &Frame) -> Fine {
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

/// What can be measured in a region.
struct Seen {
    /// From the 5th to the 95th percentile.
    contrast: f32,
    /// The steepest hundredth of the steps over two pixels, as a share of the contrast.
    sharpness: f32,
    /// Share of pixels at full white.
    burnt: f32,
    /// Are they together? Then some cell of an 8 × 8 grid is white all over and most are not.
    burnt_in_one_place: bool,
}

impl Seen {
    fn of(frame: &Frame, bounds: &Bounds) -> Seen {
        let mut levels = [0u32; 256];
        let mut steps = [0u32; 256];
        let mut cells = [(0u32, 0u32); 64];
        let (w, h) = (bounds.width().max(1.0), bounds.height().max(1.0));
        for y in rows(frame, bounds) {
            let row = &frame.row(y)[columns(frame, bounds)];
            row.iter().for_each(|&v| levels[usize::from(v)] += 1);
            row.windows(3)
                .for_each(|p| steps[usize::from(p[0].abs_diff(p[2]))] += 1);
            let down = ((y as f32 - bounds.top) / h * 8.0).clamp(0.0, 7.0) as usize;
            for (x, &v) in row.iter().enumerate() {
                let across = (x as f32 / w * 8.0).clamp(0.0, 7.0) as usize;
                let cell = &mut cells[down * 8 + across];
                cell.0 += 1;
                cell.1 += u32::from(v >= 254);
            }
        }
        let total: u32 = levels.iter().sum::<u32>().max(1);
        let contrast = percentile(&levels, 0.95) - percentile(&levels, 0.05);
        let full = cells
            .iter()
            .filter(|c| c.0 > 0 && c.1 * 100 > c.0 * 97)
            .count();
        Seen {
            contrast,
            sharpness: percentile(&steps, 0.99) / contrast.max(1.0),
            burnt: levels[254..].iter().sum::<u32>() as f32 / total as f32,
            burnt_in_one_place: (1..24).contains(&full),
        }
    }
}

fn whole(frame: &Frame) -> Bounds {
    Bounds {
        left: 0.0,
        top: 0.0,
        right: frame.width() as f32,
        bottom: frame.height() as f32,
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

fn mean(frame: &Frame, b: &Bounds) -> f32 {
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
