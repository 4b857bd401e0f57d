//! Files of other authenticators that are text or JSON: what `fixtures/make_texts.py` made, read whole, with a wrong
//! password, cut off, and made to hurt; and the files of other projects, where they are here.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "../common/mod.rs"]
mod common;
mod corpus;
mod hostile;
mod table;

use std::path::{Path, PathBuf};

use common::line;
pub use common::read;
use countersign_exchange::import::{
    self, Format, Import, Missing, Problem, Refusal, RefusalKind, Source, Watch,
};
use table::{CASES, Case};
use zeroize::Zeroizing;

/// What every sealed fixture is sealed with.
pub const PASSWORD: &str = "correct horse";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/texts")
}

/// A file of the fixtures.
pub fn source(file: &str) -> Source {
    Source {
        name: Some(file.to_owned()),
        bytes: Zeroizing::new(std::fs::read(folder().join(file)).unwrap()),
    }
}

fn kind(file: &str, password: Option<&str>) -> Option<RefusalKind> {
    read(&[source(file)], password)
        .err()
        .map(|refusal| refusal.kind())
}

fn check(case: &Case, import: &Import) {
    assert_eq!(import.format, case.format, "{}", case.file);
    let lines: Vec<String> = import.entries.iter().map(line).collect();
    assert_eq!(lines, case.entries, "{}", case.file);
    let mut skipped: Vec<(usize, &str)> = import
        .skipped
        .iter()
        .map(|skipped| (skipped.position, skipped.reason.code()))
        .collect();
    skipped.sort_unstable();
    assert_eq!(skipped, case.skipped, "{}", case.file);
    // What other programs keep beside an account is no part of its Key URI here.
    let extra = |entry: &import::Entry| entry.draft.account.extra.is_empty();
    assert!(import.entries.iter().all(extra) || case.file == "yandex.json");
}

#[test]
fn every_file_is_read_as_it_was_made() {
    for case in CASES {
        let import = read(&[source(case.file)], case.sealed.then_some(PASSWORD));
        check(
            case,
            &import.unwrap_or_else(|refusal| panic!("{}: {refusal}", case.file)),
        );
    }
}

#[test]
fn the_name_of_a_file_decides_nothing() {
    for case in CASES {
        let nameless = Source {
            name: None,
            ..source(case.file)
        };
        let import = read(&[nameless], case.sealed.then_some(PASSWORD));
        check(
            case,
            &import.unwrap_or_else(|refusal| panic!("{}: {refusal}", case.file)),
        );
    }
}

#[test]
fn every_file_is_in_the_table() {
    let listed = std::fs::read_dir(folder()).unwrap();
    let mut there: Vec<String> = listed
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let refused = [
        "2fas-broken.2fas",
        "aegis-biometric.json",
        "bitwarden-account.json",
    ];
    let mut named: Vec<&str> = CASES.iter().map(|case| case.file).chain(refused).collect();
    named.sort_unstable();
    assert_eq!(there, named);
}

#[test]
fn a_missing_and_a_wrong_password_are_said() {
    for case in CASES.iter().filter(|case| case.sealed) {
        // Bytes without any mark are only taken for andOTP's where their name or a password says so.
        assert_eq!(
            kind(case.file, None),
            Some(RefusalKind::PasswordRequired),
            "{}",
            case.file
        );
        for wrong in ["", "Correct horse", "correct horse "] {
            assert_eq!(
                kind(case.file, Some(wrong)),
                Some(RefusalKind::WrongPassword),
                "{}",
                case.file
            );
        }
    }
}

#[test]
fn what_no_password_opens_is_named() {
    for (file, problem) in [
        ("aegis-biometric.json", Problem::DeviceBound),
        ("bitwarden-account.json", Problem::AccountBound),
    ] {
        let refusal = read(&[source(file)], Some(PASSWORD)).err().unwrap();
        assert_eq!(refusal.kind(), RefusalKind::UnsupportedEncryption);
        assert_eq!(refusal.problem(), Some(problem), "{file}");
    }
    // The password is right, and the file is not.
    assert_eq!(
        kind("2fas-broken.2fas", Some(PASSWORD)),
        Some(RefusalKind::Corrupt)
    );
    assert_eq!(
        kind("2fas-broken.2fas", Some("x")),
        Some(RefusalKind::WrongPassword)
    );
}

#[test]
fn the_missing_parts_of_an_export_are_said() {
    let import = read(&[source("google-missing.txt")], None).unwrap();
    let expected = Missing {
        parts: vec![1, 3],
        of: 3,
    };
    assert_eq!(import.missing, [expected]);
    assert!(
        read(&[source("google-shuffled.txt")], None)
            .unwrap()
            .missing
            .is_empty()
    );
}

#[test]
fn a_file_of_another_program_is_not_taken_for_the_wanted_one() {
    let sources = [source("2fas-plain.2fas")];
    let refusal = import::read_as(Some(Format::Aegis), &sources, None, &())
        .err()
        .unwrap();
    assert_eq!(refusal.kind(), RefusalKind::UnrecognisedFormat);
    assert_eq!(refusal.format(), Some(Format::TwoFas));
    assert!(import::read_as(Some(Format::TwoFas), &sources, None, &()).is_ok());
}

#[test]
fn what_lies_beside_an_export_keeps_nothing_back() {
    let stray = Source {
        name: Some("password".to_owned()),
        bytes: Zeroizing::new(b"hello".to_vec()),
    };
    let import = read(&[stray, source("duo.json")], None).unwrap();
    assert_eq!((import.format, import.entries.len()), (Format::Duo, 2));
    let reasons: Vec<&str> = import.skipped.iter().map(|one| one.reason.code()).collect();
    assert_eq!(reasons, ["unknown_file", "no_codes"]);
}

#[test]
fn who_waits_can_stop_it() {
    struct Impatient;
    impl Watch for Impatient {
        fn deriving(&self) -> bool {
            false
        }
    }
    let password = Zeroizing::new(PASSWORD.to_owned());
    for case in CASES.iter().filter(|case| case.sealed) {
        let done = import::read(&[source(case.file)], Some(&password), &Impatient);
        assert_eq!(done.err(), Some(Refusal::Stopped), "{}", case.file);
    }
}
