//! `motp://ISSUER:LABEL?secret=HEX`, as Aegis and Stratum write it.

use zeroize::Zeroizing;

use super::parse::{draft, refusal};
use super::query::Query;
use super::{UriError, label};
use crate::{Account, AccountParts, Algorithm, Draft, Kind, Pin, Secret, SecretError};

/// The fewest and most hexadecimal digits of a secret.
const DIGITS: std::ops::RangeInclusive<usize> = 16..=64;

/// Reads what stands after `motp://`.
pub(super) fn read(rest: &str) -> Result<Draft, UriError> {
    let mut notes = Vec::new();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let query = Query::read(query, &mut notes)?;
    let issuer = query.issuer(&mut notes);
    let (in_label, label) = label::split(path.trim_matches('/'), &issuer, &mut notes);
    let secret = query.secret.as_ref().ok_or(UriError::MissingSecret)?;
    let secret = secret_text(secret.trim())?;
    let mut parts = AccountParts::totp(
        issuer,
        label,
        Secret::new(secret).map_err(UriError::Secret)?,
    );
    parts.issuer_in_label = in_label;
    parts.kind = Kind::Motp;
    parts.algorithm = Algorithm::Md5;
    parts.digits = Account::MOTP_DIGITS;
    parts.extra = query.extra;
    parts.pin = take_pin(&mut parts.extra)?;
    Ok(draft(Account::new(parts).map_err(refusal)?, notes))
}

/// The text that is hashed: hexadecimal digits, in lower case.
fn secret_text(text: &str) -> Result<Vec<u8>, UriError> {
    if text.is_empty() {
        return Err(UriError::MissingSecret);
    }
    if let Some(at) = text.chars().position(|c| !c.is_ascii_hexdigit()) {
        return Err(UriError::Secret(SecretError::Character {
            position: at + 1,
        }));
    }
    if !DIGITS.contains(&text.len()) {
        return Err(UriError::Secret(SecretError::Length));
    }
    Ok(text.to_ascii_lowercase().into_bytes())
}

/// The PIN that Aegis and we print as base32, taken from the further parameters.
pub(super) fn take_pin(extra: &mut Vec<(String, String)>) -> Result<Option<Pin>, UriError> {
    let Some(at) = extra
        .iter()
        .position(|(name, _)| name.eq_ignore_ascii_case("pin"))
    else {
        return Ok(None);
    };
    let (_, base32) = extra.remove(at);
    let base32 = Zeroizing::new(base32);
    if base32.trim().is_empty() {
        return Ok(None);
    }
    let bytes = Secret::from_base32(&base32).map_err(|_| UriError::Pin)?;
    // EXPOSE: the bytes are the text of the PIN.
    let bytes = bytes.expose();
    let text = std::str::from_utf8(&bytes).map_err(|_| UriError::Pin)?;
    Pin::new(text).map(Some).map_err(|_| UriError::Pin)
}
