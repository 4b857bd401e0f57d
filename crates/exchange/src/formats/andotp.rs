//! andOTP: an array of entries; sealed, bytes without any mark. GNOME Authenticator's old backup is the same array with
//! another meaning: the first tag is who issues the codes.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::crypt::{CryptError, Prf, gcm_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Reader, Refusal, Type,
};

/// andOTP's own.
pub(super) const READER: Reader = Reader {
    format: Format::AndOtp,
    looks_like,
    read,
};

/// GNOME Authenticator's old backup.
pub(super) const GNOME: Reader = Reader {
    format: Format::Gnome,
    looks_like: |piece, _| {
        let entries = plain(piece).unwrap_or_default();
        // andOTP before it had a field for the issuer put it before the label, with a hyphen.
        let gnome = |entry: &Value| {
            entry.get("issuer").is_none()
                && !entry.list("tags").is_empty()
                && !entry.words("label").contains(" - ")
        };
        Confidence::certain_if(!entries.is_empty() && entries.iter().all(gnome))
    },
    read: |job| {
        let mut found = Found::default();
        for piece in &job.pieces {
            let entries = plain(piece).unwrap_or_default();
            for (at, value) in entries.iter().enumerate() {
                let issuer = value
                    .list("tags")
                    .first()
                    .and_then(Value::as_str)
                    .unwrap_or("");
                let label = value.words("label");
                found.push(at + 1, label, entry(value, issuer, label));
            }
        }
        Ok(found)
    },
};

/// Nonce and tag of AES-GCM, which every sealed file has.
const OVERHEAD: usize = 12 + 16;
/// What the newer form has before that: rounds and salt.
const HEAD: usize = 4 + 12;

/// The entries of a plain file: objects with a secret, a label, and fields that only this format has.
fn plain<'a>(piece: &'a Piece<'_>) -> Option<&'a [Value]> {
    let entries = piece.json()?.as_array()?;
    let ours = |entry: &Value| {
        entry.has_all(&["secret"])
            && ["label", "thumbnail", "last_used", "tags", "type"]
                .iter()
                .filter(|name| entry.get(name).is_some())
                .count()
                >= 2
            && ["kind", "timer", "uri", "otpGenerator", "techInfo"]
                .iter()
                .all(|name| entry.get(name).is_none())
    };
    let shaped = entries.iter().any(ours) && entries.iter().all(Value::is_object);
    shaped.then_some(entries.as_slice())
}

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if plain(piece).is_some() {
        return Confidence::Likely;
    }
    if piece.text().is_some() || piece.bytes.len() < OVERHEAD || is_known(piece.bytes) {
        return Confidence::No;
    }
    // What the app has written as rounds over the years; before that there was no such number.
    match rounds(piece.bytes) {
        Some(1000..=5000 | 100_000..=200_000) => Confidence::Likely,
        _ if piece.is_named(".aes") => Confidence::Likely,
        _ => Confidence::Possible,
    }
}

/// Whether the bytes begin with the mark of something else.
fn is_known(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 16] = [
        b"PK",
        b"\x1f\x8b",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"RIFF",
        b"%PDF",
        b"SQLite format 3",
        b"\x03\xd9\xa2\x9a",
        b"\xac\xed",
        b"\x7fELF",
        b"MZ",
        b"7z\xbc\xaf",
        b"AUTHENTICATORPRO",
        b"AuthenticatorPro",
        b"BZh",
    ];
    // Most of it is letters: text with a few odd bytes, not something sealed.
    let letters = bytes
        .iter()
        .take(4096)
        .filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        .count();
    let looked_at = bytes.len().min(4096);
    MARKS.iter().any(|mark| bytes.starts_with(mark))
        || letters * 4 > looked_at * 3
        // An OpenPGP message: a tag with the highest bit, of a kind that begins one.
        || matches!(bytes.first(), Some(0x84 | 0x85 | 0x8c | 0xc1 | 0xc3))
}

/// The rounds of the newer form.
fn rounds(bytes: &[u8]) -> Option<u32> {
    let head: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    let rounds = u32::from_be_bytes(head);
    let fits = bytes.len() >= HEAD + OVERHEAD && (1..=10_000_000).contains(&rounds);
    fits.then_some(rounds)
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        match plain(piece) {
            Some(values) => found.extend(entries(values)),
            None => {
                let opened = open(job, piece.bytes)?;
                let json = job.parsed(&opened, "what was sealed")?;
                let values = json
                    .as_array()
                    .ok_or_else(|| job.corrupt("what was sealed"))?;
                found.extend(entries(values));
            }
        }
    }
    Ok(found)
}

/// The newer form, if the file can be one, else the older: SHA-256 of the password, without salt.
fn open(job: &Job<'_>, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let password = job.password()?.as_bytes();
    if let Some(rounds) = rounds(bytes) {
        let key = pbkdf2::<32>(Prf::Sha1, password, &bytes[4..HEAD], u64::from(rounds));
        let key = job.crypt(key)?;
        let nonce = &bytes[HEAD..HEAD + 12];
        match gcm_open(key.as_slice(), nonce, &bytes[HEAD + 12..], b"") {
            Err(CryptError::Wrong) => {}
            other => return job.crypt(other),
        }
    }
    let key = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(password)));
    job.crypt(gcm_open(key.as_slice(), &bytes[..12], &bytes[12..], b""))
}

fn entries(values: &[Value]) -> Found {
    let mut found = Found::default();
    for (at, value) in values.iter().enumerate() {
        let label = value.words("label");
        let (issuer, label) = match value.text("issuer") {
            Some(issuer) => (issuer, label),
            None => label.split_once(" - ").unwrap_or(("", label)),
        };
        let name = [issuer, label].join(" ");
        found.push(at + 1, name.trim(), entry(value, issuer, label));
    }
    found
}

fn entry(value: &Value, issuer: &str, label: &str) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("type").unwrap_or("TOTP"))?;
    let secret = value.text("secret").ok_or(SkipReason::Damaged)?;
    if kind == Type::Hotp && value.number("counter") == Number::Absent {
        return Err(SkipReason::Counter);
    }
    let mut entry = Fields {
        algorithm: value.words("algorithm"),
        digits: value.number("digits"),
        period: value.number("period"),
        counter: value.number("counter"),
        ..Fields::new(kind, issuer, label, Key::Base32(secret))
    }
    .entry()?;
    for tag in value.list("tags").iter().filter_map(Value::as_str) {
        entry = entry.in_group(tag);
    }
    entry.icon = value
        .text("thumbnail")
        .filter(|name| *name != "Default")
        .map(str::to_owned);
    Ok(entry)
}
