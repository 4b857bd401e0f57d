//! Codes that are torn, seen from their side or drawn oddly: what the reader of our own is for.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Drawing, URI, code, draw};
use qrcode::types::Color;
use scan::{Effort, Frame, read};

/// The only text that is read in a frame, and by which stage.
fn only(frame: &Frame) -> Option<(String, &'static str)> {
    let reading = read(frame, Effort::Still);
    assert!(reading.symbols.len() < 2);
    let symbol = reading.symbols.first()?;
    Some((symbol.text.expose().to_owned(), symbol.stage))
}

/// A symbol with a quiet zone of four modules, drawn from whether each module is dark.
fn drawn(size: usize, module: usize, dark: impl Fn(usize, usize) -> bool) -> Frame {
    let side = (size + 8) * module;
    let luma = (0..side * side)
        .map(|at| {
            let (u, v) = (at % side / module, at / side / module);
            let inside = (4..size + 4).contains(&u) && (4..size + 4).contains(&v);
            if inside && dark(u - 4, v - 4) {
                20
            } else {
                235
            }
        })
        .collect();
    Frame::new(side as u32, side as u32, luma).unwrap()
}

#[test]
fn a_code_whose_finder_rings_are_broken_is_read() {
    let code = code(URI);
    let (size, colors) = (code.width(), code.to_colors());
    // The middle of each side of each ring is gone.
    let gone = |u: usize, v: usize| {
        [(0, 0), (size - 7, 0), (0, size - 7)]
            .iter()
            .any(|&(left, top)| {
                let (Some(x), Some(y)) = (u.checked_sub(left), v.checked_sub(top)) else {
                    return false;
                };
                let (end, middle) = (|w| w == 0 || w == 6, 2..5);
                x < 7 && y < 7 && (end(x) && middle.contains(&y) || end(y) && middle.contains(&x))
            })
    };
    let frame = drawn(size, 6, |u, v| {
        colors[v * size + u] == Color::Dark && !gone(u, v)
    });
    assert_eq!(only(&frame), Some((URI.to_owned(), "grid")));
}

/// Every so many columns as one.
fn narrowed(frame: &Frame, factor: usize) -> Frame {
    let width = frame.width() as usize / factor;
    let rows = frame.luma().chunks_exact(frame.width() as usize);
    let luma = rows
        .flat_map(|row| row.chunks_exact(factor).take(width))
        .map(|few| (few.iter().map(|&v| u32::from(v)).sum::<u32>() / few.len() as u32) as u8)
        .collect();
    Frame::new(width as u32, frame.height(), luma).unwrap()
}

/// Rows as columns.
fn transposed(frame: &Frame) -> Frame {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let luma = (0..w * h)
        .map(|at| frame.luma()[at % h * w + at / h])
        .collect();
    Frame::new(h as u32, w as u32, luma).unwrap()
}

#[test]
fn a_code_seen_from_its_side_is_read() {
    let (frame, _) = draw(&code(URI), &Drawing::plain(960, 720, 9.0));
    let narrow = narrowed(&frame, 5);
    for seen in [&narrow, &transposed(&narrow)] {
        assert_eq!(only(seen).map(|(text, _)| text).as_deref(), Some(URI));
    }
}

#[test]
fn a_large_code_that_is_tilted_is_read() {
    let text = "otpauth://totp/Example:alice@example.org?secret=JBSWY3DPEHPK3PXP&issuer="
        .to_owned()
        + &"Example".repeat(24);
    for (dark, light) in [(20, 235), (235, 20)] {
        let drawing = Drawing {
            turn: 40.0,
            tilt: 0.2,
            dark,
            light,
            ..Drawing::plain(640, 480, 4.2)
        };
        let (frame, _) = draw(&code(&text), &drawing);
        assert_eq!(only(&frame).map(|(text, _)| text), Some(text.clone()));
    }
}
