//! Backups in a folder of the person's choice, proven when they are made.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use vault::*;

#[test]
fn a_backup_opens_by_every_way_in_and_is_the_vault() {
    let (world, mut vault) = World::new();
    vault.add(account("alice"), NOW).unwrap();
    vault.save(NOW).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let made = vault.back_up(folder.path(), "2027-01-15", 5).unwrap();
    assert_eq!((made.counter, made.entries), (2, 1));
    assert_eq!(std::fs::read(&made.path).unwrap(), world.bytes());
    for key in [world.key(), Key::Recovery(&world.recovery)] {
        let opened = Locked::open(&made.path).unwrap().unlock(&key, NOW).unwrap();
        assert_eq!(labels(&opened), ["alice"]);
    }
    // Once more on the same day, with nothing changed: the same file, proven again.
    assert_eq!(vault.back_up(folder.path(), "2027-01-15", 5).unwrap(), made);
    assert_eq!(names(folder.path()).len(), 1);
}

#[test]
fn the_newest_and_the_largest_stay_and_nothing_else_is_touched() {
    let (_world, mut vault) = World::new();
    let folder = tempfile::tempdir().unwrap();
    let (other_world, other) = World::new();
    other.back_up(folder.path(), "2026-01-01", 1).unwrap();
    drop(other_world);
    let theirs = names(folder.path());
    std::fs::write(folder.path().join("countersign-notes.txt"), b"mine").unwrap();
    let mark = &vault.id().to_string()[..8];
    let odd = format!("countersign-2026-01-01-0000000000-{mark}.countersign");
    std::fs::write(folder.path().join(&odd), b"not a vault").unwrap();

    let ids = vault
        .add_all((0..40).map(|n| account(&format!("account {n}"))), NOW)
        .unwrap();
    vault.save(NOW).unwrap();
    let full = vault.back_up(folder.path(), "2026-02-01", 3).unwrap();
    for id in ids {
        vault.trash_entry(id, NOW).unwrap();
    }
    // Once the trash is over, the vault is small, and so are its backups.
    let later = NOW + 40 * DAY;
    vault.save(later).unwrap();
    let mut last = full.clone();
    for day in 0..6 {
        vault.add(account(&format!("day {day}")), later).unwrap();
        vault.save(later).unwrap();
        last = vault
            .back_up(folder.path(), &format!("2026-03-0{day}"), 3)
            .unwrap();
    }
    let left = names(folder.path());
    let name = |made: &BackedUp| made.path.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(left.len(), 3 + 1 + 3, "{left:?}");
    for kept in [
        &name(&full),
        &name(&last),
        &theirs[0],
        &odd,
        &"countersign-notes.txt".to_owned(),
    ] {
        assert!(left.contains(kept), "{kept} is gone: {left:?}");
    }
}

#[test]
fn a_folder_that_is_gone_or_holds_the_vault_is_refused() {
    let (world, vault) = World::new();
    let gone = world.folder.path().join("unplugged");
    let refused = vault.back_up(&gone, "2027-01-15", 3).unwrap_err();
    let VaultError::Io {
        step: Step::BackUp,
        source,
    } = refused
    else {
        panic!("{refused}");
    };
    assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
    assert!(!gone.exists());
    let beside = world.folder.path().join("vault.countersign.generations");
    std::fs::create_dir(&beside).unwrap();
    for same in [world.folder.path(), &beside] {
        let refused = vault.back_up(same, "2027-01-15", 3).unwrap_err();
        assert!(matches!(refused, VaultError::SameFolder), "{refused}");
    }
    assert!(names(&beside).is_empty());
}

#[test]
fn what_another_process_saved_is_read_before_it_is_backed_up() {
    let (world, vault) = World::new();
    let mut other = world.open();
    other
        .transaction(NOW, |v| v.add(account("theirs"), NOW))
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let refused = vault.back_up(folder.path(), "2027-01-15", 3).unwrap_err();
    assert!(matches!(refused, VaultError::ChangedOnDisk), "{refused}");
    assert!(names(folder.path()).is_empty());
}
