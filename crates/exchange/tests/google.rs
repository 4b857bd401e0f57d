//! Google Authenticator's export, in and out.
#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::path::Path;

use countersign_exchange::google::{Batch, GoogleError, read, write};
use countersign_exchange::{SkipReason, uris};
use data_encoding::BASE64;
use otp::{Account, AccountParts, Algorithm, Kind, Secret};
use proptest::prelude::*;

/// A field of a protocol buffer with a length before it.
fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![tag << 3 | 2];
    let mut length = bytes.len();
    while length > 127 {
        out.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend(bytes);
    out
}

/// A field of a protocol buffer with a small number.
fn number(tag: u8, value: u8) -> Vec<u8> {
    vec![tag << 3, value]
}

fn entry(name: &[u8], issuer: &str, algorithm: u8, digits: u8, kind: u8) -> Vec<u8> {
    let fields = [
        field(1, b"12345678901234567890"),
        field(2, name),
        field(3, issuer.as_bytes()),
        number(4, algorithm),
        number(5, digits),
        number(6, kind),
    ];
    fields.concat()
}

fn uri(payload: &[u8]) -> String {
    let base64 = BASE64
        .encode(payload)
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D");
    format!("otpauth-migration://offline?data={base64}")
}

fn batch(entries: &[Vec<u8>]) -> Batch {
    let payload: Vec<u8> = entries.iter().flat_map(|entry| field(1, entry)).collect();
    read(&uri(&payload)).ok().unwrap()
}

#[test]
fn one_odd_entry_never_blocks_the_rest() {
    let batch = batch(&[
        entry(b"A:first", "A", 1, 1, 2),
        entry(b"no such hash", "A", 5, 1, 2),
        entry(b"ninety-nine", "A", 1, 99, 2),
        entry(b"unknown type", "A", 1, 1, 7),
        [field(2, b"no secret"), number(6, 2)].concat(),
        vec![0x0b, 0x0b],
        [
            entry(b"negative", "A", 1, 1, 1),
            vec![7 << 3],
            vec![0xff; 9],
            vec![1],
        ]
        .concat(),
        entry(b"last", "Z", 3, 2, 2),
    ]);
    let labels: Vec<&str> = batch
        .drafts
        .iter()
        .map(|draft| draft.account.label.as_str())
        .collect();
    assert_eq!(labels, ["first", "last"]);
    let skipped: Vec<(usize, &str)> = batch
        .skipped
        .iter()
        .map(|entry| (entry.position, entry.reason.code()))
        .collect();
    let expected = [
        (2, "algorithm"),
        (3, "digits"),
        (4, "type"),
        (5, "secret"),
        (6, "damaged"),
        (7, "counter"),
    ];
    assert_eq!(skipped, expected);
    assert_eq!(batch.skipped[0].name, "A: no such hash");
    let last = &batch.drafts[1].account;
    assert_eq!(
        (last.algorithm, last.digits, last.kind),
        (Algorithm::Sha512, 8, Kind::Totp { period: 30 })
    );
}

#[test]
fn names_with_an_issuer_in_them() {
    for (name, issuer, expected) in [
        ("A:b", "A", ("A", None, "b")),
        ("A: b", "", ("A", None, "b")),
        ("b", "A", ("A", None, "b")),
        ("b", "", ("", None, "b")),
        ("Org:b", "Microsoft", ("Microsoft", None, "Org:b")),
        ("A:B:c", "A:B", ("A:B", None, "c")),
    ] {
        let batch = batch(&[entry(name.as_bytes(), issuer, 0, 0, 0)]);
        let account = &batch.drafts[0].account;
        let got = (
            account.issuer.as_str(),
            account.issuer_in_label.as_deref(),
            account.label.as_str(),
        );
        assert_eq!(got, expected, "{name} {issuer}");
    }
    let broken = batch(&[entry(b"\xff\xfe", "A", 1, 1, 2)]);
    assert_eq!(broken.drafts[0].account.label, "\u{fffd}\u{fffd}");
    assert!(broken.drafts[0].warnings.contains(&otp::Warning::NotUtf8));
}

#[test]
fn parts_of_an_export() {
    let one = field(1, &entry(b"a", "A", 1, 1, 2));
    let part = |size, index| [one.clone(), number(3, size), number(4, index)].concat();
    let second = read(&uri(&[
        part(3, 1),
        vec![5 << 3],
        vec![0xfb],
        vec![0xff; 8],
        vec![1],
    ]
    .concat()))
    .ok()
    .unwrap();
    assert_eq!((second.id, second.index, second.size), (-5, 1, 3));
    assert_eq!(
        read(&uri(&part(2, 2))).err(),
        Some(GoogleError::Part { index: 2, size: 2 })
    );
    let whole = read(&uri(&one)).ok().unwrap();
    assert_eq!((whole.id, whole.index, whole.size), (0, 0, 1));
}

#[test]
fn texts_that_are_no_export() {
    for (text, error) in [
        ("otpauth://totp/a?secret=ABCD", GoogleError::NotAnExport),
        (
            "otpauth-migration://online?data=CjUK",
            GoogleError::NotAnExport,
        ),
        ("otpauth-migration://offline", GoogleError::NoData),
        (
            "otpauth-migration://offline?datafail=CjUK",
            GoogleError::NoData,
        ),
        ("otpauth-migration://offline?data=", GoogleError::NoData),
        (
            "otpauth-migration://offline?data=not*base64",
            GoogleError::Base64,
        ),
        (
            "otpauth-migration://offline?data=XXXX",
            GoogleError::Damaged,
        ),
        (
            "otpauth-migration://offline?data=Cv%2F%2F%2F%2F8H",
            GoogleError::Damaged,
        ),
        (
            "otpauth-migration://offline?data=EAEYASAA",
            GoogleError::Empty,
        ),
    ] {
        assert_eq!(read(text).err(), Some(error), "{text}");
    }
    assert_eq!(read(&"x".repeat(70_000)).err(), Some(GoogleError::TooLong));
}

#[test]
fn forms_of_base64() {
    // 0xfb 0xff in the name makes plus and slash.
    let payload = field(1, &entry(&[0xfb, 0xef, 0xbe, 0xfb, 0xff], "A", 1, 1, 2));
    let plain = BASE64.encode(&payload);
    assert!(plain.contains('+') || plain.contains('/'));
    let url_safe = plain.replace('+', "-").replace('/', "_");
    for data in [
        plain.clone(),
        plain.trim_end_matches('=').to_owned(),
        url_safe,
    ] {
        let text = format!(" OTPAUTH-MIGRATION://offline?data={data}\n");
        assert_eq!(read(&text).ok().unwrap().drafts.len(), 1, "{data}");
    }
}

fn account(at: usize, kind: Kind, digits: u8, label: &str) -> Account {
    let secret = Secret::new(vec![at as u8 + 1; 20]).unwrap();
    Account::new(AccountParts {
        kind,
        digits,
        ..AccountParts::totp("Example", label, secret)
    })
    .unwrap()
}

#[test]
fn written_in_tens_and_read_again() {
    let kind = Kind::Totp { period: 30 };
    let accounts: Vec<Account> = (0..23)
        .map(|at| account(at, kind, 6, &format!("user{at}")))
        .collect();
    let export = write(&accounts.iter().collect::<Vec<_>>(), -7);
    assert!(export.skipped.is_empty());
    let batches: Vec<Batch> = export
        .codes
        .iter()
        .map(|code| read(code).ok().unwrap())
        .collect();
    assert_eq!(
        batches
            .iter()
            .map(|batch| batch.drafts.len())
            .collect::<Vec<_>>(),
        [10, 10, 3]
    );
    assert!(
        batches
            .iter()
            .zip(0..)
            .all(|(batch, at)| (batch.id, batch.index, batch.size) == (-7, at, 3))
    );
    let again = batches.iter().flat_map(|batch| &batch.drafts);
    assert!(
        again
            .zip(&accounts)
            .all(|(draft, account)| draft.account.same_as(account))
    );
}

#[test]
fn what_the_format_cannot_hold_is_said() {
    let accounts = [
        account(0, Kind::Totp { period: 60 }, 6, "a"),
        account(1, Kind::Steam, 5, "b"),
        account(2, Kind::Totp { period: 30 }, 7, "c"),
        account(3, Kind::Totp { period: 30 }, 6, &"d".repeat(5000)),
        account(4, Kind::Hotp { counter: 9 }, 8, "e"),
    ];
    let export = write(&accounts.iter().collect::<Vec<_>>(), 1);
    let reasons: Vec<(usize, SkipReason)> = export
        .skipped
        .iter()
        .map(|entry| (entry.position, entry.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            (1, SkipReason::PeriodNotThere),
            (2, SkipReason::NoSteam),
            (3, SkipReason::DigitsNotThere),
            (4, SkipReason::TooLarge)
        ]
    );
    assert!(
        read(&export.codes[0]).ok().unwrap().drafts[0]
            .account
            .same_as(&accounts[4])
    );
}

/// The exports of other projects. They are not part of the checkout; where they are missing, this test says so.
#[test]
fn exports_of_other_projects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/imports/open/google_authenticator");
    let Ok(variants) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: the exports of other projects are not here");
        return;
    };
    let mut seen = 0;
    for variant in variants {
        let path = variant.unwrap().path();
        let truth = std::fs::read_to_string(path.join("truth.json")).unwrap();
        let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
        let file = truth["file"].as_str().unwrap();
        if !file.ends_with(".txt") {
            continue;
        }
        let list = uris::read(&std::fs::read_to_string(path.join(file)).unwrap());
        let entries = truth["entries"].as_array().unwrap();
        assert_eq!(
            list.drafts.len(),
            entries.len(),
            "{}: {:?}",
            path.display(),
            list.skipped
        );
        for (draft, entry) in list.drafts.iter().zip(entries) {
            let account = &draft.account;
            let hex = data_encoding::HEXLOWER.encode(&account.secret().expose());
            let code = otp::code_at(account, 1_700_000_000).current;
            let got = (
                account.issuer.as_str(),
                account.label.as_str(),
                hex.as_str(),
                code.as_str(),
            );
            let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
            let (issuer, name) = (text(&entry["issuer"]), text(&entry["name"]));
            let (hex, code) = (text(&entry["secret_hex"]), text(&entry["otp"]["code"]));
            assert_eq!(
                got,
                (issuer.as_str(), name.as_str(), hex.as_str(), code.as_str()),
                "{}",
                path.display()
            );
        }
        seen += 1;
    }
    assert!(seen > 5, "only {seen} exports");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(batch) = read(&uri(&bytes)) {
            prop_assert!(batch.index < batch.size);
            prop_assert!(!batch.drafts.is_empty() || !batch.skipped.is_empty());
        }
    }

    #[test]
    fn any_entry_is_read_or_skipped(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let batch = batch(&[bytes, entry(b"b", "A", 1, 1, 2)]);
        prop_assert_eq!(batch.drafts.len() + batch.skipped.len(), 2);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read(&text);
        let _ = read(&format!("otpauth-migration://offline?data={text}"));
    }

    #[test]
    fn written_and_read_again(
        names in prop::collection::vec(("[ -~]{0,12}", "[a-zé:@. ]{0,12}"), 1..25),
        hotp in any::<bool>(),
        counter in 0..=Account::MAX_COUNTER,
        id in any::<i32>(),
    ) {
        let kind = if hotp { Kind::Hotp { counter } } else { Kind::Totp { period: 30 } };
        let accounts: Vec<Account> = names.into_iter().map(|(issuer, label)| {
            let secret = Secret::new(label.bytes().chain([1]).collect()).unwrap();
            Account::new(AccountParts { kind, ..AccountParts::totp(issuer, label, secret) }).unwrap()
        }).collect();
        let export = write(&accounts.iter().collect::<Vec<_>>(), id);
        let drafts: Vec<_> = export.codes.iter().flat_map(|code| read(code).ok().unwrap().drafts).collect();
        prop_assert_eq!(drafts.len(), accounts.len());
        for (draft, account) in drafts.iter().zip(&accounts) {
            prop_assert!(draft.account.same_as(account), "{:?} {:?}", draft.account.label, account.label);
        }
    }
}
