//! Proton Authenticator: `{version, entries[{content{uri, entry_type, name}, note}]}`, plain or sealed.

use serde_json::Value;

use super::Format;
use crate::SkipReason;
use crate::crypt::{Argon, argon2, gcm_open};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Proton,
    looks_like,
    read,
};

/// Argon2id with costs that are fixed in the app.
const COST: Argon = Argon::id(19_456, 2, 1);
/// What the ciphertext is bound to.
const AAD: &[u8] = b"proton.authenticator.export.v1";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(piece.json().is_some_and(|json| {
        let entries = json.list("entries");
        let ours = |entry: &Value| entry["content"].has_all(&["uri"]);
        json.has_all(&["version", "salt", "content"])
            || json.has_all(&["version"])
                && json["entries"].is_array()
                && (entries.is_empty() || entries.iter().any(ours))
    }))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        match json.number("version") {
            Number::Whole(1) => {}
            Number::Whole(version) => return Err(job.version(version)),
            _ => return Err(job.corrupt("version")),
        }
        if json.get("entries").is_some() {
            found.extend(entries(job, json)?);
            continue;
        }
        let salt = job.base64(json.words("salt"), "salt")?;
        let content = job.base64(json.words("content"), "content")?;
        if content.len() < 12 + 16 {
            return Err(job.corrupt("content"));
        }
        let password = job.password()?.as_bytes();
        let key = job.crypt(argon2(&COST, password, &salt))?;
        let opened = job.crypt(gcm_open(
            key.as_slice(),
            &content[..12],
            &content[12..],
            AAD,
        ))?;
        let json = job.parsed(&opened, "content")?;
        found.extend(entries(job, &json)?);
    }
    Ok(found)
}

fn entries(job: &Job<'_>, json: &Value) -> Result<Found, Refusal> {
    let values = json["entries"].as_array();
    let values = values.ok_or_else(|| job.corrupt("entries"))?;
    let mut found = Found::default();
    for (at, value) in values.iter().enumerate() {
        let name = value["content"].words("name");
        found.push(at + 1, name, entry(value));
    }
    Ok(found)
}

fn entry(value: &Value) -> Result<Entry, SkipReason> {
    let content = &value["content"];
    let uri = content.text("uri").ok_or(SkipReason::Damaged)?.trim();
    let scheme = uri.get(.."steam://".len()).unwrap_or("");
    let entry = if scheme.eq_ignore_ascii_case("steam://") {
        // The name is all that it has.
        let secret = Key::Base32(&uri[scheme.len()..]);
        Fields::new(Type::Steam, "Steam", content.words("name"), secret).entry()?
    } else {
        Entry::of_uri(uri)?.named("", content.words("name"))
    };
    Ok(entry.with_note(value.words("note")))
}
