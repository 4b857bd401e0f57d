//! The ways into a new vault: always two that do not depend on each other.

use crate::{KdfParams, Key, KeyringKey, Passphrase, RecoveryKey};

/// The keys that a new vault is made with. There is no value of this type with fewer than two
/// independent ways in, and none without the key on paper: the keyring can be lost with the
/// computer, and a password can be forgotten.
pub enum Ways<'a> {
    /// Opens with the session; the paper is the other way.
    KeyringAndRecovery {
        /// Goes into the OS keyring.
        keyring: &'a KeyringKey,
        /// Goes onto paper.
        recovery: &'a RecoveryKey,
    },
    /// Asks for a password; the paper is the other way.
    PasswordAndRecovery {
        /// What the person types.
        password: &'a Passphrase,
        /// The cost of guessing it.
        kdf: KdfParams,
        /// Goes onto paper.
        recovery: &'a RecoveryKey,
    },
    /// All three.
    All {
        /// What the person types.
        password: &'a Passphrase,
        /// The cost of guessing it.
        kdf: KdfParams,
        /// Goes onto paper.
        recovery: &'a RecoveryKey,
        /// Goes into the OS keyring.
        keyring: &'a KeyringKey,
    },
}

impl<'a> Ways<'a> {
    /// Each key, with its cost if it is a password.
    pub(crate) fn keys(&self) -> Vec<(Key<'a>, Option<KdfParams>)> {
        match *self {
            Self::KeyringAndRecovery { keyring, recovery } => {
                vec![
                    (Key::Recovery(recovery), None),
                    (Key::Keyring(keyring), None),
                ]
            }
            Self::PasswordAndRecovery {
                password,
                kdf,
                recovery,
            } => {
                vec![
                    (Key::Password(password), Some(kdf)),
                    (Key::Recovery(recovery), None),
                ]
            }
            Self::All {
                password,
                kdf,
                recovery,
                keyring,
            } => vec![
                (Key::Password(password), Some(kdf)),
                (Key::Recovery(recovery), None),
                (Key::Keyring(keyring), None),
            ],
        }
    }
}
