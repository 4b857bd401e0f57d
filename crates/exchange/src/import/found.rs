//! What a reader found so far.

use super::{Entry, Missing};
use crate::{SkipReason, Skipped};

/// Entries that can be taken, and those that cannot.
#[derive(Default)]
pub(crate) struct Found {
    /// In their order.
    pub(crate) entries: Vec<Entry>,
    /// In their order.
    pub(crate) skipped: Vec<Skipped>,
    /// Parts of an export that are not among the files.
    pub(crate) missing: Vec<Missing>,
}

impl Found {
    /// Takes an entry, or notes why it cannot be taken. `position` counts from 1; `name` is what people know it by.
    pub(crate) fn push(&mut self, position: usize, name: &str, entry: Result<Entry, SkipReason>) {
        match entry {
            Ok(entry) => self.entries.push(entry),
            Err(reason) => self.skip(position, name, reason),
        }
    }

    /// Notes an entry that cannot be taken.
    pub(crate) fn skip(&mut self, position: usize, name: &str, reason: SkipReason) {
        self.skipped.push(Skipped {
            position,
            name: shown(name),
            reason,
        });
    }

    /// Everything of another one after what is here.
    pub(crate) fn extend(&mut self, other: Found) {
        self.entries.extend(other.entries);
        self.skipped.extend(other.skipped);
        self.missing.extend(other.missing);
    }
}

/// A name as a list may show it: one line, not too long.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}
