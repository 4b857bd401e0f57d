//! Files that were cut, bent, or made to hurt: each is read or refused, and nothing is made up.

use countersign_exchange::import::{RefusalKind, Source};
use proptest::prelude::*;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::table::CASES;
use super::{PASSWORD, line, read, source};

fn of(bytes: Vec<u8>) -> Source {
    Source {
        name: None,
        bytes: Zeroizing::new(bytes),
    }
}

fn kind(text: &str) -> Option<RefusalKind> {
    read(&[of(text.as_bytes().to_vec())], Some(PASSWORD))
        .err()
        .map(|refusal| refusal.kind())
}

#[test]
fn what_was_cut_off_is_not_in_what_is_read() {
    // The costs of keys make some slow: each is cut at a few places.
    for case in CASES {
        let whole = source(case.file).bytes;
        for part in [0, 1, 5, 9, 10] {
            let cut = (whole.len() * part / 10).min(whole.len() - 1);
            if let Ok(import) = read(&[of(whole[..cut].to_vec())], Some(PASSWORD)) {
                // Lines before the cut are whole; the last one may end early where nothing says that it does.
                let strange = import
                    .entries
                    .iter()
                    .map(line)
                    .filter(|line| !case.entries.contains(&line.as_str()));
                assert!(strange.count() <= 1, "{} at {cut}", case.file);
            }
        }
    }
}

#[test]
fn depth_is_bounded_wherever_it_is() {
    let deep = "[".repeat(100_000);
    assert_eq!(kind(&deep), Some(RefusalKind::TooDeep));
    let aegis = format!(r#"{{"version":1,"header":{{}},"db":{deep}"#);
    assert_eq!(kind(&aegis), Some(RefusalKind::TooDeep));
    let many = format!("[{}1]", "1,".repeat(2_000_000));
    assert_eq!(kind(&many), Some(RefusalKind::TooLarge));
    let large = of(vec![b' '; Source::MAX_BYTES + 1]);
    let refusal = read(&[large], None).err().unwrap();
    assert_eq!(refusal.kind(), RefusalKind::TooLarge);
}

/// The fixture with other values at some places.
fn bent(file: &str, change: impl Fn(&mut Value)) -> String {
    let mut json = serde_json::from_slice(&source(file).bytes).unwrap();
    change(&mut json);
    json.to_string()
}

#[test]
fn costs_of_keys_are_bounded_before_memory_is_taken() {
    let slot = |name: &'static str, value: u64| {
        bent("aegis-sealed.json", |json| {
            json["header"]["slots"][2][name] = json!(value);
        })
    };
    let ente = |name: &'static str, value: u64| {
        bent("ente-sealed.txt", |json| {
            json["kdfParams"][name] = json!(value)
        })
    };
    let bitwarden = |name: &'static str, value: u64| {
        bent("bitwarden-argon2.json", |json| json[name] = json!(value))
    };
    for text in [
        slot("n", 1 << 40),
        slot("n", 1 << 20).replace(r#""r":8"#, r#""r":16"#),
        slot("p", 1 << 20),
        ente("memLimit", 1 << 40),
        ente("memLimit", (1 << 30) + 1024),
        ente("opsLimit", 1 << 20),
        bitwarden("kdfMemory", u64::MAX),
        bitwarden("kdfIterations", 1000),
        bitwarden("kdfParallelism", 1000),
        bent("bitwarden-pbkdf2.json", |json| {
            json["kdfIterations"] = json!(20_000_000)
        }),
        bent("aegis-sealed.json", |json| {
            let slot = json["header"]["slots"][1].clone();
            json["header"]["slots"] = vec![slot; 500].into();
        }),
    ] {
        assert_eq!(
            kind(&text),
            Some(RefusalKind::KdfTooCostly),
            "{}",
            &text[..90]
        );
    }
    for text in [
        slot("n", 1000),
        slot("r", 0),
        ente("memLimit", 0),
        ente("opsLimit", 0),
        bitwarden("kdfIterations", 0),
        bent("ente-sealed.txt", |json| {
            json["kdfParams"]["memLimit"] = json!(-1)
        }),
        bent("proton-sealed.json", |json| json["content"] = json!("AAAA")),
        bent("2fas-sealed.2fas", |json| {
            json["servicesEncrypted"] = json!("AA:AA:AA")
        }),
        bent("aegis-sealed.json", |json| {
            json["header"]["params"]["nonce"] = json!("00")
        }),
    ] {
        assert_eq!(kind(&text), Some(RefusalKind::Corrupt), "{}", &text[..90]);
    }
}

#[test]
fn newer_versions_are_said_to_be_newer() {
    for text in [
        bent("aegis-plain.json", |json| json["version"] = json!(2)),
        bent("aegis-plain.json", |json| json["db"]["version"] = json!(4)),
        bent("2fas-plain.2fas", |json| json["schemaVersion"] = json!(5)),
        bent("ente-sealed.txt", |json| json["version"] = json!(2)),
        bent("proton-plain.json", |json| json["version"] = json!(2)),
    ] {
        assert_eq!(kind(&text), Some(RefusalKind::UnsupportedVersion));
    }
}

#[test]
fn a_seal_without_a_mac_is_refused() {
    let text = bent("bitwarden-pbkdf2.json", |json| {
        json["data"] = json!("0.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==");
    });
    assert_eq!(kind(&text), Some(RefusalKind::UnsupportedEncryption));
}

/// Every value of a document, one after the other, becomes something else: no panic, and no entry that was not there.
#[test]
fn fields_of_a_wrong_type_make_no_other_codes() {
    let odd = [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(-1),
        json!(1.5),
        json!(true),
    ];
    for case in CASES.iter().filter(|case| !case.sealed) {
        let Ok(whole) = serde_json::from_slice::<Value>(&source(case.file).bytes) else {
            continue;
        };
        for pointer in pointers(&whole, String::new()) {
            for value in &odd {
                let mut bent = whole.clone();
                *bent.pointer_mut(&pointer).unwrap() = value.clone();
                let Ok(import) = read(&[of(bent.to_string().into_bytes())], None) else {
                    continue;
                };
                assert!(import.entries.len() <= case.entries.len() + case.skipped.len());
            }
        }
    }
}

fn pointers(value: &Value, here: String) -> Vec<String> {
    let mut all = vec![here.clone()];
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                all.extend(pointers(value, format!("{here}/{name}")));
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                all.extend(pointers(value, format!("{here}/{at}")));
            }
        }
        _ => {}
    }
    all
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(import) = read(&[of(bytes)], None) {
            prop_assert!(import.entries.is_empty());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(
        mark in prop::sample::select(vec![
            "otpauth://totp/", "{", "[{", "<html>otpauth://", "folder,login_totp\n", "otpauth-migration://offline?data=",
            "{\"tokens\":[", "AuthenticatorPro", "motp://", "\u{feff}steam://",
        ]),
        text in any::<String>(),
    ) {
        let _ = read(&[of([mark, &text].concat().into_bytes())], Some(""));
    }
}
