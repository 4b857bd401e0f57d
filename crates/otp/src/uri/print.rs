//! An account as a Key URI.

use std::fmt::Write as _;

use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::{Account, Kind, Pin, Secret};

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
    if account.kind == Kind::Motp {
        return print_motp(account);
    }
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
        Kind::Yandex | Kind::Motp => "yaotp",
    };
    uri.push_str("otpauth://");
    uri.push_str(kind);
    uri.push('/');
    push_names(&mut uri, account);
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
        kind => write!(uri, "&period={}", kind.period().unwrap_or_default()),
    };
    push_rest(&mut uri, account);
    uri
}

/// `motp://ISSUER:LABEL?secret=HEX`, which Aegis and Stratum read.
fn print_motp(account: &Account) -> Zeroizing<String> {
    let names = account.issuer.len() * 2 + account.label.len();
    let extra: usize = account
        .extra
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    let mut uri = Zeroizing::new(String::with_capacity(
        3 * (Secret::MAX_BYTES + names + extra) + 320,
    ));
    uri.push_str("motp://");
    push_names(&mut uri, account);
    uri.push_str("?secret=");
    // EXPOSE: the text form is asked for; it is text that is hashed.
    let secret = account.secret().expose();
    for part in percent_encoding::percent_encode(&secret, KEEP) {
        uri.push_str(part);
    }
    if !account.issuer.is_empty() {
        uri.push_str("&issuer=");
        push(&mut uri, &account.issuer);
    }
    push_rest(&mut uri, account);
    uri
}

fn push_names(uri: &mut String, account: &Account) {
    let before = account.issuer_in_label.as_ref().unwrap_or(&account.issuer);
    push(uri, before);
    // A label with a colon and nobody before it would be read as issuer and label.
    if !before.is_empty() || account.label.contains(':') {
        uri.push(':');
    }
    push(uri, &account.label);
}

/// The PIN, as base32 as Aegis prints it, and the further parameters.
fn push_rest(uri: &mut String, account: &Account) {
    // EXPOSE: without the PIN the text makes no codes.
    if let Some(pin) = account.pin().map(Pin::expose) {
        uri.push_str("&pin=");
        uri.push_str(&Zeroizing::new(BASE32_NOPAD.encode(pin.as_bytes())));
    }
    for (name, value) in &account.extra {
        uri.push('&');
        push(uri, name);
        uri.push('=');
        push(uri, value);
    }
}

fn push(uri: &mut String, text: &str) {
    for part in utf8_percent_encode(text, KEEP) {
        uri.push_str(part);
    }
}
