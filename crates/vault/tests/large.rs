//! A hundred thousand entries, and a few that nobody understands among them.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use std::path::Path;

use kit::*;
use vault::*;

const MANY: usize = 100_000;

#[test]
fn a_hundred_thousand_entries_open_and_odd_ones_among_them_block_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let fixture = "tests/fixtures/v1/odd-entries-are-quarantined.countersign";
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture), &path).unwrap();
    let key = KeyringKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let open = || {
        Locked::open(&path)
            .unwrap()
            .unlock(&Key::Keyring(&key), NOW)
            .unwrap()
    };
    let mut vault = open();
    let (few, odd) = (vault.entries().count(), vault.quarantined());
    assert!(!odd.is_empty());
    let accounts = (0..MANY).map(|n| account(&format!("account {n}")));
    vault.add_all(accounts.collect::<Vec<_>>(), NOW).unwrap();
    vault.save(NOW).unwrap();
    let raw = vault.quarantined_json();
    drop(vault);

    let mut vault = open();
    assert_eq!(vault.entries().count(), few + MANY);
    assert_eq!(vault.quarantined(), odd);
    assert_eq!(*vault.quarantined_json(), *raw);
    // It goes on: a change, a backup, and what going back would do.
    vault
        .transaction(NOW, |vault| vault.add(account("one more"), NOW))
        .unwrap();
    let backups = tempfile::tempdir().unwrap();
    let made = vault.back_up(backups.path(), "2027-01-15", 3).unwrap();
    assert_eq!(made.entries, (few + MANY + 1 + odd.len()) as u64);
    let before = generations(&path).unwrap()[0].id();
    assert_eq!(vault.compare(&before).unwrap().gone.len(), 1);
}
