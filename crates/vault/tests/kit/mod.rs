//! What the tests of the vault share.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]
#![allow(dead_code, reason = "each test file uses its part")]

#[cfg(target_os = "linux")]
pub mod strace;

use std::path::{Path, PathBuf};

use otp::{Account, AccountParts, Kind, Secret};
use tempfile::TempDir;
use vault::{Entry, Key, KeyringKey, Locked, RecoveryKey, Unlocked, Ways};

pub const NOW: u64 = 1_800_000_000;
pub const DAY: u64 = 86_400;

/// A vault in a folder of its own that opens by keyring and recovery key: no costly derivation.
pub struct World {
    pub folder: TempDir,
    pub path: PathBuf,
    pub keyring: KeyringKey,
    pub recovery: RecoveryKey,
}

impl World {
    pub fn new() -> (Self, Unlocked) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("vault.countersign");
        let (keyring, recovery) = (KeyringKey::make().unwrap(), RecoveryKey::make().unwrap());
        let ways = Ways::KeyringAndRecovery {
            keyring: &keyring,
            recovery: &recovery,
        };
        let vault = Unlocked::create(&path, &ways, NOW).unwrap();
        (
            Self {
                folder,
                path,
                keyring,
                recovery,
            },
            vault,
        )
    }

    pub fn open(&self) -> Unlocked {
        self.open_at(NOW)
    }

    pub fn open_at(&self, now: u64) -> Unlocked {
        Locked::open(&self.path)
            .unwrap()
            .unlock(&self.key(), now)
            .unwrap()
    }

    pub fn key(&self) -> Key<'_> {
        Key::Keyring(&self.keyring)
    }

    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap()
    }
}

pub fn account(label: &str) -> Account {
    let secret = Secret::new(b"12345678901234567890".to_vec()).unwrap();
    Account::new(AccountParts::totp("Example", label, secret)).unwrap()
}

pub fn counted(label: &str, counter: u64) -> Account {
    let secret = Secret::new(b"12345678901234567890".to_vec()).unwrap();
    let mut parts = AccountParts::totp("Example", label, secret);
    parts.kind = Kind::Hotp { counter };
    Account::new(parts).unwrap()
}

pub fn labels(vault: &Unlocked) -> Vec<String> {
    vault
        .entries()
        .map(|entry| entry.account().label.clone())
        .collect()
}

pub fn by_label<'a>(vault: &'a Unlocked, label: &str) -> &'a Entry {
    vault
        .entries()
        .find(|entry| entry.account().label == label)
        .unwrap()
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
