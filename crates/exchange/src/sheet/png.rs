//! Grey pixels as the bytes of a PNG file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use zeroize::Zeroizing;

/// Encodes `width * height` grey pixels; `None` when there are not as many, or the encoder fails.
pub(crate) fn encode(pixels: &[u8], width: u32, height: u32) -> Option<Zeroizing<Vec<u8>>> {
    if pixels.len() as u64 != u64::from(width) * u64::from(height) {
        return None;
    }
    // Reserved once, so that growing leaves no copies behind: black on white takes far less than half.
    let mut bytes = Zeroizing::new(Vec::with_capacity(pixels.len() / 2 + 4096));
    PngEncoder::new_with_quality(&mut *bytes, CompressionType::Default, FilterType::NoFilter)
        .write_image(pixels, width, height, ExtendedColorType::L8)
        .ok()?;
    Some(bytes)
}
