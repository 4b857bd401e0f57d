//! Every bit of a file counts. In the crate, so that no file is written for each of them.

use sha2::{Digest, Sha256};

use crate::{
    Key, KeyringKey, RecoveryKey, Region, Unlocked, VaultError, Ways, disk, error::Step,
    sealed::Sealed, slot::SLOT_BYTES,
};

/// Bytes before the slots, as docs/VAULT.md has it.
const FIXED: usize = 83;
/// Bytes of a header with two slots, without its digest.
const HEADER: usize = FIXED + 2 * SLOT_BYTES;

/// A vault that opens without a costly derivation.
fn vault() -> (Vec<u8>, KeyringKey) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v");
    let (keyring, recovery) = (KeyringKey::make().unwrap(), RecoveryKey::make().unwrap());
    let ways = Ways::KeyringAndRecovery {
        keyring: &keyring,
        recovery: &recovery,
    };
    Unlocked::create(&path, &ways, 7).unwrap();
    (disk::read(&path, Step::Read).unwrap(), keyring)
}

/// All of the way in: digests, slot, body.
fn open(bytes: Vec<u8>, key: &KeyringKey) -> Result<(), VaultError> {
    let sealed = Sealed::read(bytes)?;
    let slot = sealed.header.slot(crate::SlotKind::Keyring)?;
    let wrapping = slot.spec.derive(&Key::Keyring(key))?;
    let vault_key = slot.unwrap(&sealed.header.vault_id, &wrapping)?;
    sealed.open(&vault_key).map(drop)
}

/// Makes both digests fit again, as whoever changes the file can.
fn redigest(bytes: &mut [u8]) {
    let digest = Sha256::digest(&bytes[..HEADER]);
    bytes[HEADER..HEADER + 32].copy_from_slice(&digest);
    let end = bytes.len() - 32;
    let digest = Sha256::digest(&bytes[..end]);
    bytes[end..].copy_from_slice(&digest);
}

#[test]
fn any_flipped_bit_is_refused() {
    let (bytes, key) = vault();
    open(bytes.clone(), &key).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let refused = open(changed, &key).expect_err("a flipped bit was not noticed");
            assert!(
                !matches!(refused, VaultError::WrongKey { .. }),
                "damage at {at} looks like a wrong key"
            );
        }
    }
}

#[test]
fn any_flipped_bit_is_refused_when_the_digests_are_made_to_fit() {
    let (bytes, key) = vault();
    for at in 0..bytes.len() {
        // The digests themselves: they are made anew.
        if (HEADER..HEADER + 32).contains(&at) || at >= bytes.len() - 32 {
            continue;
        }
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            redigest(&mut changed);
            assert!(open(changed, &key).is_err(), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn any_truncation_and_any_addition_is_refused() {
    let (bytes, key) = vault();
    for length in 0..bytes.len() {
        assert!(open(bytes[..length].to_vec(), &key).is_err(), "{length}");
    }
    for more in [1, 16, 4096] {
        let mut longer = bytes.clone();
        longer.resize(bytes.len() + more, 0);
        assert!(matches!(
            open(longer, &key),
            Err(VaultError::Damaged {
                what: Region::Length
            })
        ));
    }
}

#[test]
fn slots_of_another_order_or_vault_are_refused() {
    let (bytes, key) = vault();
    let mut swapped = bytes.clone();
    swapped[FIXED..HEADER].rotate_left(SLOT_BYTES);
    redigest(&mut swapped);
    // The slot itself holds; the body is bound to the whole header.
    assert!(matches!(
        open(swapped, &key),
        Err(VaultError::Damaged { what: Region::Body })
    ));

    let (other, _) = vault();
    let mut mixed = bytes;
    mixed[FIXED..HEADER].copy_from_slice(&other[FIXED..HEADER]);
    redigest(&mut mixed);
    assert!(matches!(
        open(mixed.clone(), &key),
        Err(VaultError::WrongKey { .. })
    ));
    mixed[..HEADER].copy_from_slice(&other[..HEADER]);
    redigest(&mut mixed);
    assert!(open(mixed, &key).is_err());
}

#[test]
fn a_wrap_moved_to_another_kind_is_refused() {
    let (bytes, key) = vault();
    let (recovery, keyring) = (FIXED, FIXED + SLOT_BYTES);
    // The keyring slot says that it is the recovery slot, and the other way round.
    let mut changed = bytes;
    for (at, kind) in [(recovery, 3), (keyring, 2)] {
        changed[at..at + 2].fill(kind);
    }
    redigest(&mut changed);
    assert!(matches!(
        open(changed, &key),
        Err(VaultError::WrongKey { .. })
    ));
}

mod any_bytes {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn are_refused_without_a_panic(tail in vec(any::<u8>(), 0..600), version in 0_u16..3) {
            let mut bytes = crate::header::MAGIC.to_vec();
            bytes.extend_from_slice(&version.to_le_bytes());
            bytes.extend_from_slice(&tail);
            prop_assert!(Sealed::read(bytes).is_err());
            prop_assert!(Sealed::read(tail).is_err());
        }

        #[test]
        fn a_changed_header_that_is_made_to_fit_is_refused(at in 0..HEADER, bytes in vec(any::<u8>(), 1..40)) {
            let (mut file, key) = vault();
            let end = (at + bytes.len()).min(HEADER);
            let before = file.clone();
            file[at..end].copy_from_slice(&bytes[..end - at]);
            redigest(&mut file);
            prop_assume!(file != before);
            prop_assert!(open(file, &key).is_err());
        }
    }
}
