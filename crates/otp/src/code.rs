//! The codes themselves.

use totp_rs::Builder;
use zeroize::Zeroizing;

use crate::shield::swept;
use crate::{Account, Algorithm, Kind, UnixTime, foreign};

/// One code and the time it is good for.
pub struct Code {
    text: Zeroizing<String>,
    /// The first second at which it is valid.
    pub valid_from: UnixTime,
    /// The first second at which it is no longer valid. `u64::MAX` for a code by counter, which time does not end.
    pub valid_until: UnixTime,
}

impl Code {
    /// The characters of the code, leading zeros included. Wiped when the code is dropped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The code of this moment and the one after it.
pub struct Codes {
    /// Valid now.
    pub current: Code,
    /// Valid as soon as `current` is not; `None` for a counter, and where time ends.
    pub next: Option<Code>,
}

/// The codes of an account at a moment.
///
/// TOTP: RFC 6238 with `T0 = 0`. Steam: the same with Steam Guard's alphabet. HOTP: the code of the account's
/// counter (RFC 4226 §5.3), valid at any time, and no next one: a counter moves when the code is used. mOTP and Yandex:
/// their own arithmetic, with the account's PIN; without it ([`Account::lacks_pin`]) the text is empty. It is empty, too,
/// where HMAC-MD5 gives too few bytes for the truncation of RFC 4226.
#[must_use]
pub fn code_at(account: &Account, now: UnixTime) -> Codes {
    let period = match account.kind {
        Kind::Hotp { counter } => {
            return Codes {
                current: hotp_code(account, counter),
                next: None,
            };
        }
        kind => u64::from(kind.period().unwrap_or(Account::DEFAULT_PERIOD).max(1)),
    };
    let step = now / period;
    let next = step.checked_add(1).and_then(|step| {
        let valid_from = step.checked_mul(period)?;
        Some(timed(account, step, valid_from, period))
    });
    Codes {
        current: timed(account, step, step * period, period),
        next,
    }
}

/// The code of an account at a counter (RFC 4226 §5.3), whatever makes the account's own codes move on.
#[must_use]
pub fn hotp_code(account: &Account, counter: u64) -> Code {
    Code {
        text: text(account, counter),
        valid_from: 0,
        valid_until: u64::MAX,
    }
}

fn timed(account: &Account, step: u64, valid_from: UnixTime, period: u64) -> Code {
    Code {
        text: text(account, step),
        valid_from,
        valid_until: valid_from.saturating_add(period),
    }
}

/// The truncated HMAC of a counter as text. The secret is open for as long as that takes.
fn text(account: &Account, counter: u64) -> Zeroizing<String> {
    swept(|| computed(account, counter))
}

fn computed(account: &Account, counter: u64) -> Zeroizing<String> {
    match (account.kind, account.pin()) {
        (Kind::Motp, Some(pin)) => {
            return foreign::motp(account.secret(), pin, counter, account.digits);
        }
        (Kind::Yandex, Some(pin)) => {
            return foreign::yandex(account.secret(), pin, counter, account.digits);
        }
        (Kind::Motp | Kind::Yandex, None) => return Zeroizing::new(String::new()),
        _ => {}
    }
    if let Some(signature) = foreign::signature(account.algorithm, account.secret(), counter) {
        let ten = truncated(&signature);
        if ten.is_empty() {
            return ten;
        }
        return Zeroizing::new(ten[10 - usize::from(account.digits.clamp(1, 10))..].to_owned());
    }
    let steam = account.kind == Kind::Steam;
    let algorithm = match account.algorithm {
        _ if steam => totp_rs::Algorithm::Steam,
        Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
        Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
        _ => totp_rs::Algorithm::SHA512,
    };
    // The truncated HMAC is below 2^31 < 10^10: the tenth digit is its full decimal value, and the library,
    // which counts in u32, is asked for nine digits and for the value itself below.
    let digits = if steam {
        Account::STEAM_DIGITS
    } else {
        account.digits.clamp(1, 9)
    };
    // A step of one second makes the time the counter, so that HOTP and TOTP are one arithmetic.
    let totp = Builder::new()
        .with_algorithm(algorithm)
        .with_digits(digits)
        .with_step_duration(1)
        // EXPOSE: the HMAC is made of it; the library wipes its copy when it is dropped.
        .with_secret(std::mem::take(&mut *account.secret().expose()))
        .build_noncompliant();
    if !steam && account.digits > 9 {
        return truncated(totp.sign(counter).as_ref());
    }
    Zeroizing::new(totp.generate(counter).to_string())
}

/// Dynamic truncation to ten digits (RFC 4226 §5.3), which the library's arithmetic is too narrow for.
fn truncated(signature: &[u8]) -> Zeroizing<String> {
    let offset = usize::from(signature.last().map_or(0, |last| last & 0x0f));
    // MD5 is too short for the standard's truncation in three cases of sixteen: there is no code then.
    let Some(bytes) = signature.get(offset..offset + 4) else {
        return Zeroizing::new(String::new());
    };
    let value = bytes
        .iter()
        .fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
    Zeroizing::new(format!("{:010}", value & 0x7fff_ffff))
}
