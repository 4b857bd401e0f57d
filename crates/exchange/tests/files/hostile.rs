//! Files that were cut, damaged, or made to hurt: each is read or refused, and nothing is made up.

use std::io::Write as _;

use countersign_exchange::import::{RefusalKind, Source};
use proptest::prelude::*;
use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;

use super::table::CASES;
use super::{PASSWORD, read, sources};

fn source(bytes: Vec<u8>) -> Source {
    Source {
        name: None,
        bytes: Zeroizing::new(bytes),
    }
}

/// The kind of refusal, whatever the password.
fn kind(bytes: &[u8]) -> Option<RefusalKind> {
    read(&[source(bytes.to_vec())], Some(PASSWORD))
        .err()
        .map(|refusal| refusal.kind())
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    for case in CASES.iter().filter(|case| case.files.len() == 1) {
        let whole = sources(case);
        let length = whole[0].bytes.len();
        for cut in [
            0,
            1,
            4,
            12,
            16,
            20,
            60,
            100,
            length / 4,
            length / 2,
            length - 20,
        ] {
            let bytes = whole[0].bytes[..cut.min(length)].to_vec();
            let refusal = read(&[source(bytes)], Some(PASSWORD)).err();
            let Some(refusal) = refusal else {
                // A list of lines is read up to the cut, and what was cut is not in it.
                assert_eq!(case.files, ["winauth/winauth.txt"], "{cut} bytes");
                continue;
            };
            let expected = [
                RefusalKind::Corrupt,
                RefusalKind::UnrecognisedFormat,
                RefusalKind::WrongPassword,
                RefusalKind::UnsupportedVersion,
            ];
            assert!(
                expected.contains(&refusal.kind()),
                "{:?} at {cut}: {refusal}",
                case.files
            );
        }
    }
}

#[test]
fn a_damaged_byte_is_no_panic_and_makes_no_entries() {
    for case in CASES.iter().filter(|case| case.files.len() == 1) {
        let whole = sources(case);
        let length = whole[0].bytes.len();
        for part in 0..11 {
            let mut bytes = whole[0].bytes.to_vec();
            bytes[(length - 1) * part / 10] ^= 0x10;
            if let Ok(import) = read(&[source(bytes)], Some(PASSWORD)) {
                let most = case.entries.len() + case.skipped.len();
                assert!(import.entries.len() <= most, "{:?}", case.files);
            }
        }
    }
}

/// An archive with one file that is `megabytes` of spaces.
fn bomb(name: &str, megabytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    let piece = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_unpacks_without_end_is_too_large() {
    for name in [
        "export.data",
        "Proton Pass/data.json",
        "Accounts.txt",
        "raivo-otp-export.json",
        "a.txt",
    ] {
        let honest = bomb(name, 33);
        assert_eq!(kind(&honest), Some(RefusalKind::TooLarge), "{name}");
        // One that lies about its size: 1 MiB in both headers.
        let mut liar = honest.clone();
        let said = (33_u32 << 20).to_le_bytes();
        while let Some(at) = liar.windows(4).position(|window| window == said) {
            liar[at..at + 4].copy_from_slice(&(1_u32 << 20).to_le_bytes());
        }
        assert!(matches!(
            kind(&liar),
            Some(RefusalKind::TooLarge | RefusalKind::Corrupt)
        ));
    }
}

#[test]
fn names_that_climb_out_of_the_archive_lead_nowhere() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["../../Accounts.txt", "/Accounts.txt", "Accounts.txt"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        let own = name == "Accounts.txt";
        let label = if own { "right" } else { "wrong" };
        let line = format!("otpauth://totp/{label}?secret=GEZDGNBVGY3TQOJQ");
        zip.write_all(line.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let import = read(&[source(bytes)], None).unwrap();
    let labels: Vec<&str> = import
        .entries
        .iter()
        .map(|entry| entry.draft.account.label.as_str())
        .collect();
    assert_eq!(labels, ["right"]);
}

#[test]
fn an_archive_in_itself_is_not_followed() {
    let inner = bomb("raivo-otp-export.json", 1);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("raivo-otp-export.json", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(&inner).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(kind(&bytes), Some(RefusalKind::Corrupt));
}

#[test]
fn settings_that_are_nested_or_define_entities_are_refused() {
    let authy = "com.authy.storage.tokens.authenticator.key";
    let deep = format!("<map><string name='{authy}'>{}", "<a>".repeat(100_000));
    assert_eq!(kind(deep.as_bytes()), Some(RefusalKind::TooDeep));
    let laughs = format!(
        "<!DOCTYPE map [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><map><string name='{authy}'>&b;</string></map>"
    );
    assert_eq!(kind(laughs.as_bytes()), Some(RefusalKind::Corrupt));
    let nested = format!(
        "<map><string name='{authy}'>{}</string></map>",
        "[".repeat(100_000)
    );
    assert_eq!(kind(nested.as_bytes()), Some(RefusalKind::TooDeep));
    let latin = [
        b"<map><string name='".as_slice(),
        authy.as_bytes(),
        b"'>\xe9</string></map>",
    ];
    assert_eq!(kind(&latin.concat()), Some(RefusalKind::BadEncoding));
}

#[test]
fn a_master_key_that_costs_too_much_is_refused() {
    let case = CASES
        .iter()
        .find(|case| case.files[0] == "freeotp/backup.xml")
        .unwrap();
    let mut bytes = sources(case)[0].bytes.to_vec();
    let at = bytes
        .windows(6)
        .position(|window| window == b": 2000")
        .unwrap();
    bytes[at + 1..at + 6].copy_from_slice(b"9e999");
    assert_eq!(kind(&bytes), Some(RefusalKind::Corrupt));
    bytes[at + 1..at + 6].copy_from_slice(b"99999");
    assert_eq!(kind(&bytes), Some(RefusalKind::WrongPassword));
}

#[test]
fn an_otpclient_header_that_costs_too_much_is_refused() {
    let case = CASES
        .iter()
        .find(|case| case.files[0] == "otpclient/v3.enc")
        .unwrap();
    let mut bytes = sources(case)[0].bytes.to_vec();
    // Passes, KiB and lanes are the last three numbers of the header.
    for (at, value) in [(61, i32::MAX), (65, i32::MAX), (65, -1), (69, 10_000)] {
        let before = bytes.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        assert_eq!(kind(&bytes), Some(RefusalKind::KdfTooCostly));
        bytes = before;
    }
}

proptest! {
    #[test]
    fn any_bytes_behind_a_mark_are_read_or_refused(
        mark in prop::sample::select(vec![
            &b"SQLite format 3\0\x02\x00\x01\x01\0\x40\x20\x20"[..],
            b"PK\x03\x04", b"PK\x05\x06", b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap",
            b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x03\x00",
            b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x04\x00",
            b"OTPClient", b"<?xml version='1.0'?><map><string name=\"tokenOrder\">",
            b"{\"shared_secret\":", b"{\"version\":1,\"nonce\":\"\",\"salt\":\"\",\"cipher\":",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        let bytes = [mark, rest.as_slice()].concat();
        if let Ok(import) = read(&[source(bytes)], Some("")) {
            prop_assert!(import.entries.is_empty());
        }
    }
}
