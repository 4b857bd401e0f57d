//! Where the modules of a symbol lie on a plane: a perspective view of a square, and how it is bent.

use super::plane::Plane;
use crate::geometry::{Point, Projection, Quad};

/// Modules from a symbol's edge to the middle of a finder pattern.
const INSET: f32 = 3.5;

/// A flat symbol seen in perspective. The corners are the middles of the three finder patterns and the place that
/// mirrors the first one: top left, top right, bottom right, bottom left.
#[derive(Clone, Copy)]
pub(super) struct Pose {
    pub corners: [Point; 4],
    projection: Projection,
    size: f32,
}

impl Pose {
    pub fn new(corners: [Point; 4], size: usize) -> Pose {
        Pose {
            corners,
            projection: Projection::of(&Quad { corners }),
            size: size as f32,
        }
    }

    /// Where a place of the symbol, in modules from its top left edge, lies on the plane.
    pub fn at(&self, u: f32, v: f32) -> Point {
        let across = self.size - 2.0 * INSET;
        self.projection
            .at((u - INSET) / across, (v - INSET) / across)
    }

    /// The symbol's corners.
    pub fn outline(&self) -> [Point; 4] {
        let n = self.size;
        [
            self.at(0.0, 0.0),
            self.at(n, 0.0),
            self.at(n, n),
            self.at(0.0, n),
        ]
    }
}

/// Control points each way of a bent symbol.
pub(super) const KNOTS: usize = 6;

/// A pose and how the paper is bent: displacements at control points, bilinear between them.
#[derive(Clone)]
pub(super) struct Bent {
    pub pose: Pose,
    /// In modules, row by row.
    pub knots: [(f32, f32); KNOTS * KNOTS],
    size: f32,
}

impl Bent {
    pub fn flat(pose: Pose, size: usize) -> Bent {
        Bent {
            pose,
            knots: [(0.0, 0.0); KNOTS * KNOTS],
            size: size as f32,
        }
    }

    pub fn at(&self, u: f32, v: f32) -> Point {
        let step = self.size / (KNOTS - 1) as f32;
        let place = |w: f32| {
            let t = (w / step).clamp(0.0, (KNOTS - 1) as f32);
            let low = (t as usize).min(KNOTS - 2);
            (low, t - low as f32)
        };
        let ((i, fu), (j, fv)) = (place(u), place(v));
        let k = |i: usize, j: usize| self.knots[j * KNOTS + i];
        let mix = |get: fn((f32, f32)) -> f32| {
            let top = get(k(i, j)) * (1.0 - fu) + get(k(i + 1, j)) * fu;
            let bottom = get(k(i, j + 1)) * (1.0 - fu) + get(k(i + 1, j + 1)) * fu;
            top * (1.0 - fv) + bottom * fv
        };
        self.pose.at(u + mix(|d| d.0), v + mix(|d| d.1))
    }

    /// The mean of five places of each module, row by row.
    pub fn sample(&self, size: usize, plane: &Plane, look: fn(&Plane, Point) -> f32) -> Vec<f32> {
        const PLACES: [(f32, f32, f32); 5] = [
            (0.5, 0.5, 2.0),
            (0.3, 0.3, 1.0),
            (0.7, 0.3, 1.0),
            (0.3, 0.7, 1.0),
            (0.7, 0.7, 1.0),
        ];
        let mut out = Vec::with_capacity(size * size);
        for v in 0..size {
            for u in 0..size {
                let sum: f32 = PLACES
                    .iter()
                    .map(|&(du, dv, w)| w * look(plane, self.at(u as f32 + du, v as f32 + dv)))
                    .sum();
                out.push(sum / 6.0);
            }
        }
        out
    }
}
