//! From the errors of the other rooms to faults that the page has words for.

use std::io;
use std::path::Path;

use otp::{AccountError, SecretError, UriError};
use vault::{SlotKind, Step, VaultError};

use crate::ports::{CameraError, ClipboardError, KeyringError, ScreenError};
use crate::wire::{Fault, FaultCode};

/// A fault without arguments.
pub(crate) fn fault(code: FaultCode) -> Fault {
    Fault::new(code)
}

/// Something that should not happen.
pub(crate) fn internal(reason: impl ToString) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", reason)
}

/// What a vault at this path refused.
pub(crate) fn of_vault(error: &VaultError, path: &Path) -> Fault {
    use FaultCode as F;
    let damaged = |what: &dyn ToString| fault(F::VaultDamaged).with("what", what.to_string());
    match error {
        VaultError::Missing { .. } => fault(F::NoVault),
        VaultError::AlreadyExists { .. } => fault(F::VaultExists),
        VaultError::NotAVault => damaged(&"it is not a vault of Countersign"),
        VaultError::Newer { found, known } => fault(F::VaultNewer)
            .with("found", found)
            .with("known", known),
        VaultError::Damaged { what } => damaged(what),
        VaultError::KdfBounds { .. } => damaged(error),
        VaultError::WrongKey { kind } => wrong_key(*kind),
        VaultError::NoSuchWay { kind } => fault(F::NoSuchWay).with("way", way(*kind)),
        VaultError::OutOfMemory { memory_kib } => {
            fault(F::OutOfMemory).with("needed", format!("{} MiB", memory_kib >> 10))
        }
        VaultError::TooLarge { limit, .. } => {
            fault(F::VaultTooLarge).with("limit", format!("{} MiB", limit >> 20))
        }
        VaultError::EmptyPassword => too_short(),
        VaultError::Busy => fault(F::VaultBusy),
        VaultError::ChangedOnDisk | VaultError::KeyReplaced | VaultError::OtherVault => {
            fault(F::VaultChanged)
        }
        VaultError::TooFewWays => fault(F::TooFewWays),
        VaultError::NoSuchEntry => fault(F::AccountGone),
        VaultError::Io {
            step: Step::Read | Step::List,
            source,
        } => fault(F::VaultUnreadable)
            .with("path", path.display())
            .with("reason", source.kind()),
        VaultError::Io { source, .. } => of_write(source, path),
        VaultError::NotVerified => fault(F::SaveFailed).with("reason", error),
        other => internal(other),
    }
}

/// What the system refused while writing.
fn of_write(error: &io::Error, path: &Path) -> Fault {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => fault(FaultCode::DiskFull),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            fault(FaultCode::ReadOnly).with("path", path.parent().unwrap_or(path).display())
        }
        kind => fault(FaultCode::SaveFailed).with("reason", kind),
    }
}

fn wrong_key(kind: SlotKind) -> Fault {
    match kind {
        SlotKind::Password => fault(FaultCode::WrongPassword),
        SlotKind::Recovery => fault(FaultCode::WrongRecoveryKey),
        // `SlotKind` grows with the format; what is not typed comes from a keyring.
        _ => fault(FaultCode::KeyringWrong),
    }
}

/// The name of a way in, within a sentence.
fn way(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Password => "password",
        SlotKind::Recovery => "recovery key",
        _ => "keyring key",
    }
}

/// The fewest characters of a password.
pub(crate) const LEAST_PASSWORD: usize = 8;

/// A password that is too short.
pub(crate) fn too_short() -> Fault {
    fault(FaultCode::PasswordTooShort).with("least", LEAST_PASSWORD)
}

/// What the keyring refused, where nobody knows which one it is.
pub(crate) fn of_keyring(error: &KeyringError) -> Fault {
    let unnamed = |code| fault(code).with("provider", "The keyring");
    match error {
        KeyringError::Missing => fault(FaultCode::KeyringMissing),
        KeyringError::Locked => unnamed(FaultCode::KeyringLocked),
        KeyringError::Denied(reason) => unnamed(FaultCode::KeyringDenied).with("reason", reason),
        KeyringError::Silent => unnamed(FaultCode::KeyringSilent),
    }
}

/// What the clipboard refused.
pub(crate) fn of_clipboard(error: &ClipboardError) -> Fault {
    fault(match error {
        ClipboardError::Empty => FaultCode::ClipboardEmpty,
        ClipboardError::Picture => FaultCode::ClipboardPicture,
        ClipboardError::Unavailable(_) => FaultCode::ClipboardUnavailable,
    })
}

/// What a camera of this name refused.
pub(crate) fn of_camera(error: &CameraError, name: &str) -> Fault {
    let named = |code| fault(code).with("name", name);
    match error {
        CameraError::None => fault(FaultCode::CameraNone),
        CameraError::Busy => named(FaultCode::CameraBusy),
        CameraError::Forbidden => named(FaultCode::CameraForbidden),
        CameraError::Unplugged => named(FaultCode::CameraUnplugged),
        CameraError::Silent => named(FaultCode::CameraSilent),
        CameraError::Failed(reason) => named(FaultCode::CameraFailed).with("reason", reason),
    }
}

/// Why there is no picture of the screens.
pub(crate) fn of_screen(error: &ScreenError) -> Fault {
    match error {
        ScreenError::Missing => fault(FaultCode::ScreenMissing),
        ScreenError::Refused => fault(FaultCode::ScreenRefused),
        ScreenError::Silent => fault(FaultCode::ScreenFailed).with("reason", error),
        ScreenError::Failed(reason) => fault(FaultCode::ScreenFailed).with("reason", reason),
    }
}

/// Why a Key URI is refused.
pub(crate) fn of_uri(error: UriError) -> Fault {
    let refused = fault(FaultCode::UriRefused)
        .with("field", error.field().as_str())
        .with("reason", error.code());
    match error {
        UriError::Secret(secret) => match position(secret) {
            Some(position) => refused.with("position", position),
            None => refused,
        },
        _ => refused,
    }
}

/// Why a typed key is refused.
pub(crate) fn of_key(error: SecretError) -> Fault {
    let refused = |reason| fault(FaultCode::KeyRefused).with("reason", reason);
    let code = match error {
        SecretError::Empty => "empty",
        SecretError::Character { .. } => "character",
        SecretError::AfterPadding { .. } => "after_padding",
        SecretError::TooLong => "too_long",
        _ => "otherwise",
    };
    match position(error) {
        Some(position) => refused(code).with("position", position),
        None => refused(code),
    }
}

fn position(error: SecretError) -> Option<usize> {
    match error {
        SecretError::Character { position } | SecretError::AfterPadding { position } => {
            Some(position)
        }
        _ => None,
    }
}

/// Why what was typed makes no account.
pub(crate) fn of_account(error: AccountError) -> Fault {
    let code = match error {
        AccountError::Digits { .. } => "digits",
        AccountError::Period { .. } => "period",
        AccountError::Steam => "steam",
        AccountError::IssuerTooLong | AccountError::LabelTooLong => "name_too_long",
        _ => "otherwise",
    };
    fault(FaultCode::KeyRefused).with("reason", code)
}
