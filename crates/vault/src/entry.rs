//! An account as the vault keeps it.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER_PERMISSIVE;
use otp::{Account, UnixTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroize;

use crate::{
    VaultError, random,
    record::{Extra, Record},
};

/// Names an entry for ever: 128 random bits, 32 hexadecimal digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId([u8; 16]);

/// The text is not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry is named by 32 hexadecimal digits")]
pub struct EntryIdError;

impl EntryId {
    /// A new random name.
    pub(crate) fn make() -> Result<Self, VaultError> {
        Ok(Self(*random::make_bytes()?))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

impl FromStr for EntryId {
    type Err = EntryIdError;

    fn from_str(text: &str) -> Result<Self, EntryIdError> {
        let mut bytes = [0; 16];
        if text.len() != 32 {
            return Err(EntryIdError);
        }
        HEXLOWER_PERMISSIVE
            .decode_mut(text.as_bytes(), &mut bytes)
            .map_err(|_| EntryIdError)?;
        Ok(Self(bytes))
    }
}

impl Serialize for EntryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// One entry: an account and what the vault knows about it. No `Debug` and no `Clone`, as its
/// account has none.
pub struct Entry {
    pub(crate) id: EntryId,
    pub(crate) account: Account,
    pub(crate) pinned: bool,
    pub(crate) created_at: UnixTime,
    pub(crate) last_used_at: Option<UnixTime>,
    pub(crate) deleted_at: Option<UnixTime>,
    pub(crate) extra: Extra,
}

impl Entry {
    /// A new entry, not pinned, never used.
    pub(crate) fn make(account: Account, now: UnixTime) -> Result<Self, VaultError> {
        let entry = Self {
            id: EntryId::make()?,
            account,
            pinned: false,
            created_at: now,
            last_used_at: None,
            deleted_at: None,
            extra: Extra::default(),
        };
        // What is saved opens again: its fields are public, and may be out of bounds by now.
        match Record::of(&entry).into_entry() {
            Ok(_) => Ok(entry),
            Err(reason) => Err(VaultError::Account {
                reason: format!("{reason:?}"),
            }),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.id
    }

    /// Its account, secret included.
    #[must_use]
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Does it stand first?
    #[must_use]
    pub const fn pinned(&self) -> bool {
        self.pinned
    }

    /// When it was enrolled.
    #[must_use]
    pub const fn created_at(&self) -> UnixTime {
        self.created_at
    }

    /// When a code of it was last taken.
    #[must_use]
    pub const fn last_used_at(&self) -> Option<UnixTime> {
        self.last_used_at
    }

    /// When it was put in the trash; `None` while it is live.
    #[must_use]
    pub const fn deleted_at(&self) -> Option<UnixTime> {
        self.deleted_at
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        // The secret wipes itself. Names are private too: once locked, no issuer is in memory.
        self.account.issuer.zeroize();
        self.account.issuer_in_label.zeroize();
        self.account.label.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_read_as_it_is_written(bytes: [u8; 16]) {
            let id = EntryId(bytes);
            prop_assert_eq!(id.to_string().parse::<EntryId>(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<EntryId>(&json).unwrap(), id);
        }
    }

    #[test]
    fn other_texts_are_no_id() {
        for text in [
            "",
            "00",
            &"0".repeat(31),
            &"0".repeat(33),
            &"g".repeat(32),
            &"é".repeat(16),
        ] {
            assert_eq!(text.parse::<EntryId>(), Err(EntryIdError), "{text}");
        }
    }
}
