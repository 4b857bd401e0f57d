//! Authy has no export. What there is: its settings on a rooted Android phone, XML with JSON in it; and what its server
//! answers to the app, JSON, as people record it, also after a script has opened it. Each code is sealed with the backup
//! password on its own, without a checksum; Authy's own kind of code is in the clear.

use data_encoding::HEXLOWER_PERMISSIVE;
use serde_json::Value;
use zeroize::Zeroizing;

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
/// The lists in what the server answers, and what the script makes of it.
const ANSWERS: [&str; 3] = [
    "authenticator_tokens",
    "decrypted_authenticator_tokens",
    "apps",
];
/// Rounds of PBKDF2 where the code does not say.
const ROUNDS: u64 = 1_000;
/// The most rounds of all codes together, each of which has a key of its own: 500 codes of today.
const MAX_ROUNDS: u64 = 50_000_000;
/// So many codes in a row that do not open are a wrong password, whatever comes after them.
const GIVE_UP_AFTER: usize = 8;

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let Some(json) = piece.json() else {
        return Confidence::certain_if(settings_with(piece, TOKENS.as_bytes()));
    };
    let seeds = ["encrypted_seed", "decrypted_seed", "secret_seed"];
    let ours = |token: &Value| seeds.iter().any(|name| token.get(name).is_some());
    let answer = ANSWERS.iter().any(|name| json.list(name).iter().any(ours));
    // A script for the browser version wrote names, keys and Key URIs.
    let script = json.as_array().is_some_and(|list| {
        !list.is_empty()
            && list
                .iter()
                .all(|token| token.has_all(&["name", "secret", "uri"]))
    });
    match answer {
        true => Confidence::Certain,
        false => Confidence::likely_if(script),
    }
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        if let Some(json) = piece.json() {
            if let Some(list) = json.as_array() {
                for (at, token) in list.iter().enumerate() {
                    let entry = Entry::of_uri(token.words("uri"));
                    let name = token.words("name");
                    found.push(at + 1, name, entry.map(|entry| entry.named("", name)));
                }
                continue;
            }
            let tokens: Vec<&Value> = ANSWERS.iter().flat_map(|name| json.list(name)).collect();
            read_tokens(job, &tokens, &mut found)?;
            continue;
        }
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
        read_tokens(job, &tokens, &mut found)?;
    }
    Ok(found)
}

/// A field by its name in the app, or by its name at the server.
fn field<'v>(token: &'v Value, app: &str, server: &str) -> Option<&'v str> {
    token.text(app).or_else(|| token.text(server))
}

fn sealed(token: &Value) -> Option<&str> {
    field(token, "encryptedSecret", "encrypted_seed").filter(|text| !text.is_empty())
}

fn opened(token: &Value) -> Option<&str> {
    field(token, "decryptedSecret", "decrypted_seed").filter(|text| !text.is_empty())
}

fn own_seed(token: &Value) -> Option<&str> {
    field(token, "secretSeed", "secret_seed")
}

fn rounds(token: &Value) -> Result<u64, SkipReason> {
    match token.number("key_derivation_iterations") {
        Number::Absent => Ok(ROUNDS),
        Number::Whole(rounds) => Ok(rounds),
        Number::Odd => Err(SkipReason::Damaged),
    }
}

/// What a sealed code says about the password.
enum Opened {
    Secret(Zeroizing<String>),
    /// Padding or alphabet are wrong: the password, or the entry.
    Garbage,
}

fn read_tokens(job: &Job<'_>, tokens: &[&Value], found: &mut Found) -> Result<(), Refusal> {
    let is_sealed = |token: &Value| {
        sealed(token).is_some() && opened(token).is_none() && own_seed(token).is_none()
    };
    let total = tokens
        .iter()
        .filter(|token| is_sealed(token))
        .fold(0_u64, |total, token| {
            total.saturating_add(rounds(token).unwrap_or(0))
        });
    if total > MAX_ROUNDS {
        return Err(Refusal::KdfTooCostly { format: job.format });
    }
    let (mut right, mut garbage) = (0, 0);
    let mut entries = Vec::with_capacity(tokens.len());
    for token in tokens {
        let entry = if is_sealed(token) {
            match open(token, job.password()?) {
                Ok(Opened::Secret(secret)) => {
                    right += 1;
                    third_party(token, &secret)
                }
                Ok(Opened::Garbage) => {
                    garbage += 1;
                    if right == 0 && garbage == GIVE_UP_AFTER {
                        return Err(job.wrong_password());
                    }
                    Err(SkipReason::Damaged)
                }
                Err(reason) => Err(reason),
            }
        } else if let Some(seed) = own_seed(token) {
            own(token, seed)
        } else {
            match opened(token) {
                Some(secret) => third_party(token, secret),
                None => Err(SkipReason::Damaged),
            }
        };
        entries.push((token.words("name"), entry));
    }
    // There is no checksum: a password that opens nothing is a wrong one.
    if garbage > 0 && right == 0 {
        return Err(job.wrong_password());
    }
    for (at, (name, entry)) in entries.into_iter().enumerate() {
        found.push(at + 1, name, entry);
    }
    Ok(())
}

/// Opens a code. The salt is the text as it stands; the initialisation vector is zero where nothing is said.
fn open(token: &Value, password: &str) -> Result<Opened, SkipReason> {
    let salt = token.text("salt").ok_or(SkipReason::Damaged)?;
    let sealed = crate::containers::base64(sealed(token).unwrap_or(""));
    let sealed = sealed.ok_or(SkipReason::Damaged)?;
    let iv = match token.words("unique_iv") {
        "" => vec![0; 16],
        hex => HEXLOWER_PERMISSIVE
            .decode(hex.as_bytes())
            .map_err(|_| SkipReason::Damaged)?,
    };
    let rounds = rounds(token)?;
    let key = pbkdf2::<32>(Prf::Sha1, password.as_bytes(), salt.as_bytes(), rounds)
        .map_err(|_| SkipReason::Damaged)?;
    match cbc_open(&*key, &iv, &sealed) {
        Ok(opened) => {
            let text = std::str::from_utf8(&opened).unwrap_or("");
            Ok(match otp::Secret::from_base32(text) {
                Ok(_) => Opened::Secret(Zeroizing::new(text.to_owned())),
                Err(_) => Opened::Garbage,
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
fn own(token: &Value, seed: &str) -> Result<Entry, SkipReason> {
    let digits = match token.number("digits") {
        Number::Absent => Number::Whole(7),
        digits => digits,
    };
    Fields {
        digits,
        period: Number::Whole(10),
        ..Fields::new(Type::Totp, token.words("name"), "", Key::Hex(seed))
    }
    .entry()
}

/// The issuer as the site gave it, else what stands before the colon of the original name, else before the dash of
/// the shown one. The label is the shown name, which the person may have edited, without the issuer.
fn names(token: &Value) -> (&str, &str) {
    let name = token.words("name");
    let original = field(token, "originalName", "original_name").unwrap_or("");
    let issuer = match field(token, "originalIssuer", "issuer") {
        Some(issuer) => issuer,
        None => match original.find(':') {
            Some(end) => &original[..end],
            None => name.find(" - ").map_or("", |end| &name[..end]),
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
