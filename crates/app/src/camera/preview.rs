//! What the page sees of a frame: small, mirrored, every code frosted, with outlines in fractions.

use scan::preview::{self, Look};
use scan::{Frame, Quad, Reading};

use crate::wire::CameraView;

/// The widest preview, px.
const MAX_WIDTH: u32 = 640;
/// The most outlines that are drawn.
const MOST_OUTLINES: usize = 8;

/// The picture and the view that goes ahead of it.
pub(super) fn shown(frame: &Frame, reading: &Reading, base: CameraView) -> (CameraView, Vec<u8>) {
    let frosted = preview::frosted(
        frame,
        &reading.regions,
        Look {
            max_width: MAX_WIDTH,
            mirrored: true,
        },
    );
    let view = CameraView {
        outlines: outlines(frame, reading),
        width: frosted.width,
        height: frosted.height,
        ..base
    };
    let jpeg = preview::jpeg(&frosted);
    (view, jpeg)
}

/// The corners of the codes that were read, else of what looks like one, mirrored as the preview is.
fn outlines(frame: &Frame, reading: &Reading) -> Vec<Vec<(f32, f32)>> {
    #[expect(clippy::cast_precision_loss, reason = "a side has at most 16,384 px")]
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let fractions = |quad: &Quad| {
        let fraction = |point: &scan::Point| {
            (
                (1.0 - point.x / width).clamp(0.0, 1.0),
                (point.y / height).clamp(0.0, 1.0),
            )
        };
        quad.corners.iter().map(fraction).collect()
    };
    if reading.symbols.is_empty() {
        return reading
            .regions
            .iter()
            .take(MOST_OUTLINES)
            .map(fractions)
            .collect();
    }
    let symbols = reading.symbols.iter().map(|symbol| Quad {
        corners: symbol.corners,
    });
    symbols
        .take(MOST_OUTLINES)
        .map(|quad| fractions(&quad))
        .collect()
}
