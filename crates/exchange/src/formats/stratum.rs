//! Stratum, before Authenticator Pro: JSON, plain or behind a mark whose case says how it is sealed.

use std::collections::HashMap;

use serde_json::Value;

use super::Format;
use crate::SkipReason;
use crate::crypt::{Argon, Prf, argon2, cbc_open, gcm_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Stratum,
    looks_like,
    read,
};

/// Argon2id and AES-GCM, with costs that are fixed in the app.
const STRONG: &[u8] = b"AUTHENTICATORPRO";
const STRONG_COST: Argon = Argon::id(65_536, 3, 4);
/// PBKDF2 and AES-CBC, without a MAC.
const LEGACY: &[u8] = b"AuthenticatorPro";
const LEGACY_ROUNDS: u64 = 64_000;

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(
        piece.bytes.starts_with(STRONG)
            || piece.bytes.starts_with(LEGACY)
            || piece
                .json()
                .is_some_and(|json| json["Authenticators"].is_array()),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let opened;
        let json = match piece.json() {
            Some(json) => json,
            None => {
                opened = open(job, piece.bytes)?;
                &opened
            }
        };
        if !json["Authenticators"].is_array() {
            return Err(job.corrupt("Authenticators"));
        }
        found.extend(entries(json));
    }
    Ok(found)
}

fn open(job: &Job<'_>, bytes: &[u8]) -> Result<Json, Refusal> {
    // Mark and salt, then the nonce, then a tag or a block at least.
    let strong = bytes.starts_with(STRONG);
    let (salt, nonce) = if strong { (16, 12) } else { (20, 16) };
    let head = 16 + salt + nonce;
    if bytes.len() < head + 16 {
        return Err(job.corrupt("it ends too early"));
    }
    let (salt, nonce) = (&bytes[16..16 + salt], &bytes[16 + salt..head]);
    let password = job.password()?.as_bytes();
    if strong {
        let key = job.crypt(argon2(&STRONG_COST, password, salt))?;
        let opened = job.crypt(gcm_open(key.as_slice(), nonce, &bytes[head..], b""))?;
        return job.parsed(&opened, "what was sealed");
    }
    let key = job.crypt(pbkdf2::<32>(Prf::Sha1, password, salt, LEGACY_ROUNDS))?;
    let opened = job.crypt(cbc_open(key.as_slice(), nonce, &bytes[head..]))?;
    // Nothing else tells garbage from an export.
    job.parsed(&opened, "").map_err(|_| job.wrong_password())
}

fn entries(json: &Json) -> Found {
    let names: HashMap<&str, &str> = json
        .list("Categories")
        .iter()
        .filter_map(|category| Some((category.text("Id")?, category.text("Name")?)))
        .collect();
    // The link names the secret.
    let mut groups: HashMap<&str, Vec<&str>> = HashMap::new();
    for link in json.list("AuthenticatorCategories") {
        if let (Some(secret), Some(name)) = (
            link.text("AuthenticatorSecret"),
            names.get(link.words("CategoryId")),
        ) {
            groups.entry(secret).or_default().push(name);
        }
    }
    let mut found = Found::default();
    for (at, value) in json.list("Authenticators").iter().enumerate() {
        let name = [value.words("Issuer"), value.words("Username")].join(" ");
        let entry = entry(value).map(|entry| {
            let groups = groups.get(value.words("Secret"));
            let groups = groups.into_iter().flatten();
            groups.fold(entry, |entry, group| entry.in_group(group))
        });
        found.push(at + 1, name.trim(), entry);
    }
    found
}

/// An authenticator. The internal database has the same fields.
pub(super) fn entry(value: &Value) -> Result<Entry, SkipReason> {
    let kind = match value.number("Type") {
        Number::Whole(1) => Type::Hotp,
        Number::Whole(2) => Type::Totp,
        Number::Whole(3) => Type::Motp,
        Number::Whole(4) => Type::Steam,
        Number::Whole(5) => Type::Yandex,
        _ => return Err(SkipReason::Type),
    };
    let algorithm = match (kind, value.number("Algorithm")) {
        (Type::Motp | Type::Yandex | Type::Steam, _) => "",
        (_, Number::Whole(0) | Number::Absent) => "SHA1",
        (_, Number::Whole(1)) => "SHA256",
        (_, Number::Whole(2)) => "SHA512",
        _ => return Err(SkipReason::Algorithm),
    };
    let secret = value.text("Secret").ok_or(SkipReason::Damaged)?;
    // mOTP hashes the secret as the text that it is.
    let key = match kind {
        Type::Motp => Key::Text(secret),
        _ => Key::Base32(secret),
    };
    let mut entry = Fields {
        algorithm,
        digits: value.number("Digits"),
        period: value.number("Period"),
        counter: value.number("Counter"),
        pin: value.words("Pin"),
        ..Fields::new(kind, value.words("Issuer"), value.words("Username"), key)
    }
    .entry()?;
    entry.icon = value
        .text("Icon")
        .filter(|icon| !icon.starts_with('@'))
        .map(str::to_owned);
    Ok(entry)
}
