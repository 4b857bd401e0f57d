//! Pictures: what is drawn can be read, and is the same every time.
#![allow(clippy::unwrap_used)]

use countersign_exchange::qr::{self, GrayPng, QrError};
use countersign_exchange::sheet::{self, Sheet, SheetError};
use proptest::prelude::*;

const KEY: &str = "7QK4-M2XR-9BTD-H6WZ-0CFP-YN3G-V8JS-5A1E-R4T7";

fn pixels(png: &GrayPng) -> image::GrayImage {
    let picture = image::load_from_memory_with_format(&png.bytes, image::ImageFormat::Png)
        .unwrap()
        .into_luma8();
    assert_eq!(picture.dimensions(), (png.width, png.height));
    picture
}

fn decoded(picture: &image::GrayImage) -> String {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.get_pixel(x as u32, y as u32).0[0]
    });
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn a_symbol_with_its_quiet_zone() {
    let text = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
    let png = qr::draw(text, 400).unwrap();
    let picture = pixels(&png);
    assert_eq!(decoded(&picture), text);
    assert!(picture.pixels().all(|pixel| matches!(pixel.0[0], 0 | 255)));
    // Version 5: 37 modules, 45 with the quiet zone; eight pixels each.
    assert_eq!(png.width, 45 * 8);
    let border = |x: u32| x < 32 || x >= png.width - 32;
    assert!(
        picture
            .enumerate_pixels()
            .all(|(x, y, pixel)| !(border(x) || border(y)) || pixel.0[0] == 255)
    );
    assert_eq!(picture.get_pixel(32, 32).0[0], 0);
    assert_eq!(*qr::draw(text, 400).unwrap().bytes, *png.bytes);
}

#[test]
fn texts_and_sizes_that_do_not_fit() {
    assert_eq!(qr::draw("", 400).err(), Some(QrError::Empty));
    assert_eq!(
        qr::draw(&"é".repeat(1200), 400).err(),
        Some(QrError::TooLong)
    );
    assert_eq!(qr::draw("a", 28).err(), Some(QrError::Size));
    assert_eq!(qr::draw("a", qr::MAX_PIXELS + 1).err(), Some(QrError::Size));
    assert_eq!(qr::draw("a", 29).unwrap().width, 29);
}

#[test]
fn the_sheet_holds_its_key_as_a_symbol() {
    let sheet = Sheet::recovery(KEY, "24 November 2026", "/home/zoë/山/vault.countersign");
    let png = sheet::picture(&sheet).unwrap();
    assert_eq!((png.width, png.height), (1240, 1754));
    let picture = pixels(&png);
    assert_eq!(decoded(&picture), KEY);
    // What a printer cannot reach stays white.
    let border = |x: u32, y: u32| x < 100 || y < 100 || x >= 1140 || y >= 1654;
    assert!(
        picture
            .enumerate_pixels()
            .all(|(x, y, pixel)| !border(x, y) || pixel.0[0] == 255)
    );
    assert_eq!(*sheet::picture(&sheet).unwrap().bytes, *png.bytes);
}

#[test]
fn the_letters_of_the_key_are_drawn() {
    let draw = |key| pixels(&sheet::picture(&Sheet::recovery(key, "d", "p")).unwrap());
    let (one, two) = (
        draw(KEY),
        draw("7QK5-M2XR-9BTD-H6WZ-0CFP-YN3G-V8JS-5A1E-R4T7"),
    );
    // The left half of the frame has the letters and not the symbol: one letter of it differs.
    let differing = one
        .enumerate_pixels()
        .filter(|(x, y, pixel)| *x < 600 && two.get_pixel(*x, *y) != *pixel);
    let columns: Vec<u32> = differing.map(|(x, _, _)| x).collect();
    assert!(columns.len() > 50);
    assert!(columns.iter().max().unwrap() - columns.iter().min().unwrap() < 30);
}

#[test]
fn keys_and_texts_that_do_not_fit() {
    for key in ["ABCDE-FGHI", "ÄBCD", "A B C D E F G H I J K L M N O P"] {
        assert_eq!(
            sheet::picture(&Sheet::recovery(key, "d", "p")).err(),
            Some(SheetError::Key),
            "{key}"
        );
    }
    assert_eq!(
        sheet::picture(&Sheet::recovery("", "d", "p")).err(),
        Some(SheetError::Qr(QrError::Empty))
    );
    let long = "directory/".repeat(200);
    assert_eq!(
        sheet::picture(&Sheet::recovery(KEY, "d", &long)).err(),
        Some(SheetError::TextTooLong)
    );
}

#[test]
fn the_text_has_key_and_path_on_lines_of_their_own() {
    let path = "/home/alice/a folder/vault.countersign";
    let text = sheet::text(&Sheet::recovery(KEY, "24 November 2026", path));
    assert_eq!(text.lines().filter(|line| line.trim() == KEY).count(), 1);
    assert!(text.lines().any(|line| line.trim() == path));
    assert!(text.lines().any(|line| line == "24 November 2026"));
    assert!(text.lines().all(|line| line.chars().count() <= 72));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_drawn_can_be_read(text in "[ -~]{1,200}", px in 300..600_u32) {
        prop_assert_eq!(decoded(&pixels(&qr::draw(&text, px).unwrap())), text);
    }

    #[test]
    fn any_words_fit_or_are_refused(date in any::<String>(), path in "\\PC{0,400}", key in "[A-Z0-9 -]{0,60}") {
        let sheet = Sheet::recovery(&key, &date, &path);
        let _ = sheet::picture(&sheet);
        prop_assert!(sheet::text(&sheet).ends_with('\n'));
    }
}
