//! The recovery key: as a picture or a file, until it was saved or the vault locks.

use std::io::Write as _;
use std::path::Path;

use exchange::sheet::{self, Sheet};
use otp::UnixTime;
use vault::RecoveryKey;
use zeroize::Zeroizing;

use crate::App;
use crate::faults::{fault, internal, of_vault};
use crate::session::Open;
use crate::wire::{Fault, FaultCode, SavedView};

impl App {
    /// The recovery sheet as a PNG.
    ///
    /// # Errors
    /// `locked`, `recovery_gone`.
    pub fn recovery_picture(&self) -> Result<Vec<u8>, Fault> {
        self.touch_activity();
        let picture = self.with_sheet(|sheet| sheet::picture(sheet).map_err(internal))?;
        Ok(picture.bytes.to_vec())
    }

    /// Writes the recovery sheet, as a picture where the name ends in `.png` and as text elsewhere. Only its owner can
    /// read the file.
    ///
    /// # Errors
    /// `locked`, `recovery_gone`, `write_failed`.
    pub fn recovery_save(&self, path: &Path) -> Result<SavedView, Fault> {
        self.touch_activity();
        let is_picture = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
        let bytes = self.with_sheet(|sheet| {
            if is_picture {
                return Ok(sheet::picture(sheet).map_err(internal)?.bytes);
            }
            Ok(Zeroizing::new(sheet::text(sheet).as_bytes().to_vec()))
        })?;
        write_private(path, &bytes).map_err(|error| {
            fault(FaultCode::WriteFailed)
                .with("path", path.display())
                .with("reason", error.kind())
        })?;
        Ok(SavedView {
            path: path.display().to_string(),
        })
    }

    /// The recovery key as text, for a terminal. No command of the wire gives it.
    ///
    /// # Errors
    /// `locked`, `recovery_gone`.
    pub fn recovery_text(&self) -> Result<Zeroizing<String>, Fault> {
        self.with_open(|open| Ok(at_hand(open)?.to_groups()))
    }

    /// The person has saved, printed or written down the recovery key: it is forgotten here.
    ///
    /// # Errors
    /// `locked`, `settings_not_saved`.
    pub fn recovery_done(&self) -> Result<(), Fault> {
        self.touch_activity();
        let made = self.with_open(|open| {
            open.recovery = None;
            Ok(crate::open::legible(&open.vault.slots()).recovery_made)
        })?;
        let stored = self.store_settings(|stored| stored.recovery_kept = made);
        self.events.state_changed();
        stored
    }

    /// Makes a new recovery key; the old one opens nothing any more. Needs a proof of presence.
    ///
    /// # Errors
    /// `reveal_needed`, and those of saving.
    pub fn recovery_renew(&self) -> Result<(), Fault> {
        self.touch_activity();
        let path = &self.ports.paths.vault;
        let now = self.ports.clock.now();
        self.with_presence(|open| {
            let key = RecoveryKey::make().map_err(|error| of_vault(&error, path))?;
            open.vault
                .transaction(now, |vault| vault.set_recovery(&key, now))
                .map_err(|error| of_vault(&error, path))?;
            open.recovery = Some(key);
            Ok(())
        })?;
        let stored = self.store_settings(|stored| stored.recovery_kept = None);
        self.events.state_changed();
        stored
    }

    fn with_sheet<T>(&self, work: impl FnOnce(&Sheet<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let path = self.ports.paths.vault.display().to_string();
        self.with_open(|open| {
            let made = crate::open::legible(&open.vault.slots()).recovery_made;
            let date = date(made.unwrap_or_else(|| self.ports.clock.now()));
            let groups = at_hand(open)?.to_groups();
            work(&Sheet::recovery(&groups, &date, &path))
        })
    }
}

fn at_hand(open: &Open) -> Result<&RecoveryKey, Fault> {
    open.recovery
        .as_ref()
        .ok_or_else(|| fault(FaultCode::RecoveryGone))
}

/// Writes a file that only its owner can read, in one step.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    // Temp files of this crate are made for their owner alone.
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// The day of a moment in UTC as ISO 8601 writes it, by the Gregorian calendar
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
pub(crate) fn date(at: UnixTime) -> String {
    let days = at / 86_400 + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(951_868_799), "2000-02-29");
        assert_eq!(date(951_868_800), "2000-03-01");
        assert_eq!(date(1_767_225_599), "2025-12-31");
        assert_eq!(date(4_107_542_400), "2100-03-01");
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sheet.txt");
        write_private(&path, b"x").unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
