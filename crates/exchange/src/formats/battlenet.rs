//! Battle.net's settings on a rooted Android phone: one code, masked with a text that is the same for everybody.

use std::borrow::Cow;

use data_encoding::HEXLOWER_PERMISSIVE;
use zeroize::Zeroizing;

use super::Format;
use super::files::settings_with;
use crate::SkipReason;
use crate::containers::prefs::Prefs;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::BattleNet,
    looks_like,
    read,
};

const SECRET: &str = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "com.blizzard.messenger.AUTHENTICATOR_SERIAL";
const HOW: &str = "com.blizzard.messenger.AUTHENTICATOR_CREDENTIALS_ENCRYPTION_TYPE";

/// What the app masks with.
const MASK: [u8; 57] = [
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c,
    0x04, 0xc6, 0x10, 0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6,
    0xc8, 0x0d, 0x2f, 0xb3, 0x80, 0x68, 0x77, 0x3f, 0xa5, 0x9b, 0xa4, 0x7c, 0x17, 0xca, 0x6c, 0x64,
    0x79, 0x01, 0x5c, 0x1d, 0x5b, 0x8b, 0x8f, 0x6b, 0x9a,
];

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(settings_with(piece, SECRET.as_bytes()))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for piece in &job.pieces {
        let settings = job.container(Prefs::read(piece.bytes))?;
        let secret = settings
            .get(SECRET)
            .ok_or_else(|| job.corrupt("the code"))?;
        let entry = match settings.get(HOW) {
            None | Some("" | "MASK") => entry(secret, settings.get(SERIAL).unwrap_or("")),
            Some(_) => Err(SkipReason::Sealed),
        };
        found.push(1, "Battle.net", entry);
    }
    Ok(found)
}

fn entry(secret: &str, serial: &str) -> Result<Entry, SkipReason> {
    let secret = unmasked(secret).ok_or(SkipReason::Damaged)?;
    let serial = match serial {
        "" => Cow::Borrowed(""),
        serial => Cow::Owned(unmasked(serial).ok_or(SkipReason::Damaged)?.to_string()),
    };
    Fields {
        digits: Number::Whole(8),
        ..Fields::new(Type::Totp, "Battle.net", &serial, Key::Hex(&secret))
    }
    .entry()
}

/// The text under the mask.
fn unmasked(text: &str) -> Option<Zeroizing<String>> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
    if bytes.len() > MASK.len() {
        return None;
    }
    let bytes: Vec<u8> = bytes.iter().zip(MASK).map(|(a, b)| a ^ b).collect();
    String::from_utf8(bytes).ok().map(Zeroizing::new)
}
