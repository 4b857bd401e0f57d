//! What a file is, by its first bytes.

use image::ImageFormat;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pixels in a format that is read.
    Pixels(ImageFormat),
    /// A drawing.
    Svg,
    /// A picture, or something with pictures in it, that is not read; its name.
    Other(&'static str),
}

/// Kinds that are not read, by what stands where in them. HEIC and AVIF would need large decoders in C, and PDF a renderer
/// that is larger than all that is read here; the screen shows all of them.
const OTHERS: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "PDF"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (4, b"ftypmsf1", "HEIF"),
    (4, b"ftypcrx ", "camera raw"),
    (4, b"ftyp", "video"),
    (0, b"\x1a\x45\xdf\xa3", "video"),
    (8, b"AVI LIST", "video"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"8BPS", "Photoshop"),
    (0, b"gimp xcf", "GIMP"),
    (0, b"\0\0\x01\0", "icon"),
    (0, b"%!PS", "PostScript"),
    (0, b"PK\x03\x04", "zip archive or office document"),
    (0, b"\x1f\x8b", "compressed file"),
];

/// What these bytes are; `None` for nothing that has a name here.
pub(super) fn of(bytes: &[u8]) -> Option<Kind> {
    use ImageFormat as F;
    if let Ok(format @ (F::Png | F::Jpeg | F::WebP | F::Gif | F::Bmp | F::Tiff)) =
        image::guess_format(bytes)
    {
        return Some(Kind::Pixels(format));
    }
    let is_there = |(at, mark, _): &&(usize, &[u8], &str)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark))
    };
    if let Some((_, _, name)) = OTHERS.iter().find(is_there) {
        return Some(Kind::Other(name));
    }
    is_svg(bytes).then_some(Kind::Svg)
}

/// An XML text in whose beginning an `svg` element is opened.
fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let text = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let opens = |name: &[u8]| text.windows(name.len()).any(|part| part == name);
    text.starts_with(b"<") && (opens(b"<svg") || opens(b":svg "))
}
