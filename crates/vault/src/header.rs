//! The header: everything of the file that is legible, all of it authenticated.

use otp::UnixTime;
use sha2::{Digest, Sha256};

use crate::{
    Region, SlotKind, VaultError, VaultId,
    reader::Reader,
    seal::NONCE_BYTES,
    slot::{SLOT_BYTES, Slot},
};

/// The first bytes of every vault.
pub(crate) const MAGIC: &[u8; 16] = b"COUNTERSIGNVAULT";
/// The format that this version writes, and the newest that it reads.
pub(crate) const VERSION: u16 = 1;
/// Bytes before the slots.
const FIXED_BYTES: usize = 83;
/// Bytes of a SHA-256 digest.
pub(crate) const DIGEST_BYTES: usize = 32;
/// One slot per kind.
const MAX_SLOTS: usize = 3;

/// The header of one file.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) vault_id: VaultId,
    pub(crate) counter: u64,
    pub(crate) saved_at: UnixTime,
    pub(crate) nonce: [u8; NONCE_BYTES],
    pub(crate) slots: Vec<Slot>,
}

/// Whether the last bytes of a file are the SHA-256 of all before them.
pub(crate) fn ends_with_its_digest(file: &[u8]) -> bool {
    file.split_last_chunk::<DIGEST_BYTES>()
        .is_some_and(|(content, digest)| *digest == *Sha256::digest(content))
}

impl Header {
    /// Reads a header from the front of a file; also returns its length in bytes, digest included,
    /// and the length of the sealed body.
    pub(crate) fn read(file: &[u8]) -> Result<(Self, usize, u64), VaultError> {
        if !file.starts_with(MAGIC) {
            return Err(VaultError::NotAVault);
        }
        let mut reader = Reader::new(&file[MAGIC.len()..]);
        match reader.u16()? {
            VERSION => {}
            0 => return Err(VaultError::damaged(Region::Header)),
            // Every version ends with its digest: without it, this is no newer file but a damaged one, and its older
            // generations may open.
            _ if !ends_with_its_digest(file) => return Err(VaultError::damaged(Region::Header)),
            found => {
                return Err(VaultError::Newer {
                    found,
                    known: VERSION,
                });
            }
        }
        let [count] = reader.array()?;
        let count = usize::from(count);
        if count == 0 || count > MAX_SLOTS {
            return Err(VaultError::damaged(Region::Header));
        }
        let length = FIXED_BYTES + count * SLOT_BYTES;
        let body = reader.u64()?;
        let (vault_id, counter, saved_at) =
            (VaultId(reader.array()?), reader.u64()?, reader.u64()?);
        let nonce = reader.array()?;
        // The digest comes first, so that a flipped bit is told from a cost out of bounds.
        let mut rest = Reader::new(file);
        let digest = Sha256::digest(rest.take(length)?);
        if rest.array::<DIGEST_BYTES>()? != *digest {
            return Err(VaultError::damaged(Region::Header));
        }
        let slots = (0..count)
            .map(|_| Slot::read(&mut reader))
            .collect::<Result<Vec<_>, _>>()?;
        for (index, slot) in slots.iter().enumerate() {
            if slots[..index]
                .iter()
                .any(|other| other.spec.kind == slot.spec.kind)
            {
                return Err(VaultError::damaged(Region::Slots));
            }
        }
        let header = Self {
            vault_id,
            counter,
            saved_at,
            nonce,
            slots,
        };
        Ok((header, length + DIGEST_BYTES, body))
    }

    /// The bytes of a header, digest included, over slots that are wrapped already.
    pub(crate) fn write(
        vault_id: &VaultId,
        counter: u64,
        saved_at: UnixTime,
        nonce: &[u8; NONCE_BYTES],
        slots: &[[u8; SLOT_BYTES]],
        body: u64,
    ) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED_BYTES + slots.len() * SLOT_BYTES + DIGEST_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.push(u8::try_from(slots.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(&body.to_le_bytes());
        bytes.extend_from_slice(&vault_id.0);
        bytes.extend_from_slice(&counter.to_le_bytes());
        bytes.extend_from_slice(&saved_at.to_le_bytes());
        bytes.extend_from_slice(nonce);
        for slot in slots {
            bytes.extend_from_slice(slot);
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// The slot of a kind.
    pub(crate) fn slot(&self, kind: SlotKind) -> Result<&Slot, VaultError> {
        let found = self.slots.iter().find(|slot| slot.spec.kind == kind);
        found.ok_or(VaultError::NoSuchWay { kind })
    }
}
