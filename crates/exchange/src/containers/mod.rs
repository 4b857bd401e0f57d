//! What exports are wrapped in: JSON, base64, and the like, read within bounds.

pub(crate) mod html;
pub(crate) mod json;

use data_encoding::BASE64;
use zeroize::Zeroizing;

/// Base64 in either alphabet (RFC 4648 §4, §5), with padding or without, with white space anywhere.
pub(crate) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
    letters.extend(
        text.bytes()
            .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            }),
    );
    let mut specification = BASE64.specification();
    specification.padding = None;
    specification.check_trailing_bits = false;
    let encoding = specification.encoding().ok()?;
    encoding.decode(&letters).ok().map(Zeroizing::new)
}
