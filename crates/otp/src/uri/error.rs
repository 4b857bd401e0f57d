//! Why a text is not a Key URI that can be used.

use std::fmt;

/// The part of a Key URI that a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UriField {
    /// What stands before `://`.
    Scheme,
    /// What stands between `://` and the next slash.
    Type,
    /// Issuer and label.
    Label,
    /// `issuer=`
    Issuer,
    /// `secret=`
    Secret,
    /// `algorithm=`
    Algorithm,
    /// `digits=`
    Digits,
    /// `period=`
    Period,
    /// `counter=`
    Counter,
    /// `pin=`
    Pin,
    /// The text as a whole.
    Whole,
}

impl UriField {
    /// Its name in the Key URI format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            UriField::Scheme => "scheme",
            UriField::Type => "type",
            UriField::Label => "label",
            UriField::Issuer => "issuer",
            UriField::Secret => "secret",
            UriField::Algorithm => "algorithm",
            UriField::Digits => "digits",
            UriField::Period => "period",
            UriField::Counter => "counter",
            UriField::Pin => "pin",
            UriField::Whole => "uri",
        }
    }
}

impl fmt::Display for UriField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a Key URI that can be used. Never carries any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// The scheme is none of `otpauth`, `apple-otpauth` and `steam`, or a `steam` link is none to a secret.
    #[error("this is not an otpauth:// text")]
    NotOtpauth,
    /// Longer than [`UriError::MAX_BYTES`].
    #[error("the text is too long")]
    TooLong,
    /// A raw control character; no Key URI has one.
    #[error("there is a control character in the text")]
    ControlCharacter,
    /// The type is none of `totp`, `hotp`, `steam` and `yaotp`.
    #[error("the type is none of totp, hotp, steam and yaotp")]
    UnknownType,
    /// `pin` is not the base32 of a PIN.
    #[error("the PIN is broken")]
    Pin,
    /// There is no secret, or an empty one.
    #[error("there is no secret")]
    MissingSecret,
    /// The secret is not base32.
    #[error("the secret is broken: {0}")]
    Secret(crate::SecretError),
    /// A parameter that decides over the code is there twice with different values.
    #[error("{0} is there twice, with different values")]
    Ambiguous(UriField),
    /// The algorithm is none of SHA1, SHA256, SHA512, SHA224, SHA384 and MD5.
    #[error("the algorithm is none of SHA1, SHA256, SHA512, SHA224, SHA384 and MD5")]
    Algorithm,
    /// `digits` is not a number from 4 to 10.
    #[error("digits is not a number from 4 to 10")]
    Digits,
    /// `period` is not a number from 1 to 86400.
    #[error("period is not a number from 1 to 86400")]
    Period,
    /// `counter` is not a number from 0 to 2^63 - 1.
    #[error("counter is not a number from 0 to 2^63-1")]
    Counter,
    /// A name or the further parameters are longer than an account may hold.
    #[error("{0} is too long")]
    FieldTooLong(UriField),
}

impl UriError {
    /// The longest text that is read, in bytes: far above what a QR symbol holds (2953 bytes).
    pub const MAX_BYTES: usize = 524_288;

    /// The field that the refusal is about.
    #[must_use]
    pub const fn field(self) -> UriField {
        match self {
            UriError::NotOtpauth => UriField::Scheme,
            UriError::TooLong | UriError::ControlCharacter => UriField::Whole,
            UriError::UnknownType => UriField::Type,
            UriError::Pin => UriField::Pin,
            UriError::MissingSecret | UriError::Secret(_) => UriField::Secret,
            UriError::Ambiguous(field) | UriError::FieldTooLong(field) => field,
            UriError::Algorithm => UriField::Algorithm,
            UriError::Digits => UriField::Digits,
            UriError::Period => UriField::Period,
            UriError::Counter => UriField::Counter,
        }
    }

    /// A stable name in snake case, for texts and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            UriError::NotOtpauth => "not_otpauth",
            UriError::TooLong => "too_long",
            UriError::ControlCharacter => "control_character",
            UriError::UnknownType => "unknown_type",
            UriError::Pin => "pin",
            UriError::MissingSecret => "missing_secret",
            UriError::Secret(_) => "secret",
            UriError::Ambiguous(_) => "ambiguous",
            UriError::Algorithm => "algorithm",
            UriError::Digits => "digits",
            UriError::Period => "period",
            UriError::Counter => "counter",
            UriError::FieldTooLong(_) => "field_too_long",
        }
    }
}
