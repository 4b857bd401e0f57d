//! Lists of Key URIs, one a line, whoever wrote them; among them those of Ente Auth, which say more in a parameter, and
//! Google Authenticator's export as text. In a page (HTML) the URIs are where they stand in it.

use std::borrow::Cow;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::containers::{html, json};
use crate::google::{self, Batch};
use crate::import::{Confidence, Entry, Found, Job, Look as _, Missing, Piece, Reader, Refusal};

/// Ente Auth's plain export.
pub(super) const ENTE: Reader = Reader {
    format: Format::Ente,
    looks_like: |piece, _| {
        Confidence::certain_if(
            lines(piece).any(|(_, line)| is_uri(line) && contains(line, DISPLAY)),
        )
    },
    read,
};

/// Google Authenticator's export, as text.
pub(super) const GOOGLE: Reader = Reader {
    format: Format::Google,
    looks_like: |piece, _| {
        let mut uris = lines(piece).filter(|(_, line)| is_uri(line)).peekable();
        Confidence::certain_if(
            uris.peek().is_some() && uris.all(|(_, line)| starts_with(line, google::SCHEME)),
        )
    },
    read,
};

/// Any list.
pub(super) const URI_LIST: Reader = Reader {
    format: Format::UriList,
    looks_like: |piece, _| {
        let page = piece.text().filter(|text| html::is_page(text));
        Confidence::likely_if(match page {
            Some(text) => SCHEMES
                .iter()
                .any(|scheme| contains(text.as_bytes(), scheme)),
            None => lines(piece).any(|(_, line)| is_uri(line)),
        })
    },
    read,
};

/// The parameter in which Ente keeps what its app shows.
const DISPLAY: &str = "codeDisplay=";
const SCHEMES: [&str; 5] = [
    "otpauth://",
    google::SCHEME,
    "apple-otpauth://",
    "motp://",
    "steam://",
];
/// The most lines that are read; a list beyond it is not one of accounts.
const MAX_LINES: usize = 100_000;

/// The lines with something on them, and their numbers from 1. Bytes, because one line that is not UTF-8 must not keep
/// the others back.
fn lines<'a>(piece: &'a Piece<'_>) -> impl Iterator<Item = (usize, &'a [u8])> {
    let bytes = piece.text().map_or(piece.bytes, str::as_bytes);
    // Old Macs ended lines with a carriage return alone; beside a line feed it is trimmed like a space.
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let none = piece.json().is_some() || bytes.contains(&0);
    bytes
        .split(move |byte| *byte == end)
        .take(if none { 0 } else { MAX_LINES })
        .map(<[u8]>::trim_ascii)
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with(b"#"))
}

fn starts_with(line: &[u8], scheme: &str) -> bool {
    line.get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
}

fn is_uri(line: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| starts_with(line, scheme))
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len())
        .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut list = List::default();
    let mut uris = 0;
    for piece in &job.pieces {
        if let Some(page) = piece.text().filter(|text| html::is_page(text)) {
            for (at, uri) in html::links(page, &SCHEMES).iter().enumerate() {
                uris += 1;
                list.take(at + 1, uri);
            }
            continue;
        }
        for (number, line) in lines(piece) {
            uris += 1;
            match std::str::from_utf8(line) {
                Ok(line) => apart(line).for_each(|uri| list.take(number, uri)),
                Err(_) => list.found.skip(number, "", SkipReason::Damaged),
            }
        }
    }
    let nothing = list.found.entries.is_empty() && list.batches.is_empty();
    if job.format == Format::Google && nothing {
        return Err(job.corrupt("none of the codes can be read"));
    }
    if uris == 0 {
        return Err(Refusal::Unrecognised { resembles: None });
    }
    Ok(list.finish())
}

/// The URIs of a line: old exports of Ente put commas between them.
fn apart(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest?;
        match line.find(",otpauth://") {
            Some(at) => {
                rest = line.get(at + 1..);
                line.get(..at)
            }
            None => rest.take(),
        }
    })
    .map(str::trim)
    .filter(|uri| !uri.is_empty())
}

/// A list as it is read: the codes of an export come in any order, and more than once.
#[derive(Default)]
struct List {
    found: Found,
    batches: Vec<(usize, Batch)>,
}

impl List {
    fn take(&mut self, number: usize, uri: &str) {
        if !starts_with(uri.as_bytes(), google::SCHEME) {
            self.found.push(number, "", entry(uri));
            return;
        }
        match google::read(uri) {
            Ok(batch) => {
                let again = |(_, other): &(usize, Batch)| {
                    batch.size > 1 && (other.id, other.index) == (batch.id, batch.index)
                };
                if !self.batches.iter().any(again) {
                    self.batches.push((number, batch));
                }
            }
            Err(error) => self.found.skip(number, "", SkipReason::Google(error)),
        }
    }

    /// Puts the parts of each export in their order, and says which are missing.
    fn finish(mut self) -> Found {
        let mut exports: Vec<(i32, u32)> = Vec::new();
        for (_, batch) in &self.batches {
            if !exports.contains(&(batch.id, batch.size)) {
                exports.push((batch.id, batch.size));
            }
        }
        let mut batches = std::mem::take(&mut self.batches);
        batches.sort_by_key(|(number, batch)| {
            let export = exports
                .iter()
                .position(|export| *export == (batch.id, batch.size));
            (
                export,
                if batch.size > 1 {
                    batch.index as usize
                } else {
                    *number
                },
            )
        });
        for (id, size) in exports {
            let here: Vec<u32> = batches
                .iter()
                .filter(|(_, batch)| (batch.id, batch.size) == (id, size))
                .map(|(_, batch)| batch.index)
                .collect();
            let parts: Vec<u32> = (0..size)
                .filter(|index| !here.contains(index))
                .map(|index| index + 1)
                .collect();
            if !parts.is_empty() {
                self.found.missing.push(Missing { parts, of: size });
            }
        }
        for (_, batch) in batches {
            self.found
                .entries
                .extend(batch.drafts.into_iter().map(Entry::new));
            self.found.skipped.extend(batch.skipped);
        }
        self.found
    }
}

fn entry(uri: &str) -> Result<Entry, SkipReason> {
    let mut entry = Entry::of_uri(uri)?;
    let extra = &mut entry.draft.account.extra;
    // What Steam gave beside the key is not for us to keep: with it somebody could act in the account's name.
    if entry.draft.account.kind == otp::Kind::Steam {
        extra.retain(|(name, _)| !matches!(name.as_str(), "data" | "deviceid"));
    }
    let Some(at) = extra
        .iter()
        .position(|(name, _)| name.eq_ignore_ascii_case("codeDisplay"))
    else {
        return Ok(entry);
    };
    let (_, display) = extra.remove(at);
    let display = Zeroizing::new(display);
    // In forms a plus is a space; the older ones of Ente are written so.
    let spaced: Cow<'_, str> = if display.contains(' ') {
        Cow::Borrowed(display.as_str())
    } else {
        Cow::Owned(display.replace('+', " "))
    };
    let Ok(display) = json::parse(&spaced) else {
        return Ok(entry);
    };
    entry = entry.with_note(display.words("note"));
    for tag in display.list("tags").iter().filter_map(Value::as_str) {
        entry = entry.in_group(tag);
    }
    entry.pinned = display.flag("pinned");
    entry.set_aside = display.flag("trashed");
    entry.icon = display
        .text("iconID")
        .filter(|id| !id.is_empty())
        .map(str::to_owned);
    Ok(entry)
}
