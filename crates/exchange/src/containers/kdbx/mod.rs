//! A KeePass database, KDBX 3.1 and 4 (<https://keepass.info/help/kb/kdbx.html>), read down to the fields of its
//! entries.
//!
//! Read here and not by the crate `keepass`: that one takes the costs of the key, the size of what is unpacked and the
//! depth of the XML as the file says, wipes little, and gives up on a whole database for one odd date.

mod header;
mod kdf;
mod payload;
mod tree;

use zeroize::Zeroizing;

use super::ContainerError;
use header::Header;

/// What every KeePass database begins with.
const MAGIC: [u8; 4] = 0x9aa2_d903_u32.to_le_bytes();

/// Whether the bytes begin as a KeePass database does, of whatever version.
pub(crate) fn is_keepass(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// An entry that is not in the history of another one.
pub(crate) struct Entry {
    /// The names of the groups above it, without the one that holds all.
    pub(crate) groups: Vec<String>,
    /// It is in the recycle bin, or in a group in there.
    pub(crate) in_bin: bool,
    /// Its fields: title, user name, password, and what people or plugins add.
    pub(crate) fields: Vec<(String, Zeroizing<String>)>,
}

impl Entry {
    /// The field of that name, exactly.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Opens a database with a password alone. `go_on` is asked now and then while the key is made.
pub(crate) fn open(
    bytes: &[u8],
    password: Option<&str>,
    go_on: &dyn Fn() -> bool,
) -> Result<Vec<Entry>, ContainerError> {
    let header = Header::read(bytes)?;
    header.kdf.check()?;
    let password = password.ok_or(ContainerError::PasswordRequired)?;
    let transformed = header.kdf.derive(password, go_on)?;
    let opened = payload::open(&header, bytes, &transformed)?;
    let xml = opened.bytes.get(opened.xml_at..).unwrap_or_default();
    tree::read(xml, opened.stream, opened.header_hash)
}

/// Whether the bytes may be a database that was exported as XML, in the clear.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let mark = b"<KeePassFile";
    start.trim_ascii_start().starts_with(b"<")
        && start.windows(mark.len()).any(|window| window == mark)
}

/// Reads a database that was exported as XML.
pub(crate) fn read_plain(bytes: &[u8]) -> Result<Vec<Entry>, ContainerError> {
    tree::read(bytes, payload::Stream::None, None)
}

#[cfg(test)]
mod tests;
