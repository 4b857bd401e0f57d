//! Onto the disk, so that at every instant the old file or the new one is there, whole.

use std::{collections::HashMap, fs, path::Path};

use otp::UnixTime;

use crate::{
    Location, Step, Unlocked, VaultError, VaultId, access,
    body::{Body, Way},
    disk,
    edit_ways::make_key,
    generations,
    lock::SaveLock,
    seal::SealKey,
    sealed::{self, Sealed},
    unlocked::{LastRead, is_over},
};

/// A save that is certain: flushed to the disk, read back and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Grows with every save of a vault.
    pub counter: u64,
    /// The time that the file says it was saved at.
    pub saved_at: UnixTime,
}

/// A file that is to be written, and what it must read back as.
struct Written {
    bytes: Vec<u8>,
    digest: [u8; 32],
    /// SHA-256 of the plaintext.
    plain: [u8; 32],
    /// Entries that are understood.
    known: usize,
}

impl Unlocked {
    /// Saves. When this returns, the file is on the disk and was read back as it was written; the
    /// previous one is kept as a generation. What has been in the trash for longer than 30 days
    /// is left out.
    ///
    /// # Errors
    /// [`VaultError::ChangedOnDisk`] when another process saved meanwhile: `reload` merges.
    /// [`VaultError::Busy`], [`VaultError::ReadOnly`], [`VaultError::TooLarge`],
    /// [`VaultError::NotVerified`], [`VaultError::Random`], and [`VaultError::Io`] with the step.
    /// On every error the previous file is in its place, and the changes are still in memory.
    pub fn save(&mut self, now: UnixTime) -> Result<Saved, VaultError> {
        if self.location.is_generation() {
            return Err(VaultError::ReadOnly);
        }
        let path = &self.location.path;
        let _lock = SaveLock::take(&self.location)?;
        let previous = disk::read_if_there(path, Step::Read)?;
        if previous
            .as_ref()
            .is_some_and(|bytes| sealed::digest(bytes) != self.last.digest)
        {
            return Err(VaultError::ChangedOnDisk);
        }
        disk::sweep(&self.location, self.location.folder());
        // Above the generations too: a restored one would else count anew what was counted already.
        let highest = generations::highest_counter(&self.location)?;
        let counter = self.last.header.counter.max(highest).saturating_add(1);
        let keep = |entry: &crate::Entry| !is_over(entry, now);
        let body = self.body.write(&self.ways, keep)?;
        let known = self.body.entries.iter().filter(|entry| keep(entry)).count();
        let written = write(
            &self.id,
            &self.ways,
            &self.vault_key,
            body,
            known,
            counter,
            now,
        )?;

        let temp = disk::write_new(
            &self.location,
            self.location.folder(),
            &written.bytes,
            Step::Write,
        )?;
        read_back(temp.path(), &written, &self.vault_key)?;
        if let Some(previous) = &previous {
            let kept = generations::keep(&self.location, &self.last, previous)?;
            self.fullness.insert(kept, Some(self.last.count));
        }
        let placed = disk::put(temp, path, Step::Rename)
            .and_then(|()| read_back(path, &written, &self.vault_key));
        let (sealed, body) = placed.inspect_err(|_| self.roll_back(previous.as_deref()))?;

        self.last = LastRead::of(&sealed, &self.vault_key, &body)?;
        self.body.entries.retain(keep);
        self.dirty = false;
        generations::prune(&self.location, &mut self.fullness, &self.vault_key, now);
        Ok(Saved {
            counter,
            saved_at: now,
        })
    }

    /// Puts the previous file back, after the new one was put in place and proved bad.
    fn roll_back(&self, previous: Option<&[u8]>) {
        let path = &self.location.path;
        let there = disk::read_if_there(path, Step::ReadBack);
        if previous.is_some_and(|bytes| there.is_ok_and(|there| there.as_deref() == Some(bytes))) {
            return;
        }
        let done = match previous {
            Some(bytes) => {
                disk::write_new(&self.location, self.location.folder(), bytes, Step::Restore)
                    .and_then(|temp| disk::put(temp, path, Step::Restore))
            }
            None => fs::remove_file(path).map_err(VaultError::io(Step::Restore)),
        };
        if let Err(error) = done {
            // It is kept as the newest generation in any case.
            log::error!("the previous vault could not be put back: {error}");
        }
    }
}

/// Makes a vault without entries at a place where there is no file.
pub(crate) fn create(
    location: Location,
    ways: Vec<Way>,
    now: UnixTime,
) -> Result<Unlocked, VaultError> {
    let exists = |path: &Path| VaultError::AlreadyExists {
        path: path.to_owned(),
    };
    // Not `exists()`: what cannot be looked at may be there.
    match fs::symlink_metadata(&location.path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(source) => {
            return Err(VaultError::Io {
                step: Step::Read,
                source,
            });
        }
        Ok(_) => return Err(exists(&location.path)),
    }
    if location.is_generation() {
        return Err(VaultError::ReadOnly);
    }
    access::make_folder(location.folder()).map_err(VaultError::io(Step::Folder))?;
    let _lock = SaveLock::take(&location)?;
    disk::sweep(&location, location.folder());
    let (id, vault_key) = (VaultId::make()?, make_key()?);
    let counter = generations::highest_counter(&location)?.saturating_add(1);
    let body = Body::default().write(&ways, |_| true)?;
    let written = write(&id, &ways, &vault_key, body, 0, counter, now)?;
    let temp = disk::write_new(&location, location.folder(), &written.bytes, Step::Write)?;
    read_back(temp.path(), &written, &vault_key)?;
    temp.persist_noclobber(&location.path)
        .map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => exists(&location.path),
            _ => VaultError::Io {
                step: Step::Rename,
                source: error.error,
            },
        })?;
    let placed = access::sync_folder(location.folder())
        .map_err(VaultError::io(Step::SyncFolder))
        .and_then(|()| read_back(&location.path, &written, &vault_key));
    let (sealed, body) = placed.inspect_err(|_| {
        // Nothing is in it, and nobody was told of it: a second try finds the place free.
        if let Err(error) = fs::remove_file(&location.path) {
            log::error!("the new vault could not be taken back: {}", error.kind());
        }
    })?;
    let last = LastRead::of(&sealed, &vault_key, &body)?;
    let fullness = HashMap::new();
    Ok(Unlocked {
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

/// Wraps the vault key in each slot and seals the body.
fn write(
    id: &VaultId,
    ways: &[Way],
    key: &SealKey,
    body: crate::wiping::WipingBuffer,
    known: usize,
    counter: u64,
    now: UnixTime,
) -> Result<Written, VaultError> {
    let wrapped = ways.iter().map(|way| way.spec.wrap(id, &way.wrapping, key));
    let slots = wrapped.collect::<Result<Vec<_>, _>>()?;
    let (bytes, plain) = Sealed::write(id, counter, now, &slots, key, body)?;
    let digest = sealed::digest(&bytes);
    Ok(Written {
        bytes,
        digest,
        plain,
        known,
    })
}

/// Reads a file back and opens it: it must be what was written, down to the last record.
fn read_back(path: &Path, written: &Written, key: &SealKey) -> Result<(Sealed, Body), VaultError> {
    let bytes = disk::read(path, Step::ReadBack)?;
    if sealed::digest(&bytes) != written.digest {
        return Err(VaultError::NotVerified);
    }
    let sealed = Sealed::read(bytes).map_err(|_| VaultError::NotVerified)?;
    let plain = sealed.open(key).map_err(|_| VaultError::NotVerified)?;
    if sealed::digest(&plain) != written.plain {
        return Err(VaultError::NotVerified);
    }
    let specs = sealed.header.slots.iter().map(|slot| slot.spec.clone());
    let (body, _) = Body::read(&plain, specs).map_err(|_| VaultError::NotVerified)?;
    // What is saved opens again: no entry may go into quarantine by being saved.
    if body.entries.len() != written.known {
        return Err(VaultError::NotVerified);
    }
    Ok((sealed, body))
}
