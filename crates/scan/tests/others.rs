//! Symbols that are no QR codes are told apart, and nothing else is taken for one.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{Drawing, Modules, URI, code, draw, draw_modules, symbols};
use scan::{Effort, Frame, Hint, OtherKind, read};

/// Live frames within which each kind has had its turn.
const ROUND: u32 = 72;

/// A drawing in a frame of a webcam, modules as large as fit, at most.
fn drawing(modules: &Modules, most: f32) -> Drawing {
    let fits = (680.0 / modules.width.max(modules.rows.len()) as f32).floor();
    Drawing::plain(1280, 720, fits.min(most))
}

fn live(frame: &Frame) -> Option<OtherKind> {
    (0..ROUND).find_map(|turn| other(read(frame, Effort::Live { turn }).hint))
}

fn other(hint: Option<Hint>) -> Option<OtherKind> {
    match hint {
        Some(Hint::OtherSymbol { kind }) => Some(kind),
        _ => None,
    }
}

#[test]
fn each_kind_is_named_in_a_picture_and_before_the_camera() {
    for (name, kind, modules) in symbols() {
        for turn in [0.0, 4.0, 90.0, 180.0] {
            let d = Drawing {
                turn,
                ..drawing(&modules, 8.0)
            };
            let (frame, _) = draw_modules(&modules, &d);
            let still = read(&frame, Effort::Still);
            assert!(still.symbols.is_empty());
            assert_eq!(other(still.hint), Some(kind), "{name} at {turn}°");
            assert_eq!(live(&frame), Some(kind), "{name} at {turn}°, live");
        }
    }
}

/// A QR code that cannot be read is a QR code all the same.
#[test]
fn a_qr_code_that_is_not_read_is_not_taken_for_another_kind() {
    let mut unread = 0;
    for seed in 0..24u32 {
        let (frame, corners) = draw(
            &code(&format!("{URI}{seed}")),
            &Drawing {
                turn: seed as f32 * 11.0,
                blur: seed % 3,
                ..Drawing::plain(640, 480, 3.0 + (seed % 4) as f32)
            },
        );
        // A stripe of noise through the middle of it, as wide as half of it.
        let mut luma = frame.luma().to_vec();
        let side = (corners[0].0 - corners[1].0).hypot(corners[0].1 - corners[1].1);
        let mut state = seed + 1;
        for y in (240.0 - side / 4.0) as usize..(240.0 + side / 4.0) as usize {
            for x in 0..640 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if (state >> 16) % 3 != 0 {
                    luma[y * 640 + x] = (state >> 24) as u8;
                }
            }
        }
        let frame = Frame::new(640, 480, luma).unwrap();
        let reading = read(&frame, Effort::Still);
        unread += u32::from(reading.symbols.is_empty());
        assert_eq!(other(reading.hint), None, "{seed}");
        assert_eq!(live(&frame), None, "{seed}, live");
    }
    assert!(unread > 12, "{unread} of 24 unread");
}
