//! Copies of the vault in a folder of the person's choice: each is opened by every way in, right after it was
//! written, so that a backup that would not open is noticed while the vault is still there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use otp::UnixTime;

use crate::{
    Location, Region, Step, Unlocked, VaultError, VaultId,
    body::{Body, Way},
    disk,
    lock::SaveLock,
    sealed,
    sealed::Sealed,
};

/// What the names of backups begin with.
const PREFIX: &str = "countersign-";
/// What the names of backups end with.
const SUFFIX: &str = ".countersign";

/// A backup that is certain: flushed to the disk, read back, and opened by every way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The file.
    pub path: PathBuf,
    /// The save counter of the vault that it is a copy of.
    pub counter: u64,
    /// Entries in it: live, in the trash and in quarantine.
    pub entries: u64,
}

/// A backup of some vault that lies in a folder and is whole.
struct Found {
    path: PathBuf,
    counter: u64,
    saved_at: UnixTime,
    size: usize,
}

/// A backup that can be made while the vault itself is free for others: the folder may be on a slow disk. The keys in it
/// are wiped when it is dropped.
pub struct BackupJob {
    location: Location,
    id: VaultId,
    ways: Vec<Way>,
    digest: [u8; 32],
    counter: u64,
    count: u64,
}

impl Unlocked {
    /// What makes a backup of the vault as it was last read or saved.
    #[must_use]
    pub fn backup_job(&self) -> BackupJob {
        BackupJob {
            location: self.location.clone(),
            id: self.id,
            ways: self.ways.iter().map(Way::duplicate).collect(),
            digest: self.last.digest,
            counter: self.last.header.counter,
            count: self.last.count,
        }
    }

    /// Makes a backup: see [`BackupJob::run`].
    ///
    /// # Errors
    /// Those of [`BackupJob::run`].
    pub fn back_up(&self, folder: &Path, day: &str, keep: usize) -> Result<BackedUp, VaultError> {
        self.backup_job().run(folder, day, keep)
    }

    /// The save counter of the file as it was last read or written.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.last.header.counter
    }
}

impl BackupJob {
    /// The save counter of the vault that it is a copy of.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }

    /// Copies the saved vault into a folder, under a name with `day` in it, and proves the copy: it is read back,
    /// compared, and opened by each way in. Then the `keep` newest backups of this vault stay there, and the
    /// largest; no other file is touched. The folder is not made: where it is gone, its disk is.
    ///
    /// # Errors
    /// [`VaultError::ChangedOnDisk`] when another process saved meanwhile, [`VaultError::SameFolder`],
    /// [`VaultError::NotVerified`], [`VaultError::Busy`], [`VaultError::Io`]. Older backups are still there then.
    pub fn run(&self, folder: &Path, day: &str, keep: usize) -> Result<BackedUp, VaultError> {
        if self.lies_in(folder)? {
            return Err(VaultError::SameFolder);
        }
        let bytes = {
            let _lock = SaveLock::take(&self.location)?;
            disk::read(&self.location.path, Step::Read)?
        };
        if sealed::digest(&bytes) != self.digest {
            return Err(VaultError::ChangedOnDisk);
        }
        let (counter, mark) = (self.counter, self.mark());
        let path = folder.join(format!("{PREFIX}{day}-{counter:010}-{mark}{SUFFIX}"));
        // One name for what is being written, whatever the day: the next backup clears away what a killed one left.
        let location = Location::new(&folder.join(format!("{PREFIX}{mark}{SUFFIX}")));
        disk::sweep(&location, folder);
        let temp = disk::write_new(&location, folder, &bytes, Step::BackUp)?;
        self.prove(temp.path(), &bytes)?;
        disk::put(temp, &path, Step::BackUp)?;
        self.prove(&path, &bytes)?;
        self.thin_out(folder, keep.max(1));
        Ok(BackedUp {
            path,
            counter,
            entries: self.count,
        })
    }

    /// A folder that holds the vault, or its generations, shares its fate.
    fn lies_in(&self, folder: &Path) -> Result<bool, VaultError> {
        let real = |path: &Path| fs::canonicalize(path).map_err(VaultError::io(Step::BackUp));
        let (there, here) = (real(folder)?, real(self.location.folder())?);
        Ok(there == here || there.starts_with(here.join(self.location.generations())))
    }

    /// The start of the vault's id, to tell the backups of several vaults in one folder apart.
    fn mark(&self) -> String {
        self.id.to_string().chars().take(8).collect()
    }

    /// Reads a copy back: it is what was written, and each way in opens it and finds all entries.
    fn prove(&self, path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        let unproven = |_| VaultError::NotVerified;
        let there = disk::read(path, Step::ReadBack)?;
        if there != bytes {
            return Err(VaultError::NotVerified);
        }
        let copy = Sealed::read(there).map_err(unproven)?;
        for slot in &copy.header.slots {
            let way = self.ways.iter().find(|way| way.spec.id == slot.spec.id);
            // A way in that was changed here and is not saved yet: the file has the old one.
            let Some(way) = way else { continue };
            let key = slot.unwrap(&self.id, &way.wrapping).map_err(unproven)?;
            let plain = copy.open(&key).map_err(unproven)?;
            let specs = copy.header.slots.iter().map(|slot| slot.spec.clone());
            let (body, _) = Body::read(&plain, specs).map_err(unproven)?;
            if body.count() != self.count {
                return Err(VaultError::damaged(Region::Records));
            }
        }
        Ok(())
    }

    /// Removes backups of this vault that need not stay. It comes after one that is certain, so what goes wrong
    /// here is only logged.
    fn thin_out(&self, folder: &Path, keep: usize) {
        let mut found = self.backups(folder);
        found.sort_by_key(|backup| std::cmp::Reverse((backup.counter, backup.saved_at)));
        let largest = found.iter().map(|backup| backup.size).max();
        let spared = found.iter().position(|backup| Some(backup.size) == largest);
        for (place, backup) in found.iter().enumerate().skip(keep) {
            if Some(place) != spared
                && let Err(error) = fs::remove_file(&backup.path)
            {
                log::warn!("an old backup stays: {}", error.kind());
            }
        }
    }

    /// The backups of this very vault in a folder, by their content; what is damaged is none, and stays.
    fn backups(&self, folder: &Path) -> Vec<Found> {
        let end = format!("-{}{SUFFIX}", self.mark());
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let named = entry
                .file_name()
                .to_str()
                .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(&end));
            if !named {
                continue;
            }
            let path = entry.path();
            let Ok(bytes) = disk::read(&path, Step::BackUp) else {
                continue;
            };
            let size = bytes.len();
            let Ok(copy) = Sealed::read(bytes) else {
                continue;
            };
            if copy.header.vault_id == self.id {
                let (counter, saved_at) = (copy.header.counter, copy.header.saved_at);
                found.push(Found {
                    path,
                    counter,
                    saved_at,
                    size,
                });
            }
        }
        found
    }
}
