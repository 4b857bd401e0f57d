//! FreeOTP+: `{tokenOrder[], tokens[]}` with the tokens of FreeOTP 1. Its text export is a list of Key URIs.

use super::Format;
use super::freeotp::{Counter, key, token};
use crate::import::{Confidence, Found, Look as _, Reader};

pub(super) const READER: Reader = Reader {
    format: Format::FreeOtpPlus,
    looks_like: |piece, _| {
        let tokens = piece.json().is_some_and(|json| {
            let bytes = |token: &serde_json::Value| token["secret"].is_array();
            json["tokens"].is_array()
                && (json.get("tokenOrder").is_some() || json.list("tokens").iter().any(bytes))
        });
        Confidence::certain_if(tokens)
    },
    read: |job| {
        let mut found = Found::default();
        for piece in &job.pieces {
            let Some(json) = piece.json() else { continue };
            for (at, value) in json.list("tokens").iter().enumerate() {
                let name = [value.words("issuerExt"), value.words("label")].join(" ");
                let entry = key(value).and_then(|key| token(value, &key, Counter::Last));
                found.push(at + 1, name.trim(), entry);
            }
        }
        Ok(found)
    },
};
