//! OTPClient's database, versions 2 and 3: a header, then AES-256-GCM with an initialisation vector of 16 bytes, the
//! key by Argon2id. Version 1 has no mark and is not read; OTPClient itself turns it into a later one when it opens it.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload, consts::U16};
use aes_gcm::{AesGcm, Nonce};
use serde_json::Value;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::containers::{Bytes, ContainerError};
use crate::crypt::{Argon, argon2};
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Look as _, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::OtpClient,
    looks_like,
    read,
};

const MAGIC: &[u8] = b"OTPClient";

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(piece.bytes.starts_with(MAGIC))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let header = job.container(Header::read(piece.bytes))?;
        let password = job.password()?;
        let opened = open(job, &header, piece.bytes, password)?;
        // The text is written with the zero that ends it in C.
        let text = opened.strip_suffix(b"\0").unwrap_or(&opened);
        let json = job.parsed(text, "the database")?;
        let list = json
            .as_array()
            .ok_or_else(|| job.corrupt("the list of codes"))?;
        for (at, value) in list.iter().enumerate() {
            let name = [value.words("issuer"), value.words("label")].join(" ");
            found.push(at + 1, name.trim(), entry(value));
        }
    }
    Ok(found)
}

struct Header {
    /// How long it is: all of it is authenticated.
    length: usize,
    iv: [u8; 16],
    salt: [u8; 32],
    cost: Argon,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Header, ContainerError> {
        // Version 2 is a structure of C as it lies in memory, with a gap after the name; version 3 has none.
        let at = |skip| {
            let mut reader = Bytes::new(bytes.get(skip..).unwrap_or_default(), "cut off");
            reader.u32_le()
        };
        let start = match (at(9), at(12)) {
            (Ok(3), _) => 9,
            (_, Ok(2)) => 12,
            _ => return Err(ContainerError::UnsupportedVersion),
        };
        let rest = bytes.get(start + 4..).unwrap_or_default();
        let mut reader = Bytes::new(rest, "the database ends in its header");
        let (iv, salt) = (reader.array()?, reader.array()?);
        let mut number = || reader.u32_le().map(u64::from);
        let (passes, kib, lanes) = (number()?, number()?, number()?);
        Ok(Header {
            length: start + 4 + 16 + 32 + 12,
            iv,
            salt,
            cost: Argon::id(kib, passes, lanes),
        })
    }
}

fn open(
    job: &Job<'_>,
    header: &Header,
    bytes: &[u8],
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let (aad, msg) = bytes.split_at(header.length.min(bytes.len()));
    if msg.len() < 16 {
        return Err(job.corrupt("the database is cut off"));
    }
    let key = job.crypt(argon2(&header.cost, password.as_bytes(), &header.salt))?;
    let cipher =
        AesGcm::<aes::Aes256, U16>::new_from_slice(&*key).map_err(|_| job.corrupt("the key"))?;
    cipher
        .decrypt(&Nonce::from(header.iv), Payload { msg, aad })
        .map(Zeroizing::new)
        .map_err(|_| job.wrong_password())
}

fn entry(value: &Value) -> Result<Entry, SkipReason> {
    let kind = Type::of(value.text("type").ok_or(SkipReason::Type)?)?;
    let issuer = value.words("issuer");
    // It keeps Steam's codes as TOTP of an issuer of that name.
    let kind = match kind {
        Type::Totp if issuer.eq_ignore_ascii_case("steam") => Type::Steam,
        kind => kind,
    };
    let secret = value.text("secret").ok_or(SkipReason::Damaged)?;
    let entry = Fields {
        algorithm: value.words("algo"),
        digits: value.number("digits"),
        period: value.number("period"),
        counter: value.number("counter"),
        ..Fields::new(kind, issuer, value.words("label"), Key::Base32(secret))
    }
    .entry()?;
    Ok(entry.in_group(value.words("group")))
}
