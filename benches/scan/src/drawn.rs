//! Frames of our own making: what a camera sees without a code, and easy codes.

use scan::Frame;

use crate::common::shake::Dice;
use crate::common::{Drawing, URI, code, draw};

/// The size of a live frame, px.
pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 720;

/// A frame whose pixels `light` tells, with the noise of a sensor.
fn seen(seed: u64, noise: f32, light: impl Fn(f32, f32) -> f32) -> Frame {
    let mut dice = Dice::new(seed);
    let mut luma = Vec::with_capacity((WIDTH * HEIGHT) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let value = light(x as f32, y as f32) + dice.within(noise);
            luma.push(value.clamp(0.0, 255.0) as u8);
        }
    }
    frame(WIDTH, HEIGHT, luma)
}

/// A frame of a size that is known to be good.
pub fn frame(width: u32, height: u32, luma: Vec<u8>) -> Frame {
    Frame::new(width, height, luma).expect("as many bytes as pixels")
}

/// A number between 0 and 1 that belongs to a cell.
fn of_cell(column: f32, row: f32) -> f32 {
    Dice::new((column as i64 as u64) << 32 ^ (row as i64 as u64) ^ 0x51ed).part()
}

/// Smooth shapes: what is out of focus, faces, cloth.
fn shapes(x: f32, y: f32) -> f32 {
    let waves = [
        (0.011, 0.007, 1.0),
        (-0.019, 0.013, 0.7),
        (0.031, 0.027, 0.4),
        (0.005, -0.023, 0.8),
    ];
    let sum: f32 = waves
        .iter()
        .map(|(a, b, m)| (x * a + y * b).sin() * m)
        .sum();
    130.0 + sum * 30.0
}

/// What a camera sees without a code: the name, and the frame.
pub fn without_code() -> Vec<(&'static str, Frame)> {
    let wall = |x: f32, _: f32| 90.0 + x / 24.0;
    let page = |x: f32, y: f32| {
        let (line, letter) = ((y / 18.0).floor(), (x / 9.0).floor());
        let ink = y % 18.0 < 11.0 && x % 9.0 < 6.0 && of_cell(letter, line) < 0.8;
        let stroke = of_cell((x / 2.0).floor(), (y / 2.0).floor()) < 0.55;
        if ink && stroke { 60.0 } else { 205.0 }
    };
    let blinds = |_: f32, y: f32| if y % 24.0 < 11.0 { 190.0 } else { 80.0 };
    let keys = |x: f32, y: f32| {
        let inside = (x % 58.0 - 29.0).abs() < 23.0 && (y % 58.0 - 29.0).abs() < 23.0;
        let letter = (x % 58.0 - 20.0).abs() < 6.0 && (y % 58.0 - 20.0).abs() < 8.0;
        if letter {
            210.0
        } else if inside {
            55.0
        } else {
            95.0
        }
    };
    let books = |x: f32, y: f32| {
        let book = ((x + of_cell((x / 47.0).floor(), 1.0) * 9.0) / 47.0).floor();
        let title = (y % 240.0 > 70.0)
            && (y % 240.0 < 150.0)
            && of_cell((x / 4.0).floor(), (y / 3.0).floor()) < 0.5;
        30.0 + of_cell(book, (y / 240.0).floor()) * 190.0 + if title { 40.0 } else { 0.0 }
    };
    vec![
        ("a wall", seen(1, 6.0, wall)),
        ("out of focus", seen(2, 4.0, shapes)),
        ("a page of text", seen(3, 5.0, page)),
        ("blinds", seen(4, 4.0, blinds)),
        ("a keyboard", seen(5, 5.0, keys)),
        ("a bookshelf", seen(6, 6.0, books)),
        ("a dark room", seen(7, 9.0, |x, y| shapes(x, y) / 9.0)),
    ]
}

/// Easy codes: upright or a little turned, sharp, modules of five to eleven pixels.
pub fn easy() -> Vec<(String, Frame)> {
    let code = code(URI);
    let mut frames = Vec::new();
    for module in [5.0, 8.0, 11.0] {
        for turn in [0.0, 7.0, 20.0] {
            let drawing = Drawing {
                turn,
                tilt: if turn == 7.0 { 0.1 } else { 0.0 },
                dark: 45,
                light: 200,
                ..Drawing::plain(WIDTH, HEIGHT, module)
            };
            let (plain, _) = draw(&code, &drawing);
            let mut dice = Dice::new(module as u64 + turn as u64);
            let noisy = plain
                .luma()
                .iter()
                .map(|&l| (f32::from(l) + dice.within(4.0)) as u8);
            let name = format!("{module} px a module, turned by {turn}°");
            frames.push((name, frame(WIDTH, HEIGHT, noisy.collect())));
        }
    }
    frames
}
