//! Finder patterns by their cuts: dark and light as 1:1:3:1:1, across and down, generous to tilt, blur and what touches.

use crate::bits::Bits;
use crate::geometry::Point;
use crate::locate::finder::{TooLong, runs_down};

/// Calls `hit` with the middle, the sides of a module (across, down) and the ink (1 or 0) wherever both cuts through a
/// place are those of a finder pattern drawn in that ink; looks at every so many rows.
pub(super) fn scan(bits: &Bits, every: usize, mut hit: impl FnMut(Point, f32, f32, u8)) {
    let mut ends = Vec::with_capacity(bits.width);
    for y in (0..bits.height).step_by(every) {
        let row = bits.row(y);
        // Where runs end.
        ends.clear();
        ends.extend(
            (1..row.len())
                .filter(|&x| row[x] != row[x - 1])
                .map(|x| x as u32),
        );
        ends.push(row.len() as u32);
        let mut ink = row[0];
        let mut before = 0;
        for five in 0..ends.len().saturating_sub(4) {
            let start = before;
            before = ends[five];
            let colour = ink;
            ink ^= 1;
            let e = &ends[five..five + 5];
            // The middle run is the longest by far: the quickest way to say no.
            let inner = e[3] - e[0];
            let middle = e[2] - e[1];
            if inner < 5 || middle * 5 < inner * 2 {
                continue;
            }
            let runs = [
                (e[0] - start) as f32,
                (e[1] - e[0]) as f32,
                middle as f32,
                (e[3] - e[2]) as f32,
                (e[4] - e[3]) as f32,
            ];
            let Some(wide) = like_a_finder(&runs) else {
                continue;
            };
            let x = (e[1] + e[2]) as f32 / 2.0;
            if let Some((centre, tall)) = column(bits, colour, x, y, wide) {
                let p = Point { x, y: centre + 0.5 };
                hit(p, wide / 7.0, tall / 7.0, colour);
            }
        }
    }
}

/// The length of seven modules if the runs are 1:1:3:1:1. What touches the pattern makes the outer runs longer: they
/// count as one module then, if the inner ones leave no doubt.
fn like_a_finder(runs: &[f32; 5]) -> Option<f32> {
    let inner = runs[1] + runs[2] + runs[3];
    if inner < 5.0 {
        return None;
    }
    let module = inner / 5.0;
    let slack = module * 0.5 + 0.6;
    let mut total = inner;
    for outer in [runs[0], runs[4]] {
        if outer < module - slack {
            return None;
        }
        total += outer.min(module * 1.4);
    }
    ((runs[2] - 3.0 * module).abs() < slack * 1.5
        && (runs[1] - module).abs() < slack
        && (runs[3] - module).abs() < slack)
        .then_some(total)
}

/// The same cut from top to bottom: its middle and the length of seven modules.
fn column(bits: &Bits, ink: u8, x: f32, y: usize, wide: f32) -> Option<(f32, f32)> {
    let x = (x as usize).min(bits.width - 1);
    let at = |y: usize| bits.ink[y * bits.width + x] == ink;
    if !at(y) {
        return None;
    }
    let (runs, middle) = runs_down(at, y, bits.height, wide * 2.5, TooLong::Ends)?;
    let tall = like_a_finder(&runs)?;
    (0.22..4.5)
        .contains(&(tall / wide))
        .then_some((middle, tall))
}
