//! Two processes, one vault: neither loses anything.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use otp::Kind;
use vault::*;

/// Two handles on a vault with these accounts.
fn pair(labels: &[&str]) -> (World, Unlocked, Unlocked) {
    let (world, mut ours) = World::new();
    for label in labels {
        ours.add(counted(label, 1), NOW).unwrap();
    }
    ours.save(NOW).unwrap();
    let theirs = world.open();
    (world, ours, theirs)
}

fn id(vault: &Unlocked, label: &str) -> EntryId {
    by_label(vault, label).id()
}

#[test]
fn changes_to_different_entries_are_both_kept() {
    let (world, mut ours, mut theirs) = pair(&["a", "b", "c"]);
    let (a, b, c) = (id(&ours, "a"), id(&ours, "b"), id(&ours, "c"));
    theirs.rename(a, "Example", "a2").unwrap();
    theirs.trash_entry(c, NOW).unwrap();
    theirs.save(NOW).unwrap();
    ours.set_pinned(b, true).unwrap();
    let merged = ours.reload(NOW).unwrap();
    assert_eq!(
        merged,
        Merged {
            reapplied: vec![b],
            both: vec![]
        }
    );
    ours.save(NOW).unwrap();
    let vault = world.open();
    assert_eq!(labels(&vault), ["a2", "b"]);
    assert!(vault.get(b).unwrap().pinned());
    assert_eq!(vault.trash().map(Entry::id).collect::<Vec<_>>(), [c]);
}

#[test]
fn changes_to_one_entry_are_merged_field_by_field() {
    let (world, mut ours, mut theirs) = pair(&["a"]);
    let a = id(&ours, "a");
    theirs.rename(a, "Example", "renamed there").unwrap();
    theirs.set_counter(a, 9).unwrap();
    theirs.touch(a, NOW + 5).unwrap();
    theirs.save(NOW).unwrap();
    ours.set_pinned(a, true).unwrap();
    ours.set_counter(a, 4).unwrap();
    ours.touch(a, NOW + 3).unwrap();
    assert_eq!(ours.reload(NOW).unwrap().both, [a]);
    ours.save(NOW).unwrap();
    let vault = world.open();
    let entry = vault.get(a).unwrap();
    assert_eq!(entry.account().label, "renamed there");
    assert!(entry.pinned());
    assert_eq!(entry.account().kind, Kind::Hotp { counter: 9 });
    assert_eq!(entry.last_used_at(), Some(NOW + 5));
}

#[test]
fn our_name_stands_when_both_renamed() {
    let (_world, mut ours, mut theirs) = pair(&["a"]);
    let a = id(&ours, "a");
    theirs.rename(a, "Example", "theirs").unwrap();
    theirs.save(NOW).unwrap();
    ours.rename(a, "Example", "ours").unwrap();
    ours.reload(NOW).unwrap();
    assert_eq!(labels(&ours), ["ours"]);
}

#[test]
fn deleted_on_one_side_is_in_the_trash_and_restored_on_one_side_is_out() {
    let (_world, mut ours, mut theirs) = pair(&["a", "b"]);
    let (a, b) = (id(&ours, "a"), id(&ours, "b"));
    theirs.trash_entry(b, NOW).unwrap();
    theirs.save(NOW).unwrap();
    ours.reload(NOW).unwrap();
    // b is in the trash on both sides now.
    theirs.trash_entry(a, NOW).unwrap();
    theirs.restore(b).unwrap();
    theirs.save(NOW).unwrap();
    ours.touch(a, NOW + 1).unwrap();
    ours.touch(b, NOW + 1).unwrap();
    ours.reload(NOW).unwrap();
    assert_eq!(labels(&ours), ["b"]);
    assert_eq!(ours.trash().map(Entry::id).collect::<Vec<_>>(), [a]);
}

#[test]
fn absence_is_never_deletion() {
    // An older file comes back from a backup while a vault is open.
    let (world, mut vault) = World::new();
    let old = world.bytes();
    vault.add(account("newer than the backup"), NOW).unwrap();
    vault.save(NOW).unwrap();
    std::fs::write(&world.path, old).unwrap();
    vault
        .transaction(NOW, |v| v.add(account("more"), NOW))
        .unwrap();
    assert_eq!(labels(&world.open()), ["newer than the backup", "more"]);
}

#[test]
fn a_way_that_was_replaced_there_asks_for_a_new_unlock() {
    let (world, mut ours, mut theirs) = pair(&["a"]);
    theirs
        .set_keyring(&KeyringKey::make().unwrap(), NOW)
        .unwrap();
    theirs.save(NOW).unwrap();
    let before = world.bytes();
    let refused = ours.transaction(NOW, |v| v.add(account("b"), NOW));
    assert!(matches!(refused, Err(VaultError::KeyReplaced)));
    assert_eq!(world.bytes(), before);
    assert_eq!(labels(&ours), ["a"]);
}

#[test]
fn a_way_that_was_added_there_stays() {
    let (world, mut ours, mut theirs) = pair(&["a"]);
    let password = Passphrase::new("added there".to_owned());
    theirs
        .set_password(&password, KdfParams::FLOOR, NOW)
        .unwrap();
    theirs.save(NOW).unwrap();
    let recovery = RecoveryKey::make().unwrap();
    ours.transaction(NOW, |v| v.set_recovery(&recovery, NOW))
        .unwrap();
    let locked = Locked::open(&world.path).unwrap();
    locked.unlock(&Key::Password(&password), NOW).unwrap();
    locked.unlock(&Key::Recovery(&recovery), NOW).unwrap();
    locked.unlock(&world.key(), NOW).unwrap();
    assert!(locked.unlock(&Key::Recovery(&world.recovery), NOW).is_err());
}
