//! The label of a Key URI: `Issuer:account`.

use super::decode::decode;
use crate::Warning;

/// Parts the raw label into the issuer before it (if any) and the account.
///
/// The first raw colon parts, unless a later one leaves exactly the issuer of the parameter before it (issuers
/// with a colon of their own). Without a raw colon an encoded one does it, likewise.
pub(super) fn split(raw: &str, issuer: &str, notes: &mut Vec<Warning>) -> (Option<String>, String) {
    // A raw plus may be a space here too, written by the same hand as in the parameter; `%2B` never is.
    let is_issuer = |raw: &str| {
        let mut quiet = Vec::new();
        !issuer.is_empty()
            && (decode(raw, &mut quiet).trim() == issuer
                || decode(&raw.replace('+', " "), &mut quiet).trim() == issuer)
    };
    // One pass with notes; the tries below may decode the same bytes again.
    let whole = decode(raw, notes);
    let mut quiet = Vec::new();
    let mut first = None;
    for (at, _) in raw.match_indices(':').take(16) {
        let before = decode(&raw[..at], &mut quiet);
        let parts_here = is_issuer(&raw[..at]);
        if parts_here || first.is_none() {
            let before = if parts_here {
                issuer.to_owned()
            } else {
                before
            };
            first = Some((Some(before), decode(&raw[at + 1..], &mut quiet)));
        }
        if parts_here {
            break;
        }
    }
    if let Some(parted) = first {
        return parted;
    }
    for (at, _) in raw.match_indices("%3").take(16) {
        // `get`: a character of several bytes may follow.
        let after = raw
            .get(at + 2..at + 3)
            .filter(|digit| digit.eq_ignore_ascii_case("a"));
        if after.is_some() && is_issuer(&raw[..at]) {
            return (Some(issuer.to_owned()), decode(&raw[at + 3..], &mut quiet));
        }
    }
    match whole.split_once(':') {
        Some((before, account)) => (Some(before.to_owned()), account.to_owned()),
        None => (None, whole),
    }
}
