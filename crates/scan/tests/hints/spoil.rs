//! Clean frames, and the ways to spoil them: always the same for the same frame.

use scan::{Effort, Frame, Hint, Point, read};

use super::common::{Drawing, URI, code, draw};

/// A frame in which a code is read.
pub struct Clean {
    pub name: String,
    pub frame: Frame,
    /// The code's corners, px.
    corners: [Point; 4],
    /// The side of a module, px, about.
    module: f32,
}

/// A way to be unreadable.
pub struct Trouble {
    pub name: &'static str,
    pub hint: Hint,
    pub severities: u32,
    pub spoil: fn(&Clean, severity: u32, seed: u32) -> Frame,
}

const fn trouble(
    name: &'static str,
    hint: Hint,
    severities: u32,
    spoil: fn(&Clean, u32, u32) -> Frame,
) -> Trouble {
    Trouble {
        name,
        hint,
        severities,
        spoil,
    }
}

pub const TROUBLES: [Trouble; 7] = [
    trouble("too small", Hint::TooSmall, 2, too_small),
    trouble("blurred", Hint::Blurred, 3, blurred),
    trouble("too dark", Hint::TooDark, 2, too_dark),
    trouble("glare", Hint::Glare, 2, glare),
    trouble("cut off", Hint::CutOff, 4, cut_off),
    trouble("damaged", Hint::Damaged, 4, damaged),
    trouble("nothing", Hint::NothingSeen, 1, nothing),
];

pub fn clean(name: &str, frame: Frame) -> Clean {
    let mut reading = read(&frame, Effort::Still);
    let symbol = reading.symbols.swap_remove(0);
    let [a, b, ..] = symbol.corners;
    // Its version is not told: that of a shared secret has about 45 modules.
    let modules = name
        .rsplit_once("_v")
        .and_then(|(_, v)| v.trim_end_matches(".jpg").parse::<f32>().ok())
        .map_or(41.0, |version| 17.0 + 4.0 * version);
    Clean {
        name: name.to_owned(),
        frame,
        corners: symbol.corners,
        module: (a.x - b.x).hypot(a.y - b.y) / modules,
    }
}

/// Codes on a card before a wall, as a webcam sees them: some noise, uneven light.
pub fn own() -> Vec<Clean> {
    let cards = [
        (640, 480, 5.0, 0.0, 0.0),
        (640, 480, 6.0, 7.0, 0.1),
        (640, 480, 4.0, -12.0, 0.0),
        (1280, 720, 8.0, 3.0, 0.15),
        (1280, 720, 6.0, 170.0, 0.0),
        (1280, 720, 10.0, -5.0, 0.1),
    ];
    let all = cards.into_iter().enumerate();
    let frames = all.map(|(nth, (width, height, module, turn, tilt))| {
        let text = format!("{URI}&n={}", "7".repeat(nth * 9));
        let code = code(&text);
        let version = (code.width() - 17) / 4;
        let d = Drawing {
            turn,
            tilt,
            blur: 1,
            dark: 45,
            light: 205,
            ..Drawing::plain(width, height, module)
        };
        let (drawn, _) = draw(&code, &d);
        let half = (code.width() as f32 / 2.0 + 5.0) * module * 1.15;
        let frame = each(&drawn, |x, y, v| {
            let (dx, dy) = (x - width as f32 / 2.0, y - height as f32 / 2.0);
            let light = 0.85 + 0.15 * (x / width as f32);
            if dx.hypot(dy) > half * 1.42 {
                // A wall, a shelf, what else there is in a room.
                let shelf = ((y / 37.0) as i32 % 3 == 0) as u8 as f32 * 30.0;
                let things = ((x / 61.0).sin() * (y / 83.0).cos() * 25.0) + 95.0;
                (things + shelf) * light
            } else {
                v * light
            }
        });
        let frame = noisy(&frame, 3.0, nth as u32 + 1);
        clean(&format!("own/{nth}_v{version}"), frame)
    });
    frames.collect()
}

/// A frame of each pixel's place and level.
fn each(frame: &Frame, level: impl Fn(f32, f32, f32) -> f32) -> Frame {
    let w = frame.width() as usize;
    let luma = frame.luma().iter().enumerate();
    let luma = luma
        .map(|(at, &v)| {
            let (x, y) = ((at % w) as f32, (at / w) as f32);
            level(x, y, f32::from(v)).round().clamp(0.0, 255.0) as u8
        })
        .collect();
    Frame::new(frame.width(), frame.height(), luma).unwrap()
}

fn next(state: &mut u32) -> f32 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 8) as f32 / (1 << 24) as f32
}

/// Noise of about this deviation.
fn noisy(frame: &Frame, deviation: f32, seed: u32) -> Frame {
    let state = std::cell::Cell::new(seed.wrapping_mul(747_796_405) + 1);
    each(frame, |_, _, v| {
        let mut s = state.get();
        let sum = next(&mut s) + next(&mut s) + next(&mut s) + next(&mut s) - 2.0;
        state.set(s);
        v + sum * deviation * 1.73
    })
}

/// The mean of a square around each pixel, twice.
fn soft(frame: &Frame, radius: i32) -> Frame {
    let once = |frame: &Frame| {
        let (w, h) = (frame.width() as i32, frame.height() as i32);
        let luma = frame.luma();
        let row = |values: &dyn Fn(i32) -> f32, side: i32| -> Vec<f32> {
            (0..side)
                .map(|i| {
                    let span = (i - radius).max(0)..=(i + radius).min(side - 1);
                    let count = span.clone().count() as f32;
                    span.map(values).sum::<f32>() / count
                })
                .collect()
        };
        let across: Vec<Vec<f32>> = (0..h)
            .map(|y| row(&|x| f32::from(luma[(y * w + x) as usize]), w))
            .collect();
        let mut out = vec![0u8; luma.len()];
        for x in 0..w {
            let column = row(&|y| across[y as usize][x as usize], h);
            for (y, v) in column.iter().enumerate() {
                out[y * w as usize + x as usize] = v.round() as u8;
            }
        }
        Frame::new(frame.width(), frame.height(), out).unwrap()
    };
    once(&once(frame))
}

/// The level at a place, between pixels; beyond the edge that of the edge.
fn level(frame: &Frame, x: f32, y: f32) -> f32 {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let (x, y) = (
        x.clamp(0.0, w as f32 - 1.001),
        y.clamp(0.0, h as f32 - 1.001),
    );
    let (u, v) = (x as usize, y as usize);
    let (fx, fy) = (x - u as f32, y - v as f32);
    let at = |u: usize, v: usize| f32::from(frame.luma()[v * w + u]);
    (at(u, v) * (1.0 - fx) + at(u + 1, v) * fx) * (1.0 - fy)
        + (at(u, v + 1) * (1.0 - fx) + at(u + 1, v + 1) * fx) * fy
}

impl Clean {
    fn middle(&self) -> (f32, f32) {
        let sum = |get: fn(&Point) -> f32| self.corners.iter().map(get).sum::<f32>() / 4.0;
        (sum(|p| p.x), sum(|p| p.y))
    }

    /// From a place in the frame to one in the code, both from 0 to 1 within it: as a parallelogram.
    fn within(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, _, d] = self.corners;
        let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, d.x - a.x, d.y - a.y);
        let det = ux * vy - uy * vx;
        let (dx, dy) = (x - a.x, y - a.y);
        ((dx * vy - dy * vx) / det, (ux * dy - uy * dx) / det)
    }

    fn side(&self) -> f32 {
        let [a, b, ..] = self.corners;
        (a.x - b.x).hypot(a.y - b.y)
    }
}

/// The code further away: the whole scene smaller around the code's middle, beyond its edges a wall.
fn too_small(clean: &Clean, severity: u32, seed: u32) -> Frame {
    let factor = clean.module / [1.5, 1.1][severity as usize];
    let wide = soft(&clean.frame, (factor / 3.0) as i32);
    let (cx, cy) = clean.middle();
    let far = each(&clean.frame, |x, y, _| {
        let (u, v) = (cx + (x - cx) * factor, cy + (y - cy) * factor);
        let (w, h) = (wide.width() as f32, wide.height() as f32);
        let beyond = [-u, u - w, -v, v - h].into_iter().fold(0.0, f32::max);
        let there = level(&wide, u, v);
        there + (128.0 - there) * (beyond / 40.0).min(1.0)
    });
    noisy(&far, 2.0, seed)
}

fn blurred(clean: &Clean, severity: u32, seed: u32) -> Frame {
    if severity == 2 {
        // The hand moves.
        let long = (clean.module * 3.0) as i32;
        let moved = each(&clean.frame, |x, y, _| {
            let steps = -long / 2..=long / 2;
            let count = steps.clone().count() as f32;
            let sum: f32 = steps
                .map(|s| level(&clean.frame, x + s as f32 * 0.95, y + s as f32 * 0.3))
                .sum();
            sum / count
        });
        return noisy(&moved, 2.0, seed);
    }
    let radius = (clean.module * [0.9, 1.4][severity as usize]).ceil() as i32;
    noisy(&soft(&clean.frame, radius), 2.0, seed)
}

fn too_dark(clean: &Clean, severity: u32, seed: u32) -> Frame {
    let share = [0.07, 0.03][severity as usize];
    let dark = each(&clean.frame, |_, _, v| 6.0 + v * share);
    noisy(&dark, [6.0, 4.0][severity as usize], seed)
}

/// A lamp's reflection over a part of the code.
fn glare(clean: &Clean, severity: u32, seed: u32) -> Frame {
    let mut state = seed * 77 + severity;
    let (mut cx, mut cy) = clean.middle();
    let side = clean.side();
    cx += (next(&mut state) - 0.5) * side * 0.3;
    cy += (next(&mut state) - 0.5) * side * 0.3;
    let radius = side * [0.3, 0.42][severity as usize];
    // What is too bright for the sensor is white, whatever its noise.
    each(&noisy(&clean.frame, 1.0, seed), |x, y, v| {
        let far = ((x - cx) / 1.3).hypot(y - cy) / radius;
        let light = (1.6 - far).clamp(0.0, 1.0);
        v + light * 330.0
    })
}

/// The code moved beyond one of the edges by a part of itself.
fn cut_off(clean: &Clean, severity: u32, seed: u32) -> Frame {
    let (w, h) = (clean.frame.width() as f32, clean.frame.height() as f32);
    // So much of the code's side lies outside.
    let out = [0.2, 0.3, 0.4, 0.5][(severity + seed) as usize % 4];
    let reach = |get: fn(&Point) -> f32| -> (f32, f32) {
        let all = clean.corners.iter().map(get);
        (
            all.clone().fold(f32::MAX, f32::min),
            all.fold(f32::MIN, f32::max),
        )
    };
    let ((left, right), (top, bottom)) = (reach(|p| p.x), reach(|p| p.y));
    let (dx, dy) = match severity {
        0 => (left + (right - left) * out, 0.0),
        1 => (right - (right - left) * out - w, 0.0),
        2 => (0.0, top + (bottom - top) * out),
        _ => (0.0, bottom - (bottom - top) * out - h),
    };
    let moved = each(&clean.frame, |x, y, _| {
        let (u, v) = (x + dx, y + dy);
        // From the other side a wall comes in.
        let beyond = [-u, u - w + 1.0, -v, v - h + 1.0]
            .into_iter()
            .fold(0.0, f32::max);
        let there = level(&clean.frame, u, v);
        there + (110.0 - there) * (beyond / 12.0).min(1.0)
    });
    noisy(&moved, 1.0, seed)
}

/// Dirt, a sticker, a scribble, a corner that is torn off.
fn damaged(clean: &Clean, severity: u32, seed: u32) -> Frame {
    let mut state = seed * 31 + severity + 5;
    let offset = (next(&mut state) * 0.1, next(&mut state) * 0.1);
    let blots: Vec<(f32, f32)> = (0..26)
        .map(|_| (next(&mut state), next(&mut state)))
        .collect();
    let dots: Vec<f32> = (0..64 * 64).map(|_| next(&mut state)).collect();
    let spoilt = each(&clean.frame, |x, y, v| {
        let (p, q) = clean.within(x, y);
        if !(-0.02..1.02).contains(&p) || !(-0.02..1.02).contains(&q) {
            return v;
        }
        match severity {
            // A scribble over the middle: modules that are none.
            0 => {
                let (a, b) = (p - offset.0, q - offset.1);
                if (0.22..0.78).contains(&a) && (0.22..0.78).contains(&b) {
                    let dot = dots[(b * 44.0) as usize * 64 + (a * 44.0) as usize];
                    if dot < 0.5 { 50.0 } else { 190.0 }
                } else {
                    v
                }
            }
            // A sticker.
            1 => {
                let (a, b) = (p - 0.28 - offset.0, q - 0.28 - offset.1);
                if (0.0..0.5).contains(&a) && (0.0..0.5).contains(&b) {
                    120.0
                } else {
                    v
                }
            }
            // Blots of ink.
            2 => {
                let blot = blots.iter().any(|(a, b)| {
                    let (a, b) = (0.1 + 0.85 * a, 0.25 + 0.7 * b);
                    (p - a).hypot(q - b) < 0.07
                });
                if blot { 48.0 } else { v }
            }
            // The lower right part torn off: what is behind it.
            _ => {
                if p + q > 1.22 + offset.0 && p > 0.3 && q > 0.3 {
                    140.0
                } else {
                    v
                }
            }
        }
    });
    noisy(&spoilt, 1.5, seed)
}

/// The card is empty.
fn nothing(clean: &Clean, _: u32, seed: u32) -> Frame {
    let paper = clean.frame.luma().iter().copied().max().unwrap_or(200);
    let empty = each(&clean.frame, |x, y, v| {
        let (p, q) = clean.within(x, y);
        if (-0.15..1.15).contains(&p) && (-0.15..1.15).contains(&q) {
            f32::from(paper) * 0.8 + (p * 3.0 + q * 5.0)
        } else {
            v
        }
    });
    noisy(&empty, 2.0, seed)
}
