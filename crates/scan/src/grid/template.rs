//! How clearly a finder pattern is seen.

use super::finders::Finder;
use super::plane::Plane;
use crate::geometry::Point;

/// Share of the modules of a finder pattern that are as they should be, to be sure of it.
pub(super) const CLEAR_SHARE: f32 = 0.74;
/// So clear must one be for its modules to be measured by it.
const MEASURED: f32 = 0.74;

/// How clearly a finder pattern is seen on a plane, and how large its modules are.
pub(super) fn measure(plane: &Plane, finder: &mut Finder) {
    let middle = plane.to_plane(finder.middle);
    let module = finder.module / plane.scale();
    let seen = |p| plane.level_at(p);
    let (clear, along, side) = turned(middle, module, seen);
    let others = [0.88, 1.12].map(|share| side * share);
    let others = others.map(|side| (template(middle, side, along, seen), side));
    let (clear, side) =
        others.into_iter().fold(
            (clear, side),
            |best, other| if other.0 > best.0 { other } else { best },
        );
    finder.clear = clear;
    if clear > MEASURED {
        finder.module = side * plane.scale();
    }
}

/// How well what is seen around a place agrees with a finder pattern and its quiet zone, turned as suits best.
/// `module` is as the rows and columns of the picture cut it: a pattern that is turned is cut longer than it is. With
/// the direction of the sides and the module that suit best.
pub(super) fn turned(middle: Point, module: f32, seen: impl Fn(Point) -> f32) -> (f32, Point, f32) {
    (0..6)
        .map(|turn| {
            let (y, x) = (turn as f32 * std::f32::consts::PI / 12.0).sin_cos();
            let (along, side) = (Point { x, y }, module * x.max(y));
            (template(middle, side, along, &seen), along, side)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap_or_default()
}

/// The same for one direction (of length 1) of the sides.
pub(super) fn template(
    middle: Point,
    module: f32,
    along: Point,
    seen: impl Fn(Point) -> f32,
) -> f32 {
    let mut sum = 0.0;
    for v in -4..=4i32 {
        for u in -4..=4i32 {
            let ring = u.abs().max(v.abs());
            let sign = if ring == 2 || ring == 4 { 1.0 } else { -1.0 };
            let (x, y) = (u as f32 * module, v as f32 * module);
            sum += sign * seen(middle.moved(x * along.x - y * along.y, x * along.y + y * along.x));
        }
    }
    sum / 81.0
}
