//! Into the vault: password, recovery key, keyring; and the proof of presence.

use std::sync::atomic::Ordering;
use std::time::Duration;

use vault::{Key, KeyringKey, Locked, Passphrase, RecoveryKey, SlotKind, Unlocked, VaultError};

use crate::App;
use crate::faults::{fault, of_keyring, of_vault};
use crate::notices;
use crate::session::{Open, Vault};
use crate::sync::held;
use crate::timers::Due;
use crate::wire::{Fault, FaultCode, Phase, Purpose, UnlockRequest, Way};

/// How long a proof of presence counts.
const REVEAL: Duration = Duration::from_secs(60);
/// The delay after the first wrong password; it doubles with each one.
const FIRST_DELAY: Duration = Duration::from_millis(500);
/// The longest delay.
const LONGEST_DELAY: Duration = Duration::from_secs(5);

/// How long the answer to the nth wrong password in a row takes.
fn delay(wrong: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(wrong.saturating_sub(1).min(16));
    FIRST_DELAY.saturating_mul(doubled).min(LONGEST_DELAY)
}

impl App {
    /// Opens the vault, or proves presence anew. A wrong password costs a short delay and nothing else, however
    /// often: nothing is counted on disk, locked out or erased.
    ///
    /// # Errors
    /// `wrong_password`, `wrong_recovery_key`, `recovery_key_typo`, and those of reading the vault.
    pub fn unlock(&self, request: UnlockRequest) -> Result<(), Fault> {
        self.touch_activity();
        // EXPOSE: the typed text becomes a key; both are wiped.
        let typed = request.secret.expose();
        match request.way {
            Way::Password => {
                let password = Passphrase::new(typed.to_owned());
                self.try_key(&Key::Password(&password), request.purpose)
            }
            Way::Recovery => {
                let key =
                    RecoveryKey::parse(typed).map_err(|_| fault(FaultCode::RecoveryKeyTypo))?;
                self.try_key(&Key::Recovery(&key), request.purpose)
            }
        }
    }

    /// Opens the vault with the key in the OS keyring. Whatever is wrong with the keyring, not a byte of the vault
    /// changes.
    ///
    /// # Errors
    /// One fault for each way in which a keyring can fail.
    pub fn unlock_with_keyring(&self) -> Result<(), Fault> {
        self.touch_activity();
        if self.phase() == Phase::Unlocked {
            return Ok(());
        }
        let since = self.closings();
        let locked = self.closed_vault()?;
        let name = locked.id().to_string();
        let read = self.ports.keyring.read(&name).map_err(|error| {
            self.ask_keyring();
            let known = held(&self.keyring).provider.clone();
            match of_keyring(&error) {
                fault if known.is_empty() || !fault.args.contains_key("provider") => fault,
                fault => fault.with("provider", known),
            }
        })?;
        let provider = || self.ports.keyring.provider().unwrap_or_default();
        let Some(text) = read else {
            return Err(fault(FaultCode::KeyringEmpty).with("provider", provider()));
        };
        let wrong = || fault(FaultCode::KeyringWrong).with("provider", provider());
        let key = KeyringKey::parse(&text).map_err(|_| wrong())?;
        match locked.unlock(&Key::Keyring(&key), self.ports.clock.now()) {
            Ok(vault) => self.install_since(vault, since),
            Err(VaultError::WrongKey { .. } | VaultError::NoSuchWay { .. }) => Err(wrong()),
            Err(error) => Err(self.not_opened(&error)),
        }
    }

    /// The program has started: where the keyring is a way into the vault, it opens without a question. What keeps it
    /// from opening is only logged here; the page asks then, and says why when the person tries the keyring again.
    pub fn open_by_itself(&self) {
        let by_keyring =
            matches!(&*held(&self.vault), Vault::Locked(closed) if closed.ways.keyring);
        if by_keyring && let Err(fault) = self.unlock_with_keyring() {
            log::info!("the keyring did not open the vault: {}", fault.code.name());
        }
    }

    fn try_key(&self, key: &Key<'_>, purpose: Purpose) -> Result<(), Fault> {
        // The key derivations are outside of the vault's lock: the window stays alive meanwhile.
        match purpose {
            Purpose::Session => {
                let since = self.closings();
                let locked = self.closed_vault()?;
                let opened = self.tried(|| locked.unlock(key, self.ports.clock.now()))?;
                self.install_since(opened, since)?;
                self.was_typed(key.kind());
                Ok(())
            }
            // Against the vault that is open, never against the file: another vault could have been put in its place.
            Purpose::Reveal => {
                let check = self.with_open(|open| Ok(open.vault.key_check()))?;
                self.tried(|| check.check(key))?;
                self.was_typed(key.kind());
                self.grant_reveal()
            }
            Purpose::Check => {
                let check = self.with_open(|open| Ok(open.vault.key_check()))?;
                self.tried(|| check.check(key))?;
                // What costs no second derivation is proven to the end.
                if key.kind() == SlotKind::Recovery {
                    self.opens_the_file(key)?;
                }
                self.was_typed(key.kind());
                self.events.state_changed();
                Ok(())
            }
        }
    }

    /// Tries a key, one at a time. A wrong one costs a delay that grows.
    fn tried<T>(&self, attempt: impl FnOnce() -> Result<T, VaultError>) -> Result<T, Fault> {
        let mut wrong = held(&self.attempts);
        let error = match attempt() {
            Ok(opened) => {
                *wrong = 0;
                return Ok(opened);
            }
            Err(error) => error,
        };
        if matches!(error, VaultError::WrongKey { .. }) {
            *wrong = wrong.saturating_add(1);
            self.ports.clock.sleep(delay(*wrong));
        }
        drop(wrong);
        Err(self.not_opened(&error))
    }

    /// Why a key did not open the vault. Where it fits and what it opens is damaged, which no digest told before, the
    /// generations are offered.
    fn not_opened(&self, error: &VaultError) -> Fault {
        let fault = of_vault(error, &self.ports.paths.vault);
        let mut vault = held(&self.vault);
        if matches!(error, VaultError::Damaged { .. }) && matches!(*vault, Vault::Locked(_)) {
            *vault = Vault::Damaged(fault.clone());
            drop(vault);
            self.events.state_changed();
        }
        fault
    }

    /// The vault as it lies on disk now, closed.
    fn closed_vault(&self) -> Result<Locked, Fault> {
        let path = &self.ports.paths.vault;
        match Locked::open(path) {
            Ok(locked) => Ok(locked),
            Err(error) => {
                // What was closed a moment ago is damaged or gone: the page learns it.
                let mut vault = held(&self.vault);
                if !matches!(*vault, Vault::Unlocked(_)) {
                    *vault = crate::open::look(path);
                    drop(vault);
                    self.events.state_changed();
                }
                Err(of_vault(&error, path))
            }
        }
    }

    /// Takes an opened vault in, with its recovery key where that was just made. One that is open already stays.
    pub(crate) fn install(&self, opened: Unlocked, recovery: Option<RecoveryKey>) {
        self.install_if(|| true, opened, recovery);
    }

    /// The same, unless the session ended meanwhile.
    pub(crate) fn install_since(&self, opened: Unlocked, closings: u64) -> Result<(), Fault> {
        match self.install_if(|| self.closings() == closings, opened, None) {
            true => Ok(()),
            false => Err(fault(FaultCode::Locked)),
        }
    }

    fn install_if(
        &self,
        wanted: impl FnOnce() -> bool,
        opened: Unlocked,
        recovery: Option<RecoveryKey>,
    ) -> bool {
        let kept_aside = opened.quarantined().len();
        {
            let mut vault = held(&self.vault);
            if !wanted() {
                return false;
            }
            if !matches!(*vault, Vault::Unlocked(_)) {
                *vault = Vault::Unlocked(Box::new(Open {
                    vault: opened,
                    recovery,
                    reveal_until: None,
                    use_unsaved: false,
                }));
            }
        }
        self.was_open.store(true, Ordering::SeqCst);
        if kept_aside > 0 {
            self.say(
                notices::ENTRIES_KEPT_ASIDE,
                &[("count", kept_aside.to_string())],
            );
        }
        self.touch_activity();
        self.plan_backup();
        self.events.state_changed();
        self.events.codes_changed();
        true
    }

    fn grant_reveal(&self) -> Result<(), Fault> {
        let until = self.ports.clock.monotonic() + REVEAL;
        self.with_open(|open| {
            open.reveal_until = Some(until);
            Ok(())
        })?;
        self.timers.set(Due::EndReveal, until);
        self.events.state_changed();
        Ok(())
    }

    /// The proof of presence has run out.
    pub(crate) fn end_reveal(&self) {
        let _ = self.with_open(|open| {
            open.reveal_until = None;
            Ok(())
        });
        self.events.state_changed();
    }

    /// Works with the open vault while presence counts as proven.
    pub(crate) fn with_presence<T>(
        &self,
        work: impl FnOnce(&mut Open) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let now = self.ports.clock.monotonic();
        self.with_open(|open| {
            if open.reveal_until.is_none_or(|until| now >= until) {
                return Err(fault(FaultCode::RevealNeeded));
            }
            work(open)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_five_seconds_and_no_further() {
        let ms: Vec<u128> = [1, 2, 3, 4, 5, 6, 1000, u32::MAX]
            .map(|n| delay(n).as_millis())
            .to_vec();
        assert_eq!(ms, [500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
    }
}
