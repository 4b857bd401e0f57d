//! What reads one format, and how the one that fits is chosen.

use zeroize::Zeroizing;

use super::{Found, Json, Passphrase, Piece, Problem, Refusal, Watch};
use crate::containers::json::{self, JsonError};
use crate::formats::{Format, READERS};

/// How sure a reader is that a file is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confidence {
    /// It is another program's.
    No,
    /// It may be: nothing speaks against it, and too little for it. Taken only when nobody knows better.
    Possible,
    /// It has the shape, which other programs' files may have too.
    Likely,
    /// It says so itself: a magic number, or fields that no other program writes.
    Certain,
}

impl Confidence {
    /// [`Confidence::Certain`] or [`Confidence::No`].
    pub(crate) fn certain_if(yes: bool) -> Confidence {
        if yes {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    /// [`Confidence::Likely`] or [`Confidence::No`].
    pub(crate) fn likely_if(yes: bool) -> Confidence {
        if yes {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }
}

/// One row of the table of formats.
pub(crate) struct Reader {
    /// Whose files it reads.
    pub(crate) format: Format,
    /// Whether a file is one of them, by its content; the other files of the import may help.
    pub(crate) looks_like: fn(&Piece<'_>, &[Piece<'_>]) -> Confidence,
    /// Reads the files that look so, all at once.
    pub(crate) read: fn(&Job<'_>) -> Result<Found, Refusal>,
}

/// What a reader gets.
pub(crate) struct Job<'a> {
    /// Its format, for refusals.
    pub(crate) format: Format,
    /// The files, at least one.
    pub(crate) pieces: Vec<&'a Piece<'a>>,
    /// What the person gave.
    pub(crate) password: Option<&'a Passphrase>,
    /// Who waits.
    pub(crate) watch: &'a dyn Watch,
}

impl<'a> Job<'a> {
    /// The password, or the refusal that asks for it. It tells the watcher that something slow begins.
    pub(crate) fn password(&self) -> Result<&'a str, Refusal> {
        let password = self.password.ok_or(Refusal::PasswordRequired {
            format: self.format,
        })?;
        if self.watch.deriving() {
            Ok(password.as_str())
        } else {
            Err(Refusal::Stopped)
        }
    }

    /// The file is this program's, and it is broken there.
    pub(crate) fn corrupt(&self, where_: &'static str) -> Refusal {
        Refusal::Corrupt {
            format: Some(self.format),
            at: where_,
        }
    }

    /// The password does not open it.
    pub(crate) fn wrong_password(&self) -> Refusal {
        Refusal::WrongPassword {
            format: self.format,
        }
    }

    /// It is of a version that is not known here.
    pub(crate) fn version(&self, version: impl std::fmt::Display) -> Refusal {
        Refusal::UnsupportedVersion {
            format: self.format,
            version: version.to_string().chars().take(40).collect(),
        }
    }

    /// It is sealed in a way that no password opens here.
    pub(crate) fn unsupported(&self, problem: Problem) -> Refusal {
        Refusal::UnsupportedEncryption {
            format: Some(self.format),
            problem,
        }
    }

    /// The limits of key derivation and what ciphers say, as refusals of this format.
    pub(crate) fn crypt<T>(
        &self,
        result: Result<T, crate::crypt::CryptError>,
    ) -> Result<T, Refusal> {
        use crate::crypt::CryptError;
        result.map_err(|error| match error {
            CryptError::TooCostly => Refusal::KdfTooCostly {
                format: self.format,
            },
            CryptError::Parameters => self.corrupt("parameters of the encryption"),
            CryptError::Wrong => self.wrong_password(),
        })
    }

    /// JSON that came out of a cipher.
    pub(crate) fn parsed(&self, bytes: &[u8], at: &'static str) -> Result<Json, Refusal> {
        json::parse_bytes(bytes).map_err(|error| match error {
            JsonError::TooDeep => Refusal::TooDeep,
            JsonError::TooLarge => Refusal::TooLarge,
            JsonError::Broken => self.corrupt(at),
        })
    }

    /// Base64 of a field, in either alphabet, with padding or without.
    pub(crate) fn base64(
        &self,
        text: &str,
        where_: &'static str,
    ) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        crate::containers::base64(text).ok_or_else(|| self.corrupt(where_))
    }

    /// Hexadecimal digits of a field.
    pub(crate) fn hex(
        &self,
        text: &str,
        where_: &'static str,
    ) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.trim().as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| self.corrupt(where_))
    }
}

/// The reader of a file, or why there is none.
pub(super) fn choose(
    piece: &Piece<'_>,
    all: &[Piece<'_>],
    has_password: bool,
) -> Result<&'static Reader, Refusal> {
    let mut best: Option<(&'static Reader, Confidence)> = None;
    for reader in READERS.iter().flat_map(|readers| readers.iter()) {
        let confidence = (reader.looks_like)(piece, all);
        // Bytes without any mark may be a sealed andOTP file: only a password that was given makes that likely.
        let enough =
            confidence > Confidence::Possible || confidence == Confidence::Possible && has_password;
        if enough && best.is_none_or(|(_, other)| confidence > other) {
            best = Some((reader, confidence));
        }
    }
    match best {
        Some((reader, _)) => Ok(reader),
        None => Err(piece.diagnosis()),
    }
}
