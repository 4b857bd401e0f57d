//! The verdicts of sixteen other parsers on 231 Key URIs. The table is not part of the checkout; where it is
//! missing, this test says so.
#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::path::Path;

use countersign_otp as otp;
use otp::Kind;

#[test]
fn agrees_with_the_table_of_other_parsers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/imports/uris.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: the table of Key URIs is not here");
        return;
    };
    let mut wrong = Vec::new();
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
    // The secret of mOTP is the text that is hashed.
    let expected_secret = match account.kind {
        Kind::Motp => text("secret_text")
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        _ => text("secret_hex"),
    };
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
        Kind::Motp => ("motp", Some(10), None),
        Kind::Yandex => ("yandex", Some(30), None),
    };
    let checks = [
        ("type", text("type"), kind.to_owned()),
        ("issuer", text("issuer"), account.issuer.clone()),
        ("name", text("name"), account.label.clone()),
        ("secret", expected_secret, hex),
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
