//! Stratum's own database (before: Authenticator Pro): the columns are the fields of its backup.

use std::collections::HashMap;

use super::Format;
use super::files::{databases, has_table};
use crate::SkipReason;
use crate::containers::sqlite::{Database, Row, Value};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Stratum,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, all: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(has_table(
        piece,
        all,
        "authenticator",
        &["type", "issuer", "username", "secret", "digits"],
    ))
}

/// The names of the categories, by the secret that is in them: Stratum has no other key.
type Categories = HashMap<String, Vec<String>>;

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for database in databases(job) {
        let database = database?;
        let categories = categories(job, &database)?;
        let mut at = 0;
        let rows = database.rows("authenticator", &mut |row| {
            at += 1;
            let text = |column| row.get(column).text().unwrap_or("");
            let name = [text("issuer"), text("username")].join(" ");
            found.push(at, name.trim(), entry(&row, &categories));
        });
        job.container(rows)?;
    }
    Ok(found)
}

fn categories(job: &Job<'_>, database: &Database<'_>) -> Result<Categories, Refusal> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut categories = Categories::new();
    if !database.has("category", &["id", "name"])
        || !database.has(
            "authenticatorcategory",
            &["categoryId", "authenticatorSecret"],
        )
    {
        return Ok(categories);
    }
    job.container(database.rows("category", &mut |row| {
        if let (Some(id), Some(name)) = (row.get("id").text(), row.get("name").text()) {
            names.insert(id.to_owned(), name.to_owned());
        }
    }))?;
    job.container(database.rows("authenticatorcategory", &mut |row| {
        let (id, secret) = (row.get("categoryId"), row.get("authenticatorSecret"));
        if let (Some(name), Some(secret)) = (id.text().and_then(|id| names.get(id)), secret.text())
        {
            let of_secret = categories.entry(digest(secret)).or_default();
            of_secret.push(name.clone());
        }
    }))?;
    Ok(categories)
}

/// What stands for a secret in a table that is not wiped.
fn digest(secret: &str) -> String {
    use sha2::{Digest as _, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

fn entry(row: &Row<'_>, categories: &Categories) -> Result<Entry, SkipReason> {
    let text = |column| row.get(column).text().unwrap_or("");
    let number = |column| match row.get(column) {
        Value::Null => Number::Absent,
        value => value
            .integer()
            .and_then(|number| u64::try_from(number).ok())
            .map_or(Number::Odd, Number::Whole),
    };
    let kind = match row.get("type").integer() {
        Some(1) => Type::Hotp,
        Some(2) => Type::Totp,
        Some(3) => Type::Motp,
        Some(4) => Type::Steam,
        Some(5) => Type::Yandex,
        _ => return Err(SkipReason::Type),
    };
    let algorithm = match (row.get("algorithm"), row.get("algorithm").integer()) {
        (Value::Null, _) | (_, Some(0)) => "SHA1",
        (_, Some(1)) => "SHA256",
        (_, Some(2)) => "SHA512",
        _ => return Err(SkipReason::Algorithm),
    };
    let secret = row.get("secret").text().ok_or(SkipReason::Damaged)?;
    let key = match kind {
        Type::Motp => Key::Text(secret),
        _ => Key::Base32(secret),
    };
    let mut entry = Fields {
        algorithm,
        digits: number("digits"),
        period: number("period"),
        counter: number("counter"),
        pin: text("pin"),
        ..Fields::new(kind, text("issuer"), text("username"), key)
    }
    .entry()?;
    for name in categories.get(&digest(secret)).into_iter().flatten() {
        entry = entry.in_group(name);
    }
    entry.icon = row.get("icon").text().map(str::to_owned);
    Ok(entry)
}
