//! A hand that shakes: the same picture a little moved, turned and scaled, with the noise of a sensor; and what becomes of
//! many of them on average.

use scan::preview::{Look, frosted};
use scan::{Effort, Frame, read};

/// Numbers that are the same in each run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 up to 1.
    pub fn part(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    /// From `-most` up to `most`.
    pub fn within(&mut self, most: f32) -> f32 {
        (self.part() * 2.0 - 1.0) * most
    }
}

/// How far one goes.
#[derive(Debug, Clone, Copy)]
pub struct Unrest {
    /// px each way
    pub shift: f32,
    /// degrees
    pub turn: f32,
    /// share of the size
    pub scale: f32,
    /// grey levels
    pub noise: f32,
}

/// A laptop on a desk before a code that somebody tries to hold still.
pub const STILL_HAND: Unrest = Unrest {
    shift: 1.0,
    turn: 1.0,
    scale: 0.01,
    noise: 2.0,
};

/// A hand that does not hold still: it shows the code at many places of a preview's cells.
pub const RESTLESS: Unrest = Unrest {
    shift: 20.0,
    turn: 3.0,
    scale: 0.04,
    noise: 2.0,
};

/// How many previews of one code somebody has.
pub const MANY: u64 = 64;

/// One place of the picture: moved, turned and scaled around its middle.
#[derive(Debug, Clone, Copy)]
pub struct Shake {
    x: f32,
    y: f32,
    sin: f32,
    cos: f32,
    noise: f32,
    seed: u64,
}

impl Shake {
    /// The one of a number, another for each.
    pub fn of(unrest: &Unrest, number: u64) -> Shake {
        let mut dice = Dice::new(number + 1);
        // The first numbers of neighbouring seeds are alike.
        (0..8).for_each(|_| _ = dice.part());
        let (x, y) = (dice.within(unrest.shift), dice.within(unrest.shift));
        let (sin, cos) = dice.within(unrest.turn).to_radians().sin_cos();
        let scale = 1.0 + dice.within(unrest.scale);
        Shake {
            x,
            y,
            sin: sin * scale,
            cos: cos * scale,
            noise: unrest.noise,
            seed: number.wrapping_mul(0x2545_f491_4f6c_dd1d),
        }
    }

    /// What is seen.
    pub fn seen(&self, frame: &Frame) -> Frame {
        let mut dice = Dice::new(self.seed);
        let (middle_x, middle_y) = middle(frame);
        warped(frame, self.noise, &mut dice, |x, y| {
            let (x, y) = (x - middle_x - self.x, y - middle_y - self.y);
            let (u, v) = (x * self.cos + y * self.sin, y * self.cos - x * self.sin);
            (u + middle_x, v + middle_y)
        })
    }

    /// A picture of what was seen put back to where it belongs; it may be `smaller` times as large.
    pub fn undone(&self, frame: &Frame, smaller: f32) -> Frame {
        let (middle_x, middle_y) = middle(frame);
        let length = self.sin * self.sin + self.cos * self.cos;
        warped(frame, 0.0, &mut Dice::new(1), |u, v| {
            let (u, v) = (u - middle_x, v - middle_y);
            let (x, y) = (u * self.cos - v * self.sin, v * self.cos + u * self.sin);
            (
                x / length + middle_x + self.x * smaller,
                y / length + middle_y + self.y * smaller,
            )
        })
    }
}

fn middle(frame: &Frame) -> (f32, f32) {
    (frame.width() as f32 / 2.0, frame.height() as f32 / 2.0)
}

/// A picture whose pixels are those of another at a place; beyond the edge is as at the edge.
fn warped(
    frame: &Frame,
    noise: f32,
    dice: &mut Dice,
    place: impl Fn(f32, f32) -> (f32, f32),
) -> Frame {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let luma = frame.luma();
    let mut out = Vec::with_capacity(luma.len());
    for y in 0..height {
        for x in 0..width {
            let (u, v) = place(x as f32 + 0.5, y as f32 + 0.5);
            let u = (u - 0.5).clamp(0.0, (width - 1) as f32);
            let v = (v - 0.5).clamp(0.0, (height - 1) as f32);
            let (column, row) = (u as usize, v as usize);
            let (fx, fy) = (u - column as f32, v - row as f32);
            let (right, below) = ((column + 1).min(width - 1), (row + 1).min(height - 1));
            let at = |x: usize, y: usize| f32::from(luma[y * width + x]);
            let top = at(column, row) * (1.0 - fx) + at(right, row) * fx;
            let bottom = at(column, below) * (1.0 - fx) + at(right, below) * fx;
            let value = top * (1.0 - fy) + bottom * fy + dice.within(noise);
            out.push((value + 0.5).clamp(0.0, 255.0) as u8);
        }
    }
    Frame::new(frame.width(), frame.height(), out).unwrap()
}

/// What many previews of a shaken picture add up to: as they are, and each put back to where it belongs, which is more
/// than anybody can do who only has the previews.
pub fn added_up(picture: &Frame, unrest: &Unrest, look: Look, frost: bool) -> [Frame; 2] {
    let (mut plain, mut placed) = (Vec::new(), Vec::new());
    for number in 0..MANY {
        let shake = Shake::of(unrest, number);
        let frame = shake.seen(picture);
        let turn = number as u32;
        let regions = if frost {
            read(&frame, Effort::Live { turn }).regions
        } else {
            Vec::new()
        };
        let preview = frosted(&frame, &regions, look);
        let smaller = preview.width as f32 / frame.width() as f32;
        let preview = Frame::new(preview.width, preview.height, preview.luma).unwrap();
        placed.push(shake.undone(&preview, smaller));
        plain.push(preview);
    }
    [averaged(&plain), averaged(&placed)]
}

/// The mean of pictures of one size, with all of its contrast.
fn averaged(frames: &[Frame]) -> Frame {
    let mut sums = vec![0f32; frames[0].luma().len()];
    for frame in frames {
        let pairs = sums.iter_mut().zip(frame.luma());
        pairs.for_each(|(sum, &luma)| *sum += f32::from(luma));
    }
    // What is left of the code is faint: as much of it as there is, is shown, and the few outliers are cut.
    let mut sorted = sums.clone();
    sorted.sort_by(f32::total_cmp);
    let (least, most) = (sorted[sorted.len() / 200], sorted[sorted.len() * 199 / 200]);
    let stretched = |sum: f32| (sum - least) / (most - least).max(1.0) * 255.0;
    let luma = sums.into_iter().map(|sum| stretched(sum) as u8).collect();
    Frame::new(frames[0].width(), frames[0].height(), luma).unwrap()
}
