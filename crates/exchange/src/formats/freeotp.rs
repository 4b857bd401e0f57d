//! FreeOTP: version 1 and FreeOTP+ keep their codes in the clear in the settings of the app (`tokens.xml`); version 2
//! writes a backup that is a serialised Java map, its codes sealed with a master key and that with the password. On the
//! phone the same map is a file of settings (`tokenBackup.xml`).

use std::collections::HashMap;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use super::files::settings_with;
use crate::SkipReason;
use crate::containers::java;
use crate::containers::prefs::Prefs;
use crate::crypt::{CryptError, Prf, gcm_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Problem, Reader,
    Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::FreeOtp,
    looks_like,
    read,
};

const MASTER: &str = "masterKey";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if java::is_hash_map(piece.bytes) {
        return Confidence::Certain;
    }
    // In the file the quotes of the JSON are entities.
    let has = |name: &str| settings_with(piece, name.as_bytes());
    Confidence::certain_if(
        has("name=\"tokenOrder\"")
            || has("name=\"masterKey\"")
            || (has("secret") && has("issuerExt")),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        if piece.bytes.starts_with(java::MAGIC) {
            let pairs = job.container(java::hash_map(piece.bytes))?;
            let pairs = pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            found.extend(backup(job, &pairs.collect::<Vec<_>>())?);
            continue;
        }
        let prefs = job.container(Prefs::read(piece.bytes))?;
        if prefs.get(MASTER).is_some() {
            found.extend(backup(job, &prefs.iter().collect::<Vec<_>>())?);
        } else {
            found.extend(settings(job, &prefs));
        }
    }
    Ok(found)
}

/// Version 1 and FreeOTP+: a setting per code, by its name.
fn settings(job: &Job<'_>, settings: &Prefs) -> Found {
    let mut found = Found::default();
    // Between the codes there may be settings, which are no objects; the order of the codes is a list.
    let codes = settings.iter().filter(|(_, text)| text.starts_with('{'));
    for (at, (name, text)) in codes.enumerate() {
        let entry = match job.parsed(text.as_bytes(), "a code") {
            Ok(json) => key(&json).and_then(|key| token(&json, &key, Counter::Last)),
            Err(_) => Err(SkipReason::Damaged),
        };
        found.push(at + 1, name, entry);
    }
    found
}

/// Which counter a file holds: versions 1 and FreeOTP+ keep the one that was used last, version 2 the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counter {
    Last,
    Next,
}

/// The secret of a token, an array of signed bytes.
pub(super) fn key(token: &Value) -> Result<Zeroizing<Vec<u8>>, SkipReason> {
    signed_bytes(token.list("secret")).ok_or(SkipReason::Damaged)
}

/// A token. The field `issuerExt` is what stood before the label or what the person made of it, `issuerInt` the
/// parameter of the Key URI.
pub(super) fn token(token: &Value, key: &[u8], counter: Counter) -> Result<Entry, SkipReason> {
    let issuer = ["issuerExt", "issuerInt", "issuerAlt"]
        .into_iter()
        .map(|name| token.words(name))
        .find(|issuer| !issuer.is_empty())
        .unwrap_or("");
    // FreeOTP makes Steam's codes for whatever is called so.
    let kind = match Type::of(token.text("type").ok_or(SkipReason::Type)?)? {
        Type::Totp if issuer == "Steam" => Type::Steam,
        kind => kind,
    };
    let counter = match (token.number("counter"), counter) {
        (Number::Whole(last), Counter::Last) => {
            last.checked_add(1).map_or(Number::Odd, Number::Whole)
        }
        // Before its first code.
        (Number::Odd, Counter::Last) if token["counter"].as_i64() == Some(-1) => Number::Whole(0),
        (counter, _) => counter,
    };
    Fields {
        algorithm: token.words("algo"),
        digits: nothing_if_zero(token.number("digits")),
        period: nothing_if_zero(token.number("period")),
        counter,
        ..Fields::new(kind, issuer, token.words("label"), Key::Bytes(key))
    }
    .entry()
}

/// The app writes 0 for what nobody said.
fn nothing_if_zero(number: Number) -> Number {
    match number {
        Number::Whole(0) => Number::Absent,
        number => number,
    }
}

/// Bytes as Java prints them: from -128 to 127.
fn signed_bytes(values: &[Value]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(values.len()));
    for value in values {
        let number = value.as_i64()?;
        let byte = i8::try_from(number).map(i8::cast_unsigned);
        bytes.push(byte.or_else(|_| u8::try_from(number)).ok()?);
    }
    Some(bytes)
}

/// Version 2.
fn backup(job: &Job<'_>, pairs: &[(&str, &str)]) -> Result<Found, Refusal> {
    let by_name: HashMap<&str, &str> = pairs.iter().copied().collect();
    let of = |name: &str| by_name.get(name).copied();
    let master = of(MASTER).ok_or_else(|| job.corrupt("the master key is missing"))?;
    let master = master_key(job, &job.parsed(master.as_bytes(), "the master key")?)?;
    let mut found = Found::default();
    let tokens = pairs
        .iter()
        .filter_map(|(name, value)| Some((name.strip_suffix("-token")?, value)));
    for (at, (id, value)) in tokens.enumerate() {
        let Ok(json) = job.parsed(value.as_bytes(), "a code") else {
            found.skip(at + 1, "", SkipReason::Damaged);
            continue;
        };
        let name = [json.words("issuerExt"), json.words("label")].join(" ");
        let key = of(id).ok_or(SkipReason::Damaged);
        let key = key.and_then(|sealed| token_key(job, sealed, &master));
        let entry = key.and_then(|key| token(&json, &key, Counter::Next));
        found.push(at + 1, name.trim(), entry);
    }
    Ok(found)
}

fn master_key(job: &Job<'_>, json: &Json) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let prf = match json.words("mAlgorithm").to_ascii_lowercase().as_str() {
        "pbkdf2withhmacsha1" => Prf::Sha1,
        "pbkdf2withhmacsha256" => Prf::Sha256,
        "pbkdf2withhmacsha512" => Prf::Sha512,
        _ => return Err(job.unsupported(Problem::Cipher)),
    };
    let salt = signed_bytes(json.list("mSalt")).ok_or_else(|| job.corrupt("the salt"))?;
    let Number::Whole(rounds) = json.number("mIterations") else {
        return Err(job.corrupt("the cost of the password"));
    };
    let password = job.password()?;
    let key = job.crypt(pbkdf2::<32>(prf, password.as_bytes(), &salt, rounds))?;
    job.crypt(open(&json["mEncryptedKey"], &*key))
}

fn token_key(job: &Job<'_>, text: &str, master: &[u8]) -> Result<Zeroizing<Vec<u8>>, SkipReason> {
    let damaged = |_| SkipReason::Damaged;
    let outer = job.parsed(text.as_bytes(), "a key").map_err(damaged)?;
    let inner = outer.text("key").ok_or(SkipReason::Damaged)?;
    let inner = job.parsed(inner.as_bytes(), "a key").map_err(damaged)?;
    open(&inner, master).map_err(|_| SkipReason::Damaged)
}

/// AES-256-GCM; what is sealed is bound to the name of its algorithm.
fn open(sealed: &Value, key: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptError> {
    if sealed.words("mCipher") != "AES/GCM/NoPadding" {
        return Err(CryptError::Parameters);
    }
    let text = signed_bytes(sealed.list("mCipherText")).ok_or(CryptError::Parameters)?;
    let parameters = signed_bytes(sealed.list("mParameters")).ok_or(CryptError::Parameters)?;
    let nonce = nonce(&parameters).ok_or(CryptError::Parameters)?;
    gcm_open(key, nonce, &text, sealed.words("mToken").as_bytes())
}

/// The nonce in the parameters of the cipher: DER, a sequence that begins with it or the octet string alone.
fn nonce(der: &[u8]) -> Option<&[u8]> {
    let octets = match der {
        [0x30, length, rest @ ..] if usize::from(*length) == rest.len() => rest,
        _ => der,
    };
    match octets {
        [0x04, length, rest @ ..] => rest.get(..usize::from(*length)),
        _ => None,
    }
}
