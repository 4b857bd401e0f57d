//! One code of an export, read.

use data_encoding::{BASE64, Encoding, Specification};
use otp::{Account, AccountParts, Algorithm, Draft, Kind, Origin, Secret, Warning};
use percent_encoding::percent_decode_str;
use prost::Message as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::message::{Entry, Payload};
use super::{MAX_BYTES, SCHEME};
use crate::{SkipReason, Skipped};

/// One QR code of an export: part `index` of `size`.
pub struct Batch {
    /// The id that all parts of one export share. Often negative; 0 where a tool wrote none.
    pub id: i32,
    /// Which part this is, counted from 0; below `size`.
    pub index: u32,
    /// How many parts the export has; at least 1.
    pub size: u32,
    /// The accounts that can be taken, in their order.
    pub drafts: Vec<Draft>,
    /// The entries that cannot, in their order.
    pub skipped: Vec<Skipped>,
}

/// Why a text is not a part of an export. Never carries any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GoogleError {
    /// It does not begin with `otpauth-migration://offline`.
    #[error("this is not a Google Authenticator export")]
    NotAnExport,
    /// Longer than [`MAX_BYTES`].
    #[error("the export is too long")]
    TooLong,
    /// There is no `data=`.
    #[error("the export has no data in it")]
    NoData,
    /// The data is not base64.
    #[error("the data of the export is cut off or damaged: not base64")]
    Base64,
    /// The data is not the protocol buffer.
    #[error("the data of the export is cut off or damaged")]
    Damaged,
    /// The numbers of the part contradict each other.
    #[error("the export says that this is part {index} of {size}")]
    Part {
        /// What it says it is, counted from 0.
        index: i32,
        /// How many parts it says there are.
        size: i32,
    },
    /// There is no account in it.
    #[error("there is no account in the export")]
    Empty,
}

/// Reads one QR code of an export.
///
/// A raw `+` in the data is base64, not a space: Google percent-encodes it, other tools do not. Padding may be
/// missing, and base64 of RFC 4648 §5 (`-`, `_`) is read as well.
///
/// # Errors
/// [`GoogleError`], when nothing of it can be read. An entry that cannot be taken is in [`Batch::skipped`].
pub fn read(text: &str) -> Result<Batch, GoogleError> {
    if text.len() > MAX_BYTES {
        return Err(GoogleError::TooLong);
    }
    let payload = Zeroizing::new(payload(text)?);
    let mut payload = Payload::decode(payload.as_slice()).map_err(|_| GoogleError::Damaged)?;
    let entries = Zeroizing::new(std::mem::take(&mut payload.entries));
    if entries.is_empty() {
        return Err(GoogleError::Empty);
    }
    let (index, size) = part(payload.batch_index, payload.batch_size)?;
    let mut batch = Batch {
        id: payload.batch_id,
        index,
        size,
        drafts: Vec::new(),
        skipped: Vec::new(),
    };
    for (at, bytes) in entries.iter().enumerate() {
        let Ok(mut entry) = Entry::decode(bytes.as_slice()) else {
            batch.skipped.push(Skipped {
                position: at + 1,
                name: String::new(),
                reason: SkipReason::Damaged,
            });
            continue;
        };
        match draft(&mut entry) {
            Ok(draft) => batch.drafts.push(draft),
            Err(reason) => {
                let name = names(&entry).display();
                batch.skipped.push(Skipped {
                    position: at + 1,
                    name,
                    reason,
                });
            }
        }
        entry.secret.zeroize();
    }
    Ok(batch)
}

/// The bytes of the protocol buffer.
fn payload(text: &str) -> Result<Vec<u8>, GoogleError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_scheme = text
        .get(..SCHEME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SCHEME));
    let rest = text
        .get(SCHEME.len()..)
        .filter(|_| is_scheme)
        .ok_or(GoogleError::NotAnExport)?;
    let (host, query) = rest.split_once('?').ok_or(GoogleError::NoData)?;
    if !host.trim_matches('/').eq_ignore_ascii_case("offline") {
        return Err(GoogleError::NotAnExport);
    }
    let mut values = query.split('&').filter_map(|piece| piece.split_once('='));
    let (_, raw) = values
        .find(|(name, _)| name.eq_ignore_ascii_case("data"))
        .ok_or(GoogleError::NoData)?;
    let decoded = Zeroizing::new(percent_decode_str(raw).collect::<Vec<u8>>());
    // One alphabet: `-` and `_` of RFC 4648 §5 become `+` and `/`; white space and padding go.
    let mut base64 = Zeroizing::new(Vec::with_capacity(decoded.len()));
    base64.extend(
        decoded
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=')
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => *other,
            }),
    );
    if base64.is_empty() {
        return Err(GoogleError::NoData);
    }
    let encoding = lenient_base64().ok_or(GoogleError::Base64)?;
    encoding.decode(&base64).map_err(|_| GoogleError::Base64)
}

/// Base64 without padding, whatever the last bits are.
fn lenient_base64() -> Option<Encoding> {
    let mut specification: Specification = BASE64.specification();
    specification.padding = None;
    specification.check_trailing_bits = false;
    specification.encoding().ok()
}

/// Index and number of parts. Tools that write neither mean one part.
fn part(index: i32, size: i32) -> Result<(u32, u32), GoogleError> {
    match (u32::try_from(index), u32::try_from(size)) {
        (Ok(0), Ok(0)) => Ok((0, 1)),
        (Ok(part), Ok(parts)) if part < parts && parts <= 1000 => Ok((part, parts)),
        _ => Err(GoogleError::Part { index, size }),
    }
}

/// What an entry is called.
struct Names {
    issuer: String,
    label: String,
    not_utf8: bool,
}

impl Names {
    fn display(&self) -> String {
        let full = match (self.issuer.as_str(), self.label.as_str()) {
            ("", label) => label.to_owned(),
            (issuer, "") => issuer.to_owned(),
            (issuer, label) => format!("{issuer}: {label}"),
        };
        full.chars().filter(|c| !c.is_control()).take(120).collect()
    }
}

/// The app writes `Issuer:account` into the name, next to the same issuer or without one. A name with a colon next
/// to another issuer is kept whole: the app lets people edit it.
fn names(entry: &Entry) -> Names {
    let not_utf8 = [&entry.name, &entry.issuer]
        .iter()
        .any(|bytes| std::str::from_utf8(bytes).is_err());
    let name = String::from_utf8_lossy(&entry.name).into_owned();
    let issuer = String::from_utf8_lossy(&entry.issuer).trim().to_owned();
    let (issuer, label) = if issuer.is_empty() {
        match name.split_once(':') {
            Some((before, label)) => (before.trim().to_owned(), label.to_owned()),
            None => (issuer, name),
        }
    } else {
        let rest = name.trim_start().strip_prefix(issuer.as_str());
        match rest.and_then(|rest| rest.trim_start().strip_prefix(':')) {
            Some(label) => (issuer, label.to_owned()),
            None => (issuer, name),
        }
    };
    Names {
        issuer,
        label,
        not_utf8,
    }
}

fn draft(entry: &mut Entry) -> Result<Draft, SkipReason> {
    let algorithm = match entry.algorithm {
        0 | 1 => Algorithm::Sha1,
        2 => Algorithm::Sha256,
        3 => Algorithm::Sha512,
        4 => Algorithm::Md5,
        _ => return Err(SkipReason::Algorithm),
    };
    let digits = match entry.digits {
        0 | 1 => 6,
        2 => 8,
        _ => return Err(SkipReason::Digits),
    };
    let kind = match entry.kind {
        0 | 2 => Kind::Totp {
            period: Account::DEFAULT_PERIOD,
        },
        1 => Kind::Hotp {
            counter: u64::try_from(entry.counter).map_err(|_| SkipReason::Counter)?,
        },
        _ => return Err(SkipReason::Type),
    };
    let secret = Secret::new(std::mem::take(&mut entry.secret)).map_err(SkipReason::Secret)?;
    let Names {
        issuer,
        label,
        not_utf8,
    } = names(entry);
    let parts = AccountParts {
        issuer,
        issuer_in_label: None,
        label,
        algorithm,
        digits,
        kind,
        extra: Vec::new(),
        pin: None,
        secret,
    };
    let mut draft = Draft::new(
        Account::new(parts).map_err(SkipReason::Account)?,
        Origin::GoogleExport,
    );
    if not_utf8 {
        draft.warnings.push(Warning::NotUtf8);
    }
    Ok(draft)
}
