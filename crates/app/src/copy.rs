//! A code to the clipboard, and away from it again.

use std::time::Duration;

use otp::{Account, Code, UnixTime, code_at};
use zeroize::Zeroizing;

use crate::App;
use crate::accounts::entry_id;
use crate::faults::{fault, of_clipboard};
use crate::session::Open;
use crate::texts::texts;
use crate::timers::Due;
use crate::wire::{
    CopiedView, CopyRequest, Fault, FaultCode, ForeignView, HelpRequest, Phase, Which,
};

/// When an account was last used is saved this long after the first use, with any other save, and when the vault is
/// locked: a copy does not cost a write, and a crash costs at most a minute of the order in the tray.
const SAVE_USE_AFTER: Duration = Duration::from_secs(60);

impl App {
    /// Copies a code. A code by counter is copied as it is; `advance` moves the counter.
    ///
    /// # Errors
    /// `locked`, `account_gone`, `pin_missing`, `clipboard_unavailable`.
    pub fn copy(&self, request: CopyRequest) -> Result<CopiedView, Fault> {
        self.touch_activity();
        let id = entry_id(&request.id)?;
        let now = self.ports.clock.now();
        let (code, valid_for) = self.with_open(|open| {
            let entry = open.vault.entries().find(|entry| entry.id() == id);
            let account = entry
                .ok_or_else(|| fault(FaultCode::AccountGone))?
                .account();
            let codes = code_at(account, now);
            let code = match (request.which, codes.next) {
                (Which::Next, Some(next)) => {
                    shown_next(account, now, request.shown_until).unwrap_or(next)
                }
                _ => codes.current,
            };
            if code.as_str().is_empty() {
                return Err(fault(FaultCode::PinMissing));
            }
            let left = account
                .kind
                .period()
                .map_or(0, |_| code.valid_until.saturating_sub(now));
            Ok((
                Zeroizing::new(code.as_str().to_owned()),
                u32::try_from(left).unwrap_or(u32::MAX),
            ))
        })?;
        let clear_after = self.settings().clear_clipboard_after;
        match clear_after {
            0 => self.timers.cancel(Due::ClearClipboard),
            seconds => {
                let after = Duration::from_secs(u64::from(seconds));
                self.timers
                    .set(Due::ClearClipboard, self.ports.clock.monotonic() + after);
            }
        }
        // Outside of the vault's lock, as the clipboard of another program may take its time; and after the deadline was
        // set, as one that does not answer in time may have taken the code all the same.
        self.ports
            .clipboard
            .put_code(&code)
            .map_err(|error| of_clipboard(&error))?;
        if self.phase() != Phase::Unlocked {
            // Locked meanwhile, perhaps before the code was there to be cleared.
            self.clear_clipboard();
            return Err(fault(FaultCode::Locked));
        }
        let _ = self.with_open(|open| {
            if open.vault.touch(id, now).is_ok() && !open.use_unsaved {
                open.use_unsaved = true;
                self.timers
                    .set(Due::SaveUse, self.ports.clock.monotonic() + SAVE_USE_AFTER);
            }
            Ok(())
        });
        // The tray lists accounts by when they were used.
        self.events.codes_changed();
        Ok(CopiedView {
            clear_after,
            valid_for,
        })
    }

    /// Copies the help for a foreign code, to be read or sent elsewhere.
    ///
    /// # Errors
    /// `clipboard_unavailable`; `internal` for a kind that has no help.
    pub fn copy_help(&self, request: HelpRequest) -> Result<(), Fault> {
        self.touch_activity();
        let view = ForeignView {
            kind: request.kind,
            shown: Vec::new(),
            copyable: false,
        };
        // Set in for the terminal, which a message is not.
        let help = texts().foreign(&view);
        let help: Vec<&str> = help.lines().map(str::trim_start).collect();
        self.ports
            .clipboard
            .put_text(&help.join("\n"))
            .map_err(|error| of_clipboard(&error))
    }

    /// Takes a copied code away, if it is still there. A clipboard that does not answer is asked once more at the end.
    pub(crate) fn clear_clipboard(&self) {
        self.timers.cancel(Due::ClearClipboard);
        if let Err(error) = self.ports.clipboard.clear_if_ours() {
            log::warn!("the clipboard could not be cleared: {error}");
        }
    }

    /// Saves when accounts were last used.
    pub(crate) fn save_use_now(&self) {
        let _ = self.with_open(|open| {
            save_use(open, self.ports.clock.now());
            Ok(())
        });
    }
}

/// The code after the one that was shown until then, while it is valid or about to be.
fn shown_next(account: &Account, now: UnixTime, shown_until: Option<UnixTime>) -> Option<Code> {
    let (until, period) = (shown_until?, u64::from(account.kind.period()?));
    let near = until <= now.saturating_add(period) && now < until.saturating_add(period);
    near.then(|| code_at(account, until).current)
}

/// Saves when accounts were last used. It is a convenience: what keeps it from being saved is only logged.
pub(crate) fn save_use(open: &mut Open, now: UnixTime) {
    if std::mem::take(&mut open.use_unsaved)
        && let Err(error) = open.vault.save(now)
    {
        log::warn!("when accounts were used could not be saved: {error}");
    }
}
