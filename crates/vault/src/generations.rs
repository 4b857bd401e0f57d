//! The files that were: kept beside the vault, listed, put back.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use otp::UnixTime;

use crate::{
    Location, Step, VaultError, access, disk,
    lock::SaveLock,
    retention::{Kept, retained},
    seal::SealKey,
    sealed::Sealed,
    unlocked::LastRead,
};

/// What the names of generations end with.
const SUFFIX: &str = ".countersign";

/// An earlier state of a vault: a vault file of its own, which [`crate::Locked::open`] opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    path: PathBuf,
    name: String,
    counter: u64,
    saved_at: UnixTime,
    size: u64,
}

impl Generation {
    /// Names it in [`restore_generation`].
    #[must_use]
    pub fn id(&self) -> String {
        self.name.clone()
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its save counter: the higher, the newer.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }

    /// When it was saved.
    #[must_use]
    pub const fn saved_at(&self) -> UnixTime {
        self.saved_at
    }

    /// Its size in bytes.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }
}

/// The generations of the vault at this path that are whole, newest first. The vault itself need
/// not be there.
///
/// # Errors
/// [`VaultError::Io`] when the folder cannot be read; that there is none is no error.
pub fn generations(path: &Path) -> Result<Vec<Generation>, VaultError> {
    let mut found = list(&Location::new(path))?;
    found.retain(|generation| {
        disk::read(&generation.path, Step::List)
            .and_then(Sealed::read)
            .is_ok()
    });
    Ok(found)
}

/// Puts a generation in the vault's place. What lies there is first kept aside, as
/// `<name>.damaged-<n>`. Returns where it was kept, if there was anything.
///
/// # Errors
/// [`VaultError::Missing`] when there is no such generation, [`VaultError::Damaged`] when it is not
/// whole itself, [`VaultError::Busy`], [`VaultError::Io`]. On every error nothing is lost.
pub fn restore_generation(path: &Path, id: &str) -> Result<Option<PathBuf>, VaultError> {
    let location = Location::new(path);
    let _lock = SaveLock::take(&location)?;
    // Only by the names of the list: an id never becomes a path.
    let found = list(&location)?
        .into_iter()
        .find(|generation| generation.name == id);
    let generation = found.ok_or_else(|| VaultError::Missing {
        path: location.generations(),
    })?;
    let bytes = disk::read(&generation.path, Step::Read)?;
    let bytes = Sealed::read(bytes)?.into_bytes();
    disk::sweep(&location, location.folder());
    let temp = disk::write_new(&location, location.folder(), &bytes, Step::Restore)?;
    read_back(temp.path(), &bytes)?;
    let aside = keep_aside(&location)?;
    let placed = disk::put(temp, &location.path, Step::Restore)
        .and_then(|()| read_back(&location.path, &bytes));
    placed.inspect_err(|_| take_back(&location, aside.as_deref()))?;
    Ok(aside)
}

fn read_back(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    if disk::read(path, Step::ReadBack)? == bytes {
        Ok(())
    } else {
        Err(VaultError::NotVerified)
    }
}

/// What was kept aside goes back into the vault's place: the generation there proved bad, or nobody knows whether it
/// would outlast the power.
fn take_back(location: &Location, aside: Option<&Path>) {
    let Some(aside) = aside else { return };
    // Two names of one file: then renaming does nothing, and the file is in its place already.
    let done = fs::rename(aside, &location.path).and_then(|()| match fs::remove_file(aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => access::sync_folder(location.folder()),
    });
    if let Err(error) = done {
        log::error!(
            "what lay there could not be put back; it is kept beside it: {}",
            error.kind()
        );
    }
}

/// Gives what lies at the vault's place the first free name too: a second name needs nothing of the file to be
/// readable, and the place is never empty. Where the file system knows no second names, the file is renamed.
fn keep_aside(location: &Location) -> Result<Option<PathBuf>, VaultError> {
    for number in 1..=u32::MAX {
        let aside = location.damaged(number);
        let refused = |source| VaultError::Io {
            step: Step::Restore,
            source,
        };
        match fs::symlink_metadata(&aside) {
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(refused(source)),
        }
        // Looked at again: what is replaced next must have its other name.
        let linked = fs::hard_link(&location.path, &aside)
            .and_then(|()| fs::symlink_metadata(&aside).map(drop));
        return match linked.or_else(|_| fs::rename(&location.path, &aside)) {
            Ok(()) => Ok(Some(aside)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(refused(source)),
        };
    }
    Err(VaultError::AlreadyExists {
        path: location.damaged(u32::MAX),
    })
}

/// The name of the generation that the file as it was last read becomes.
pub(crate) fn name(last: &LastRead) -> String {
    let check = data_encoding::HEXLOWER.encode(&last.digest[..4]);
    let (counter, saved_at) = (last.header.counter, last.header.saved_at);
    format!("{counter:010}-{saved_at:010}-{check}{SUFFIX}")
}

/// Keeps the file that is about to be replaced; returns the name it goes by.
pub(crate) fn keep(
    location: &Location,
    last: &LastRead,
    bytes: &[u8],
) -> Result<String, VaultError> {
    let folder = location.generations();
    access::make_folder(&folder).map_err(VaultError::io(Step::Keep))?;
    disk::sweep(location, &folder);
    let name = name(last);
    let path = folder.join(&name);
    // A save that failed later on may have kept it already.
    if disk::read_if_there(&path, Step::Keep)?.as_deref() != Some(bytes) {
        let temp = disk::write_new(location, &folder, bytes, Step::Keep)?;
        disk::put(temp, &path, Step::Keep)?;
        // The file in the vault's place is replaced only once this one is there, whole.
        if disk::read(&path, Step::Keep)? != bytes {
            return Err(VaultError::NotVerified);
        }
    }
    Ok(name)
}

/// The highest counter among the generations.
pub(crate) fn highest_counter(location: &Location) -> Result<u64, VaultError> {
    Ok(list(location)?
        .iter()
        .map(|generation| generation.counter)
        .max()
        .unwrap_or(0))
}

/// Removes the generations that need not stay. It comes after a save that is certain, so what goes
/// wrong here is only logged.
pub(crate) fn prune(
    location: &Location,
    fullness: &mut HashMap<String, Option<u64>>,
    key: &SealKey,
    now: UnixTime,
) {
    let found = match list(location) {
        Ok(found) => found,
        Err(error) => return log::warn!("old generations stay: {error}"),
    };
    let kept: Vec<Kept> = found
        .iter()
        .map(|generation| Kept {
            counter: generation.counter,
            saved_at: generation.saved_at,
            size: generation.size,
            entries: *fullness
                .entry(generation.name.clone())
                .or_insert_with(|| count(&generation.path, key)),
        })
        .collect();
    for (generation, stays) in found.iter().zip(retained(&kept, now)) {
        if !stays {
            fullness.remove(&generation.name);
            if let Err(error) = fs::remove_file(&generation.path) {
                log::warn!("an old generation stays: {}", error.kind());
            }
        }
    }
}

/// How many entries a generation holds; `None` when this key does not open it.
fn count(path: &Path, key: &SealKey) -> Option<u64> {
    let sealed = Sealed::read(disk::read(path, Step::List).ok()?).ok()?;
    let plain = sealed.open(key).ok()?;
    crate::body::count(&plain)
}

/// What is named as a generation is, newest first.
pub(crate) fn list(location: &Location) -> Result<Vec<Generation>, VaultError> {
    let folder = match fs::read_dir(location.generations()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        folder => folder.map_err(VaultError::io(Step::List))?,
    };
    let mut found = Vec::new();
    for entry in folder {
        let entry = entry.map_err(VaultError::io(Step::List))?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Some((counter, saved_at)) = parse(&name) else {
            continue;
        };
        let size = entry.metadata().map_err(VaultError::io(Step::List))?.len();
        found.push(Generation {
            path: entry.path(),
            name,
            counter,
            saved_at,
            size,
        });
    }
    found.sort_by_key(|generation| std::cmp::Reverse((generation.counter, generation.saved_at)));
    Ok(found)
}

/// Counter and time from a name.
fn parse(name: &str) -> Option<(u64, UnixTime)> {
    let (counter, rest) = name.strip_suffix(SUFFIX)?.split_once('-')?;
    let (saved_at, check) = rest.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(counter) || !digits(saved_at) || check.len() != 8 {
        return None;
    }
    Some((counter.parse().ok()?, saved_at.parse().ok()?))
}
