//! The ways in: each opens, none can be too few, old ones stay out, wrong ones harm nothing.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use sha2::{Digest, Sha256};
use vault::*;

fn password(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

#[test]
fn each_of_three_ways_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/v.countersign");
    let (recovery, keyring) = (RecoveryKey::make().unwrap(), KeyringKey::make().unwrap());
    let ways = Ways::All {
        password: &password("Ren\u{e9}e's"),
        kdf: KdfParams::FLOOR,
        recovery: &recovery,
        keyring: &keyring,
    };
    let mut made = Unlocked::create(&path, &ways, NOW).unwrap();
    made.transaction(NOW, |vault| vault.add(account("alice"), NOW))
        .unwrap();
    let locked = made.lock();
    let kinds: Vec<SlotKind> = locked.slots().iter().map(|slot| slot.kind).collect();
    assert_eq!(
        kinds,
        [SlotKind::Password, SlotKind::Recovery, SlotKind::Keyring]
    );
    assert_eq!(locked.slots()[0].kdf, Some(KdfParams::FLOOR));
    // Typed on another keyboard: decomposed.
    let typed = password("Rene\u{301}e's");
    for key in [
        Key::Password(&typed),
        Key::Recovery(&recovery),
        Key::Keyring(&keyring),
    ] {
        let open = locked.unlock(&key, NOW).unwrap();
        assert_eq!(labels(&open), ["alice"]);
        assert_eq!(open.id(), locked.id());
        open.key_check().check(&key).unwrap();
    }
    let wrong = password("Ren\u{e9}e's ");
    let open = locked.unlock(&Key::Keyring(&keyring), NOW).unwrap();
    let refused = open.key_check().check(&Key::Password(&wrong));
    assert!(matches!(
        refused,
        Err(VaultError::WrongKey {
            kind: SlotKind::Password
        })
    ));
}

#[test]
fn no_number_of_wrong_keys_changes_a_byte() {
    let (world, vault) = World::new();
    let locked = vault.lock();
    let before = (Sha256::digest(world.bytes()), names(world.folder.path()));
    for _ in 0..10_000 {
        let wrong = KeyringKey::make().unwrap();
        let refused = locked.unlock(&Key::Keyring(&wrong), NOW).err().unwrap();
        assert!(matches!(
            refused,
            VaultError::WrongKey {
                kind: SlotKind::Keyring
            }
        ));
    }
    let wrong = RecoveryKey::make().unwrap();
    let refused = locked.unlock(&Key::Recovery(&wrong), NOW).err().unwrap();
    assert!(matches!(
        refused,
        VaultError::WrongKey {
            kind: SlotKind::Recovery
        }
    ));
    assert_eq!(
        (Sha256::digest(world.bytes()), names(world.folder.path())),
        before
    );
    locked.unlock(&world.key(), NOW).unwrap();
}

#[test]
fn no_number_of_wrong_passwords_changes_a_byte() {
    let (world, mut vault) = World::new();
    vault
        .transaction(NOW, |v| {
            v.set_password(&password("right"), KdfParams::FLOOR, NOW)
        })
        .unwrap();
    let locked = vault.lock();
    let before = Sha256::digest(world.bytes());
    for n in 0..12 {
        let wrong = password(&format!("wrong {n}"));
        let refused = locked.unlock(&Key::Password(&wrong), NOW).err().unwrap();
        assert!(matches!(
            refused,
            VaultError::WrongKey {
                kind: SlotKind::Password
            }
        ));
    }
    assert_eq!(Sha256::digest(world.bytes()), before);
    locked
        .unlock(&Key::Password(&password("right")), NOW)
        .unwrap();
}

#[test]
fn a_way_that_is_not_there_is_said_to_be_none() {
    let (world, vault) = World::new();
    let refused = vault
        .lock()
        .unlock(&Key::Password(&password("x")), NOW)
        .err()
        .unwrap();
    assert!(matches!(
        refused,
        VaultError::NoSuchWay {
            kind: SlotKind::Password
        }
    ));
    assert!(matches!(
        world
            .open()
            .key_check()
            .check(&Key::Password(&password("x"))),
        Err(VaultError::NoSuchWay { .. })
    ));
}

#[test]
fn two_ways_remain() {
    let (world, mut vault) = World::new();
    for slot in vault.slots() {
        assert!(matches!(
            vault.remove_slot(slot.id),
            Err(VaultError::TooFewWays)
        ));
    }
    vault
        .set_password(&password("p"), KdfParams::FLOOR, NOW)
        .unwrap();
    let keyring = vault
        .slots()
        .into_iter()
        .find(|s| s.kind == SlotKind::Keyring)
        .unwrap();
    vault.remove_slot(keyring.id).unwrap();
    assert!(matches!(
        vault.remove_slot(keyring.id),
        Err(VaultError::NoSuchSlot)
    ));
    vault.save(NOW).unwrap();
    let locked = Locked::open(&world.path).unwrap();
    assert!(matches!(
        locked.unlock(&world.key(), NOW),
        Err(VaultError::NoSuchWay { .. })
    ));
    locked.unlock(&Key::Recovery(&world.recovery), NOW).unwrap();
    locked.unlock(&Key::Password(&password("p")), NOW).unwrap();
}

#[test]
fn an_empty_password_is_refused() {
    let (_world, mut vault) = World::new();
    let refused = vault.set_password(&password(""), KdfParams::FLOOR, NOW);
    assert!(matches!(refused, Err(VaultError::EmptyPassword)));
    assert!(!vault.is_dirty());
}

#[test]
fn a_replaced_key_opens_the_old_file_and_not_the_new() {
    let (world, mut vault) = World::new();
    let old = world.bytes();
    let new = KeyringKey::make().unwrap();
    vault
        .transaction(NOW, |v| v.set_keyring(&new, NOW + 5))
        .unwrap();
    let locked = Locked::open(&world.path).unwrap();
    assert!(matches!(
        locked.unlock(&world.key(), NOW),
        Err(VaultError::WrongKey { .. })
    ));
    // The other way was wrapped anew without being asked for.
    locked.unlock(&Key::Recovery(&world.recovery), NOW).unwrap();
    locked.unlock(&Key::Keyring(&new), NOW).unwrap();
    assert_eq!(vault.slots()[1].created_at, NOW + 5);
    // Generations are what they were.
    let kept = generations(&world.path).unwrap();
    assert_eq!(std::fs::read(kept[0].path()).unwrap(), old);
    Locked::open(kept[0].path())
        .unwrap()
        .unlock(&world.key(), NOW)
        .unwrap();
}

#[test]
fn the_vault_key_is_replaced_with_a_way() {
    // The old slot is put into the new file: it unwraps a key that opens nothing there.
    let (world, mut vault) = World::new();
    let old = world.bytes();
    vault
        .transaction(NOW, |v| v.set_keyring(&KeyringKey::make().unwrap(), NOW))
        .unwrap();
    let mut new = world.bytes();
    // The keyring slot is the second (docs/VAULT.md).
    let slot = 83 + 142..83 + 284;
    new[slot.clone()].copy_from_slice(&old[slot]);
    redigest(&mut new);
    std::fs::write(&world.path, &new).unwrap();
    let refused = Locked::open(&world.path)
        .unwrap()
        .unlock(&world.key(), NOW)
        .err()
        .unwrap();
    assert!(
        matches!(refused, VaultError::Damaged { what: Region::Body }),
        "{refused}"
    );
}

/// Both digests, as whoever changes the file can make them.
fn redigest(file: &mut [u8]) {
    let digest = Sha256::digest(&file[..367]);
    file[367..399].copy_from_slice(&digest);
    let end = file.len() - 32;
    let digest = Sha256::digest(&file[..end]);
    file[end..].copy_from_slice(&digest);
}
