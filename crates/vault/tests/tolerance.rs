//! What this version does not know is kept, and is in nobody's way.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use std::{collections::BTreeMap, path::PathBuf};

use kit::*;
use vault::*;

/// A copy of a fixture that can be saved.
fn copy(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let fixture = format!("tests/fixtures/v1/{name}.countersign");
    let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(fixture);
    std::fs::copy(fixture, &path).unwrap();
    (folder, path)
}

fn open(path: &std::path::Path) -> Unlocked {
    let key = KeyringKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let locked = Locked::open(path).unwrap();
    locked.unlock(&Key::Keyring(&key), NOW).unwrap()
}

#[test]
fn odd_entries_are_quarantined_and_block_nothing() {
    let (_folder, path) = copy("odd-entries-are-quarantined");
    let mut vault = open(&path);
    // Two were odd when the file was made: five digits, and MD5. This version makes their codes.
    let alice = "alice@example.com";
    assert_eq!(labels(&vault), [alice, alice, alice, "carol"]);
    let odd = vault.quarantined();
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for view in &odd {
        *reasons.entry(format!("{:?}", view.reason)).or_default() += 1;
    }
    let expected = [
        ("Algorithm", 1),
        ("Duplicate", 1),
        ("Kind", 4),
        ("Refused", 3),
        ("Secret", 3),
        ("Shape", 26),
    ];
    let expected: BTreeMap<String, u32> = expected
        .map(|(reason, count)| (reason.to_owned(), count))
        .into();
    assert_eq!(reasons, expected);
    // Names are shown where there are any.
    assert!(
        odd.iter()
            .any(|view| view.issuer.is_none() && view.label.is_some())
    );
    assert!(odd.iter().filter(|view| view.label.is_some()).count() > 30);

    // Others can be changed, and the odd ones are saved as they came, again and again.
    for n in 0..3 {
        vault.add(account(&format!("new {n}")), NOW).unwrap();
        vault.save(NOW).unwrap();
        vault = open(&path);
        assert_eq!(vault.quarantined(), odd);
    }
    assert_eq!(vault.entries().count(), 7);
}

#[test]
fn fields_of_a_later_version_survive_a_save() {
    let (_folder, path) = copy("unknown-fields-are-kept");
    let mut vault = open(&path);
    let id = by_label(&vault, "alice@example.com").id();
    vault.rename(id, "Example", "renamed").unwrap();
    vault.save(NOW).unwrap();
    let mut vault = open(&path);
    vault.transaction(NOW, |v| v.set_pinned(id, false)).unwrap();
    let failed = vault.transaction(NOW, |_| Err::<(), _>(VaultError::NoSuchEntry));
    assert!(failed.is_err());
    vault.save(NOW).unwrap();
    // The independent decoder sees them: tests/decoder.rs.
    assert_eq!(labels(&open(&path)), ["renamed"]);
}
