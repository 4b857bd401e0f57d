//! Why files cannot be imported.

use crate::formats::Format;

/// What each refusal means and what to do, in English: `refusal` by kind, `problem` by [`Problem`]'s code.
pub const TEXTS_EN: &str = include_str!("../../texts.en.json");

/// Why files cannot be imported. Carries nothing of what is in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is that program's, and it is broken.
    #[error("the file is damaged: {at}")]
    Corrupt {
        /// Whose file it seems to be.
        format: Option<Format>,
        /// Where it is broken.
        at: &'static str,
    },
    /// The password does not open it. Where a format has no checksum, what came out was no export.
    #[error("the password does not open the file")]
    WrongPassword {
        /// Whose file it is.
        format: Format,
    },
    /// It is sealed, and no password was given.
    #[error("the file is sealed with a password")]
    PasswordRequired {
        /// Whose file it is.
        format: Format,
    },
    /// It is no program's that is known here.
    #[error("the file is of no program that is known here")]
    Unrecognised {
        /// Whose file it is instead of the wanted one.
        resembles: Option<Format>,
    },
    /// It is of a newer version of that program.
    #[error("version {version} of the file is not known here")]
    UnsupportedVersion {
        /// Whose file it is.
        format: Format,
        /// The version that it says, cut short.
        version: String,
    },
    /// It is sealed in a way that no password opens here.
    #[error("the file is sealed in a way that a password does not open")]
    UnsupportedEncryption {
        /// Whose file it is, where that can be told.
        format: Option<Format>,
        /// In which way.
        problem: Problem,
    },
    /// Its password would take more time or memory than anything that is real.
    #[error("the password of the file asks for more memory or time than is given")]
    KdfTooCostly {
        /// Whose file it is.
        format: Format,
    },
    /// It is text that is not UTF-8.
    #[error("the text of the file is not UTF-8")]
    BadEncoding,
    /// Its brackets are nested deeper than in anything that is real.
    #[error("the file is nested too deeply")]
    TooDeep,
    /// It is larger than anything that is real, or unpacks to that.
    #[error("the file is too large")]
    TooLarge,
    /// It is known, and it cannot be read here.
    #[error("files of this kind cannot be read")]
    Unsupported {
        /// Whose file it is.
        format: Format,
        /// Why not.
        problem: Problem,
    },
    /// The file itself could not be read.
    #[error("the file cannot be read")]
    Io,
    /// The watcher said so.
    #[error("the import was stopped")]
    Stopped,
}

/// What keeps a file from being read, where a word more helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// Bitwarden's export for the same account: only the account's own key opens it.
    AccountBound,
    /// An OpenPGP message.
    OpenPgp,
    /// Nothing but a key in the hardware of a phone opens it.
    DeviceBound,
    /// It needs a key file or a hardware key beside the password.
    KeyFile,
    /// A cipher or key derivation that is not known here.
    Cipher,
    /// The file that belongs to it is missing: a `maFile` without its `manifest.json`.
    MissingCompanion,
    /// A database that was not closed: its newest rows are in a second file (`-wal`).
    OpenDatabase,
    /// It holds nothing that makes codes.
    NoCodes,
}

impl Problem {
    /// All of them.
    pub const ALL: [Problem; 8] = [
        Problem::AccountBound,
        Problem::OpenPgp,
        Problem::DeviceBound,
        Problem::KeyFile,
        Problem::Cipher,
        Problem::MissingCompanion,
        Problem::OpenDatabase,
        Problem::NoCodes,
    ];

    /// A stable name for texts and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Problem::AccountBound => "account-bound",
            Problem::OpenPgp => "openpgp",
            Problem::DeviceBound => "device-bound",
            Problem::KeyFile => "key-file",
            Problem::Cipher => "cipher",
            Problem::MissingCompanion => "missing-companion",
            Problem::OpenDatabase => "open-database",
            Problem::NoCodes => "no-codes",
        }
    }
}

/// The kinds of refusals, for texts and for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// [`Refusal::Corrupt`]
    Corrupt,
    /// [`Refusal::WrongPassword`]
    WrongPassword,
    /// [`Refusal::PasswordRequired`]
    PasswordRequired,
    /// [`Refusal::Unrecognised`]
    UnrecognisedFormat,
    /// [`Refusal::UnsupportedVersion`]
    UnsupportedVersion,
    /// [`Refusal::UnsupportedEncryption`]
    UnsupportedEncryption,
    /// [`Refusal::KdfTooCostly`]
    KdfTooCostly,
    /// [`Refusal::BadEncoding`]
    BadEncoding,
    /// [`Refusal::TooDeep`]
    TooDeep,
    /// [`Refusal::TooLarge`]
    TooLarge,
    /// [`Refusal::Unsupported`]
    Unsupported,
    /// [`Refusal::Io`]
    Io,
    /// [`Refusal::Stopped`]
    Stopped,
}

impl RefusalKind {
    /// All of them.
    pub const ALL: [RefusalKind; 13] = [
        RefusalKind::Corrupt,
        RefusalKind::WrongPassword,
        RefusalKind::PasswordRequired,
        RefusalKind::UnrecognisedFormat,
        RefusalKind::UnsupportedVersion,
        RefusalKind::UnsupportedEncryption,
        RefusalKind::KdfTooCostly,
        RefusalKind::BadEncoding,
        RefusalKind::TooDeep,
        RefusalKind::TooLarge,
        RefusalKind::Unsupported,
        RefusalKind::Io,
        RefusalKind::Stopped,
    ];

    /// A stable name: the key of its text, and what the command line prints.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RefusalKind::Corrupt => "corrupt",
            RefusalKind::WrongPassword => "wrong-password",
            RefusalKind::PasswordRequired => "password-required",
            RefusalKind::UnrecognisedFormat => "unrecognised-format",
            RefusalKind::UnsupportedVersion => "unsupported-version",
            RefusalKind::UnsupportedEncryption => "unsupported-encryption",
            RefusalKind::KdfTooCostly => "kdf-too-costly",
            RefusalKind::BadEncoding => "bad-encoding",
            RefusalKind::TooDeep => "too-deep",
            RefusalKind::TooLarge => "too-large",
            RefusalKind::Unsupported => "unsupported",
            RefusalKind::Io => "io",
            RefusalKind::Stopped => "stopped",
        }
    }
}

impl Refusal {
    /// Which kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Corrupt { .. } => RefusalKind::Corrupt,
            Refusal::WrongPassword { .. } => RefusalKind::WrongPassword,
            Refusal::PasswordRequired { .. } => RefusalKind::PasswordRequired,
            Refusal::Unrecognised { .. } => RefusalKind::UnrecognisedFormat,
            Refusal::UnsupportedVersion { .. } => RefusalKind::UnsupportedVersion,
            Refusal::UnsupportedEncryption { .. } => RefusalKind::UnsupportedEncryption,
            Refusal::KdfTooCostly { .. } => RefusalKind::KdfTooCostly,
            Refusal::BadEncoding => RefusalKind::BadEncoding,
            Refusal::TooDeep => RefusalKind::TooDeep,
            Refusal::TooLarge => RefusalKind::TooLarge,
            Refusal::Unsupported { .. } => RefusalKind::Unsupported,
            Refusal::Io => RefusalKind::Io,
            Refusal::Stopped => RefusalKind::Stopped,
        }
    }

    /// Whose file it is, as far as that can be told.
    #[must_use]
    pub const fn format(&self) -> Option<Format> {
        match self {
            Refusal::Corrupt { format, .. } | Refusal::UnsupportedEncryption { format, .. } => {
                *format
            }
            Refusal::WrongPassword { format }
            | Refusal::PasswordRequired { format }
            | Refusal::UnsupportedVersion { format, .. }
            | Refusal::KdfTooCostly { format }
            | Refusal::Unsupported { format, .. } => Some(*format),
            Refusal::Unrecognised { resembles } => *resembles,
            Refusal::BadEncoding
            | Refusal::TooDeep
            | Refusal::TooLarge
            | Refusal::Io
            | Refusal::Stopped => None,
        }
    }

    /// What keeps it from being read, where a word more helps.
    #[must_use]
    pub const fn problem(&self) -> Option<Problem> {
        match self {
            Refusal::UnsupportedEncryption { problem, .. }
            | Refusal::Unsupported { problem, .. } => Some(*problem),
            _ => None,
        }
    }
}
