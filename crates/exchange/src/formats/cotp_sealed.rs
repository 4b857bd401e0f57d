//! cotp's database: JSON around XChaCha20-Poly1305, the key by Argon2id with costs that are fixed in the program.

use super::Format;
use crate::crypt::{Argon, argon2, xchacha_open};
use crate::import::{Confidence, Found, Job, Look as _, Number, Piece, Reader, Refusal};

pub(super) const READER: Reader = Reader {
    format: Format::Cotp,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(
        piece
            .json()
            .is_some_and(|json| json.has_all(&["version", "nonce", "salt", "cipher"])),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        if json.number("version") != Number::Whole(1) {
            return Err(job.version(&json["version"]));
        }
        let nonce = job.base64(json.words("nonce"), "nonce")?;
        let salt = job.base64(json.words("salt"), "salt")?;
        let sealed = job.base64(json.words("cipher"), "cipher")?;
        let password = job.password()?.as_bytes();
        let key = job.crypt(argon2(&Argon::id(32_768, 4, 4), password, &salt))?;
        let opened = job.crypt(xchacha_open(&*key, &nonce, &sealed))?;
        found.extend(job.inner(Format::Cotp, opened, "the database")?);
    }
    Ok(found)
}
