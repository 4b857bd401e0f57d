//! From the password to the key: AES a great many times over, or Argon2.

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::containers::{Bytes, ContainerError};

/// The most rounds of AES: some seconds of a fast machine. KeePass's "one second" button gives up to half of it.
const MAX_AES_ROUNDS: u64 = 200_000_000;
/// How many rounds are between two questions whether to go on.
const ROUNDS_AT_ONCE: u64 = 1 << 20;
/// The most memory of Argon2, in KiB: 1 GiB.
const MAX_MEMORY: u64 = 1 << 20;
/// The most memory times passes, in KiB. There is no limit of the passes alone: KeePass up to 2.44 took 1 MiB and
/// made up for it with hundreds of passes.
const MAX_WORK: u64 = 8 << 20;
/// The most lanes.
const MAX_LANES: u32 = 16;

/// How the key is made, and at what cost.
pub(super) enum Kdf {
    /// The header has not said.
    None,
    Aes {
        seed: [u8; 32],
        rounds: u64,
    },
    Argon2 {
        algorithm: argon2::Algorithm,
        version: u32,
        salt: Vec<u8>,
        kib: u64,
        passes: u64,
        lanes: u32,
    },
}

const ODD: ContainerError = ContainerError::Corrupt("how the key of the database is made");

impl Kdf {
    pub(super) fn aes(seed: Vec<u8>, rounds: u64) -> Result<Kdf, ContainerError> {
        let seed = seed.try_into().map_err(|_| ODD)?;
        Ok(Kdf::Aes { seed, rounds })
    }

    /// Reads the parameters: a list of typed, named values, one of which says what the others are for.
    pub(super) fn read(bytes: &[u8]) -> Result<Kdf, ContainerError> {
        let mut reader = Bytes::new(bytes, "the parameters of the key are cut off");
        if reader.u16_le()? >> 8 != 1 {
            return Err(ContainerError::UnsupportedVersion);
        }
        let mut values: Vec<(&[u8], &[u8])> = Vec::new();
        while reader.byte()? != 0 {
            let length = reader.u32_le()? as usize;
            let name = reader.take(length)?;
            let length = reader.u32_le()? as usize;
            values.push((name, reader.take(length)?));
            if values.len() > 100 {
                return Err(ODD);
            }
        }
        let of = |name: &[u8]| {
            let found = values.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| *value).ok_or(ODD)
        };
        let number = |name: &[u8]| match *of(name)? {
            [a, b, c, d] => Ok(u64::from(u32::from_le_bytes([a, b, c, d]))),
            [a, b, c, d, e, f, g, h] => Ok(u64::from_le_bytes([a, b, c, d, e, f, g, h])),
            _ => Err(ODD),
        };
        let algorithm = match of(b"$UUID")? {
            b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea"
            | b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38" => {
                return Kdf::aes(of(b"S")?.to_vec(), number(b"R")?);
            }
            b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c" => {
                argon2::Algorithm::Argon2d
            }
            b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6" => {
                argon2::Algorithm::Argon2id
            }
            uuid if uuid.len() == 16 => {
                return Err(ContainerError::UnsupportedEncryption("how the key is made"));
            }
            _ => return Err(ODD),
        };
        if of(b"K").is_ok_and(|key| !key.is_empty()) || of(b"A").is_ok_and(|data| !data.is_empty())
        {
            return Err(ContainerError::UnsupportedEncryption("how the key is made"));
        }
        Ok(Kdf::Argon2 {
            algorithm,
            version: u32::try_from(number(b"V")?).map_err(|_| ODD)?,
            salt: of(b"S")?.to_vec(),
            kib: number(b"M")? / 1024,
            passes: number(b"I")?,
            lanes: u32::try_from(number(b"P")?).map_err(|_| ContainerError::KdfTooCostly)?,
        })
    }

    /// Refuses costs that no real database has, before anything is allocated.
    pub(super) fn check(&self) -> Result<(), ContainerError> {
        let fine = match self {
            Kdf::None => return Err(ODD),
            Kdf::Aes { rounds, .. } => *rounds <= MAX_AES_ROUNDS,
            Kdf::Argon2 {
                kib, passes, lanes, ..
            } => {
                let work = kib.max(&8).saturating_mul(*passes);
                *kib <= MAX_MEMORY && work <= MAX_WORK && *lanes <= MAX_LANES
            }
        };
        if fine {
            Ok(())
        } else {
            Err(ContainerError::KdfTooCostly)
        }
    }

    /// The key, before the seed of the database goes in.
    pub(super) fn derive(
        &self,
        password: &str,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Zeroizing<[u8; 32]>, ContainerError> {
        self.check()?;
        if !go_on() {
            return Err(ContainerError::Cancelled);
        }
        let mut composite = Zeroizing::new([0_u8; 32]);
        let mut once = Sha256::digest(password.as_bytes());
        composite.copy_from_slice(&Sha256::digest(once));
        once.zeroize();
        match self {
            Kdf::None => Err(ODD),
            Kdf::Aes { seed, rounds } => aes(seed, *rounds, &composite, go_on),
            Kdf::Argon2 {
                algorithm,
                version,
                salt,
                kib,
                passes,
                lanes,
            } => {
                let small = |number: &u64| u32::try_from(*number).map_err(|_| ODD);
                let params = argon2::Params::new(small(kib)?, small(passes)?, *lanes, Some(32));
                let version = argon2::Version::try_from(*version).map_err(|_| ODD)?;
                let params = params.map_err(|_| ODD)?;
                // Where there is not so much memory, that is said, and nothing is aborted.
                let mut memory = Vec::new();
                memory
                    .try_reserve_exact(params.block_count())
                    .map_err(|_| ContainerError::KdfTooCostly)?;
                memory.resize(params.block_count(), argon2::Block::default());
                let mut key = Zeroizing::new([0_u8; 32]);
                argon2::Argon2::new(*algorithm, version, params)
                    .hash_password_into_with_memory(&*composite, salt, &mut *key, &mut memory)
                    .map_err(|_| ODD)?;
                Ok(key)
            }
        }
    }
}

fn aes(
    seed: &[u8; 32],
    rounds: u64,
    composite: &[u8; 32],
    go_on: &dyn Fn() -> bool,
) -> Result<Zeroizing<[u8; 32]>, ContainerError> {
    let cipher = Aes256::new(seed.into());
    let (left, right) = composite.split_at(16);
    let half = |bytes: &[u8]| aes::Block::try_from(bytes).map_err(|_| ODD);
    let mut blocks = [half(left)?, half(right)?];
    let mut left = rounds;
    while left > 0 {
        for _ in 0..left.min(ROUNDS_AT_ONCE) {
            cipher.encrypt_blocks(&mut blocks);
        }
        left = left.saturating_sub(ROUNDS_AT_ONCE);
        if !go_on() {
            return Err(ContainerError::Cancelled);
        }
    }
    let mut key = Zeroizing::new([0_u8; 32]);
    let digest = Sha256::new()
        .chain_update(blocks[0])
        .chain_update(blocks[1]);
    key.copy_from_slice(&digest.finalize());
    blocks.iter_mut().for_each(|block| block.zeroize());
    Ok(key)
}
