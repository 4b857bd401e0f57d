//! What could not be taken, and why.

use otp::{AccountError, SecretError, UriError};

use crate::google::GoogleError;

/// An entry that could not be taken. The others around it were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands: the line of a list, the entry of a batch, the account of an export; counted from 1.
    pub position: usize,
    /// What it is called, as far as that could be read. Empty when it could not.
    pub name: String,
    /// Why it was left out.
    pub reason: SkipReason,
}

/// Why an entry was left out. Never carries a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SkipReason {
    /// Its bytes are not what the format says.
    #[error("the entry is damaged")]
    Damaged,
    /// Its secret cannot be used.
    #[error("{0}")]
    Secret(SecretError),
    /// Its algorithm is none that is known here.
    #[error("the algorithm is not known")]
    Algorithm,
    /// Its number of digits is none that the format knows.
    #[error("the number of digits is not known")]
    Digits,
    /// Its type is neither TOTP nor HOTP.
    #[error("the type of code is not known")]
    Type,
    /// Its period is no number of seconds.
    #[error("the period is not a number from 1 to 86400")]
    Period,
    /// The other program sealed this entry with a key that the export does not hold.
    #[error("the entry is sealed with a key that the file does not hold")]
    Sealed,
    /// It is a sign-in by a tap on a phone, which makes no codes.
    #[error("the entry makes no codes")]
    NoCodes,
    /// Its counter is negative.
    #[error("the counter is not a number from 0 to 2^63-1")]
    Counter,
    /// Its fields do not make an account.
    #[error("{0}")]
    Account(AccountError),
    /// It is no Key URI that can be used.
    #[error("{0}")]
    Uri(UriError),
    /// It is a code of a Google export that cannot be read.
    #[error("{0}")]
    Google(GoogleError),
    /// A file beside the export that is of no program that is known here.
    #[error("the file is of no program that is known here")]
    UnknownFile,
    /// On the way out: the target format has no Steam codes.
    #[error("the format has no Steam codes")]
    NoSteam,
    /// On the way out: the target format has no codes of this type.
    #[error("the format has no codes of this type")]
    KindNotThere,
    /// On the way out: the target format does not have this hash.
    #[error("the format does not have this algorithm")]
    AlgorithmNotThere,
    /// On the way out: the target format has steps of 30 seconds only.
    #[error("the format has periods of 30 seconds only")]
    PeriodNotThere,
    /// On the way out: the target format has 6 and 8 digits only.
    #[error("the format has 6 and 8 digits only")]
    DigitsNotThere,
    /// On the way out: it is too large for one QR code.
    #[error("the account is too large for a QR code")]
    TooLarge,
}

impl SkipReason {
    /// A stable name in snake case, for texts and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            SkipReason::Damaged => "damaged",
            SkipReason::Secret(_) => "secret",
            SkipReason::Algorithm => "algorithm",
            SkipReason::Digits => "digits",
            SkipReason::Type => "type",
            SkipReason::Period => "period",
            SkipReason::Sealed => "sealed",
            SkipReason::NoCodes => "no_codes",
            SkipReason::Counter => "counter",
            SkipReason::Account(_) => "account",
            SkipReason::Uri(error) => error.code(),
            SkipReason::Google(_) => "google_export",
            SkipReason::UnknownFile => "unknown_file",
            SkipReason::NoSteam => "no_steam",
            SkipReason::KindNotThere => "kind_not_there",
            SkipReason::AlgorithmNotThere => "algorithm_not_there",
            SkipReason::PeriodNotThere => "period_not_there",
            SkipReason::DigitsNotThere => "digits_not_there",
            SkipReason::TooLarge => "too_large",
        }
    }
}
