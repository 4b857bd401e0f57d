//! Does a code go on beyond the edge of a frame?

use crate::geometry::Bounds;
use crate::{Frame, filters};

/// How far the code that was seen may be from the edge, as a share of its side: what lies between may be its rest.
const FAR: f32 = 0.8;
/// A stretch of so many modules along the edge with so many changes between dark and light is cut through a code; half of
/// its modules change, on average, and the words of a text less often.
const STRETCH: f32 = 10.0;
const CHANGES: usize = 6;
/// A change is at least this share of the code's contrast.
const STRONG: f32 = 0.45;

/// Is the edge of the frame, beside what was seen of a code, dark and light by turns as a code is?
pub(super) fn reached(frame: &Frame, seen: &Bounds, module: f32, contrast: f32) -> bool {
    // Noise goes up and down by itself.
    let contrast = contrast.max(filters::noise(frame) * 16.0);
    let (w, h) = (frame.width() as f32, frame.height() as f32);
    let side = seen.width().max(seen.height());
    let along = |low: f32, high: f32, most: f32| {
        let more = side * 0.25;
        ((low - more).clamp(0.0, most) as u32)..((high + more).clamp(0.0, most) as u32)
    };
    let (rows, columns) = (
        along(seen.top, seen.bottom, h),
        along(seen.left, seen.right, w),
    );
    let row = |y: u32| {
        let columns = columns.start as usize..columns.end as usize;
        alternates(&frame.row(y)[columns], module, contrast)
    };
    let column = |x: u32| {
        let values: Vec<u8> = rows.clone().map(|y| frame.row(y)[x as usize]).collect();
        alternates(&values, module, contrast)
    };
    let inside = (module / 2.0).clamp(1.0, 4.0) as u32;
    let (right, bottom) = (frame.width() - 1, frame.height() - 1);
    let near = side * FAR;
    seen.left < near && column(inside.min(right))
        || seen.top < near && row(inside.min(bottom))
        || w - seen.right < near && column(right - inside.min(right))
        || h - seen.bottom < near && row(bottom - inside.min(bottom))
}

/// Is there a stretch with enough strong changes?
fn alternates(values: &[u8], module: f32, contrast: f32) -> bool {
    let strong = contrast * STRONG;
    let mut changes: Vec<usize> = Vec::new();
    let Some(&first) = values.first() else {
        return false;
    };
    // What went up by enough is up until it went down by enough.
    let (mut low, mut high) = (f32::from(first), f32::from(first));
    let mut up: Option<bool> = None;
    for (at, &value) in values.iter().enumerate() {
        let value = f32::from(value);
        (low, high) = (low.min(value), high.max(value));
        if up != Some(true) && value - low > strong {
            changes.push(at);
            (up, high) = (Some(true), value);
        } else if up != Some(false) && high - value > strong {
            changes.push(at);
            (up, low) = (Some(false), value);
        }
    }
    let stretch = (STRETCH * module) as usize;
    changes
        .windows(CHANGES)
        .any(|c| c[CHANGES - 1] - c[0] <= stretch)
}
