//! 2FAS: `{schemaVersion, services[], groups[]}`; sealed, the services are one text of base64 beside the groups.

use std::collections::HashMap;

use serde_json::Value;

use super::Format;
use crate::SkipReason;
use crate::crypt::{CryptError, Prf, gcm_open, pbkdf2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Json, Key, Look as _, Number, Piece, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::TwoFas,
    looks_like,
    read,
};

/// The rounds are fixed in the app.
const ROUNDS: u64 = 10_000;

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(piece.json().is_some_and(|json| {
        let services = json["services"].is_array() || json.text("servicesEncrypted").is_some();
        let ours = [
            "schemaVersion",
            "appOrigin",
            "appVersionCode",
            "groups",
            "reference",
        ];
        services && ours.iter().any(|name| json.get(name).is_some())
    }))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        match json.number("schemaVersion") {
            Number::Absent | Number::Whole(1..=4) => {}
            Number::Whole(version) => return Err(job.version(version)),
            Number::Odd => return Err(job.corrupt("schemaVersion")),
        }
        let groups: HashMap<&str, &str> = json
            .list("groups")
            .iter()
            .filter_map(|group| Some((group.text("id")?, group.text("name")?)))
            .collect();
        match json
            .text("servicesEncrypted")
            .filter(|sealed| !sealed.is_empty())
        {
            Some(sealed) => {
                let services = open(job, sealed, json.words("reference"))?;
                found.extend(entries(job, &services, &groups)?);
            }
            None => found.extend(entries(job, &json["services"], &groups)?),
        }
    }
    Ok(found)
}

/// Opens the services.
fn open(job: &Job<'_>, sealed: &str, reference: &str) -> Result<Json, Refusal> {
    let password = job.password()?;
    let opened = match unseal(job, sealed, password) {
        Ok(opened) => opened,
        // The reference is a text that everybody knows, sealed alike: the password opens it, so it is the services
        // that are broken.
        Err(Refusal::WrongPassword { .. }) if unseal(job, reference, password).is_ok() => {
            return Err(job.corrupt("servicesEncrypted"));
        }
        Err(refusal) => return Err(refusal),
    };
    job.parsed(&opened, "servicesEncrypted")
}

/// `ciphertext and tag : salt : nonce`, each in base64.
fn unseal(
    job: &Job<'_>,
    sealed: &str,
    password: &str,
) -> Result<zeroize::Zeroizing<Vec<u8>>, Refusal> {
    let mut parts = sealed.split(':');
    let mut part = || {
        let text = parts
            .next()
            .ok_or_else(|| job.corrupt("servicesEncrypted"))?;
        job.base64(text, "servicesEncrypted")
    };
    let (ciphertext, salt, nonce) = (part()?, part()?, part()?);
    if ciphertext.len() < 16 || nonce.len() != 12 {
        return Err(job.corrupt("servicesEncrypted"));
    }
    let key = job.crypt(pbkdf2::<32>(
        Prf::Sha256,
        password.as_bytes(),
        &salt,
        ROUNDS,
    ))?;
    match gcm_open(key.as_slice(), &nonce, &ciphertext, b"") {
        Err(CryptError::Wrong) => Err(job.wrong_password()),
        other => job.crypt(other),
    }
}

fn entries(
    job: &Job<'_>,
    services: &Value,
    groups: &HashMap<&str, &str>,
) -> Result<Found, Refusal> {
    let services = services.as_array().ok_or_else(|| job.corrupt("services"))?;
    let mut found = Found::default();
    for (at, service) in services.iter().enumerate() {
        found.push(at + 1, service.words("name"), entry(service, groups));
    }
    Ok(found)
}

fn entry(service: &Value, groups: &HashMap<&str, &str>) -> Result<Entry, SkipReason> {
    let otp = &service["otp"];
    let kind = match otp.get("tokenType") {
        None | Some(Value::Null) => Type::Totp,
        Some(Value::String(text))
            if matches!(Type::of(text), Ok(Type::Totp | Type::Hotp | Type::Steam)) =>
        {
            Type::of(text)?
        }
        Some(_) => return Err(SkipReason::Type),
    };
    // The link may hold the secret, or `[hidden]`: it is not looked at.
    let secret = service.text("secret").ok_or(SkipReason::Damaged)?;
    let first = |names: [&'_ str; 2], of: [&Value; 2]| -> String {
        let mut texts = names.iter().zip(of).map(|(name, value)| value.words(name));
        texts.find(|text| !text.is_empty()).unwrap_or("").to_owned()
    };
    let issuer = first(["issuer", "name"], [otp, service]);
    let label = first(["account", "label"], [otp, otp]);
    let mut entry = Fields {
        algorithm: otp.words("algorithm"),
        digits: otp.number("digits"),
        period: otp.number("period"),
        counter: otp.number("counter"),
        ..Fields::new(kind, &issuer, &label, Key::Base32(secret))
    }
    .entry()?;
    if let Some(name) = groups.get(service.words("groupId")) {
        entry = entry.in_group(name);
    }
    entry.icon = service["icon"]["iconCollection"]
        .text("id")
        .map(str::to_owned);
    Ok(entry)
}
