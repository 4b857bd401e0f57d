//! The hash under the HMAC.

use std::fmt;
use std::str::FromStr;

/// The hash under the HMAC of a code (RFC 6238 §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Algorithm {
    /// HMAC-SHA-1, the default of RFC 4226 and of nearly every site. The collisions of SHA-1 do not weaken it
    /// (RFC 4226, appendix B.2).
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// HMAC-SHA-224, which a few programs let people choose.
    Sha224,
    /// HMAC-SHA-384, which a few programs let people choose.
    Sha384,
    /// HMAC-MD5, which a few programs let people choose; and the hash of mOTP.
    Md5,
}

/// A text that names none of the algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the algorithm is none of SHA1, SHA256, SHA512, SHA224, SHA384 and MD5")]
pub struct UnknownAlgorithm;

impl Algorithm {
    /// The name in a Key URI: `SHA1`, `SHA256`, `SHA512`, …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Algorithm::Sha1 => "SHA1",
            Algorithm::Sha256 => "SHA256",
            Algorithm::Sha512 => "SHA512",
            Algorithm::Sha224 => "SHA224",
            Algorithm::Sha384 => "SHA384",
            Algorithm::Md5 => "MD5",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    /// Reads `SHA1`, `sha-1`, `HmacSHA1`, `HMAC-SHA-1` and the like, in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut name = String::with_capacity(12);
        for c in text
            .trim()
            .chars()
            .filter(|c| !matches!(c, '-' | '_' | ' '))
            .take(12)
        {
            name.push(c.to_ascii_uppercase());
        }
        match name.strip_prefix("HMAC").unwrap_or(&name) {
            "SHA1" => Ok(Algorithm::Sha1),
            "SHA256" => Ok(Algorithm::Sha256),
            "SHA512" => Ok(Algorithm::Sha512),
            "SHA224" => Ok(Algorithm::Sha224),
            "SHA384" => Ok(Algorithm::Sha384),
            "MD5" => Ok(Algorithm::Md5),
            _ => Err(UnknownAlgorithm),
        }
    }
}
