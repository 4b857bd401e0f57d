//! Pictures for a page that must not be able to read what is on them.

use crate::geometry::{Bounds, Quad};
use crate::{Frame, resample};

/// A frame made safe to show: small, grey, every region frosted.
pub struct Preview {
    /// px
    pub width: u32,
    /// px
    pub height: u32,
    /// Row by row, a byte a pixel.
    pub luma: Vec<u8>,
}

/// How a preview is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// At most this wide, px.
    pub max_width: u32,
    /// Left and right exchanged, as in a mirror.
    pub mirrored: bool,
}

/// Most cells across a region: fewer than a third of the modules of the smallest code with its quiet zone.
const CELLS: f32 = 10.0;
/// The preview is at most this many cells wide even where a region is small: a region that turns out to be a part of a
/// larger code must not be fine enough to read.
const CELLS_ACROSS_FRAME: f32 = 40.0;
/// Grey levels of a cell: what many frames of a still camera add up to stays coarse.
const LEVELS: u32 = 12;

/// The frame at most `look.max_width` wide, with every region pixelated beyond reading.
///
/// Pass the regions of the same frame: of [`crate::Reading::regions`] or of [`crate::locate::code_like`].
#[must_use]
pub fn frosted(frame: &Frame, regions: &[Quad], look: Look) -> Preview {
    let width = look.max_width.clamp(1, frame.width());
    let scale = width as f32 / frame.width() as f32;
    let height = ((frame.height() as f32 * scale) as u32).clamp(1, frame.height());
    let plain = resample::fitted(frame, width, height);
    let mut luma = plain.luma().to_vec();
    for region in regions {
        frost(
            &plain,
            region.bounds().scaled(scale).clamped(width, height),
            &mut luma,
        );
    }
    if look.mirrored {
        luma.chunks_exact_mut(width as usize)
            .for_each(<[u8]>::reverse);
    }
    Preview {
        width,
        height,
        luma,
    }
}

/// Writes the cells of one region. The cells lie on a grid that is fixed to the picture, not to the region: a region
/// that trembles from frame to frame must not give many different samples of the same code.
fn frost(plain: &Frame, area: Bounds, luma: &mut [u8]) {
    let width = plain.width();
    let finest = width as f32 / CELLS_ACROSS_FRAME;
    let wanted = (area.width().max(area.height()) / CELLS)
        .max(finest)
        .max(2.0);
    // Sizes in powers of two times the finest, for the same reason.
    let cell =
        (finest.max(2.0) * 2f32.powf((wanted / finest.max(2.0)).log2().ceil())).ceil() as u32;
    if area.width() <= 0.0 || area.height() <= 0.0 {
        return;
    }
    let columns = area.left as u32 / cell..=(area.right.ceil() as u32 - 1) / cell;
    let rows = area.top as u32 / cell..=(area.bottom.ceil() as u32 - 1) / cell;
    for row in rows {
        let (top, bottom) = (row * cell, ((row + 1) * cell).min(plain.height()));
        for column in columns.clone() {
            let (left, right) = (
                (column * cell) as usize,
                ((column + 1) * cell).min(width) as usize,
            );
            let sum: u64 = (top..bottom)
                .map(|y| {
                    plain.row(y)[left..right]
                        .iter()
                        .map(|&v| u64::from(v))
                        .sum::<u64>()
                })
                .sum();
            let mean = (sum / ((right - left) as u64 * u64::from(bottom - top))) as u32;
            let level = (mean * LEVELS / 256 * 255 / (LEVELS - 1)) as u8;
            for y in top..bottom {
                luma[y as usize * width as usize..][left..right].fill(level);
            }
        }
    }
}

/// A grey JPEG, quality 70. Empty only if a side is beyond what JPEG can hold.
#[must_use]
pub fn jpeg(preview: &Preview) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 70);
    match encoder.encode(
        &preview.luma,
        preview.width,
        preview.height,
        image::ExtendedColorType::L8,
    ) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}
