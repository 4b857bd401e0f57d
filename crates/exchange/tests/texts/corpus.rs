//! The files that other authenticators' projects publish, against what is known to be in them. They are not part of the
//! checkout; where they are missing, this test says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use countersign_exchange::import::{RefusalKind, Source};
use otp::Kind;
use serde_json::Value;
use zeroize::Zeroizing;

use super::read;

fn files(truth: &Value, folder: &Path) -> Vec<Source> {
    let names = match truth["files"].as_array() {
        Some(names) => names.clone(),
        None => vec![truth["file"].clone()],
    };
    let read = |name: &Value| {
        let name = name.as_str().unwrap();
        Source {
            name: Some(name.to_owned()),
            bytes: Zeroizing::new(std::fs::read(folder.join(name)).unwrap()),
        }
    };
    names.iter().map(read).collect()
}

/// Type, code, issuer and name, counted.
type Bag = BTreeMap<(String, Option<String>, String, String), usize>;

fn expected(truth: &Value) -> Bag {
    let mut bag = Bag::new();
    for entry in truth["entries"].as_array().unwrap() {
        let text = |name: &str| entry[name].as_str().unwrap_or("").trim().to_owned();
        let code = entry["otp"]["code"].as_str().map(str::to_owned);
        let mut one = (text("type"), code, text("issuer"), text("name"));
        // Five digits of Steam as TOTP: the table of Key URIs decides, and the truth of this file names it beside.
        if let Some("steam") = entry["type_alt"].as_str() {
            one.0 = "steam".to_owned();
            one.1 = None;
        }
        *bag.entry(one).or_default() += 1;
    }
    bag
}

fn got(import: &countersign_exchange::import::Import, lenient: bool) -> Bag {
    let mut bag = Bag::new();
    for entry in &import.entries {
        let account = &entry.draft.account;
        let kind = match account.kind {
            Kind::Totp { .. } => "totp",
            Kind::Hotp { .. } => "hotp",
            Kind::Steam => "steam",
            Kind::Motp => "motp",
            Kind::Yandex => "yandex",
        };
        let codes = otp::code_at(account, 1_700_000_000);
        let code = Some(codes.current.as_str().to_owned())
            .filter(|code| !code.is_empty())
            .filter(|_| !lenient || kind != "steam");
        let one = (
            kind.to_owned(),
            code,
            account.issuer.trim().to_owned(),
            account.label.trim().to_owned(),
        );
        *bag.entry(one).or_default() += 1;
    }
    bag
}

/// Pictures are read by another room.
fn is_picture(sources: &[Source]) -> bool {
    sources
        .iter()
        .any(|source| source.bytes.starts_with(b"\x89PNG") || source.bytes.starts_with(b"\xff\xd8"))
}

fn variants(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for app in std::fs::read_dir(folder).unwrap().flatten() {
        for variant in std::fs::read_dir(app.path()).unwrap().flatten() {
            found.push(variant.path());
        }
    }
    found.sort();
    found
}

#[test]
fn the_files_of_other_projects_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/imports/open");
    if !folder.is_dir() {
        eprintln!("skipped: the files of other authenticators are not here");
        return;
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    for variant in variants(&folder) {
        let truth = std::fs::read_to_string(variant.join("truth.json")).unwrap();
        let truth: Value = serde_json::from_str(&truth).unwrap();
        let sources = files(&truth, &variant);
        if is_picture(&sources) {
            continue;
        }
        count += 1;
        let lenient = truth["entries"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["type_alt"].is_string());
        let name = variant.display().to_string();
        match read(&sources, truth["password"].as_str()) {
            Ok(_) if !truth["expect_error"].is_null() => wrong.push(format!("{name}: read")),
            Ok(import) if got(&import, lenient) != expected(&truth) => {
                wrong.push(format!("{name}: other entries"));
            }
            Err(refusal) if truth["expect_error"].is_null() => {
                wrong.push(format!("{name}: {refusal}"));
            }
            _ => {}
        }
    }
    assert!(count > 100, "{count} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What these are refused for depends on who asks for what, or on how much memory there is.
fn is_told_otherwise(case: &str) -> bool {
    case.starts_with("cross-") || case == "wrongpw-ente-stratum-encrypted"
}

#[test]
fn the_broken_files_are_refused_by_their_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/imports/_bad");
    if !folder.is_dir() {
        eprintln!("skipped: the broken files are not here");
        return;
    }
    let mut wrong = Vec::new();
    for case in std::fs::read_dir(&folder).unwrap().flatten() {
        let Ok(text) = std::fs::read_to_string(case.path().join("expect.json")) else {
            continue;
        };
        let expect: Value = serde_json::from_str(&text).unwrap();
        let sources = files(&expect, &case.path());
        let name = case.file_name().into_string().unwrap();
        if is_picture(&sources) || is_told_otherwise(&name) {
            continue;
        }
        let kind = match read(&sources, expect["password"].as_str()) {
            Ok(import) if import.skipped.is_empty() => "ok",
            Ok(_) => "partial",
            Err(refusal) => RefusalKind::as_str(refusal.kind()),
        };
        let also = expect["also_ok"].as_array().cloned().unwrap_or_default();
        if expect["expect"] != kind && !also.iter().any(|also| *also == *kind) {
            wrong.push(format!("{name}: {kind} instead of {}", expect["expect"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
