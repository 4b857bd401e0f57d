//! Drawings. A hostile one can ask for any time and memory: who reads a stranger's sets bounds from outside.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use zeroize::Zeroizing;

use super::PictureError;
use crate::Frame;

/// The longer side of the picture that a drawing becomes, px: enough for a code on a page.
const SIDE: f32 = 2400.0;

/// Draws on white; on black if nothing could be told apart on white. What it refers to outside of itself is left out.
pub(super) fn read(bytes: &[u8]) -> Result<Frame, PictureError> {
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(|_| PictureError::Damaged)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SIDE / width.max(height);
    if !scale.is_normal() {
        return Err(PictureError::Damaged);
    }
    let side = |length: f32| (length * scale).round().clamp(1.0, SIDE) as u32;
    let (out_w, out_h) = (side(width), side(height));
    let mut drawn = Pixmap::new(out_w, out_h).ok_or(PictureError::Damaged)?;
    let scaled = Transform::from_scale(out_w as f32 / width, out_h as f32 / height);
    resvg::render(&tree, scaled, &mut drawn.as_mut());
    // Its colours are multiplied by alpha already, so that a ground is only added.
    let pixels = Zeroizing::new(drawn.take());
    let on = |ground: u32| -> Vec<u8> {
        pixels
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&[r, g, b, a]| {
                let (r, g, b, a) = (u32::from(r), u32::from(g), u32::from(b), u32::from(a));
                let luma = (299 * r + 587 * g + 114 * b) / 1000;
                (luma + ground * (255 - a) / 255).min(255) as u8
            })
            .collect()
    };
    let white = on(255);
    let flat = white.iter().all(|&v| v == white[0]);
    let luma = if flat { on(0) } else { white };
    Frame::new(out_w, out_h, luma).map_err(|_| PictureError::Damaged)
}

#[cfg(test)]
mod tests {
    use crate::picture::read;

    /// A code of the wanted text as an SVG, and a drawing around it.
    fn svg(text: &str, around: impl Fn(&str, usize) -> String) -> Vec<u8> {
        let code = qrcode::QrCode::new(text).unwrap();
        let width = code.width();
        let mut path = String::new();
        for (at, colour) in code.to_colors().iter().enumerate() {
            if *colour == qrcode::Color::Dark {
                path += &format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4);
            }
        }
        around(&format!("<path d=\"{path}\"/>"), width + 8).into_bytes()
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        let reading = crate::read(&read(bytes).unwrap(), crate::Effort::Still);
        let text = |symbol: crate::Symbol| {
            // EXPOSE: the fixture's own text.
            symbol.text.expose().to_owned()
        };
        reading.symbols.into_iter().map(text).collect()
    }

    #[test]
    fn drawings_are_read_small_large_dark_and_transparent() {
        const NS: &str = "xmlns=\"http://www.w3.org/2000/svg\"";
        let plain = svg("HELLO SVG", |path, side| {
            format!(
                "<?xml version=\"1.0\"?>\n<!-- made by a site -->\n<svg {NS} viewBox=\"0 0 {side} {side}\">{path}</svg>"
            )
        });
        assert_eq!(texts(&plain), ["HELLO SVG"]);
        let on_page = svg("HELLO SVG", |path, _| {
            format!(
                "<svg {NS} width=\"794\" height=\"1123\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><g transform=\"translate(500 90) scale(4)\">{path}</g></svg>"
            )
        });
        assert_eq!(texts(&on_page), ["HELLO SVG"]);
        let light = svg("HELLO SVG", |path, side| {
            format!("<svg {NS} viewBox=\"0 0 {side} {side}\"><g fill=\"#fff\">{path}</g></svg>")
        });
        let frame = read(&light).unwrap();
        assert!(
            frame.luma().contains(&0) && frame.luma().contains(&255),
            "white on nothing is laid on black"
        );
    }

    #[test]
    fn drawings_reach_for_nothing_outside_and_have_bounds() {
        let folder =
            std::env::temp_dir().join(format!("countersign-svg-{}.png", std::process::id()));
        let mut png = std::io::Cursor::new(Vec::new());
        let black = image::GrayImage::new(4, 4);
        black.write_to(&mut png, image::ImageFormat::Png).unwrap();
        std::fs::write(&folder, png.into_inner()).unwrap();
        let outside = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='40'>\
             <image xlink:href='{}' width='40' height='40'/></svg>",
            folder.display()
        );
        let frame = read(outside.as_bytes()).unwrap();
        std::fs::remove_file(&folder).unwrap();
        assert!(
            frame.luma().iter().all(|&v| v == frame.luma()[0]),
            "the file is not drawn"
        );
        let thin = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1000000'><path d='M0 0h1v9z'/></svg>";
        let frame = read(thin.as_bytes()).unwrap();
        assert!(frame.width() == 1 && frame.height() == 2400);
        for broken in [
            "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>",
            "<svg xmlns='http://www.w3.org/2000/svg'><g>",
        ] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
