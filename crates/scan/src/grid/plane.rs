//! A frame at a size that suits its modules, and how light each place is for its
//! neighbourhood.

use zeroize::Zeroizing;

use crate::geometry::Point;
use crate::{Frame, resample};

/// The side of a module on a plane, px: below it is not enlarged, above it is made smaller.
const MODULE: f32 = 5.0;
/// Half the side of the neighbourhood, modules.
const AROUND: f32 = 4.0;
/// No neighbourhood counts as flatter than this share of the whole plane's deviation: what glare washed out stays weak.
const FLATTEST: f32 = 0.3;
/// The most pixels of a plane.
const MOST: f32 = 2_000_000.0;

pub(super) struct Plane {
    pub width: usize,
    pub height: usize,
    /// Grey levels, 0 to 255, light modules the lighter ones.
    pub grey: Zeroizing<Vec<f32>>,
    /// Grey levels less the mean of the neighbourhood, in its mean deviations; at most 1.5 either way.
    pub level: Zeroizing<Vec<f32>>,
    /// Frame pixels a pixel of the plane.
    scale: f32,
}

impl Plane {
    /// The frame, at a size that suits modules of `module` frame pixels.
    pub fn of(frame: &Frame, module: f32, inverted: bool) -> Option<Plane> {
        let area = frame.pixels() as f32;
        let scale = (module / MODULE).max((area / MOST).sqrt()).max(1.0);
        let (w, h) = (
            (frame.width() as f32 / scale) as u32,
            (frame.height() as f32 / scale) as u32,
        );
        if w < 16 || h < 16 {
            return None;
        }
        let fitted = resample::fitted(frame, w, h);
        let grey: Vec<f32> = fitted
            .luma()
            .iter()
            .map(|&v| f32::from(if inverted { 255 - v } else { v }))
            .collect();
        let (width, height) = (w as usize, h as usize);
        let radius = ((module / scale * AROUND) as usize).max(3);
        let level = Zeroizing::new(levels(&grey, width, height, radius));
        Some(Plane {
            width,
            height,
            grey: Zeroizing::new(grey),
            level,
            scale: frame.width() as f32 / w as f32,
        })
    }

    pub fn to_plane(&self, p: Point) -> Point {
        p.scaled(1.0 / self.scale)
    }

    pub fn to_frame(&self, p: Point) -> Point {
        p.scaled(self.scale)
    }

    /// Frame pixels a pixel.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The level at a place, bilinear; 0 (neither light nor dark) outside.
    pub fn level_at(&self, p: Point) -> f32 {
        self.look_up(&self.level, p, 0.0)
    }

    pub fn grey_at(&self, p: Point) -> f32 {
        self.look_up(&self.grey, p, 255.0)
    }

    fn look_up(&self, values: &[f32], p: Point, outside: f32) -> f32 {
        let (x, y) = (p.x - 0.5, p.y - 0.5);
        if !(x >= 0.0 && y >= 0.0) {
            return outside;
        }
        let (column, row) = (x as usize, y as usize);
        if column + 1 >= self.width || row + 1 >= self.height {
            return outside;
        }
        let (fx, fy) = (x - column as f32, y - row as f32);
        let at = row * self.width + column;
        let top = values[at] + (values[at + 1] - values[at]) * fx;
        let below = at + self.width;
        let bottom = values[below] + (values[below + 1] - values[below]) * fx;
        top + (bottom - top) * fy
    }
}

/// Planes of one frame, each made when it is first needed.
pub(super) struct Planes<'a> {
    frame: &'a Frame,
    made: Vec<(i32, bool, Option<Plane>)>,
    /// One of many frames gets a quick look: the next may show what this one does not.
    pub quick: bool,
}

impl<'a> Planes<'a> {
    pub fn new(frame: &'a Frame, quick: bool) -> Planes<'a> {
        Planes {
            frame,
            made: Vec::new(),
            quick,
        }
    }

    pub fn of(&mut self, module: f32, inverted: bool) -> Option<&Plane> {
        // A plane for each half octave of sizes, or each octave.
        let fineness = if self.quick { 1.0 } else { 2.0 };
        let class = (module.max(2.0).log2() * fineness).round() as i32;
        let at = self
            .made
            .iter()
            .position(|m| (m.0, m.1) == (class, inverted));
        let at = at.unwrap_or_else(|| {
            let plane = Plane::of(self.frame, 2f32.powf(class as f32 / fineness), inverted);
            self.made.push((class, inverted, plane));
            self.made.len() - 1
        });
        self.made[at].2.as_ref()
    }
}

/// Each value less the mean of the square around it, in mean deviations.
fn levels(grey: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let mean = boxed(grey, width, height, radius);
    let apart: Vec<f32> = grey.iter().zip(&mean).map(|(g, m)| (g - m).abs()).collect();
    let deviation = boxed(&apart, width, height, radius);
    let whole = deviation.iter().sum::<f32>() / deviation.len() as f32;
    let floor = (whole * FLATTEST).max(1.5);
    grey.iter()
        .zip(&mean)
        .zip(&deviation)
        .map(|((g, m), d)| ((g - m) / d.max(floor)).clamp(-1.5, 1.5))
        .collect()
}

/// The mean of the square of `2 * radius + 1` around each value, cut at the edges.
pub(super) fn boxed(values: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let mut across = vec![0.0; values.len()];
    for (to, row) in across
        .chunks_exact_mut(width)
        .zip(values.chunks_exact(width))
    {
        means(row, radius, to);
    }
    let mut out = vec![0.0; values.len()];
    let mut sums = vec![0f32; width];
    let mut rows = 0usize;
    let row = |y: usize| &across[y * width..][..width];
    for y in 0..(radius + 1).min(height) {
        sums.iter_mut().zip(row(y)).for_each(|(s, v)| *s += v);
        rows += 1;
    }
    for y in 0..height {
        let share = 1.0 / rows as f32;
        for (o, s) in out[y * width..][..width].iter_mut().zip(&sums) {
            *o = s * share;
        }
        if y + radius + 1 < height {
            sums.iter_mut()
                .zip(row(y + radius + 1))
                .for_each(|(s, v)| *s += v);
            rows += 1;
        }
        if y >= radius {
            sums.iter_mut()
                .zip(row(y - radius))
                .for_each(|(s, v)| *s -= v);
            rows -= 1;
        }
    }
    out
}

/// The mean of `2 * radius + 1` values around each of a row, cut at its ends.
fn means(row: &[f32], radius: usize, to: &mut [f32]) {
    let mut sum: f32 = row.iter().take(radius).sum();
    let mut count = radius.min(row.len());
    let mut share = 1.0 / count.max(1) as f32;
    for (x, to) in to.iter_mut().enumerate() {
        let before = count;
        if let Some(next) = row.get(x + radius) {
            sum += next;
            count += 1;
        }
        if x > radius {
            sum -= row[x - radius - 1];
            count -= 1;
        }
        if count != before || x == 0 {
            share = 1.0 / count as f32;
        }
        *to = sum * share;
    }
}
