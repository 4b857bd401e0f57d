//! Back to an earlier state: what would change is shown first, nothing is lost by it, and it is undone alike.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use otp::Kind;
use vault::*;

/// A vault that was saved with "alice" and "carol", then without alice, with "bob" and another name for carol.
fn changed() -> (World, Unlocked, String) {
    let (world, mut vault) = World::new();
    let alice = vault.add(account("alice"), NOW).unwrap();
    let carol = vault.add(counted("carol", 5), NOW).unwrap();
    vault.save(NOW).unwrap();
    vault.trash_entry(alice, NOW).unwrap();
    vault.add(account("bob"), NOW).unwrap();
    vault.rename(carol, "Elsewhere", "caroline").unwrap();
    vault.set_counter(carol, 9).unwrap();
    vault.save(NOW).unwrap();
    let id = generations(&world.path).unwrap()[0].id();
    (world, vault, id)
}

fn pair(issuer: &str, label: &str) -> Names {
    Names {
        issuer: issuer.to_owned(),
        label: label.to_owned(),
    }
}

#[test]
fn what_would_change_is_shown_and_nothing_is_changed_yet() {
    let (world, vault, id) = changed();
    let before = world.bytes();
    let seen = vault.compare(&id).unwrap();
    assert_eq!(seen.back, [pair("Example", "alice")]);
    assert_eq!(seen.gone, [pair("Example", "bob")]);
    assert_eq!(
        seen.renamed,
        [(pair("Elsewhere", "caroline"), pair("Example", "carol"))]
    );
    assert_eq!(seen.accounts, 2);
    assert_eq!(world.bytes(), before);
}

#[test]
fn going_back_does_what_was_shown_loses_nothing_and_is_undone() {
    let (world, mut vault, id) = changed();
    let undo = vault.go_back(&id, NOW + 1).unwrap().unwrap();
    let there = world.open();
    assert_eq!(labels(&there), ["alice", "carol"]);
    // What was added since is in the trash, and a counter never goes back: its codes were used.
    let trash: Vec<_> = there
        .trash()
        .map(|entry| entry.account().label.clone())
        .collect();
    assert_eq!(trash, ["bob"]);
    assert_eq!(
        by_label(&there, "carol").account().kind,
        Kind::Hotp { counter: 9 }
    );
    assert!(vault.compare(&id).unwrap().is_empty());
    // The state that was left is a generation: back to it.
    vault.go_back(&undo, NOW + 2).unwrap();
    let there = world.open();
    let mut live = labels(&there);
    live.sort();
    assert_eq!(live, ["bob", "caroline"]);
    assert!(vault.compare(&undo).unwrap().is_empty());
}

#[test]
fn the_ways_in_stay_as_they_are_when_the_accounts_go_back() {
    let (world, mut vault, id) = changed();
    let paper = RecoveryKey::make().unwrap();
    vault
        .transaction(NOW, |v| v.set_recovery(&paper, NOW))
        .unwrap();
    // The vault key was replaced since; the keyring's slot is the same and opens the generation.
    vault.go_back(&id, NOW).unwrap();
    let locked = Locked::open(&world.path).unwrap();
    assert_eq!(
        labels(&locked.unlock(&Key::Recovery(&paper), NOW).unwrap()),
        ["alice", "carol"]
    );
    let old = locked
        .unlock(&Key::Recovery(&world.recovery), NOW)
        .err()
        .unwrap();
    assert!(matches!(old, VaultError::WrongKey { .. }), "{old}");
}

#[test]
fn a_state_of_which_every_key_was_replaced_is_refused_by_name() {
    let (world, mut vault, id) = changed();
    let (paper, ring) = (RecoveryKey::make().unwrap(), KeyringKey::make().unwrap());
    vault
        .transaction(NOW, |v| {
            v.set_recovery(&paper, NOW)?;
            v.set_keyring(&ring, NOW)
        })
        .unwrap();
    let before = world.bytes();
    assert!(matches!(vault.compare(&id), Err(VaultError::KeyReplaced)));
    assert!(matches!(
        vault.go_back(&id, NOW),
        Err(VaultError::KeyReplaced)
    ));
    for no_name in [
        "",
        "../vault.countersign",
        "0000000009-0000000009-00000000.countersign",
    ] {
        assert!(
            matches!(vault.compare(no_name), Err(VaultError::Missing { .. })),
            "{no_name}"
        );
    }
    assert_eq!(world.bytes(), before);
}

#[test]
fn entries_in_quarantine_of_both_states_are_kept() {
    let (world, _) = World::new();
    let fixture = "tests/fixtures/v1/odd-entries-are-quarantined.countersign";
    std::fs::copy(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture),
        &world.path,
    )
    .unwrap();
    let key = KeyringKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let mut vault = Locked::open(&world.path)
        .unwrap()
        .unlock(&Key::Keyring(&key), NOW)
        .unwrap();
    let odd = vault.quarantined();
    assert!(odd.len() > 3);
    vault
        .transaction(NOW, |v| v.add(account("new"), NOW))
        .unwrap();
    let id = generations(&world.path).unwrap()[0].id();
    vault.go_back(&id, NOW).unwrap();
    assert_eq!(vault.quarantined(), odd);
    // They can be taken elsewhere, each as it stands in the file.
    let taken: serde_json::Value = serde_json::from_str(&vault.quarantined_json()).unwrap();
    assert_eq!(taken.as_array().unwrap().len(), odd.len());
    assert!(
        vault
            .quarantined_json()
            .contains(odd.iter().find_map(|view| view.label.as_deref()).unwrap())
    );
}
