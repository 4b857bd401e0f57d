//! Files of other authenticators, read.
//!
//! [`read`] finds out by the content which program wrote the files, opens them with the password where they are sealed,
//! and gives what is in them as [`Entry`]s: nothing is stored, and nothing is guessed. An entry that cannot be taken is
//! a [`Skipped`]; a file that cannot be read is a [`Refusal`] that says what it is and what to do.
//!
//! A format is one file in `formats` and one row in its table.

mod entry;
mod found;
mod json;
mod piece;
mod reader;
mod refusal;

pub use entry::Entry;
pub use refusal::{Problem, Refusal, RefusalKind, TEXTS_EN};

pub(crate) use entry::{Fields, Key, Type};
pub(crate) use found::Found;
pub(crate) use json::{Json, Look, Number};
pub(crate) use piece::Piece;
pub(crate) use reader::{Confidence, Job, Reader};

use zeroize::Zeroizing;

pub use crate::formats::Format;
use crate::{SkipReason, Skipped};

/// What a sealed export is opened with. UTF-8 as it was typed: not trimmed, not normalised.
pub type Passphrase = Zeroizing<String>;

/// One file, or one text that was pasted.
pub struct Source {
    /// Its name, where it has one: a hint where the content fits two formats.
    pub name: Option<String>,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Source {
    /// The largest file that is read, in bytes. The largest real exports, full of icons, have a tenth of it.
    pub const MAX_BYTES: usize = 64 << 20;
}

/// What some files hold.
pub struct Import {
    /// Whose files they are; [`Format::Several`] where they are of different programs.
    pub format: Format,
    /// What can be taken, in the order of the files.
    pub entries: Vec<Entry>,
    /// What cannot, with its reason.
    pub skipped: Vec<Skipped>,
    /// Parts of an export that were not among the files.
    pub missing: Vec<Missing>,
}

/// Parts of a Google Authenticator export that are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Which ones, counted from 1.
    pub parts: Vec<u32>,
    /// Of how many.
    pub of: u32,
}

/// Who waits while a password becomes a key.
pub trait Watch {
    /// A password is about to become a key, which takes a while. `false` stops the import ([`Refusal::Stopped`]).
    fn deriving(&self) -> bool {
        true
    }
}

/// Nobody watches.
impl Watch for () {}

/// Reads the files of other authenticators: those of one export, in any order, or several exports at once.
///
/// # Errors
/// [`Refusal`], when one of the files cannot be read; nothing is taken then. Entries that cannot be taken are in
/// [`Import::skipped`].
pub fn read(
    sources: &[Source],
    password: Option<&Passphrase>,
    watch: &dyn Watch,
) -> Result<Import, Refusal> {
    read_as(None, sources, password, watch)
}

/// The same, where the person says which program wrote the files: they are that program's, or refused.
///
/// # Errors
/// [`Refusal`], as [`read`]; [`RefusalKind::UnrecognisedFormat`] names the program whose file it is instead.
pub fn read_as(
    wanted: Option<Format>,
    sources: &[Source],
    password: Option<&Passphrase>,
    watch: &dyn Watch,
) -> Result<Import, Refusal> {
    let mut pieces = Vec::with_capacity(sources.len());
    for source in sources {
        pieces.push(Piece::new(source)?);
    }
    let mut groups: Vec<(&'static Reader, Vec<&Piece<'_>>)> = Vec::new();
    let mut unknown = Found::default();
    for (at, piece) in pieces.iter().enumerate() {
        let reader = match reader::choose(piece, &pieces, password.is_some()) {
            Ok(reader) => reader,
            // Something else that lay beside the export keeps nothing back.
            Err(Refusal::Unrecognised { .. }) if pieces.len() > 1 => {
                unknown.skip(at + 1, piece.name, SkipReason::UnknownFile);
                continue;
            }
            Err(refusal) => return Err(refusal),
        };
        if wanted.is_some_and(|wanted| wanted != reader.format) {
            return Err(Refusal::Unrecognised {
                resembles: Some(reader.format),
            });
        }
        match groups
            .iter_mut()
            .find(|(known, _)| std::ptr::eq(*known, reader))
        {
            Some((_, group)) => group.push(piece),
            None => groups.push((reader, vec![piece])),
        }
    }
    let mut import = Import {
        format: match groups.as_slice() {
            [] => return Err(Refusal::Unrecognised { resembles: None }),
            [(first, _), others @ ..]
                if others.iter().all(|(other, _)| other.format == first.format) =>
            {
                first.format
            }
            _ => Format::Several,
        },
        entries: Vec::new(),
        skipped: unknown.skipped,
        missing: Vec::new(),
    };
    for (reader, group) in groups {
        let job = Job {
            format: reader.format,
            pieces: group,
            password,
            watch,
        };
        let found = (reader.read)(&job)?;
        import.entries.extend(found.entries);
        import.skipped.extend(found.skipped);
        import.missing.extend(found.missing);
    }
    Ok(import)
}
