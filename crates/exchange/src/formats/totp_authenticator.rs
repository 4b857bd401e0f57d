//! TOTP Authenticator: its settings on a rooted phone (XML), or its backup, base64 of AES without a checksum. A backup
//! without a password has one that is the same for everybody.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Format;
use super::files::settings_with;
use crate::SkipReason;
use crate::containers::{base64, prefs::Prefs};
use crate::crypt::cbc_open;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::TotpAuthenticator,
    looks_like,
    read,
};

const CODES: &str = "STATIC_TOTP_CODES_LIST";
/// What a backup without a password is sealed with.
const NO_PASSWORD: &str = "TotpAuthenticator";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if settings_with(piece, CODES.as_bytes()) {
        return Confidence::Certain;
    }
    match sealed(piece) {
        Some(bytes) if open(&bytes, NO_PASSWORD).is_some() => Confidence::Certain,
        sealed => Confidence::likely_if(sealed.is_some()),
    }
}

/// The bytes of a backup: nothing but base64 of whole blocks, which a key in base32 or a word never is.
fn sealed(piece: &Piece<'_>) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let text = piece.text()?.trim();
    let mixed = text.contains(char::is_lowercase) && text.contains(char::is_uppercase);
    if text.len() < 64 || !mixed || text.contains(' ') {
        return None;
    }
    base64(text).filter(|bytes| bytes.len().is_multiple_of(16))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let list = if let Some(bytes) = sealed(piece) {
            match (open(&bytes, NO_PASSWORD), job.maybe_password()?) {
                (Some(list), _) => list,
                (None, Some(password)) => {
                    open(&bytes, password).ok_or_else(|| job.wrong_password())?
                }
                (None, None) => {
                    return Err(Refusal::PasswordRequired { format: job.format });
                }
            }
        } else {
            let settings = job.container(Prefs::read(piece.bytes))?;
            let text = settings.get(CODES).ok_or_else(|| job.corrupt(CODES))?;
            job.parsed(text.as_bytes(), CODES)?
        };
        let list = list.as_array().ok_or_else(|| job.corrupt(CODES))?;
        for (at, value) in list.iter().enumerate() {
            let name = [value.words("issuer"), value.words("name")].join(" ");
            found.push(at + 1, name.trim(), entry(value));
        }
    }
    Ok(found)
}

/// The list in a backup: the name of the only field of an object. `None` when the password does not open it, which
/// shows only in what comes out.
fn open(sealed: &[u8], password: &str) -> Option<Json> {
    let mut key = zeroize::Zeroizing::new([0_u8; 32]);
    key.copy_from_slice(&Sha256::digest(password.as_bytes()));
    let opened = cbc_open(&*key, &[0; 16], sealed).ok()?;
    let outer = crate::containers::json::parse_bytes(&opened).ok()?;
    let mut names = outer.as_object()?.keys();
    let list = crate::containers::json::parse(names.next()?).ok()?;
    list.is_array().then_some(list)
}

fn entry(value: &Value) -> Result<Entry, SkipReason> {
    let secret = value.text("key").ok_or(SkipReason::Damaged)?;
    let key = match value.number("base") {
        Number::Absent | Number::Whole(16) => Key::Hex(secret),
        Number::Whole(32) => Key::Base32(secret),
        Number::Whole(64) => Key::Base64(secret),
        _ => return Err(SkipReason::Damaged),
    };
    let issuer = match value.words("issuer") {
        "Unknown" => "",
        issuer => issuer,
    };
    let mut entry = Fields {
        digits: value.number("digits"),
        period: value.number("period"),
        ..Fields::new(Type::Totp, issuer, value.words("name"), key)
    }
    .entry()?;
    entry.pinned = value.flag("isFavorite");
    Ok(entry)
}
