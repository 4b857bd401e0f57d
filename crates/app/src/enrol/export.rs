//! A Google export on its way in: several codes, scanned in any order.

use std::collections::BTreeMap;
use std::time::Duration;

use exchange::google::{Batch, GoogleError};
use exchange::{SkipReason, Skipped};
use otp::Draft;

use crate::faults::fault;
use crate::wire::{BatchView, Fault, FaultCode};

/// How long the parts of an export are held after the last one came.
const HELD: Duration = Duration::from_secs(600);
/// The most exports under way at once; the oldest goes first.
const MOST_EXPORTS: usize = 4;

/// The exports that are not complete yet.
#[derive(Default)]
pub(crate) struct Exports {
    under_way: Vec<Export>,
}

struct Export {
    id: i32,
    size: u32,
    parts: BTreeMap<u32, Batch>,
    touched: Duration,
}

/// What a part made of its export.
pub(crate) enum Progress {
    /// Codes are missing.
    Partial(BatchView),
    /// All codes are there: the accounts in their order, and the entries that cannot be taken.
    Complete(Vec<Draft>, Vec<Fault>),
}

impl Exports {
    /// Puts a part to its export. The same part again changes nothing.
    pub(crate) fn take(&mut self, batch: Batch, now: Duration) -> Progress {
        self.forget_old(now);
        let (id, size) = (batch.id, batch.size);
        let known = self
            .under_way
            .iter()
            .position(|export| (export.id, export.size) == (id, size));
        let mut export = match known {
            Some(at) => self.under_way.remove(at),
            None => Export {
                id,
                size,
                parts: BTreeMap::new(),
                touched: now,
            },
        };
        export.touched = now;
        export.parts.entry(batch.index).or_insert(batch);
        if export.parts.len() as u64 >= u64::from(size) {
            let (mut drafts, mut refused) = (Vec::new(), Vec::new());
            for part in export.parts.into_values() {
                drafts.extend(part.drafts);
                refused.extend(part.skipped.iter().map(of_skipped));
            }
            return Progress::Complete(drafts, refused);
        }
        let have = u32::try_from(export.parts.len()).unwrap_or(size);
        self.under_way.push(export);
        if self.under_way.len() > MOST_EXPORTS {
            self.under_way.remove(0);
        }
        Progress::Partial(BatchView { have, size })
    }

    /// Forgets what nobody went on with.
    pub(crate) fn forget_old(&mut self, now: Duration) {
        self.under_way
            .retain(|export| now.saturating_sub(export.touched) < HELD);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.under_way.clear();
    }
}

/// Why a code of an export is refused.
pub(crate) fn of_google(error: GoogleError) -> Fault {
    fault(FaultCode::GoogleRefused).with(
        "reason",
        match error {
            GoogleError::NotAnExport => "not_an_export",
            GoogleError::TooLong => "too_long",
            GoogleError::NoData => "no_data",
            GoogleError::Base64 | GoogleError::Damaged => "damaged",
            GoogleError::Part { .. } => "part",
            GoogleError::Empty => "empty",
            _ => "otherwise",
        },
    )
}

fn of_skipped(skipped: &Skipped) -> Fault {
    let name = match skipped.name.as_str() {
        "" => format!("number {}", skipped.position),
        name => format!("“{name}”"),
    };
    let code = match skipped.reason {
        SkipReason::Damaged => "entry_damaged",
        SkipReason::Secret(_) => "entry_secret",
        SkipReason::Algorithm => "entry_algorithm",
        SkipReason::Digits => "entry_digits",
        SkipReason::Type => "entry_type",
        SkipReason::Counter => "entry_counter",
        _ => "entry_otherwise",
    };
    fault(FaultCode::GoogleRefused)
        .with("reason", code)
        .with("name", name)
}

#[cfg(test)]
mod tests {
    use otp::{Account, AccountParts, Secret};

    use super::*;

    /// An export in several codes, one account in each hundred bytes.
    fn parts(accounts: usize, id: i32) -> Vec<Batch> {
        let accounts: Vec<Account> = (0..accounts)
            .map(|n| {
                let secret = Secret::new(vec![u8::try_from(n).unwrap() + 1; 20]).unwrap();
                Account::new(AccountParts::totp("Site", format!("user{n}"), secret)).unwrap()
            })
            .collect();
        let refs: Vec<&Account> = accounts.iter().collect();
        let written = exchange::google::write(&refs, id);
        written
            .codes
            .iter()
            .map(|text| exchange::google::read(text).unwrap())
            .collect()
    }

    #[test]
    fn parts_come_in_any_order_and_twice() {
        let mut exports = Exports::default();
        let mut all = parts(25, 9);
        assert_eq!(all.len(), 3);
        let again = parts(25, 9).remove(2);
        let now = Duration::ZERO;
        let have = |progress| match progress {
            Progress::Partial(view) => (view.have, view.size),
            Progress::Complete(..) => (0, 0),
        };
        assert_eq!(have(exports.take(all.remove(2), now)), (1, 3));
        assert_eq!(have(exports.take(again, now)), (1, 3));
        assert_eq!(have(exports.take(all.remove(0), now)), (2, 3));
        let Progress::Complete(drafts, refused) = exports.take(all.remove(0), now) else {
            panic!("complete")
        };
        assert!(refused.is_empty());
        let labels: Vec<_> = drafts
            .iter()
            .map(|draft| draft.account.label.as_str())
            .collect();
        assert_eq!(labels.len(), 25);
        assert_eq!((labels[0], labels[24]), ("user0", "user24"));
    }

    #[test]
    fn two_exports_are_not_mixed() {
        let mut exports = Exports::default();
        let (one, other) = (parts(15, 1), parts(15, 2));
        let now = Duration::ZERO;
        for batch in one.into_iter().take(1).chain(other.into_iter().skip(1)) {
            assert!(matches!(
                exports.take(batch, now),
                Progress::Partial(BatchView { have: 1, size: 2 })
            ));
        }
    }

    #[test]
    fn an_export_that_nobody_goes_on_with_is_forgotten() {
        let mut exports = Exports::default();
        let mut all = parts(15, 1);
        exports.take(all.remove(0), Duration::ZERO);
        let late = exports.take(all.remove(0), HELD);
        assert!(matches!(
            late,
            Progress::Partial(BatchView { have: 1, size: 2 })
        ));
    }
}
