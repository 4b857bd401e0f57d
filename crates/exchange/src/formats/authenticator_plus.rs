//! Authenticator Plus: a zip archive with a list of Key URIs, or its database, sealed by SQLCipher. Both are opened
//! with its master password.

use super::Format;
use super::files::archive;
use super::google_db::counter;
use crate::SkipReason;
use crate::containers::sqlcipher;
use crate::containers::sqlite::{Database, Row};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

/// The archive.
pub(super) const ARCHIVE: Reader = Reader {
    format: Format::AuthenticatorPlus,
    looks_like: looks_like_archive,
    read: read_archive,
};

/// The database.
pub(super) const DATABASE: Reader = Reader {
    format: Format::AuthenticatorPlus,
    looks_like: looks_like_database,
    read: read_database,
};

/// The list in the archive.
const LIST: &str = "Accounts.txt";

fn looks_like_archive(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let list = archive(piece).and_then(|archive| archive.position(LIST));
    Confidence::certain_if(list.is_some())
}

fn read_archive(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let password = job.maybe_password()?;
    for piece in &job.pieces {
        let Some(mut archive) = archive(piece) else {
            continue;
        };
        let Some(at) = archive.position(LIST) else {
            continue;
        };
        let list = job.container(archive.read(at, password))?;
        found.extend(job.inner(Format::UriList, list, LIST)?);
    }
    Ok(found)
}

fn looks_like_database(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let named = piece.is_named(".db") || piece.is_named(".sqlite");
    match sqlcipher::may_be(piece.bytes) {
        true if named => Confidence::Likely,
        true => Confidence::Possible,
        false => Confidence::No,
    }
}

fn read_database(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let opened = job.container(sqlcipher::open(piece.bytes, job.password()?))?;
        let database = job.container(Database::open(&opened, None))?;
        if !database.has("accounts", &["email", "secret", "type"]) {
            return Err(job.corrupt("the database has no accounts"));
        }
        let mut at = 0;
        let rows = database.rows("accounts", &mut |row| {
            at += 1;
            let name = row.get("email").text().unwrap_or("");
            found.push(at, name, entry(&row));
        });
        job.container(rows)?;
    }
    Ok(found)
}

fn entry(row: &Row<'_>) -> Result<Entry, SkipReason> {
    let text = |column| row.get(column).text().unwrap_or("");
    let secret = row.get("secret").text().ok_or(SkipReason::Damaged)?;
    let mut issuer = text("issuer");
    if issuer.trim().is_empty() {
        issuer = text("original_name")
            .split_once(':')
            .map_or("", |(before, _)| before);
    }
    let label = text("email");
    let fields = match row.get("type").integer() {
        Some(0) => Fields::new(Type::Totp, issuer, label, Key::Base32(secret)),
        Some(1) => Fields {
            counter: counter(row.get("counter")),
            ..Fields::new(Type::Hotp, issuer, label, Key::Base32(secret))
        },
        // Battle.net.
        Some(2) => Fields {
            digits: Number::Whole(8),
            ..Fields::new(Type::Totp, issuer, label, Key::Hex(secret))
        },
        _ => return Err(SkipReason::Type),
    };
    let entry = fields.entry()?;
    Ok(match text("category") {
        "All Accounts" => entry,
        category => entry.in_group(category),
    })
}
