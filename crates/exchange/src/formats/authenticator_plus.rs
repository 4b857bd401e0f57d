//! Authenticator Plus: a zip archive with a list of Key URIs, or its database, sealed by SQLCipher. Both are opened
//! with its master password.

use super::files::archive;
use super::google_db::counter;
use super::{Format, andotp};
use crate::SkipReason;
use crate::containers::ContainerError;
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

/// Whole pages without any mark. Of the sealed files of andOTP, which have no mark either, one in a thousand is as long.
fn looks_like_database(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::likely_if(sqlcipher::may_be(piece.bytes))
}

fn read_database(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let opened = match sqlcipher::open(piece.bytes, job.password()?) {
            Err(ContainerError::WrongPassword) => {
                found.extend(as_andotp(job, piece)?);
                continue;
            }
            opened => job.container(opened)?,
        };
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

/// What the password does not open as a database may be one of andOTP's files that is as long as one.
fn as_andotp(job: &Job<'_>, piece: &Piece<'_>) -> Result<Found, Refusal> {
    let other = Job {
        format: Format::AndOtp,
        pieces: vec![piece],
        password: job.password,
        watch: job.watch,
    };
    (andotp::READER.read)(&other).map_err(|_| job.wrong_password())
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
