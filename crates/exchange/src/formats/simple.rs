//! Formats of plain JSON that need no more than a look at their fields: 2FAuth, LastPass Authenticator, Duo Mobile,
//! Yandex Key, Raivo, cotp, and JSON around a list of Key URIs.

use std::collections::HashMap;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Reader, Refusal, Type,
};

/// One row for each.
pub(super) static READERS: [Reader; 7] = [
    Reader {
        format: Format::TwoFAuth,
        looks_like: |piece, _| {
            certain(piece, |json| {
                json.words("app").starts_with("2fauth")
                    || all_have(&json["data"], &["otp_type", "secret"])
            })
        },
        read: |job| each(job, &|json| &json["data"], &|_, value| twofauth(value)),
    },
    Reader {
        format: Format::LastPass,
        looks_like: |piece, _| {
            certain(piece, |json| {
                json["accounts"].is_array()
                    && (json.get("deviceName").is_some()
                        || json.get("localDeviceId").is_some()
                        || any_has(&json["accounts"], &["issuerName", "userName"]))
            })
        },
        read: |job| each(job, &|json| &json["accounts"], &lastpass),
    },
    Reader {
        format: Format::Duo,
        looks_like: |piece, _| certain(piece, |json| any_has(json, &["otpGenerator"])),
        read: |job| each(job, &|json| json, &|_, value| duo(value)),
    },
    Reader {
        format: Format::Yandex,
        looks_like: |piece, _| certain(piece, |json| any_has(json, &["techInfo"])),
        read: |job| each(job, &|json| json, &|_, value| yandex(value)),
    },
    Reader {
        format: Format::Raivo,
        looks_like: |piece, _| certain(piece, |json| any_has(json, &["kind", "timer", "secret"])),
        read: |job| each(job, &|json| json, &|_, value| raivo(value)),
    },
    Reader {
        format: Format::Cotp,
        looks_like: |piece, _| {
            certain(piece, |json| {
                json.get("version").is_some() && json["elements"].is_array()
                    || any_has(json, &["secret", "issuer", "label", "type", "pin"])
            })
        },
        read: |job| {
            each(
                job,
                &|json| {
                    if json.is_array() {
                        json
                    } else {
                        &json["elements"]
                    }
                },
                &|_, value| cotp(value),
            )
        },
    },
    Reader {
        format: Format::UriList,
        looks_like: |piece, _| {
            certain(piece, |json| {
                let items = if json.is_array() {
                    json
                } else {
                    &json["items"]
                };
                let uri = |item: &Value| item.as_str().is_some_and(|text| text.contains("otpauth"));
                items.as_array().is_some_and(|items| items.iter().any(uri))
            })
        },
        read: |job| {
            each(
                job,
                &|json| {
                    if json.is_array() {
                        json
                    } else {
                        &json["items"]
                    }
                },
                &|_, value| Entry::of_uri(value.as_str().ok_or(SkipReason::Damaged)?),
            )
        },
    },
];

fn certain(piece: &Piece<'_>, is: impl Fn(&Value) -> bool) -> Confidence {
    Confidence::certain_if(piece.json().is_some_and(|json| is(json)))
}

fn any_has(values: &Value, names: &[&str]) -> bool {
    let values = values.as_array();
    values.is_some_and(|values| values.iter().any(|value| value.has_all(names)))
}

fn all_have(values: &Value, names: &[&str]) -> bool {
    let values = values.as_array().filter(|values| !values.is_empty());
    values.is_some_and(|values| values.iter().all(|value| value.has_all(names)))
}

/// Reads each value of a list in the document.
fn each(
    job: &Job<'_>,
    list: &dyn Fn(&Value) -> &Value,
    read: &dyn Fn(&Value, &Value) -> Result<Entry, SkipReason>,
) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        let values = list(json).as_array();
        let values = values.ok_or_else(|| job.corrupt("the list of accounts"))?;
        for (at, value) in values.iter().enumerate() {
            let names = [
                "issuer",
                "issuerName",
                "service",
                "name",
                "account",
                "label",
                "userName",
            ];
            let name: Vec<&str> = names
                .iter()
                .map(|name| value.words(name))
                .filter(|name| !name.is_empty())
                .collect();
            found.push(at + 1, &name.join(" "), read(json, value));
        }
    }
    Ok(found)
}

/// A field that must be there.
fn secret(value: &Value) -> Result<Key<'_>, SkipReason> {
    value
        .text("secret")
        .map(Key::Base32)
        .ok_or(SkipReason::Damaged)
}

fn twofauth(value: &Value) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("otp_type").ok_or(SkipReason::Type)?)?;
    let mut entry = Fields {
        algorithm: value.words("algorithm"),
        digits: value.number("digits"),
        period: value.number("period"),
        counter: value.number("counter"),
        ..Fields::new(
            kind,
            value.words("service"),
            value.words("account"),
            secret(value)?,
        )
    }
    .entry()?;
    entry.icon = value.text("icon_mime").map(str::to_owned);
    Ok(entry)
}

fn lastpass(json: &Value, value: &Value) -> Result<Entry, SkipReason> {
    let folders: HashMap<u64, &str> = json
        .list("folders")
        .iter()
        .filter_map(|folder| match folder.number("id") {
            // 0 holds all that is in no folder.
            Number::Whole(id) if id > 0 => Some((id, folder.text("name")?)),
            _ => None,
        })
        .collect();
    // The names that the person gave; what the site said is beside them.
    let first = |names: [&'static str; 2]| {
        let mut texts = names.iter().map(|name| value.words(name));
        texts.find(|text| !text.is_empty()).unwrap_or("")
    };
    let issuer = value
        .text("issuerName")
        .unwrap_or_else(|| first(["originalIssuerName", ""]));
    let label = value
        .text("userName")
        .unwrap_or_else(|| first(["originalUserName", ""]));
    let mut entry = Fields {
        algorithm: value.words("algorithm"),
        digits: value.number("digits"),
        period: value.number("timeStep"),
        ..Fields::new(Type::Totp, issuer, label, secret(value)?)
    }
    .entry()?;
    if let Number::Whole(id) = value["folderData"].number("folderId")
        && let Some(name) = folders.get(&id)
    {
        entry = entry.in_group(name);
    }
    entry.pinned = value.flag("isFavorite");
    Ok(entry)
}

fn duo(value: &Value) -> Result<Entry, SkipReason> {
    let generator = &value["otpGenerator"];
    // Duo's own accounts are a tap on the phone.
    let secret = generator.text("otpSecret").ok_or(SkipReason::NoCodes)?;
    let counter = generator.number("counter");
    let kind = match counter {
        Number::Absent => Type::Totp,
        _ => Type::Hotp,
    };
    Fields {
        counter,
        ..Fields::new(kind, "", value.words("name"), Key::Base32(secret))
    }
    .entry()
}

fn yandex(value: &Value) -> Result<Entry, SkipReason> {
    let uri = value.text("techInfo").ok_or(SkipReason::Damaged)?.trim();
    let Some(rest) = uri.strip_prefix("otpauth://yaotp/") else {
        return Ok(Entry::of_uri(uri)?.named("", value.words("name")));
    };
    // The app exports no PIN, so there is no code yet, and a secret of any length is kept as it is.
    let uri = Zeroizing::new(["otpauth://totp/", rest].concat());
    let account = Entry::of_uri(&uri)?.draft.account;
    // EXPOSE: it becomes the secret of the same account with its own type.
    let secret = account.secret().expose();
    let key = Key::Bytes(&secret);
    let entry = Fields::new(Type::Yandex, &account.issuer, &account.label, key).entry()?;
    Ok(entry.named("", value.words("name")))
}

fn raivo(value: &Value) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("kind").ok_or(SkipReason::Type)?)?;
    let mut entry = Fields {
        algorithm: value.words("algorithm"),
        digits: value.number("digits"),
        period: value.number("timer"),
        counter: value.number("counter"),
        ..Fields::new(
            kind,
            value.words("issuer"),
            value.words("account"),
            secret(value)?,
        )
    }
    .entry()?;
    entry.pinned = value.flag("pinned");
    entry.icon = value
        .text("iconValue")
        .filter(|icon| !icon.is_empty())
        .map(str::to_owned);
    Ok(entry)
}

fn cotp(value: &Value) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("type").ok_or(SkipReason::Type)?)?;
    let written = value.text("secret").ok_or(SkipReason::Damaged)?;
    // cotp hashes the secret of mOTP as the text that it is.
    let key = match kind {
        Type::Motp => Key::Text(written),
        _ => Key::Base32(written),
    };
    Fields {
        algorithm: value.words("algorithm"),
        digits: value.number("digits"),
        period: value.number("period"),
        counter: value.number("counter"),
        pin: value.words("pin"),
        ..Fields::new(kind, value.words("issuer"), value.words("label"), key)
    }
    .entry()
}
