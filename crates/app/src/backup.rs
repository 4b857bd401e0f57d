//! Backups to a folder of the person's choice: once a day when something changed, each proven when it was made.

use std::path::{Path, PathBuf};
use std::time::Duration;

use otp::UnixTime;
use serde::{Deserialize, Serialize};
use vault::{Step, VaultError};

use crate::App;
use crate::faults::{fault, of_vault};
use crate::recovery::date;
use crate::session::Vault;
use crate::sync::held;
use crate::timers::Due;
use crate::wire::{BackupView, Fault, FaultCode, SavedView};

/// How many backups stay.
const KEPT: usize = 10;
/// Seconds between two backups.
const EVERY: u64 = 86_400;
/// A backup that lacks changes is old after so many seconds.
const OLD: u64 = 7 * 86_400;
/// How long a change waits for others before it is backed up.
const SETTLE: Duration = Duration::from_secs(5);
/// After a backup that failed, the next try.
const AGAIN: Duration = Duration::from_secs(3600);

/// What is remembered of backups, in the settings file.
#[derive(Serialize, Deserialize, Clone, Default)]
#[serde(default)]
pub(crate) struct StoredBackup {
    /// Where to; none until a person chose.
    pub(crate) folder: Option<PathBuf>,
    /// When the newest was made and proven, Unix seconds.
    newest_at: Option<UnixTime>,
    /// The save counter of the vault that it is a copy of.
    counter: Option<u64>,
}

impl StoredBackup {
    /// Is the vault as it is now in the newest backup?
    fn has(&self, counter: u64) -> bool {
        self.newest_at.is_some() && self.counter == Some(counter)
    }
}

impl App {
    /// Backs up into a folder that was just chosen; it is remembered once a backup there was proven.
    ///
    /// # Errors
    /// `backup_folder_gone`, `backup_same_folder`, `backup_unproven`, `write_failed`, `disk_full`, `locked`.
    pub fn backup_to(&self, folder: &Path) -> Result<SavedView, Fault> {
        self.touch_activity();
        self.back_up(folder)
    }

    /// Backs up now.
    ///
    /// # Errors
    /// Those of [`App::backup_to`].
    pub fn backup_now(&self) -> Result<SavedView, Fault> {
        self.touch_activity();
        match self.backup_folder() {
            Some(folder) => self.back_up(&folder),
            None => Err(fault(FaultCode::BackupFolderGone).with("path", "-")),
        }
    }

    /// No more backups are made; those that there are stay.
    ///
    /// # Errors
    /// `settings_not_saved`.
    pub fn backup_stop(&self) -> Result<(), Fault> {
        self.touch_activity();
        self.timers.cancel(Due::BackUp);
        *held(&self.backup_fault) = None;
        let stored = self.store_settings(|stored| stored.backup = StoredBackup::default());
        self.events.state_changed();
        stored
    }

    /// What the page shows of backups.
    pub(crate) fn backup_view(&self) -> BackupView {
        let counter = self.saved_counter();
        let stored = held(&self.settings).stored.backup.clone();
        let now = self.ports.clock.now();
        let lacks = counter.is_some_and(|counter| !stored.has(counter));
        let aged = stored
            .newest_at
            .is_none_or(|at| now.saturating_sub(at) > OLD);
        BackupView {
            old: stored.folder.is_some() && lacks && aged,
            folder: stored.folder.map(|folder| folder.display().to_string()),
            newest_at: stored.newest_at,
            fault: held(&self.backup_fault).clone(),
        }
    }

    /// Sets the deadline of the next backup, if one is wanted: soon, and a day after the one before it at the earliest.
    pub(crate) fn plan_backup(&self) {
        let stored = held(&self.settings).stored.backup.clone();
        let wanted = stored.folder.is_some()
            && self
                .saved_counter()
                .is_some_and(|counter| !stored.has(counter));
        if !wanted || self.timers.is_set(Due::BackUp) {
            return;
        }
        let now = self.ports.clock.now();
        // A backup of the future was made by a clock that was wrong: it holds nothing up.
        let age = stored
            .newest_at
            .map_or(EVERY, |at| if at > now { EVERY } else { now - at });
        let wait = SETTLE.max(Duration::from_secs(EVERY.saturating_sub(age)));
        self.timers
            .set(Due::BackUp, self.ports.clock.monotonic() + wait);
    }

    /// The deadline has come. In a thread of its own: a folder on a network may take its time, and no other deadline
    /// shall wait for it.
    pub(crate) fn start_backup(&self) {
        let me = self.me.clone();
        let thread = std::thread::Builder::new().name("backup".to_owned());
        let started = thread.spawn(move || {
            if let Some(app) = me.upgrade()
                && let Some(folder) = app.backup_folder()
                && let Err(fault) = app.back_up(&folder)
            {
                log::warn!("no backup was made: {}", fault.code.name());
            }
        });
        if let Err(error) = started {
            log::error!("a thread could not be started: {error}");
        }
    }

    fn backup_folder(&self) -> Option<PathBuf> {
        held(&self.settings).stored.backup.folder.clone()
    }

    fn saved_counter(&self) -> Option<u64> {
        match &*held(&self.vault) {
            Vault::Unlocked(open) => Some(open.vault.counter()),
            _ => None,
        }
    }

    fn back_up(&self, folder: &Path) -> Result<SavedView, Fault> {
        let done = {
            let _one = held(&self.backing_up);
            self.try_back_up(folder)
        };
        match &done {
            Ok(_) => *held(&self.backup_fault) = None,
            Err(fault) if fault.code == FaultCode::Locked => {}
            Err(fault) => {
                // A folder that was only tried is not the one that backups go to.
                if self.backup_folder().as_deref() == Some(folder) {
                    *held(&self.backup_fault) = Some(fault.clone());
                    self.timers
                        .set(Due::BackUp, self.ports.clock.monotonic() + AGAIN);
                }
            }
        }
        self.events.state_changed();
        done
    }

    fn try_back_up(&self, folder: &Path) -> Result<SavedView, Fault> {
        let now = self.ports.clock.now();
        let path = &self.ports.paths.vault;
        // Another process may have saved meanwhile: its changes belong into the backup, too.
        let job = self.with_open(|open| Ok(open.vault.backup_job()))?;
        let made = match job.run(folder, &date(now), KEPT) {
            Err(VaultError::ChangedOnDisk) => {
                let job = self.with_open(|open| {
                    open.vault
                        .reload(now)
                        .map_err(|error| of_vault(&error, path))?;
                    Ok(open.vault.backup_job())
                })?;
                self.events.codes_changed();
                job.run(folder, &date(now), KEPT)
            }
            made => made,
        };
        let made = made.map_err(|error| of_backup(&error, folder, path))?;
        self.timers.cancel(Due::BackUp);
        self.store_settings(|stored| {
            stored.backup = StoredBackup {
                folder: Some(folder.to_owned()),
                newest_at: Some(now),
                counter: Some(made.counter),
            };
        })?;
        Ok(SavedView {
            path: made.path.display().to_string(),
        })
    }
}

/// Why no backup was made: about the folder, not about the vault.
fn of_backup(error: &VaultError, folder: &Path, vault: &Path) -> Fault {
    let there = |code| fault(code).with("path", folder.display());
    match error {
        VaultError::SameFolder => there(FaultCode::BackupSameFolder),
        VaultError::NotVerified | VaultError::Damaged { .. } => there(FaultCode::BackupUnproven),
        VaultError::Io {
            step: Step::BackUp | Step::ReadBack | Step::SyncFolder,
            source,
        } => match source.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                there(FaultCode::BackupFolderGone)
            }
            kind => there(FaultCode::WriteFailed).with("reason", kind),
        },
        other => of_vault(other, vault),
    }
}
