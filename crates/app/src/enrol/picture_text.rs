//! Texts that are pictures: what browsers copy of a picture that a page holds in itself.

use data_encoding::BASE64_NOPAD;
use zeroize::Zeroizing;

/// The picture in a text that is nothing else: `data:image/…` (RFC 2397), or the source of an SVG.
pub(super) fn picture_in(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg")) {
        return Some(Zeroizing::new(text.as_bytes().to_vec()));
    }
    const SCHEME: &str = "data:image/";
    let starts = text.get(..SCHEME.len())?;
    if !starts.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let (kind, data) = text.split_once(',')?;
    let plain = Zeroizing::new(percent_encoding::percent_decode_str(data).collect::<Vec<u8>>());
    if !kind.to_ascii_lowercase().ends_with(";base64") {
        return Some(plain);
    }
    let letters = plain.iter().copied();
    let letters = letters.filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
    let letters = Zeroizing::new(letters.collect::<Vec<u8>>());
    BASE64_NOPAD.decode(&letters).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64;

    fn bytes(text: &str) -> Option<Vec<u8>> {
        picture_in(text).map(|bytes| bytes.to_vec())
    }

    #[test]
    fn pictures_in_texts_are_taken_out() {
        let picture = b"\x89PNG, or so".to_vec();
        let base64 = BASE64.encode(&picture);
        let (start, end) = base64.split_at(6);
        for text in [
            format!("data:image/png;base64,{base64}"),
            format!("DATA:image/png;charset=utf-8;BASE64,{start}\r\n {end}"),
            format!("data:image/png;base64,{}", base64.replace('=', "%3D")),
        ] {
            assert_eq!(bytes(&text), Some(picture.clone()), "{text}");
        }
        let svg = "<svg xmlns='x'/>";
        assert_eq!(bytes(svg), Some(svg.as_bytes().to_vec()));
        assert_eq!(
            bytes("data:image/svg+xml;utf8,%3Csvg xmlns='x'/%3E"),
            Some(svg.as_bytes().to_vec())
        );
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP",
            "data:text/plain,x",
            "data:image/png",
            "data:image/png;base64,ä",
            "<html><svg/></html>",
            "däta:image/png,x",
            "",
        ] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }
}
