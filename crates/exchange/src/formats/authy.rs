//! Authy's settings on a rooted Android phone: XML with JSON in it. Each code is sealed with the backup password on
//! its own, without a checksum; Authy's own kind of code is in the clear.

use serde_json::Value;

use super::Format;
use super::files::settings_with;
use crate::SkipReason;
use crate::containers::prefs::Prefs;
use crate::crypt::{CryptError, Prf, cbc_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Authy,
    looks_like,
    read,
};

const TOKENS: &str = "com.authy.storage.tokens.";
/// The most codes: each sealed one costs a key of its own.
const MAX_TOKENS: usize = 5_000;
const ROUNDS: u64 = 1_000;

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(settings_with(piece, TOKENS.as_bytes()))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let settings = job.container(Prefs::read(piece.bytes))?;
        let mut lists: Vec<Json> = Vec::new();
        for (_, text) in settings.iter().filter(|(name, _)| name.starts_with(TOKENS)) {
            lists.push(job.parsed(text.as_bytes(), "the list of codes")?);
        }
        if lists.is_empty() || lists.iter().any(|list| !list.is_array()) {
            return Err(job.corrupt("the list of codes"));
        }
        let tokens: Vec<&Value> = lists
            .iter()
            .filter_map(|list| list.as_array())
            .flatten()
            .collect();
        if tokens.len() > MAX_TOKENS {
            return Err(Refusal::TooLarge);
        }
        read_tokens(job, &tokens, &mut found)?;
    }
    Ok(found)
}

/// What a sealed code says about the password.
enum Opened {
    Secret(String),
    /// Padding or alphabet are wrong: the password, or the entry.
    Garbage,
}

fn read_tokens(job: &Job<'_>, tokens: &[&Value], found: &mut Found) -> Result<(), Refusal> {
    let sealed = |token: &&&Value| is_sealed(token);
    let password = match tokens.iter().any(|token| sealed(&token)) {
        true => job.password()?,
        false => "",
    };
    let (mut opened, mut garbage) = (0, 0);
    let mut entries = Vec::with_capacity(tokens.len());
    for token in tokens {
        let entry = if is_sealed(token) {
            match open(token, password) {
                Ok(Opened::Secret(secret)) => {
                    opened += 1;
                    let secret = zeroize::Zeroizing::new(secret);
                    third_party(token, &secret)
                }
                Ok(Opened::Garbage) => {
                    garbage += 1;
                    Err(SkipReason::Damaged)
                }
                Err(reason) => Err(reason),
            }
        } else if token.get("secretSeed").is_some() {
            own(token)
        } else {
            match token.text("decryptedSecret") {
                Some(secret) => third_party(token, secret),
                None => Err(SkipReason::Damaged),
            }
        };
        entries.push((token.words("name"), entry));
    }
    // There is no checksum: a password that opens nothing is a wrong one.
    if garbage > 0 && opened == 0 {
        return Err(job.wrong_password());
    }
    for (at, (name, entry)) in entries.into_iter().enumerate() {
        found.push(at + 1, name, entry);
    }
    Ok(())
}

fn is_sealed(token: &Value) -> bool {
    let has = |name| token.text(name).is_some_and(|text| !text.is_empty());
    has("encryptedSecret") && !has("decryptedSecret") && !has("secretSeed")
}

/// Opens a code. The salt is the text as it stands, and the initialisation vector is zero.
fn open(token: &Value, password: &str) -> Result<Opened, SkipReason> {
    let salt = token.text("salt").ok_or(SkipReason::Damaged)?;
    let sealed = crate::containers::base64(token.words("encryptedSecret"));
    let sealed = sealed.ok_or(SkipReason::Damaged)?;
    let key = pbkdf2::<32>(Prf::Sha1, password.as_bytes(), salt.as_bytes(), ROUNDS)
        .map_err(|_| SkipReason::Damaged)?;
    match cbc_open(&*key, &[0; 16], &sealed) {
        Ok(opened) => {
            let text = std::str::from_utf8(&opened).unwrap_or("");
            let is_key = otp::Secret::from_base32(text).is_ok();
            Ok(match is_key {
                true => Opened::Secret(text.to_owned()),
                false => Opened::Garbage,
            })
        }
        Err(CryptError::Wrong) => Ok(Opened::Garbage),
        Err(_) => Err(SkipReason::Damaged),
    }
}

/// A code of another site: base32, 30 seconds.
fn third_party(token: &Value, secret: &str) -> Result<Entry, SkipReason> {
    let (issuer, label) = names(token);
    Fields {
        digits: token.number("digits"),
        ..Fields::new(Type::Totp, issuer, label, Key::Base32(secret))
    }
    .entry()
}

/// A code of Authy's own kind: hexadecimal, ten seconds, seven digits where nothing else is said.
fn own(token: &Value) -> Result<Entry, SkipReason> {
    let digits = match token.number("digits") {
        Number::Absent => Number::Whole(7),
        digits => digits,
    };
    let secret = token.text("secretSeed").ok_or(SkipReason::Damaged)?;
    Fields {
        digits,
        period: Number::Whole(10),
        ..Fields::new(Type::Totp, token.words("name"), "", Key::Hex(secret))
    }
    .entry()
}

/// The issuer as the site gave it, else what stands before the colon of the original name, else before the dash of
/// the shown one. The label is the shown name, which the person may have edited, without the issuer.
fn names(token: &Value) -> (&str, &str) {
    let name = token.words("name");
    let before = |text: &'_ str, mark: &str| text.find(mark);
    let original = token.words("originalName");
    let issuer = match token.text("originalIssuer") {
        Some(issuer) => issuer,
        None => match before(original, ":") {
            Some(end) => &original[..end],
            None => before(name, " - ").map_or("", |end| &name[..end]),
        },
    };
    let label = match name.strip_prefix(issuer) {
        Some(rest) if !issuer.is_empty() => {
            let rest = rest.trim_start();
            rest.strip_prefix([':', '-']).unwrap_or(rest).trim_start()
        }
        _ => name,
    };
    (issuer, label)
}
