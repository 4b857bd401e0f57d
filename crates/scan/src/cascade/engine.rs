//! rqrr, kept in bounds.
//!
//! rqrr panics on some pictures, and on others it searches a spiral of billions of steps or copies the picture once
//! for each pair of finder patterns. It reads its pixels from any `GenericImage`: ours burns fuel with every access and
//! unwinds when none is left. It also lists every pair of finder patterns for each one, without a look at the picture:
//! a picture that is tiled with them is not given to it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use image::{GenericImage, GenericImageView, Luma};
use rqrr::{BitGrid, PreparedImage};
use zeroize::{Zeroize, Zeroizing};

use crate::Frame;
use crate::geometry::{Point, Quad};
use crate::locate::finder;
use crate::reading::{Symbol, SymbolText};

/// Accesses that a stage may spend on each pixel of the frame: several times what a sheet of many codes takes.
const FUEL_PER_PIXEL: u64 = 60;
/// What small frames get on top.
const FUEL_BASE: u64 = 8_000_000;
/// The most finder patterns of a picture: a sheet of more than 300 codes. Twice as many cost rqrr eight times as much.
const MOST_FINDERS: usize = 1_000;
/// Accesses between two looks at the caller's deadline.
const LOOK_EVERY: u64 = 1 << 18;

/// What a stage may spend, and whether it failed.
pub(crate) struct Fuel<'a> {
    left: Cell<u64>,
    until_look: Cell<u64>,
    expired: &'a dyn Fn() -> bool,
    failed: Cell<bool>,
}

/// The payload of our own unwinding: not a fault, the end of patience.
struct Spent;

impl<'a> Fuel<'a> {
    pub fn new(pixels: u64, expired: &'a dyn Fn() -> bool) -> Fuel<'a> {
        Fuel {
            left: Cell::new(FUEL_BASE + pixels * FUEL_PER_PIXEL),
            until_look: Cell::new(LOOK_EVERY),
            expired,
            failed: Cell::new(false),
        }
    }

    /// Did the stage panic, or spend everything?
    pub fn failed(&self) -> bool {
        self.failed.get()
    }

    /// Notes that what ran failed.
    pub fn fail(&self) {
        self.failed.set(true);
    }

    /// Unwinds when the caller's patience is at its end: between steps that are bounded by their number.
    pub fn ask_patience(&self) {
        if (self.expired)() {
            resume_unwind(Box::new(Spent));
        }
    }

    /// Takes fuel; unwinds when none is left or the caller's patience is at its end.
    pub fn burn(&self, amount: u64) {
        let left = self.left.get();
        let until_look = self.until_look.get();
        if amount < left && amount < until_look {
            self.left.set(left - amount);
            self.until_look.set(until_look - amount);
            return;
        }
        self.until_look.set(LOOK_EVERY);
        self.left.set(left.saturating_sub(amount));
        if left <= amount || (self.expired)() {
            // No panic hook runs: this is our own way out of a library that has none.
            resume_unwind(Box::new(Spent));
        }
    }
}

/// Reads the symbols of a frame with rqrr's own threshold.
pub(super) fn read(frame: &Frame, fuel: &Fuel<'_>) -> Vec<Symbol> {
    guarded(fuel, || {
        PreparedImage::prepare(Pixels::new(
            frame.width(),
            frame.height(),
            frame.luma(),
            fuel,
        ))
    })
}

/// Reads the symbols of a picture that is already black (1) and white (0).
pub(super) fn read_bits(width: u32, height: u32, bits: &[u8], fuel: &Fuel<'_>) -> Vec<Symbol> {
    guarded(fuel, || {
        PreparedImage::without_preparation(Pixels::new(width, height, bits, fuel))
    })
}

fn guarded<'a>(
    fuel: &Fuel<'_>,
    prepare: impl FnOnce() -> PreparedImage<Pixels<'a>>,
) -> Vec<Symbol> {
    let symbols = Cell::new(Vec::new());
    let run = || {
        let mut prepared = prepare();
        if is_tiled(&prepared) {
            fuel.failed.set(true);
            return;
        }
        for grid in prepared.detect_grids() {
            // One grid that makes rqrr panic must not take the others along.
            let one = catch_unwind(AssertUnwindSafe(|| decode(&grid)));
            match one {
                Ok(symbol) => {
                    let mut all = symbols.take();
                    all.extend(symbol);
                    symbols.set(all);
                }
                Err(fault) if fault.is::<Spent>() => resume_unwind(fault),
                Err(_) => fuel.failed.set(true),
            }
        }
    };
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        fuel.failed.set(true);
    }
    symbols.into_inner()
}

/// Whether a prepared picture has more finder patterns than any sheet of codes.
fn is_tiled(prepared: &PreparedImage<Pixels<'_>>) -> bool {
    let (width, height) = (prepared.width(), prepared.height());
    let mut signs = Zeroizing::new(Vec::with_capacity(width * height));
    for y in 0..height {
        // White is 0 there.
        let sign = |x| -i8::from(u8::from(prepared.get_pixel_at(x, y)) != 0);
        signs.extend((0..width).map(sign));
    }
    finder::more_than(MOST_FINDERS, &signs, width, height)
}

fn decode<G: BitGrid>(grid: &rqrr::Grid<G>) -> Option<Symbol> {
    // Reserved at once: growing would leave copies of the secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(rqrr::MAX_PAYLOAD_SIZE));
    grid.decode_to(&mut *bytes).ok()?;
    let bounds = grid.bounds.map(|p| Point {
        x: p.x as f32,
        y: p.y as f32,
    });
    let corners = true_corners(bounds, grid.grid.size());
    Some(Symbol {
        text: SymbolText::from_bytes(&bytes),
        corners,
        stage: "",
    })
}

/// rqrr's bounds are those of a grid of one module more than there is: the far corners lie a module outside.
fn true_corners(bounds: [Point; 4], size: usize) -> [Point; 4] {
    let far = size as f32 / (size as f32 + 1.0);
    let quad = Quad { corners: bounds };
    [
        bounds[0],
        quad.at(far, 0.0),
        quad.at(far, far),
        quad.at(0.0, far),
    ]
}

/// A picture that burns fuel at every access, wiped when dropped.
struct Pixels<'a> {
    width: u32,
    height: u32,
    luma: Vec<Luma<u8>>,
    fuel: &'a Fuel<'a>,
}

impl<'a> Pixels<'a> {
    fn new(width: u32, height: u32, bytes: &[u8], fuel: &'a Fuel<'a>) -> Pixels<'a> {
        Pixels {
            width,
            height,
            luma: bytes.iter().map(|&b| Luma([b])).collect(),
            fuel,
        }
    }

    fn index(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }
}

impl Drop for Pixels<'_> {
    fn drop(&mut self) {
        self.luma.iter_mut().for_each(|l| l.0.zeroize());
    }
}

impl Clone for Pixels<'_> {
    fn clone(&self) -> Self {
        // A copy runs at memory speed: some 8 bytes for the price of an access.
        self.fuel.burn(self.luma.len() as u64 / 8);
        Pixels {
            width: self.width,
            height: self.height,
            luma: self.luma.clone(),
            fuel: self.fuel,
        }
    }
}

impl GenericImageView for Pixels<'_> {
    type Pixel = Luma<u8>;

    fn dimensions(&self) -> (u32, u32) {
        // rqrr asks for the size in every step of a walk outside of the picture: that costs too.
        self.fuel.burn(1);
        (self.width, self.height)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Luma<u8> {
        self.fuel.burn(1);
        self.luma[self.index(x, y)]
    }
}

impl GenericImage for Pixels<'_> {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Luma<u8> {
        let at = self.index(x, y);
        &mut self.luma[at]
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.fuel.burn(1);
        let at = self.index(x, y);
        self.luma[at] = pixel;
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.put_pixel(x, y, pixel);
    }
}
