//! Frozen files of format 1. They were written from docs/VAULT.md by `fixtures/make.py`, not by this
//! crate, and what opened once opens for ever.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use std::path::PathBuf;

use kit::names;
use otp::{Algorithm, Kind};
use vault::*;

/// The password of the fixtures, decomposed: the file has it composed.
const PASSWORD: &str = "correct horse battery staple\u{301}";
const RECOVERY: &str = "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-NDFP";
const KEYRING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const NOW: u64 = 1_900_000_000;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1")
}

fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}.countersign"))
}

fn by_keyring(name: &str) -> Result<Unlocked, VaultError> {
    let key = KeyringKey::parse(KEYRING).unwrap();
    Locked::open(&path(name))?.unlock(&Key::Keyring(&key), NOW)
}

/// The three entries that every fixture that opens has.
fn assert_whole(vault: &Unlocked) {
    assert_eq!(vault.id().to_string(), "c0ffee00112233445566778899aabbcc");
    let live: Vec<&Entry> = vault.entries().collect();
    let alice = live[0];
    assert_eq!(alice.id().to_string(), "000102030405060708090a0b0c0d0e0f");
    assert_eq!(alice.account().issuer, "Example");
    assert_eq!(alice.account().label, "alice@example.com");
    // EXPOSE: a test compares it with the secret of RFC 6238.
    assert_eq!(
        alice.account().secret().expose().as_slice(),
        b"12345678901234567890"
    );
    assert_eq!(alice.account().kind, Kind::Totp { period: 30 });
    assert!(alice.pinned());
    assert_eq!(
        (alice.created_at(), alice.last_used_at()),
        (1_750_000_000, Some(1_750_000_100))
    );
    let bob = vault.trash().next().unwrap();
    assert_eq!(bob.account().issuer_in_label.as_deref(), Some("Contoso"));
    assert_eq!(bob.account().label, "bob \u{2603}");
    assert_eq!(bob.account().algorithm, Algorithm::Sha256);
    assert_eq!(bob.account().digits, 8);
    assert_eq!(bob.account().kind, Kind::Hotp { counter: 41 });
    assert_eq!(
        bob.account().extra,
        [("image".to_owned(), "https://example.com/a.png".to_owned())]
    );
    assert_eq!(bob.deleted_at(), Some(1_900_000_000));
    assert_eq!(live[1].account().kind, Kind::Steam);
    assert_eq!((live.len(), vault.trash().count()), (2, 1));
    assert!(vault.quarantined().is_empty());
}

/// A flipped bit of the version is damage, so that the older generations are offered; only a whole file is newer.
#[test]
fn a_damaged_version_is_not_a_newer_version() {
    let folder = tempfile::tempdir().unwrap();
    let damaged = folder.path().join("vault.countersign");
    let mut bytes = std::fs::read(path("opens-by-keyring")).unwrap();
    bytes[17] ^= 1;
    std::fs::write(&damaged, &bytes).unwrap();
    assert!(matches!(
        Locked::open(&damaged),
        Err(VaultError::Damaged {
            what: Region::Header
        })
    ));
}

#[test]
fn a_vault_of_format_1_opens_by_password() {
    let locked = Locked::open(&path("opens-by-password")).unwrap();
    let password = Passphrase::new(PASSWORD.to_owned());
    assert_whole(&locked.unlock(&Key::Password(&password), NOW).unwrap());
}

#[test]
fn a_vault_of_format_1_opens_by_recovery_key() {
    let locked = Locked::open(&path("opens-by-recovery-key")).unwrap();
    let key = RecoveryKey::parse(RECOVERY).unwrap();
    assert_whole(&locked.unlock(&Key::Recovery(&key), NOW).unwrap());
}

#[test]
fn a_vault_of_format_1_opens_by_keyring() {
    assert_whole(&by_keyring("opens-by-keyring").unwrap());
}

/// Padding hides sizes; a reader needs none.
#[test]
fn a_vault_of_format_1_opens_without_padding() {
    assert_whole(&by_keyring("opens-without-padding").unwrap());
}

/// Each way of being wrong, and what is said of it.
#[test]
fn what_is_wrong_is_refused_by_its_name() {
    use Region as R;
    use VaultError as E;
    type Is = fn(&VaultError) -> bool;
    let not_a_vault: Is = |e| matches!(e, E::NotAVault);
    let header: Is = |e| matches!(e, E::Damaged { what: R::Header });
    let slots: Is = |e| matches!(e, E::Damaged { what: R::Slots });
    let body: Is = |e| matches!(e, E::Damaged { what: R::Body });
    let length: Is = |e| matches!(e, E::Damaged { what: R::Length });
    let records: Is = |e| matches!(e, E::Damaged { what: R::Records });
    let bounds: Is = |e| matches!(e, E::KdfBounds { .. });
    let wrong_key: Is = |e| {
        matches!(
            e,
            E::WrongKey {
                kind: SlotKind::Keyring
            }
        )
    };
    let expected: &[(&str, Is)] = &[
        ("empty", not_a_vault),
        ("wrong-magic", not_a_vault),
        ("only-the-magic", length),
        ("version-0", header),
        ("version-2", |e| {
            matches!(e, E::Newer { found: 2, known: 1 })
        }),
        ("version-65535", |e| {
            matches!(
                e,
                E::Newer {
                    found: 65535,
                    known: 1
                }
            )
        }),
        ("no-slots", header),
        ("four-slots", header),
        ("slot-count-too-high", header),
        ("slot-count-too-low", header),
        ("unknown-slot-kind", slots),
        ("two-slots-of-one-kind", slots),
        ("derivation-of-another-kind", slots),
        ("cost-in-a-recovery-slot", slots),
        ("kdf-memory-below-floor", bounds),
        ("kdf-memory-0", bounds),
        ("kdf-memory-above-ceiling", bounds),
        ("kdf-memory-4-tib", bounds),
        ("kdf-passes-0", bounds),
        ("kdf-passes-17", bounds),
        ("kdf-lanes-0", bounds),
        ("kdf-lanes-5", bounds),
        ("header-bit-flipped", header),
        ("slot-bit-flipped", header),
        ("header-digest-flipped", header),
        ("body-bit-flipped", body),
        ("file-digest-flipped", body),
        ("truncated-in-header", length),
        ("truncated-in-slots", length),
        ("truncated-in-body", length),
        ("one-byte-too-short", length),
        ("one-byte-too-long", length),
        ("body-length-too-short", length),
        ("body-length-huge", length),
        ("body-sealed-under-another-header", body),
        ("slot-wrapped-for-another-vault", wrong_key),
        ("slot-bit-flipped-digests-made-to-fit", wrong_key),
        ("slots-in-another-order", body),
        ("header-of-another-vault", body),
        ("vault-id-flipped-digests-made-to-fit", wrong_key),
        ("counter-flipped-digests-made-to-fit", body),
        ("body-nonce-flipped-digests-made-to-fit", body),
        ("body-bit-flipped-digests-made-to-fit", body),
        ("body-tag-flipped-digests-made-to-fit", body),
        ("another-vault-appended", length),
        ("padding-of-zeros", records),
        ("padding-holds-more-json", records),
        ("body-is-not-utf-8", records),
        ("body-is-empty", records),
        ("body-is-no-json", records),
        ("body-is-no-object", records),
        ("body-without-slot-keys", records),
        ("body-without-entries", records),
        ("slot-key-of-a-slot-missing", records),
    ];
    for (name, is_expected) in expected {
        let before = std::fs::read(path(name)).unwrap();
        let refused = by_keyring(name)
            .err()
            .unwrap_or_else(|| panic!("{name} opened"));
        assert!(is_expected(&refused), "{name}: {refused:?}");
        assert_eq!(std::fs::read(path(name)).unwrap(), before, "{name}");
    }
    // Every file is looked at by some test.
    let others = [
        "opens-by-password",
        "opens-by-recovery-key",
        "opens-by-keyring",
        "opens-without-padding",
        "odd-entries-are-quarantined",
        "unknown-fields-are-kept",
    ];
    let mut all: Vec<String> = expected
        .iter()
        .map(|(name, _)| *name)
        .chain(others)
        .map(|name| format!("{name}.countersign"))
        .collect();
    all.sort();
    assert_eq!(names(&folder()), all);
}
