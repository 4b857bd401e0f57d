//! Ways in that are not used for weeks are forgotten or lost unnoticed: where the keyring opens the vault by itself, the
//! person is asked now and then, gently, to try the other one.

use otp::UnixTime;
use serde::{Deserialize, Serialize};
use vault::{Key, Locked, SlotKind, SlotView};

use crate::App;
use crate::faults::of_vault;
use crate::session::Vault;
use crate::sync::held;
use crate::wire::{CheckView, Fault};

/// A day, in seconds.
const DAY: u64 = 86_400;
/// A password that was not typed for so long is asked for.
const PASSWORD_AFTER: u64 = 21 * DAY;
/// A recovery key that is the only other way in, and was not tried for so long.
const RECOVERY_AFTER: u64 = 90 * DAY;
/// What was put off comes again after so long.
const PUT_OFF: u64 = 14 * DAY;

/// What is remembered of checks, in the settings file.
#[derive(Serialize, Deserialize, Clone, Default, PartialEq)]
#[serde(default)]
pub(crate) struct StoredChecks {
    /// When the password was last typed and right, Unix seconds.
    password_typed: Option<UnixTime>,
    /// When the recovery key was last typed and right, Unix seconds.
    pub(crate) recovery_typed: Option<UnixTime>,
    /// When the person put the check off, Unix seconds.
    put_off: Option<UnixTime>,
}

/// Which check is due. Without the keyring every unlock is one.
pub(crate) fn due(slots: &[SlotView], stored: &StoredChecks, now: UnixTime) -> Option<CheckView> {
    let made = |kind| {
        let slot = slots.iter().find(|slot| slot.kind == kind);
        slot.map(|slot| slot.created_at)
    };
    made(SlotKind::Keyring)?;
    let over = |since: UnixTime, after: u64| now.saturating_sub(since) > after;
    if stored.put_off.is_some_and(|at| !over(at, PUT_OFF)) {
        return None;
    }
    if let Some(made) = made(SlotKind::Password) {
        let since = stored.password_typed.unwrap_or(made).max(made);
        return over(since, PASSWORD_AFTER).then_some(CheckView::Password);
    }
    let made = made(SlotKind::Recovery)?;
    let since = stored.recovery_typed.unwrap_or(made).max(made);
    over(since, RECOVERY_AFTER).then_some(CheckView::Recovery)
}

impl App {
    /// The check that is due.
    pub(crate) fn check_due(&self) -> Option<CheckView> {
        let slots = match &*held(&self.vault) {
            Vault::Unlocked(open) => open.vault.slots(),
            _ => return None,
        };
        let stored = held(&self.settings).stored.checks.clone();
        due(&slots, &stored, self.ports.clock.now())
    }

    /// Not now: the check comes again in two weeks.
    ///
    /// # Errors
    /// `settings_not_saved`.
    pub fn put_off_check(&self) -> Result<(), Fault> {
        self.touch_activity();
        let now = self.ports.clock.now();
        let stored = self.store_settings(|stored| stored.checks.put_off = Some(now));
        self.events.state_changed();
        stored
    }

    /// A key was typed and is right. What cannot be written of that costs no more than being asked once more.
    pub(crate) fn was_typed(&self, kind: SlotKind) {
        let now = self.ports.clock.now();
        let before = held(&self.settings).stored.checks.clone();
        let mut checks = before.clone();
        let known = match kind {
            SlotKind::Password => &mut checks.password_typed,
            SlotKind::Recovery => &mut checks.recovery_typed,
            _ => return,
        };
        // Not a write for every unlock of a day.
        if known.is_none_or(|at| now.abs_diff(at) >= DAY) || kind == SlotKind::Recovery {
            *known = Some(now);
        }
        checks.put_off = None;
        if checks != before {
            let _ = self.store_settings(|stored| stored.checks = checks);
        }
    }

    /// The proof that a recovery key works: the file on the disk opens with it, and is this very vault.
    pub(crate) fn opens_the_file(&self, key: &Key<'_>) -> Result<(), Fault> {
        let path = &self.ports.paths.vault;
        let here = self.with_open(|open| Ok(open.vault.id()))?;
        let now = self.ports.clock.now();
        let opened = Locked::open(path).and_then(|locked| {
            if locked.id() == here {
                locked.unlock(key, now).map(drop)
            } else {
                Err(vault::VaultError::OtherVault)
            }
        });
        opened.map_err(|error| of_vault(&error, path))
    }
}
