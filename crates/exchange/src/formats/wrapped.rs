//! Zip archives around one file of JSON that has a reader of its own: Raivo's export, sealed by AES and with a page to
//! print beside it, and Bitwarden's with its attachments.

use super::Format;
use super::files::archive;
use crate::import::{Confidence, Found, Job, Piece, Reader, Refusal};

/// Raivo.
pub(super) const RAIVO: Reader = Reader {
    format: Format::Raivo,
    looks_like: |piece, _| holds(piece, RAIVO_DATA),
    read: |job| read(job, RAIVO_DATA),
};

/// Bitwarden.
pub(super) const BITWARDEN: Reader = Reader {
    format: Format::Bitwarden,
    looks_like: |piece, _| holds(piece, BITWARDEN_DATA),
    read: |job| read(job, BITWARDEN_DATA),
};

const RAIVO_DATA: &str = "raivo-otp-export.json";
const BITWARDEN_DATA: &str = "data.json";

fn holds(piece: &Piece<'_>, name: &str) -> Confidence {
    let data = archive(piece).and_then(|archive| archive.position(name));
    Confidence::certain_if(data.is_some())
}

fn read(job: &Job<'_>, name: &'static str) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(mut archive) = archive(piece) else {
            continue;
        };
        let at = archive.position(name).ok_or_else(|| job.corrupt(name))?;
        let data = job.container(archive.read(at, job.maybe_password()?))?;
        found.extend(job.inner(job.format, data, name)?);
    }
    Ok(found)
}
