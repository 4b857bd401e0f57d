use std::collections::BTreeSet;

use super::*;

fn placeholders(text: &Text) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in [&text.what, &text.do_next] {
        for piece in part.split('{').skip(1) {
            found.insert(piece.split_once('}').unwrap().0.to_owned());
        }
    }
    found
}

#[test]
fn the_file_is_understood() {
    let parsed: Texts = serde_json::from_str(TEXTS_EN).unwrap();
    assert!(!parsed.faults.is_empty());
}

#[test]
fn every_fault_has_its_text_and_no_text_is_left_over() {
    let codes: BTreeSet<String> = FaultCode::ALL.iter().map(|code| code.name()).collect();
    let texts: BTreeSet<String> = texts().faults.keys().cloned().collect();
    assert_eq!(codes, texts);
}

#[test]
fn the_name_of_a_fault_is_the_one_on_the_wire() {
    for code in FaultCode::ALL {
        assert_eq!(
            serde_json::to_value(code).unwrap(),
            serde_json::Value::from(code.name())
        );
    }
}

#[test]
fn every_fault_says_what_to_do() {
    for (code, text) in texts()
        .faults
        .iter()
        .chain(&texts().notices)
        .chain(&texts().warnings)
    {
        assert!(!text.what.is_empty() && !text.do_next.is_empty(), "{code}");
    }
}

#[test]
fn placeholders_are_among_the_arguments() {
    let texts = texts();
    for section in [
        &texts.faults,
        &texts.notices,
        &texts.warnings,
        &texts.uri_reasons,
        &texts.key_reasons,
        &texts.google_reasons,
    ] {
        for (code, text) in section {
            let args: BTreeSet<String> = text.args.iter().cloned().collect();
            assert!(placeholders(text).is_subset(&args), "{code}");
        }
    }
}

/// The documentation of each fault names its arguments in backticks; the texts know the same ones.
#[test]
fn the_arguments_are_those_that_the_wire_documents() {
    let source = include_str!("../wire/fault.rs");
    let block = source
        .split_once("\nfault_codes! {")
        .unwrap()
        .1
        .split_once("\n}")
        .unwrap()
        .0;
    let mut documented = BTreeSet::new();
    let mut seen = 0;
    for line in block.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            documented.extend(doc.split('`').skip(1).step_by(2).map(str::to_owned));
        } else if let Some(variant) = line.strip_suffix(',') {
            let code = FaultCode::ALL
                .iter()
                .find(|code| format!("{code:?}") == variant)
                .unwrap();
            let args: BTreeSet<String> =
                texts().faults[&code.name()].args.iter().cloned().collect();
            assert_eq!(args, std::mem::take(&mut documented), "{variant}");
            seen += 1;
        }
    }
    assert_eq!(seen, FaultCode::ALL.len());
}

#[test]
fn the_reason_of_a_refused_uri_is_told_in_words() {
    let fault = Fault::new(FaultCode::UriRefused)
        .with("field", "digits")
        .with("reason", "digits");
    let said = texts().fault(&fault);
    assert!(
        said.what
            .ends_with("Its number of digits is not from 4 to 10."),
        "{said:?}"
    );
}

#[test]
fn an_argument_that_looks_like_a_placeholder_stays_as_it_is() {
    let fault = Fault::new(FaultCode::IsAFolder).with("name", "{reason}");
    assert_eq!(texts().fault(&fault).what, "{reason} is a folder.");
}

#[test]
fn every_notice_has_its_text_and_no_text_is_left_over() {
    let codes: BTreeSet<String> = crate::notices::ALL
        .iter()
        .map(|code| (*code).to_owned())
        .collect();
    let texts: BTreeSet<String> = texts().notices.keys().cloned().collect();
    assert_eq!(codes, texts);
}

/// The codes of `otp`'s warnings and refusals, as its source names them.
#[test]
fn every_warning_and_every_reason_of_a_uri_has_its_text() {
    let codes = |source: &'static str, kind: &str| -> BTreeSet<String> {
        let body = source
            .split_once("const fn code(")
            .unwrap()
            .1
            .split_once("\n    }\n")
            .unwrap()
            .0;
        let lines = body
            .lines()
            .filter(|line| line.contains(kind) && line.contains("=>"));
        lines
            .filter_map(|line| line.split('"').nth(1))
            .map(str::to_owned)
            .collect()
    };
    let warnings = codes(include_str!("../../../otp/src/warning.rs"), "Warning::");
    assert!(warnings.len() >= 18);
    assert_eq!(warnings, texts().warnings.keys().cloned().collect());
    let mut reasons = codes(include_str!("../../../otp/src/uri/error.rs"), "UriError::");
    assert!(reasons.len() >= 13);
    reasons.insert("otherwise".to_owned());
    assert_eq!(reasons, texts().uri_reasons.keys().cloned().collect());
}
