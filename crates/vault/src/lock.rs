//! One process at a time saves.

use std::{
    fs::File,
    thread,
    time::{Duration, Instant},
};

use fs4::{FileExt, TryLockError};

use crate::{Location, Step, VaultError, access};

/// How long another process may take before it is called busy.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// The lock file, held. The system lets go of it when this is dropped and when the process dies.
pub(crate) struct SaveLock(#[expect(dead_code, reason = "held, and let go by being dropped")] File);

impl SaveLock {
    /// Takes the lock, waiting a short while.
    ///
    /// # Errors
    /// [`VaultError::Busy`], and [`VaultError::Io`] where the folder cannot be written to.
    pub(crate) fn take(location: &Location) -> Result<Self, VaultError> {
        let file = access::open_private(&location.lock()).map_err(VaultError::io(Step::Lock))?;
        let started = Instant::now();
        loop {
            match FileExt::try_lock(&file) {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => {
                    thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
                Err(TryLockError::Error(source)) => {
                    return Err(VaultError::Io {
                        step: Step::Lock,
                        source,
                    });
                }
            }
        }
    }
}
