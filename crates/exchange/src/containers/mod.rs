//! What other programs wrap their accounts in: JSON, archives, databases, XML, serialised objects. Each reader here
//! gets its bytes from a stranger: sizes, depths, counts and costs are bounded before anything is allocated, nothing
//! is written to disk, and every failure has a name.

pub(crate) mod html;
pub(crate) mod java;
pub(crate) mod json;
pub(crate) mod kdbx;
pub(crate) mod prefs;
pub(crate) mod sqlcipher;
pub(crate) mod sqlite;
pub(crate) mod xml;
pub(crate) mod zip;

use data_encoding::BASE64;
use zeroize::Zeroizing;

/// Base64 in either alphabet (RFC 4648 §4, §5), with padding or without, with white space anywhere.
pub(crate) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
    letters.extend(
        text.bytes()
            .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            }),
    );
    let mut specification = BASE64.specification();
    specification.padding = None;
    specification.check_trailing_bits = false;
    let encoding = specification.encoding().ok()?;
    encoding.decode(&letters).ok().map(Zeroizing::new)
}

/// The most bytes that one wrapped file may have once it is unpacked.
pub(crate) const MAX_UNPACKED: usize = 32 << 20;

/// Why a wrapping cannot be opened. Never carries any of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ContainerError {
    /// It begins as it should and is then not what its format says.
    #[error("damaged: {0}")]
    Corrupt(&'static str),
    /// It unpacks to more than any export has.
    #[error("too large once it is unpacked")]
    TooLarge,
    /// It is nested deeper than any export is.
    #[error("nested too deeply")]
    TooDeep,
    /// Its text is not UTF-8.
    #[error("not UTF-8")]
    BadEncoding,
    /// It is encrypted and no password was given.
    #[error("a password is needed")]
    PasswordRequired,
    /// The password does not open it.
    #[error("the password is wrong")]
    WrongPassword,
    /// Making the key would take more time or memory than any real file asks for.
    #[error("making the key is too costly")]
    KdfTooCostly,
    /// It is encrypted in a way that a password alone cannot open, or that is not known here.
    #[error("encrypted in a way that is not supported: {0}")]
    UnsupportedEncryption(&'static str),
    /// Its version is not known.
    #[error("a version that is not known")]
    UnsupportedVersion,
    /// The one who asked has changed their mind.
    #[error("cancelled")]
    Cancelled,
}

/// Big-endian and little-endian numbers of a slice, or [`ContainerError::Corrupt`] when it ends too early.
pub(crate) struct Bytes<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Bytes<'a> {
    /// Reads from the front of the slice; `what` is said when it ends too early.
    pub(crate) fn new(bytes: &'a [u8], what: &'static str) -> Bytes<'a> {
        Bytes { rest: bytes, what }
    }

    /// The next `count` bytes.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], ContainerError> {
        let (head, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(ContainerError::Corrupt(self.what))?;
        self.rest = rest;
        Ok(head)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], ContainerError> {
        let head = self.take(N)?;
        head.try_into()
            .map_err(|_| ContainerError::Corrupt(self.what))
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> Result<u8, ContainerError> {
        Ok(self.array::<1>()?[0])
    }

    /// Two bytes, the high one first.
    pub(crate) fn u16_be(&mut self) -> Result<u16, ContainerError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Four bytes, the highest first.
    pub(crate) fn u32_be(&mut self) -> Result<u32, ContainerError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Two bytes, the low one first.
    pub(crate) fn u16_le(&mut self) -> Result<u16, ContainerError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Four bytes, the lowest first.
    pub(crate) fn u32_le(&mut self) -> Result<u32, ContainerError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}
