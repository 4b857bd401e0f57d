//! From the modules of a symbol to its text (ISO/IEC 18004, 7.3 to 7.9), with how sure each module is.

use rxing::qrcode::common::ErrorCorrectionLevel;
use rxing::qrcode::cpp_port::decoder::DecodeBitStream;
use zeroize::Zeroizing;

use super::model::Model;
use super::reed_solomon;
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

/// The text of a symbol, as it is or mirrored.
pub(super) fn decode(model: &Model, soft: &Soft, patience: Patience) -> Option<SymbolText> {
    let mirrored = transposed(soft, model.size);
    let mut tries: Vec<(f32, u8, &Soft)> = Vec::with_capacity(64);
    for soft in [soft, &mirrored] {
        tries.extend((0..32).map(|format| (likeness(format, soft, model.size), format, soft)));
    }
    tries.sort_by(|a, b| b.0.total_cmp(&a.0));
    tries
        .into_iter()
        .take(FORMATS)
        .filter(|(like, ..)| *like > FORMAT_LEAST)
        .find_map(|(_, format, soft)| with_format(model, soft, format, patience))
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

/// Codewords in the order of the symbol, and how unsure each is: about the number of its modules that may be wrong.
fn codewords(model: &Model, soft: &Soft, mask: u8) -> (Zeroizing<Vec<u8>>, Vec<f32>) {
    let n = model.size;
    let mut words = Zeroizing::new(Vec::with_capacity(n * n / 8));
    let mut doubts = Vec::with_capacity(n * n / 8);
    let (mut word, mut doubt, mut count) = (0u8, 0f32, 0);
    let mut right = n as i32 - 1;
    while right >= 1 {
        if right == 6 {
            right = 5;
        }
        let upward = (right + 1) & 2 == 0;
        for step in 0..n {
            let v = if upward { n - 1 - step } else { step };
            for u in [right as usize, right as usize - 1] {
                if model.function[v * n + u] != 0 {
                    continue;
                }
                let value = soft[v * n + u];
                let dark = (value < 0.0) ^ masked(mask, u, v);
                word = word << 1 | u8::from(dark);
                doubt += (-4.0 * value.abs()).exp();
                count += 1;
                if count == 8 {
                    words.push(word);
                    doubts.push(doubt);
                    (word, doubt, count) = (0, 0.0, 0);
                }
            }
        }
        right -= 2;
    }
    (words, doubts)
}

fn with_format(model: &Model, soft: &Soft, format: u8, patience: Patience) -> Option<SymbolText> {
    let level = ErrorCorrectionLevel::forBits(format >> 3).ok()?;
    let (words, doubts) = codewords(model, soft, format & 7);
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
        if at >= words.len() {
            return None;
        }
        places[block].push(at);
    }
    let mut data = Zeroizing::new(Vec::with_capacity(words.len()));
    for (block, &size) in places.iter().zip(&sizes) {
        let word: Zeroizing<Vec<u8>> = Zeroizing::new(block.iter().map(|&at| words[at]).collect());
        let doubt: Vec<f32> = block.iter().map(|&at| doubts[at]).collect();
        let corrected = corrected(&word, &doubt, checks, patience)?;
        data.extend_from_slice(&corrected[..size]);
    }
    let decoded = DecodeBitStream(&data, model.version, level).ok()?;
    let text = Zeroizing::new(decoded.text());
    (decoded.isValid() && !text.is_empty()).then(|| SymbolText::from_text((*text).clone()))
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
