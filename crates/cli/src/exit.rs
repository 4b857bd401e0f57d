//! Exit codes; the table is in the crate's documentation.

use std::process::ExitCode;

use app::wire::{Fault, FaultCode};

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0
    Done,
    /// 1
    Failed,
    /// 3
    NotFound,
    /// 4
    NotLetIn,
    /// 5
    NoVault,
    /// 6
    Busy,
    /// 7
    NotAnAccount,
}

impl Exit {
    /// The exit code of a fault.
    pub fn of(fault: &Fault) -> Self {
        use FaultCode as F;
        match fault.code {
            F::NoCodeInPicture
            | F::OtherSymbol
            | F::NoCodeOnScreen
            | F::ExportGone
            | F::AccountGone
            | F::NoSuchAccount
            | F::SeveralAccounts => Self::NotFound,
            F::Locked
            | F::WrongPassword
            | F::WrongRecoveryKey
            | F::RecoveryKeyTypo
            | F::KeyringMissing
            | F::KeyringLocked
            | F::KeyringDenied
            | F::KeyringEmpty
            | F::KeyringWrong
            | F::KeyringSilent
            | F::NoSuchWay
            | F::NoPassword
            | F::RevealNeeded => Self::NotLetIn,
            F::NoVault
            | F::VaultDamaged
            | F::VaultNewer
            | F::VaultUnreadable
            | F::VaultTooLarge => Self::NoVault,
            F::VaultBusy | F::VaultChanged => Self::Busy,
            F::UriRefused
            | F::KeyRefused
            | F::GoogleRefused
            | F::TextNotUnderstood
            | F::TextTooLong
            | F::SeveralKeys => Self::NotAnAccount,
            _ => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::NotFound => 3,
            Exit::NotLetIn => 4,
            Exit::NoVault => 5,
            Exit::Busy => 6,
            Exit::NotAnAccount => 7,
        })
    }
}
