//! The sheet as a picture: A4 portrait at 150 dots per inch.

use super::canvas::{Canvas, wrap};
use super::letters::{Face, drawable};
use super::{Sheet, SheetError, png};
use crate::qr::{GrayPng, QUIET_ZONE, Symbol};

/// Width of the page: 210 mm.
const WIDTH: u32 = 1240;
/// Height of the page: 297 mm.
const HEIGHT: u32 = 1754;
/// What stays white at each side, so that no printer cuts it.
const MARGIN: u32 = 118;
/// Width of what is printed.
const INNER: u32 = WIDTH - 2 * MARGIN;
/// Room between the frame of the key and what is in it.
const PADDING: u32 = 52;
/// Groups of the key in one row.
const GROUPS_PER_ROW: usize = 3;
/// Height of a row of the key.
const KEY_ROW: u32 = 112;
/// Height of a line of small text.
const LINE: u32 = 38;

/// Draws the sheet, black on white. The same sheet gives the same picture.
///
/// # Errors
/// [`SheetError`], when something does not fit.
pub fn picture(sheet: &Sheet<'_>) -> Result<GrayPng, SheetError> {
    let mut page = Canvas::new(WIDTH, HEIGHT);

    // Head: whose page this is, and of which day.
    let mut y = MARGIN;
    page.text(MARGIN, y, &drawable(sheet.product), Face::NAME);
    let date = drawable(sheet.date);
    let date_width = Face::SMALL.advance()
        * u32::try_from(date.chars().count())
            .unwrap_or(u32::MAX)
            .min(80);
    page.text(
        (WIDTH - MARGIN).saturating_sub(date_width),
        y + 6,
        &date,
        Face::SMALL,
    );
    y += 52;
    page.fill(MARGIN, y, INNER, 3, 255);

    y += 74;
    page.text(MARGIN, y, &drawable(sheet.title), Face::TITLE);
    y += Face::TITLE.height() + 34;
    y = paragraph(&mut page, y, sheet.purpose, Face::SMALL);
    y = key(&mut page, y + 48, sheet)?;
    y = paragraph(&mut page, y + 52, sheet.usage, Face::SMALL);

    y = paragraph(&mut page, y + 44, sheet.file_caption, Face::SMALL_BOLD);
    y = paragraph(&mut page, y + 4, sheet.vault_path, Face::SMALL);

    // Foot: how to keep it, above the lower margin.
    let lines = u32::try_from(lines(sheet.keeping).len())
        .unwrap_or(u32::MAX)
        .min(40);
    let foot = HEIGHT - MARGIN - lines * LINE - 30;
    if y + 30 > foot {
        return Err(SheetError::TextTooLong);
    }
    page.fill(MARGIN, foot, INNER, 1, 255);
    paragraph(&mut page, foot + 30, sheet.keeping, Face::SMALL);

    let bytes = png::encode(&page.pixels, page.width, page.height).ok_or(SheetError::Picture)?;
    Ok(GrayPng {
        bytes,
        width: WIDTH,
        height: HEIGHT,
    })
}

fn lines(text: &str) -> Vec<String> {
    wrap(&drawable(text), (INNER / Face::SMALL.advance()) as usize)
}

/// Writes a paragraph over the whole width; returns where the next thing can stand.
fn paragraph(page: &mut Canvas, mut y: u32, text: &str, face: Face) -> u32 {
    for line in lines(text) {
        page.text(MARGIN, y, &line, face);
        y = y.saturating_add(LINE);
    }
    y
}

/// The frame with the key: letters at the left, the symbol at the right.
fn key(page: &mut Canvas, y: u32, sheet: &Sheet<'_>) -> Result<u32, SheetError> {
    let groups: Vec<&str> = sheet.groups().collect();
    let rows = u32::try_from(groups.len().div_ceil(GROUPS_PER_ROW)).unwrap_or(u32::MAX);
    let symbol = Symbol::of(sheet.key)?;
    // The padding is the quiet zone, so that a module is as large as a fourth of it at most.
    let module = (348 / symbol.modules).min(PADDING / QUIET_ZONE);
    let side = module * symbol.modules;
    let longest = groups
        .iter()
        .map(|group| group.chars().count())
        .max()
        .unwrap_or(0);
    let foreign = groups
        .iter()
        .any(|group| !group.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if foreign || rows > 5 || longest > 4 || module < 4 {
        return Err(SheetError::Key);
    }
    let height = (rows * KEY_ROW).max(side) + 2 * PADDING;
    page.frame(MARGIN, y, INNER, height, 3);

    let group_width = 4 * Face::KEY.advance();
    let gap = 56;
    let top = y + (height - rows * KEY_ROW) / 2 + (KEY_ROW - Face::KEY.height()) / 2;
    for (row, groups) in (0..).zip(groups.chunks(GROUPS_PER_ROW)) {
        for (column, group) in (0..).zip(groups) {
            let x = MARGIN + PADDING + column * (group_width + gap);
            page.text(x, top + row * KEY_ROW, &drawable(group), Face::KEY);
        }
    }

    let left = MARGIN + INNER - PADDING - side;
    let upper = y + (height - side) / 2;
    for row in 0..symbol.modules {
        for column in 0..symbol.modules {
            if symbol.is_dark(column + QUIET_ZONE, row + QUIET_ZONE) {
                page.fill(
                    left + column * module,
                    upper + row * module,
                    module,
                    module,
                    255,
                );
            }
        }
    }
    Ok(y + height)
}
