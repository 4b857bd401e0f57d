//! The browser extension Authenticator: an object of entries by their hashes or ids, plain or sealed. Both ways to seal
//! are CryptoJS's, without a MAC; the newer one makes its passphrase with Argon2id first.

use data_encoding::BASE64_NOPAD;
use md5::{Digest as _, Md5};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::crypt::{Argon, CryptError, argon2, cbc_open};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::AuthenticatorExtension,
    looks_like,
    read,
};

/// Argon2id with costs that are fixed in the extension.
const COST: Argon = Argon::id(19_456, 2, 1);
/// What stands before a salt of eight bytes.
const SALTED: &[u8] = b"Salted__";
/// A record that is sealed as a whole.
const SEALED_RECORD: &str = "EncOTPStorage";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let entries = piece.json().and_then(|json| json.as_object());
    let ours = |(name, value): (&String, &Value)| {
        let plain = value.text("secret").is_some()
            && (value.text("hash").is_some_and(|hash| hash == name)
                || value.has_all(&["type", "index"])
                || value.has_all(&["account", "encrypted"]));
        plain || value.words("dataType") == SEALED_RECORD
    };
    Confidence::certain_if(entries.is_some_and(|entries| entries.iter().any(ours)))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(entries) = piece.json().and_then(|json| json.as_object()) else {
            continue;
        };
        let mut opener = Opener {
            job,
            entries,
            opened: 0,
            refused: 0,
            keys: Vec::new(),
        };
        let mut records: Vec<(&String, &Value)> = entries
            .iter()
            .filter(|(name, value)| is_entry(name, value))
            .collect();
        records.sort_by_key(|(_, value)| match value.number("index") {
            Number::Whole(index) => index,
            _ => u64::MAX,
        });
        let mut part = Found::default();
        for (at, (_, value)) in records.into_iter().enumerate() {
            let name = [value.words("issuer"), value.words("account")].join(" ");
            let entry = opener.entry(value)?;
            part.push(at + 1, name.trim(), entry);
        }
        // There is no MAC: when nothing that was sealed makes sense, it was the password.
        if opener.refused > 0 && opener.opened == 0 {
            return Err(job.wrong_password());
        }
        found.extend(part);
    }
    Ok(found)
}

/// Whether it is an account, and not a key or a setting.
fn is_entry(name: &str, value: &Value) -> bool {
    value.is_object()
        && !matches!(name, "key" | "UserSettings" | "LocalStorage")
        && !matches!(value.words("dataType"), "Key" | "UserSettings")
        && (value.get("secret").is_some() || value.get("data").is_some())
}

/// Opens records, and remembers what that was worth.
struct Opener<'a> {
    job: &'a Job<'a>,
    entries: &'a Map<String, Value>,
    opened: usize,
    refused: usize,
    /// Passphrases by the ids of their keys; none where the password does not open the key.
    keys: Vec<(String, Option<Zeroizing<String>>)>,
}

impl Opener<'_> {
    /// The outer error ends the import.
    fn entry(&mut self, value: &Value) -> Result<Result<Entry, SkipReason>, Refusal> {
        if value.words("dataType") == SEALED_RECORD {
            let Some(text) = self.open(value.words("data"), value.words("keyId"))? else {
                return Ok(Err(SkipReason::Sealed));
            };
            return Ok(match self.job.parsed(text.as_bytes(), "data") {
                Ok(record) if record.is_object() => {
                    self.opened += 1;
                    entry(&record, record.words("secret"))
                }
                _ => {
                    self.refused += 1;
                    Err(SkipReason::Sealed)
                }
            });
        }
        if !value.flag("encrypted") {
            return Ok(entry(value, value.words("secret")));
        }
        let Some(secret) = self.open(value.words("secret"), value.words("keyId"))? else {
            return Ok(Err(SkipReason::Sealed));
        };
        let entry = entry(value, &secret);
        // Garbage that has the right padding by chance is hardly ever a key.
        match &entry {
            Err(SkipReason::Secret(_) | SkipReason::Damaged) => self.refused += 1,
            _ => self.opened += 1,
        }
        Ok(entry)
    }

    /// The text that was sealed, or nothing where the passphrase does not open it.
    fn open(&mut self, sealed: &str, id: &str) -> Result<Option<Zeroizing<String>>, Refusal> {
        let at = match self.keys.iter().position(|(known, _)| known == id) {
            Some(at) => at,
            None => {
                let key = self.passphrase(id)?;
                self.keys.push((id.to_owned(), key));
                self.keys.len() - 1
            }
        };
        let text = self.keys[at]
            .1
            .as_ref()
            .and_then(|key| unsealed(sealed, key));
        if text.is_none() {
            self.refused += 1;
        }
        Ok(text)
    }

    /// What a key record makes of the password.
    fn passphrase(&self, id: &str) -> Result<Option<Zeroizing<String>>, Refusal> {
        let password = self.job.password()?;
        let record = self.entries.get(id);
        if let Some(salt) = record.and_then(|record| record.text("salt")) {
            let hash = argon2(&COST, password.as_bytes(), salt.as_bytes());
            let hash = self.job.crypt(hash)?;
            return Ok(Some(Zeroizing::new(BASE64_NOPAD.encode(hash.as_slice()))));
        }
        match self.entries.get("key").and_then(|key| key.text("enc")) {
            Some(sealed) => Ok(unsealed(sealed, password)),
            None => Ok(Some(Zeroizing::new(password.to_owned()))),
        }
    }
}

/// Opens what CryptoJS sealed with a passphrase: base64 of `Salted__`, a salt, and AES-256-CBC.
fn unsealed(text: &str, passphrase: &str) -> Option<Zeroizing<String>> {
    let bytes = crate::containers::base64(text)?;
    let rest = bytes.strip_prefix(SALTED)?;
    let (salt, ciphertext) = rest.split_at_checked(8)?;
    let key = evp(passphrase.as_bytes(), salt);
    let opened: Result<_, CryptError> = cbc_open(&key[..32], &key[32..48], ciphertext);
    let text = std::str::from_utf8(opened.as_ref().ok()?).ok()?;
    Some(Zeroizing::new(text.to_owned()))
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round: key and nonce.
fn evp(passphrase: &[u8], salt: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(48));
    let mut block: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::new());
    while out.len() < 48 {
        let mut hash = Md5::new();
        hash.update(&*block);
        hash.update(passphrase);
        hash.update(salt);
        block = Zeroizing::new(hash.finalize().to_vec());
        out.extend_from_slice(&block);
    }
    out
}

fn entry(value: &Value, secret: &str) -> Result<Entry, SkipReason> {
    if secret.is_empty() {
        return Err(SkipReason::Damaged);
    }
    // Old versions wrote the kind before the secret.
    let prefixed = [("blz-", "battle"), ("bliz-", "battle"), ("stm-", "steam")]
        .iter()
        .find_map(|(prefix, kind)| Some((*kind, secret.strip_prefix(prefix)?)));
    let (kind, secret) = prefixed.unwrap_or((value.text("type").unwrap_or("totp"), secret));
    // They kept its number before they kept its name.
    let kind = match value.number("type") {
        Number::Whole(number) => match number {
            1 => "totp",
            2 => "hotp",
            3 => "battle",
            4 => "steam",
            5 => "hex",
            6 => "hhex",
            _ => return Err(SkipReason::Type),
        },
        _ => kind,
    };
    let (kind, key, digits) = match kind {
        "totp" | "battle" => (
            Type::Totp,
            Key::Base32(secret),
            if kind == "battle" { 8 } else { 6 },
        ),
        "hotp" => (Type::Hotp, Key::Base32(secret), 6),
        "steam" => (Type::Steam, Key::Base32(secret), 5),
        "hex" => (Type::Totp, Key::Hex(secret), 6),
        "hhex" => (Type::Hotp, Key::Hex(secret), 6),
        _ => return Err(SkipReason::Type),
    };
    let default = |number: Number, default: u64| match number {
        Number::Absent | Number::Whole(0) => Number::Whole(default),
        number => number,
    };
    let algorithm = match value.number("algorithm") {
        Number::Whole(1) => "SHA1",
        Number::Whole(2) => "SHA256",
        Number::Whole(3) => "SHA512",
        _ => value.words("algorithm"),
    };
    let mut entry = Fields {
        algorithm,
        digits: default(value.number("digits"), digits),
        period: default(value.number("period"), 30),
        counter: value.number("counter"),
        ..Fields::new(kind, value.words("issuer"), value.words("account"), key)
    }
    .entry()?;
    entry.pinned = value.flag("pinned");
    Ok(entry)
}
