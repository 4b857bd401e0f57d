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

/// One outline for regions that overlap: they are guesses at the same code.
fn apart(regions: &[Quad]) -> Vec<Quad> {
    let mut boxes: Vec<[f32; 4]> = Vec::new();
    for region in regions {
        let mut wide = bounds(region);
        // What the widened one reaches now may be several that were apart before.
        while let Some(at) = boxes.iter().position(|known| overlap(known, &wide)) {
            let known = boxes.swap_remove(at);
            wide = [
                wide[0].min(known[0]),
                wide[1].min(known[1]),
                wide[2].max(known[2]),
                wide[3].max(known[3]),
            ];
        }
        boxes.push(wide);
    }
    let corner = |x, y| scan::Point { x, y };
    let quad = |[left, top, right, bottom]: [f32; 4]| Quad {
        corners: [
            corner(left, top),
            corner(right, top),
            corner(right, bottom),
            corner(left, bottom),
        ],
    };
    boxes.into_iter().map(quad).collect()
}

/// Left, top, right and bottom, px.
fn bounds(quad: &Quad) -> [f32; 4] {
    let [first, rest @ ..] = &quad.corners;
    rest.iter()
        .fold([first.x, first.y, first.x, first.y], |b, point| {
            [
                b[0].min(point.x),
                b[1].min(point.y),
                b[2].max(point.x),
                b[3].max(point.y),
            ]
        })
}

fn overlap(a: &[f32; 4], b: &[f32; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
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
        return apart(&reading.regions)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f32, top: f32, side: f32) -> Quad {
        let corner = |x, y| scan::Point { x, y };
        Quad {
            corners: [
                corner(left, top),
                corner(left + side, top),
                corner(left + side, top + side),
                corner(left, top + side),
            ],
        }
    }

    #[test]
    fn guesses_at_one_code_have_one_outline_and_two_codes_have_two() {
        let regions = [
            square(0.0, 0.0, 10.0),
            square(100.0, 0.0, 10.0),
            square(12.0, 0.0, 10.0),
            // Joins the first and the third.
            square(8.0, 2.0, 6.0),
        ];
        let mut found: Vec<_> = apart(&regions).iter().map(bounds).collect();
        found.sort_by(|a, b| a[0].total_cmp(&b[0]));
        assert_eq!(found, [[0.0, 0.0, 22.0, 10.0], [100.0, 0.0, 110.0, 10.0]]);
    }
}
