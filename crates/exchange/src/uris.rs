//! Lists of Key URIs, one per line: what most authenticators export as text.

use otp::Draft;
use zeroize::Zeroizing;

use crate::google;
use crate::{SkipReason, Skipped};

/// The most lines that are read; a list beyond it is not one of accounts.
const MAX_LINES: usize = 100_000;

/// A list, read.
pub struct List {
    /// The accounts, in their order.
    pub drafts: Vec<Draft>,
    /// The lines that are no account; `position` is the number of the line, from 1. Their text is not kept, as it
    /// may hold a secret.
    pub skipped: Vec<Skipped>,
}

/// Reads a list of Key URIs. Blank lines and lines that begin with `#` are passed over; a byte order mark, any
/// line ending and indentation are fine. Every other line is an account or is [`Skipped`] with its reason.
///
/// A line of Google's export is read too: its accounts take their place in the list.
#[must_use]
pub fn read(text: &str) -> List {
    let mut list = List {
        drafts: Vec::new(),
        skipped: Vec::new(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, line) in text.lines().take(MAX_LINES).enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let skip = |reason| Skipped {
            position: at + 1,
            name: String::new(),
            reason,
        };
        let scheme = line.get(..google::SCHEME.len()).unwrap_or("");
        if scheme.eq_ignore_ascii_case(google::SCHEME) {
            match google::read(line) {
                Ok(batch) => {
                    list.drafts.extend(batch.drafts);
                    list.skipped
                        .extend(batch.skipped.into_iter().map(|entry| Skipped {
                            position: at + 1,
                            ..entry
                        }));
                }
                Err(error) => list.skipped.push(skip(SkipReason::Google(error))),
            }
            continue;
        }
        match otp::uri::parse(line) {
            Ok(draft) => list.drafts.push(draft),
            Err(error) => list.skipped.push(skip(SkipReason::Uri(error))),
        }
    }
    list
}

/// Writes accounts as Key URIs, one per line, each line ended by a line feed.
///
/// The text holds every secret in the clear: whoever saves it says so first.
#[must_use]
pub fn write(accounts: &[&otp::Account]) -> Zeroizing<String> {
    let lines: Vec<Zeroizing<String>> = accounts
        .iter()
        .map(|account| otp::uri::print(account))
        .collect();
    // Reserved once, so that growing leaves no copies behind.
    let mut text = Zeroizing::new(String::with_capacity(
        lines.iter().map(|line| line.len() + 1).sum(),
    ));
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}
