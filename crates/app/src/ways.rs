//! Making the vault, and changing its ways in.

use vault::{
    DerivedPassword, KdfParams, Key, KeyringKey, Passphrase, RecoveryKey, SlotId, SlotKind,
    Unlocked, VaultError, Ways,
};

use crate::App;
use crate::faults::{LEAST_PASSWORD, fault, of_keyring, of_vault, too_short};
use crate::notices;
use crate::session::Vault;
use crate::sync::held;
use crate::wire::{Fault, FaultCode, Phase, SetPasswordRequest};

impl App {
    /// Makes a vault that opens with the OS keyring, and with the recovery key on paper.
    ///
    /// # Errors
    /// `vault_exists`, those of the keyring (then no vault is left), and those of saving.
    pub fn create_with_keyring(&self) -> Result<(), Fault> {
        self.touch_activity();
        self.must_be_fresh()?;
        // Asked first: nearly every failure of a keyring shows here, before anything is made.
        self.ports
            .keyring
            .provider()
            .map_err(|error| of_keyring(&error))?;
        let (recovery, keyring) = (
            self.make(RecoveryKey::make())?,
            self.make(KeyringKey::make())?,
        );
        let vault = self.create(&Ways::KeyringAndRecovery {
            keyring: &keyring,
            recovery: &recovery,
        })?;
        // EXPOSE: the text goes into the keyring.
        if let Err(error) = self
            .ports
            .keyring
            .write(&vault.id().to_string(), &keyring.to_text())
        {
            drop(vault);
            // The file was made a moment ago and nothing is in it: without it the person chooses anew.
            if let Err(error) = std::fs::remove_file(&self.ports.paths.vault) {
                log::warn!("the new, empty vault could not be removed: {error}");
            }
            *held(&self.vault) = crate::open::look(&self.ports.paths.vault);
            self.ask_keyring();
            return Err(of_keyring(&error));
        }
        self.install_new(vault, recovery);
        Ok(())
    }

    /// Sets the first password, which makes the vault, or a new one, which needs a proof of presence. `keyring` says
    /// whether a key in the OS keyring opens it too.
    ///
    /// # Errors
    /// `password_too_short`, `reveal_needed`, `too_few_ways`, and those of saving. A keyring that fails is only a notice.
    pub fn set_password(&self, request: SetPasswordRequest) -> Result<(), Fault> {
        self.touch_activity();
        // EXPOSE: its length is counted and it becomes a key; both are wiped.
        let typed = request.password.expose();
        if typed.chars().count() < LEAST_PASSWORD {
            return Err(too_short());
        }
        let password = Passphrase::new(typed.to_owned());
        match self.phase() {
            Phase::Fresh => self.create_with_password(&password, request.keyring),
            _ => self.change_password(&password, request.keyring),
        }
    }

    fn create_with_password(&self, password: &Passphrase, with_keyring: bool) -> Result<(), Fault> {
        self.must_be_fresh()?;
        let recovery = self.make(RecoveryKey::make())?;
        let kdf = self.cost()?;
        let vault = self.create(&Ways::PasswordAndRecovery {
            password,
            kdf,
            recovery: &recovery,
        })?;
        self.install_new(vault, recovery);
        self.was_typed(SlotKind::Password);
        if with_keyring {
            self.add_keyring();
        }
        Ok(())
    }

    fn change_password(&self, password: &Passphrase, with_keyring: bool) -> Result<(), Fault> {
        let (now, path) = (self.ports.clock.now(), &self.ports.paths.vault);
        self.with_presence(|_| Ok(()))?;
        // A second's work, outside of the vault's lock.
        let derived = self.make(DerivedPassword::derive(password, self.cost()?, now))?;
        let slot = self.with_presence(|open| {
            open.vault
                .transaction(now, |vault| vault.set_derived(&derived))
                .map_err(|error| of_vault(&error, path))?;
            Ok(keyring_slot(&open.vault))
        })?;
        self.was_typed(SlotKind::Password);
        self.plan_backup();
        match (slot, with_keyring) {
            (Some(_), true) if self.keyring_opens() => {}
            // Also where there is a slot whose key is gone: it is made anew.
            (_, true) => self.add_keyring(),
            (Some(slot), false) => self.remove_keyring(slot)?,
            (None, false) => {}
        }
        self.events.state_changed();
        Ok(())
    }

    /// What a new password shall cost on this computer.
    fn cost(&self) -> Result<KdfParams, Fault> {
        match self.kdf {
            Some(fixed) => Ok(fixed),
            None => self.make(KdfParams::calibrated()),
        }
    }

    /// Whether the keyring still holds a key that opens the vault.
    fn keyring_opens(&self) -> bool {
        let check =
            self.with_open(|open| Ok((open.vault.id().to_string(), open.vault.key_check())));
        let Ok((name, check)) = check else {
            return false;
        };
        let read = self.ports.keyring.read(&name).ok().flatten();
        read.and_then(|text| KeyringKey::parse(&text).ok())
            .is_some_and(|key| check.check(&Key::Keyring(&key)).is_ok())
    }

    /// Adds the keyring as a way in: the key goes into the keyring first, so that there is never a slot whose key is
    /// nowhere. What fails is told in a notice; the other ways are there.
    fn add_keyring(&self) {
        if let Err(reason) = self.try_add_keyring() {
            log::warn!("the keyring is no way into the vault: {reason}");
            self.say(notices::KEYRING_NOT_KEPT, &[]);
        }
        self.events.state_changed();
    }

    fn try_add_keyring(&self) -> Result<(), String> {
        let now = self.ports.clock.now();
        let name = self
            .with_open(|open| Ok(open.vault.id().to_string()))
            .map_err(|fault| fault.code.name())?;
        let key = KeyringKey::make().map_err(|error| error.to_string())?;
        // EXPOSE: the text goes into the keyring.
        self.ports
            .keyring
            .write(&name, &key.to_text())
            .map_err(|error| error.to_string())?;
        self.change(|vault| vault.set_keyring(&key, now))
            .map_err(|fault| fault.code.name())
    }

    fn remove_keyring(&self, slot: SlotId) -> Result<(), Fault> {
        self.change(|vault| vault.remove_slot(slot))?;
        let name = self.with_open(|open| Ok(open.vault.id().to_string()))?;
        if let Err(error) = self.ports.keyring.delete(&name) {
            // The key that is left there opens nothing any more.
            log::warn!("the key could not be taken out of the keyring: {error}");
        }
        Ok(())
    }

    /// Nobody else may have made a vault meanwhile.
    fn must_be_fresh(&self) -> Result<(), Fault> {
        let mut vault = held(&self.vault);
        if matches!(*vault, Vault::Fresh) {
            *vault = crate::open::look(&self.ports.paths.vault);
        }
        match &*vault {
            Vault::Fresh => Ok(()),
            Vault::Damaged(fault) | Vault::Newer(fault) => Err(fault.clone()),
            Vault::Locked(_) | Vault::Unlocked(_) => Err(fault(FaultCode::VaultExists)),
        }
    }

    fn create(&self, ways: &Ways<'_>) -> Result<Unlocked, Fault> {
        let path = &self.ports.paths.vault;
        Unlocked::create(path, ways, self.ports.clock.now()).map_err(|error| of_vault(&error, path))
    }

    fn make<T>(&self, made: Result<T, VaultError>) -> Result<T, Fault> {
        made.map_err(|error| of_vault(&error, &self.ports.paths.vault))
    }

    /// Takes a new vault in, with its recovery key at hand until it is saved.
    fn install_new(&self, vault: Unlocked, recovery: RecoveryKey) {
        self.install(vault, Some(recovery));
    }
}

/// The keyring's slot of a vault.
fn keyring_slot(vault: &Unlocked) -> Option<SlotId> {
    let slots = vault.slots();
    let slot = slots.iter().find(|slot| slot.kind == SlotKind::Keyring);
    slot.map(|slot| slot.id)
}
