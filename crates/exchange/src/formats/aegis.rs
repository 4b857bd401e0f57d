//! Aegis: `{version, header{slots, params}, db}`, plain or sealed. Its format is published with the app
//! (`docs/vault.md` there). A text export of Aegis is a list of Key URIs.

use std::collections::HashMap;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::crypt::{CryptError, gcm_open, scrypt};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Problem, Reader,
    Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Aegis,
    looks_like,
    read,
};

/// The most password slots that are tried.
const MAX_SLOTS: usize = 8;

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(
        piece
            .json()
            .is_some_and(|json| json.has_all(&["version", "header", "db"])),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        if json.number("version") != Number::Whole(1) {
            return Err(match json.get("version") {
                Some(Value::Number(version)) => job.version(version),
                _ => job.corrupt("version"),
            });
        }
        found.extend(match &json["db"] {
            Value::Object(_) => database(job, &json["db"])?,
            Value::String(sealed) => {
                let opened = open(job, &json["header"], sealed)?;
                database(job, &opened)?
            }
            _ => return Err(job.corrupt("db")),
        });
    }
    Ok(found)
}

/// The database of a sealed file: the password opens one of the slots, a slot holds the master key.
fn open(job: &Job<'_>, header: &Value, sealed: &str) -> Result<Json, Refusal> {
    let slots = header.list("slots");
    if slots.is_empty() {
        return Err(job.corrupt("slots"));
    }
    let by_password: Vec<&Value> = slots
        .iter()
        .filter(|slot| slot.number("type") == Number::Whole(1))
        .collect();
    if by_password.is_empty() {
        return Err(job.unsupported(Problem::DeviceBound));
    }
    // Each slot costs a whole derivation, and people have one or two.
    if by_password.len() > MAX_SLOTS {
        return Err(Refusal::KdfTooCostly { format: job.format });
    }
    let password = job.password()?;
    let mut master = None;
    for slot in by_password {
        master = slot_key(job, slot, password)?;
        if master.is_some() {
            break;
        }
    }
    let master = master.ok_or_else(|| job.wrong_password())?;
    let params = &header["params"];
    let nonce = job.hex(params.words("nonce"), "nonce")?;
    let mut ciphertext = job.base64(sealed, "db")?;
    ciphertext.extend_from_slice(&job.hex(params.words("tag"), "tag")?);
    // The slot has opened: what is wrong now is not the password.
    let opened = gcm_open(&master, &nonce, &ciphertext, b"").map_err(|_| job.corrupt("db"))?;
    job.parsed(&opened, "db")
}

/// The master key, if the password opens this slot.
fn slot_key(
    job: &Job<'_>,
    slot: &Value,
    password: &str,
) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    let cost = |name| match slot.number(name) {
        Number::Whole(cost) => Ok(cost),
        _ => Err(job.corrupt("cost of the password")),
    };
    let salt = job.hex(slot.words("salt"), "salt")?;
    let key = scrypt(
        password.as_bytes(),
        &salt,
        cost("n")?,
        cost("r")?,
        cost("p")?,
    );
    let key = job.crypt(key)?;
    let nonce = job.hex(slot["key_params"].words("nonce"), "nonce of a slot")?;
    let mut sealed = job.hex(slot.words("key"), "key of a slot")?;
    sealed.extend_from_slice(&job.hex(slot["key_params"].words("tag"), "tag of a slot")?);
    match gcm_open(key.as_slice(), &nonce, &sealed, b"") {
        Ok(master) => Ok(Some(master)),
        Err(CryptError::Wrong) => Ok(None),
        Err(_) => Err(job.corrupt("slot")),
    }
}

fn database(job: &Job<'_>, db: &Value) -> Result<Found, Refusal> {
    match db.number("version") {
        Number::Whole(1..=3) => {}
        Number::Whole(version) => return Err(job.version(version)),
        _ => return Err(job.corrupt("version of db")),
    }
    if !db["entries"].is_array() {
        return Err(job.corrupt("entries"));
    }
    let groups: HashMap<&str, &str> = db
        .list("groups")
        .iter()
        .filter_map(|group| Some((group.text("uuid")?, group.text("name")?)))
        .collect();
    let mut found = Found::default();
    for (at, value) in db.list("entries").iter().enumerate() {
        let name = [value.words("issuer"), value.words("name")].join(" ");
        found.push(at + 1, name.trim(), entry(value, &groups));
    }
    Ok(found)
}

fn entry(value: &Value, groups: &HashMap<&str, &str>) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("type").ok_or(SkipReason::Type)?)?;
    let info = &value["info"];
    let secret = info.text("secret").ok_or(SkipReason::Damaged)?;
    // mOTP hashes the hexadecimal text of its key; Aegis keeps the bytes.
    let hashed = (kind == Type::Motp)
        .then(|| otp::Secret::from_base32(secret).map_err(SkipReason::Secret))
        .transpose()?
        .map(|secret| secret.to_hex());
    let algorithm = match info.words("algo") {
        // Aegis repairs what an old version wrote.
        "MD5" if kind != Type::Motp => "SHA1",
        algorithm => algorithm,
    };
    let key = match &hashed {
        Some(text) => Key::Text(text),
        None => Key::Base32(secret),
    };
    let mut entry = Fields {
        algorithm,
        digits: info.number("digits"),
        period: info.number("period"),
        counter: info.number("counter"),
        pin: info.words("pin"),
        ..Fields::new(kind, value.words("issuer"), value.words("name"), key)
    }
    .entry()?
    .with_note(value.words("note"))
    .in_group(value.words("group"));
    for group in value.list("groups").iter().filter_map(Value::as_str) {
        if let Some(name) = groups.get(group) {
            entry = entry.in_group(name);
        }
    }
    entry.pinned = value.flag("favorite");
    entry.icon = value.text("icon_mime").map(str::to_owned);
    Ok(entry)
}
