//! Why an import is refused, in words. They stand in `exchange`, beside the reasons.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use exchange::import::{Refusal, RefusalKind, TEXTS_EN};
use serde::Deserialize;

use crate::texts;
use crate::wire::{Fault, FaultCode};

/// A refusal, in words for people and with a name for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// A stable name: `wrong-password`, `corrupt`, …
    pub kind: &'static str,
    /// The stable name of the program whose file it seems to be.
    pub program: Option<&'static str>,
    /// What happened.
    pub what: String,
    /// What to do.
    pub do_next: String,
    /// A password would help: there was none, or another one.
    pub wants_password: bool,
}

#[derive(Default, Deserialize)]
struct Words {
    refusal: BTreeMap<String, Said>,
    problem: BTreeMap<String, Said>,
}

#[derive(Default, Deserialize, Clone)]
struct Said {
    what: String,
    #[serde(rename = "do")]
    do_next: String,
}

fn words() -> &'static Words {
    // The file is part of the program and a test reads it: it never fails to parse.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| serde_json::from_str(TEXTS_EN).unwrap_or_default());
    &WORDS
}

impl Refused {
    pub(super) fn of(refusal: &Refusal) -> Refused {
        let kind = refusal.kind();
        let said = match refusal.problem() {
            Some(problem) => words().problem.get(problem.code()),
            None => words().refusal.get(kind.as_str()),
        };
        let said = said.cloned().unwrap_or_default();
        let what = match (refusal, refusal.format()) {
            (Refusal::Unrecognised { .. }, Some(format)) => {
                format!("This is a file of {}.", format.title())
            }
            (Refusal::Corrupt { at, .. }, Some(format)) => {
                format!("{} ({}: {at})", said.what, format.title())
            }
            (_, Some(format)) => format!("{} ({})", said.what, format.title()),
            (_, None) => said.what,
        };
        Refused {
            kind: kind.as_str(),
            program: refusal.format().map(exchange::import::Format::code),
            what,
            do_next: said.do_next,
            wants_password: matches!(
                kind,
                RefusalKind::PasswordRequired | RefusalKind::WrongPassword
            ),
        }
    }

    /// A file that cannot even be read.
    pub(super) fn of_fault(fault: &Fault) -> Refused {
        let kind = match fault.code {
            FaultCode::FileTooLarge => RefusalKind::TooLarge,
            _ => RefusalKind::Io,
        };
        let said = texts().fault(fault);
        Refused {
            kind: kind.as_str(),
            program: None,
            what: said.what,
            do_next: said.do_next,
            wants_password: false,
        }
    }

    /// The same, with the name of the file before it.
    pub(super) fn about(self, name: &str) -> Refused {
        Refused {
            what: format!("{name}: {}", self.what),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use exchange::import::Problem;

    #[test]
    fn every_refusal_has_its_words_and_none_is_left_over() {
        let kinds: Vec<&str> = RefusalKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let mut known: Vec<&str> = words().refusal.keys().map(String::as_str).collect();
        let mut sorted = kinds.clone();
        sorted.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, sorted);
        let mut problems: Vec<&str> = Problem::ALL.iter().map(|problem| problem.code()).collect();
        problems.sort_unstable();
        let known: Vec<&str> = words().problem.keys().map(String::as_str).collect();
        assert_eq!(known, problems);
        for said in words().refusal.values().chain(words().problem.values()) {
            assert!(!said.what.is_empty() && !said.do_next.is_empty());
        }
    }
}
