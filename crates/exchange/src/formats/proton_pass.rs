//! Proton Pass: a zip archive with `Proton Pass/data.json`. Sealed, it holds an OpenPGP message instead.

use serde_json::Value;

use super::Format;
use super::files::archive;
use crate::SkipReason;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Number, Piece, Problem, Reader, Refusal,
    Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::ProtonPass,
    looks_like,
    read,
};

const DATA: &str = "Proton Pass/data.json";
/// What only the passphrase of OpenPGP opens.
const SEALED: [&str; 2] = ["Proton Pass/data.pgp", "Proton Pass/data.json.pgp"];

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    if let Some(archive) = archive(piece) {
        return Confidence::certain_if(
            archive
                .files()
                .any(|(_, name)| name.starts_with("Proton Pass/")),
        );
    }
    let ours = |json: &Value| {
        json.has_all(&["version", "vaults"])
            && json["vaults"].is_object()
            && (json.get("userId").is_some() || json.get("encrypted").is_some())
    };
    Confidence::certain_if(piece.json().is_some_and(|json| ours(json)))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        if let Some(json) = piece.json() {
            read_data(job, json, &mut found)?;
            continue;
        }
        let Some(mut archive) = archive(piece) else {
            continue;
        };
        let Some(at) = archive.position(DATA) else {
            let sealed = SEALED.iter().any(|name| archive.position(name).is_some());
            return Err(if sealed {
                job.unsupported(Problem::OpenPgp)
            } else {
                job.corrupt(DATA)
            });
        };
        let data = job.container(archive.read(at, job.maybe_password()?))?;
        let json = job.parsed(&data, DATA)?;
        read_data(job, &json, &mut found)?;
    }
    Ok(found)
}

fn read_data(job: &Job<'_>, json: &Value, found: &mut Found) -> Result<(), Refusal> {
    if json.flag("encrypted") {
        return Err(job.unsupported(Problem::OpenPgp));
    }
    let vaults = json["vaults"]
        .as_object()
        .ok_or_else(|| job.corrupt("vaults"))?;
    let mut position = 0;
    for vault in vaults.values() {
        for item in vault.list("items") {
            position += 1;
            read_item(item, vault.words("name"), position, found);
        }
    }
    Ok(())
}

fn read_item(item: &Value, vault: &str, position: usize, found: &mut Found) {
    let data = &item["data"];
    let content = &data["content"];
    let name = data["metadata"].words("name");
    // What people added themselves: on the item, or in sections of a custom one.
    let sections = content.list("sections").iter();
    let in_sections = sections.flat_map(|section| section.list("sectionFields"));
    let extra = data
        .list("extraFields")
        .iter()
        .chain(in_sections)
        .filter(|field| field.words("type") == "totp")
        .map(|field| &field["data"]["totpUri"]);
    for code in std::iter::once(&content["totpUri"]).chain(extra) {
        let code = match code {
            Value::String(code) if code.trim().is_empty() => continue,
            Value::String(code) => entry(code.trim(), name),
            Value::Null => continue,
            _ => Err(SkipReason::Damaged),
        };
        let code = code.map(|entry| {
            let mut entry = entry.in_group(vault);
            entry.pinned = item.flag("pinned");
            entry.set_aside = item.number("state") == Number::Whole(2);
            entry
        });
        found.push(position, name, code);
    }
}

/// A Key URI, or the key alone.
fn entry(code: &str, name: &str) -> Result<Entry, SkipReason> {
    if code.contains("://") {
        Entry::of_uri(code)
    } else {
        Fields::new(Type::Totp, "", name, Key::Base32(code)).entry()
    }
}
