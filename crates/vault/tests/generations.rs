//! The files that were, and the way back to them.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use vault::*;

#[test]
fn every_save_keeps_the_file_before_it() {
    let (world, mut vault) = World::new();
    let first = world.bytes();
    vault.add(account("a"), NOW).unwrap();
    vault.save(NOW + 10).unwrap();
    let second = world.bytes();
    vault.save(NOW + 20).unwrap();
    let kept = generations(&world.path).unwrap();
    let bytes: Vec<Vec<u8>> = kept
        .iter()
        .map(|g| std::fs::read(g.path()).unwrap())
        .collect();
    assert_eq!(bytes, [second, first]);
    let facts: Vec<_> = kept.iter().map(|g| (g.counter(), g.saved_at())).collect();
    assert_eq!(facts, [(2, NOW + 10), (1, NOW)]);
    assert!(kept.iter().all(|g| g.size() == bytes[0].len() as u64));
}

#[test]
fn a_generation_opens_and_is_read_only() {
    let (world, mut vault) = World::new();
    vault.save(NOW).unwrap();
    let kept = generations(&world.path).unwrap();
    let mut old = Locked::open(kept[0].path())
        .unwrap()
        .unlock(&world.key(), NOW)
        .unwrap();
    assert!(matches!(old.save(NOW), Err(VaultError::ReadOnly)));
}

#[test]
fn a_damaged_vault_is_put_aside_and_a_generation_takes_its_place() {
    let (world, mut vault) = World::new();
    vault.add(account("precious"), NOW).unwrap();
    vault.save(NOW).unwrap();
    vault.save(NOW).unwrap();
    drop(vault);
    let kept = generations(&world.path).unwrap();
    for n in 1..=2 {
        let mut bytes = world.bytes();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&world.path, &bytes).unwrap();
        assert!(matches!(
            Locked::open(&world.path),
            Err(VaultError::Damaged { what: Region::Body })
        ));
        let aside = restore_generation(&world.path, &kept[0].id())
            .unwrap()
            .unwrap();
        assert_eq!(
            aside,
            world
                .path
                .with_file_name(format!("vault.countersign.damaged-{n}"))
        );
        assert_eq!(std::fs::read(aside).unwrap(), bytes);
        assert_eq!(labels(&world.open()), ["precious"]);
    }
    // Where the file is gone there is nothing to put aside.
    std::fs::remove_file(&world.path).unwrap();
    assert_eq!(
        restore_generation(&world.path, &kept[0].id()).unwrap(),
        None
    );
    assert_eq!(labels(&world.open()), ["precious"]);
}

#[test]
fn an_id_is_never_a_path() {
    let (world, mut vault) = World::new();
    vault.save(NOW).unwrap();
    let before = world.bytes();
    for id in ["../vault.countersign", "/etc/passwd", "", ".", ".."] {
        let refused = restore_generation(&world.path, id).err().unwrap();
        assert!(matches!(refused, VaultError::Missing { .. }), "{id}");
    }
    assert_eq!(world.bytes(), before);
}

#[test]
fn a_damaged_generation_is_not_offered_and_not_restored() {
    let (world, mut vault) = World::new();
    vault.save(NOW).unwrap();
    let kept = generations(&world.path).unwrap();
    std::fs::write(kept[0].path(), b"COUNTERSIGNVAULT").unwrap();
    assert!(generations(&world.path).unwrap().is_empty());
    let before = world.bytes();
    assert!(matches!(
        restore_generation(&world.path, &kept[0].id()),
        Err(VaultError::Damaged { .. })
    ));
    assert_eq!(world.bytes(), before);
}

#[test]
fn saving_an_empty_vault_for_years_does_not_drive_out_the_full_one() {
    let (world, mut vault) = World::new();
    let accounts = (0..40).map(|n| account(&format!("account {n}")));
    let ids = vault.add_all(accounts, NOW).unwrap();
    vault.save(NOW).unwrap();
    for id in ids {
        vault.trash_entry(id, NOW).unwrap();
    }
    for n in 1..=80 {
        vault.save(NOW + n * 31 * DAY).unwrap();
    }
    let kept = generations(&world.path).unwrap();
    assert!(kept.len() <= 10 + 14 + 8 + 2, "{}", kept.len());
    let full = kept.iter().filter(|generation| {
        let locked = Locked::open(generation.path()).unwrap();
        let open = locked.unlock(&world.key(), NOW).unwrap();
        open.entries().count() + open.trash().count() == 40
    });
    assert!(full.count() >= 1);
}

#[test]
fn what_else_lies_in_the_folder_stays() {
    let (world, mut vault) = World::new();
    vault.save(NOW).unwrap();
    let folder = world.path.with_file_name("vault.countersign.generations");
    for name in ["notes.txt", "1-2.countersign", "1-x-00000000.countersign"] {
        std::fs::write(folder.join(name), b"x").unwrap();
    }
    for _ in 0..15 {
        vault.save(NOW).unwrap();
    }
    let names = names(&folder);
    for name in ["notes.txt", "1-2.countersign", "1-x-00000000.countersign"] {
        assert!(names.iter().any(|there| there == name), "{name}");
    }
}
