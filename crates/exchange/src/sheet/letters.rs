//! Letters as pixels: Noto Sans Mono, for Latin scripts.

use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Luma};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use zeroize::Zeroizing;

/// A size and weight of letters.
#[derive(Clone, Copy)]
pub(super) struct Face {
    weight: FontWeight,
    height: RasterHeight,
    /// The letters of the font are enlarged this many times.
    scale: u32,
}

impl Face {
    pub(super) const SMALL: Face = Face::new(FontWeight::Regular, RasterHeight::Size24, 1);
    pub(super) const SMALL_BOLD: Face = Face::new(FontWeight::Bold, RasterHeight::Size24, 1);
    pub(super) const NAME: Face = Face::new(FontWeight::Bold, RasterHeight::Size32, 1);
    pub(super) const TITLE: Face = Face::new(FontWeight::Bold, RasterHeight::Size32, 2);
    pub(super) const KEY: Face = Face::new(FontWeight::Bold, RasterHeight::Size32, 2);

    const fn new(weight: FontWeight, height: RasterHeight, scale: u32) -> Face {
        Face {
            weight,
            height,
            scale,
        }
    }

    /// Width of every letter, in pixels.
    pub(super) fn advance(self) -> u32 {
        // The widths of this font are below 100 pixels.
        u32::try_from(get_raster_width(self.weight, self.height)).unwrap_or(0) * self.scale
    }

    /// Height of every letter's box, in pixels.
    pub(super) fn height(self) -> u32 {
        u32::try_from(self.height.val()).unwrap_or(0) * self.scale
    }

    /// The ink of a letter, 0 to 255 per pixel, row by row; `None` when the font does not have it.
    pub(super) fn ink(self, letter: char) -> Option<Zeroizing<Vec<u8>>> {
        let raster = get_raster(letter, self.weight, self.height)?;
        let rows = Zeroizing::new(raster.raster().concat());
        if self.scale == 1 {
            return Some(rows);
        }
        let (width, height) = (self.advance() / self.scale, self.height() / self.scale);
        let mut small = ImageBuffer::<Luma<u8>, _>::from_raw(width, height, rows.to_vec())?;
        let large = resize(
            &small,
            self.advance(),
            self.height(),
            FilterType::CatmullRom,
        );
        zeroize::Zeroize::zeroize(&mut *small);
        let mut ink = Zeroizing::new(large.into_raw());
        // Enlarging softens the edges; a steep ramp around the middle makes them crisp again.
        ink.iter_mut()
            .for_each(|value| *value = ((i32::from(*value) - 128) * 3 + 128).clamp(0, 255) as u8);
        Some(ink)
    }
}

/// The text with every character that the font lacks written as its code point, so that nothing is lost silently.
pub(super) fn drawable(text: &str) -> String {
    let has = |c: char| Face::SMALL.ink(c).is_some();
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '\u{201c}' | '\u{201d}' if !has(c) => out.push('"'),
                '\u{2018}' | '\u{2019}' if !has(c) => out.push('\''),
                c if has(c) => out.push(c),
                c => out.push_str(&format!("<{:04X}>", u32::from(c))),
            }
            out
        })
}
