//! Pictures that stand in a text: what "copy image address" gives of a QR code that a page drew itself.

use zeroize::Zeroizing;

/// The most pictures that are taken out of one text.
const MOST: usize = 8;
const START: &str = "data:image/";
const BASE64: &str = ";base64,";

/// Puts the bytes of the pictures of a text to the others, as far as they are base64.
pub(super) fn find(text: &str, pictures: &mut Vec<Zeroizing<Vec<u8>>>) {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '%');
    for (at, _) in text.match_indices(START) {
        let rest = &text[at + START.len()..];
        // `png`, `svg+xml;charset=utf-8`: the type is short.
        let Some(start) = rest
            .find(BASE64)
            .filter(|start| !rest[..*start].contains([',', '"', '\'', ' ']))
        else {
            continue;
        };
        let rest = &rest[start + BASE64.len()..];
        let end = rest.find(|c| !is_base64(c)).unwrap_or(rest.len());
        let encoded = percent_encoding::percent_decode_str(&rest[..end]).collect::<Vec<u8>>();
        let encoded = Zeroizing::new(encoded);
        let data = encoded.trim_ascii_end();
        let padding = data.iter().rev().take_while(|byte| **byte == b'=').count();
        if let Ok(bytes) = data_encoding::BASE64_NOPAD.decode(&data[..data.len() - padding])
            && pictures.len() < MOST
        {
            pictures.push(Zeroizing::new(bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pictures(text: &str) -> Vec<Vec<u8>> {
        let mut pictures = Vec::new();
        find(text, &mut pictures);
        pictures.iter().map(|bytes| bytes.to_vec()).collect()
    }

    #[test]
    fn pictures_in_a_text_are_found() {
        assert_eq!(pictures("data:image/png;base64,QUJD"), [b"ABC"]);
        assert_eq!(
            pictures(
                "<img src=\"data:image/png;base64,QUI=\"> <img src='data:image/gif;x=y;base64,QQ%3D%3D'>"
            ),
            [b"AB".to_vec(), b"A".to_vec()]
        );
        assert!(pictures("data:image/svg+xml,<svg>;base64,QUJD").is_empty());
        assert!(pictures("data:image/png;base64,Q").is_empty());
    }
}
