//! Ente Auth's sealed export: Argon2id and one chunk of libsodium's stream around the plain one.

use super::Format;
use crate::crypt::{Argon, argon2, stream_open};
use crate::import::{
    self, Confidence, Found, Job, Look as _, Number, Piece, Reader, Refusal, Source,
};

pub(super) const READER: Reader = Reader {
    format: Format::Ente,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(
        piece
            .json()
            .is_some_and(|json| json.has_all(&["kdfParams", "encryptedData", "encryptionNonce"])),
    )
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let Some(json) = piece.json() else { continue };
        match json.number("version") {
            Number::Absent | Number::Whole(1) => {}
            Number::Whole(version) => return Err(job.version(version)),
            Number::Odd => return Err(job.corrupt("version")),
        }
        let params = &json["kdfParams"];
        let cost = |name| match params.number(name) {
            Number::Whole(cost) => Ok(cost),
            _ => Err(job.corrupt("kdfParams")),
        };
        // libsodium counts bytes.
        let cost = Argon::id(cost("memLimit")? / 1024, cost("opsLimit")?, 1);
        let salt = job.base64(params.words("salt"), "salt")?;
        let header = job.base64(json.words("encryptionNonce"), "encryptionNonce")?;
        let sealed = job.base64(json.words("encryptedData"), "encryptedData")?;
        if sealed.len() < 17 || header.len() != 24 {
            return Err(job.corrupt("encryptedData"));
        }
        job.crypt(cost.check())?;
        let password = job.password()?.as_bytes();
        let key = job.crypt(argon2(&cost, password, &salt))?;
        let bytes = job.crypt(stream_open(&key, &header, &sealed))?;
        let plain = Source { name: None, bytes };
        let list = import::read(&[plain], None, &());
        match list {
            Ok(list) => {
                found.entries.extend(list.entries);
                found.skipped.extend(list.skipped);
            }
            Err(_) => return Err(job.corrupt("encryptedData")),
        }
    }
    Ok(found)
}
