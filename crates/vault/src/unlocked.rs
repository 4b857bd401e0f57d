//! An open vault: having a reference to one is the permission to read its secrets.

use std::{collections::HashMap, path::Path};

use otp::UnixTime;

use crate::{
    Entry, EntryId, Key, KeyCheck, Location, Locked, QuarantinedView, SlotView, VaultError,
    VaultId, Ways,
    body::{Body, Way},
    header::Header,
    record::{self, Base},
    save,
    seal::SealKey,
    sealed::Sealed,
    slot::SlotSpec,
};

/// How long the trash keeps an entry, in seconds: 30 days.
pub const TRASH_SECONDS: u64 = 30 * 86_400;

/// An open vault. Changes are made in memory and kept by [`Unlocked::save`], or both at once by
/// [`Unlocked::transaction`]. Keys and secrets are wiped when it is dropped.
pub struct Unlocked {
    pub(crate) location: Location,
    pub(crate) id: VaultId,
    pub(crate) vault_key: SealKey,
    pub(crate) ways: Vec<Way>,
    pub(crate) body: Body,
    pub(crate) last: LastRead,
    pub(crate) dirty: bool,
    /// How many entries each generation holds, by file name; `None` where its key is gone.
    pub(crate) fullness: HashMap<String, Option<u64>>,
}

/// The file as it was last read or written: what a later state is compared with.
pub(crate) struct LastRead {
    pub(crate) header: Header,
    /// SHA-256 of the file.
    pub(crate) digest: [u8; 32],
    /// The vault key of the file.
    pub(crate) key: SealKey,
    /// What is remembered of each entry.
    pub(crate) entries: HashMap<EntryId, Base>,
    /// Entries of all kinds.
    pub(crate) count: u64,
}

impl LastRead {
    pub(crate) fn of(sealed: &Sealed, key: &SealKey, body: &Body) -> Result<Self, VaultError> {
        let bases = body
            .entries
            .iter()
            .map(|entry| Ok((entry.id, record::base(entry)?)));
        Ok(Self {
            header: sealed.header.clone(),
            digest: sealed.digest(),
            key: key.duplicate(),
            entries: bases.collect::<Result<_, VaultError>>()?,
            count: body.count(),
        })
    }

    pub(crate) fn duplicate(&self) -> Self {
        Self {
            header: self.header.clone(),
            digest: self.digest,
            key: self.key.duplicate(),
            entries: self.entries.clone(),
            count: self.count,
        }
    }
}

impl Unlocked {
    /// Makes a new vault with these ways in, and saves it. Folders that are missing are made.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]: nothing is ever overwritten. [`VaultError::EmptyPassword`],
    /// [`VaultError::OutOfMemory`], [`VaultError::Random`], and those of saving.
    pub fn create(path: &Path, ways: &Ways<'_>, now: UnixTime) -> Result<Self, VaultError> {
        let location = Location::new(path);
        let made = ways
            .keys()
            .into_iter()
            .map(|(key, kdf)| make_way(&key, kdf, now));
        let ways = made.collect::<Result<Vec<_>, _>>()?;
        save::create(location, ways, now)
    }

    /// Opens a file with its vault key.
    pub(crate) fn read(
        location: Location,
        sealed: Sealed,
        vault_key: SealKey,
        now: UnixTime,
    ) -> Result<Self, VaultError> {
        let plain = sealed.open(&vault_key)?;
        let specs = sealed.header.slots.iter().map(|slot| slot.spec.clone());
        let (mut body, ways) = Body::read(&plain, specs)?;
        let last = LastRead::of(&sealed, &vault_key, &body)?;
        body.entries.retain(|entry| !is_over(entry, now));
        let id = sealed.header.vault_id;
        let fullness = HashMap::new();
        Ok(Self {
            location,
            id,
            vault_key,
            ways,
            body,
            last,
            dirty: false,
            fullness,
        })
    }

    /// The name of the vault.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.id
    }

    /// Where it lies.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// When the file was last saved, by the clock of whoever saved it.
    #[must_use]
    pub const fn saved_at(&self) -> UnixTime {
        self.last.header.saved_at
    }

    /// The ways in.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotView> {
        self.ways.iter().map(|way| way.spec.view()).collect()
    }

    /// What tells whether a key is one of the ways into this very vault: the proof of presence that a
    /// secret asks for. It needs neither the file nor this value.
    #[must_use]
    pub fn key_check(&self) -> KeyCheck {
        KeyCheck::new(self.ways.iter().map(Way::duplicate).collect())
    }

    /// The live entries, in the order in which they were added.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.body
            .entries
            .iter()
            .filter(|entry| entry.deleted_at.is_none())
    }

    /// The entries in the trash.
    pub fn trash(&self) -> impl Iterator<Item = &Entry> {
        self.body
            .entries
            .iter()
            .filter(|entry| entry.deleted_at.is_some())
    }

    /// The entries that this version cannot understand. They are saved as they are.
    #[must_use]
    pub fn quarantined(&self) -> Vec<QuarantinedView> {
        self.body
            .quarantined
            .iter()
            .map(crate::quarantine::Quarantined::view)
            .collect()
    }

    /// One entry, live or in the trash.
    #[must_use]
    pub fn get(&self, id: EntryId) -> Option<&Entry> {
        self.body.entries.iter().find(|entry| entry.id == id)
    }

    /// Are there changes that are not saved?
    #[must_use]
    pub const fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Closes the vault and wipes what was open of it. Changes that are not saved are let go:
    /// ask [`Unlocked::is_dirty`] first.
    #[must_use]
    pub fn lock(self) -> Locked {
        Locked::of(self.location.clone(), self.last.header.clone())
    }
}

/// A new slot for a key.
pub(crate) fn make_way(
    key: &Key<'_>,
    kdf: Option<crate::KdfParams>,
    now: UnixTime,
) -> Result<Way, VaultError> {
    if let Key::Password(password) = key
        && password.is_empty()
    {
        return Err(VaultError::EmptyPassword);
    }
    let spec = SlotSpec::make(key.kind(), kdf, now)?;
    let wrapping = spec.derive(key)?;
    Ok(Way { spec, wrapping })
}

/// Has this entry been in the trash for longer than 30 days? A clock that was wrong when it was
/// deleted only makes it stay longer.
pub(crate) fn is_over(entry: &Entry, now: UnixTime) -> bool {
    entry
        .deleted_at
        .is_some_and(|at| now.saturating_sub(at) > TRASH_SECONDS)
}
