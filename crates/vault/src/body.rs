//! What is sealed: the entries, and each slot's wrapping key.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{
    Entry, QuarantineReason, Region, VaultError,
    quarantine::Quarantined,
    record::{Extra, Record},
    seal::SealKey,
    slot::SlotSpec,
    wiping::WipingBuffer,
};

/// The records of a vault in memory.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) entries: Vec<Entry>,
    pub(crate) quarantined: Vec<Quarantined>,
    pub(crate) extra: Extra,
}

/// A slot, and the key that wraps the vault key in it. The wrapping key is kept within the body, so
/// that the vault key can be replaced without asking for the password and for the paper.
pub(crate) struct Way {
    pub(crate) spec: SlotSpec,
    pub(crate) wrapping: SealKey,
}

impl Way {
    pub(crate) fn duplicate(&self) -> Self {
        Self {
            spec: self.spec.clone(),
            wrapping: self.wrapping.duplicate(),
        }
    }
}

/// The body as JSON, coming in.
#[derive(Deserialize)]
struct BodyIn<'a> {
    slot_keys: BTreeMap<String, Zeroizing<String>>,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
    #[serde(flatten)]
    extra: Extra,
}

/// The body as JSON, going out.
#[derive(Serialize)]
struct BodyOut<'a> {
    slot_keys: BTreeMap<String, Zeroizing<String>>,
    entries: Vec<EntryOut<'a>>,
    #[serde(flatten)]
    extra: Cow<'a, Extra>,
}

/// An entry going out: one that is understood, or one that is kept as it came.
#[derive(Serialize)]
#[serde(untagged)]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives for one save, and the large one is the usual one"
)]
enum EntryOut<'a> {
    Known(Record<'a>),
    Kept(&'a RawValue),
}

impl Body {
    /// Reads a body that was just opened, and the wrapping keys of the given slots.
    pub(crate) fn read(
        plain: &[u8],
        slots: impl Iterator<Item = SlotSpec>,
    ) -> Result<(Self, Vec<Way>), VaultError> {
        let odd = || VaultError::damaged(Region::Records);
        let body: BodyIn<'_> = serde_json::from_slice(plain).map_err(|_| odd())?;
        let ways = slots
            .map(|spec| {
                let text = body.slot_keys.get(&spec.id.to_hex())?;
                let bytes = Zeroizing::new(BASE64.decode(text.as_bytes()).ok()?);
                let key = Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).ok()?);
                Some(Way {
                    spec,
                    wrapping: SealKey::new(key),
                })
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(odd)?;
        let mut seen = HashSet::new();
        let (mut entries, mut quarantined) = (Vec::new(), Vec::new());
        for raw in body.entries {
            // What serde says of a record could quote it, so it is not passed on.
            let read = serde_json::from_str::<Record<'_>>(raw.get())
                .map_err(|_| QuarantineReason::Shape)
                .and_then(Record::into_entry);
            match read {
                Ok(entry) if seen.insert(entry.id) => entries.push(entry),
                Ok(_) => quarantined.push(Quarantined::new(raw, QuarantineReason::Duplicate)),
                Err(reason) => quarantined.push(Quarantined::new(raw, reason)),
            }
        }
        Ok((
            Self {
                entries,
                quarantined,
                extra: body.extra,
            },
            ways,
        ))
    }

    /// Entries of all kinds: live, in the trash, in quarantine.
    pub(crate) fn count(&self) -> u64 {
        (self.entries.len() + self.quarantined.len()) as u64
    }

    /// The JSON of a body with these slots. Entries that `keep` refuses are left out.
    pub(crate) fn write(
        &self,
        ways: &[Way],
        keep: impl Fn(&Entry) -> bool,
    ) -> Result<WipingBuffer, VaultError> {
        let slot_key = |way: &Way| {
            let text = BASE64.encode(way.wrapping.bytes());
            (way.spec.id.to_hex(), Zeroizing::new(text))
        };
        let mut entries: Vec<EntryOut<'_>> = Vec::new();
        entries.extend(
            self.entries
                .iter()
                .filter(|entry| keep(entry))
                .map(|e| EntryOut::Known(Record::of(e))),
        );
        for kept in &self.quarantined {
            let raw = serde_json::from_str(&kept.raw)
                .map_err(|_| VaultError::damaged(Region::Records))?;
            entries.push(EntryOut::Kept(raw));
        }
        let slot_keys = ways.iter().map(slot_key).collect();
        let mut buffer = WipingBuffer::new();
        let body = BodyOut {
            slot_keys,
            entries,
            extra: Cow::Borrowed(&self.extra),
        };
        write_json(&mut buffer, &body)?;
        Ok(buffer)
    }
}

/// How many entries of all kinds an opened body holds.
pub(crate) fn count(plain: &[u8]) -> Option<u64> {
    let body: BodyIn<'_> = serde_json::from_slice(plain).ok()?;
    Some(body.entries.len() as u64)
}

/// JSON into a buffer that leaves no copies.
pub(crate) fn write_json(
    buffer: &mut WipingBuffer,
    value: &impl Serialize,
) -> Result<(), VaultError> {
    // The buffer takes everything, and the records have text keys only: this does not fail.
    serde_json::to_writer(buffer, value).map_err(|_| VaultError::damaged(Region::Records))
}
