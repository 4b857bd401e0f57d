//! WinAuth: a list of Key URIs, as text or in a zip archive. Its Steam lines carry what Steam gave as JSON beside a
//! `secret` that may be anything.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::Format;
use super::files::archive;
use crate::SkipReason;
use crate::containers::json;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Piece, Problem, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::WinAuth,
    looks_like,
    read,
};

/// The list in an archive: its only file, by whatever name.
fn only_file(piece: &Piece<'_>) -> Option<(usize, String)> {
    let archive = archive(piece)?;
    let mut files = archive.files();
    let only = files.next().map(|(at, name)| (at, name.to_owned()))?;
    files.next().is_none().then_some(only)
}

/// `winauth.xml`, where the program keeps its accounts: sealed with the keys of Windows, and never published.
fn is_own_file(piece: &Piece<'_>) -> bool {
    let text = piece.text().unwrap_or("").trim_start();
    text.starts_with('<') && text.get(..400).unwrap_or(text).contains("<WinAuth ")
}

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if let Some((_, name)) = only_file(piece) {
        let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        return Confidence::likely_if(matches!(ending.as_str(), "txt" | "pgp" | "asc"));
    }
    if is_own_file(piece) {
        return Confidence::Certain;
    }
    let ours = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.starts_with("otpauth://")
            && (line.contains("&data=%7b") || line.contains("icon=winauth"))
    };
    Confidence::certain_if(
        piece
            .text()
            .is_some_and(|text| text.lines().take(1000).any(|line| ours(line.trim()))),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        if is_own_file(piece) {
            return Err(job.unsupported(Problem::Cipher));
        }
        if let Some((at, name)) = only_file(piece) {
            if !name.to_ascii_lowercase().ends_with(".txt") {
                return Err(job.unsupported(Problem::OpenPgp));
            }
            let Some(mut archive) = archive(piece) else {
                continue;
            };
            let list = job.container(archive.read(at, job.maybe_password()?))?;
            let text = std::str::from_utf8(&list).map_err(|_| Refusal::BadEncoding)?;
            found.extend(lines(text.strip_prefix('\u{feff}').unwrap_or(text)));
        } else if let Some(text) = piece.text() {
            found.extend(lines(text));
        }
    }
    Ok(found)
}

/// The lines of a list. Blank ones and those that begin with `#` are passed over.
fn lines(text: &str) -> Found {
    let mut found = Found::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            found.push(at + 1, "", entry(line));
        }
    }
    found
}

fn entry(line: &str) -> Result<Entry, SkipReason> {
    // In WinAuth's labels a plus is a space.
    let (label, query) = line.split_once('?').unwrap_or((line, ""));
    let line = Zeroizing::new([label.replace('+', " ").as_str(), query].join("?"));
    let mut values = query.split('&').filter_map(|pair| pair.split_once('='));
    let Some((_, data)) = values.find(|(name, _)| name.eq_ignore_ascii_case("data")) else {
        return Entry::of_uri(&line);
    };
    let data = Zeroizing::new(percent_decode_str(data).collect::<Vec<u8>>());
    let data = json::parse_bytes(&data).map_err(|_| SkipReason::Damaged)?;
    // Where Steam gave no secret, that of the line is the right one.
    let Some(secret) = data.text("shared_secret") else {
        return Entry::of_uri(&line);
    };
    let label = label.rsplit('/').next().unwrap_or("");
    let label = percent_decode_str(label)
        .decode_utf8_lossy()
        .replace('+', " ");
    let (issuer, name) = label.split_once(':').unwrap_or(("Steam", &label));
    let name = match data.words("account_name") {
        "" => name,
        account => account,
    };
    Fields::new(Type::Steam, issuer, name, Key::Base64(secret)).entry()
}
