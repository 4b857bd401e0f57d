//! docs/decrypt.py, which shares no code with this crate, opens what this crate writes.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use kit::*;
use serde_json::{Value, json};
use vault::*;

const PASSWORD: &str = "pass \u{e9} word";

/// A Python with the two packages, if there is one.
fn python() -> Option<PathBuf> {
    let given = std::env::var_os("COUNTERSIGN_PYTHON").map(PathBuf::from);
    given
        .into_iter()
        .chain([PathBuf::from("python3")])
        .find(|python| {
            let mut asked = Command::new(python);
            asked
                .args(["-c", "import argon2, nacl"])
                .stderr(Stdio::null());
            asked.status().is_ok_and(|status| status.success())
        })
}

fn decrypt(python: &Path, path: &Path, way: &[&str], password: Option<&str>) -> Output {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/decrypt.py");
    let mut command = Command::new(python);
    command.arg("-B").arg(script).arg(path).args(way);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The password comes by standard input, which is descriptor 0.
    std::io::Write::write_all(&mut stdin, password.unwrap_or("").as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn read(output: &Output) -> Value {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_independent_decoder_opens_what_we_write() {
    let Some(python) = python() else {
        println!("skipped: no python3 with argon2-cffi and pynacl");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.into_os_string().into_string().unwrap()
    };
    let (recovery, keyring) = (RecoveryKey::make().unwrap(), KeyringKey::make().unwrap());
    let password = Passphrase::new(PASSWORD.to_owned());
    let kdf = KdfParams::FLOOR;
    let ways = Ways::All {
        password: &password,
        kdf,
        recovery: &recovery,
        keyring: &keyring,
    };
    let mut vault = Unlocked::create(&path, &ways, NOW).unwrap();
    let ids = vault
        .add_all(
            [account("alice & bob"), counted("carol", 5), motp("dave")],
            NOW,
        )
        .unwrap();
    vault.trash_entry(ids[1], NOW + 1).unwrap();
    vault.save(NOW + 2).unwrap();

    let expected = json!({
        "version": 1, "counter": 2, "saved_at": NOW + 2, "vault": vault.id().to_string(),
        "entries": [
            {
                "id": ids[0].to_string(), "issuer": "Example", "label": "alice & bob",
                "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "type": "totp",
                "algorithm": "SHA1", "digits": 6, "period": 30,
                "pinned": false, "created_at": NOW,
            },
            {
                "id": ids[1].to_string(), "issuer": "Example", "label": "carol",
                "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "type": "hotp",
                "algorithm": "SHA1", "digits": 6, "counter": 5,
                "pinned": false, "created_at": NOW, "deleted_at": NOW + 1,
            },
            {
                "id": ids[2].to_string(), "issuer": "Example", "label": "dave",
                "secret": "G5QWGNRRMQ2DOMZWMY2TCYJSMI", "type": "motp",
                "algorithm": "MD5", "digits": 6, "pin": "5555",
                "pinned": false, "created_at": NOW,
            },
        ],
    });
    let recovery_file = file("recovery", &recovery.to_groups().to_lowercase());
    let keyring_file = file("keyring", &keyring.to_text());
    let by_recovery = ["--recovery-key-file", recovery_file.as_str()];
    let by_keyring = ["--keyring-key-file", keyring_file.as_str()];
    let by_password = ["--password-fd", "0"];
    // As another keyboard types it, with the line end of a pipe.
    let typed = Some("pass e\u{301} word\n");
    assert_eq!(
        read(&decrypt(&python, &path, &by_password, typed)),
        expected
    );
    assert_eq!(read(&decrypt(&python, &path, &by_recovery, None)), expected);
    assert_eq!(read(&decrypt(&python, &path, &by_keyring, None)), expected);

    // What it prints as Key URIs is what was enrolled.
    let uris = decrypt(
        &python,
        &path,
        &["--uris", by_keyring[0], by_keyring[1]],
        None,
    );
    let uris = String::from_utf8(uris.stdout).unwrap();
    let accounts: Vec<_> = uris
        .lines()
        .map(|uri| otp::uri::parse(uri).unwrap().account)
        .collect();
    assert!(accounts[0].same_as(&account("alice & bob")), "{uris}");
    assert!(accounts[1].same_as(&counted("carol", 5)), "{uris}");
    assert!(accounts[2].same_as(&motp("dave")), "{uris}");

    // A generation opens too; wrong keys and damage are told apart.
    let kept = generations(&path).unwrap();
    assert_eq!(
        read(&decrypt(&python, kept[0].path(), &by_keyring, None))["entries"],
        json!([])
    );
    let wrong = decrypt(&python, &path, &by_password, Some("wrong"));
    assert_eq!(wrong.status.code(), Some(3));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[600] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(
        decrypt(&python, &path, &by_keyring, None).status.code(),
        Some(1)
    );
}

#[test]
fn the_independent_decoder_sees_what_a_later_version_wrote() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let fixture = "tests/fixtures/v1/unknown-fields-are-kept.countersign";
    std::fs::copy(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(fixture),
        &path,
    )
    .unwrap();
    let text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let key = KeyringKey::parse(text).unwrap();
    let mut vault = Locked::open(&path)
        .unwrap()
        .unlock(&Key::Keyring(&key), NOW)
        .unwrap();
    vault
        .transaction(NOW, |v| v.add(account("new"), NOW))
        .unwrap();
    let key_file = folder.path().join("key");
    std::fs::write(&key_file, text).unwrap();
    let way = ["--keyring-key-file", key_file.to_str().unwrap()];
    let body = read(&decrypt(&python, &path, &way, None));
    assert_eq!(body["groups"], json!([{ "name": "Work" }]));
    assert_eq!(body["a_later_field"], json!(true));
    let alice = &body["entries"][0];
    assert_eq!(
        alice["icon"],
        json!({ "name": "x", "sizes": [1, 2.5, null] })
    );
    assert_eq!(alice["note"], json!("later"));
    assert_eq!(body["entries"].as_array().unwrap().len(), 2);
}

/// Every fixture, with the keyring key: the decoder lets in what this crate lets in, and refuses what it refuses, for the
/// same reason.
#[test]
fn the_independent_decoder_judges_every_fixture_as_we_do() {
    const KEYRING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let Some(python) = python() else {
        println!("skipped: no python3 with argon2-cffi and pynacl");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let key_file = folder.path().join("key");
    std::fs::write(&key_file, KEYRING).unwrap();
    let key = KeyringKey::parse(KEYRING).unwrap();
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1");
    let mut seen = [0; 4];
    for fixture in std::fs::read_dir(fixtures).unwrap() {
        let path = fixture.unwrap().path();
        let ours = Locked::open(&path)
            .and_then(|locked| locked.unlock(&Key::Keyring(&key), 1_900_000_000));
        let expected = match ours {
            Ok(_) => 0,
            Err(VaultError::WrongKey { .. } | VaultError::NoSuchWay { .. }) => 3,
            Err(_) => 1,
        };
        let key_file = key_file.to_str().unwrap();
        for way in [
            &["--keyring-key-file", key_file][..],
            &["--keyring-key-file", key_file, "--uris"],
        ] {
            let output = decrypt(&python, &path, way, None);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(expected),
                "{}: {said}",
                path.display()
            );
            assert!(!said.contains("Traceback"), "{}: {said}", path.display());
        }
        seen[usize::try_from(expected).unwrap()] += 1;
    }
    assert!(seen[0] >= 4 && seen[1] >= 30 && seen[3] >= 2, "{seen:?}");
}

/// An account of a type of its own, with a PIN.
fn motp(label: &str) -> otp::Account {
    let secret = otp::Secret::new(b"7ac61d4736f51a2b".to_vec()).unwrap();
    otp::Account::new(otp::AccountParts {
        kind: otp::Kind::Motp,
        algorithm: otp::Algorithm::Md5,
        digits: otp::Account::MOTP_DIGITS,
        pin: Some(otp::Pin::new("5555").unwrap()),
        ..otp::AccountParts::totp("Example", label, secret)
    })
    .unwrap()
}
