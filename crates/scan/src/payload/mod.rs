//! What a text is.

mod foreign;
mod link;
mod table;

pub use foreign::{ForeignKind, Foreigner};

use zeroize::Zeroizing;

/// What a text that came out of a symbol, a paste or a file is.
#[non_exhaustive]
pub enum Payload {
    /// A Key URI (`otpauth://` or `apple-otpauth://`) that holds an account.
    Otpauth(otp::Draft),
    /// A Key URI that cannot be an account, and why.
    OtpauthRefused(otp::UriError),
    /// One symbol of a Google Authenticator export (`otpauth-migration://`): its whole text.
    GoogleBatch(Zeroizing<String>),
    /// A base32 key without any name around it, as it stands in the text.
    BareKey(Zeroizing<String>),
    /// Something else that is known, or at least can be named.
    Foreign(Foreigner),
}

/// The shortest and longest text that is taken for a bare key, letters without spaces and hyphens.
/// 16 letters are the 80 bits of the shortest keys in use; 128 letters are the longest seen.
const BARE_KEY_LETTERS: std::ops::RangeInclusive<usize> = 16..=128;

/// Says what a text is. Nothing is fetched, opened or guessed.
#[must_use]
pub fn classify(text: &str) -> Payload {
    let text = text.trim_start_matches('\u{feff}').trim();
    if has_scheme(text, "otpauth-migration") {
        return Payload::GoogleBatch(Zeroizing::new(text.to_owned()));
    }
    if has_scheme(text, "otpauth") || has_scheme(text, "apple-otpauth") {
        return match otp::uri::parse(text) {
            Ok(draft) => Payload::Otpauth(draft),
            Err(error) => Payload::OtpauthRefused(error),
        };
    }
    // `steam://<key>` is an account to otp; every other link of Steam's is a link.
    if has_scheme(text, "steam") {
        match otp::uri::parse(text) {
            Ok(draft) => return Payload::Otpauth(draft),
            Err(otp::UriError::NotOtpauth) => {}
            Err(error) => return Payload::OtpauthRefused(error),
        }
    }
    if is_bare_key(text) {
        return Payload::BareKey(Zeroizing::new(text.to_owned()));
    }
    Payload::Foreign(foreign::name(text))
}

fn has_scheme(text: &str, scheme: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(s, _)| s.eq_ignore_ascii_case(scheme))
}

fn is_bare_key(text: &str) -> bool {
    let letters = text
        .trim_end_matches('=')
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'));
    let mut count = 0;
    for c in letters {
        if !matches!(c.to_ascii_uppercase(), 'A'..='Z' | '2'..='7') {
            return false;
        }
        count += 1;
    }
    BARE_KEY_LETTERS.contains(&count)
}
