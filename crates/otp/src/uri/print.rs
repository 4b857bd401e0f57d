//! An account as a Key URI.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::{Account, Kind};

/// The unreserved characters of RFC 3986 §2.3 stay as they are; all others are encoded. A space is `%20`,
/// never `+`, because half of the authenticators read a plus as a plus.
const KEEP: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Prints the Key URI of an account, in the form that every authenticator reads: issuer before the label and as
/// a parameter, secret without padding, every parameter spelled out.
///
/// Steam is printed as `otpauth://steam/`, which Aegis, Stratum and FreeOTP+ read. `parse(print(a))` is `a`.
#[must_use]
pub fn print(account: &Account) -> Zeroizing<String> {
    let secret = account.secret().to_base32();
    // Reserved once, so that growing leaves no copies of the secret behind: an encoded byte has three.
    let names = account.issuer.len() * 2
        + account.issuer_in_label.as_ref().map_or(0, String::len)
        + account.label.len();
    let extra: usize = account
        .extra
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    let mut uri = Zeroizing::new(String::with_capacity(
        160 + secret.len() + 3 * (names + extra),
    ));

    let kind = match account.kind {
        Kind::Totp { .. } => "totp",
        Kind::Hotp { .. } => "hotp",
        Kind::Steam => "steam",
    };
    uri.push_str("otpauth://");
    uri.push_str(kind);
    uri.push('/');
    let before = account.issuer_in_label.as_ref().unwrap_or(&account.issuer);
    push(&mut uri, before);
    // A label with a colon and nobody before it would be read as issuer and label.
    if !before.is_empty() || account.label.contains(':') {
        uri.push(':');
    }
    push(&mut uri, &account.label);
    uri.push_str("?secret=");
    uri.push_str(&secret);
    if !account.issuer.is_empty() {
        uri.push_str("&issuer=");
        push(&mut uri, &account.issuer);
    }
    // Writing to a String does not fail.
    let _ = write!(
        uri,
        "&algorithm={}&digits={}",
        account.algorithm, account.digits
    );
    let _ = match account.kind {
        Kind::Totp { period } => write!(uri, "&period={period}"),
        Kind::Hotp { counter } => write!(uri, "&counter={counter}"),
        Kind::Steam => write!(uri, "&period={}", Account::STEAM_PERIOD),
    };
    for (name, value) in &account.extra {
        uri.push('&');
        push(&mut uri, name);
        uri.push('=');
        push(&mut uri, value);
    }
    uri
}

fn push(uri: &mut String, text: &str) {
    for part in utf8_percent_encode(text, KEEP) {
        uri.push_str(part);
    }
}
