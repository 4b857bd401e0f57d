//! The frozen JSON form of an entry (docs/VAULT.md). Not otp's types: those may change, this may
//! only grow.

use std::borrow::Cow;

use data_encoding::BASE32_NOPAD;
use otp::{Account, AccountParts, Algorithm, Kind, Pin, Secret, UnixTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::{Entry, EntryId, QuarantineReason, VaultError, sealed, wiping::WipingBuffer};

/// Fields of a later version, kept and written back. Wiped when dropped: nobody knows here what
/// they are.
#[derive(Default, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Extra(Map<String, Value>);

impl Drop for Extra {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

/// Wipes every text in a JSON value. Depth is bounded by the parser (128).
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One entry, as JSON.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record<'a> {
    id: EntryId,
    issuer: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issuer_in_label: Option<Cow<'a, str>>,
    label: Cow<'a, str>,
    /// Base32 without padding.
    secret: Zeroizing<String>,
    /// `totp`, `hotp`, `steam`, `motp` or `yandex`.
    #[serde(rename = "type")]
    kind: Cow<'a, str>,
    /// `SHA1`, `SHA256`, `SHA512`, `SHA224`, `SHA384` or `MD5`.
    algorithm: Cow<'a, str>,
    digits: u8,
    /// Seconds; `totp` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    /// The counter of the next code; `hotp` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    /// The PIN; `motp` and `yandex` only, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<Zeroizing<String>>,
    /// Further parameters of the Key URI, as pairs, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    #[serde(default)]
    pinned: bool,
    created_at: UnixTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_used_at: Option<UnixTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted_at: Option<UnixTime>,
    #[serde(flatten)]
    extra: Extra,
}

impl<'a> Record<'a> {
    /// The record of an entry.
    pub(crate) fn of(entry: &'a Entry) -> Self {
        let account = &entry.account;
        let (kind, period, counter) = match account.kind {
            Kind::Totp { period } => ("totp", Some(period), None),
            Kind::Hotp { counter } => ("hotp", None, Some(counter)),
            Kind::Steam => ("steam", None, None),
            Kind::Motp => ("motp", None, None),
            Kind::Yandex => ("yandex", None, None),
        };
        // EXPOSE: sealed with the record, like the secret.
        let pin = account
            .pin()
            .map(|pin| Zeroizing::new(pin.expose().to_owned()));
        let parameters = account
            .extra
            .iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        // EXPOSE: the record is sealed before it leaves memory, and wiped where it lay.
        let secret = Zeroizing::new(BASE32_NOPAD.encode(&account.secret().expose()));
        Self {
            id: entry.id,
            issuer: (&account.issuer).into(),
            issuer_in_label: account.issuer_in_label.as_ref().map(Into::into),
            label: (&account.label).into(),
            secret,
            kind: kind.into(),
            algorithm: algorithm_name(account.algorithm).into(),
            digits: account.digits,
            period,
            counter,
            pin,
            parameters,
            pinned: entry.pinned,
            created_at: entry.created_at,
            last_used_at: entry.last_used_at,
            deleted_at: entry.deleted_at,
            extra: entry.extra.clone(),
        }
    }

    /// The entry of a record, or why this version cannot understand it.
    pub(crate) fn into_entry(self) -> Result<Entry, QuarantineReason> {
        let kind = match (&*self.kind, self.period, self.counter) {
            ("totp", Some(period), None) => Kind::Totp { period },
            ("hotp", None, Some(counter)) => Kind::Hotp { counter },
            ("steam", None, None) => Kind::Steam,
            ("motp", None, None) => Kind::Motp,
            ("yandex", None, None) => Kind::Yandex,
            _ => return Err(QuarantineReason::Kind),
        };
        let algorithm = match &*self.algorithm {
            "SHA1" => Algorithm::Sha1,
            "SHA256" => Algorithm::Sha256,
            "SHA512" => Algorithm::Sha512,
            "SHA224" => Algorithm::Sha224,
            "SHA384" => Algorithm::Sha384,
            "MD5" => Algorithm::Md5,
            _ => return Err(QuarantineReason::Algorithm),
        };
        let bytes = BASE32_NOPAD
            .decode(self.secret.as_bytes())
            .map_err(|_| QuarantineReason::Secret)?;
        let secret = Secret::new(bytes).map_err(|_| QuarantineReason::Secret)?;
        let pin = self.pin.as_ref().map(|pin| Pin::new(pin)).transpose();
        let pin = pin.map_err(|_| QuarantineReason::Refused)?;
        let parameters = self.parameters.into_iter();
        let account = Account::new(AccountParts {
            issuer: self.issuer.into_owned(),
            issuer_in_label: self.issuer_in_label.map(Cow::into_owned),
            label: self.label.into_owned(),
            algorithm,
            digits: self.digits,
            kind,
            extra: parameters
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            pin,
            secret,
        })
        .map_err(|_| QuarantineReason::Refused)?;
        Ok(Entry {
            id: self.id,
            account,
            pinned: self.pinned,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            deleted_at: self.deleted_at,
            extra: self.extra,
        })
    }
}

/// The name in the file, frozen.
const fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha1 => "SHA1",
        Algorithm::Sha256 => "SHA256",
        Algorithm::Sha512 => "SHA512",
        Algorithm::Sha224 => "SHA224",
        Algorithm::Sha384 => "SHA384",
        Algorithm::Md5 => "MD5",
    }
}

/// What is remembered of an entry as it was last read, to see what was changed since.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Base {
    /// SHA-256 of the record.
    record: [u8; 32],
    /// SHA-256 of issuer and label.
    pub(crate) names: [u8; 32],
    pub(crate) pinned: bool,
    pub(crate) deleted_at: Option<UnixTime>,
}

/// The base of an entry.
pub(crate) fn base(entry: &Entry) -> Result<Base, VaultError> {
    let mut buffer = WipingBuffer::new();
    crate::body::write_json(&mut buffer, &Record::of(entry))?;
    Ok(Base {
        record: sealed::digest(buffer.as_slice()),
        names: names(entry),
        pinned: entry.pinned,
        deleted_at: entry.deleted_at,
    })
}

/// SHA-256 of issuer, issuer before the label, and label, each with its length before it.
pub(crate) fn names(entry: &Entry) -> [u8; 32] {
    let account = &entry.account;
    let mut digest = Sha256::new();
    for name in [
        Some(&account.issuer),
        account.issuer_in_label.as_ref(),
        Some(&account.label),
    ] {
        digest.update(
            name.map_or(u64::MAX, |name| name.len() as u64)
                .to_le_bytes(),
        );
        digest.update(name.map_or("", String::as_str));
    }
    digest.finalize().into()
}
