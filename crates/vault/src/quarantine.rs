//! Entries that this version cannot understand: kept, listed, and in nobody's way.

use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// Why an entry is in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuarantineReason {
    /// A field is missing or has another shape.
    Shape,
    /// Another entry has the same id.
    Duplicate,
    /// The type is not known, or its period or counter does not belong to it.
    Kind,
    /// The hash algorithm is not known.
    Algorithm,
    /// The secret is empty or not base32.
    Secret,
    /// The account is refused: digits, period or a length out of bounds.
    Refused,
}

/// What may be shown of an entry in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedView {
    /// The issuer, if there is one to be read.
    pub issuer: Option<String>,
    /// The label, if there is one to be read.
    pub label: Option<String>,
    /// Why it is in quarantine.
    pub reason: QuarantineReason,
}

/// An entry in quarantine: its JSON, byte by byte as it was read.
pub(crate) struct Quarantined {
    pub(crate) raw: Zeroizing<String>,
    pub(crate) reason: QuarantineReason,
}

impl crate::Unlocked {
    /// The entries in quarantine as a JSON array, each as it stands in the file: secrets included, for who takes
    /// them elsewhere.
    #[must_use]
    pub fn quarantined_json(&self) -> Zeroizing<String> {
        let kept = &self.body.quarantined;
        let size = kept.iter().map(|entry| entry.raw.len() + 4).sum::<usize>() + 4;
        // With its full size from the start, so that it leaves no copies behind as it grows.
        let mut json = Zeroizing::new(String::with_capacity(size));
        json.push('[');
        for (at, entry) in kept.iter().enumerate() {
            json.push_str(if at == 0 { "\n" } else { ",\n" });
            json.push_str(&entry.raw);
        }
        json.push_str("\n]\n");
        json
    }
}

/// The two fields that are shown.
#[derive(Deserialize)]
struct Glimpse<'a> {
    #[serde(borrow, default)]
    issuer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    label: Option<&'a RawValue>,
}

impl Quarantined {
    pub(crate) fn new(raw: &RawValue, reason: QuarantineReason) -> Self {
        Self {
            raw: Zeroizing::new(raw.get().to_owned()),
            reason,
        }
    }

    pub(crate) fn view(&self) -> QuarantinedView {
        let text =
            |raw: Option<&RawValue>| raw.and_then(|raw| serde_json::from_str(raw.get()).ok());
        let glimpse: Option<Glimpse<'_>> = serde_json::from_str(&self.raw).ok();
        let (issuer, label) = glimpse.map_or((None, None), |seen| (seen.issuer, seen.label));
        QuarantinedView {
            issuer: text(issuer),
            label: text(label),
            reason: self.reason,
        }
    }
}
