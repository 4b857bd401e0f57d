//! The words for faults, notices and warnings: once, for page and command line.
//!
//! Every text is a pair: what happened, and what to do. Placeholders stand in braces and are among
//! the entry's `args`. In `uri_refused`, `key_refused` and `google_refused` the argument `reason` is
//! itself a code, whose words are in the section of reasons.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::{Fault, FaultCode, ForeignView, Notice};

mod foreign;

/// The texts as JSON, for the page.
pub const TEXTS_EN: &str = include_str!("../texts/en.json");

/// One text: what happened and what to do.
#[derive(Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// What happened.
    pub what: String,
    /// What to do; may be empty.
    #[serde(rename = "do")]
    pub do_next: String,
    /// The names of the arguments that it can have.
    pub args: Vec<String>,
}

impl Text {
    /// The text with its arguments in their places.
    #[must_use]
    pub fn with(&self, args: &BTreeMap<String, String>) -> Said {
        Said {
            what: filled(&self.what, args),
            do_next: filled(&self.do_next, args),
        }
    }
}

/// A text with its arguments in their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub what: String,
    /// What to do; may be empty.
    pub do_next: String,
}

/// All texts of one language, by code.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// By [`FaultCode`].
    pub faults: BTreeMap<String, Text>,
    /// By the codes of [`crate::notices`].
    pub notices: BTreeMap<String, Text>,
    /// By `otp::Warning::code`.
    pub warnings: BTreeMap<String, Text>,
    /// By `otp::UriError::code`.
    pub uri_reasons: BTreeMap<String, Text>,
    /// Why a typed key is refused.
    pub key_reasons: BTreeMap<String, Text>,
    /// Why a Google export is refused.
    pub google_reasons: BTreeMap<String, Text>,
}

impl Texts {
    /// What a fault says.
    #[must_use]
    pub fn fault(&self, fault: &Fault) -> Said {
        let reasons = match fault.code {
            FaultCode::UriRefused => Some(&self.uri_reasons),
            FaultCode::KeyRefused => Some(&self.key_reasons),
            FaultCode::GoogleRefused => Some(&self.google_reasons),
            _ => None,
        };
        let mut args = fault.args.clone();
        if let Some((reasons, reason)) = reasons.zip(args.get_mut("reason"))
            && let Some(text) = reasons
                .get(reason.as_str())
                .or_else(|| reasons.get("otherwise"))
        {
            *reason = text.with(&fault.args).what;
        }
        if fault.code == FaultCode::OtherSymbol
            && let Some(reason) = args.get_mut("reason")
        {
            *reason = foreign::hint(reason);
        }
        say(&self.faults, &fault.code.name(), &args)
    }

    /// What a notice says.
    #[must_use]
    pub fn notice(&self, notice: &Notice) -> Said {
        say(&self.notices, &notice.code, &notice.args)
    }

    /// What the warning of a draft says, in one or two sentences.
    #[must_use]
    pub fn warning(&self, warning: &Notice) -> String {
        let said = say(&self.warnings, &warning.code, &warning.args);
        format!("{} {}", said.what, said.do_next)
    }

    /// What a foreign code is and what to do: title, facts and steps, a line each.
    #[must_use]
    pub fn foreign(&self, foreign: &ForeignView) -> String {
        foreign::text(foreign)
    }
}

fn say(texts: &BTreeMap<String, Text>, code: &str, args: &BTreeMap<String, String>) -> Said {
    match texts.get(code) {
        Some(text) => text.with(args),
        // A test holds that this does not happen; the code is better than nothing.
        None => Said {
            what: code.to_owned(),
            do_next: String::new(),
        },
    }
}

/// Puts each `{name}` in its place, in one pass: an argument that looks like a placeholder stays as it is.
fn filled(text: &str, args: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) => {
                out.push_str(args.get(name).map_or("", String::as_str));
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The English texts.
#[must_use]
pub fn texts() -> &'static Texts {
    // The file is part of the program and a test reads it: it never fails to parse.
    static TEXTS: LazyLock<Texts> =
        LazyLock::new(|| serde_json::from_str(TEXTS_EN).unwrap_or_default());
    &TEXTS
}

#[cfg(test)]
mod tests;
