//! Bitwarden and Bitwarden Authenticator: JSON, plain or sealed with a password, and CSV.

use std::collections::HashMap;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::crypt::{Argon, Prf, argon2, cbc_open, check_rounds, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Problem, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Bitwarden,
    looks_like,
    read,
};

/// The rounds where none are written.
const ROUNDS: u64 = 600_000;
/// The column of the table that has the codes.
const COLUMN: &str = "login_totp";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if let Some(json) = piece.json() {
        let sealed = json.get("encrypted").is_some() && json.get("data").is_some();
        let login = |item: &Value| item.get("login").is_some();
        let plain = json["items"].is_array()
            && (json.get("encrypted").is_some()
                || json.get("folders").is_some()
                || json.list("items").iter().any(login));
        return Confidence::certain_if(
            sealed || plain || json.get("encKeyValidation_DO_NOT_EDIT").is_some(),
        );
    }
    let header = piece
        .text()
        .and_then(|text| text.lines().next())
        .unwrap_or("");
    let mut columns = header.split(',').map(|name| name.trim().trim_matches('"'));
    Confidence::certain_if(columns.any(|name| name == COLUMN))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else {
            found.extend(table(job, piece.text().unwrap_or(""))?);
            continue;
        };
        if json.flag("encrypted") || json.get("encKeyValidation_DO_NOT_EDIT").is_some() {
            let opened = open(job, json)?;
            let json = job.parsed(&opened, "data")?;
            found.extend(items(job, &json)?);
        } else {
            found.extend(items(job, json)?);
        }
    }
    Ok(found)
}

/// What a password sealed.
fn open(job: &Job<'_>, json: &Value) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    if !json.flag("passwordProtected") {
        return Err(job.unsupported(Problem::AccountBound));
    }
    // The text itself is the salt, base64 as it is.
    let salt = json.text("salt").ok_or_else(|| job.corrupt("salt"))?;
    let number = |name, default| match json.number(name) {
        Number::Absent => Ok(default),
        Number::Whole(number) => Ok(number),
        Number::Odd => Err(job.corrupt("cost of the password")),
    };
    let by_argon = match json.number("kdfType") {
        Number::Absent | Number::Whole(0) => false,
        Number::Whole(1) => true,
        _ => return Err(job.unsupported(Problem::Cipher)),
    };
    let key = if by_argon {
        let mib = number("kdfMemory", 64)?;
        let cost = Argon::id(
            mib.saturating_mul(1024),
            number("kdfIterations", 3)?,
            number("kdfParallelism", 4)?,
        );
        job.crypt(cost.check())?;
        let password = job.password()?.as_bytes();
        job.crypt(argon2(&cost, password, &Sha256::digest(salt)))?
    } else {
        let rounds = number("kdfIterations", ROUNDS)?;
        job.crypt(check_rounds(rounds))?;
        let password = job.password()?.as_bytes();
        job.crypt(pbkdf2::<32>(Prf::Sha256, password, salt.as_bytes(), rounds))?
    };
    let keys = Hkdf::<Sha256>::from_prk(key.as_slice()).map_err(|_| job.corrupt("key"))?;
    let (mut cipher, mut mac) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
    let expanded = keys
        .expand(b"enc", cipher.as_mut_slice())
        .and_then(|()| keys.expand(b"mac", mac.as_mut_slice()));
    expanded.map_err(|_| job.corrupt("key"))?;
    let validation = json.text("encKeyValidation_DO_NOT_EDIT");
    match unseal(job, validation.unwrap_or(""), &cipher, &mac)? {
        Some(_) => {}
        None => return Err(job.wrong_password()),
    }
    // The password is right: what is wrong now is the file.
    let opened = unseal(job, json.words("data"), &cipher, &mac)?;
    opened.ok_or_else(|| job.corrupt("data"))
}

/// `2.nonce|ciphertext|MAC`, AES-256-CBC and HMAC-SHA-256 over nonce and ciphertext; `None` when the MAC says that it is
/// another key's. Types without a MAC are refused.
fn unseal(
    job: &Job<'_>,
    text: &str,
    cipher: &[u8; 32],
    mac: &[u8; 32],
) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    let (kind, rest) = text.split_once('.').ok_or_else(|| job.corrupt("data"))?;
    if kind != "2" {
        return Err(job.unsupported(Problem::Cipher));
    }
    let mut parts = rest.split('|');
    let mut part = || {
        let text = parts.next().ok_or_else(|| job.corrupt("data"))?;
        job.base64(text, "data")
    };
    let (nonce, ciphertext, expected) = (part()?, part()?, part()?);
    let mut computed = Hmac::<Sha256>::new_from_slice(mac).map_err(|_| job.corrupt("key"))?;
    computed.update(&nonce);
    computed.update(&ciphertext);
    if computed.verify_slice(&expected).is_err() {
        return Ok(None);
    }
    cbc_open(cipher, &nonce, &ciphertext)
        .map(Some)
        .map_err(|_| job.corrupt("data"))
}

fn items(job: &Job<'_>, json: &Value) -> Result<Found, Refusal> {
    let items = json["items"].as_array();
    let items = items.ok_or_else(|| job.corrupt("items"))?;
    let named = |list| {
        json.list(list)
            .iter()
            .filter_map(|folder| Some((folder.text("id")?, folder.text("name")?)))
    };
    let folders: HashMap<&str, &str> = named("folders").chain(named("collections")).collect();
    let mut found = Found::default();
    for (at, item) in items.iter().enumerate() {
        let login = &item["login"];
        let Some(totp) = login.text("totp").filter(|totp| !totp.trim().is_empty()) else {
            continue;
        };
        let name = item.words("name");
        let entry = entry(name, login.words("username"), totp).map(|entry| {
            let ids = item.list("collectionIds").iter().filter_map(Value::as_str);
            let ids = item.text("folderId").into_iter().chain(ids);
            let groups = ids.filter_map(|id| folders.get(id));
            let mut entry = groups
                .fold(entry, |entry, name| entry.in_group(name))
                .with_note(item.words("notes"));
            entry.pinned = item.flag("favorite");
            let set = |name| item.text(name).is_some_and(|date| !date.is_empty());
            entry.set_aside = set("deletedDate") || set("archivedDate");
            entry
        });
        found.push(at + 1, name, entry);
    }
    Ok(found)
}

/// A table: the columns are found by their names.
fn table(job: &Job<'_>, text: &str) -> Result<Found, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|_| job.corrupt("CSV"))?;
    let column = |name: &str| columns.iter().position(|column| column.trim() == name);
    let totp = column(COLUMN).ok_or_else(|| job.corrupt("CSV"))?;
    let (name, username) = (column("name"), column("login_username"));
    let (folder, favorite) = (
        column("folder").or(column("collections")),
        column("favorite"),
    );
    let notes = column("notes");
    let mut found = Found::default();
    for (at, row) in reader.records().enumerate() {
        let Ok(row) = row else {
            found.skip(at + 1, "", SkipReason::Damaged);
            continue;
        };
        let of = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("").trim();
        let secret = of(Some(totp));
        if secret.is_empty() {
            continue;
        }
        let entry = entry(of(name), of(username), secret).map(|entry| {
            let mut entry = entry.in_group(of(folder)).with_note(of(notes));
            entry.pinned = of(favorite) == "1";
            entry
        });
        found.push(at + 1, of(name), entry);
    }
    Ok(found)
}

/// What stands in the field of the codes: a Key URI, `steam://SECRET`, or the secret alone. The item says what the URI
/// does not.
fn entry(name: &str, username: &str, totp: &str) -> Result<Entry, SkipReason> {
    let totp = totp.trim();
    let Some((scheme, rest)) = totp.split_once("://") else {
        return Fields::new(Type::Totp, name, username, Key::Base32(totp)).entry();
    };
    if scheme.eq_ignore_ascii_case("steam") {
        let issuer = if name.trim().is_empty() {
            "Steam"
        } else {
            name
        };
        return Fields::new(Type::Steam, issuer, username, Key::Base32(rest)).entry();
    }
    Ok(Entry::of_uri(totp)?.named(name, username))
}
