//! A whole file: header, sealed body, digest.

use otp::UnixTime;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    Region, VaultError, VaultId,
    header::{DIGEST_BYTES, Header, ends_with_its_digest},
    random,
    seal::{NONCE_BYTES, SealKey, TAG_BYTES},
    slot::SLOT_BYTES,
    wiping::WipingBuffer,
};

/// The largest file: 64 MiB of records and some header. Ten thousand accounts are 4 MiB.
pub(crate) const MAX_FILE_BYTES: u64 = MAX_BODY_BYTES + 64 * 1024;
/// The largest padded plaintext.
const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
/// The smallest padded plaintext.
const MIN_BODY_BYTES: usize = 4096;

/// A file in memory, checked for damage but not opened.
pub(crate) struct Sealed {
    pub(crate) header: Header,
    header_bytes: usize,
    bytes: Vec<u8>,
}

impl Sealed {
    /// Checks lengths and digests. Nothing secret is needed, so damage shows before a password is
    /// asked for.
    pub(crate) fn read(bytes: Vec<u8>) -> Result<Self, VaultError> {
        let (header, header_bytes, body) = Header::read(&bytes)?;
        let body = usize::try_from(body).map_err(|_| VaultError::damaged(Region::Length))?;
        let expected = header_bytes
            .checked_add(body)
            .and_then(|n| n.checked_add(DIGEST_BYTES));
        if expected != Some(bytes.len()) || body < TAG_BYTES {
            return Err(VaultError::damaged(Region::Length));
        }
        if !ends_with_its_digest(&bytes) {
            return Err(VaultError::damaged(Region::Body));
        }
        Ok(Self {
            header,
            header_bytes,
            bytes,
        })
    }

    /// SHA-256 over the whole file.
    pub(crate) fn digest(&self) -> [u8; 32] {
        digest(&self.bytes)
    }

    /// The bytes of the file.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Opens the body: JSON followed by spaces.
    pub(crate) fn open(&self, vault_key: &SealKey) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let damaged = || VaultError::damaged(Region::Body);
        let (associated, rest) = self.bytes.split_at(self.header_bytes);
        let body = rest
            .len()
            .checked_sub(DIGEST_BYTES)
            .and_then(|n| rest.get(..n));
        let (data, tag) = body
            .and_then(<[u8]>::split_last_chunk)
            .ok_or_else(damaged)?;
        let mut plain = Zeroizing::new(data.to_vec());
        vault_key
            .open(&self.header.nonce, associated, &mut plain, *tag)
            .ok_or_else(damaged)?;
        Ok(plain)
    }

    /// Seals a body into the bytes of a file, and says the SHA-256 of what was sealed. The
    /// plaintext is encrypted where it lies.
    pub(crate) fn write(
        vault_id: &VaultId,
        counter: u64,
        saved_at: UnixTime,
        slots: &[[u8; SLOT_BYTES]],
        vault_key: &SealKey,
        mut body: WipingBuffer,
    ) -> Result<(Vec<u8>, [u8; 32]), VaultError> {
        body.pad_to(bucket(body.len())?, b' ');
        let plain = digest(body.as_slice());
        let sealed = (body.len() + TAG_BYTES) as u64;
        let nonce: [u8; NONCE_BYTES] = *random::make_bytes()?;
        let mut file = Header::write(vault_id, counter, saved_at, &nonce, slots, sealed);
        let tag = vault_key
            .seal(&nonce, &file, body.as_mut_slice())
            .ok_or(VaultError::damaged(Region::Body))?;
        file.extend_from_slice(body.as_mut_slice());
        file.extend_from_slice(&tag);
        let digest = digest(&file);
        file.extend_from_slice(&digest);
        Ok((file, plain))
    }
}

/// SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The size that a body is padded to: powers of two from 4 KiB, so that a file tells little of how
/// many accounts are in it.
fn bucket(size: usize) -> Result<usize, VaultError> {
    let bucket = size
        .max(MIN_BODY_BYTES)
        .checked_next_power_of_two()
        .unwrap_or(usize::MAX);
    if bucket as u64 > MAX_BODY_BYTES {
        return Err(VaultError::TooLarge {
            size: size as u64,
            limit: MAX_BODY_BYTES,
        });
    }
    Ok(bucket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_fall_into_buckets() {
        assert_eq!(bucket(0).unwrap(), 4096);
        assert_eq!(bucket(4096).unwrap(), 4096);
        assert_eq!(bucket(4097).unwrap(), 8192);
        assert_eq!(bucket(64 << 20).unwrap(), 64 << 20);
        assert!(matches!(
            bucket((64 << 20) + 1),
            Err(VaultError::TooLarge { .. })
        ));
        assert!(matches!(
            bucket(usize::MAX),
            Err(VaultError::TooLarge { .. })
        ));
    }
}
