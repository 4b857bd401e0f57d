//! A vault whose header was read, and nothing else.

use std::path::Path;

use otp::UnixTime;

use crate::{
    Key, Location, SlotView, Step, Unlocked, VaultError, VaultId, disk, header::Header,
    sealed::Sealed,
};

/// A closed vault. No secret is in memory.
pub struct Locked {
    location: Location,
    header: Header,
}

impl Locked {
    /// Reads the file and checks it for damage; no key is needed for that. Generations open too,
    /// but cannot be saved.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::NotAVault`], [`VaultError::Newer`],
    /// [`VaultError::Damaged`], [`VaultError::KdfBounds`], [`VaultError::TooLarge`] and
    /// [`VaultError::Io`]. The file is never changed.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        let location = Location::new(path);
        let sealed = Sealed::read(disk::read(&location.path, Step::Read)?)?;
        Ok(Self::of(location, sealed.header))
    }

    pub(crate) const fn of(location: Location, header: Header) -> Self {
        Self { location, header }
    }

    /// The name of the vault.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.header.vault_id
    }

    /// Where it lies.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// When the file was saved.
    #[must_use]
    pub const fn saved_at(&self) -> UnixTime {
        self.header.saved_at
    }

    /// The ways in.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotView> {
        self.header
            .slots
            .iter()
            .map(|slot| slot.spec.view())
            .collect()
    }

    /// Opens the vault as it lies on the disk now. What has been in the trash for longer than 30
    /// days at `now` does not come back. A wrong key changes nothing, however often.
    ///
    /// This takes as long as the key derivation does: a second or so for a password.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`], [`VaultError::NoSuchWay`], [`VaultError::OutOfMemory`], and
    /// those of [`Locked::open`].
    pub fn unlock(&self, key: &Key<'_>, now: UnixTime) -> Result<Unlocked, VaultError> {
        let sealed = Sealed::read(disk::read(&self.location.path, Step::Read)?)?;
        if sealed.header.vault_id != self.header.vault_id {
            return Err(VaultError::OtherVault);
        }
        let slot = sealed.header.slot(key.kind())?;
        let vault_key = slot.unwrap(&sealed.header.vault_id, &slot.spec.derive(key)?)?;
        Unlocked::read(self.location.clone(), sealed, vault_key, now)
    }
}
