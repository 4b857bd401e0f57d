//! Google Authenticator's own database (`databases/databases` of its data on a rooted phone): table `accounts`.

use super::Format;
use super::files::{databases, has_table};
use crate::SkipReason;
use crate::containers::sqlite::{Row, Value};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Google,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, all: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(has_table(
        piece,
        all,
        "accounts",
        &["email", "secret", "counter", "type"],
    ))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for database in databases(job) {
        let mut at = 0;
        let rows = database?.rows("accounts", &mut |row| {
            at += 1;
            let name = row.get("email").text().unwrap_or("");
            found.push(at, name, entry(&row));
        });
        job.container(rows)?;
    }
    Ok(found)
}

fn entry(row: &Row<'_>) -> Result<Entry, SkipReason> {
    // Newer apps seal the rows with a key that stays in the phone.
    if row.get("isencrypted").integer().unwrap_or(0) != 0 {
        return Err(SkipReason::Sealed);
    }
    let secret = row.get("secret").text().ok_or(SkipReason::Damaged)?;
    let email = match row.get("email") {
        Value::Null => "",
        name => name.text().ok_or(SkipReason::Damaged)?,
    };
    let (issuer, label) = names(row.get("issuer").text().unwrap_or(""), email);
    let kind = match row.get("type").integer() {
        Some(0) => Type::Totp,
        Some(1) => Type::Hotp,
        _ => return Err(SkipReason::Type),
    };
    Fields {
        counter: counter(row.get("counter")),
        ..Fields::new(kind, issuer, label, Key::Base32(secret))
    }
    .entry()
}

/// The column of the issuer, or what stands before the first colon of the name; the name without it.
pub(super) fn names<'r>(issuer: &'r str, name: &'r str) -> (&'r str, &'r str) {
    match name.split_once(':') {
        Some((before, label)) if issuer.trim().is_empty() => (before, label),
        Some((_, label)) => (issuer, label),
        None => (issuer, name),
    }
}

/// The counter of a row.
pub(super) fn counter(value: &Value) -> Number {
    match value.integer() {
        Some(counter) => u64::try_from(counter).map_or(Number::Odd, Number::Whole),
        None if value.is_null() => Number::Absent,
        None => Number::Odd,
    }
}
