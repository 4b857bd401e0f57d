//! An account that nobody has confirmed yet.

use crate::{Account, Warning};

/// An account as it was read, before the person has confirmed it.
pub struct Draft {
    /// The account, valid as it stands.
    pub account: Account,
    /// Where it came from.
    pub origin: Origin,
    /// What is odd about it, each oddity once, in the order in which it was met.
    pub warnings: Vec<Warning>,
}

/// Where a draft came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// A Key URI (`otpauth://`).
    Uri,
    /// One entry of a Google Authenticator export (`otpauth-migration://`).
    GoogleExport,
    /// An entry of another program's export.
    Import,
    /// Typed in by hand, field by field.
    Typed,
    /// A base32 key alone, without any name.
    BareKey,
}

impl Draft {
    /// A draft with the warnings that any account can earn by what it is: [`Warning::of`].
    #[must_use]
    pub fn new(account: Account, origin: Origin) -> Draft {
        let warnings = Warning::of(&account);
        Draft {
            account,
            origin,
            warnings,
        }
    }
}
