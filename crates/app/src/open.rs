//! What lies at the vault's place, looked at without a key.

use std::io;
use std::path::Path;

use vault::{Locked, SlotKind, SlotView, VaultError};

use crate::faults::{fault, of_vault};
use crate::session::{Closed, Vault};
use crate::wire::{FaultCode, WaysView};

/// Looks. "None yet" is said only when absence is certain: the file is not found, its folder can be read or is not
/// there either, and no generation of a vault lies about.
pub(crate) fn look(path: &Path) -> Vault {
    match Locked::open(path) {
        Ok(locked) => Vault::Locked(legible(&locked.slots())),
        Err(VaultError::Missing { .. }) => look_around(path),
        Err(error @ VaultError::Newer { .. }) => Vault::Newer(of_vault(&error, path)),
        Err(error) => Vault::Damaged(of_vault(&error, path)),
    }
}

fn look_around(path: &Path) -> Vault {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(Err(error)) = folder.map(std::fs::read_dir)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Vault::Damaged(
            fault(FaultCode::VaultUnreadable)
                .with("path", path.display())
                .with("reason", error.kind()),
        );
    }
    match vault::generations(path) {
        Ok(generations) if generations.is_empty() => Vault::Fresh,
        Ok(_) => Vault::Damaged(
            fault(FaultCode::VaultDamaged)
                .with("what", "the file is gone, its older generations are there"),
        ),
        Err(error) => Vault::Damaged(of_vault(&error, path)),
    }
}

/// What the slots of a vault tell without a key.
pub(crate) fn legible(slots: &[SlotView]) -> Closed {
    let has = |kind| slots.iter().any(|slot| slot.kind == kind);
    Closed {
        ways: WaysView {
            password: has(SlotKind::Password),
            recovery: has(SlotKind::Recovery),
            keyring: has(SlotKind::Keyring),
        },
        recovery_made: slots
            .iter()
            .filter(|slot| slot.kind == SlotKind::Recovery)
            .map(|slot| slot.created_at)
            .max(),
    }
}
