//! A SQLite database that SQLCipher has sealed, opened page by page
//! (<https://www.zetetic.net/sqlcipher/design/>). There is no mark by which it could be known: only the right
//! password shows.

use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _, block_padding::NoPadding};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha512;
use zeroize::Zeroizing;

use super::{ContainerError, sqlite};

/// Whether the bytes may be such a database: whole pages, nothing that says what they are.
pub(crate) fn may_be(bytes: &[u8]) -> bool {
    let distinct = {
        let mut seen = [false; 256];
        bytes
            .iter()
            .take(1024)
            .for_each(|b| seen[usize::from(*b)] = true);
        seen.iter().filter(|seen| **seen).count()
    };
    // Of 1024 random bytes 251 values are there; texts and pictures with a header have far fewer.
    bytes.len() >= 1024 && bytes.len().is_multiple_of(1024) && distinct > 200
}

/// What the versions of SQLCipher do where nobody asks for anything else.
struct Version {
    page: usize,
    iterations: u32,
    sha512: bool,
}

/// Version 3 is what Authenticator Plus has; 4 and 2 are what a later or older one may have.
const VERSIONS: [Version; 3] = [
    Version {
        page: 1024,
        iterations: 64_000,
        sha512: false,
    },
    Version {
        page: 4096,
        iterations: 256_000,
        sha512: true,
    },
    Version {
        page: 1024,
        iterations: 4_000,
        sha512: false,
    },
];

const SALT: usize = 16;
const IV: usize = 16;

/// The database in the clear; the trailers of its pages are zero.
pub(crate) fn open(bytes: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, ContainerError> {
    let salt = bytes
        .get(..SALT)
        .ok_or(ContainerError::Corrupt("the database is cut off"))?;
    for version in &VERSIONS {
        if bytes.len() < version.page {
            continue;
        }
        let keys = Keys::derive(version, password, salt);
        if keys.page(version, bytes, 0).is_err() {
            continue;
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
        for number in 0..bytes.len() / version.page {
            let page = keys
                .page(version, bytes, number)
                .map_err(|()| ContainerError::Corrupt("a page of the database is damaged"))?;
            plain.extend_from_slice(&page);
        }
        return Ok(plain);
    }
    Err(ContainerError::WrongPassword)
}

struct Keys {
    page: Zeroizing<[u8; 32]>,
    mac: Zeroizing<[u8; 32]>,
}

impl Keys {
    fn derive(version: &Version, password: &str, salt: &[u8]) -> Keys {
        let derive = |password: &[u8], salt: &[u8], iterations| {
            let mut key = Zeroizing::new([0_u8; 32]);
            if version.sha512 {
                pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, iterations, &mut *key);
            } else {
                pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, &mut *key);
            }
            key
        };
        let page = derive(password.as_bytes(), salt, version.iterations);
        let other: Vec<u8> = salt.iter().map(|byte| byte ^ 0x3a).collect();
        let mac = derive(&*page, &other, 2);
        Keys { page, mac }
    }

    /// A page, counted from 0: what is before its trailer is sealed, in the trailer stand IV and HMAC. Of the first
    /// page the first 16 bytes are the salt, where the database's own mark belongs.
    fn page(
        &self,
        version: &Version,
        bytes: &[u8],
        number: usize,
    ) -> Result<Zeroizing<Vec<u8>>, ()> {
        let trailer = if version.sha512 { 80 } else { 48 };
        let start = number * version.page;
        let raw = bytes.get(start..start + version.page).ok_or(())?;
        let from = if number == 0 { SALT } else { 0 };
        let (body, trailer) = raw.split_at(version.page - trailer);
        let (iv, tag) = trailer.split_at(IV);
        let counted = u32::try_from(number + 1).map_err(|_| ())?.to_le_bytes();
        let right = if version.sha512 {
            let mac = Hmac::<Sha512>::new_from_slice(&*self.mac).map_err(|_| ())?;
            let mac = mac.chain_update(&body[from..]).chain_update(iv);
            mac.chain_update(counted).verify_slice(&tag[..64])
        } else {
            let mac = Hmac::<Sha1>::new_from_slice(&*self.mac).map_err(|_| ())?;
            let mac = mac.chain_update(&body[from..]).chain_update(iv);
            mac.chain_update(counted).verify_slice(&tag[..20])
        };
        right.map_err(|_| ())?;
        let mut page = Zeroizing::new(vec![0_u8; version.page]);
        let opened = &mut page[from..body.len()];
        opened.copy_from_slice(&body[from..]);
        cbc::Decryptor::<Aes256>::new_from_slices(&*self.page, iv)
            .map_err(|_| ())?
            .decrypt_padded::<NoPadding>(opened)
            .map_err(|_| ())?;
        page[..from].copy_from_slice(&sqlite::MAGIC[..from]);
        Ok(page)
    }
}
