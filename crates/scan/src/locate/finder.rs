//! Finder patterns: squares whose every cut through the middle is dark and light as 1:1:3:1:1.

use crate::geometry::Point;

/// The most candidates kept; noise makes more, a picture of codes does not.
const MAX_CANDIDATES: usize = 400;

/// What may be a finder pattern, in frame pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finder {
    pub centre: Point,
    /// The side of a module, px: the mean of both directions.
    pub module: f32,
    /// Rows that saw it.
    pub weight: u32,
    /// Light on dark.
    pub inverted: bool,
}

/// Adds the candidates of one step of the pyramid, whose pixels are `scale` frame pixels wide.
pub(super) fn collect(
    signs: &[i8],
    width: usize,
    height: usize,
    scale: f32,
    into: &mut Vec<Finder>,
) {
    for ink in [-1i8, 1] {
        for y in (0..height).step_by(if height > 300 { 2 } else { 1 }) {
            let row = &signs[y * width..][..width];
            scan_row(row, ink, |centre, total| {
                let Some((centre_y, tall)) = down(signs, width, height, centre, y, ink, total)
                else {
                    return;
                };
                let found = Finder {
                    centre: Point {
                        x: (centre + 0.5) * scale,
                        y: (centre_y + 0.5) * scale,
                    },
                    module: (total + tall) / 14.0 * scale,
                    weight: 1,
                    inverted: ink == 1,
                };
                add(found, into);
            });
        }
    }
}

/// Whether a picture of ink (-1) and paper (0) has more than `limit` finder patterns. Ends as soon as it knows.
pub(crate) fn more_than(limit: usize, signs: &[i8], width: usize, height: usize) -> bool {
    // Where the row above was hit, a hit is the same pattern.
    let (mut above, mut here) = (Vec::<f32>::new(), Vec::<f32>::new());
    let mut count = 0;
    for y in 0..height {
        scan_row(&signs[y * width..][..width], -1, |centre, total| {
            if down(signs, width, height, centre, y, -1, total).is_some() {
                here.push(centre);
            }
        });
        // Both are in order from left to right.
        let mut known = above.iter().peekable();
        for &centre in &here {
            while known.next_if(|&&k| k < centre - 2.0).is_some() {}
            if known.peek().is_none_or(|&&k| k > centre + 2.0) {
                count += 1;
            }
        }
        if count > limit {
            return true;
        }
        std::mem::swap(&mut above, &mut here);
        here.clear();
    }
    false
}

fn add(found: Finder, into: &mut Vec<Finder>) {
    for known in into.iter_mut() {
        let reach = known.module.max(found.module) * 2.0;
        let near = (known.centre.x - found.centre.x).abs() < reach
            && (known.centre.y - found.centre.y).abs() < reach;
        let ratio = known.module / found.module;
        if near && known.inverted == found.inverted && (0.6..1.67).contains(&ratio) {
            let n = known.weight as f32;
            known.centre.x = (known.centre.x * n + found.centre.x) / (n + 1.0);
            known.centre.y = (known.centre.y * n + found.centre.y) / (n + 1.0);
            known.module = (known.module * n + found.module) / (n + 1.0);
            known.weight += 1;
            return;
        }
    }
    if into.len() < MAX_CANDIDATES {
        into.push(found);
    }
}

/// Calls `hit` with the middle and the length of every 1:1:3:1:1 in the row.
fn scan_row(row: &[i8], ink: i8, mut hit: impl FnMut(f32, f32)) {
    let mut runs = [0f32; 5];
    let mut run = 0f32;
    let mut inked = row.first() == Some(&ink);
    // A row that begins with ink has no whole first run; it still counts: codes are cut by edges.
    for x in 0..=row.len() {
        let now = row.get(x).map(|&s| s == ink);
        if now == Some(inked) {
            run += 1.0;
            continue;
        }
        runs.rotate_left(1);
        runs[4] = run;
        if inked && runs[0] > 0.0 && is_finder(&runs) {
            let total: f32 = runs.iter().sum();
            hit(x as f32 - runs[4] - runs[3] - runs[2] / 2.0, total);
        }
        inked = !inked;
        run = 1.0;
    }
}

/// 1:1:3:1:1 with the slack that blur and perspective need.
fn is_finder(runs: &[f32; 5]) -> bool {
    let total: f32 = runs.iter().sum();
    if total < 7.0 {
        return false;
    }
    let module = total / 7.0;
    let slack = module * 0.65 + 0.6;
    (runs[2] - 3.0 * module).abs() < slack * 1.8
        && [runs[0], runs[1], runs[3], runs[4]]
            .iter()
            .all(|r| (r - module).abs() < slack)
}

/// The same pattern from top to bottom through a hit: its middle and length.
fn down(
    signs: &[i8],
    width: usize,
    height: usize,
    centre: f32,
    y: usize,
    ink: i8,
    wide: f32,
) -> Option<(f32, f32)> {
    let x = (centre as usize).min(width - 1);
    let at = |y: usize| signs[y * width + x] == ink;
    if !at(y) {
        return None;
    }
    let (runs, middle) = runs_down(at, y, height, wide * 1.3, TooLong::Fails)?;
    let total: f32 = runs.iter().sum();
    let ratio = total / wide;
    ((0.4..2.5).contains(&ratio) && is_finder(&runs)).then_some((middle, total))
}

/// What an outermost run means that is longer than a finder pattern's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooLong {
    /// This is no finder pattern.
    Fails,
    /// Something touches it: the run ends there.
    Ends,
}

/// The five runs of a column through a place of ink (`at` says where ink is), dark and light by turns, and the middle of
/// the third. None may be longer than `longest`, the outermost by the caller's rule; `None` also where one is missing.
pub(crate) fn runs_down(
    at: impl Fn(usize) -> bool,
    y: usize,
    height: usize,
    longest: f32,
    too_long: TooLong,
) -> Option<([f32; 5], f32)> {
    // From the middle outwards: the rest of the middle run, the light run, the dark run; up, then down.
    let walk = |step: isize| -> Option<[f32; 3]> {
        let mut lengths = [0f32; 3];
        let mut part = 0;
        let mut here = y as isize + step;
        while (0..height as isize).contains(&here) {
            if at(here as usize) != (part != 1) {
                part += 1;
                if part == 3 {
                    break;
                }
            }
            lengths[part] += 1.0;
            if lengths[part] > longest {
                if part == 2 && too_long == TooLong::Ends {
                    break;
                }
                return None;
            }
            here += step;
        }
        (lengths[2] > 0.0).then_some(lengths)
    };
    let (up, below) = (walk(-1)?, walk(1)?);
    let runs = [up[2], up[1], up[0] + 1.0 + below[0], below[1], below[2]];
    Some((runs, y as f32 + (below[0] - up[0]) / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_the_ratio_is_hit_once() {
        let mut row = vec![0i8; 40];
        for x in [8, 9, 12, 13, 14, 15, 16, 17, 20, 21] {
            row[x] = -1;
        }
        let mut hits = Vec::new();
        scan_row(&row, -1, |c, t| hits.push((c, t)));
        assert_eq!(hits, [(15.0, 14.0)]);
        let mut none = Vec::new();
        scan_row(&row, 1, |c, t| none.push((c, t)));
        assert_eq!(none, []);
    }

    #[test]
    fn patterns_are_counted_once_each() {
        let (side, tiles) = (11usize, 4usize);
        let width = side * tiles;
        let mut signs = vec![0i8; width * width];
        for (at, sign) in signs.iter_mut().enumerate() {
            let (x, y) = ((at % width) % side, (at / width) % side);
            let ring = x
                .min(6usize.saturating_sub(x))
                .min(y)
                .min(6usize.saturating_sub(y));
            if x < 7 && y < 7 && ring != 1 {
                *sign = -1;
            }
        }
        assert!(more_than(tiles * tiles - 1, &signs, width, width));
        assert!(!more_than(tiles * tiles, &signs, width, width));
    }
}
