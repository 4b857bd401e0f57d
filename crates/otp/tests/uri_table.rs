//! The verdicts of sixteen other parsers on 231 Key URIs. The table is not part of the checkout; where it is
//! missing, this test says so.
#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::path::Path;

use countersign_otp as otp;
use otp::Kind;

/// Rows on which this project decides otherwise, and why.
fn differs(uri: &str) -> Option<&'static str> {
    let lower = uri.to_ascii_lowercase();
    if lower.starts_with("motp:") || lower.starts_with("otpauth://yaotp") {
        return Some("no mOTP, no Yandex");
    }
    if lower.contains("algorithm=sha224") || lower.contains("algorithm=md5") {
        return Some("three algorithms");
    }
    if lower.contains("digits=4") || (lower.contains("digits=5") && !lower.contains("steam")) {
        return Some("RFC 4226 §5.3: six digits at least");
    }
    if lower.starts_with("otpauth://hotp") && !lower.contains("counter=") {
        return Some("the Key URI format requires the counter");
    }
    None
}

#[test]
fn agrees_with_the_table_of_other_parsers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/imports/uris.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: the table of Key URIs is not here");
        return;
    };
    let mut wrong = Vec::new();
    let mut known = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (uri, verdict, truth) = (cells[0], cells[1], cells[3]);
        let uri = if uri.starts_with('"') {
            serde_json::from_str(uri).unwrap()
        } else {
            uri.to_owned()
        };
        let truth: serde_json::Value = serde_json::from_str(truth).unwrap();
        let said = otp::uri::parse(&uri);
        if verdict == "accept" && differs(&uri).is_some() {
            assert!(said.is_err(), "no longer a difference: {uri}");
            known += 1;
            continue;
        }
        let problem = match (said, verdict) {
            (Err(_), "reject") => None,
            (Ok(_), "reject") => Some("accepted".to_owned()),
            (Err(error), _) => Some(format!("refused: {error}")),
            (Ok(draft), _) => mismatch(&draft.account, &truth),
        };
        if let Some(problem) = problem {
            wrong.push(format!("{uri}\n    {problem}; {truth}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rows differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(known, 14, "rows on which we decide otherwise");
}

fn mismatch(account: &otp::Account, truth: &serde_json::Value) -> Option<String> {
    let text = |key: &str| {
        truth
            .get(key)
            .and_then(|v| v.as_str())
            .unwrap_or("")
            .to_owned()
    };
    let number = |key: &str| truth.get(key).and_then(serde_json::Value::as_u64);
    let hex: String = account
        .secret()
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let code = otp::code_at(account, 1_700_000_000).current;
    let (kind, period, counter) = match account.kind {
        Kind::Totp { period } => ("totp", Some(u64::from(period)), None),
        Kind::Hotp { counter } => ("hotp", None, Some(counter)),
        Kind::Steam => ("steam", Some(30), None),
    };
    let checks = [
        ("type", text("type"), kind.to_owned()),
        ("issuer", text("issuer"), account.issuer.clone()),
        ("name", text("name"), account.label.clone()),
        ("secret", text("secret_hex"), hex),
        (
            "algorithm",
            text("algorithm"),
            account.algorithm.to_string(),
        ),
        (
            "digits",
            format!("{:?}", number("digits")),
            format!("{:?}", Some(account.digits)),
        ),
        (
            "period",
            format!("{:?}", number("period")),
            format!("{period:?}"),
        ),
        (
            "counter",
            format!("{:?}", number("counter")),
            format!("{counter:?}"),
        ),
        ("code", text("code"), code.as_str().to_owned()),
    ];
    let bad: Vec<String> = checks
        .iter()
        .filter(|(_, expected, got)| expected != got)
        .map(|(field, expected, got)| format!("{field}: expected {expected:?}, got {got:?}"))
        .collect();
    (!bad.is_empty()).then(|| bad.join("; "))
}
