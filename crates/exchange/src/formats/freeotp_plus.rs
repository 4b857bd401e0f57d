//! FreeOTP+: `{tokenOrder[], tokens[]}` with the tokens of FreeOTP 1. Its text export is a list of Key URIs.

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::import::{Confidence, Entry, Fields, Found, Key, Look as _, Number, Reader, Type};

pub(super) const READER: Reader = Reader {
    format: Format::FreeOtpPlus,
    looks_like: |piece, _| {
        Confidence::certain_if(piece.json().is_some_and(|json| {
            json["tokens"].is_array()
                && (json.get("tokenOrder").is_some()
                    || json
                        .list("tokens")
                        .iter()
                        .any(|token| token["secret"].is_array()))
        }))
    },
    read: |job| {
        let mut found = Found::default();
        for piece in &job.pieces {
            let Some(json) = piece.json() else { continue };
            for (at, value) in json.list("tokens").iter().enumerate() {
                let name = [value.words("issuerExt"), value.words("label")].join(" ");
                found.push(at + 1, name.trim(), token(value));
            }
        }
        Ok(found)
    },
};

fn token(value: &Value) -> Result<Entry, SkipReason> {
    let mut key = Zeroizing::new(Vec::new());
    for number in value["secret"].as_array().ok_or(SkipReason::Damaged)? {
        let number = number.as_i64().ok_or(SkipReason::Damaged)?;
        let byte = i8::try_from(number).map(i8::cast_unsigned);
        key.push(
            byte.or_else(|_| u8::try_from(number))
                .map_err(|_| SkipReason::Damaged)?,
        );
    }
    let names = ["issuerExt", "issuerInt", "issuerAlt"];
    let mut issuers = names.iter().map(|name| value.words(name));
    let issuer = issuers.find(|issuer| !issuer.is_empty()).unwrap_or("");
    let kind = match Type::of(value.text("type").ok_or(SkipReason::Type)?)? {
        Type::Totp if issuer == "Steam" => Type::Steam,
        kind => kind,
    };
    // The counter that was used last: it begins with -1 in some versions.
    let counter = match value.number("counter") {
        Number::Whole(last) => last.checked_add(1).map_or(Number::Odd, Number::Whole),
        Number::Odd if value["counter"].as_i64() == Some(-1) => Number::Whole(0),
        other => other,
    };
    let said = |number: Number| match number {
        Number::Whole(0) => Number::Absent,
        number => number,
    };
    Fields {
        algorithm: value.words("algo"),
        digits: said(value.number("digits")),
        period: said(value.number("period")),
        counter,
        ..Fields::new(kind, issuer, value.words("label"), Key::Bytes(&key))
    }
    .entry()
}
