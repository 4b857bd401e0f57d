//! What is odd about an account, in a form that a page can translate.

use crate::{Account, Algorithm, Kind};

/// Something odd that does not keep an account from working.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// The issuer before the label is not the `issuer` parameter. Both are kept.
    IssuerDiffers {
        /// The `issuer` parameter, which is the one shown.
        issuer: String,
        /// The issuer before the label.
        in_label: String,
    },
    /// Nobody says who issues the codes.
    MissingIssuer,
    /// Nobody says whose account it is.
    MissingLabel,
    /// The secret has fewer than 80 bits; RFC 4226 §4 asks for 128.
    ShortSecret {
        /// How many it has.
        bits: u32,
    },
    /// The secret was written with spaces or hyphens between its groups.
    SecretHadSpaces,
    /// The base32 of the secret has a length or last bits that no encoder writes. Such bits are dropped.
    SecretTrailingBits,
    /// A parameter stands there more than once; the first one counts.
    DuplicateParameter {
        /// Its name, in lower case.
        name: String,
    },
    /// A parameter is there without a value, or says `null`; its default counts.
    EmptyParameter {
        /// Its name, in lower case.
        name: String,
    },
    /// The step is none of 15, 30, 45, 60 and 120 seconds.
    UnusualPeriod {
        /// Its length in seconds.
        period: u32,
    },
    /// The codes have neither 6, 7 nor 8 digits.
    UnusualDigits {
        /// How many they have.
        digits: u8,
    },
    /// A code by counter without its counter: 0 is taken, as all programs do. The first codes may be refused.
    MissingCounter,
    /// A PIN goes into the codes, and nobody has said it.
    MissingPin,
    /// The hash is one that hardly any site uses.
    UnusualAlgorithm {
        /// Its name.
        algorithm: &'static str,
    },
    /// A parameter that codes of this type do not have: a counter for TOTP, a period for HOTP, other digits than
    /// five for Steam. It is not used.
    ParameterIgnored {
        /// The name of the parameter, in lower case.
        name: String,
    },
    /// The scheme was `apple-otpauth`.
    AppleScheme,
    /// Characters that should be percent-encoded are not; they are taken as they stand.
    NotEncoded,
    /// A percent sign without two hexadecimal digits after it; it is kept as it stands.
    BrokenEscape,
    /// Percent-encoded bytes that are not UTF-8; U+FFFD stands for them.
    NotUtf8,
    /// A name holds control characters or characters that turn the direction of the text.
    HiddenCharacters,
    /// The ampersands were written as in HTML (`&amp;`).
    HtmlAmpersand,
    /// A parameter without an ampersand before it: the issuer's value ended in e.g. `period=30`.
    GluedParameter {
        /// The name of the parameter that was found in the issuer's value.
        name: String,
    },
    /// A Symantec VIP credential: the site has to be told its id before the codes are good for anything.
    VipCredential {
        /// The credential's id, which is no secret.
        id: String,
    },
}

impl Warning {
    /// A stable name in snake case, for texts and tests.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Warning::IssuerDiffers { .. } => "issuer_differs",
            Warning::MissingIssuer => "missing_issuer",
            Warning::MissingLabel => "missing_label",
            Warning::ShortSecret { .. } => "short_secret",
            Warning::SecretHadSpaces => "secret_had_spaces",
            Warning::SecretTrailingBits => "secret_trailing_bits",
            Warning::DuplicateParameter { .. } => "duplicate_parameter",
            Warning::EmptyParameter { .. } => "empty_parameter",
            Warning::UnusualPeriod { .. } => "unusual_period",
            Warning::UnusualDigits { .. } => "unusual_digits",
            Warning::MissingCounter => "missing_counter",
            Warning::MissingPin => "missing_pin",
            Warning::UnusualAlgorithm { .. } => "unusual_algorithm",
            Warning::ParameterIgnored { .. } => "parameter_ignored",
            Warning::AppleScheme => "apple_scheme",
            Warning::NotEncoded => "not_encoded",
            Warning::BrokenEscape => "broken_escape",
            Warning::NotUtf8 => "not_utf8",
            Warning::HiddenCharacters => "hidden_characters",
            Warning::HtmlAmpersand => "html_ampersand",
            Warning::GluedParameter { .. } => "glued_parameter",
            Warning::VipCredential { .. } => "vip_credential",
        }
    }

    /// What the text of the warning needs to name, as pairs of a stable key and a value. Never a secret.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Warning::IssuerDiffers { issuer, in_label } => {
                vec![("issuer", issuer.clone()), ("in_label", in_label.clone())]
            }
            Warning::ShortSecret { bits } => vec![("bits", bits.to_string())],
            Warning::UnusualPeriod { period } => vec![("period", period.to_string())],
            Warning::UnusualDigits { digits } => vec![("digits", digits.to_string())],
            Warning::UnusualAlgorithm { algorithm } => {
                vec![("algorithm", (*algorithm).to_owned())]
            }
            Warning::VipCredential { id } => vec![("id", id.clone())],
            Warning::DuplicateParameter { name }
            | Warning::EmptyParameter { name }
            | Warning::ParameterIgnored { name }
            | Warning::GluedParameter { name } => vec![("name", name.clone())],
            _ => Vec::new(),
        }
    }

    /// The warnings that a base32 key earns by how it is written, whether or not it can be read.
    #[must_use]
    pub fn of_key(text: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if text.trim().contains([' ', '-', '\t', '\n', '\r', '\u{a0}']) {
            warnings.push(Warning::SecretHadSpaces);
        }
        if crate::secret::has_trailing_bits(text) {
            warnings.push(Warning::SecretTrailingBits);
        }
        warnings
    }

    /// The warnings that an account earns by what it is, however it was written down.
    #[must_use]
    pub fn of(account: &Account) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if let Some(in_label) = &account.issuer_in_label {
            warnings.push(Warning::IssuerDiffers {
                issuer: account.issuer.clone(),
                in_label: in_label.clone(),
            });
        }
        if account.issuer.is_empty() {
            warnings.push(Warning::MissingIssuer);
        }
        if account.label.is_empty() {
            warnings.push(Warning::MissingLabel);
        }
        let names = [
            Some(&account.issuer),
            account.issuer_in_label.as_ref(),
            Some(&account.label),
        ];
        if names
            .into_iter()
            .flatten()
            .any(|name| name.chars().any(hides))
        {
            warnings.push(Warning::HiddenCharacters);
        }
        let bits = account.secret().bits();
        if bits < 80 {
            warnings.push(Warning::ShortSecret { bits });
        }
        if account.lacks_pin() {
            warnings.push(Warning::MissingPin);
        }
        let by_standard = matches!(account.kind, Kind::Totp { .. } | Kind::Hotp { .. });
        if by_standard
            && matches!(
                account.algorithm,
                Algorithm::Sha224 | Algorithm::Sha384 | Algorithm::Md5
            )
        {
            warnings.push(Warning::UnusualAlgorithm {
                algorithm: account.algorithm.as_str(),
            });
        }
        if by_standard && !(6..=8).contains(&account.digits) {
            warnings.push(Warning::UnusualDigits {
                digits: account.digits,
            });
        }
        if let Kind::Totp { period } = account.kind
            && !matches!(period, 15 | 30 | 45 | 60 | 120)
        {
            warnings.push(Warning::UnusualPeriod { period });
        }
        warnings
    }
}

/// Control characters, and those of Unicode (UAX #9) that turn the direction of what follows: a name can
/// pretend to be another one with them.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
