//! Picture files of strangers, decoded by a helper that is bounded in memory and time.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::io::Cursor;

use app::ports::Pictures;
use countersign_platform::pictures::SystemPictures;
use image::{ImageFormat, RgbaImage};
use scan::picture::PictureError;
use support::example;

fn decode(bytes: &[u8]) -> Option<Result<scan::Frame, PictureError>> {
    let pictures = SystemPictures::with_program(example("helper")?);
    Some(pictures.decode(bytes))
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let picture = RgbaImage::from_pixel(width, height, image::Rgba([90, 90, 90, 255]));
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

#[test]
fn a_picture_comes_back_as_its_pixels() {
    if let Some(frame) = decode(&png(300, 200)) {
        let frame = frame.unwrap();
        assert_eq!((frame.width(), frame.height()), (300, 200));
        assert!(frame.luma().iter().all(|&v| v.abs_diff(90) < 2));
    }
}

#[test]
fn refusals_come_back_as_they_are() {
    let cases: [(&[u8], PictureError); 4] = [
        (b"", PictureError::Empty),
        (b"hello", PictureError::NotAPicture),
        (
            b"%PDF-1.7",
            PictureError::OtherKind {
                kind: "PDF".to_owned(),
            },
        ),
        (&png(300, 200)[..200], PictureError::Truncated),
    ];
    for (bytes, error) in cases {
        if let Some(answer) = decode(bytes) {
            assert_eq!(answer.err(), Some(error));
        }
    }
}

/// Each level draws the one below it ten times.
fn many_uses(levels: usize) -> String {
    let mut svg = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='900' height='900'>\
         <defs><g id='l0'><rect width='9' height='9' fill-opacity='.5'/></g>",
    );
    for level in 1..=levels {
        svg += &format!("<g id='l{level}'>");
        for n in 0..10 {
            svg += &format!("<use xlink:href='#l{}' x='{n}' opacity='.9'/>", level - 1);
        }
        svg += "</g>";
    }
    svg + &format!("</defs><use xlink:href='#l{levels}'/></svg>")
}

#[test]
fn a_drawing_that_grows_without_end_is_refused() {
    if let Some(answer) = decode(many_uses(9).as_bytes()) {
        let error = answer.err();
        assert!(
            matches!(
                error,
                Some(PictureError::TooSlow | PictureError::TooMuchMemory | PictureError::Damaged)
            ),
            "{error:?}"
        );
    }
    // Few enough to be held in memory, and too many to be drawn in time.
    if let Some(answer) = decode(many_uses(6).as_bytes()) {
        assert_eq!(answer.err(), Some(PictureError::TooSlow));
    }
}

#[test]
fn a_drawing_as_deep_as_the_sea_is_refused() {
    let deep = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}{}</svg>",
        "<g opacity='.9'>".repeat(100_000),
        "</g>".repeat(100_000)
    );
    if let Some(answer) = decode(deep.as_bytes()) {
        assert!(answer.is_err());
    }
}

/// A hundred megapixels in a small file: read in bounded memory, or refused; the helper's bound is what holds it.
#[test]
fn the_largest_pictures_fit_the_bound() {
    let mut out = Cursor::new(Vec::new());
    image::GrayImage::from_pixel(10_000, 10_000, image::Luma([255]))
        .write_to(&mut out, ImageFormat::Png)
        .unwrap();
    if let Some(answer) = decode(&out.into_inner()) {
        assert!(answer.unwrap().width() < 10_000, "scaled down");
    }
}

#[test]
fn a_helper_that_ends_at_once_is_a_refusal_and_no_crash() {
    let pictures = SystemPictures::with_program("/bin/true");
    assert!(pictures.decode(&png(30, 20)).is_err());
    let pictures = SystemPictures::with_program("/nonexistent/helper");
    assert!(pictures.decode(&png(30, 20)).is_err());
}

/// It starts and takes nothing: the picture does not fit the pipe, and nobody waits for ever.
#[test]
fn a_helper_that_takes_nothing_is_given_up() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("helper");
    std::fs::write(&program, "#!/bin/sh\nexec sleep 600\n").unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o700)).unwrap();
    let pictures = SystemPictures::with_program(program);
    let drawing = format!("<svg>{}", " ".repeat(1 << 20));
    assert_eq!(
        pictures.decode(drawing.as_bytes()).err(),
        Some(PictureError::TooSlow)
    );
}
