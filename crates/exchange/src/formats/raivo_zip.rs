//! Raivo: a zip archive, sealed by AES, with its JSON and a page to print.

use super::Format;
use super::files::archive;
use crate::import::{Confidence, Found, Job, Piece, Reader, Refusal};

pub(super) const READER: Reader = Reader {
    format: Format::Raivo,
    looks_like,
    read,
};

const DATA: &str = "raivo-otp-export.json";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    let data = archive(piece).and_then(|archive| archive.position(DATA));
    Confidence::certain_if(data.is_some())
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(mut archive) = archive(piece) else {
            continue;
        };
        let at = archive.position(DATA).ok_or_else(|| job.corrupt(DATA))?;
        let data = job.container(archive.read(at, job.maybe_password()?))?;
        found.extend(job.inner(Format::Raivo, data, DATA)?);
    }
    Ok(found)
}
