//! A recorded camera: a folder of frames that show a QR code held before a laptop.

use std::path::Path;

use anyhow::{Context, Result};
use image::{GrayImage, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Width of a frame, px.
pub const WIDTH: u32 = 1280;
/// Height of a frame, px.
pub const HEIGHT: u32 = 720;

/// How many frames a recording has.
const FRAMES: u32 = 6;

/// Draws a recording of the QR code of `text` into `folder`: each frame a little differently tilted,
/// sharp and noisy, as a hand holds a phone.
pub fn record(folder: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for n in 0..FRAMES {
        scene(text, n)?.save(folder.join(format!("frame-{n:03}.png")))?;
    }
    Ok(())
}

/// Draws a recording of a room without any code.
pub fn record_empty(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for n in 0..FRAMES {
        room(n).save(folder.join(format!("frame-{n:03}.png")))?;
    }
    Ok(())
}

/// Draws a recording of a code that is seen and cannot be read: an arm covers all between its finder patterns.
pub fn record_torn(folder: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for n in 0..FRAMES {
        let mut frame = scene(text, n)?;
        let mut noise = Noise(0x4a4d + u64::from(n));
        for y in 280..440 {
            for x in 460..820 {
                frame.put_pixel(x, y, Luma([noise.around(150)]));
            }
        }
        frame.save(folder.join(format!("frame-{n:03}.png")))?;
    }
    Ok(())
}

/// One frame: a grey room and in it a sheet with the code.
pub fn scene(text: &str, n: u32) -> Result<GrayImage> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).context("text for a QR code")?;
    let modules = code.width() as f32;
    let colours = code.to_colors();
    let mut frame = room(n);

    // The sheet: a square of 420 px with the quiet zone of four modules, tilted by a few degrees.
    let side = 420.0;
    let unit = side / (modules + 8.0);
    let angle = (n as f32 - 2.5) * 0.02;
    let (sin, cos) = angle.sin_cos();
    let centre = (640.0 + n as f32 * 3.0, 360.0 - n as f32 * 2.0);
    let reach = (side * 0.75) as i32;
    let mut noise = Noise(0x5eed + u64::from(n));
    for dy in -reach..reach {
        for dx in -reach..reach {
            let (x, y) = (centre.0 + dx as f32, centre.1 + dy as f32);
            let u = (cos * dx as f32 + sin * dy as f32 + side / 2.0) / unit;
            let v = (-sin * dx as f32 + cos * dy as f32 + side / 2.0) / unit;
            if u < 0.0 || v < 0.0 || u >= modules + 8.0 || v >= modules + 8.0 {
                continue;
            }
            let (u, v) = (u - 4.0, v - 4.0);
            let inside = u >= 0.0 && v >= 0.0 && u < modules && v < modules;
            let dark =
                inside && colours.get(v as usize * code.width() + u as usize) == Some(&Color::Dark);
            let grey = if dark { 52 } else { 214 };
            if x >= 0.0 && y >= 0.0 && (x as u32) < WIDTH && (y as u32) < HEIGHT {
                frame.put_pixel(x as u32, y as u32, Luma([noise.around(grey)]));
            }
        }
    }
    Ok(image::imageops::fast_blur(&frame, 0.6 + 0.1 * n as f32))
}

/// A grey wall, lighter towards one side, with the noise of a cheap sensor.
fn room(n: u32) -> GrayImage {
    let mut noise = Noise(0x0a11 + u64::from(n));
    GrayImage::from_fn(WIDTH, HEIGHT, |x, _| {
        Luma([noise.around(96 + (x / 24) as u8)])
    })
}

/// A small generator of noise: the same picture on every machine.
struct Noise(u64);

impl Noise {
    fn around(&mut self, grey: u8) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let shake = ((self.0 >> 40) % 13) as i16 - 6;
        (i16::from(grey) + shake).clamp(0, 255) as u8
    }
}

/// A plain picture of one QR code, as a web page shows it.
pub fn picture(path: &Path, text: &str) -> Result<()> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).context("text for a QR code")?;
    let size = code.width() as u32 + 8;
    let picture = GrayImage::from_fn(size * 6, size * 6, |x, y| {
        let (u, v) = ((x / 6) as i64 - 4, (y / 6) as i64 - 4);
        let width = code.width() as i64;
        let dark = (0..width).contains(&u)
            && (0..width).contains(&v)
            && code[(u as usize, v as usize)] == Color::Dark;
        Luma([if dark { 0 } else { 255 }])
    });
    picture.save(path)?;
    Ok(())
}
