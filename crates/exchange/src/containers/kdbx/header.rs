//! The legible beginning of a database. Nothing of it is authentic before the password has opened it.

use super::MAGIC;
use super::kdf::Kdf;
use crate::containers::{Bytes, ContainerError};

/// How the payload is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cipher {
    Aes,
    Twofish,
    ChaCha20,
}

/// The header, read.
pub(super) struct Header {
    /// 3 or 4.
    pub(super) major: u16,
    /// How long it is, its end mark included.
    pub(super) length: usize,
    pub(super) cipher: Cipher,
    pub(super) compressed: bool,
    pub(super) seed: Vec<u8>,
    pub(super) iv: Vec<u8>,
    pub(super) kdf: Kdf,
    /// KDBX 3: what the payload must begin with.
    pub(super) start: Vec<u8>,
    /// KDBX 3: which stream hides the protected fields, and its key.
    pub(super) stream: (u32, Vec<u8>),
}

const ODD: ContainerError = ContainerError::Corrupt("the header of the database");

impl Header {
    pub(super) fn read(bytes: &[u8]) -> Result<Header, ContainerError> {
        let mut reader = Bytes::new(bytes, "the database ends in its header");
        if reader.array()? != MAGIC {
            return Err(ODD);
        }
        if reader.u32_le()? != 0xb54b_fb67 {
            return Err(ContainerError::UnsupportedVersion); // KeePass 1, or a test version of 2.
        }
        reader.take(2)?;
        let major = reader.u16_le()?;
        if !matches!(major, 3 | 4) {
            return Err(ContainerError::UnsupportedVersion);
        }
        let mut header = Header {
            major,
            length: 0,
            cipher: Cipher::Aes,
            compressed: false,
            seed: Vec::new(),
            iv: Vec::new(),
            kdf: Kdf::None,
            start: Vec::new(),
            stream: (0, Vec::new()),
        };
        let (mut aes_seed, mut aes_rounds) = (Vec::new(), None);
        let mut has_cipher = false;
        loop {
            let id = reader.byte()?;
            let length = if major == 3 {
                usize::from(reader.u16_le()?)
            } else {
                reader.u32_le()? as usize
            };
            let value = reader.take(length)?;
            match id {
                0 => break,
                2 => {
                    header.cipher = cipher(value)?;
                    has_cipher = true;
                }
                3 => header.compressed = number(value)? == 1,
                4 => header.seed = value.to_vec(),
                5 => aes_seed = value.to_vec(),
                6 => {
                    let rounds: [u8; 8] = value.try_into().map_err(|_| ODD)?;
                    aes_rounds = Some(u64::from_le_bytes(rounds));
                }
                7 => header.iv = value.to_vec(),
                8 => header.stream.1 = value.to_vec(),
                9 => header.start = value.to_vec(),
                10 => header.stream.0 = number(value)?,
                11 => header.kdf = Kdf::read(value)?,
                _ => {} // A comment, and what plugins add.
            }
        }
        header.length = bytes.len() - reader.rest().len();
        if let (3, Some(rounds)) = (major, aes_rounds) {
            header.kdf = Kdf::aes(aes_seed, rounds)?;
        }
        let iv = if header.cipher == Cipher::ChaCha20 {
            12
        } else {
            16
        };
        let whole = has_cipher && header.seed.len() == 32 && header.iv.len() == iv;
        if !whole || matches!(header.kdf, Kdf::None) {
            return Err(ODD);
        }
        if major == 3 && header.start.len() != 32 {
            return Err(ODD);
        }
        Ok(header)
    }
}

fn number(value: &[u8]) -> Result<u32, ContainerError> {
    let bytes: [u8; 4] = value.try_into().map_err(|_| ODD)?;
    Ok(u32::from_le_bytes(bytes))
}

fn cipher(uuid: &[u8]) -> Result<Cipher, ContainerError> {
    match uuid {
        b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff" => Ok(Cipher::Aes),
        b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c" => Ok(Cipher::Twofish),
        b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a" => Ok(Cipher::ChaCha20),
        _ if uuid.len() == 16 => Err(ContainerError::UnsupportedEncryption("the cipher")),
        _ => Err(ODD),
    }
}
