//! What is sealed: blocks with their checksums, a cipher, gzip, and then XML.

use std::io::Read as _;

use aes::Aes256;
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _, StreamCipher as _};
use chacha20::ChaCha20;
use data_encoding::BASE64;
use flate2::read::MultiGzDecoder;
use hmac::{Hmac, KeyInit as _, Mac as _};
use salsa20::Salsa20;
use sha2::{Digest as _, Sha256, Sha512};
use twofish::Twofish;
use zeroize::Zeroizing;

use super::header::{Cipher, Header};
use crate::containers::{Bytes, ContainerError};

/// The most bytes of XML, attachments of KDBX 3 included.
const MAX_XML: usize = 64 << 20;

const CUT: &str = "the database is cut off";
const BLOCK: ContainerError = ContainerError::Corrupt("a block of the database is damaged");

/// What was sealed.
pub(super) struct Opened {
    /// The whole stream: an inner header in KDBX 4, then XML.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Where the XML begins.
    pub(super) xml_at: usize,
    /// What hides the protected fields.
    pub(super) stream: Stream,
    /// KDBX 3: the digest of the header, which the XML repeats as base64.
    pub(super) header_hash: Option<String>,
}

/// What hides the fields that are protected in memory: one stream over all of them, in the order of the document.
pub(super) enum Stream {
    None,
    Salsa20(Box<Salsa20>),
    ChaCha20(Box<ChaCha20>),
}

impl Stream {
    fn new(kind: u32, key: &[u8]) -> Result<Stream, ContainerError> {
        const KEY: ContainerError = ContainerError::Corrupt("the key of the protected fields");
        match kind {
            0 => Ok(Stream::None),
            2 => {
                let key = Sha256::digest(key);
                let nonce = [0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a];
                let cipher = Salsa20::new_from_slices(&key, &nonce).map_err(|_| KEY)?;
                Ok(Stream::Salsa20(Box::new(cipher)))
            }
            3 => {
                let key = Sha512::digest(key);
                let cipher = ChaCha20::new_from_slices(&key[..32], &key[32..44]);
                Ok(Stream::ChaCha20(Box::new(cipher.map_err(|_| KEY)?)))
            }
            _ => Err(ContainerError::UnsupportedEncryption(
                "what hides the protected fields",
            )),
        }
    }

    pub(super) fn apply(&mut self, bytes: &mut [u8]) {
        match self {
            Stream::None => {}
            Stream::Salsa20(cipher) => cipher.apply_keystream(bytes),
            Stream::ChaCha20(cipher) => cipher.apply_keystream(bytes),
        }
    }
}

/// Opens the payload with the transformed key.
pub(super) fn open(
    header: &Header,
    bytes: &[u8],
    transformed: &[u8; 32],
) -> Result<Opened, ContainerError> {
    let (legible, rest) = bytes.split_at(header.length);
    let mut key = Zeroizing::new([0_u8; 32]);
    let digest = Sha256::new().chain_update(&header.seed);
    key.copy_from_slice(&digest.chain_update(transformed).finalize());
    if header.major == 3 {
        if !is_right(header, &key, rest).ok_or(ContainerError::Corrupt(CUT))? {
            return Err(ContainerError::WrongPassword);
        }
        let opened = decipher(header, &key, rest).ok_or(ContainerError::Corrupt(CUT))?;
        let joined = hashed_blocks(opened.get(32..).unwrap_or_default())?;
        return Ok(Opened {
            bytes: unpacked(header, joined)?,
            xml_at: 0,
            stream: Stream::new(header.stream.0, &header.stream.1)?,
            header_hash: Some(BASE64.encode(&Sha256::digest(legible))),
        });
    }
    let mut reader = Bytes::new(rest, CUT);
    let (digest, tag) = (reader.take(32)?, reader.take(32)?);
    if digest != Sha256::digest(legible).as_slice() {
        return Err(ContainerError::Corrupt(
            "the header of the database is damaged",
        ));
    }
    let keys = BlockKeys::new(&header.seed, transformed);
    keys.of(u64::MAX)?
        .chain_update(legible)
        .verify_slice(tag)
        .map_err(|_| ContainerError::WrongPassword)?;
    let sealed = keys.blocks(&mut reader)?;
    let opened = decipher(header, &key, &sealed)
        .ok_or(ContainerError::Corrupt("the database does not decrypt"))?;
    let bytes = unpacked(header, opened)?;
    let (stream, xml_at) = inner_header(&bytes)?;
    Ok(Opened {
        bytes,
        xml_at,
        stream,
        header_hash: None,
    })
}

/// The key that each block of KDBX 4 has of its own.
struct BlockKeys(Zeroizing<[u8; 64]>);

impl BlockKeys {
    fn new(seed: &[u8], transformed: &[u8; 32]) -> BlockKeys {
        let digest = Sha512::new().chain_update(seed).chain_update(transformed);
        let mut key = Zeroizing::new([0_u8; 64]);
        key.copy_from_slice(&digest.chain_update([1]).finalize());
        BlockKeys(key)
    }

    /// The MAC of the block of that number; the header has the highest.
    fn of(&self, number: u64) -> Result<Hmac<Sha256>, ContainerError> {
        let digest = Sha512::new().chain_update(number.to_le_bytes());
        let mut key = Zeroizing::new([0_u8; 64]);
        key.copy_from_slice(&digest.chain_update(*self.0).finalize());
        Hmac::new_from_slice(&*key).map_err(|_| BLOCK)
    }

    /// All blocks, joined; the last one is empty.
    fn blocks(&self, reader: &mut Bytes<'_>) -> Result<Vec<u8>, ContainerError> {
        let mut joined = Vec::with_capacity(reader.rest().len());
        for number in 0_u64.. {
            let tag = reader.take(32)?;
            let length = reader.u32_le()?;
            let data = reader.take(length as usize)?;
            self.of(number)?
                .chain_update(number.to_le_bytes())
                .chain_update(length.to_le_bytes())
                .chain_update(data)
                .verify_slice(tag)
                .map_err(|_| BLOCK)?;
            if data.is_empty() {
                break;
            }
            joined.extend_from_slice(data);
        }
        Ok(joined)
    }
}

/// The blocks of KDBX 3, joined: number, digest, length, data; the last one is empty.
fn hashed_blocks(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, ContainerError> {
    let mut reader = Bytes::new(bytes, CUT);
    let mut joined = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for number in 0_u32.. {
        if reader.u32_le()? != number {
            return Err(BLOCK);
        }
        let digest = reader.take(32)?;
        let length = reader.u32_le()? as usize;
        if length == 0 {
            break;
        }
        let data = reader.take(length)?;
        if digest != Sha256::digest(data).as_slice() {
            return Err(BLOCK);
        }
        joined.extend_from_slice(data);
    }
    Ok(joined)
}

/// `None` when lengths or padding are not those of the cipher.
fn decipher(header: &Header, key: &[u8; 32], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(sealed.to_vec());
    let length = match header.cipher {
        Cipher::ChaCha20 => {
            let mut cipher = ChaCha20::new_from_slices(key, &header.iv).ok()?;
            cipher.try_apply_keystream(&mut bytes).ok()?;
            bytes.len()
        }
        Cipher::Aes => cbc::Decryptor::<Aes256>::new_from_slices(key, &header.iv)
            .ok()?
            .decrypt_padded::<Pkcs7>(&mut bytes)
            .ok()?
            .len(),
        Cipher::Twofish => cbc::Decryptor::<Twofish>::new_from_slices(key, &header.iv)
            .ok()?
            .decrypt_padded::<Pkcs7>(&mut bytes)
            .ok()?
            .len(),
    };
    bytes.truncate(length);
    Some(bytes)
}

/// KDBX 3: whether the key gives the first 32 bytes that the header says. Only they tell a wrong password from damage.
fn is_right(header: &Header, key: &[u8; 32], sealed: &[u8]) -> Option<bool> {
    let mut start = Zeroizing::new(sealed.get(..32)?.to_vec());
    match header.cipher {
        Cipher::ChaCha20 => ChaCha20::new_from_slices(key, &header.iv)
            .ok()?
            .try_apply_keystream(&mut start)
            .ok()?,
        Cipher::Aes => {
            let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, &header.iv).ok()?;
            cipher.decrypt_padded::<NoPadding>(&mut start).ok()?;
        }
        Cipher::Twofish => {
            let cipher = cbc::Decryptor::<Twofish>::new_from_slices(key, &header.iv).ok()?;
            cipher.decrypt_padded::<NoPadding>(&mut start).ok()?;
        }
    }
    Some(*start == header.start)
}

pub(super) fn unpacked(
    header: &Header,
    bytes: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, ContainerError> {
    if !header.compressed {
        return Ok(bytes);
    }
    let mut out = Zeroizing::new(Vec::with_capacity((bytes.len() * 8).min(MAX_XML) + 1));
    MultiGzDecoder::new(bytes.as_slice())
        .take(MAX_XML as u64 + 1)
        .read_to_end(&mut out)
        .map_err(|_| ContainerError::Corrupt("the database does not unpack"))?;
    if out.len() > MAX_XML {
        return Err(ContainerError::TooLarge);
    }
    Ok(out)
}

/// The stream of the protected fields, and where the XML begins. Attachments are passed over.
fn inner_header(bytes: &[u8]) -> Result<(Stream, usize), ContainerError> {
    let mut reader = Bytes::new(bytes, CUT);
    let (mut kind, mut key) = (0, &[][..]);
    loop {
        let id = reader.byte()?;
        let length = reader.u32_le()? as usize;
        let value = reader.take(length)?;
        match id {
            0 => break,
            1 => kind = Bytes::new(value, CUT).u32_le()?,
            2 => key = value,
            _ => {}
        }
    }
    Ok((Stream::new(kind, key)?, bytes.len() - reader.rest().len()))
}
