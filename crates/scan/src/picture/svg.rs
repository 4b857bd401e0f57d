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
