//! Key slots, in the sense of LUKS: each holds the vault key, wrapped by one way in.

use std::fmt;

use otp::UnixTime;
use zeroize::Zeroizing;

use crate::{
    KdfParams, KeyringKey, Passphrase, RecoveryKey, Region, VaultError, VaultId, kdf, random,
    reader::Reader,
    seal::{NONCE_BYTES, SealKey, TAG_BYTES},
};

/// Bytes of one slot in the header.
pub(crate) const SLOT_BYTES: usize = 142;
/// Bytes of a slot before its nonce: they are bound into the wrap.
const BOUND_BYTES: usize = 70;
/// Bytes of the salt.
const SALT_BYTES: usize = 32;
/// The first part of what a wrap is bound to.
const WRAP_CONTEXT: &[u8] = b"countersign v1 slot";
/// HKDF info of the recovery slot.
const RECOVERY_INFO: &[u8] = b"countersign v1 recovery";
/// HKDF info of the keyring slot.
const KEYRING_INFO: &[u8] = b"countersign v1 keyring";

/// The three ways in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SlotKind {
    /// A password that a person remembers.
    Password,
    /// The key that is printed.
    Recovery,
    /// The key that the operating system's keyring keeps.
    Keyring,
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password => "password",
            Self::Recovery => "recovery key",
            Self::Keyring => "keyring key",
        })
    }
}

/// Names one slot of one vault. Random; a slot that is replaced gets a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotId([u8; 16]);

impl SlotId {
    /// The hexadecimal form, as in the body of the file.
    pub(crate) fn to_hex(self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }
}

/// What may be shown of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotView {
    /// Names the slot in `remove_slot`.
    pub id: SlotId,
    /// Which way in it is.
    pub kind: SlotKind,
    /// When it was made.
    pub created_at: UnixTime,
    /// The cost of guessing, for the password slot.
    pub kdf: Option<KdfParams>,
}

/// A key that somebody offers.
pub enum Key<'a> {
    /// Tried on the password slot.
    Password(&'a Passphrase),
    /// Tried on the recovery slot.
    Recovery(&'a RecoveryKey),
    /// Tried on the keyring slot.
    Keyring(&'a KeyringKey),
}

impl Key<'_> {
    /// The kind of slot that this key is for.
    #[must_use]
    pub const fn kind(&self) -> SlotKind {
        match self {
            Self::Password(_) => SlotKind::Password,
            Self::Recovery(_) => SlotKind::Recovery,
            Self::Keyring(_) => SlotKind::Keyring,
        }
    }
}

/// A slot without its wrap: what derives the wrapping key, and what the wrap is bound to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SlotSpec {
    pub(crate) id: SlotId,
    pub(crate) kind: SlotKind,
    pub(crate) created_at: UnixTime,
    kdf: Option<KdfParams>,
    salt: [u8; SALT_BYTES],
}

impl SlotSpec {
    /// A new slot with a new id and salt.
    pub(crate) fn make(
        kind: SlotKind,
        kdf: Option<KdfParams>,
        now: UnixTime,
    ) -> Result<Self, VaultError> {
        let (id, salt) = (SlotId(*random::make_bytes()?), *random::make_bytes()?);
        Ok(Self {
            id,
            kind,
            created_at: now,
            kdf,
            salt,
        })
    }

    pub(crate) fn view(&self) -> SlotView {
        SlotView {
            id: self.id,
            kind: self.kind,
            created_at: self.created_at,
            kdf: self.kdf,
        }
    }

    /// The key that wraps the vault key in this slot.
    pub(crate) fn derive(&self, key: &Key<'_>) -> Result<SealKey, VaultError> {
        match (key, self.kdf) {
            (Key::Password(password), Some(cost)) => {
                kdf::derive_from_password(password.bytes(), &self.salt, cost)
            }
            (Key::Recovery(key), None) => {
                kdf::derive_from_random(key.bytes(), &self.salt, RECOVERY_INFO)
            }
            (Key::Keyring(key), None) => {
                kdf::derive_from_random(key.bytes(), &self.salt, KEYRING_INFO)
            }
            _ => Err(VaultError::NoSuchWay { kind: key.kind() }),
        }
    }

    /// The bytes of the slot before its nonce.
    fn bound(&self) -> [u8; BOUND_BYTES] {
        let mut bytes = [0; BOUND_BYTES];
        let (memory, passes, lanes) = self.kdf.map_or((0, 0, 0), |cost| {
            (cost.memory_kib(), cost.passes(), cost.lanes())
        });
        bytes[0] = match self.kind {
            SlotKind::Password => 1,
            SlotKind::Recovery => 2,
            SlotKind::Keyring => 3,
        };
        // Byte 1 is the algorithm of the derivation: one per kind, so it repeats the kind.
        bytes[1] = bytes[0];
        bytes[2..18].copy_from_slice(&self.id.0);
        bytes[18..26].copy_from_slice(&self.created_at.to_le_bytes());
        bytes[26..30].copy_from_slice(&memory.to_le_bytes());
        bytes[30..34].copy_from_slice(&passes.to_le_bytes());
        bytes[34..38].copy_from_slice(&lanes.to_le_bytes());
        bytes[38..70].copy_from_slice(&self.salt);
        bytes
    }

    fn associated(&self, vault_id: &VaultId) -> Vec<u8> {
        [WRAP_CONTEXT, &vault_id.0, &self.bound()].concat()
    }

    /// Wraps the vault key under this slot's wrapping key, with a fresh nonce.
    pub(crate) fn wrap(
        &self,
        vault_id: &VaultId,
        wrapping: &SealKey,
        vault_key: &SealKey,
    ) -> Result<[u8; SLOT_BYTES], VaultError> {
        let nonce: [u8; NONCE_BYTES] = *random::make_bytes()?;
        let mut wrapped = *vault_key.bytes();
        let tag = wrapping
            .seal(&nonce, &self.associated(vault_id), &mut wrapped)
            .ok_or(VaultError::damaged(Region::Slots))?;
        let mut bytes = [0; SLOT_BYTES];
        bytes[..70].copy_from_slice(&self.bound());
        bytes[70..94].copy_from_slice(&nonce);
        bytes[94..126].copy_from_slice(&wrapped);
        bytes[126..142].copy_from_slice(&tag);
        Ok(bytes)
    }
}

/// A slot as it stands in a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) spec: SlotSpec,
    nonce: [u8; NONCE_BYTES],
    wrapped: [u8; 32],
    tag: [u8; TAG_BYTES],
}

impl Slot {
    /// Reads one slot. Costs outside of the bounds are refused here, before anything is derived.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, VaultError> {
        let odd = VaultError::damaged(Region::Slots);
        let [code, derivation] = reader.array()?;
        let id = SlotId(reader.array()?);
        let created_at = reader.u64()?;
        let (memory, passes, lanes) = (reader.u32()?, reader.u32()?, reader.u32()?);
        let kind = match code {
            1 => SlotKind::Password,
            2 => SlotKind::Recovery,
            3 => SlotKind::Keyring,
            _ => return Err(odd),
        };
        if derivation != code {
            return Err(odd);
        }
        let kdf = match kind {
            SlotKind::Password => Some(KdfParams::new(memory, passes, lanes)?),
            _ if (memory, passes, lanes) == (0, 0, 0) => None,
            _ => return Err(odd),
        };
        let spec = SlotSpec {
            id,
            kind,
            created_at,
            kdf,
            salt: reader.array()?,
        };
        Ok(Self {
            spec,
            nonce: reader.array()?,
            wrapped: reader.array()?,
            tag: reader.array()?,
        })
    }

    /// Unwraps the vault key.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`].
    pub(crate) fn unwrap(
        &self,
        vault_id: &VaultId,
        wrapping: &SealKey,
    ) -> Result<SealKey, VaultError> {
        let mut key = Zeroizing::new(self.wrapped);
        wrapping
            .open(
                &self.nonce,
                &self.spec.associated(vault_id),
                key.as_mut_slice(),
                self.tag,
            )
            .ok_or(VaultError::WrongKey {
                kind: self.spec.kind,
            })?;
        Ok(SealKey::new(key))
    }
}
