//! Symbols of our own drawing are read, with their corners; nothing makes the crate panic.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{Drawing, URI, code, draw};
use proptest::prelude::*;
use scan::{Effort, Frame, Hint, Point, Reading, locate, picture, read, read_until};

/// The only symbol of a reading.
fn only(reading: &Reading) -> &scan::Symbol {
    assert_eq!(reading.symbols.len(), 1);
    &reading.symbols[0]
}

/// The furthest that any corner lies from where it was drawn, px.
fn off(found: &[Point; 4], drawn: &[(f32, f32); 4]) -> f32 {
    found
        .iter()
        .zip(drawn)
        .map(|(f, d)| (f.x - d.0).hypot(f.y - d.1))
        .fold(0.0, f32::max)
}

#[test]
fn own_codes_are_read_with_corners() {
    let (mut read_all, mut drawn_all) = (0, 0);
    for length in [4usize, 40, 90, 160, 300, 600] {
        let text = "otpauth://totp/Long?secret=ABCDEFGH"
            .chars()
            .cycle()
            .take(length)
            .collect::<String>();
        let code = code(&text);
        for module in [3.0f32, 4.0, 5.0, 6.5] {
            for (dark, light) in [(20, 235), (235, 20), (0, 255)] {
                for turn in [0.0, 8.0, 90.0] {
                    let side = (code.width() as f32 * module * 1.5).max(160.0) as u32;
                    let d = Drawing {
                        dark,
                        light,
                        turn,
                        ..Drawing::plain(side + 40, side, module)
                    };
                    let (frame, corners) = draw(&code, &d);
                    let reading = read(&frame, Effort::Still);
                    drawn_all += 1;
                    let Some(symbol) = reading.symbols.first() else {
                        // The decoder's known weakness: modules of three pixels, and very dense codes.
                        assert!(
                            module < 4.0 || code.width() > 69,
                            "not read: {d:?} of {}",
                            code.width()
                        );
                        continue;
                    };
                    read_all += 1;
                    assert_eq!(only(&reading).text.expose(), text, "{d:?}");
                    let off = off(&symbol.corners, &corners);
                    assert!(
                        off < module * 1.5 + 1.0,
                        "off by {off} px: {d:?} of {}",
                        code.width()
                    );
                }
            }
        }
    }
    println!("{read_all} of {drawn_all} drawings read");
    assert!(read_all * 10 >= drawn_all * 9);
}

#[test]
fn live_reads_plain_and_inverted() {
    for (dark, light) in [(20, 235), (235, 20)] {
        let mut found = 0;
        for module in [4.0, 5.0, 6.0, 7.0, 8.0] {
            let (frame, _) = draw(
                &code(URI),
                &Drawing {
                    dark,
                    light,
                    turn: 3.0,
                    ..Drawing::plain(640, 480, module)
                },
            );
            let reading = read(&frame, Effort::Live { turn: 0 });
            assert!(!reading.regions.is_empty());
            let Some(symbol) = reading.symbols.first() else {
                continue;
            };
            assert_eq!(symbol.text.expose(), URI);
            assert_eq!((reading.hint, reading.failed_stages), (None, 0));
            found += 1;
        }
        assert!(found >= 4, "{found} of 5 sizes, dark {dark}");
    }
}

#[test]
fn all_codes_of_one_picture_are_read() {
    let (w, h) = (700u32, 360u32);
    let mut luma = vec![235u8; (w * h) as usize];
    for (n, at) in [(1, 0usize), (2, 350)] {
        let (part, _) = draw(&code(&format!("{URI}{n}")), &Drawing::plain(350, 360, 5.0));
        for y in 0..h as usize {
            luma[y * w as usize + at..][..350].copy_from_slice(&part.luma()[y * 350..][..350]);
        }
    }
    let reading = read(&Frame::new(w, h, luma).unwrap(), Effort::Still);
    let mut texts: Vec<&str> = reading.symbols.iter().map(|s| s.text.expose()).collect();
    texts.sort_unstable();
    assert_eq!(texts, [format!("{URI}1"), format!("{URI}2")]);
}

#[test]
fn hints_say_what_stands_in_the_way() {
    let hint = |d: &Drawing, change: &dyn Fn(&mut Vec<u8>)| {
        let (frame, _) = draw(&code(URI), d);
        let mut luma = frame.luma().to_vec();
        change(&mut luma);
        let reading = read(
            &Frame::new(d.width, d.height, luma).unwrap(),
            Effort::Live { turn: 0 },
        );
        assert!(reading.symbols.is_empty(), "{d:?}");
        reading.hint.unwrap()
    };
    let plain = Drawing::plain(640, 480, 6.0);
    let as_is = |_: &mut Vec<u8>| {};
    assert_eq!(
        hint(
            &Drawing {
                dark: 1,
                light: 3,
                ..plain
            },
            &as_is
        ),
        Hint::TooDark
    );
    assert_eq!(
        hint(
            &Drawing {
                dark: 200,
                light: 200,
                ..plain
            },
            &as_is
        ),
        Hint::NothingSeen
    );
    let cut = Drawing {
        centre: (560.0, 240.0),
        ..plain
    };
    assert_eq!(hint(&cut, &as_is), Hint::CutOff);
    // A scribble of grey over the data, the corners left alone.
    let scribble = |luma: &mut Vec<u8>| {
        for y in 190..330usize {
            for x in 270..400usize {
                luma[y * 640 + x] = if (x / 3 + y / 5) % 2 == 0 { 20 } else { 235 };
            }
        }
    };
    assert_eq!(hint(&plain, &scribble), Hint::Damaged);
}

/// A small file can be tiled with finder patterns: rqrr would list billions of pairs of them.
#[test]
fn a_picture_tiled_with_finder_patterns_costs_neither_time_nor_memory() {
    let (side, tile) = (4_000u32, 11);
    let luma = (0..side * side)
        .map(|at| {
            let (x, y) = ((at % side) % tile, (at / side) % tile);
            let ring = x
                .min(6u32.saturating_sub(x))
                .min(y)
                .min(6u32.saturating_sub(y));
            if x < 7 && y < 7 && ring != 1 { 0 } else { 255 }
        })
        .collect();
    let frame = Frame::new(side, side, luma).unwrap();
    let reading = read(&frame, Effort::Still);
    assert!(reading.symbols.is_empty());
    // Each test runs in a process of its own under nextest; elsewhere another test may be the larger one.
    if std::env::var_os("NEXTEST").is_some()
        && let Ok(status) = std::fs::read_to_string("/proc/self/status")
    {
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        let kib: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(kib < 600 * 1024, "{kib} KiB at its peak");
    }
}

#[test]
fn an_expired_deadline_ends_the_reading() {
    let (frame, _) = draw(&code(URI), &Drawing::plain(640, 480, 5.0));
    let reading = read_until(&frame, Effort::Still, &|| true);
    assert!(reading.symbols.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reading_never_panics(
        width in 1u32..90, height in 1u32..90, noise in proptest::collection::vec(any::<u8>(), 1..400), live in any::<bool>(),
    ) {
        let luma = noise.iter().copied().cycle().take((width * height) as usize).collect();
        let frame = Frame::new(width, height, luma).unwrap();
        let reading = read(&frame, if live { Effort::Live { turn: 0 } } else { Effort::Still });
        prop_assert_eq!(reading.hint.is_none(), !reading.symbols.is_empty());
        for region in &reading.regions {
            for c in &region.corners {
                prop_assert!(c.x >= 0.0 && c.y >= 0.0 && c.x <= width as f32 && c.y <= height as f32);
            }
        }
    }

    #[test]
    fn pictures_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), magic in 0usize..7) {
        let starts: [&[u8]; 7] =
            [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"BM", b"II*\0"];
        let _ = picture::read(&[starts[magic], &bytes].concat());
    }
}

/// A strip is as wide as many frames; a code in it is located all the same.
#[test]
fn a_code_in_a_strip_is_located() {
    let (w, h) = (9_000usize, 100usize);
    let mut luma = vec![235u8; w * h];
    let (part, _) = draw(&code("12345"), &Drawing::plain(100, 100, 3.0));
    for y in 0..h {
        luma[y * w + 4_000..][..100].copy_from_slice(&part.luma()[y * 100..][..100]);
    }
    let frame = Frame::new(w as u32, h as u32, luma).unwrap();
    let regions = locate::code_like(&frame);
    assert!(regions.iter().any(|region| {
        let middle = region.centre();
        (3_950.0..4_150.0).contains(&middle.x)
    }));
}
