//! Bytes from the disk and onto it, in whole files.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::{Location, Step, VaultError, access, sealed::MAX_FILE_BYTES};

/// What the names of files that are being written end with.
const TEMP_SUFFIX: &str = ".tmp";

/// Reads a file that is no larger than a vault can be.
pub(crate) fn read(path: &Path, step: Step) -> Result<Vec<u8>, VaultError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VaultError::Missing {
                path: path.to_owned(),
            });
        }
        opened => opened.map_err(VaultError::io(step))?,
    };
    let size = file.metadata().map_err(VaultError::io(step))?.len();
    let too_large = |size| VaultError::TooLarge {
        size,
        limit: MAX_FILE_BYTES,
    };
    if size > MAX_FILE_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // Not by the size alone: it may grow meanwhile, and what is no plain file has none.
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(VaultError::io(step))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// The same, where it is no error that there is no file.
pub(crate) fn read_if_there(path: &Path, step: Step) -> Result<Option<Vec<u8>>, VaultError> {
    match read(path, step) {
        Err(VaultError::Missing { .. }) => Ok(None),
        read => read.map(Some),
    }
}

/// Writes bytes into a new file of a folder and flushes them to the disk. The file has mode 0600,
/// and is removed when the value is dropped without having been renamed into place.
pub(crate) fn write_new(
    location: &Location,
    folder: &Path,
    bytes: &[u8],
    step: Step,
) -> Result<NamedTempFile, VaultError> {
    let prefix = location.temp_prefix();
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(TEMP_SUFFIX);
    let mut file = builder.tempfile_in(folder).map_err(VaultError::io(step))?;
    file.write_all(bytes).map_err(VaultError::io(step))?;
    let sync = if matches!(step, Step::Write) {
        Step::Sync
    } else {
        step
    };
    file.as_file().sync_all().map_err(VaultError::io(sync))?;
    Ok(file)
}

/// Removes what saves that were killed left behind. Only under the lock: nobody else is writing.
pub(crate) fn sweep(location: &Location, folder: &Path) {
    let prefix = location.temp_prefix();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let (name, prefix) = (name.as_encoded_bytes(), prefix.as_encoded_bytes());
        if name.starts_with(prefix)
            && name.ends_with(TEMP_SUFFIX.as_bytes())
            && let Err(error) = fs::remove_file(entry.path())
        {
            log::warn!("an unfinished file could not be removed: {}", error.kind());
        }
    }
}

/// Renames a new file into place and flushes the folder.
pub(crate) fn put(file: NamedTempFile, path: &Path, step: Step) -> Result<(), VaultError> {
    file.persist(path).map_err(|error| VaultError::Io {
        step,
        source: error.error,
    })?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    access::sync_folder(folder.unwrap_or(Path::new("."))).map_err(VaultError::io(Step::SyncFolder))
}
