//! 1Password's export (`.1pux`): a zip archive with `export.data`, JSON. An item may hold several codes.

use serde_json::Value;

use super::Format;
use super::files::archive;
use crate::SkipReason;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::OnePassword,
    looks_like,
    read,
};

const DATA: &str = "export.data";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let data = archive(piece).and_then(|archive| archive.position(DATA));
    Confidence::certain_if(data.is_some())
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(mut archive) = archive(piece) else {
            continue;
        };
        let at = archive.position(DATA).ok_or_else(|| job.corrupt(DATA))?;
        let data = job.container(archive.read(at, None))?;
        let json = job.parsed(&data, DATA)?;
        if !json["accounts"].is_array() {
            return Err(job.corrupt("accounts"));
        }
        let vaults = json
            .list("accounts")
            .iter()
            .flat_map(|account| account.list("vaults"));
        let mut position = 0;
        for vault in vaults {
            for item in vault.list("items") {
                position += 1;
                read_item(item, vault["attrs"].words("name"), position, &mut found);
            }
        }
    }
    Ok(found)
}

fn read_item(item: &Value, vault: &str, position: usize, found: &mut Found) {
    // Older exports wrap the item once more.
    let item = item.get("item").unwrap_or(item);
    let title = item["overview"].words("title");
    let details = &item["details"];
    let user = details
        .list("loginFields")
        .iter()
        .find(|field| field.words("designation") == "username")
        .map_or("", |field| field.words("value"));
    let fields = details
        .list("sections")
        .iter()
        .flat_map(|section| section.list("fields"));
    for field in fields {
        let code = match &field["value"]["totp"] {
            Value::String(code) if code.trim().is_empty() => continue,
            Value::String(code) => entry(code, title, user),
            Value::Null => continue,
            _ => Err(SkipReason::Damaged),
        };
        let code = code.map(|entry| {
            let mut entry = entry.in_group(vault);
            for tag in item["overview"]
                .list("tags")
                .iter()
                .filter_map(Value::as_str)
            {
                entry = entry.in_group(tag);
            }
            entry.pinned = item.get("favIndex").and_then(Value::as_i64).unwrap_or(0) != 0;
            entry.set_aside = matches!(item.words("state"), "archived" | "deleted" | "trashed");
            entry
        });
        found.push(position, title, code);
    }
}

/// A Key URI or the key alone, as the person pasted it.
fn entry(code: &str, title: &str, user: &str) -> Result<Entry, SkipReason> {
    if code.contains("://") {
        Entry::of_uri(code.trim())
    } else {
        Fields::new(Type::Totp, title, user, Key::Base32(code)).entry()
    }
}
