//! Passwords as keys, within bounds: what a file asks for is checked before memory is taken.

use ::argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use super::CryptError;

/// The most memory of Argon2, in KiB: a real Ente export asks for exactly 1 GiB.
const ARGON_KIB: u64 = 1 << 20;
/// The most memory times passes of Argon2, in KiB: Ente keeps the product at 4 GiB.
const ARGON_WORK: u64 = 8 << 20;
/// The most passes of Argon2.
const ARGON_PASSES: u64 = 32;
/// The most lanes of Argon2 and the most parallelism of scrypt.
const LANES: u64 = 16;
/// The most rounds of PBKDF2: people can set 2,000,000 at Bitwarden.
const ROUNDS: u64 = 10_000_000;
/// The largest N of scrypt.
const SCRYPT_N: u64 = 1 << 20;

/// Which Argon2 (RFC 9106), and how much of it.
pub(crate) struct Argon {
    /// Argon2d instead of Argon2id: KeePass.
    pub(crate) d: bool,
    /// Version 1.0 (0x10) instead of 1.3: old KeePass files.
    pub(crate) v10: bool,
    /// Memory in KiB.
    pub(crate) kib: u64,
    /// Passes over it.
    pub(crate) passes: u64,
    /// Lanes.
    pub(crate) lanes: u64,
}

impl Argon {
    /// Argon2id, version 1.3.
    pub(crate) const fn id(kib: u64, passes: u64, lanes: u64) -> Argon {
        Argon {
            d: false,
            v10: false,
            kib,
            passes,
            lanes,
        }
    }

    /// Whether it costs no more than any real export's: asked before the password is.
    pub(crate) fn check(&self) -> Result<(), CryptError> {
        if self.kib > ARGON_KIB
            || self.passes > ARGON_PASSES
            || self.lanes > LANES
            || self.kib.saturating_mul(self.passes) > ARGON_WORK
        {
            return Err(CryptError::TooCostly);
        }
        if self.passes == 0 || self.lanes == 0 || self.kib < 8 * self.lanes {
            return Err(CryptError::Parameters);
        }
        Ok(())
    }
}

/// The hash under the HMAC of PBKDF2 (RFC 8018).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prf {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// 32 bytes by Argon2.
pub(crate) fn argon2(
    how: &Argon,
    password: &[u8],
    salt: &[u8],
) -> Result<Zeroizing<[u8; 32]>, CryptError> {
    how.check()?;
    let small = |n: u64| u32::try_from(n).map_err(|_| CryptError::TooCostly);
    let params = Params::new(
        small(how.kib)?,
        small(how.passes)?,
        small(how.lanes)?,
        Some(32),
    )
    .map_err(|_| CryptError::Parameters)?;
    let algorithm = if how.d {
        Algorithm::Argon2d
    } else {
        Algorithm::Argon2id
    };
    let version = if how.v10 {
        Version::V0x10
    } else {
        Version::V0x13
    };
    let mut memory: Vec<Block> = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| CryptError::TooCostly)?;
    memory.resize(params.block_count(), Block::default());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password, salt, key.as_mut_slice(), &mut memory)
        .map_err(|_| CryptError::Parameters)?;
    Ok(key)
}

/// 32 bytes by scrypt (RFC 7914).
pub(crate) fn scrypt(
    password: &[u8],
    salt: &[u8],
    n: u64,
    r: u64,
    p: u64,
) -> Result<Zeroizing<[u8; 32]>, CryptError> {
    if n > SCRYPT_N || r > LANES || p > LANES || n.saturating_mul(r) > 8 << 20 {
        return Err(CryptError::TooCostly);
    }
    if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
        return Err(CryptError::Parameters);
    }
    let small = |n: u64| u32::try_from(n).map_err(|_| CryptError::TooCostly);
    let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| CryptError::Parameters)?;
    let params =
        ::scrypt::Params::new(log_n, small(r)?, small(p)?).map_err(|_| CryptError::Parameters)?;
    let mut key = Zeroizing::new([0; 32]);
    ::scrypt::scrypt(password, salt, &params, key.as_mut_slice())
        .map_err(|_| CryptError::Parameters)?;
    Ok(key)
}

/// Whether so many rounds of PBKDF2 are no more than any real export's: asked before the password is.
pub(crate) fn check_rounds(rounds: u64) -> Result<(), CryptError> {
    match rounds {
        0 => Err(CryptError::Parameters),
        1..=ROUNDS => Ok(()),
        _ => Err(CryptError::TooCostly),
    }
}

/// `N` bytes by PBKDF2.
pub(crate) fn pbkdf2<const N: usize>(
    prf: Prf,
    password: &[u8],
    salt: &[u8],
    rounds: u64,
) -> Result<Zeroizing<[u8; N]>, CryptError> {
    check_rounds(rounds)?;
    let rounds = u32::try_from(rounds).map_err(|_| CryptError::TooCostly)?;
    let mut key = Zeroizing::new([0; N]);
    let out = key.as_mut_slice();
    match prf {
        Prf::Sha1 => ::pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, salt, rounds, out),
        Prf::Sha256 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, rounds, out),
        Prf::Sha512 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, salt, rounds, out),
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_too_much_is_refused_before_memory_is_taken() {
        let refused =
            |kib, passes, lanes| argon2(&Argon::id(kib, passes, lanes), b"", b"12345678").err();
        assert_eq!(refused(ARGON_KIB + 1, 1, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(u64::MAX, u64::MAX, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(1024, 33, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(64, 1, 17), Some(CryptError::TooCostly));
        assert_eq!(refused(ARGON_KIB, 9, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(0, 1, 1), Some(CryptError::Parameters));
        let refused = |n, r, p| scrypt(b"", b"", n, r, p).err();
        assert_eq!(refused(1 << 21, 8, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(1 << 20, 16, 1), Some(CryptError::TooCostly));
        assert_eq!(refused(1 << 14, 8, 17), Some(CryptError::TooCostly));
        assert_eq!(refused(0, 8, 1), Some(CryptError::Parameters));
        assert_eq!(refused(1000, 8, 1), Some(CryptError::Parameters));
        assert_eq!(refused(16, 0, 1), Some(CryptError::Parameters));
        let refused = |rounds| pbkdf2::<32>(Prf::Sha1, b"", b"", rounds).err();
        assert_eq!(refused(ROUNDS + 1), Some(CryptError::TooCostly));
        assert_eq!(refused(0), Some(CryptError::Parameters));
    }

    #[test]
    fn the_vectors_of_the_standards() {
        // RFC 6070, the first 20 bytes; RFC 7914 §12, the first 32.
        let key = pbkdf2::<20>(Prf::Sha1, b"password", b"salt", 4096).unwrap();
        assert_eq!(
            data_encoding::HEXLOWER.encode(key.as_slice()),
            "4b007901b765489abead49d926f721d065a429c1"
        );
        let key = scrypt(b"pleaseletmein", b"SodiumChloride", 16384, 8, 1).unwrap();
        assert_eq!(
            data_encoding::HEXLOWER.encode(key.as_slice()),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        );
    }
}
