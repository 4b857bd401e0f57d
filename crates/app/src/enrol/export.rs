//! A Google export on its way in: several codes, scanned in any order.

use std::collections::BTreeMap;
use std::time::Duration;

use exchange::google::Batch;
use otp::Draft;

use super::refused::of_skipped;
use crate::wire::{BatchView, Fault};

/// How long the parts of an export are held after the last one came.
const HELD: Duration = Duration::from_secs(600);
/// The most exports held at once; the one that was gone on with longest ago goes first.
const MOST_EXPORTS: usize = 4;

/// The exports that are held: those under way, and complete ones, so that one of their codes says what it belongs to.
#[derive(Default)]
pub(crate) struct Exports {
    made: u64,
    /// The one that was last gone on with stands last.
    held: Vec<Export>,
}

struct Export {
    name: String,
    id: i32,
    size: u32,
    parts: BTreeMap<u32, Part>,
    touched: Duration,
    last: u32,
}

struct Part {
    batch: Batch,
    read: Duration,
}

/// What a part made of its export.
pub(crate) enum Progress {
    /// Codes are missing; whether this one is new.
    Partial(BatchView, bool),
    /// All codes are there.
    Complete(Taken),
}

/// What an export holds, as far as its codes were read.
pub(crate) struct Taken {
    /// Its name; none where one code was all of it.
    pub(crate) name: Option<String>,
    /// The accounts in their order.
    pub(crate) drafts: Vec<Draft>,
    /// The entries that cannot be taken.
    pub(crate) refused: Vec<Fault>,
}

impl Exports {
    /// Puts a part to its export. The same part again changes nothing; it is said to be there `again` unless it came
    /// for the first time within `grace`, as the same code is seen in many frames of a camera.
    ///
    /// An export is told from others by its id and size, and by what its parts hold: many tools write no id.
    pub(crate) fn take(&mut self, batch: Batch, now: Duration, grace: Duration) -> Progress {
        self.forget_old(now);
        if batch.size == 1 {
            return Progress::Complete(taken(None, [&batch]));
        }
        let index = batch.index;
        let fits = |export: &Export| {
            (export.id, export.size) == (batch.id, batch.size)
                && export
                    .parts
                    .get(&index)
                    .is_none_or(|part| same(&part.batch, &batch))
        };
        // One that has this very part comes first: of two exports without an id it is the one that is meant.
        let known = self
            .held
            .iter()
            .rposition(|export| fits(export) && export.parts.contains_key(&index))
            .or_else(|| self.held.iter().rposition(fits));
        let mut export = match known {
            Some(at) => self.held.remove(at),
            None => {
                self.made += 1;
                Export {
                    name: format!("e{}", self.made),
                    id: batch.id,
                    size: batch.size,
                    parts: BTreeMap::new(),
                    touched: now,
                    last: index,
                }
            }
        };
        (export.touched, export.last) = (now, index);
        let before = export.parts.get(&index).map(|part| part.read);
        export
            .parts
            .entry(index)
            .or_insert(Part { batch, read: now });
        let progress = if export.is_complete() {
            Progress::Complete(export.taken())
        } else {
            let again = before.is_some_and(|read| now.saturating_sub(read) >= grace);
            Progress::Partial(
                BatchView {
                    again,
                    ..export.view()
                },
                before.is_none(),
            )
        };
        self.held.push(export);
        if self.held.len() > MOST_EXPORTS {
            let goes = self.held.iter().position(Export::is_complete).unwrap_or(0);
            self.held.remove(goes);
        }
        progress
    }

    /// Those of which codes are missing, the last one first.
    pub(crate) fn under_way(&self) -> Vec<BatchView> {
        let open = self
            .held
            .iter()
            .rev()
            .filter(|export| !export.is_complete());
        open.map(Export::view).collect()
    }

    /// What was read so far of an export. It stays held: its other codes may still come.
    pub(crate) fn so_far(&self, name: &str) -> Option<Taken> {
        let export = self.held.iter().find(|export| export.name == name)?;
        Some(export.taken())
    }

    /// Forgets one.
    pub(crate) fn forget(&mut self, name: &str) {
        self.held.retain(|export| export.name != name);
    }

    /// Forgets what nobody went on with.
    pub(crate) fn forget_old(&mut self, now: Duration) {
        self.held
            .retain(|export| now.saturating_sub(export.touched) < HELD);
    }

    /// When the next one is to be forgotten.
    pub(crate) fn next_end(&self) -> Option<Duration> {
        self.held.iter().map(|export| export.touched + HELD).min()
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
    }
}

impl Export {
    fn is_complete(&self) -> bool {
        self.parts.len() as u64 >= u64::from(self.size)
    }

    fn taken(&self) -> Taken {
        let batches = self.parts.values().map(|part| &part.batch);
        taken(Some(self.name.clone()), batches)
    }

    fn view(&self) -> BatchView {
        let number = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
        let missing = (0..self.size).filter(|index| !self.parts.contains_key(index));
        BatchView {
            id: self.name.clone(),
            have: number(self.parts.len()),
            size: self.size,
            missing: missing.map(|index| index + 1).collect(),
            accounts: number(
                self.parts
                    .values()
                    .map(|part| part.batch.drafts.len())
                    .sum(),
            ),
            last: self.last + 1,
            again: false,
        }
    }
}

/// Copies of what the batches hold: the export stays as it is.
fn taken<'a>(name: Option<String>, batches: impl IntoIterator<Item = &'a Batch>) -> Taken {
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    for batch in batches {
        drafts.extend(batch.drafts.iter().map(|draft| Draft {
            account: draft.account.duplicate(),
            origin: draft.origin,
            warnings: draft.warnings.clone(),
        }));
        refused.extend(batch.skipped.iter().map(of_skipped));
    }
    Taken {
        name,
        drafts,
        refused,
    }
}

/// Do two parts hold the same?
fn same(one: &Batch, other: &Batch) -> bool {
    one.drafts.len() == other.drafts.len()
        && one.skipped == other.skipped
        && one
            .drafts
            .iter()
            .zip(&other.drafts)
            .all(|(one, other)| one.account.same_as(&other.account))
}

#[cfg(test)]
mod tests {
    use otp::{Account, AccountParts, Secret};

    use super::*;

    const NOW: Duration = Duration::ZERO;

    /// An export in several codes.
    fn parts(accounts: usize, id: i32, of: &str) -> Vec<Batch> {
        let accounts: Vec<Account> = (0..accounts)
            .map(|n| {
                let secret = Secret::new(vec![u8::try_from(n).unwrap() + 1; 20]).unwrap();
                Account::new(AccountParts::totp(of, format!("user{n}"), secret)).unwrap()
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

    fn part(of: usize, id: i32, site: &str, index: usize) -> Batch {
        parts(of, id, site).remove(index)
    }

    fn view(progress: Progress) -> BatchView {
        match progress {
            Progress::Partial(view, _) => view,
            Progress::Complete(_) => panic!("complete"),
        }
    }

    fn labels(progress: Progress) -> Vec<String> {
        match progress {
            Progress::Partial(view, _) => panic!("{view:?}"),
            Progress::Complete(taken) => {
                assert!(taken.refused.is_empty());
                taken
                    .drafts
                    .iter()
                    .map(|draft| draft.account.label.clone())
                    .collect()
            }
        }
    }

    #[test]
    fn parts_come_in_any_order_and_twice() {
        let mut exports = Exports::default();
        let mut take = |index| exports.take(part(25, 9, "Site", index), NOW, NOW);
        let first = view(take(2));
        assert_eq!(
            (
                first.have,
                first.size,
                first.last,
                first.accounts,
                first.again
            ),
            (1, 3, 3, 5, false)
        );
        assert_eq!(first.missing, [1, 2]);
        let again = view(take(2));
        assert_eq!((again.have, again.again), (1, true));
        let second = view(take(0));
        assert_eq!(
            (second.have, second.missing, second.again),
            (2, vec![2], false)
        );
        let labels = labels(take(1));
        assert_eq!(
            (labels.len(), labels[0].as_str(), labels[24].as_str()),
            (25, "user0", "user24")
        );
    }

    /// A code of a complete export says what it belongs to, instead of beginning it anew.
    #[test]
    fn a_complete_export_stays_complete() {
        let mut exports = Exports::default();
        for index in 0..3 {
            exports.take(part(25, 9, "Site", index), NOW, NOW);
        }
        assert!(exports.under_way().is_empty());
        assert_eq!(
            labels(exports.take(part(25, 9, "Site", 1), NOW, NOW)).len(),
            25
        );
    }

    #[test]
    fn two_exports_are_not_mixed_and_none_is_lost() {
        let mut exports = Exports::default();
        exports.take(part(15, 1, "One", 0), NOW, NOW);
        let other = view(exports.take(part(15, 2, "Two", 1), NOW, NOW));
        assert_eq!((other.have, other.missing), (1, vec![1]));
        let under_way: Vec<_> = exports
            .under_way()
            .into_iter()
            .map(|view| view.missing)
            .collect();
        assert_eq!(under_way, [vec![1], vec![2]]);
        exports.forget(&other.id);
        assert_eq!(
            labels(exports.take(part(15, 1, "One", 1), NOW, NOW)).len(),
            15
        );
    }

    /// Tools that write no id: what the parts hold tells the exports apart, as far as it can be told.
    #[test]
    fn exports_without_an_id_are_told_by_their_parts() {
        let mut exports = Exports::default();
        exports.take(part(15, 0, "One", 0), NOW, NOW);
        let other = view(exports.take(part(15, 0, "Two", 0), NOW, NOW));
        assert_eq!((other.have, other.again), (1, false));
        assert_eq!(exports.under_way().len(), 2);
    }

    /// A camera sees a code many times: only later it counts as shown again.
    #[test]
    fn within_the_grace_a_code_is_not_said_to_be_there_again() {
        let mut exports = Exports::default();
        let grace = Duration::from_secs(2);
        let mut again = |now| view(exports.take(part(15, 1, "One", 0), now, grace)).again;
        assert!(!again(NOW));
        assert!(!again(Duration::from_secs(1)));
        assert!(again(Duration::from_secs(2)));
    }

    #[test]
    fn what_was_read_so_far_can_be_taken_and_the_rest_still_comes() {
        let mut exports = Exports::default();
        let name = view(exports.take(part(25, 9, "Site", 2), NOW, NOW)).id;
        assert_eq!(exports.so_far(&name).unwrap().drafts.len(), 5);
        assert!(exports.so_far("e99").is_none());
        assert_eq!(view(exports.take(part(25, 9, "Site", 0), NOW, NOW)).have, 2);
    }

    #[test]
    fn an_export_that_nobody_goes_on_with_is_forgotten() {
        let mut exports = Exports::default();
        exports.take(part(15, 1, "One", 0), NOW, NOW);
        assert_eq!(exports.next_end(), Some(HELD));
        let late = view(exports.take(part(15, 1, "One", 1), HELD, NOW));
        assert_eq!(late.have, 1);
    }

    #[test]
    fn of_many_exports_the_oldest_goes_and_complete_ones_before() {
        let mut exports = Exports::default();
        for id in 1..=3 {
            exports.take(part(15, id, "Site", 0), NOW, NOW);
        }
        for index in 0..2 {
            exports.take(part(15, 9, "Site", index), NOW, NOW);
        }
        exports.take(part(15, 4, "Site", 0), NOW, NOW);
        assert_eq!(exports.under_way().len(), 4);
        exports.take(part(15, 5, "Site", 0), NOW, NOW);
        let last: Vec<_> = exports.held.iter().map(|export| export.id).collect();
        assert_eq!(last, [2, 3, 4, 5]);
    }
}
