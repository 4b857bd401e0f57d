//! A text as a QR symbol (ISO/IEC 18004) in a PNG picture.

use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

use crate::sheet::png;

/// A picture in shades of grey, as the bytes of a PNG file. Wiped when dropped: what it shows is a secret.
pub struct GrayPng {
    /// The bytes of the file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Why a text could not be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QrError {
    /// There is no text.
    #[error("there is nothing to draw")]
    Empty,
    /// More than a QR symbol with error correction M holds (2331 bytes).
    #[error("the text is too long for a QR code")]
    TooLong,
    /// The picture would be smaller than one pixel per module, or larger than [`MAX_PIXELS`] a side.
    #[error("a QR code of this text does not fit into the size asked for")]
    Size,
    /// The PNG encoder failed.
    #[error("the picture could not be encoded")]
    Picture,
}

/// The largest side of a picture, in pixels.
pub const MAX_PIXELS: u32 = 4096;

/// The white border, in modules (ISO/IEC 18004 §9.1).
pub const QUIET_ZONE: u32 = 4;

/// Draws a text as a QR symbol with error correction M, at most `px` pixels a side: every module is a square of
/// a whole number of pixels, and the quiet zone of four modules is inside. The same text gives the same picture.
///
/// # Errors
/// [`QrError`].
pub fn draw(text: &str, px: u32) -> Result<GrayPng, QrError> {
    if px > MAX_PIXELS {
        return Err(QrError::Size);
    }
    let symbol = Symbol::of(text)?;
    let module = px / (symbol.modules + 2 * QUIET_ZONE);
    if module == 0 {
        return Err(QrError::Size);
    }
    let side = module * (symbol.modules + 2 * QUIET_ZONE);
    let mut pixels = Zeroizing::new(Vec::with_capacity((side * side) as usize));
    for y in 0..side {
        pixels.extend((0..side).map(|x| {
            if symbol.is_dark(x / module, y / module) {
                0
            } else {
                255
            }
        }));
    }
    let bytes = png::encode(&pixels, side, side).ok_or(QrError::Picture)?;
    Ok(GrayPng {
        bytes,
        width: side,
        height: side,
    })
}

/// The modules of the same symbol, row by row, true for dark, without the quiet zone: for a terminal.
///
/// # Errors
/// [`QrError::Empty`] and [`QrError::TooLong`].
pub fn modules(text: &str) -> Result<Vec<Vec<bool>>, QrError> {
    let symbol = Symbol::of(text)?;
    let inside = QUIET_ZONE..QUIET_ZONE + symbol.modules;
    let row = |y| inside.clone().map(|x| symbol.is_dark(x, y)).collect();
    Ok(inside.clone().map(row).collect())
}

/// The modules of a symbol.
pub(crate) struct Symbol {
    /// Modules a side, without the quiet zone.
    pub(crate) modules: u32,
    dark: Zeroizing<Vec<bool>>,
}

impl Symbol {
    pub(crate) fn of(text: &str) -> Result<Symbol, QrError> {
        if text.is_empty() {
            return Err(QrError::Empty);
        }
        let code =
            QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError::TooLong)?;
        let modules = u32::try_from(code.width()).map_err(|_| QrError::TooLong)?;
        let dark = Zeroizing::new(
            code.into_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        );
        Ok(Symbol { modules, dark })
    }

    /// Whether a module is dark; the quiet zone counts, so that (4, 4) is the first of the symbol.
    pub(crate) fn is_dark(&self, x: u32, y: u32) -> bool {
        match (x.checked_sub(QUIET_ZONE), y.checked_sub(QUIET_ZONE)) {
            (Some(x), Some(y)) if x < self.modules && y < self.modules => self
                .dark
                .get((y * self.modules + x) as usize)
                .copied()
                .unwrap_or(false),
            _ => false,
        }
    }
}
