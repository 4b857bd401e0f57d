//! Another process saved meanwhile: its changes and ours, neither lost.

use std::collections::HashMap;

use otp::{Kind, UnixTime};

use crate::{
    Entry, EntryId, Step, Unlocked, VaultError,
    body::{Body, Way},
    disk,
    record::{self, Base},
    sealed::Sealed,
    unlocked::{LastRead, is_over},
};

/// What came of reading the file anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Entries that were changed only here: as they were here.
    pub reapplied: Vec<EntryId>,
    /// Entries that were changed here and there: field by field.
    pub both: Vec<EntryId>,
}

impl Unlocked {
    /// Reads the file anew with the vault key in hand, and applies to it what was changed here
    /// since it was last read. An entry that was changed on both sides is merged field by field:
    /// names and pin by whoever changed them (both did: ours), the later use, the higher counter,
    /// and out of the trash if either side says so. An entry that is not in the file any more
    /// stays, unless it was in the trash. Nothing is written.
    ///
    /// # Errors
    /// [`VaultError::KeyReplaced`] when a way in was replaced there: lock, and unlock anew.
    /// [`VaultError::OtherVault`], and those of [`crate::Locked::open`]. On every error memory is
    /// as it was.
    pub fn reload(&mut self, now: UnixTime) -> Result<Merged, VaultError> {
        let sealed = Sealed::read(disk::read(&self.location.path, Step::Read)?)?;
        if sealed.header.vault_id != self.id {
            return Err(VaultError::OtherVault);
        }
        // The digests of the file hold, so it is not damage that keeps the key from opening it.
        let plain = sealed
            .open(&self.last.key)
            .map_err(|_| VaultError::KeyReplaced)?;
        let specs = sealed.header.slots.iter().map(|slot| slot.spec.clone());
        let (mut theirs, their_ways) = Body::read(&plain, specs)?;
        let last = LastRead::of(&sealed, &self.last.key, &theirs)?;
        theirs.entries.retain(|entry| !is_over(entry, now));
        let bases = self
            .body
            .entries
            .iter()
            .map(|entry| Ok((entry.id, record::base(entry)?)));
        let ours_now = bases.collect::<Result<HashMap<_, _>, VaultError>>()?;

        // Nothing fails from here on.
        let ours = std::mem::take(&mut self.body.entries);
        let mut merge = Merge {
            base: &self.last.entries,
            ours: &ours_now,
            theirs: &last.entries,
        };
        let (entries, merged) = merge.entries(ours, theirs.entries);
        let ways_changed = self.ways_changed();
        if !ways_changed {
            self.ways = their_ways;
        } else {
            self.merge_ways(their_ways);
        }
        self.body = Body {
            entries,
            quarantined: theirs.quarantined,
            extra: theirs.extra,
        };
        self.dirty = ways_changed || !merged.reapplied.is_empty() || !merged.both.is_empty();
        self.last = last;
        Ok(merged)
    }

    /// Were ways in changed here since the file was last read?
    fn ways_changed(&self) -> bool {
        let slots = &self.last.header.slots;
        self.ways.len() != slots.len()
            || self
                .ways
                .iter()
                .any(|way| slots.iter().all(|slot| slot.spec.id != way.spec.id))
    }

    /// Ours, and what was added there of a kind that neither the file nor we had. Nothing can have
    /// been replaced there: then the vault key would be another.
    fn merge_ways(&mut self, theirs: Vec<Way>) {
        let base = &self.last.header.slots;
        for way in theirs {
            let kind = way.spec.kind;
            if base.iter().all(|slot| slot.spec.kind != kind)
                && self.ways.iter().all(|ours| ours.spec.kind != kind)
            {
                self.ways.push(way);
            }
        }
    }
}

/// The three states of the entries.
struct Merge<'a> {
    /// In the file as we last read it.
    base: &'a HashMap<EntryId, Base>,
    /// In memory.
    ours: &'a HashMap<EntryId, Base>,
    /// In the file as it is now.
    theirs: &'a HashMap<EntryId, Base>,
}

impl Merge<'_> {
    /// Theirs in their order, then what is only ours.
    fn entries(&mut self, ours: Vec<Entry>, theirs: Vec<Entry>) -> (Vec<Entry>, Merged) {
        let mut merged = Merged::default();
        let order: Vec<EntryId> = ours.iter().map(Entry::id).collect();
        let mut ours: HashMap<EntryId, Entry> = ours.into_iter().map(|e| (e.id, e)).collect();
        let mut entries = Vec::with_capacity(ours.len().max(theirs.len()));
        for their in theirs {
            let id = their.id;
            let (base, there) = (self.base.get(&id), self.theirs.get(&id));
            match ours.remove(&id) {
                Some(our) if base != self.ours.get(&id) && there != self.ours.get(&id) => {
                    if base == there {
                        merged.reapplied.push(id);
                        entries.push(our);
                    } else {
                        merged.both.push(id);
                        entries.push(field_by_field(our, their, base));
                    }
                }
                _ => entries.push(their),
            }
        }
        for id in order {
            let Some(our) = ours.remove(&id) else {
                continue;
            };
            let changed = self.base.get(&id) != self.ours.get(&id);
            // Absence is not deletion: only what was in the trash goes.
            if changed || our.deleted_at.is_none() {
                merged.reapplied.push(id);
                entries.push(our);
            }
        }
        (entries, merged)
    }
}

/// Both sides changed an entry. Its secret never changes.
fn field_by_field(mut our: Entry, mut their: Entry, base: Option<&Base>) -> Entry {
    if base.is_none_or(|base| base.names != record::names(&our)) {
        std::mem::swap(&mut their.account.issuer, &mut our.account.issuer);
        std::mem::swap(
            &mut their.account.issuer_in_label,
            &mut our.account.issuer_in_label,
        );
        std::mem::swap(&mut their.account.label, &mut our.account.label);
    }
    if base.is_none_or(|base| base.pinned != our.pinned) {
        their.pinned = our.pinned;
    }
    their.last_used_at = their.last_used_at.max(our.last_used_at);
    their.deleted_at = match (their.deleted_at, our.deleted_at) {
        (Some(there), Some(here)) => Some(there.max(here)),
        // One side deleted it and the other did not know: it goes to the trash, unless the other
        // side took it out of there.
        (there, here) if base.is_some_and(|base| base.deleted_at.is_none()) => there.or(here),
        _ => None,
    };
    if let (Kind::Hotp { counter: there }, Kind::Hotp { counter: here }) =
        (&mut their.account.kind, our.account.kind)
    {
        *there = here.max(*there);
    }
    their
}
