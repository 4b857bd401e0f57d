//! The frames that cameras play.

use scan::{Effort, Frame};

/// What the code in the pictures says.
pub const TEXT: &str = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";

/// How pixels are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fourcc {
    Yuyv,
    Nv12,
    Grey,
    Mjpg,
}

/// A grey wall, with a code in its middle where there is a text.
pub fn luma(width: u16, height: u16, text: Option<&str>) -> Vec<u8> {
    let (width, height) = (usize::from(width), usize::from(height));
    let mut luma: Vec<u8> = (0..width * height)
        .map(|n| 120 + (n % width * 60 / width) as u8)
        .collect();
    let Some(text) = text else { return luma };
    let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::L).unwrap();
    let (modules, colours) = (code.width(), code.to_colors());
    let unit = height * 3 / 4 / (modules + 8);
    let side = unit * (modules + 8);
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    for y in 0..side {
        for x in 0..side {
            let (u, v) = ((x / unit).wrapping_sub(4), (y / unit).wrapping_sub(4));
            let dark =
                u < modules && v < modules && colours[v * modules + u] == qrcode::Color::Dark;
            luma[(top + y) * width + left + x] = if dark { 25 } else { 230 };
        }
    }
    luma
}

/// The bytes that a camera sends for a picture.
pub fn encoded(fourcc: Fourcc, width: u16, height: u16, luma: &[u8]) -> Vec<u8> {
    match fourcc {
        Fourcc::Grey => luma.to_vec(),
        Fourcc::Yuyv => luma.iter().flat_map(|&y| [y, 128]).collect(),
        Fourcc::Nv12 => [luma, &vec![128; luma.len() / 2]].concat(),
        Fourcc::Mjpg => {
            let picture = image::GrayImage::from_raw(width.into(), height.into(), luma.to_vec());
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture
                .unwrap()
                .write_to(&mut bytes, image::ImageFormat::Jpeg)
                .unwrap();
            bytes.into_inner()
        }
    }
}

/// What the codes on a frame say.
pub fn read(frame: &Frame) -> Vec<String> {
    let reading = scan::read(frame, Effort::Live { turn: 0 });
    reading
        .symbols
        .iter()
        .map(|symbol| symbol.text.expose().to_owned())
        .collect()
}
