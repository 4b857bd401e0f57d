//! Accounts as codes that Google Authenticator scans.

use data_encoding::BASE64;
use otp::{Account, Algorithm, Kind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use prost::Message as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::ACCOUNTS_PER_CODE;
use super::message::{Entry, Payload};
use crate::{SkipReason, Skipped};

/// The most bytes of entries in one code: with base64 and percent-encoding it stays readable by phone cameras.
const BYTES_PER_CODE: usize = 1000;

/// An export: the texts of its QR codes, and what does not fit the format.
pub struct Export {
    /// One text per QR code, in their order.
    pub codes: Vec<Zeroizing<String>>,
    /// The accounts that the format cannot hold; `position` is the place in what was given, from 1.
    pub skipped: Vec<Skipped>,
}

/// Writes accounts as the codes of one export, ten or fewer in each.
///
/// The format holds TOTP of 30 seconds and HOTP, with 6 or 8 digits; other accounts are in [`Export::skipped`],
/// because the app would make wrong codes of them. `batch_id` is any number that tells this export from others.
#[must_use]
pub fn write(accounts: &[&Account], batch_id: i32) -> Export {
    let mut batches: Vec<Zeroizing<Vec<Vec<u8>>>> = Vec::new();
    let mut skipped = Vec::new();
    let mut bytes_in_last = usize::MAX;
    for (at, account) in accounts.iter().enumerate() {
        let encoded = match encode(account) {
            Ok(encoded) => encoded,
            Err(reason) => {
                skipped.push(Skipped {
                    position: at + 1,
                    name: name(account),
                    reason,
                });
                continue;
            }
        };
        let length = encoded.len();
        match batches.last_mut() {
            Some(last)
                if last.len() < ACCOUNTS_PER_CODE && bytes_in_last + length <= BYTES_PER_CODE =>
            {
                last.push(encoded);
                bytes_in_last += length;
            }
            _ => {
                batches.push(Zeroizing::new(vec![encoded]));
                bytes_in_last = length;
            }
        }
    }
    let size = i32::try_from(batches.len()).unwrap_or(i32::MAX);
    let codes = batches
        .iter_mut()
        .zip(0..)
        .map(|(entries, index)| {
            let mut payload = Payload {
                entries: std::mem::take(&mut **entries),
                version: 1,
                batch_size: size,
                batch_index: index,
                batch_id,
            };
            let bytes = Zeroizing::new(payload.encode_to_vec());
            payload.entries.zeroize();
            text(&bytes)
        })
        .collect();
    Export { codes, skipped }
}

fn text(payload: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(BASE64.encode(payload));
    let mut text = Zeroizing::new(String::with_capacity(40 + 3 * base64.len()));
    text.push_str("otpauth-migration://offline?data=");
    utf8_percent_encode(&base64, NON_ALPHANUMERIC).for_each(|part| text.push_str(part));
    text
}

fn encode(account: &Account) -> Result<Vec<u8>, SkipReason> {
    let (kind, counter) = match account.kind {
        Kind::Totp {
            period: Account::DEFAULT_PERIOD,
        } => (2, 0),
        Kind::Totp { .. } => return Err(SkipReason::PeriodNotThere),
        Kind::Hotp { counter } => (1, i64::try_from(counter).map_err(|_| SkipReason::Counter)?),
        Kind::Steam => return Err(SkipReason::NoSteam),
        Kind::Motp | Kind::Yandex => return Err(SkipReason::KindNotThere),
    };
    let digits = match account.digits {
        6 => 1,
        8 => 2,
        _ => return Err(SkipReason::DigitsNotThere),
    };
    let algorithm = match account.algorithm {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
        Algorithm::Md5 => 4,
        Algorithm::Sha224 | Algorithm::Sha384 => return Err(SkipReason::AlgorithmNotThere),
    };
    let before = account.issuer_in_label.as_ref().unwrap_or(&account.issuer);
    // A colon in the label alone would be read as the end of an issuer.
    let name = if before.is_empty() && !account.label.contains(':') {
        account.label.clone()
    } else {
        format!("{before}:{}", account.label)
    };
    let mut entry = Entry {
        // EXPOSE: the export is asked for, to be shown as a QR code; it is wiped below.
        secret: account.secret().expose().to_vec(),
        name: name.into_bytes(),
        issuer: account.issuer.clone().into_bytes(),
        algorithm,
        digits,
        kind,
        counter,
    };
    let encoded = entry.encode_to_vec();
    entry.secret.zeroize();
    if encoded.len() > BYTES_PER_CODE {
        Err(SkipReason::TooLarge)
    } else {
        Ok(encoded)
    }
}

fn name(account: &Account) -> String {
    let full = format!("{}: {}", account.issuer, account.label);
    full.trim_matches([':', ' ']).chars().take(120).collect()
}
