//! Imports: looked at first, then taken over in one transaction.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::*;
use crate::import::{ImportRequest, Preview, Refused, Wanted};

const LIST: &str = "otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXP&issuer=Acme\n\
    otpauth://hotp/Cord:carol?secret=JBSWY3DPEHPK3PXQ&issuer=Cord&counter=7\n\
    otpauth://totp/broken?secret=1\n\
    motp://Vpn:dave?secret=7ac61d4736f51a2b&pin=GU2TKNI\n\
    otpauth://totp/Gone:gil?secret=JBSWY3DPEHPK3PXR&issuer=Gone&codeDisplay=%7B%22trashed%22%3Atrue%7D\n";

fn preview(world: &World, text: &[u8], password: Option<&str>) -> Result<Preview, Refused> {
    let password = password.map(|text| Zeroizing::new(text.to_owned()));
    world.app.import_preview(ImportRequest {
        bytes: vec![("export".to_owned(), Zeroizing::new(text.to_vec()))],
        password: password.as_ref(),
        ..ImportRequest::default()
    })
}

fn labels(world: &World) -> Vec<String> {
    let accounts = world.app.codes().unwrap().accounts;
    accounts.into_iter().map(|account| account.label).collect()
}

#[test]
fn nothing_is_added_before_it_is_taken_over_and_then_all_of_it() {
    let world = unlocked();
    let before = labels(&world).len();
    let list = preview(&world, LIST.as_bytes(), None).ok().unwrap();
    assert_eq!(labels(&world).len(), before);
    let seen: Vec<String> = list
        .accounts(1_700_000_000)
        .map(|account| {
            format!(
                "{} {:?}",
                account.label,
                account.code.map(|code| code.to_string())
            )
        })
        .collect();
    assert_eq!(seen.len(), 4);
    // MD5 of the step, the secret and the PIN 5555.
    assert_eq!(seen[2], "dave Some(\"b2a0cd\")");
    assert_eq!(
        list.skipped().map(|skipped| skipped.0).collect::<Vec<_>>(),
        [3]
    );

    let done = world.app.import_take(&list, Wanted::default()).unwrap();
    let places: Vec<usize> = done.added.iter().map(|(place, _)| *place).collect();
    assert_eq!((places, done.set_aside), (vec![0, 1, 2], vec![3]));
    let mut there = labels(&world);
    there.sort();
    assert!(
        ["alice", "carol", "dave"]
            .iter()
            .all(|label| there.contains(&(*label).to_owned()))
    );
    assert_eq!(there.len(), before + 3);

    // Once more: all of it is here already.
    let again = world.app.import_take(&list, Wanted::default()).unwrap();
    assert_eq!((again.added.len(), again.known.len()), (0, 3));
    let wanted = Wanted {
        set_aside: true,
        again: false,
    };
    let rest = world.app.import_take(&list, wanted).unwrap();
    assert_eq!((rest.added.len(), rest.known.len()), (1, 3));
}

#[test]
fn the_same_name_with_another_key_is_kept_beside_it() {
    let world = unlocked();
    let first = preview(
        &world,
        b"otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXP\n",
        None,
    );
    world
        .app
        .import_take(&first.ok().unwrap(), Wanted::default())
        .unwrap();
    let other = preview(
        &world,
        b"otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXR\n",
        None,
    );
    let done = world
        .app
        .import_take(&other.ok().unwrap(), Wanted::default())
        .unwrap();
    assert_eq!((done.added.len(), done.namesakes.len()), (1, 1));
    assert_eq!(
        labels(&world)
            .iter()
            .filter(|label| *label == "alice")
            .count(),
        2
    );
}

#[test]
fn twins_in_one_import_are_one_account() {
    let world = unlocked();
    let before = labels(&world).len();
    let line = "otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXP\n";
    let twice = preview(&world, line.repeat(2).as_bytes(), None)
        .ok()
        .unwrap();
    let done = world.app.import_take(&twice, Wanted::default()).unwrap();
    assert_eq!((done.added.len(), done.known.len()), (1, 1));
    assert_eq!(labels(&world).len(), before + 1);
}

#[test]
fn a_picture_of_an_export_is_read_as_the_export_itself() {
    let world = unlocked();
    let uri = "otpauth://totp/Acme:alice?secret=JBSWY3DPEHPK3PXP&issuer=Acme";
    let account = otp::uri::parse(uri).unwrap().account;
    let export = exchange::google::write(&[&account], 5);
    let picture = exchange::qr::draw(&export.codes[0], 600).unwrap();
    let read = preview(&world, &picture.bytes, None).ok().unwrap();
    assert_eq!(read.program().0, "google_authenticator");
    assert_eq!(read.accounts(0).count(), 1);
    let blank = exchange::qr::draw("https://example.org/", 300).unwrap();
    let refused = preview(&world, &blank.bytes, None).err().unwrap();
    assert_eq!(refused.kind, "unrecognised-format");
}

#[test]
fn refusals_are_told_in_words_and_add_nothing() {
    let world = unlocked();
    let before = labels(&world).len();
    let sealed = r#"{"version":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA","content":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;
    for (text, password, kind, asks) in [
        ("hello", None, "unrecognised-format", false),
        ("{", None, "corrupt", false),
        (sealed, None, "password-required", true),
        (sealed, Some("x"), "wrong-password", true),
    ] {
        let refused = preview(&world, text.as_bytes(), password).err().unwrap();
        assert_eq!((refused.kind, refused.wants_password), (kind, asks));
        assert!(!refused.what.is_empty() && !refused.do_next.is_empty());
    }
    let gone = [PathBuf::from("/nonexistent/export.json")];
    let request = ImportRequest {
        files: &gone,
        ..ImportRequest::default()
    };
    assert_eq!(world.app.import_preview(request).err().unwrap().kind, "io");
    assert_eq!(labels(&world).len(), before);
}

#[test]
fn a_locked_vault_takes_nothing_over() {
    let world = unlocked();
    let list = preview(&world, LIST.as_bytes(), None).ok().unwrap();
    world.app.lock().unwrap();
    let fault = world
        .app
        .import_take(&list, Wanted::default())
        .err()
        .unwrap();
    assert_eq!(fault.code, FaultCode::Locked);
}
