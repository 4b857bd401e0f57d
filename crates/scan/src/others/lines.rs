//! Lines across a black and white frame: bars, and the bull's eyes of Aztec codes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rxing::common::BitArray;
use rxing::oned::{MultiFormatOneDReader, OneDReader as _};
use rxing::{BarcodeFormat, DecodeHints};

use crate::bits::Bits;
use crate::cascade::Fuel;
use crate::geometry::Point;

/// The directions of lines, degrees: a line up to 22° off crosses all bars of a common barcode.
pub(super) const ALL_TURNS: [f32; 4] = [0.0, 90.0, 45.0, 135.0];
/// Lines in each direction, and how far apart they are at least, px: a row of modules of a QR code is not taken for
/// bars by itself, and not three of them in a row for the same ones.
const LINES: usize = 40;
const LEAST_APART: f32 = 6.0;
/// So many lines must read the same: one by itself reads something in noise now and then.
const SAME: usize = 3;
/// Fewer changes between dark and light are no barcode.
const LEAST_CHANGES: usize = 20;
/// Characters of a code whose own check is weak or missing.
const LEAST_LONG: usize = 6;

/// The most places that are kept where rings are cut.
const MOST_RINGS: usize = 400;

/// The symbologies that shops, parcels and devices have.
const BARS: [BarcodeFormat; 7] = [
    BarcodeFormat::EAN_13,
    BarcodeFormat::EAN_8,
    BarcodeFormat::UPC_A,
    BarcodeFormat::CODE_128,
    BarcodeFormat::CODE_93,
    BarcodeFormat::CODE_39,
    BarcodeFormat::ITF,
];

/// Do several lines in one of the directions read the same bars?
pub(super) fn shows_bars(bits: &Bits, turns: &[f32], fuel: &Fuel<'_>) -> bool {
    let hints = DecodeHints {
        PossibleFormats: Some(BARS.into_iter().collect()),
        ..DecodeHints::default()
    };
    let mut reader = MultiFormatOneDReader::new(&hints);
    turns.iter().any(|&turn| {
        // What was read, as a hash and how often: what it says is nobody's business.
        let mut seen: Vec<(u64, usize)> = Vec::new();
        across(bits, turn).any(|(number, mut line)| {
            fuel.ask_patience();
            (0..2).any(|_| {
                let read = reader.decode_row(number, &line, &hints);
                line.reverse();
                let Ok(read) = read else { return false };
                let text = read.getText();
                let weak = matches!(
                    read.getBarcodeFormat(),
                    BarcodeFormat::CODE_39 | BarcodeFormat::ITF
                );
                if text.is_empty() || weak && text.len() < LEAST_LONG {
                    return false;
                }
                let mut hasher = DefaultHasher::new();
                (read.getBarcodeFormat(), text).hash(&mut hasher);
                let hash = hasher.finish();
                match seen.iter_mut().find(|s| s.0 == hash) {
                    Some(known) => {
                        known.1 += 1;
                        known.1 >= SAME
                    }
                    None => {
                        seen.push((hash, 1));
                        false
                    }
                }
            })
        })
    })
}

/// Lines across the whole frame in one direction, those that change often.
fn across(bits: &Bits, turn: f32) -> impl Iterator<Item = (u32, BitArray)> {
    let (sin, cos) = turn.to_radians().sin_cos();
    let (w, h) = (bits.width as f32, bits.height as f32);
    // Half the length of a line, and how far lines go to either side of the middle.
    let reach = |a: f32, b: f32| (w * a.abs() + h * b.abs()) / 2.0;
    let (long, wide) = (reach(cos, sin), reach(sin, cos));
    let apart = (2.0 * wide / (LINES + 1) as f32).max(LEAST_APART);
    let count = (2.0 * wide / apart) as usize;
    (1..count).filter_map(move |nth| {
        let off = nth as f32 * apart - wide;
        let at = |along: f32| {
            let (x, y) = (along * cos - off * sin, along * sin + off * cos);
            bits.get(w / 2.0 + x, h / 2.0 + y)
        };
        let mut line = BitArray::with_capacity(2 * long as usize + 1);
        let (mut before, mut changes) = (None, 0);
        for step in -(long as i32)..=long as i32 {
            if let Some(ink) = at(step as f32) {
                line.appendBit(ink == 1);
                changes += usize::from(before.is_some_and(|b| b != ink));
                before = Some(ink);
            }
        }
        (changes >= LEAST_CHANGES).then_some((nth as u32, line))
    })
}

/// Middles and modules of what is cut as rings, dark and light by turns and equally wide, across and down.
pub(super) fn bulls_eyes(bits: &Bits, most: usize) -> Vec<(Point, f32)> {
    let mut found: Vec<(Point, f32, u32)> = Vec::new();
    for y in (0..bits.height).step_by(2) {
        let row = bits.row(y);
        let mut ends: [usize; 8] = [0; 8];
        let mut runs = 0;
        for x in 1..=row.len() {
            if x < row.len() && row[x] == row[x - 1] {
                continue;
            }
            ends.rotate_left(1);
            ends[7] = x;
            runs += 1;
            // Seven runs of the same width, the middle one ink, and so the last one paper.
            if runs < 8 || row[x - 1] != 0 {
                continue;
            }
            let module = (ends[7] - ends[0]) as f32 / 7.0;
            if !even(ends.windows(2).map(|e| (e[1] - e[0]) as f32), module) {
                continue;
            }
            let middle = (ends[3] + ends[4]) as f32 / 2.0;
            let Some(down) = rings_down(bits, middle as usize, y, module) else {
                continue;
            };
            let place = Point { x: middle, y: down };
            let near = |f: &&mut (Point, f32, u32)| {
                (f.0.x - place.x).abs() < 2.0 * module && (f.0.y - place.y).abs() < 2.0 * module
            };
            if let Some(known) = found.iter_mut().find(near) {
                known.2 += 1;
            } else if found.len() < MOST_RINGS {
                found.push((place, module, 1));
            }
        }
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.2));
    found.truncate(most);
    found
        .into_iter()
        .map(|(p, module, _)| (p, module))
        .collect()
}

fn even(mut runs: impl Iterator<Item = f32>, module: f32) -> bool {
    runs.all(|run| (run - module).abs() < module * 0.5 + 0.6)
}

/// The middle of the same rings from top to bottom.
fn rings_down(bits: &Bits, x: usize, y: usize, module: f32) -> Option<f32> {
    let at = |y: usize| bits.ink[y * bits.width + x];
    if at(y) != 1 {
        return None;
    }
    let walk = |step: isize| -> Option<[usize; 4]> {
        let mut lengths = [0usize; 4];
        let (mut part, mut here) = (0, y as isize + step);
        loop {
            let ink = (0..bits.height as isize)
                .contains(&here)
                .then(|| at(here as usize));
            if ink != Some(1 - part as u8 % 2) {
                part += 1;
                if part == 4 || ink.is_none() {
                    break;
                }
            }
            lengths[part] += 1;
            if lengths[part] as f32 > module * 3.0 + 2.0 {
                return None;
            }
            here += step;
        }
        (lengths[3] > 0).then_some(lengths)
    };
    let (up, below) = (walk(-1)?, walk(1)?);
    let rings = up[1..].iter().chain(&below[1..]).map(|&l| l as f32);
    let inner = (up[0] + below[0] + 1) as f32;
    let tall = (rings.clone().sum::<f32>() + inner) / 7.0;
    ((0.5..2.0).contains(&(tall / module)) && even(rings.chain([inner]), tall))
        .then(|| y as f32 + (below[0] as f32 - up[0] as f32) / 2.0)
}
