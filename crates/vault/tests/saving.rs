//! Saving: never over another's work, never without the file before it.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use vault::*;

#[test]
fn creating_never_overwrites() {
    let (world, vault) = World::new();
    drop(vault);
    let before = world.bytes();
    let ways = Ways::KeyringAndRecovery {
        keyring: &world.keyring,
        recovery: &world.recovery,
    };
    let refused = Unlocked::create(&world.path, &ways, NOW).err().unwrap();
    assert!(matches!(refused, VaultError::AlreadyExists { .. }));
    assert_eq!(world.bytes(), before);
    std::fs::write(&world.path, b"").unwrap();
    let refused = Unlocked::create(&world.path, &ways, NOW).err().unwrap();
    assert!(matches!(refused, VaultError::AlreadyExists { .. }));
    assert_eq!(world.bytes(), b"");
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Locked::open(&folder.path().join("none")).err().unwrap();
    assert!(matches!(refused, VaultError::Missing { .. }));
    assert!(generations(&folder.path().join("none")).unwrap().is_empty());
}

#[test]
fn nothing_but_the_vault_its_lock_and_its_generations_is_left() {
    let (world, mut vault) = World::new();
    std::fs::write(
        world.folder.path().join(".vault.countersign.new-dead.tmp"),
        b"x",
    )
    .unwrap();
    vault.save(NOW).unwrap();
    assert_eq!(
        names(world.folder.path()),
        [
            "vault.countersign",
            "vault.countersign.generations",
            "vault.countersign.lock"
        ]
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/vault");
    let (keyring, recovery) = (KeyringKey::make().unwrap(), RecoveryKey::make().unwrap());
    let ways = Ways::KeyringAndRecovery {
        keyring: &keyring,
        recovery: &recovery,
    };
    Unlocked::create(&path, &ways, NOW)
        .unwrap()
        .save(NOW)
        .unwrap();
    let kept = generations(&path).unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(path.parent().unwrap()) & 0o777, 0o700);
    assert_eq!(mode(kept[0].path().parent().unwrap()) & 0o777, 0o700);
    for file in [&path, &path.with_file_name("vault.lock"), kept[0].path()] {
        assert_eq!(mode(file) & 0o777, 0o600, "{}", file.display());
    }
}

#[test]
fn the_counter_only_grows() {
    let (world, mut vault) = World::new();
    let counters: Vec<u64> = (0..3).map(|_| vault.save(NOW).unwrap().counter).collect();
    assert_eq!(counters, [2, 3, 4]);
    let oldest = generations(&world.path).unwrap().pop().unwrap();
    restore_generation(&world.path, &oldest.id()).unwrap();
    assert_eq!(world.open().save(NOW).unwrap().counter, 4);
    assert_eq!(world.open().save(NOW).unwrap().counter, 5);
}

#[test]
fn every_save_has_a_fresh_nonce_and_shows_nothing() {
    let (world, mut vault) = World::new();
    vault.add(account("canary-label"), NOW).unwrap();
    vault.save(NOW).unwrap();
    let first = world.bytes();
    vault.save(NOW).unwrap();
    let second = world.bytes();
    assert_eq!(first.len(), second.len());
    assert_ne!(first[59..83], second[59..83], "the nonce");
    let same = first[399..]
        .iter()
        .zip(&second[399..])
        .filter(|(a, b)| a == b)
        .count();
    assert!(
        same < first.len() / 50,
        "{same} equal bytes in the sealed body"
    );
    for needle in [
        "canary-label",
        "Example",
        "otpauth",
        "GEZDGNBVGY3TQOJQ",
        "12345678901234567890",
    ] {
        assert!(
            !first
                .windows(needle.len())
                .any(|window| window == needle.as_bytes()),
            "{needle}"
        );
    }
}

#[test]
fn sizes_fall_into_buckets() {
    let (world, mut vault) = World::new();
    let mut sizes = std::collections::BTreeSet::new();
    for n in 0..60 {
        vault.add(account(&format!("account {n}")), NOW).unwrap();
        vault.save(NOW).unwrap();
        sizes.insert(world.bytes().len() - (83 + 284 + 32 + 16 + 32));
    }
    assert_eq!(sizes.into_iter().collect::<Vec<_>>(), [4096, 8192, 16384]);
}

#[test]
fn two_handles_cannot_overwrite_each_other() {
    let (world, mut first) = World::new();
    let mut second = world.open();
    first.add(account("from the first"), NOW).unwrap();
    first.save(NOW).unwrap();
    let before = world.bytes();
    second.add(account("from the second"), NOW).unwrap();
    assert!(matches!(second.save(NOW), Err(VaultError::ChangedOnDisk)));
    assert_eq!(world.bytes(), before);
    assert!(second.is_dirty());
    let merged = second.reload(NOW).unwrap();
    assert_eq!((merged.reapplied.len(), merged.both.len()), (1, 0));
    second.save(NOW).unwrap();
    assert_eq!(labels(&world.open()), ["from the first", "from the second"]);
    // A transaction does the same by itself.
    first
        .transaction(NOW, |vault| vault.add(account("third"), NOW))
        .unwrap();
    assert_eq!(
        labels(&world.open()),
        ["from the first", "from the second", "third"]
    );
}

#[test]
fn who_saves_holds_the_lock() {
    let (world, mut vault) = World::new();
    let lock = std::fs::File::open(world.path.with_file_name("vault.countersign.lock")).unwrap();
    lock.lock().unwrap();
    let before = world.bytes();
    assert!(matches!(vault.save(NOW), Err(VaultError::Busy)));
    assert_eq!(world.bytes(), before);
    drop(lock);
    vault.save(NOW).unwrap();
}

#[test]
fn a_transaction_that_fails_leaves_memory_as_it_was() {
    let (world, mut vault) = World::new();
    let id = vault
        .transaction(NOW, |v| v.add(counted("kept", 7), NOW))
        .unwrap();
    vault.touch(id, NOW + 1).unwrap();
    let before = world.bytes();
    let failed = vault.transaction(NOW, |v| {
        v.add(account("gone"), NOW)?;
        v.advance(id)?;
        v.set_keyring(&KeyringKey::make()?, NOW)?;
        Err::<(), _>(VaultError::NoSuchEntry)
    });
    assert!(matches!(failed, Err(VaultError::NoSuchEntry)));
    assert_eq!(world.bytes(), before);
    assert_eq!(labels(&vault), ["kept"]);
    let entry = vault.get(id).unwrap();
    assert_eq!(entry.account().kind, otp::Kind::Hotp { counter: 7 });
    assert_eq!(entry.last_used_at(), Some(NOW + 1));
    assert!(vault.is_dirty());
    vault.key_check().check(&world.key()).unwrap();
    vault.save(NOW).unwrap();
}

#[test]
fn a_save_that_cannot_write_says_so_and_changes_nothing() {
    let (world, mut vault) = World::new();
    vault.add(account("unsaved"), NOW).unwrap();
    // Keeping the previous file is what fails: its folder is a file.
    let blocked = world.path.with_file_name("vault.countersign.generations");
    std::fs::write(&blocked, b"in the way").unwrap();
    let before = world.bytes();
    let refused = vault.save(NOW).err().unwrap();
    assert!(
        matches!(
            refused,
            VaultError::Io {
                step: Step::List | Step::Keep,
                ..
            }
        ),
        "{refused}"
    );
    assert_eq!(world.bytes(), before);
    std::fs::remove_file(&blocked).unwrap();
    vault.save(NOW).unwrap();
    assert_eq!(labels(&world.open()), ["unsaved"]);
}

#[test]
fn a_vault_whose_file_vanished_is_saved_anew() {
    let (world, mut vault) = World::new();
    vault.add(account("still here"), NOW).unwrap();
    std::fs::remove_file(&world.path).unwrap();
    vault.save(NOW).unwrap();
    assert_eq!(labels(&world.open()), ["still here"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let (world, mut vault) = World::new();
    vault.add(account("through the link"), NOW).unwrap();
    vault.save(NOW).unwrap();
    let link = world.folder.path().join("link");
    std::os::unix::fs::symlink("vault.countersign", &link).unwrap();
    let mut open = Locked::open(&link)
        .unwrap()
        .unlock(&world.key(), NOW)
        .unwrap();
    open.save(NOW).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        generations(&link).unwrap(),
        generations(&world.path).unwrap()
    );
    assert_eq!(labels(&world.open()), ["through the link"]);
}

#[test]
fn another_vault_in_its_place_is_neither_overwritten_nor_merged() {
    let (world, mut vault) = World::new();
    let (other, other_vault) = World::new();
    drop(other_vault);
    std::fs::copy(&other.path, &world.path).unwrap();
    vault.add(account("mine"), NOW).unwrap();
    assert!(matches!(vault.save(NOW), Err(VaultError::ChangedOnDisk)));
    assert!(matches!(vault.reload(NOW), Err(VaultError::OtherVault)));
    let refused = vault.transaction(NOW, |v| v.add(account("more"), NOW));
    assert!(matches!(refused, Err(VaultError::OtherVault)));
    assert_eq!(labels(&vault), ["mine"]);
    assert_eq!(world.bytes(), other.bytes());
}
