//! Keys that are tried or made while the vault itself is free for others: a derivation takes a second.

use otp::UnixTime;

use crate::{KdfParams, Key, Passphrase, VaultError, body::Way, unlocked::make_way};

/// The ways into an open vault, taken out of it so that a key can be tried against them. The keys in it are wiped when it
/// is dropped.
pub struct KeyCheck {
    ways: Vec<Way>,
}

impl KeyCheck {
    pub(crate) fn new(ways: Vec<Way>) -> Self {
        Self { ways }
    }

    /// Is this key one of the ways in? It costs what unlocking costs.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`], [`VaultError::NoSuchWay`], [`VaultError::OutOfMemory`].
    pub fn check(&self, key: &Key<'_>) -> Result<(), VaultError> {
        let kind = key.kind();
        let way = self.ways.iter().find(|way| way.spec.kind == kind);
        let way = way.ok_or(VaultError::NoSuchWay { kind })?;
        if way.spec.derive(key)?.same_as(&way.wrapping) {
            Ok(())
        } else {
            Err(VaultError::WrongKey { kind })
        }
    }
}

/// A new password whose key is derived already, for [`Unlocked::set_derived`](crate::Unlocked::set_derived).
pub struct DerivedPassword {
    pub(crate) way: Way,
}

impl DerivedPassword {
    /// Derives the key: the slow part of setting a password.
    ///
    /// # Errors
    /// [`VaultError::EmptyPassword`], [`VaultError::OutOfMemory`], [`VaultError::Random`].
    pub fn derive(
        password: &Passphrase,
        kdf: KdfParams,
        now: UnixTime,
    ) -> Result<Self, VaultError> {
        let way = make_way(&Key::Password(password), Some(kdf), now)?;
        Ok(Self { way })
    }
}
