//! Colours to grey, in the memory that the colours took where that can be.

use image::DynamicImage;
use zeroize::Zeroize;

/// Grey, transparent parts laid on white; on black if nothing could be told apart on white.
pub(super) fn grey(image: DynamicImage) -> Vec<u8> {
    use DynamicImage as D;
    match image {
        D::ImageLuma8(pixels) => pixels.into_raw(),
        D::ImageRgb8(pixels) => in_place(pixels.into_raw(), |&[r, g, b]| luma(r, g, b)),
        D::ImageLumaA8(pixels) => {
            let pixels = pixels.into_raw();
            laid(pixels, |&[v, a], ground| over(v, a, ground))
        }
        D::ImageRgba8(pixels) => {
            let pixels = pixels.into_raw();
            laid(pixels, |&[r, g, b, a], ground| {
                over(luma(r, g, b), a, ground)
            })
        }
        other if other.color().has_alpha() => {
            let pixels = other.into_luma_alpha8().into_raw();
            laid(pixels, |&[v, a], ground| over(v, a, ground))
        }
        other => other.into_luma8().into_raw(),
    }
}

/// As `image` weighs colours (Rec. 709).
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let (r, g, b) = (u32::from(red), u32::from(green), u32::from(blue));
    ((2126 * r + 7152 * g + 722 * b) / 10_000) as u8
}

fn over(value: u8, alpha: u8, ground: u32) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + ground * (255 - alpha) + 127) / 255) as u8
}

fn laid<const N: usize>(pixels: Vec<u8>, of: impl Fn(&[u8; N], u32) -> u8) -> Vec<u8> {
    let mut on_white = pixels.as_chunks().0.iter().map(|pixel| of(pixel, 255));
    let first = on_white.next();
    let flat = on_white.all(|value| Some(value) == first);
    let ground = if flat { 0 } else { 255 };
    in_place(pixels, |pixel| of(pixel, ground))
}

/// Each `N` bytes become one, and the rest is wiped.
fn in_place<const N: usize>(mut pixels: Vec<u8>, of: impl Fn(&[u8; N]) -> u8) -> Vec<u8> {
    let count = pixels.len() / N;
    for at in 0..count {
        let Some(pixel) = pixels[at * N..].first_chunk() else {
            break;
        };
        pixels[at] = of(pixel);
    }
    pixels[count..].zeroize();
    pixels.truncate(count);
    pixels.shrink_to_fit();
    pixels
}
