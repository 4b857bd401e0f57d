//! What can go wrong with a vault, said so that a person can act on it.

use std::{fmt, io, path::PathBuf};

use crate::SlotKind;

/// Why a vault was not opened, changed or saved. No variant carries a secret, and none of them
/// comes after a change of the file: on every error the file that was there is still there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// No file at this path.
    #[error("there is no vault at {}", path.display())]
    Missing {
        /// Where the vault was looked for.
        path: PathBuf,
    },
    /// A file is there already, and creating never overwrites.
    #[error("there is a file at {} already", path.display())]
    AlreadyExists {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// The file does not begin as a vault does.
    #[error("this file is not a Countersign vault")]
    NotAVault,
    /// A newer version of the program wrote this file. It is never rewritten by an older one.
    #[error("this vault has format {found}; this program knows formats up to {known}")]
    Newer {
        /// The format version of the file.
        found: u16,
        /// The newest format version known here.
        known: u16,
    },
    /// The file is a vault, but not as it was written.
    #[error("the vault is damaged: {what}")]
    Damaged {
        /// The part that does not hold.
        what: Region,
    },
    /// The key does not open its slot. Nothing is counted and nothing is ever erased for it.
    #[error("this is not the {kind} of this vault")]
    WrongKey {
        /// The kind of key that was tried.
        kind: SlotKind,
    },
    /// The vault has no slot of this kind.
    #[error("this vault cannot be opened by a {kind}")]
    NoSuchWay {
        /// The kind of key that was tried.
        kind: SlotKind,
    },
    /// The cost of the password slot lies outside of the bounds; refused before allocating.
    #[error(
        "key derivation with {memory_kib} KiB, {passes} passes and {lanes} lanes is out of bounds"
    )]
    KdfBounds {
        /// Memory, in KiB.
        memory_kib: u32,
        /// Passes over the memory.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// The computer cannot give the memory that the key derivation asks for.
    #[error("not enough free memory for the key derivation ({memory_kib} KiB)")]
    OutOfMemory {
        /// Memory asked for, in KiB.
        memory_kib: u32,
    },
    /// An empty password was given for a slot.
    #[error("the password is empty")]
    EmptyPassword,
    /// Another process holds the lock file and did not let go in time.
    #[error("another process is saving this vault")]
    Busy,
    /// Another process saved since this one last read. Nothing was written; `reload` merges.
    #[error("the vault was changed by another process")]
    ChangedOnDisk,
    /// The vault key of the file was replaced elsewhere: lock, and unlock anew.
    #[error("the keys of this vault were changed by another process")]
    KeyReplaced,
    /// The file at the path is another vault than the one that was opened there.
    #[error("another vault was put in the place of this one")]
    OtherVault,
    /// Removing this slot would leave fewer than two independent ways in.
    #[error("two independent ways into the vault must remain")]
    TooFewWays,
    /// No slot has this id.
    #[error("the vault has no such slot")]
    NoSuchSlot,
    /// No entry has this id.
    #[error("the vault has no such entry")]
    NoSuchEntry,
    /// A counter was set on an entry that has none.
    #[error("this entry has no counter")]
    NoCounter,
    /// The account cannot be as asked for.
    #[error("the account is refused: {reason}")]
    Account {
        /// What `otp` says about it.
        reason: String,
    },
    /// The file is a generation, kept as it is. Restore it to work with it.
    #[error("a kept generation is read only")]
    ReadOnly,
    /// The file is larger than a vault can be.
    #[error("{size} bytes are more than a vault holds ({limit})")]
    TooLarge {
        /// Bytes found or needed.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The system refused a step.
    #[error("could not {step}: {source}")]
    Io {
        /// The step that failed.
        step: Step,
        /// What the system said.
        source: io::Error,
    },
    /// What was read back is not what was written. The previous file is in its place.
    #[error("what was written could not be read back as it was written")]
    NotVerified,
    /// A backup was to go where the vault itself lies.
    #[error("a backup in the folder of the vault is lost with it")]
    SameFolder,
    /// The operating system has no random numbers.
    #[error("the operating system gave no random numbers")]
    Random,
}

impl VaultError {
    /// For `map_err`: the step that was under way when the system refused.
    pub(crate) fn io(step: Step) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { step, source }
    }

    /// Shorthand for a damaged region.
    pub(crate) const fn damaged(what: Region) -> Self {
        Self::Damaged { what }
    }
}

/// A part of the file, in the order of the file (docs/VAULT.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// The file ends too early, or goes on too long.
    Length,
    /// The fixed part of the header, or its digest.
    Header,
    /// The key slots.
    Slots,
    /// The sealed body.
    Body,
    /// The records within the body.
    Records,
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "its length is wrong",
            Self::Header => "its header",
            Self::Slots => "its key slots",
            Self::Body => "its sealed body",
            Self::Records => "the records within",
        })
    }
}

/// A step of reading or saving, to say where the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Making the folder.
    Folder,
    /// Opening or taking the lock file.
    Lock,
    /// Reading the vault.
    Read,
    /// Writing the new file beside the old one.
    Write,
    /// Asking the system to put the new file on the disk.
    Sync,
    /// Keeping the previous file as a generation.
    Keep,
    /// Putting the new file in the place of the old one.
    Rename,
    /// Asking the system to put the folder on the disk.
    SyncFolder,
    /// Reading the new file back.
    ReadBack,
    /// Listing the generations.
    List,
    /// Putting a generation back.
    Restore,
    /// Writing a backup into the folder that was chosen.
    BackUp,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "make the folder",
            Self::Lock => "take the lock file",
            Self::Read => "read the vault",
            Self::Write => "write the new vault",
            Self::Sync => "flush the new vault to the disk",
            Self::Keep => "keep the previous vault",
            Self::Rename => "put the new vault in place",
            Self::SyncFolder => "flush the folder to the disk",
            Self::ReadBack => "read the new vault back",
            Self::List => "list the kept generations",
            Self::Restore => "put the generation back",
            Self::BackUp => "write the backup",
        })
    }
}
