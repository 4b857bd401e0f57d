//! A white page and a black pen.

use zeroize::Zeroizing;

use super::letters::Face;

/// A page of grey pixels, white at first. What falls outside is not drawn.
pub(super) struct Canvas {
    pub(super) pixels: Zeroizing<Vec<u8>>,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Canvas {
        Canvas {
            pixels: Zeroizing::new(vec![255; (width * height) as usize]),
            width,
            height,
        }
    }

    /// Lays ink on a pixel: 255 is black, on whatever is there.
    fn ink(&mut self, x: u32, y: u32, ink: u8) {
        if x < self.width
            && y < self.height
            && let Some(pixel) = self.pixels.get_mut((y * self.width + x) as usize)
        {
            *pixel = (*pixel).min(255 - ink);
        }
    }

    /// A filled rectangle in a shade of grey: 255 is black.
    pub(super) fn fill(&mut self, x: u32, y: u32, width: u32, height: u32, ink: u8) {
        for row in y..y + height {
            for column in x..x + width {
                self.ink(column, row, ink);
            }
        }
    }

    /// The border of a rectangle, drawn inside it.
    pub(super) fn frame(&mut self, x: u32, y: u32, width: u32, height: u32, line: u32) {
        self.fill(x, y, width, line, 255);
        self.fill(x, y + height - line, width, line, 255);
        self.fill(x, y, line, height, 255);
        self.fill(x + width - line, y, line, height, 255);
    }

    /// One line of letters; `x`, `y` is the upper left corner.
    pub(super) fn text(&mut self, x: u32, y: u32, text: &str, face: Face) {
        for (at, letter) in (0..).zip(text.chars()) {
            let Some(ink) = face.ink(letter) else {
                continue;
            };
            let left = x + at * face.advance();
            for (row, line) in (y..).zip(ink.chunks(face.advance() as usize)) {
                for (column, value) in (left..).zip(line) {
                    self.ink(column, row, *value);
                }
            }
        }
    }
}

/// Breaks a text into lines of at most `columns` characters: at spaces, and inside a word only when the word
/// alone is longer.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        if length > 0 && length + 1 + word.len() > columns {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        while word.len() > columns {
            let rest = word.split_off(columns);
            lines.push(word.iter().collect());
            word = rest;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        length += word.len();
        line.extend(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
