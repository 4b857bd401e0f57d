//! The table of the formats that are archives, databases, XML and other containers, and what they share.

use zeroize::Zeroizing;

use super::{
    Format, authenticator_plus, authy, battlenet, cotp_sealed, freeotp, google_db, keepass,
    microsoft, onepassword, otpclient, proton_pass, steam, stratum_db, totp_authenticator, winauth,
    wrapped,
};
use crate::containers::sqlite::{self, Database};
use crate::containers::zip::{self, Archive};
use crate::containers::{ContainerError, prefs};
use crate::import::{self, Found, Job, Piece, Problem, Reader, Refusal, RefusalKind, Source};

/// One row each. The order decides only between equals.
pub(crate) static READERS: [Reader; 18] = [
    keepass::READER,
    onepassword::READER,
    proton_pass::READER,
    wrapped::RAIVO,
    wrapped::BITWARDEN,
    authenticator_plus::ARCHIVE,
    authenticator_plus::DATABASE,
    winauth::READER,
    google_db::READER,
    microsoft::READER,
    stratum_db::READER,
    authy::READER,
    freeotp::READER,
    battlenet::READER,
    totp_authenticator::READER,
    steam::READER,
    cotp_sealed::READER,
    otpclient::READER,
];

impl Job<'_> {
    /// What a container says, as refusals of this format.
    pub(super) fn container<T>(&self, result: Result<T, ContainerError>) -> Result<T, Refusal> {
        result.map_err(|error| match error {
            ContainerError::Corrupt(at) => self.corrupt(at),
            ContainerError::TooLarge => Refusal::TooLarge,
            ContainerError::TooDeep => Refusal::TooDeep,
            ContainerError::BadEncoding => Refusal::BadEncoding,
            ContainerError::PasswordRequired => Refusal::PasswordRequired {
                format: self.format,
            },
            ContainerError::WrongPassword => self.wrong_password(),
            ContainerError::KdfTooCostly => Refusal::KdfTooCostly {
                format: self.format,
            },
            ContainerError::UnsupportedEncryption(_) => self.unsupported(Problem::Cipher),
            ContainerError::UnsupportedVersion => self.version("?"),
            ContainerError::Cancelled => Refusal::Stopped,
        })
    }

    /// What came out of a container and is a file of that format itself. Containers in containers are not opened.
    pub(super) fn inner(
        &self,
        format: Format,
        bytes: Zeroizing<Vec<u8>>,
        at: &'static str,
    ) -> Result<Found, Refusal> {
        if zip::is_zip(&bytes) {
            return Err(self.corrupt(at));
        }
        if matches!(bytes.trim_ascii(), b"" | b"[]") {
            return Ok(Found::default()); // An export of nothing.
        }
        let source = Source { name: None, bytes };
        match import::read_as(Some(format), &[source], self.password, self.watch) {
            Ok(import) => Ok(Found {
                entries: import.entries,
                skipped: import.skipped,
                missing: import.missing,
            }),
            Err(refusal) => Err(match refusal.kind() {
                RefusalKind::UnrecognisedFormat | RefusalKind::Corrupt => self.corrupt(at),
                _ => refusal,
            }),
        }
    }

    /// The password if there is one; the watcher is told that something slow begins.
    pub(super) fn maybe_password(&self) -> Result<Option<&str>, Refusal> {
        match self.password {
            Some(_) => self.password().map(Some),
            None => Ok(None),
        }
    }
}

/// The archive, if the file is one.
pub(super) fn archive<'p>(piece: &'p Piece<'_>) -> Option<Archive<'p>> {
    zip::is_zip(piece.bytes)
        .then(|| Archive::open(piece.bytes).ok())
        .flatten()
}

/// Whether the file is a database with such a table.
pub(super) fn has_table(
    piece: &Piece<'_>,
    all: &[Piece<'_>],
    table: &str,
    columns: &[&str],
) -> bool {
    if sqlite::is_wal(piece.bytes) {
        // A log goes with its database.
        return all
            .iter()
            .filter(|other| sqlite::is_database(other.bytes) && is_log_of(piece, other))
            .any(|other| has_table(other, all, table, columns));
    }
    sqlite::is_database(piece.bytes)
        && Database::open(piece.bytes, None).is_ok_and(|database| database.has(table, columns))
}

/// Whether the write-ahead log is the database's: by its name, or because nothing has a name.
fn is_log_of(log: &Piece<'_>, database: &Piece<'_>) -> bool {
    log.name.is_empty() || log.name.strip_suffix("-wal") == Some(database.name)
}

/// The databases among the files, each with its log.
pub(super) fn databases<'j>(
    job: &'j Job<'_>,
) -> impl Iterator<Item = Result<Database<'j>, Refusal>> {
    let logs: Vec<&Piece<'_>> = job
        .pieces
        .iter()
        .copied()
        .filter(|piece| sqlite::is_wal(piece.bytes))
        .collect();
    let databases = job
        .pieces
        .iter()
        .filter(|piece| sqlite::is_database(piece.bytes));
    databases.map(move |piece| {
        let log = logs.iter().find(|log| is_log_of(log, piece));
        job.container(Database::open(piece.bytes, log.map(|log| log.bytes)))
    })
}

/// Whether the file may be the settings of an Android app and says this somewhere.
pub(super) fn settings_with(piece: &Piece<'_>, name: &[u8]) -> bool {
    prefs::may_be(piece.bytes) && piece.bytes.windows(name.len()).any(|window| window == name)
}

/// Why a file that no reader knows is not read, where it is a container that is broken.
pub(crate) fn diagnosis(bytes: &[u8]) -> Option<Refusal> {
    let error = if zip::is_zip(bytes) {
        Archive::open(bytes).err()
    } else if sqlite::is_database(bytes) {
        Database::open(bytes, None).err()
    } else if prefs::may_be(bytes) {
        prefs::Prefs::read(bytes).err()
    } else {
        None
    };
    Some(match error? {
        ContainerError::TooLarge => Refusal::TooLarge,
        ContainerError::TooDeep => Refusal::TooDeep,
        ContainerError::BadEncoding => Refusal::BadEncoding,
        ContainerError::Corrupt(at) => Refusal::Corrupt { format: None, at },
        _ => return None,
    })
}
