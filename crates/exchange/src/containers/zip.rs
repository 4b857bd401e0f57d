//! A zip archive in memory. Nothing of it is ever written to disk, so a name is only a name: one that climbs out of
//! its folder (`../`) leads nowhere.

use std::io::{Cursor, Read as _};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{ContainerError, MAX_UNPACKED};

/// The most files of an archive that are looked at; exports with attachments have hundreds.
const MAX_FILES: usize = 100_000;

/// Whether the bytes begin as an archive does, an empty one included.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An archive, its names read and nothing else.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// Reads the list of names.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ContainerError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| ContainerError::Corrupt("the archive has no list of its files"))?;
        if zip.len() > MAX_FILES {
            return Err(ContainerError::TooLarge);
        }
        let names = zip
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        Ok(Archive { zip, names })
    }

    /// Where a file of that name is; the first, should there be several.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|there| there == name)
    }

    /// The files that are no folders and not what macOS adds, with their names.
    pub(crate) fn files(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names
            .iter()
            .enumerate()
            .map(|(at, name)| (at, name.as_str()))
            .filter(|(_, name)| !name.ends_with('/') && !name.starts_with("__MACOSX/"))
    }

    /// The bytes of a file. Reading stops at [`MAX_UNPACKED`], whatever the archive says about its size.
    pub(crate) fn read(
        &mut self,
        at: usize,
        password: Option<&str>,
    ) -> Result<Zeroizing<Vec<u8>>, ContainerError> {
        const DAMAGED: ContainerError = ContainerError::Corrupt("a file of the archive is damaged");
        let (encrypted, size) = {
            let raw = self.zip.by_index_raw(at).map_err(|_| DAMAGED)?;
            (raw.encrypted(), raw.size())
        };
        if size > MAX_UNPACKED as u64 {
            return Err(ContainerError::TooLarge);
        }
        let file = match (encrypted, password) {
            (false, _) => self.zip.by_index(at),
            (true, Some(password)) => self.zip.by_index_decrypt(at, password.as_bytes()),
            (true, None) => return Err(ContainerError::PasswordRequired),
        };
        let file = file.map_err(|error| match error {
            ZipError::InvalidPassword => ContainerError::WrongPassword,
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                ContainerError::UnsupportedEncryption("a method of the archive")
            }
            _ => DAMAGED,
        })?;
        // Reserved once, so that growing leaves no copies of secrets behind.
        let room = usize::try_from(size).unwrap_or(0);
        let mut bytes = Zeroizing::new(Vec::with_capacity(room + 1));
        match file.take(MAX_UNPACKED as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > MAX_UNPACKED => Err(ContainerError::TooLarge),
            Ok(_) => Ok(bytes),
            // The old encryption checks one byte of the password: one wrong password in 256 gets to here, and what
            // comes out of it does not unpack. The same of a right password means damage, which is far rarer.
            Err(_) if encrypted => Err(ContainerError::WrongPassword),
            Err(_) => Err(DAMAGED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_without_a_list_is_damaged() {
        for odd in [
            &b"PK\x03\x04"[..],
            b"PK\x05\x06",
            b"",
            b"PK\x05\x06\0\0\0\0\0\0\0\0",
        ] {
            assert!(matches!(
                Archive::open(odd).err(),
                Some(ContainerError::Corrupt(_))
            ));
        }
    }
}
