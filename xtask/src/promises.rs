//! Tests that the documents name: a promise whose test is gone is none.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;

/// Documents whose names of tests must exist, and whether they name tests without their file too.
const DOCUMENTS: [(&str, bool); 2] = [("SECURITY.md", true), ("docs/ARCHITECTURE.md", false)];

/// Each test that a document names and no file has, as a sentence. `sources` are the files that hold tests.
pub fn faults(sources: &HashMap<String, String>) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (document, bare) in DOCUMENTS {
        let text = std::fs::read_to_string(Path::new(document))?;
        faults.extend(
            of_document(&text, bare, sources)
                .iter()
                .map(|name| format!("{document} names {name}, and there is no such test")),
        );
    }
    Ok(faults)
}

/// The names in back quotes that are no tests: `file.rs::function`, or a bare function.
fn of_document<'a>(text: &'a str, bare: bool, sources: &HashMap<String, String>) -> Vec<&'a str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(|name| match name.split_once("::") {
            Some((file, function)) if file.ends_with(".rs") => {
                !sources.get(file).is_some_and(|text| has(text, function))
            }
            _ if bare && names_a_test(name) => !sources.values().any(|text| has(text, name)),
            _ => false,
        })
        .collect()
}

/// Tests are called by sentences: three words or more, joined by underscores.
fn names_a_test(name: &str) -> bool {
    name.matches('_').count() >= 2
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.starts_with('_')
}

fn has(text: &str, function: &str) -> bool {
    let function = function.rsplit("::").next().unwrap_or(function);
    text.contains(&format!("fn {function}("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_without_its_test_is_named() {
        let sources = HashMap::from([(
            "crates/vault/tests/kill.rs".to_owned(),
            "#[test]\nfn killed_while_saving() {}".to_owned(),
        )]);
        let text = "| whole | `killed_while_saving` |\n`crates/vault/tests/kill.rs::killed_while_saving`\n\
                    | quiet | `nobody_reads_it` |\n`crates/vault/tests/kill.rs::gone_by_now`, `x86_64`, `save.rs`";
        assert_eq!(
            of_document(text, true, &sources),
            ["nobody_reads_it", "crates/vault/tests/kill.rs::gone_by_now"]
        );
        assert_eq!(
            of_document("`run_on_main_thread` is no test", false, &sources),
            [""; 0]
        );
    }
}
