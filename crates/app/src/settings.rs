//! Settings: a JSON file where the system wants configuration. An odd file is never fatal: the usual settings count and
//! the odd file is kept aside.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::App;
use crate::sync::held;
use crate::wire::{Fault, FaultCode, SettingsView};

/// The longest time for either clock of the settings, in seconds: a day.
const MOST_SECONDS: u32 = 86_400;
/// The largest settings file that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The settings file.
#[derive(Serialize, Deserialize, Clone, Default)]
#[serde(default)]
pub(crate) struct Stored {
    #[serde(flatten)]
    pub(crate) view: SettingsView,
    /// When the recovery key that was saved, printed or written down was made, Unix seconds. A vault
    /// with another one is nagged about, so a lost settings file errs on the safe side.
    pub(crate) recovery_kept: Option<u64>,
    /// Where backups go, and the newest.
    pub(crate) backup: crate::backup::StoredBackup,
    /// When the ways in were last typed.
    pub(crate) checks: crate::checks::StoredChecks,
    /// The notice about the missing tray was read.
    pub(crate) tray_missing_read: bool,
    /// What a newer version wrote: kept.
    #[serde(flatten)]
    pub(crate) other: serde_json::Map<String, serde_json::Value>,
}

/// The settings in memory, and the file's.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) stored: Stored,
}

/// Reads the file; with what was kept aside when it was odd.
pub(crate) fn read(path: &Path) -> (Settings, Option<PathBuf>) {
    match read_bounded(path) {
        Ok(bytes) => match serde_json::from_slice::<Stored>(&bytes) {
            Ok(mut stored) => {
                stored.view = within_bounds(stored.view);
                (Settings { stored }, None)
            }
            Err(_) => (Settings::default(), Some(keep_aside(path))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Settings::default(), None),
        Err(error) => {
            log::warn!("the settings cannot be read: {error}");
            (Settings::default(), None)
        }
    }
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Moves an odd file to the first free name beside it.
fn keep_aside(path: &Path) -> PathBuf {
    let aside = |number: u32| path.with_extension(format!("odd-{number}.json"));
    let free = (1..1000)
        .map(aside)
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| aside(1000));
    if let Err(error) = std::fs::rename(path, &free) {
        log::warn!("the odd settings file could not be moved: {error}");
        return path.to_owned();
    }
    free
}

/// Writes the file in one step: temp file beside it, sync, rename.
fn write(path: &Path, stored: &Stored) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec_pretty(stored)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn within_bounds(view: SettingsView) -> SettingsView {
    SettingsView {
        clear_clipboard_after: view.clear_clipboard_after.min(MOST_SECONDS),
        lock_after: view.lock_after.min(MOST_SECONDS),
        ..view
    }
}

impl App {
    /// The settings.
    pub fn settings(&self) -> SettingsView {
        held(&self.settings).stored.view.clone()
    }

    /// Changes the settings and writes them. They count in memory even when the file cannot be written.
    pub(crate) fn store_settings(&self, change: impl FnOnce(&mut Stored)) -> Result<(), Fault> {
        let mut settings = held(&self.settings);
        change(&mut settings.stored);
        write(&self.ports.paths.settings, &settings.stored)
            .map_err(|error| Fault::new(FaultCode::SettingsNotSaved).with("reason", error.kind()))
    }

    /// Takes new settings over, bounded, and applies them.
    ///
    /// # Errors
    /// `settings_not_saved`; `autostart_failed`, with all others saved.
    pub fn set_settings(&self, request: SettingsView) -> Result<SettingsView, Fault> {
        self.touch_activity();
        let wanted = within_bounds(request);
        let autostart = self.ports.autostart.is_set();
        let tried = if autostart == wanted.start_at_login {
            Ok(())
        } else {
            self.ports.autostart.set(wanted.start_at_login)
        };
        let applied = SettingsView {
            start_at_login: if tried.is_ok() {
                wanted.start_at_login
            } else {
                autostart
            },
            // The camera is chosen where it is started.
            camera: self.settings().camera,
            ..wanted
        };
        let saved = self.store_settings(|stored| stored.view = applied.clone());
        self.touch_activity();
        self.events.state_changed();
        saved?;
        tried.map_err(|reason| Fault::new(FaultCode::AutostartFailed).with("reason", reason))?;
        Ok(applied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_with_what_a_newer_version_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.json");
        let mut stored = Stored {
            recovery_kept: Some(7),
            ..Stored::default()
        };
        stored.view.hide_codes = true;
        stored.view.camera = Some("usb-1".to_owned());
        stored.other.insert("later".to_owned(), 5.into());
        write(&path, &stored).unwrap();
        let (read, aside) = read(&path);
        assert!(aside.is_none());
        assert_eq!(read.stored.view, stored.view);
        assert_eq!(read.stored.recovery_kept, Some(7));
        assert_eq!(read.stored.other, stored.other);
    }

    #[test]
    fn an_odd_file_is_kept_aside_and_the_usual_settings_count() {
        for odd in [
            "",
            "{",
            "[]",
            "{\"theme\":\"plaid\"}",
            "{\"lock_after\":-1}",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("settings.json");
            std::fs::write(&path, odd).unwrap();
            let (settings, aside) = read(&path);
            assert_eq!(settings.stored.view, SettingsView::default(), "{odd}");
            assert_eq!(std::fs::read_to_string(aside.unwrap()).unwrap(), odd);
            assert!(!path.exists());
        }
    }

    #[test]
    fn no_file_is_the_usual_settings() {
        let folder = tempfile::tempdir().unwrap();
        let (settings, aside) = read(&folder.path().join("settings.json"));
        assert_eq!(settings.stored.view, SettingsView::default());
        assert!(aside.is_none());
    }

    #[test]
    fn a_field_that_is_missing_has_its_usual_value_and_a_huge_one_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, "{\"lock_after\": 4294967295}").unwrap();
        let view = read(&path).0.stored.view;
        assert_eq!(view.lock_after, MOST_SECONDS);
        assert_eq!(
            view.clear_clipboard_after,
            SettingsView::default().clear_clipboard_after
        );
    }

    proptest::proptest! {
        #[test]
        fn any_settings_are_read_as_they_were_written(
            clear in 0..=MOST_SECONDS,
            lock in 0..=MOST_SECONDS,
            flags in proptest::array::uniform8(proptest::bool::ANY),
            camera in proptest::option::of("\\PC{0,20}"),
            kept in proptest::option::of(proptest::num::u64::ANY),
        ) {
            let view = SettingsView {
                theme: crate::wire::Theme::Light,
                clear_clipboard_after: clear,
                lock_after: lock,
                lock_on_screensaver: flags[4],
                lock_on_session: flags[5],
                lock_on_sleep: flags[6],
                lock_on_minimise: flags[7],
                close_to_tray: flags[0],
                start_at_login: flags[1],
                hide_codes: flags[2],
                camera,
            };
            let stored = Stored { view, recovery_kept: kept, tray_missing_read: flags[3], ..Stored::default() };
            let read: Stored = serde_json::from_slice(&serde_json::to_vec(&stored).unwrap()).unwrap();
            proptest::prop_assert_eq!(read.view, stored.view);
            proptest::prop_assert_eq!(read.recovery_kept, stored.recovery_kept);
            proptest::prop_assert_eq!(read.tray_missing_read, stored.tray_missing_read);
            proptest::prop_assert!(read.other.is_empty());
        }
    }
}
