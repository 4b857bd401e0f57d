//! Codes that are no HOTP: Mobile-OTP and Yandex Key; and the hashes that totp-rs does not have.

use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use sha2::{Sha224, Sha256, Sha384};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{Algorithm, Pin, Secret};

/// Letters of a Yandex code.
const LETTERS: u64 = 26;

/// Mobile-OTP (<https://motp.sourceforge.net/>): the first hexadecimal digits of MD5 over the step in decimal, the
/// secret as text, and the PIN.
pub(crate) fn motp(secret: &Secret, pin: &Pin, step: u64, digits: u8) -> Zeroizing<String> {
    let mut hash = Md5::new();
    hash.update(step.to_string().as_bytes());
    // EXPOSE: the code is the hash of it.
    hash.update(secret.expose());
    // EXPOSE: the code is the hash of it, too.
    hash.update(pin.expose().as_bytes());
    let mut digest = <[u8; 16]>::from(hash.finalize());
    let mut hex = Zeroizing::new(String::with_capacity(32));
    for byte in digest {
        hex.push(char::from(HEX[usize::from(byte >> 4)]));
        hex.push(char::from(HEX[usize::from(byte & 15)]));
    }
    digest.zeroize();
    hex.truncate(usize::from(digits));
    hex
}

const HEX: [u8; 16] = *b"0123456789abcdef";

/// Yandex Key: HMAC-SHA-256 keyed with the SHA-256 of PIN and secret, truncated to 63 bits, in letters. As Aegis
/// (`YAOTP.java`) and Stratum make it, whose vectors are in the tests.
pub(crate) fn yandex(secret: &Secret, pin: &Pin, step: u64, digits: u8) -> Zeroizing<String> {
    let mut hash = Sha256::new();
    // EXPOSE: the key of the HMAC is made of it.
    hash.update(pin.expose().as_bytes());
    // EXPOSE: the key of the HMAC is made of its first 16 bytes; the rest is a checksum.
    let secret = secret.expose();
    hash.update(&secret[..secret.len().min(16)]);
    let key = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    // A key that begins with a zero loses it: its makers keep it as a number.
    let key = match key.as_slice() {
        [0, rest @ ..] => rest,
        all => all,
    };
    let signature = sign::<Sha256>(key, step);
    let offset = usize::from(signature.last().map_or(0, |last| last & 15));
    let mut value = 0_u64;
    for byte in signature.iter().skip(offset).take(8) {
        value = value << 8 | u64::from(*byte);
    }
    value &= u64::MAX >> 1;
    let mut letters = Zeroizing::new(vec![0_u8; usize::from(digits)]);
    for letter in letters.iter_mut().rev() {
        *letter = b'a' + u8::try_from(value % LETTERS).unwrap_or(0);
        value /= LETTERS;
    }
    let text = letters.iter().map(|letter| char::from(*letter));
    Zeroizing::new(text.collect())
}

/// HOTP over a hash that totp-rs does not have; `None` for those that it has.
pub(crate) fn signature(
    algorithm: Algorithm,
    secret: &Secret,
    counter: u64,
) -> Option<Zeroizing<Vec<u8>>> {
    // EXPOSE: it is the key of the HMAC.
    let key = secret.expose();
    match algorithm {
        Algorithm::Md5 => Some(sign::<Md5>(&key, counter)),
        Algorithm::Sha224 => Some(sign::<Sha224>(&key, counter)),
        Algorithm::Sha384 => Some(sign::<Sha384>(&key, counter)),
        Algorithm::Sha1 | Algorithm::Sha256 | Algorithm::Sha512 => None,
    }
}

fn sign<H: EagerHash>(key: &[u8], counter: u64) -> Zeroizing<Vec<u8>> {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<H>::new_from_slice(key) else {
        return Zeroizing::new(Vec::new());
    };
    mac.update(&counter.to_be_bytes());
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}
