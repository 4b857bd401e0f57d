//! The words for codes that are no accounts. They belong to `scan`, which knows the kinds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::ForeignView;

#[derive(Deserialize, Default)]
struct ScanTexts {
    #[serde(default)]
    foreign: BTreeMap<String, Help>,
    #[serde(default)]
    hint: BTreeMap<String, Help>,
}

static TEXTS: LazyLock<ScanTexts> =
    LazyLock::new(|| serde_json::from_str(scan::TEXTS_EN).unwrap_or_default());

/// What a hint says.
pub(super) fn hint(code: &str) -> String {
    TEXTS
        .hint
        .get(code)
        .map_or(code, |help| &help.what)
        .to_owned()
}

#[derive(Deserialize)]
struct Help {
    title: String,
    what: String,
    #[serde(default, rename = "do")]
    steps: Vec<String>,
    #[serde(default)]
    dont: Option<String>,
}

/// Title, what it is, what may be shown of it, and the steps to the right code.
pub(super) fn text(foreign: &ForeignView) -> String {
    let mut out = String::new();
    let shown = |out: &mut String| {
        for (name, value) in &foreign.shown {
            // Writing to a String does not fail.
            let _ = writeln!(out, "    {name}: {value}");
        }
    };
    let Some(help) = TEXTS.foreign.get(&foreign.kind) else {
        let _ = writeln!(out, "  {}", foreign.kind);
        shown(&mut out);
        return out;
    };
    let _ = writeln!(out, "  {}\n    {}", help.title, help.what);
    shown(&mut out);
    for (step, number) in help.steps.iter().zip(1..) {
        let _ = writeln!(out, "    {number}. {step}");
    }
    if let Some(dont) = &help.dont {
        let _ = writeln!(out, "    {dont}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_words() {
        for kind in scan::ForeignKind::ALL {
            let view = ForeignView {
                kind: kind.code().to_owned(),
                shown: vec![("host".into(), "example.com".into())],
                copyable: false,
            };
            let text = text(&view);
            assert!(text.lines().count() >= 3, "{}: {text}", kind.code());
            assert!(text.contains("host: example.com"));
        }
    }
}
