//! Who a code is for and how it is made.

use crate::{Algorithm, Pin, Secret};

/// One account: who it is for, and how its codes are made. Valid from birth: [`Account::new`] checks.
///
/// No `Debug` and no `Clone`: the secret must not be printed or copied by accident, and labels are private too.
pub struct Account {
    /// Who issues the codes, e.g. `GitHub`. Empty when nobody says.
    pub issuer: String,
    /// The issuer that stands before the label, where it is not the `issuer` parameter: Microsoft prints
    /// the organisation there. Kept, so that the Key URI can be printed as it was.
    pub issuer_in_label: Option<String>,
    /// Whose account it is, e.g. `alice@example.com`. Empty when nobody says.
    pub label: String,
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// Length of a code in characters: 4 to 10; 5 for Steam, 6 for mOTP, 8 for Yandex.
    pub digits: u8,
    /// What makes the code move on.
    pub kind: Kind,
    /// Parameters of the Key URI that mean nothing here, in their order: they are kept and printed again.
    pub extra: Vec<(String, String)>,
    pin: Option<Pin>,
    secret: Secret,
}

/// What makes the code move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Time, in steps (RFC 6238).
    Totp {
        /// Length of a step in seconds, 1 to 86400. Nearly always 30.
        period: u32,
    },
    /// A counter (RFC 4226).
    Hotp {
        /// The counter of the next code.
        counter: u64,
    },
    /// Steam Guard: time in steps of 30 seconds, five characters of an own alphabet.
    Steam,
    /// Mobile-OTP: time in steps of 10 seconds, and a PIN; six hexadecimal digits of an MD5. The secret is the text
    /// that is hashed, nearly always hexadecimal digits itself.
    Motp,
    /// Yandex Key: time in steps of 30 seconds, and a PIN; eight letters.
    Yandex,
}

impl Kind {
    /// Length of a step in seconds; `None` for a counter.
    #[must_use]
    pub const fn period(self) -> Option<u32> {
        match self {
            Kind::Totp { period } => Some(period),
            Kind::Steam => Some(Account::STEAM_PERIOD),
            Kind::Motp => Some(Account::MOTP_PERIOD),
            Kind::Yandex => Some(Account::YANDEX_PERIOD),
            Kind::Hotp { .. } => None,
        }
    }

    /// Whether a PIN goes into the codes.
    #[must_use]
    pub const fn has_pin(self) -> bool {
        matches!(self, Kind::Motp | Kind::Yandex)
    }
}

/// What an account is made of. All of it is public, because nothing is checked yet.
pub struct AccountParts {
    /// See [`Account::issuer`].
    pub issuer: String,
    /// See [`Account::issuer_in_label`].
    pub issuer_in_label: Option<String>,
    /// See [`Account::label`].
    pub label: String,
    /// See [`Account::algorithm`].
    pub algorithm: Algorithm,
    /// See [`Account::digits`].
    pub digits: u8,
    /// See [`Account::kind`].
    pub kind: Kind,
    /// See [`Account::extra`].
    pub extra: Vec<(String, String)>,
    /// The PIN of mOTP and Yandex, where it is known; nothing for all others.
    pub pin: Option<Pin>,
    /// The shared key.
    pub secret: Secret,
}

impl AccountParts {
    /// The defaults of the Key URI format: TOTP, SHA-1, six digits, 30 seconds.
    #[must_use]
    pub fn totp(
        issuer: impl Into<String>,
        label: impl Into<String>,
        secret: Secret,
    ) -> AccountParts {
        AccountParts {
            issuer: issuer.into(),
            issuer_in_label: None,
            label: label.into(),
            algorithm: Algorithm::Sha1,
            digits: 6,
            kind: Kind::Totp {
                period: Account::DEFAULT_PERIOD,
            },
            extra: Vec::new(),
            pin: None,
            secret,
        }
    }
}

/// Why parts do not make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountError {
    /// Not 4 to 10 digits.
    #[error("a code has 4 to 10 digits, not {digits}")]
    Digits {
        /// What was asked for.
        digits: u8,
    },
    /// A step that is not 1 to 86400 seconds.
    #[error("a code lives 1 to 86400 seconds, not {period}")]
    Period {
        /// What was asked for, in seconds.
        period: u32,
    },
    /// A counter above [`Account::MAX_COUNTER`].
    #[error("a counter is at most 2^63-1")]
    Counter,
    /// Steam codes are five characters over SHA-1.
    #[error("a Steam code has 5 characters and is made with SHA1")]
    Steam,
    /// mOTP codes are six characters over MD5, Yandex codes eight over SHA-256.
    #[error("a code of this type has a length and a hash of its own")]
    OtherKind,
    /// Yandex secrets have 16 bytes, and perhaps a checksum after them: asked as soon as a PIN makes codes of them.
    #[error("a Yandex secret has 16 bytes at least")]
    YandexSecret,
    /// A PIN that is empty, longer than [`Pin::MAX_BYTES`], no digits where there must be digits, or given to codes
    /// that have none.
    #[error("the PIN does not fit this type of code")]
    Pin,
    /// The issuer is longer than [`Account::MAX_NAME_BYTES`].
    #[error("the issuer is too long")]
    IssuerTooLong,
    /// The label is longer than [`Account::MAX_NAME_BYTES`].
    #[error("the label is too long")]
    LabelTooLong,
    /// A further parameter has the name of one that means something: it would be read as that one.
    #[error("a further parameter has a name that is taken")]
    ReservedExtra,
    /// More than [`Account::MAX_EXTRA`] parameters, or more than [`Account::MAX_EXTRA_BYTES`] in them.
    #[error("there are too many further parameters")]
    TooMuchExtra,
}

impl Account {
    /// The step of TOTP where nothing else is said, in seconds (RFC 6238 §5.2).
    pub const DEFAULT_PERIOD: u32 = 30;
    /// The longest step, in seconds: a day.
    pub const MAX_PERIOD: u32 = 86_400;
    /// The highest counter: many apps keep it in a signed number.
    pub const MAX_COUNTER: u64 = i64::MAX as u64;
    /// The step of Steam Guard, in seconds.
    pub const STEAM_PERIOD: u32 = 30;
    /// The length of a Steam Guard code.
    pub const STEAM_DIGITS: u8 = 5;
    /// The step of mOTP, in seconds.
    pub const MOTP_PERIOD: u32 = 10;
    /// The length of an mOTP code.
    pub const MOTP_DIGITS: u8 = 6;
    /// The step of Yandex Key, in seconds.
    pub const YANDEX_PERIOD: u32 = 30;
    /// The length of a Yandex code.
    pub const YANDEX_DIGITS: u8 = 8;
    /// The fewest bits of a Yandex secret: the first 16 bytes make the codes.
    pub const YANDEX_BITS: u32 = 128;
    /// The fewest digits. RFC 4226 §5.3 asks for six; a few sites use fewer, and cutting them off would be wrong.
    pub const MIN_DIGITS: u8 = 4;
    /// The most digits: a truncated HMAC has 31 bits, which is ten digits at most (RFC 4226 §5.3).
    pub const MAX_DIGITS: u8 = 10;
    /// The longest issuer or label, in bytes of UTF-8.
    pub const MAX_NAME_BYTES: usize = 16_384;
    /// The most parameters kept in [`Account::extra`].
    pub const MAX_EXTRA: usize = 64;
    /// The most bytes of names and values in [`Account::extra`] together.
    pub const MAX_EXTRA_BYTES: usize = 65_536;

    /// Checks the parts and joins them. White space around issuer and label is cut; an issuer in the label that
    /// says the same as the issuer is dropped, and one that stands alone becomes the issuer.
    ///
    /// # Errors
    /// [`AccountError`] names the field that is out of bounds.
    pub fn new(parts: AccountParts) -> Result<Account, AccountError> {
        let AccountParts {
            issuer,
            issuer_in_label,
            label,
            algorithm,
            digits,
            kind,
            extra,
            pin,
            secret,
        } = parts;
        let mut issuer = trimmed(issuer);
        let label = trimmed(label);
        let mut issuer_in_label = issuer_in_label
            .map(trimmed)
            .filter(|inner| !inner.is_empty());
        if issuer.is_empty() {
            issuer = issuer_in_label.take().unwrap_or_default();
        } else if issuer_in_label.as_ref() == Some(&issuer) {
            issuer_in_label = None;
        }

        match kind {
            Kind::Steam if digits != Self::STEAM_DIGITS || algorithm != Algorithm::Sha1 => {
                return Err(AccountError::Steam);
            }
            Kind::Steam => {}
            Kind::Motp if digits != Self::MOTP_DIGITS || algorithm != Algorithm::Md5 => {
                return Err(AccountError::OtherKind);
            }
            Kind::Yandex if digits != Self::YANDEX_DIGITS || algorithm != Algorithm::Sha256 => {
                return Err(AccountError::OtherKind);
            }
            Kind::Yandex if pin.is_some() && secret.bits() < Self::YANDEX_BITS => {
                return Err(AccountError::YandexSecret);
            }
            Kind::Motp | Kind::Yandex => {}
            Kind::Totp { period } if !(1..=Self::MAX_PERIOD).contains(&period) => {
                return Err(AccountError::Period { period });
            }
            Kind::Hotp { counter } if counter > Self::MAX_COUNTER => {
                return Err(AccountError::Counter);
            }
            Kind::Totp { .. } | Kind::Hotp { .. } => {
                if !(Self::MIN_DIGITS..=Self::MAX_DIGITS).contains(&digits) {
                    return Err(AccountError::Digits { digits });
                }
            }
        }
        if let Some(pin) = &pin {
            // EXPOSE: whether it can be a PIN of this kind is looked at, and nothing of it kept.
            let text = pin.expose();
            let digits = (4..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            if !kind.has_pin() || (kind == Kind::Yandex && !digits) {
                return Err(AccountError::Pin);
            }
        }
        if issuer.len() > Self::MAX_NAME_BYTES
            || issuer_in_label
                .as_ref()
                .is_some_and(|inner| inner.len() > Self::MAX_NAME_BYTES)
        {
            return Err(AccountError::IssuerTooLong);
        }
        if label.len() > Self::MAX_NAME_BYTES {
            return Err(AccountError::LabelTooLong);
        }
        let extra_bytes: usize = extra
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        if extra.len() > Self::MAX_EXTRA || extra_bytes > Self::MAX_EXTRA_BYTES {
            return Err(AccountError::TooMuchExtra);
        }
        let is_pin = |name: &str| kind.has_pin() && name.eq_ignore_ascii_case("pin");
        if extra
            .iter()
            .any(|(name, value)| is_reserved(name, value) || is_pin(name))
        {
            return Err(AccountError::ReservedExtra);
        }
        Ok(Account {
            issuer,
            issuer_in_label,
            label,
            algorithm,
            digits,
            kind,
            extra,
            pin,
            secret,
        })
    }

    /// The PIN that goes into the codes, where there is one and it is known.
    #[must_use]
    pub fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// Whether a PIN goes into the codes and nobody has said it: there is no code without it.
    #[must_use]
    pub fn lacks_pin(&self) -> bool {
        self.kind.has_pin() && self.pin.is_none()
    }

    /// The shared key.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// A second copy, secret included. Named, so that copies are seen where they are made.
    #[must_use]
    pub fn duplicate(&self) -> Account {
        Account {
            issuer: self.issuer.clone(),
            issuer_in_label: self.issuer_in_label.clone(),
            label: self.label.clone(),
            algorithm: self.algorithm,
            digits: self.digits,
            kind: self.kind,
            extra: self.extra.clone(),
            pin: self.pin.as_ref().map(Pin::duplicate),
            secret: self.secret.duplicate(),
        }
    }

    /// Whether both are the same in every field. The secrets are compared in constant time.
    #[must_use]
    pub fn same_as(&self, other: &Account) -> bool {
        self.issuer == other.issuer
            && self.issuer_in_label == other.issuer_in_label
            && self.label == other.label
            && self.extra == other.extra
            && self.same_codes_as(other)
    }

    /// Whether both make the same codes, whatever they are called. The secrets are compared in constant time.
    #[must_use]
    pub fn same_codes_as(&self, other: &Account) -> bool {
        self.algorithm == other.algorithm
            && self.digits == other.digits
            && self.kind == other.kind
            && match (&self.pin, &other.pin) {
                (Some(pin), Some(other)) => pin.same_as(other),
                (pin, other) => pin.is_none() && other.is_none(),
            }
            && self.secret.same_as(&other.secret)
    }
}

/// The text without white space around it; the same allocation when there is none.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() {
        text
    } else {
        inner.to_owned()
    }
}

/// Whether a parameter of a Key URI means something, so that it cannot be kept as a further one.
fn is_reserved(name: &str, value: &str) -> bool {
    const NAMES: [&str; 6] = [
        "secret",
        "issuer",
        "algorithm",
        "digits",
        "period",
        "counter",
    ];
    NAMES.iter().any(|taken| name.eq_ignore_ascii_case(taken))
        || (name.eq_ignore_ascii_case("encoder") && value == "steam")
}
