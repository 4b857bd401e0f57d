//! Symbols that are no QR codes: told apart, and never read out, so that whoever holds one up hears what it is.
//!
//! Each reader is rxing's, on our own black and white version of the frame, and believed only where the whole symbol
//! decodes: a guess from its looks would be wrong on a QR code that is damaged.

mod lines;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::aztec;
use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::datamatrix;
use rxing::pdf417::decoder::pdf_417_scanning_decoder;
use rxing::pdf417::detector::pdf_417_detector;
use rxing::pdf417::pdf_417_common::{MODULES_IN_CODEWORD, MODULES_IN_STOP_PATTERN};

use crate::bits::{self, Bits};
use crate::cascade::{Fuel, matrix};
use crate::{Frame, resample};

/// A symbol of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OtherKind {
    /// Bars side by side: EAN, UPC, Code 128, 93 or 39, Interleaved 2 of 5.
    Barcode,
    /// ISO/IEC 16022.
    DataMatrix,
    /// ISO/IEC 24778.
    Aztec,
    /// ISO/IEC 15438: bars in rows.
    Pdf417,
}

impl OtherKind {
    /// Every kind, the commonest first.
    pub const ALL: [OtherKind; 4] = [
        OtherKind::Barcode,
        OtherKind::DataMatrix,
        OtherKind::Pdf417,
        OtherKind::Aztec,
    ];
}

/// Larger pictures are made smaller, px: a live frame and a single picture.
const MOST_LIVE: u64 = 1_000_000;
const MOST_STILL: u64 = 2_500_000;
/// Bull's eyes that are looked into, the surest first.
const MOST_EYES: usize = 4;
/// How far from its bull's eye an Aztec code of the common sizes reaches, modules: 22 layers.
const EYE_REACH: f32 = 55.0;
/// The least side of a module around a bull's eye, px.
const EYE_MODULE: f32 = 5.0;

/// What a single picture shows instead of a QR code.
pub(crate) fn of_still(frame: &Frame, fuel: &Fuel<'_>) -> Option<OtherKind> {
    let bits = bits(frame, MOST_STILL);
    let found = OtherKind::ALL
        .into_iter()
        .find(|&kind| shows(frame, &bits, kind, &lines::ALL_TURNS, fuel));
    // Bars of two pixels that lie askew.
    let found = found.or_else(|| {
        let twice = (frame.pixels() < MOST_LIVE).then(|| resample::doubled(frame))?;
        let finer = self::bits(&twice, 4 * MOST_LIVE);
        let kind = OtherKind::Barcode;
        shows(&twice, &finer, kind, &lines::ALL_TURNS, fuel).then_some(kind)
    });
    found.or_else(|| {
        let negative = resample::inverted(frame);
        let inverted = self::bits(&negative, MOST_STILL);
        [OtherKind::DataMatrix, OtherKind::Aztec]
            .into_iter()
            .find(|&kind| shows(&negative, &inverted, kind, &[], fuel))
    })
}

/// Does a live frame show bars, in one of two pairs of directions, or else (with each turn) one of the other kinds?
pub(crate) fn of_live(frame: &Frame, turn: u32, fuel: &Fuel<'_>) -> Option<OtherKind> {
    let kinds = OtherKind::ALL.len() as u32 - 1;
    let kind = match turn % 2 {
        0 => OtherKind::Barcode,
        _ => OtherKind::ALL[(1 + turn / 2 % kinds) as usize],
    };
    let turns = &lines::ALL_TURNS[(turn as usize / 2 % 2) * 2..][..2];
    shows(frame, &bits(frame, MOST_LIVE), kind, turns, fuel).then_some(kind)
}

fn bits(frame: &Frame, most: u64) -> Bits {
    let factor = (frame.pixels() as f32 / most as f32).sqrt();
    if factor <= 1.0 {
        return bits::hybrid(frame);
    }
    let side = |side: u32| ((side as f32 / factor) as u32).max(1);
    bits::hybrid(&resample::fitted(
        frame,
        side(frame.width()),
        side(frame.height()),
    ))
}

/// Is there a symbol of a kind? What panics says no, and is counted.
fn shows(frame: &Frame, bits: &Bits, kind: OtherKind, turns: &[f32], fuel: &Fuel<'_>) -> bool {
    fuel.ask_patience();
    let look = || match kind {
        OtherKind::Barcode => lines::shows_bars(bits, turns, fuel),
        OtherKind::DataMatrix => data_matrix(bits).is_some(),
        OtherKind::Pdf417 => pdf417(bits).is_some(),
        OtherKind::Aztec => aztec(frame, bits, fuel),
    };
    match catch_unwind(AssertUnwindSafe(look)) {
        Ok(found) => found,
        Err(_) => {
            // Our own unwinding at the end of patience arrives here too, and unwinds again.
            fuel.ask_patience();
            fuel.fail();
            false
        }
    }
}

fn data_matrix(bits: &Bits) -> Option<()> {
    let matrix = matrix(bits)?;
    let decoder = datamatrix::decoder::Decoder::new();
    let found = datamatrix::detector::zxing_cpp_detector::detect(&matrix, true, true).ok()?;
    found
        .iter()
        .find_map(|symbol| decoder.decode(symbol.getBits()).ok())
        .map(drop)
}

fn pdf417(bits: &Bits) -> Option<()> {
    let upright = matrix(bits)?;
    let quarter = {
        let mut matrix = upright.clone();
        matrix.rotate(90).ok()?;
        matrix
    };
    [upright, quarter].into_iter().find_map(|mut matrix| {
        pdf417_in_rows(&matrix).or_else(|| {
            matrix.rotate(180).ok()?;
            pdf417_in_rows(&matrix)
        })
    })
}

fn pdf417_in_rows(matrix: &BitMatrix) -> Option<()> {
    let found = pdf_417_detector::detect(false, matrix)?;
    let p = found.first()?;
    // The width of a codeword, from the start pattern and from the stop pattern, above and below.
    let between = |a: usize, b: usize| Some((p[a]?.x - p[b]?.x).abs() as u32);
    let stop = |width: u32| width * MODULES_IN_CODEWORD / MODULES_IN_STOP_PATTERN;
    let widths = [
        between(0, 4),
        between(6, 2).map(stop),
        between(1, 5),
        between(7, 3).map(stop),
    ];
    let (least, most) = (
        widths.iter().flatten().min()?,
        widths.iter().flatten().max()?,
    );
    pdf_417_scanning_decoder::decode(matrix, p[4], p[5], p[6], p[7], *least, *most)
        .ok()
        .map(drop)
}

/// rxing looks for an Aztec code in the middle of a picture only: each bull's eye is put there, its modules made as large
/// as its search likes them.
fn aztec(frame: &Frame, bits: &Bits, fuel: &Fuel<'_>) -> bool {
    let scale = frame.width() as f32 / bits.width as f32;
    let eyes = lines::bulls_eyes(bits, MOST_EYES);
    eyes.into_iter().any(|(middle, module)| {
        let (middle, module) = (middle.scaled(scale), module * scale);
        let room = [
            middle.x,
            middle.y,
            frame.width() as f32 - middle.x,
            frame.height() as f32 - middle.y,
        ];
        let reach = room.into_iter().fold(module * EYE_REACH, f32::min) as u32;
        if reach < 8 {
            return false;
        }
        let (left, top) = (middle.x as u32 - reach, middle.y as u32 - reach);
        let mut part = resample::cropped(frame, left, top, 2 * reach, 2 * reach);
        let mut module = module;
        while module < EYE_MODULE && part.pixels() < MOST_LIVE / 4 {
            part = resample::doubled(&part);
            module *= 2.0;
        }
        let thresholds: [fn(&Frame) -> Bits; 2] = [bits::hybrid, |part| bits::local(part, 24, 0)];
        thresholds.into_iter().any(|threshold| {
            fuel.ask_patience();
            matrix(&threshold(&part)).is_some_and(|matrix| has_aztec(&matrix))
        })
    })
}

fn has_aztec(matrix: &BitMatrix) -> bool {
    let mut detector = aztec::detector::Detector::new(matrix);
    [false, true].into_iter().any(|mirrored| {
        let found = detector.detect(mirrored);
        found.is_ok_and(|found| aztec::decoder::decode(&found).is_ok())
    })
}

#[cfg(test)]
mod tests;
