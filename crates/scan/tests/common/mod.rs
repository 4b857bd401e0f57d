//! Pictures of our own making, and the pictures of the test corpus.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)]

pub mod shake;

use std::path::PathBuf;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use scan::{Frame, OtherKind};

/// How a symbol is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawing {
    /// px of the frame
    pub width: u32,
    pub height: u32,
    /// The symbol's middle, px.
    pub centre: (f32, f32),
    /// The side of a module, px.
    pub module: f32,
    /// Turned clockwise, degrees.
    pub turn: f32,
    /// Perspective: how much the far side is shortened, 0 none.
    pub tilt: f32,
    /// Passes of a 3×3 mean.
    pub blur: u32,
    pub dark: u8,
    pub light: u8,
}

impl Drawing {
    pub fn plain(width: u32, height: u32, module: f32) -> Drawing {
        let centre = (width as f32 / 2.0, height as f32 / 2.0);
        Drawing {
            width,
            height,
            centre,
            module,
            turn: 0.0,
            tilt: 0.0,
            blur: 0,
            dark: 20,
            light: 235,
        }
    }
}

pub const URI: &str = "otpauth://totp/Example:alice@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example";

pub fn code(text: &str) -> QrCode {
    QrCode::with_error_correction_level(text, EcLevel::M).unwrap()
}

/// Modules in rows, dark ones true: any symbol.
pub struct Modules {
    pub width: usize,
    pub rows: Vec<Vec<bool>>,
}

impl Modules {
    /// As a text: a line a row, `#` for dark.
    pub fn of_text(text: &str) -> Modules {
        let rows: Vec<Vec<bool>> = text
            .lines()
            .map(|line| line.bytes().map(|b| b == b'#').collect())
            .collect();
        Modules {
            width: rows[0].len(),
            rows,
        }
    }

    pub fn of_code(code: &QrCode) -> Modules {
        let colors = code.to_colors();
        let dark = colors.iter().map(|c| *c == Color::Dark).collect::<Vec<_>>();
        Modules {
            width: code.width(),
            rows: dark.chunks(code.width()).map(<[bool]>::to_vec).collect(),
        }
    }
}

/// A symbol of each other kind that is told apart; what they say is nobody's.
pub fn symbols() -> Vec<(&'static str, OtherKind, Modules)> {
    let all = [
        (
            "code_128",
            OtherKind::Barcode,
            include_str!("../symbols/code_128.txt"),
        ),
        (
            "code_39",
            OtherKind::Barcode,
            include_str!("../symbols/code_39.txt"),
        ),
        (
            "ean_13",
            OtherKind::Barcode,
            include_str!("../symbols/ean_13.txt"),
        ),
        (
            "itf",
            OtherKind::Barcode,
            include_str!("../symbols/itf.txt"),
        ),
        (
            "data_matrix",
            OtherKind::DataMatrix,
            include_str!("../symbols/data_matrix.txt"),
        ),
        (
            "data_matrix_small",
            OtherKind::DataMatrix,
            include_str!("../symbols/data_matrix_small.txt"),
        ),
        (
            "pdf417",
            OtherKind::Pdf417,
            include_str!("../symbols/pdf417.txt"),
        ),
        (
            "aztec",
            OtherKind::Aztec,
            include_str!("../symbols/aztec.txt"),
        ),
    ];
    let modules = all.into_iter().map(|(name, kind, text)| {
        let mut modules = Modules::of_text(text);
        if modules.rows.len() == 1 {
            // Bars as high as they are on a parcel.
            modules.rows = vec![modules.rows[0].clone(); modules.width / 2];
        }
        (name, kind, modules)
    });
    modules.collect()
}

/// Draws a QR symbol; also says where its corners lie.
pub fn draw(code: &QrCode, d: &Drawing) -> (Frame, [(f32, f32); 4]) {
    draw_modules(&Modules::of_code(code), d)
}

/// Draws a symbol by looking up each of four samples a pixel in it; also says where its corners lie.
pub fn draw_modules(modules: &Modules, d: &Drawing) -> (Frame, [(f32, f32); 4]) {
    let (wide, tall) = (modules.width as f32, modules.rows.len() as f32);
    let (sin, cos) = d.turn.to_radians().sin_cos();
    let half = tall * d.module / 2.0;
    // From the frame into the symbol: turn back, then undo the perspective.
    let into = |x: f32, y: f32| {
        let (dx, dy) = (x - d.centre.0, y - d.centre.1);
        let (u, v) = (dx * cos + dy * sin, -dx * sin + dy * cos);
        let w = 1.0 - d.tilt * v / half;
        (
            ((u / w) / d.module) + wide / 2.0,
            ((v / w) / d.module) + tall / 2.0,
        )
    };
    let value = |x: f32, y: f32| {
        let (u, v) = into(x, y);
        if u < 0.0 || v < 0.0 || u >= wide || v >= tall {
            return d.light;
        }
        if modules.rows[v as usize][u as usize] {
            d.dark
        } else {
            d.light
        }
    };
    let mut luma = Vec::new();
    for y in 0..d.height {
        for x in 0..d.width {
            let (x, y) = (x as f32, y as f32);
            let sum: u32 = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
                .iter()
                .map(|(a, b)| u32::from(value(x + a, y + b)))
                .sum();
            luma.push((sum / 4) as u8);
        }
    }
    for _ in 0..d.blur {
        luma = mean(&luma, d.width as usize, d.height as usize);
    }
    let out = |u: f32, v: f32| {
        let (p, q) = ((u - wide / 2.0) * d.module, (v - tall / 2.0) * d.module);
        // w = 1 - tilt * v' / half with v' = q * w
        let w = 1.0 / (1.0 + d.tilt * q / half);
        let (dx, dy) = (p * w, q * w);
        (
            dx * cos - dy * sin + d.centre.0,
            dx * sin + dy * cos + d.centre.1,
        )
    };
    let corners = [
        out(0.0, 0.0),
        out(wide, 0.0),
        out(wide, tall),
        out(0.0, tall),
    ];
    (Frame::new(d.width, d.height, luma).unwrap(), corners)
}

fn mean(luma: &[u8], w: usize, h: usize) -> Vec<u8> {
    let mut out = luma.to_vec();
    for y in 1..h - 1 {
        for x in 1..w - 1 {
            let sum: u32 = (y - 1..=y + 1)
                .map(|v| {
                    luma[v * w + x - 1..=v * w + x + 1]
                        .iter()
                        .map(|&p| u32::from(p))
                        .sum::<u32>()
                })
                .sum();
            out[y * w + x] = (sum / 9) as u8;
        }
    }
    out
}

/// One picture of the corpus.
pub struct Entry {
    pub path: PathBuf,
    pub name: String,
    pub expected: Vec<String>,
    pub category: String,
    /// Further codes of unknown text are in it.
    pub unknown: u32,
}

/// The corpus beside the checkout; `None`, and a line that says so, where it is missing.
pub fn corpus() -> Option<Vec<Entry>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/qr");
    let Ok(manifest) = std::fs::read_to_string(root.join("manifest.tsv")) else {
        println!("skipped: no corpus of pictures beside the checkout");
        return None;
    };
    let entries = manifest.lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        let name = fields.next().unwrap().to_owned();
        let expected = strings(fields.next().unwrap());
        let category = fields.next().unwrap().to_owned();
        let unknown = fields
            .next()
            .and_then(|n| n.trim().parse().ok())
            .unwrap_or(0);
        Entry {
            path: root.join(&name),
            name,
            expected,
            category,
            unknown,
        }
    });
    Some(entries.collect())
}

fn strings(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap()
}

/// Are two texts the same, as far as the guess of a character set allows? Texts of ASCII get no leniency. Of others the
/// ASCII letters must be there in order: a symbol of Japanese bytes that is read as Latin-1 keeps those.
pub fn same(expected: &str, found: &str) -> bool {
    let canon = |s: &str| {
        s.trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .trim_end_matches(['\r', '\n', '\0'])
            .to_owned()
    };
    let (expected, found) = (canon(expected), canon(found));
    if expected == found {
        return true;
    }
    let mut rest = found.chars();
    !expected.is_ascii()
        && expected
            .chars()
            .filter(char::is_ascii)
            .all(|e| rest.any(|f| f == e))
}
