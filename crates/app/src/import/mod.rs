//! The files of other authenticators: read into a [`Preview`], looked at, and taken over in one transaction.

mod sources;
mod take;
mod words;

use std::path::PathBuf;

use exchange::import::{Import, Missing, Refusal};
use exchange::{Skipped, import};
use otp::{Draft, Kind, UnixTime, Warning};
use zeroize::Zeroizing;

use crate::App;
use crate::accounts::kind_view;
use crate::wire::{Fault, KindView, Notice};

pub use take::{Takeover, Wanted};
pub use words::Refused;

/// What some files hold: nothing of it is added yet.
pub struct Preview {
    import: Import,
}

/// One account of a preview.
pub struct Previewed<'a> {
    /// Who issues the codes.
    pub issuer: &'a str,
    /// Whose account it is.
    pub label: &'a str,
    /// How its codes are made.
    pub kind: KindView,
    /// The hash.
    pub algorithm: &'static str,
    /// Length of a code.
    pub digits: u8,
    /// Length of a step in seconds; nothing for a code by counter.
    pub period: Option<u32>,
    /// The counter of the next code.
    pub counter: Option<u64>,
    /// The code, unless there is none: a PIN is missing.
    pub code: Option<Zeroizing<String>>,
    /// What is odd about it.
    pub warnings: Vec<Notice>,
    /// The groups that it is in there.
    pub groups: &'a [String],
    /// There is a note beside it, which is not taken over.
    pub has_note: bool,
    /// Pinned, or a favourite.
    pub pinned: bool,
    /// In the trash or the archive there.
    pub set_aside: bool,
}

/// Which files, and what is known of them.
#[derive(Default)]
pub struct ImportRequest<'a> {
    /// All files of the export, in any order.
    pub files: &'a [PathBuf],
    /// What was read already: names and bytes.
    pub bytes: Vec<(String, Zeroizing<Vec<u8>>)>,
    /// The password that it was sealed with.
    pub password: Option<&'a Zeroizing<String>>,
    /// The program that wrote it, by its stable name.
    pub from: Option<&'a str>,
}

impl App {
    /// Reads the files of another authenticator, and the QR codes on pictures among them. Works while the vault is
    /// locked; nothing is added.
    ///
    /// # Errors
    /// [`Refused`], when a file cannot be read; nothing is taken of the others then.
    pub fn import_preview(&self, request: ImportRequest<'_>) -> Result<Preview, Refused> {
        self.touch_activity();
        let from = match request.from {
            Some(code) => match import::Format::of_code(code) {
                Some(format) => Some(format),
                None => return Err(Refused::of(&Refusal::Unrecognised { resembles: None })),
            },
            None => None,
        };
        let mut sources = Vec::new();
        for path in request.files {
            sources.push(self.source_of_file(path)?);
        }
        for (name, bytes) in request.bytes {
            sources.push(self.source_of_bytes(name, bytes)?);
        }
        let import = import::read_as(from, &sources, request.password, &())
            .map_err(|refusal| Refused::of(&refusal))?;
        Ok(Preview { import })
    }
}

impl Preview {
    /// The stable name of the program that wrote the files, and what people call it.
    #[must_use]
    pub fn program(&self) -> (&'static str, &'static str) {
        (self.import.format.code(), self.import.format.title())
    }

    /// The accounts, with their codes at a time.
    pub fn accounts(&self, at: UnixTime) -> impl Iterator<Item = Previewed<'_>> {
        self.import.entries.iter().map(move |entry| Previewed {
            groups: &entry.groups,
            has_note: entry.note.is_some(),
            pinned: entry.pinned,
            set_aside: entry.set_aside,
            ..Previewed::of(&entry.draft, at)
        })
    }

    /// What cannot be taken: its position (counted from 1), its name, and why.
    pub fn skipped(&self) -> impl Iterator<Item = (usize, &str, String, &'static str)> {
        self.import.skipped.iter().map(|skipped: &Skipped| {
            (
                skipped.position,
                skipped.name.as_str(),
                skipped.reason.to_string(),
                skipped.reason.code(),
            )
        })
    }

    /// The parts of a Google export that are not among the files.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        &self.import.missing
    }
}

impl<'a> Previewed<'a> {
    /// How a draft looks.
    #[must_use]
    pub fn of(draft: &'a Draft, at: UnixTime) -> Previewed<'a> {
        let account = &draft.account;
        let codes = otp::code_at(account, at);
        let code = Some(codes.current.as_str()).filter(|code| !code.is_empty());
        Previewed {
            issuer: &account.issuer,
            label: &account.label,
            kind: kind_view(account.kind),
            algorithm: account.algorithm.as_str(),
            digits: account.digits,
            period: account.kind.period(),
            counter: match account.kind {
                Kind::Hotp { counter } => Some(counter),
                _ => None,
            },
            code: code.map(|code| Zeroizing::new(code.to_owned())),
            warnings: draft.warnings.iter().map(notice).collect(),
            groups: &[],
            has_note: false,
            pinned: false,
            set_aside: false,
        }
    }
}

fn notice(warning: &Warning) -> Notice {
    Notice {
        code: warning.code().to_owned(),
        args: warning
            .args()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}

/// A fault of the vault while an import is taken over.
pub(crate) type Taken = Result<Takeover, Fault>;
