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
const SMALLEST_MODULE: f32 = 2.5;
/// The steepest edge of a sharp code, as a share of its contrast from one pixel to the next but one.
const SHARP: f32 = 0.42;
/// Share of burnt-out pixels from which glare is likely: a code on white paper has such pixels too, but then the dark
/// modules between them are as dark as elsewhere.
const GLARE: f32 = 0.04;

/// Says why nothing was read: from the light of the whole frame and from the likeliest region.
pub(crate) fn explain(frame: &Frame, located: &Located) -> Hint {
    let light = mean(frame, &whole(frame));
    if light < BLACK {
        return Hint::TooDark;
    }
    // Two or fewer finder patterns are seen in noise too: only three in the shape of a code are called one.
    let Some(region) = located
        .regions
        .iter()
        .find(|r| r.witness == Witness::Corners)
    else {
        return if light < DARK {
            Hint::TooDark
        } else {
            Hint::NothingSeen
        };
    };
    let seen = Seen::of(frame, &region.bounds);
    if region.module.is_some_and(|m| m < SMALLEST_MODULE) {
        return Hint::TooSmall;
    }
    // A code without one of its corners is located in parts: any part at the edge that belongs to this one counts.
    if located
        .regions
        .iter()
        .any(|r| r.at_edge && r.bounds.touches(&region.bounds))
    {
        return Hint::CutOff;
    }
    if light < DARK && seen.contrast < 60.0 {
        return Hint::TooDark;
    }
    if seen.burnt > GLARE && seen.burnt_in_one_place {
        return Hint::Glare;
    }
    if seen.sharpness < SHARP {
        return Hint::Blurred;
    }
    Hint::Damaged
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
    let step = if b.height() > 400.0 { 2 } else { 1 };
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
        sum += row.iter().map(|&v| u64::from(v)).sum::<u64>();
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
