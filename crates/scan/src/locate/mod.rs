//! Where a code may be: liberal, so that what is not seen here can be shown.
//!
//! Two witnesses on a pyramid of the frame, each step half the size, so that some step has modules of a few pixels:
//! finder patterns (the 1:1:3:1:1 of the three corner squares, dark on light or light on dark), and dense texture that
//! changes often in both directions, so that a code with damaged corners is seen too.

pub(crate) mod finder;
mod groups;
mod texture;

use crate::geometry::{Bounds, Quad};
use crate::{Frame, resample, threshold};

/// The search starts on a frame that is made smaller in whole steps, but not below this width: that of a preview, in
/// which nothing may be read that was not looked at. A live frame has no more to be looked at for.
pub(crate) const LIVE_WIDTH: u32 = 640;
/// The same for a single picture.
pub(crate) const STILL_WIDTH: u32 = 1_280;
/// Nor below this height, px.
const LEAST_HEIGHT: u32 = 120;
/// A frame is made smaller until it has no more pixels, whatever its width.
const MOST_PIXELS: u64 = 1_300_000;
/// Steps of the pyramid.
const LEVELS: u32 = 4;
/// Half the side of the neighbourhood that decides over dark and light, px of the step.
const RADIUS: u32 = 12;
/// How much a pixel must differ from its neighbourhood, where there is no noise, and at most.
const MARGIN: std::ops::RangeInclusive<u32> = 5..=40;
/// The most regions that are told apart; a picture with more is one region.
const MAX_REGIONS: usize = 48;

/// Why a region is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Witness {
    /// Three finder patterns in the shape of a code.
    Corners,
    /// Two finder patterns, or texture around one.
    Partly,
    /// Texture alone.
    Texture,
}

/// A part of the frame that may hold a code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    /// With a margin, clipped to the frame.
    pub bounds: Bounds,
    pub witness: Witness,
    /// The side of a module, px, when finder patterns tell it.
    pub module: Option<f32>,
}

/// One step of the pyramid: darker or lighter than the neighbourhood, pixel by pixel.
struct Step {
    signs: Vec<i8>,
    width: usize,
    height: usize,
    /// Frame pixels in a pixel of the step.
    scale: f32,
}

/// Everything code-like in a frame.
pub(crate) struct Located {
    pub regions: Vec<Region>,
}

/// [`search`], once, when it is first needed.
pub(crate) struct LazyLocated<'a> {
    frame: &'a Frame,
    least_width: u32,
    found: Option<Located>,
}

impl<'a> LazyLocated<'a> {
    pub fn of(frame: &'a Frame, least_width: u32) -> LazyLocated<'a> {
        LazyLocated {
            frame,
            least_width,
            found: None,
        }
    }

    pub fn get(&mut self) -> &Located {
        self.found
            .get_or_insert_with(|| search(self.frame, self.least_width))
    }
}

/// Regions of the frame that may hold a code, dark on light or light on dark, each with a margin around it.
/// In frame pixels, clipped to the frame.
#[must_use]
pub fn code_like(frame: &Frame) -> Vec<Quad> {
    search(frame, LIVE_WIDTH)
        .regions
        .iter()
        .map(|r| r.bounds.into())
        .collect()
}

/// The region of a symbol that was read: its corners with the quiet zone around them, clipped to the frame.
pub(crate) fn with_margin(quad: &Quad, frame: &Frame) -> Quad {
    let b = quad.bounds();
    b.grown(b.width().max(b.height()) * 0.15)
        .clamped(frame.width(), frame.height())
        .into()
}

pub(crate) fn search(frame: &Frame, least_width: u32) -> Located {
    // A code in a strip is as small as the strip is low.
    let wide = (frame.width() / least_width)
        .min(frame.height() / LEAST_HEIGHT)
        .max(1);
    let factor = (wide..)
        .find(|f| frame.pixels() / u64::from(f * f) <= MOST_PIXELS)
        .unwrap_or(wide);
    let mut finders = Vec::new();
    let mut textures = Vec::new();
    let mut scale = factor as f32;
    let mut steps: Vec<Step> = Vec::new();
    let mut level = if factor == 1 {
        None
    } else {
        resample::shrunk(frame, factor)
    };
    for step in 0..LEVELS {
        let here = level.as_ref().unwrap_or(frame);
        let signs = threshold::signs(here, RADIUS, margin(here));
        let (width, height) = (here.width() as usize, here.height() as usize);
        finder::collect(&signs, width, height, scale, &mut finders);
        texture::collect(&signs, width, height, scale, &mut textures);
        steps.push(Step {
            signs,
            width,
            height,
            scale,
        });
        if step + 1 < LEVELS {
            level = match resample::shrunk(here, 2) {
                Some(smaller) => Some(smaller),
                None => break,
            };
            scale *= 2.0;
        }
    }
    let regions = groups::regions(&finders, &textures, &steps, frame.width(), frame.height());
    Located {
        regions: distinct(regions, frame),
    }
}

/// A margin above the frame's noise: the median step between neighbours, which is zero in a clean picture whatever is
/// drawn on it.
fn margin(frame: &Frame) -> u32 {
    let mut steps = [0u32; 256];
    for y in (0..frame.height()).step_by(4) {
        frame
            .row(y)
            .windows(2)
            .for_each(|p| steps[usize::from(p[0].abs_diff(p[1]))] += 1);
    }
    let half = steps.iter().sum::<u32>() / 2;
    let mut seen = 0;
    let median = steps.iter().position(|n| {
        seen += n;
        seen > half
    });
    let noise = median.unwrap_or(0) as u32;
    (MARGIN.start() + noise * 2).min(*MARGIN.end())
}

/// Drops regions within others, and says "everywhere" when too many are left.
fn distinct(mut regions: Vec<Region>, frame: &Frame) -> Vec<Region> {
    regions.sort_by(|a, b| area(&b.bounds).total_cmp(&area(&a.bounds)));
    let mut kept: Vec<Region> = Vec::new();
    for region in regions {
        match kept.iter_mut().find(|k| k.bounds.holds(&region.bounds)) {
            // The larger one stays with the better of what is known.
            Some(k) => {
                if region.witness == Witness::Corners && k.witness != Witness::Corners {
                    *k = Region {
                        bounds: k.bounds,
                        ..region
                    };
                }
            }
            None => kept.push(region),
        }
    }
    if kept.len() > MAX_REGIONS {
        let whole = Bounds {
            left: 0.0,
            top: 0.0,
            right: frame.width() as f32,
            bottom: frame.height() as f32,
        };
        let best = kept
            .iter()
            .find(|k| k.witness == Witness::Corners)
            .unwrap_or(&kept[0]);
        return vec![Region {
            bounds: whole,
            ..*best
        }];
    }
    kept
}

fn area(b: &Bounds) -> f32 {
    b.width() * b.height()
}
