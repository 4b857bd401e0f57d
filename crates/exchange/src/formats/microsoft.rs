//! Microsoft Authenticator's own database (`databases/PhoneFactor`): table `accounts`. What it keeps for a sign-in by
//! a tap makes no codes.

use super::Format;
use super::files::{databases, has_table};
use crate::SkipReason;
use crate::containers::sqlite::Row;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::Microsoft,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, all: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(has_table(
        piece,
        all,
        "accounts",
        &["name", "username", "oath_secret_key", "account_type"],
    ))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for database in databases(job) {
        let mut at = 0;
        let rows = database?.rows("accounts", &mut |row| {
            at += 1;
            let text = |column| row.get(column).text().unwrap_or("");
            let name = [text("name"), text("username")].join(" ");
            found.push(at, name.trim(), entry(&row));
        });
        job.container(rows)?;
    }
    Ok(found)
}

fn entry(row: &Row<'_>) -> Result<Entry, SkipReason> {
    let text = |column| row.get(column).text().unwrap_or("");
    let kind = row.get("account_type").integer();
    if !matches!(kind, Some(0 | 1)) {
        return Err(SkipReason::NoCodes);
    }
    let secret = text("oath_secret_key");
    if secret.trim().is_empty() {
        return Err(match text("encrypted_oath_secret_key") {
            "" if row.get("oath_secret_key").text().is_none() => SkipReason::Damaged,
            "" => SkipReason::NoCodes,
            _ => SkipReason::Sealed,
        });
    }
    let (issuer, label) = (text("name"), text("username"));
    if kind == Some(0) {
        return Fields::new(Type::Totp, issuer, label, Key::Base32(secret)).entry();
    }
    // An account at Microsoft itself: another alphabet, and eight digits.
    Fields {
        digits: Number::Whole(8),
        ..Fields::new(Type::Totp, issuer, label, Key::Base64(secret))
    }
    .entry()
}
