//! The encrypted file: format, key slots, atomic saves, generations, merge.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod access;
mod backup;
mod body;
mod calibrate;
mod disk;
mod edit;
mod edit_ways;
mod entry;
mod error;
#[cfg(test)]
mod flips;
mod generations;
mod go_back;
mod header;
mod kdf;
mod keyring_key;
mod location;
mod lock;
mod locked;
mod merge;
mod passphrase;
mod presence;
mod quarantine;
mod random;
mod reader;
mod record;
mod recovery_key;
mod retention;
mod save;
mod seal;
mod sealed;
mod slot;
mod transaction;
mod unlocked;
mod vault_id;
mod ways;
mod wiping;

pub use backup::{BackedUp, BackupJob};
pub use entry::{Entry, EntryId, EntryIdError};
pub use error::{Region, Step, VaultError};
pub use generations::{Generation, generations, restore_generation};
pub use go_back::{Comparison, Names};
pub use kdf::KdfParams;
pub use keyring_key::{KeyringKey, KeyringKeyError};
pub use location::Location;
pub use locked::Locked;
pub use merge::Merged;
pub use passphrase::Passphrase;
pub use presence::{DerivedPassword, KeyCheck};
pub use quarantine::{QuarantineReason, QuarantinedView};
pub use recovery_key::{RecoveryKey, RecoveryKeyError};
pub use save::Saved;
pub use slot::{Key, SlotId, SlotKind, SlotView};
pub use unlocked::{TRASH_SECONDS, Unlocked};
pub use vault_id::VaultId;
pub use ways::Ways;
