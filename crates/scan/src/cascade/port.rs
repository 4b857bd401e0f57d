//! rxing, the port of ZXing: its search for finder patterns, its sampling and its bit decoder, each kept in bounds.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::{decoder, detector};

use super::engine::Fuel;
use crate::bits::Bits;
use crate::geometry::Point;
use crate::reading::{Symbol, SymbolText};

/// The most finder patterns that take part: a sheet of more than 300 codes.
const MOST_FINDERS: usize = 1_000;
/// The most sets of three finder patterns that are tried.
const MOST_SETS: usize = 6_000;
/// What one set costs at most, in accesses to pixels; what is burnt for it.
const SET_FUEL: u64 = 20_000;

/// Reads the symbols of a picture of ink and paper.
pub(super) fn read(bits: &Bits, fuel: &Fuel<'_>) -> Vec<Symbol> {
    let mut symbols = Vec::new();
    let run = AssertUnwindSafe(|| search(bits, fuel, &mut symbols));
    if catch_unwind(run).is_err() {
        fuel.fail();
    }
    symbols
}

fn search(bits: &Bits, fuel: &Fuel<'_>, symbols: &mut Vec<Symbol>) {
    let Some(matrix) = matrix(bits) else { return };
    fuel.burn(matrix.width() as u64 * u64::from(matrix.height()) / 4);
    let mut finders = detector::FindFinderPatterns(&matrix, true, 0);
    if finders.len() > MOST_FINDERS {
        fuel.fail();
        return;
    }
    let mut used = Vec::new();
    let sets = detector::GenerateFinderPatternSets(&mut finders);
    for set in sets.into_iter().take(MOST_SETS) {
        if [set.bl, set.tl, set.tr].iter().any(|f| used.contains(f)) {
            continue;
        }
        fuel.burn(SET_FUEL);
        // One set that makes it panic must not take the others along.
        match catch_unwind(AssertUnwindSafe(|| one(&matrix, &set))) {
            Ok(Some(symbol)) => {
                used.extend([set.bl, set.tl, set.tr]);
                symbols.push(symbol);
            }
            Ok(None) => {}
            Err(_) => fuel.fail(),
        }
    }
}

fn one(matrix: &BitMatrix, set: &detector::FinderPatternSet) -> Option<Symbol> {
    let sampled = detector::SampleQR(matrix, set).ok()?;
    let text = decode(sampled.getBits())?;
    let corner = |at: usize| {
        let p = sampled.getPoints().get(at)?;
        Some(Point { x: p.x, y: p.y })
    };
    Some(Symbol {
        text,
        // It tells the two upper ones first, then the two lower ones, each from the left.
        corners: [corner(0)?, corner(1)?, corner(3)?, corner(2)?],
        stage: "",
    })
}

/// Decodes a grid of modules, dark ones set. `None` also for a text of no length.
pub(super) fn decode(grid: &BitMatrix) -> Option<SymbolText> {
    let decoded = decoder::Decode(grid).ok().filter(|d| d.isValid())?;
    let text = decoded.text();
    (!text.is_empty()).then(|| SymbolText::from_text(text))
}

/// The same picture as rxing has it.
pub(crate) fn matrix(bits: &Bits) -> Option<BitMatrix> {
    let mut matrix = BitMatrix::new(bits.width as u32, bits.height as u32).ok()?;
    for y in 0..bits.height {
        for (x, _) in bits.row(y).iter().enumerate().filter(|(_, b)| **b != 0) {
            matrix.set(x as u32, y as u32);
        }
    }
    Some(matrix)
}
