//! What a text is.

mod foreign;
mod key;
mod link;
pub mod page;
mod table;
mod text;

use std::fmt;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

pub use foreign::Foreigner;
use link::starts;
pub use table::ForeignKind;
use text::Text;

/// What a text that came out of a symbol, a paste or a file is.
#[non_exhaustive]
pub enum Payload {
    /// A Key URI (`otpauth://` or `apple-otpauth://`) that holds an account.
    Otpauth(otp::Draft),
    /// A Key URI that cannot be an account, and why.
    OtpauthRefused(otp::UriError),
    /// One symbol of a Google Authenticator export (`otpauth-migration://`): its whole text.
    GoogleBatch(Zeroizing<String>),
    /// A base32 key without any name around it.
    BareKey(Zeroizing<String>),
    /// Something else that is known, or at least can be named.
    Foreign(Foreigner),
}

/// Which kind it is and nothing of the text, so that it may be logged.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Payload::Otpauth(_) => f.write_str("Otpauth(..)"),
            Payload::OtpauthRefused(error) => write!(f, "OtpauthRefused({})", error.code()),
            Payload::GoogleBatch(_) => f.write_str("GoogleBatch(..)"),
            Payload::BareKey(_) => f.write_str("BareKey(..)"),
            Payload::Foreign(foreigner) => write!(f, "Foreign({})", foreigner.kind.code()),
        }
    }
}

/// Says what a text is. Nothing is fetched, opened or guessed.
///
/// What surrounds it (white space, a byte order mark, characters without width) does not matter, nor does the case of
/// schemes and hosts.
#[must_use]
pub fn classify(text: &str) -> Payload {
    let text = trimmed(text);
    if let Some(decoded) = encoded_link(text) {
        return classify_plain(trimmed(&decoded));
    }
    classify_plain(text)
}

fn classify_plain(text: &str) -> Payload {
    let named = Text::new(text);
    if named.scheme(&["otpauth-migration"]) {
        return Payload::GoogleBatch(Zeroizing::new(text.to_owned()));
    }
    if named.scheme(&["otpauth", "apple-otpauth", "motp"]) {
        return match otp::uri::parse(text) {
            Ok(draft) => Payload::Otpauth(with_vendor_notes(draft)),
            // Some services print a Key URI for their own app that holds no key.
            Err(error) => match foreign::name(&named) {
                known if known.kind.is_special() => Payload::Foreign(known),
                _ => Payload::OtpauthRefused(error),
            },
        };
    }
    // `steam://<key>` is an account to otp; every other link of Steam's is a link.
    if named.scheme(&["steam"]) {
        match otp::uri::parse(text) {
            Ok(draft) => return Payload::Otpauth(draft),
            Err(otp::UriError::NotOtpauth) => {}
            Err(error) => return Payload::OtpauthRefused(error),
        }
    }
    if let Some(key) = key::bare(text) {
        return Payload::BareKey(key);
    }
    Payload::Foreign(foreign::name(&named))
}

/// Without what surrounds a text by accident: white space, control characters, marks without width.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    })
}

/// A link that was percent-encoded as a whole, as a parameter of another one is (`otpauth%3A%2F%2Ftotp…`).
fn encoded_link(text: &str) -> Option<Zeroizing<String>> {
    let (scheme, _) = text.split_once('%')?;
    let is_scheme = scheme
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'));
    if !is_scheme || !starts(&text[scheme.len()..], "%3a%2f%2f") {
        return None;
    }
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(Zeroizing::new(decoded.into_owned()))
}

/// What is known of an issuer and helps with adding its account.
fn with_vendor_notes(mut draft: otp::Draft) -> otp::Draft {
    let account = &draft.account;
    let is_vip = account.issuer.eq_ignore_ascii_case("symantec")
        || [Some(&account.issuer), account.issuer_in_label.as_ref()]
            .into_iter()
            .flatten()
            .any(|issuer| issuer.eq_ignore_ascii_case("vip access"));
    // Two letters of the maker, two of the kind, digits: VSMT…, SYMC…
    let id = account.label.trim();
    let is_id = id.len() >= 10
        && id
            .get(..4)
            .is_some_and(|s| s.bytes().all(|b| b.is_ascii_alphabetic()))
        && id.bytes().skip(4).all(|b| b.is_ascii_digit());
    if is_vip && is_id {
        let id = id.to_owned();
        draft.warnings.push(otp::Warning::VipCredential { id });
    }
    draft
}
