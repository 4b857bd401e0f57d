//! From the modules of a symbol to its text (ISO/IEC 18004, 7.3 to 7.9), with how sure each module is.

use std::collections::HashMap;

use rxing::qrcode::common::ErrorCorrectionLevel;
use rxing::qrcode::cpp_port::decoder::DecodeBitStream;
use zeroize::Zeroizing;

use super::model::Model;
use super::{enrolment, reed_solomon};
use crate::reading::SymbolText;

/// What was seen of each module, row by row: below 0 dark, above 0 light; the further from 0 the surer.
pub(super) type Soft = Zeroizing<Vec<f32>>;

/// The mask of format information (ISO/IEC 18004, 7.9.1).
const FORMAT_MASK: u16 = 0x5412;
/// Formats that are tried, the likeliest first.
const FORMATS: usize = 2;
/// Least correlation of the best format with what was seen, of 1.
const FORMAT_LEAST: f32 = 0.35;
/// Check codewords that must be left over where erasures were guessed: each makes a wrong text 256 times less likely.
const MARGIN: usize = 3;

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Errors only.
    Errors,
    /// The unsurest codewords as erasures too.
    Erasures,
}

/// Reads one symbol from one sight of its modules after another. What a sight tells of one block is kept: the next sight
/// may tell the others.
pub(super) struct Solver<'m> {
    model: &'m Model,
    solved: HashMap<(bool, u8), Vec<Option<Block>>>,
}

/// The data of a block, corrected.
type Block = Zeroizing<Vec<u8>>;

impl<'m> Solver<'m> {
    pub fn new(model: &'m Model) -> Solver<'m> {
        Solver {
            model,
            solved: HashMap::new(),
        }
    }

    /// The text of the symbol, as it is or mirrored.
    pub fn decode(&mut self, soft: &Soft, patience: Patience) -> Option<SymbolText> {
        let size = self.model.size;
        let turned = transposed(soft, size);
        let mut tries: Vec<(f32, u8, bool)> = Vec::with_capacity(64);
        for (soft, mirrored) in [(soft, false), (&turned, true)] {
            tries.extend((0..32).map(|format| (likeness(format, soft, size), format, mirrored)));
        }
        tries.sort_by(|a, b| b.0.total_cmp(&a.0));
        tries.truncate(FORMATS);
        tries.retain(|(like, ..)| *like > FORMAT_LEAST);
        tries.into_iter().find_map(|(_, format, mirrored)| {
            let soft = if mirrored { &turned } else { soft };
            self.with_format(soft, (mirrored, format), patience)
        })
    }

    fn with_format(
        &mut self,
        soft: &Soft,
        (mirrored, format): (bool, u8),
        patience: Patience,
    ) -> Option<SymbolText> {
        let model = self.model;
        let level = ErrorCorrectionLevel::forBits(format >> 3).ok()?;
        let layout = Layout::of(model, level)?;
        let mut seen = bits(model, soft, format & 7);
        let solved = self
            .solved
            .entry((mirrored, format))
            .or_insert_with(|| vec![None; layout.places.len()]);
        layout.solve(&seen, patience, solved);
        if patience == Patience::Erasures && solved.iter().any(Option::is_none) {
            for known in enrolment::guesses(&seen, &layout.stream(), model.version) {
                known.write(&mut seen);
                layout.solve(&seen, patience, solved);
                if solved.iter().all(Option::is_some) {
                    break;
                }
                seen = bits(model, soft, format & 7);
            }
        }
        let mut data = Zeroizing::new(Vec::with_capacity(seen.len() / 8));
        for block in solved.iter() {
            data.extend_from_slice(block.as_ref()?);
        }
        let decoded = DecodeBitStream(&data, model.version, level).ok()?;
        let text = Zeroizing::new(decoded.text());
        (decoded.isValid() && !text.is_empty()).then(|| SymbolText::from_text((*text).clone()))
    }
}

fn transposed(soft: &Soft, size: usize) -> Soft {
    Zeroizing::new(
        (0..size * size)
            .map(|at| soft[at % size * size + at / size])
            .collect(),
    )
}

/// The 15 bits of format information, masked, the lowest first.
fn format_bits(format: u8) -> impl Iterator<Item = bool> {
    let data = u16::from(format);
    let mut rest = data << 10;
    for shift in (10..15).rev() {
        if rest >> shift & 1 != 0 {
            rest ^= 0x537 << (shift - 10);
        }
    }
    let word = (data << 10 | rest) ^ FORMAT_MASK;
    (0..15).map(move |i| word >> i & 1 != 0)
}

/// How well both copies of a format agree with what was seen, from -1 to 1.
fn likeness(format: u8, soft: &Soft, size: usize) -> f32 {
    let at = |u: usize, v: usize| soft[v * size + u].clamp(-1.0, 1.0);
    let (mut sum, mut all) = (0.0, 0.0);
    for (i, dark) in format_bits(format).enumerate() {
        let near = match i {
            0..6 => at(8, i),
            6 => at(8, 7),
            7 => at(8, 8),
            8 => at(7, 8),
            _ => at(14 - i, 8),
        };
        let far = if i < 8 {
            at(size - 1 - i, 8)
        } else {
            at(8, size - 15 + i)
        };
        let sign = if dark { -1.0 } else { 1.0 };
        sum += sign * (near + far);
        all += near.abs() + far.abs();
    }
    sum / f32::max(all, 1e-6)
}

/// Is the module inverted by the mask?
fn masked(mask: u8, u: usize, v: usize) -> bool {
    match mask {
        0 => (u + v).is_multiple_of(2),
        1 => v.is_multiple_of(2),
        2 => u.is_multiple_of(3),
        3 => (u + v).is_multiple_of(3),
        4 => (u / 3 + v / 2).is_multiple_of(2),
        5 => u * v % 2 + u * v % 3 == 0,
        6 => (u * v % 2 + u * v % 3).is_multiple_of(2),
        _ => ((u + v) % 2 + u * v % 3).is_multiple_of(2),
    }
}

/// The bits of the codewords in the order of the symbol, without the mask: below 0 a one, above 0 a zero.
fn bits(model: &Model, soft: &Soft, mask: u8) -> Soft {
    let n = model.size;
    let mut out = Zeroizing::new(Vec::with_capacity(n * n));
    let mut right = n as i32 - 1;
    while right >= 1 {
        if right == 6 {
            right = 5;
        }
        let upward = (right + 1) & 2 == 0;
        for step in 0..n {
            let v = if upward { n - 1 - step } else { step };
            for u in [right as usize, right as usize - 1] {
                if model.function[v * n + u] == 0 {
                    let value = soft[v * n + u];
                    out.push(if masked(mask, u, v) { -value } else { value });
                }
            }
        }
        right -= 2;
    }
    out
}

/// A codeword, and how unsure it is: about the number of its bits that may be wrong.
fn codeword(bits: &[f32]) -> (u8, f32) {
    bits.iter().fold((0, 0.0), |(word, doubt), &value| {
        // A dark module is a one; one that is neither is taken for light.
        let one = value < 0.0;
        (
            word << 1 | u8::from(one),
            doubt + (-4.0 * value.abs()).exp(),
        )
    })
}

/// Where the codewords of each block stand among those of the symbol.
struct Layout {
    /// Of each block: first those of data, then those of error correction.
    places: Vec<Vec<usize>>,
    /// How many of each block's hold data.
    sizes: Vec<usize>,
    /// How many of each block correct errors.
    checks: usize,
}

impl Layout {
    fn of(model: &Model, level: ErrorCorrectionLevel) -> Option<Layout> {
        let layout = model.version.getECBlocksForLevel(level);
        let count = layout.getNumBlocks() as usize;
        let checks = layout.getTotalECCodewords() as usize / count;
        let sizes: Vec<usize> = layout
            .getECBlocks()
            .iter()
            .flat_map(|b| std::iter::repeat_n(b.getDataCodewords() as usize, b.getCount() as usize))
            .collect();
        // Blocks are interleaved: the first codeword of each, the second of each, ...; long blocks have one more.
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); count];
        let longest = *sizes.iter().max()?;
        let order = (0..longest)
            .flat_map(|i| (0..count).map(move |b| (i, b)))
            .filter(|&(i, b)| i < sizes[b])
            .map(|(_, b)| b)
            .chain((0..checks).flat_map(|_| 0..count));
        for (at, block) in order.enumerate() {
            places[block].push(at);
        }
        Some(Layout {
            places,
            sizes,
            checks,
        })
    }

    /// Where the codewords of data stand, in the order of the text.
    fn stream(&self) -> Vec<usize> {
        let blocks = self.places.iter().zip(&self.sizes);
        blocks
            .flat_map(|(places, &size)| places[..size].iter().copied())
            .collect()
    }

    /// Corrects those blocks that are not solved yet and can be.
    fn solve(&self, seen: &Soft, patience: Patience, solved: &mut [Option<Block>]) {
        for (nth, block) in solved.iter_mut().enumerate() {
            if block.is_some() {
                continue;
            }
            let words = self.places[nth]
                .iter()
                .map(|at| seen.get(at * 8..at * 8 + 8).map(codeword));
            let Some(words) = words.collect::<Option<Vec<_>>>() else {
                return;
            };
            let (word, doubt): (Vec<u8>, Vec<f32>) = words.into_iter().unzip();
            let word = Zeroizing::new(word);
            if let Some(mut corrected) = corrected(&word, &doubt, self.checks, patience) {
                corrected.truncate(self.sizes[nth]);
                *block = Some(corrected);
            }
        }
    }
}

/// A block corrected: as it is, and if that fails with more and more of its unsurest codewords as erasures (Forney's
/// generalised minimum distance decoding).
fn corrected(
    word: &[u8],
    doubt: &[f32],
    checks: usize,
    patience: Patience,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut whole = Zeroizing::new(word.to_vec());
    if reed_solomon::correct(&mut whole, checks, &[]).is_some() {
        return Some(whole);
    }
    if patience == Patience::Errors {
        return None;
    }
    let mut order: Vec<usize> = (0..word.len()).collect();
    order.sort_by(|&a, &b| doubt[b].total_cmp(&doubt[a]));
    let most = checks.saturating_sub(MARGIN);
    let step = (most / 16).max(1);
    for erased in (step..=most).step_by(step) {
        let mut whole = Zeroizing::new(word.to_vec());
        if let Some(errors) = reed_solomon::correct(&mut whole, checks, &order[..erased])
            && 2 * errors + erased + MARGIN <= checks
        {
            return Some(whole);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A symbol of two blocks (version 3-Q), light modules 1 and dark ones -1.
    fn clean() -> (Model, Soft) {
        let code = qrcode::QrCode::with_version(
            b"two blocks of one symbol",
            qrcode::Version::Normal(3),
            qrcode::EcLevel::Q,
        );
        let dark = code.unwrap().to_colors();
        let soft = dark.iter().map(|c| c.select(-1.0, 1.0)).collect();
        (Model::of(3).unwrap(), Zeroizing::new(soft))
    }

    /// The symbol with most codewords of one block inverted.
    fn damaged(model: &Model, soft: &Soft, block: usize) -> Soft {
        let layout = Layout::of(model, ErrorCorrectionLevel::Q).unwrap();
        let places = Zeroizing::new((0..soft.len()).map(|at| at as f32 + 1.0).collect());
        let order = bits(model, &places, 0);
        let mut out = soft.clone();
        for &word in layout.places[block].iter().step_by(2) {
            for at in &order[word * 8..word * 8 + 8] {
                out[at.abs() as usize - 1] *= -1.0;
            }
        }
        out
    }

    #[test]
    fn what_one_sight_tells_of_a_block_is_kept_for_the_next() {
        let (model, soft) = clean();
        let sights = [0, 1].map(|block| damaged(&model, &soft, block));
        let text = |sights: &[&Soft]| {
            let mut solver = Solver::new(&model);
            let texts = sights
                .iter()
                .filter_map(|soft| solver.decode(soft, Patience::Errors));
            texts.last().map(|text| text.expose().to_owned())
        };
        assert_eq!(text(&[&soft]).as_deref(), Some("two blocks of one symbol"));
        assert_eq!(text(&[&sights[0]]), None);
        assert_eq!(text(&[&sights[1]]), None);
        assert_eq!(
            text(&[&sights[0], &sights[1]]).as_deref(),
            Some("two blocks of one symbol")
        );
    }
}
