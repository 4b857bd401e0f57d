//! Finder patterns by their middles: a full square of ink with paper all around, whatever became of the ring outside.

use crate::bits::Bits;
use crate::geometry::Point;

/// The least and the longest side of a middle, px.
const SIDES: std::ops::Range<f32> = 3.0..400.0;
/// Least share of the box around a middle that is ink: half of it where the square stands on a corner.
const FULL: f32 = 0.45;
/// How much longer than wide a middle may be.
const LONG: f32 = 3.0;
/// Of the eight places one module outside of a middle, as many at least are paper.
const PAPER: usize = 7;

/// Calls `hit` with the middle and the side of a module (as rows and columns cut it) of whatever may be the inside of a
/// finder pattern in that ink (1 or 0).
pub(super) fn scan(bits: &Bits, ink: u8, mut hit: impl FnMut(Point, f32)) {
    for blob in blobs(bits, ink) {
        let (wide, tall) = (blob.right - blob.left, blob.bottom - blob.top);
        let (long, short) = (wide.max(tall) as f32, wide.min(tall) as f32);
        if !SIDES.contains(&short)
            || !SIDES.contains(&long)
            || long > LONG * short
            || (blob.area as f32) < FULL * long * short
        {
            continue;
        }
        let middle = Point {
            x: (blob.left + blob.right) as f32 / 2.0,
            y: (blob.top + blob.bottom) as f32 / 2.0,
        };
        // A module outside of a middle of three is two modules from its centre.
        let (dx, dy) = (wide as f32 * 2.0 / 3.0, tall as f32 * 2.0 / 3.0);
        let around = [
            (1.0, 0.0),
            (-1.0, 0.0),
            (0.0, 1.0),
            (0.0, -1.0),
            (0.71, 0.71),
            (-0.71, 0.71),
            (0.71, -0.71),
            (-0.71, -0.71),
        ];
        let paper = around
            .iter()
            .filter(|(x, y)| bits.get(middle.x + x * dx, middle.y + y * dy) == Some(1 - ink))
            .count();
        if paper >= PAPER {
            hit(middle, long / 3.0);
        }
    }
}

/// What hangs together: its box (right and bottom just outside) and how many pixels it has.
#[derive(Clone, Copy)]
struct Blob {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    area: usize,
}

impl Blob {
    fn join(&mut self, other: &Blob) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
        self.area += other.area;
    }
}

/// Runs of a row are joined with those of the row above that they touch (a union–find over runs).
fn blobs(bits: &Bits, ink: u8) -> Vec<Blob> {
    let mut blobs: Vec<Blob> = Vec::new();
    let mut parent: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = Vec::new();
    for y in 0..bits.height {
        let row = bits.row(y);
        let mut here: Vec<usize> = Vec::new();
        let (mut x, mut old) = (0, 0);
        while x < row.len() {
            if row[x] != ink {
                x += 1;
                continue;
            }
            let left = x;
            while x < row.len() && row[x] == ink {
                x += 1;
            }
            let run = blobs.len();
            blobs.push(Blob {
                left,
                top: y,
                right: x,
                bottom: y + 1,
                area: x - left,
            });
            parent.push(run);
            here.push(run);
            // The runs above are in order: those that end before this one are done with.
            while old < above.len() && blobs[above[old]].right <= left {
                old += 1;
            }
            let mut next = old;
            while next < above.len() && blobs[above[next]].left < x {
                union(&mut parent, above[next], run);
                next += 1;
            }
        }
        above = here;
    }
    for run in 0..blobs.len() {
        let root = root(&mut parent, run);
        if root != run {
            let other = blobs[run];
            blobs[root].join(&other);
            blobs[run].area = 0;
        }
    }
    blobs.retain(|blob| blob.area > 0);
    blobs
}

fn root(parent: &mut [usize], mut run: usize) -> usize {
    while parent[run] != run {
        parent[run] = parent[parent[run]];
        run = parent[run];
    }
    run
}

fn union(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}
