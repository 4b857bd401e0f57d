//! Points and quadrilaterals in pixels.

/// A point in pixels of the frame it belongs to: x to the right, y down, (0, 0) the outer corner of the first pixel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right, px.
    pub x: f32,
    /// Downwards, px.
    pub y: f32,
}

/// A quadrilateral in pixels, corners in order around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad {
    /// The corners in order around the figure.
    pub corners: [Point; 4],
}

/// An upright rectangle in pixels, right and bottom exclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Point {
    /// The same place in a frame that is `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Point {
        Point {
            x: self.x * factor,
            y: self.y * factor,
        }
    }

    pub(crate) fn moved(self, x: f32, y: f32) -> Point {
        Point {
            x: self.x + x,
            y: self.y + y,
        }
    }

    pub(crate) fn distance(self, other: Point) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

impl Quad {
    /// The middle of the corners.
    #[must_use]
    pub fn centre(&self) -> Point {
        let sum = self.corners.iter().fold(Point::default(), |a, c| Point {
            x: a.x + c.x,
            y: a.y + c.y,
        });
        sum.scaled(0.25)
    }

    /// Where (u, v) of the unit square lies when the square's corners are seen at ours (a perspective view).
    pub(crate) fn at(&self, u: f32, v: f32) -> Point {
        Projection::of(self).at(u, v)
    }

    /// Does every corner turn the same way?
    pub(crate) fn is_convex(&self) -> bool {
        let turn = |i: usize| {
            let [a, b, c] = [0, 1, 2].map(|k| self.corners[(i + k) % 4]);
            (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
        };
        let first = turn(0);
        (1..4).all(|i| turn(i) * first > 0.0)
    }

    pub(crate) fn bounds(&self) -> Bounds {
        let mut b = Bounds {
            left: f32::MAX,
            top: f32::MAX,
            right: f32::MIN,
            bottom: f32::MIN,
        };
        for c in &self.corners {
            b.left = b.left.min(c.x);
            b.right = b.right.max(c.x);
            b.top = b.top.min(c.y);
            b.bottom = b.bottom.max(c.y);
        }
        b
    }
}

/// The perspective view that takes the unit square to a quadrilateral.
#[derive(Clone, Copy)]
pub(crate) struct Projection {
    /// x = (a u + b v + c) / (g u + h v + 1), y = (d u + e v + f) / (g u + h v + 1)
    row_x: [f32; 3],
    row_y: [f32; 3],
    row_w: [f32; 2],
}

impl Projection {
    /// Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), §2.2.3: square to quadrilateral.
    pub fn of(quad: &Quad) -> Projection {
        let [a, b, c, d] = quad.corners;
        let (sx, sy) = (a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y);
        let (dx1, dy1, dx2, dy2) = (b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) = if det.abs() < f32::EPSILON {
            (0.0, 0.0)
        } else {
            ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det)
        };
        Projection {
            row_x: [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x],
            row_y: [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y],
            row_w: [g, h],
        }
    }

    pub fn at(&self, u: f32, v: f32) -> Point {
        let w = self.row_w[0] * u + self.row_w[1] * v + 1.0;
        let w = if w.abs() < f32::EPSILON { 1.0 } else { w };
        Point {
            x: (self.row_x[0] * u + self.row_x[1] * v + self.row_x[2]) / w,
            y: (self.row_y[0] * u + self.row_y[1] * v + self.row_y[2]) / w,
        }
    }
}

impl From<Bounds> for Quad {
    fn from(b: Bounds) -> Quad {
        let p = |x, y| Point { x, y };
        Quad {
            corners: [
                p(b.left, b.top),
                p(b.right, b.top),
                p(b.right, b.bottom),
                p(b.left, b.bottom),
            ],
        }
    }
}

impl Bounds {
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.left && p.x < self.right && p.y >= self.top && p.y < self.bottom
    }

    pub fn holds(&self, other: &Bounds) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    pub fn touches(&self, other: &Bounds) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn common(&self, other: &Bounds) -> Bounds {
        Bounds {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub fn grown(&self, by: f32) -> Bounds {
        Bounds {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub fn clamped(&self, width: u32, height: u32) -> Bounds {
        let (w, h) = (width as f32, height as f32);
        Bounds {
            left: self.left.clamp(0.0, w),
            top: self.top.clamp(0.0, h),
            right: self.right.clamp(0.0, w),
            bottom: self.bottom.clamp(0.0, h),
        }
    }

    pub fn scaled(&self, f: f32) -> Bounds {
        Bounds {
            left: self.left * f,
            top: self.top * f,
            right: self.right * f,
            bottom: self.bottom * f,
        }
    }
}
