//! Steam Guard: the files of the mobile app, and the `maFile`s of programs that keep Steam Guard on a desktop, in the
//! clear or sealed; what opens those stands in the `manifest.json` beside them.
//!
//! Only the shared secret is taken. Sessions, the identity secret and the revocation code stay where they are.

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::containers::base64;
use crate::containers::json;
use crate::crypt::{Argon, CryptError, Prf, argon2, cbc_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Piece, Problem, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Steam,
    looks_like,
    read,
};

/// The most sealed files of one import: each costs a key of its own.
const MAX_SEALED: usize = 200;

fn looks_like(piece: &Piece<'_>, all: &[Piece<'_>]) -> Confidence {
    if let Some(json) = piece.json() {
        let ours = json.get("shared_secret").is_some() || is_manifest(json) || is_mobile(json);
        return Confidence::certain_if(ours);
    }
    Confidence::certain_if(
        is_sealed(piece) && (sealing(piece, all.iter()).is_some() || piece.is_named(".mafile")),
    )
}

/// The mobile app's file of all accounts.
fn is_mobile(json: &Value) -> bool {
    let accounts = json.get("accounts").and_then(Value::as_object);
    accounts.is_some_and(|accounts| {
        accounts
            .values()
            .any(|account| account.get("shared_secret").is_some())
    })
}

fn is_manifest(json: &Value) -> bool {
    let entries = json.list("entries");
    let flagged = json.get("encrypted").is_some() || json.get("version").is_some();
    flagged && !entries.is_empty() && entries.iter().all(|entry| entry.text("filename").is_some())
}

/// A `maFile` that is nothing but base64.
fn is_sealed(piece: &Piece<'_>) -> bool {
    let text = piece.text().map_or("", str::trim);
    text.len() >= 64 && base64(text).is_some_and(|bytes| bytes.len().is_multiple_of(16))
}

/// What the manifests say about a file: by its name, or because it is the only one they name.
fn sealing<'m>(
    piece: &Piece<'_>,
    mut all: impl Iterator<Item = &'m Piece<'m>>,
) -> Option<&'m Value> {
    all.find_map(|other| {
        let entries = other
            .json()
            .filter(|json| is_manifest(json))?
            .list("entries");
        let named = entries
            .iter()
            .find(|entry| entry.words("filename") == piece.name);
        match entries {
            [only] if piece.name.is_empty() => Some(only),
            _ => named,
        }
    })
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let (mut position, mut sealed) = (0, 0);
    for piece in &job.pieces {
        if let Some(json) = piece.json() {
            if is_manifest(json) {
                continue;
            }
            match json.get("accounts").and_then(Value::as_object) {
                Some(accounts) => {
                    for account in accounts.values() {
                        position += 1;
                        push(&mut found, position, account);
                    }
                }
                None => {
                    position += 1;
                    push(&mut found, position, json);
                }
            }
            continue;
        }
        sealed += 1;
        if sealed > MAX_SEALED {
            return Err(Refusal::TooLarge);
        }
        let how = sealing(piece, job.pieces.iter().copied())
            .ok_or_else(|| job.unsupported(Problem::MissingCompanion))?;
        let json = open(job, piece, how)?;
        position += 1;
        push(&mut found, position, &json);
    }
    if position == 0 {
        return Err(job.unsupported(Problem::MissingCompanion));
    }
    Ok(found)
}

fn push(found: &mut Found, position: usize, account: &Value) {
    found.push(position, account.words("account_name"), entry(account));
}

fn entry(account: &Value) -> Result<Entry, SkipReason> {
    let secret = account.text("shared_secret").ok_or(SkipReason::Damaged)?;
    let name = account.words("account_name");
    Fields::new(Type::Steam, "Steam", name, Key::Base64(secret)).entry()
}

/// Opens a sealed `maFile`. Without a checksum, a wrong password shows in what comes out.
fn open(job: &Job<'_>, piece: &Piece<'_>, how: &Value) -> Result<Json, Refusal> {
    let sealing = how.get("encryption").unwrap_or(how);
    let of = |new: &str, old: &str| sealing.text(new).or_else(|| sealing.text(old));
    let (Some(iv), Some(salt)) = (of("iv", "encryption_iv"), of("salt", "encryption_salt")) else {
        return Err(match sealing.text("scheme") {
            Some(_) => job.unsupported(Problem::DeviceBound), // The key is in a keyring.
            None => job.corrupt("the manifest does not say how the file is sealed"),
        });
    };
    let (iv, salt) = (job.base64(iv, "iv")?, job.base64(salt, "salt")?);
    let text = piece.text().unwrap_or_default();
    let sealed = job.base64(text, "the sealed account")?;
    let password = job.password()?.as_bytes();
    let key: Zeroizing<[u8; 32]> = match sealing.words("scheme") {
        "" | "LegacySdaCompatible" => job.crypt(pbkdf2(Prf::Sha1, password, &salt, 50_000))?,
        "Argon2idAes256" => job.crypt(argon2(&Argon::id(62_500, 3, 4), password, &salt))?,
        _ => return Err(job.unsupported(Problem::Cipher)),
    };
    let opened = match cbc_open(&*key, &iv, &sealed) {
        Err(CryptError::Parameters) => return Err(job.corrupt("the sealed account")),
        other => job.crypt(other)?,
    };
    json::parse_bytes(&opened)
        .ok()
        .filter(|json| json.is_object())
        .ok_or_else(|| job.wrong_password())
}
