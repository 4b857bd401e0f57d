//! From a password or a random key to the key that wraps a slot.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::{Region, VaultError, seal::SealKey};

/// The cost of Argon2id (RFC 9106), always within the bounds of the format: a file can neither
/// make its password cheap to guess nor make the program allocate without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KdfParams {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KdfParams {
    /// Least memory: 64 MiB, in KiB.
    pub const FLOOR_KIB: u32 = 64 * 1024;
    /// Most memory: 2 GiB, in KiB.
    pub const CEILING_KIB: u32 = 2 * 1024 * 1024;
    /// Most passes.
    pub const MAX_PASSES: u32 = 16;
    /// Most lanes.
    pub const MAX_LANES: u32 = 4;
    /// The cost for new slots where nothing was calibrated: 256 MiB, three passes, one lane.
    pub const DEFAULT: Self = Self {
        memory_kib: 256 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// The least that the format allows: 64 MiB, one pass, one lane.
    #[doc(hidden)]
    pub const FLOOR: Self = Self {
        memory_kib: Self::FLOOR_KIB,
        passes: 1,
        lanes: 1,
    };

    /// Memory in KiB, passes over it, and lanes.
    ///
    /// # Errors
    /// [`VaultError::KdfBounds`] outside of the bounds above.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, VaultError> {
        if memory_kib < Self::FLOOR_KIB
            || memory_kib > Self::CEILING_KIB
            || passes < 1
            || passes > Self::MAX_PASSES
            || lanes < 1
            || lanes > Self::MAX_LANES
        {
            return Err(VaultError::KdfBounds {
                memory_kib,
                passes,
                lanes,
            });
        }
        Ok(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// Memory, in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }
}

/// Argon2id, version 0x13, 32 bytes out. The working memory is wiped.
pub(crate) fn derive_from_password(
    password: &[u8],
    salt: &[u8],
    cost: KdfParams,
) -> Result<SealKey, VaultError> {
    let out_of_memory = || VaultError::OutOfMemory {
        memory_kib: cost.memory_kib,
    };
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| VaultError::damaged(Region::Slots))?;
    let count = params.block_count();
    let mut memory: Vec<Block> = Vec::new();
    memory
        .try_reserve_exact(count)
        .map_err(|_| out_of_memory())?;
    memory.resize(count, Block::default());
    let mut key = Zeroizing::new([0_u8; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done =
        argon.hash_password_into_with_memory(password, salt, key.as_mut_slice(), &mut memory[..]);
    memory.iter_mut().for_each(Zeroize::zeroize);
    // Bounds hold and the salt has 32 bytes: what is left is a password of 4 GiB.
    done.map_err(|_| out_of_memory())?;
    Ok(SealKey::new(key))
}

/// HKDF-SHA256 (RFC 5869), 32 bytes out: for keys that are random already.
pub(crate) fn derive_from_random(
    random: &[u8],
    salt: &[u8],
    info: &[u8],
) -> Result<SealKey, VaultError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(Some(salt), random)
        .expand(info, key.as_mut_slice())
        // 32 bytes are fewer than the 255 blocks that HKDF can give.
        .map_err(|_| VaultError::damaged(Region::Slots))?;
    Ok(SealKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_of_the_bounds_is_refused() {
        let (floor, ceiling) = (KdfParams::FLOOR_KIB, KdfParams::CEILING_KIB);
        for (memory, passes, lanes) in [
            (floor - 1, 3, 1),
            (ceiling + 1, 3, 1),
            (u32::MAX, 3, 1),
            (0, 3, 1),
            (floor, 0, 1),
            (floor, KdfParams::MAX_PASSES + 1, 1),
            (floor, u32::MAX, 1),
            (floor, 3, 0),
            (floor, 3, KdfParams::MAX_LANES + 1),
        ] {
            assert!(
                matches!(
                    KdfParams::new(memory, passes, lanes),
                    Err(VaultError::KdfBounds { .. })
                ),
                "{memory} {passes} {lanes}"
            );
        }
        assert!(KdfParams::new(floor, 1, 1).is_ok());
        assert!(KdfParams::new(ceiling, KdfParams::MAX_PASSES, KdfParams::MAX_LANES).is_ok());
    }
}
