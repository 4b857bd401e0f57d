//! Back to an earlier state of an open vault: seen before it is done, and undone by the same means.

use std::collections::{HashMap, HashSet};

use otp::{Kind, UnixTime};

use crate::{
    Entry, EntryId, Step, Unlocked, VaultError, body::Body, disk, generations, seal::SealKey,
    sealed::Sealed,
};

/// Issuer and label of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Names {
    /// Who issues the codes.
    pub issuer: String,
    /// Whose account it is.
    pub label: String,
}

impl Names {
    fn of(entry: &Entry) -> Self {
        let account = entry.account();
        Self {
            issuer: account.issuer.clone(),
            label: account.label.clone(),
        }
    }
}

/// What going back to a generation would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Accounts that are live there and not here: they come back.
    pub back: Vec<Names>,
    /// Accounts that are live here and not there: they go to the trash.
    pub gone: Vec<Names>,
    /// Accounts that have other names there: as they are here, as they are there.
    pub renamed: Vec<(Names, Names)>,
    /// Live accounts there.
    pub accounts: u64,
}

impl Comparison {
    /// Whether the accounts would be the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.back.is_empty() && self.gone.is_empty() && self.renamed.is_empty()
    }
}

impl Unlocked {
    /// What [`Unlocked::go_back`] to this generation would change. Nothing is changed yet.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when there is no such generation, [`VaultError::KeyReplaced`] when no key of this
    /// vault opens it any more, [`VaultError::Damaged`], [`VaultError::Io`].
    pub fn compare(&self, id: &str) -> Result<Comparison, VaultError> {
        let there = self.read_generation(id)?;
        let live = |entries: &[Entry]| -> HashMap<EntryId, Names> {
            let live = entries.iter().filter(|entry| entry.deleted_at.is_none());
            live.map(|entry| (entry.id, Names::of(entry))).collect()
        };
        let (then, now) = (live(&there.entries), live(&self.body.entries));
        let only = |some: &HashMap<EntryId, Names>, others: &HashMap<EntryId, Names>| {
            let only = some.iter().filter(|(id, _)| !others.contains_key(id));
            let mut only: Vec<Names> = only.map(|(_, names)| names.clone()).collect();
            only.sort();
            only
        };
        let mut renamed: Vec<(Names, Names)> = now
            .iter()
            .filter_map(|(id, here)| Some((here.clone(), then.get(id)?.clone())))
            .filter(|(here, there)| here != there)
            .collect();
        renamed.sort();
        Ok(Comparison {
            back: only(&then, &now),
            gone: only(&now, &then),
            renamed,
            accounts: then.len() as u64,
        })
    }

    /// Goes back to a generation and saves: the accounts, their names, pins and the trash are as they were. Nothing
    /// is lost by it: what was added since goes to the trash, counters never go back, the ways in stay as they are,
    /// and the state that was left is a generation itself. Returns its name: going back to that one undoes this.
    ///
    /// # Errors
    /// Those of [`Unlocked::compare`] and of [`Unlocked::transaction`]; memory and file are as they were then.
    pub fn go_back(&mut self, id: &str, now: UnixTime) -> Result<Option<String>, VaultError> {
        let there = self.read_generation(id)?;
        // When another process saved meanwhile, the state that is left is the one that came of both.
        let (left, counter) = (generations::name(&self.last), self.counter());
        self.transaction(now, |vault| {
            vault.take_over(there, now);
            Ok(())
        })?;
        Ok((self.counter() == counter + 1).then_some(left))
    }

    fn take_over(&mut self, there: Body, now: UnixTime) {
        let mut here: HashMap<EntryId, Entry> = HashMap::new();
        let mut order = Vec::new();
        for entry in std::mem::take(&mut self.body.entries) {
            order.push(entry.id);
            here.insert(entry.id, entry);
        }
        let mut entries = Vec::with_capacity(order.len());
        for mut entry in there.entries {
            if let Some(ours) = here.remove(&entry.id) {
                keep_counting(&mut entry, &ours);
            }
            entries.push(entry);
        }
        for id in order {
            if let Some(mut entry) = here.remove(&id) {
                entry.deleted_at.get_or_insert(now);
                entries.push(entry);
            }
        }
        let known: HashSet<String> = there
            .quarantined
            .iter()
            .map(|kept| kept.raw.to_string())
            .collect();
        let mut quarantined = there.quarantined;
        let ours = std::mem::take(&mut self.body.quarantined);
        quarantined.extend(
            ours.into_iter()
                .filter(|kept| !known.contains(kept.raw.as_str())),
        );
        self.body.entries = entries;
        self.body.quarantined = quarantined;
        self.dirty = true;
    }

    /// The body of a generation, by whichever key of this vault opens it.
    fn read_generation(&self, id: &str) -> Result<Body, VaultError> {
        // Only by the names of the list: an id never becomes a path.
        let found = generations::list(&self.location)?;
        let generation = found.iter().find(|generation| generation.id() == id);
        let generation = generation.ok_or_else(|| VaultError::Missing {
            path: self.location.generations(),
        })?;
        let sealed = Sealed::read(disk::read(generation.path(), Step::Read)?)?;
        if sealed.header.vault_id != self.id {
            return Err(VaultError::OtherVault);
        }
        let plain = self.open_by_any(&sealed).ok_or(VaultError::KeyReplaced)?;
        let specs = sealed.header.slots.iter().map(|slot| slot.spec.clone());
        let (body, _) = Body::read(&plain, specs)?;
        Ok(body)
    }

    /// Opens a file by the vault key, or by a slot that this vault still has: its wrapping key is the same.
    fn open_by_any(&self, sealed: &Sealed) -> Option<zeroize::Zeroizing<Vec<u8>>> {
        let by_slots = sealed.header.slots.iter().filter_map(|slot| {
            let way = self.ways.iter().find(|way| way.spec == slot.spec)?;
            slot.unwrap(&self.id, &way.wrapping).ok()
        });
        let keys = [self.vault_key.duplicate(), self.last.key.duplicate()];
        let mut keys: Vec<SealKey> = keys.into_iter().chain(by_slots).collect();
        keys.drain(..).find_map(|key| sealed.open(&key).ok())
    }
}

/// A counter that went back would make codes that were used already, and a time of use is a fact.
fn keep_counting(entry: &mut Entry, ours: &Entry) {
    if let (Kind::Hotp { counter: there }, Kind::Hotp { counter: here }) =
        (&mut entry.account.kind, ours.account.kind)
    {
        *there = here.max(*there);
    }
    entry.last_used_at = entry.last_used_at.max(ours.last_used_at);
}
