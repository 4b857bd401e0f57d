//! Files of other authenticators that are archives, databases and the like: what `fixtures/make_files.py` made, read
//! whole, with a wrong password, cut off, and damaged.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::line;
pub use common::read;
use countersign_exchange::import::{Format, Problem, RefusalKind, Source};
use table::{CASES, Case};
use zeroize::Zeroizing;

/// What every sealed fixture is sealed with.
pub const PASSWORD: &str = "correct horse";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/files")
}

/// The files of a case.
pub fn sources(case: &Case) -> Vec<Source> {
    let read = |name: &&str| Source {
        name: Some((*name).to_owned()),
        bytes: Zeroizing::new(std::fs::read(folder().join(name)).unwrap()),
    };
    case.files.iter().map(read).collect()
}

#[test]
fn every_file_is_read_as_it_was_made() {
    for case in CASES {
        let import = read(&sources(case), case.sealed.then_some(PASSWORD));
        let import = import.unwrap_or_else(|refusal| panic!("{:?}: {refusal}", case.files));
        assert_eq!(import.format, case.format, "{:?}", case.files);
        let lines: Vec<String> = import.entries.iter().map(line).collect();
        assert_eq!(lines, case.entries, "{:?}", case.files);
        let skipped: Vec<(usize, &str)> = import
            .skipped
            .iter()
            .map(|skipped| (skipped.position, skipped.reason.code()))
            .collect();
        assert_eq!(skipped, case.skipped, "{:?}", case.files);
    }
}

#[test]
fn every_file_is_in_the_table() {
    let mut there = BTreeSet::new();
    let mut ahead = vec![folder()];
    while let Some(folder) = ahead.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                let name = path.strip_prefix(self::folder()).unwrap();
                there.insert(name.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let named = CASES.iter().flat_map(|case| case.files);
    let mut named: BTreeSet<String> = named.map(|name| (*name).to_owned()).collect();
    named.extend(["proton_pass/sealed.zip", "sqlite/google-many.db"].map(str::to_owned));
    assert_eq!(there, named);
}

#[test]
fn a_missing_and_a_wrong_password_are_said() {
    for case in CASES.iter().filter(|case| case.sealed) {
        let sources = sources(case);
        let kind = |password| read(&sources, password).err().map(|refusal| refusal.kind());
        assert_eq!(
            kind(None),
            Some(RefusalKind::PasswordRequired),
            "{:?}",
            case.files
        );
        for wrong in ["", "Correct horse", "correct horse\n"] {
            assert_eq!(
                kind(Some(wrong)),
                Some(RefusalKind::WrongPassword),
                "{:?}",
                case.files
            );
        }
    }
}

#[test]
fn a_password_that_is_not_needed_does_no_harm() {
    for case in CASES.iter().filter(|case| !case.sealed) {
        let import = read(&sources(case), Some("whatever"));
        let count = import.map(|import| import.entries.len());
        assert_eq!(count.ok(), Some(case.entries.len()), "{:?}", case.files);
    }
}

#[test]
fn an_openpgp_message_is_named() {
    let bytes = std::fs::read(folder().join("proton_pass/sealed.zip")).unwrap();
    let source = Source {
        name: None,
        bytes: Zeroizing::new(bytes),
    };
    let refusal = read(&[source], Some(PASSWORD)).err().unwrap();
    assert_eq!(refusal.kind(), RefusalKind::UnsupportedEncryption);
    assert_eq!(refusal.format(), Some(Format::ProtonPass));
}

#[test]
fn what_only_windows_opens_is_named() {
    let bytes =
        b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<WinAuth version=\"3.5\"><data>00</data></WinAuth>"
            .to_vec();
    let source = Source {
        name: Some("winauth.xml".to_owned()),
        bytes: Zeroizing::new(bytes),
    };
    let refusal = read(&[source], Some(PASSWORD)).err().unwrap();
    assert_eq!(refusal.kind(), RefusalKind::UnsupportedEncryption);
    assert_eq!(refusal.format(), Some(Format::WinAuth));
}

#[test]
fn a_mafile_without_its_manifest_says_what_is_missing() {
    let case = CASES
        .iter()
        .find(|case| case.files[0] == "steam/sda/1.maFile")
        .unwrap();
    for only in 0..2 {
        let mut sources = sources(case);
        sources.swap(0, only);
        let refusal = read(&sources[..1], Some(PASSWORD)).err().unwrap();
        assert_eq!(refusal.kind(), RefusalKind::UnsupportedEncryption);
        assert_eq!(refusal.problem(), Some(Problem::MissingCompanion));
    }
}

#[test]
fn files_of_several_programs_are_read_at_once() {
    let picked = CASES
        .iter()
        .filter(|case| !case.sealed && case.files.len() == 1)
        .collect::<Vec<_>>();
    let all: Vec<Source> = picked.iter().flat_map(|case| sources(case)).collect();
    let import = read(&all, None).unwrap();
    assert_eq!(import.format, Format::Several);
    let entries: usize = picked.iter().map(|case| case.entries.len()).sum();
    assert_eq!(import.entries.len(), entries);
    // Two databases of one program are still one program.
    let google: Vec<Source> = CASES
        .iter()
        .filter(|case| case.format == Format::Google)
        .flat_map(sources)
        .collect();
    assert!(google.len() > 1);
    assert_eq!(read(&google, None).unwrap().format, Format::Google);
}
