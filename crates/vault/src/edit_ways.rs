//! Changes to the ways in.

use otp::UnixTime;

use crate::{
    DerivedPassword, KdfParams, Key, KeyringKey, Passphrase, RecoveryKey, SlotId, Unlocked,
    VaultError, body::Way, random, seal::SealKey, unlocked::make_way,
};

impl Unlocked {
    /// Sets the password; the old one opens what is saved from now on no more.
    ///
    /// # Errors
    /// [`VaultError::EmptyPassword`], [`VaultError::OutOfMemory`], [`VaultError::Random`].
    pub fn set_password(
        &mut self,
        password: &Passphrase,
        kdf: KdfParams,
        now: UnixTime,
    ) -> Result<(), VaultError> {
        self.set_derived(&DerivedPassword::derive(password, kdf, now)?)
    }

    /// Sets a password whose key is derived already; the old one opens what is saved from now on no more.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn set_derived(&mut self, password: &DerivedPassword) -> Result<(), VaultError> {
        self.put_way(password.way.duplicate())
    }

    /// Sets the recovery key; the old one opens what is saved from now on no more.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn set_recovery(&mut self, key: &RecoveryKey, now: UnixTime) -> Result<(), VaultError> {
        self.put_way(make_way(&Key::Recovery(key), None, now)?)
    }

    /// Sets the key of the OS keyring; the old one opens what is saved from now on no more.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn set_keyring(&mut self, key: &KeyringKey, now: UnixTime) -> Result<(), VaultError> {
        self.put_way(make_way(&Key::Keyring(key), None, now)?)
    }

    /// Takes a way in away.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`]; [`VaultError::TooFewWays`] when fewer than two would remain:
    /// slots are of different kinds, and no kind depends on another.
    pub fn remove_slot(&mut self, id: SlotId) -> Result<(), VaultError> {
        let place = self.ways.iter().position(|way| way.spec.id == id);
        let place = place.ok_or(VaultError::NoSuchSlot)?;
        if self.ways.len() <= 2 {
            return Err(VaultError::TooFewWays);
        }
        self.vault_key = make_key()?;
        self.ways.remove(place);
        self.dirty = true;
        Ok(())
    }

    fn put_way(&mut self, way: Way) -> Result<(), VaultError> {
        match self
            .ways
            .iter_mut()
            .find(|old| old.spec.kind == way.spec.kind)
        {
            Some(old) => {
                self.vault_key = make_key()?;
                *old = way;
            }
            None => self.ways.push(way),
        }
        self.dirty = true;
        Ok(())
    }
}

/// A new vault key. Whoever knows the old one, from a slot that is gone, cannot open what is saved
/// with the new one.
pub(crate) fn make_key() -> Result<SealKey, VaultError> {
    Ok(SealKey::new(random::make_bytes()?))
}
