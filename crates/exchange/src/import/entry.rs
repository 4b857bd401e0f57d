//! What an import gives, and how loose fields become it.

use data_encoding::HEXLOWER_PERMISSIVE;
use otp::{
    Account, AccountParts, Algorithm, Draft, Kind, Origin, Pin, Secret, SecretError, Warning,
};
use zeroize::Zeroizing;

use super::json::Number;
use crate::SkipReason;

/// An account of another program, as it stood there.
pub struct Entry {
    /// The account and what is odd about it.
    pub draft: Draft,
    /// The folders, groups, tags or categories that it is in.
    pub groups: Vec<String>,
    /// What the person wrote beside it. May be private, so it is wiped.
    pub note: Option<Zeroizing<String>>,
    /// What the other program calls its icon. Pictures are not taken over.
    pub icon: Option<String>,
    /// It is pinned, or a favourite.
    pub pinned: bool,
    /// It is in the trash or the archive there.
    pub set_aside: bool,
}

impl Entry {
    /// An account with nothing beside it.
    pub(crate) fn new(draft: Draft) -> Entry {
        Entry {
            draft,
            groups: Vec::new(),
            note: None,
            icon: None,
            pinned: false,
            set_aside: false,
        }
    }

    /// Reads a Key URI of an export.
    pub(crate) fn of_uri(uri: &str) -> Result<Entry, SkipReason> {
        otp::uri::parse(uri)
            .map(Entry::new)
            .map_err(SkipReason::Uri)
    }

    /// The same entry in a group, if there is a name for it.
    pub(crate) fn in_group(mut self, name: &str) -> Entry {
        if !name.trim().is_empty() {
            self.groups.push(name.trim().to_owned());
        }
        self
    }

    /// The same entry with a note, if there is one.
    pub(crate) fn with_note(mut self, note: &str) -> Entry {
        if !note.trim().is_empty() {
            self.note = Some(Zeroizing::new(note.to_owned()));
        }
        self
    }

    /// The names of the account, where the URI says less than the program around it. Empty ones change nothing.
    pub(crate) fn named(mut self, issuer: &str, label: &str) -> Entry {
        let account = &mut self.draft.account;
        if account.issuer.is_empty() {
            account.issuer = cut(issuer.trim());
        }
        if account.label.is_empty() {
            account.label = cut(label.trim());
        }
        let mut warnings = Warning::of(account);
        self.draft.warnings.retain(|warning| {
            !matches!(warning, Warning::MissingIssuer | Warning::MissingLabel)
                && !warnings.contains(warning)
        });
        warnings.append(&mut self.draft.warnings);
        self.draft.warnings = warnings;
        self
    }
}

/// A name within the bounds of an account.
fn cut(name: &str) -> String {
    let mut end = name.len().min(Account::MAX_NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name[..end].to_owned()
}

/// What makes codes, as other programs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// RFC 6238.
    Totp,
    /// RFC 4226.
    Hotp,
    /// Steam Guard.
    Steam,
    /// Mobile-OTP.
    Motp,
    /// Yandex Key.
    Yandex,
}

impl Type {
    /// By the names that programs use, in any case.
    pub(crate) fn of(text: &str) -> Result<Type, SkipReason> {
        match text.trim().to_ascii_lowercase().as_str() {
            "totp" => Ok(Type::Totp),
            "hotp" => Ok(Type::Hotp),
            "steam" | "steamtotp" => Ok(Type::Steam),
            "motp" => Ok(Type::Motp),
            "yandex" | "yaotp" => Ok(Type::Yandex),
            _ => Err(SkipReason::Type),
        }
    }
}

/// A secret as it is written there.
pub(crate) enum Key<'a> {
    /// Base32, as people write it.
    Base32(&'a str),
    /// Hexadecimal digits.
    Hex(&'a str),
    /// Base64, in either alphabet.
    Base64(&'a str),
    /// The bytes themselves.
    Bytes(&'a [u8]),
    /// For mOTP: the text that is hashed.
    Text(&'a str),
}

/// The fields of an entry, loose as other programs write them. Defaults are those of the Key URI format.
pub(crate) struct Fields<'a> {
    /// What makes the codes.
    pub(crate) kind: Type,
    /// Who issues the codes.
    pub(crate) issuer: &'a str,
    /// Whose account it is.
    pub(crate) label: &'a str,
    /// The secret.
    pub(crate) key: Key<'a>,
    /// The hash, by any of its names; empty and `null` are SHA-1.
    pub(crate) algorithm: &'a str,
    /// Length of a code.
    pub(crate) digits: Number,
    /// Length of a step in seconds.
    pub(crate) period: Number,
    /// The counter of the next code.
    pub(crate) counter: Number,
    /// The PIN of mOTP and Yandex.
    pub(crate) pin: &'a str,
}

impl<'a> Fields<'a> {
    /// With defaults for all that is not said.
    pub(crate) fn new(kind: Type, issuer: &'a str, label: &'a str, key: Key<'a>) -> Fields<'a> {
        Fields {
            kind,
            issuer,
            label,
            key,
            algorithm: "",
            digits: Number::Absent,
            period: Number::Absent,
            counter: Number::Absent,
            pin: "",
        }
    }

    /// The entry that they make, or why they make none.
    pub(crate) fn entry(&self) -> Result<Entry, SkipReason> {
        let mut notes = Vec::new();
        let secret = self.secret(&mut notes)?;
        let period = match self.period {
            Number::Absent => Account::DEFAULT_PERIOD,
            Number::Whole(period) => u32::try_from(period).map_err(|_| SkipReason::Period)?,
            Number::Odd if self.kind == Type::Totp => return Err(SkipReason::Period),
            Number::Odd => Account::DEFAULT_PERIOD,
        };
        let kind = match self.kind {
            Type::Totp => Kind::Totp { period },
            Type::Hotp => Kind::Hotp {
                counter: match self.counter {
                    Number::Whole(counter) => counter,
                    Number::Absent => {
                        notes.push(Warning::MissingCounter);
                        0
                    }
                    Number::Odd => return Err(SkipReason::Counter),
                },
            },
            Type::Steam => Kind::Steam,
            Type::Motp => Kind::Motp,
            Type::Yandex => Kind::Yandex,
        };
        let (algorithm, digits) = match self.kind {
            Type::Steam => {
                if !matches!(self.digits, Number::Absent | Number::Whole(5)) {
                    notes.push(Warning::ParameterIgnored {
                        name: "digits".to_owned(),
                    });
                }
                (Algorithm::Sha1, Account::STEAM_DIGITS)
            }
            Type::Motp => (Algorithm::Md5, Account::MOTP_DIGITS),
            Type::Yandex => (Algorithm::Sha256, Account::YANDEX_DIGITS),
            Type::Totp | Type::Hotp => (self.algorithm()?, self.digits()?),
        };
        let pin = match self.kind {
            Type::Motp | Type::Yandex if !self.pin.is_empty() => {
                Some(Pin::new(self.pin).map_err(SkipReason::Account)?)
            }
            _ => None,
        };
        let account = Account::new(AccountParts {
            issuer: self.issuer.to_owned(),
            issuer_in_label: None,
            label: self.label.to_owned(),
            algorithm,
            digits,
            kind,
            extra: Vec::new(),
            pin,
            secret,
        })
        .map_err(SkipReason::Account)?;
        let mut draft = Draft::new(account, Origin::Import);
        draft.warnings.append(&mut notes);
        Ok(Entry::new(draft))
    }

    fn algorithm(&self) -> Result<Algorithm, SkipReason> {
        match self.algorithm.trim() {
            "" | "null" => Ok(Algorithm::Sha1),
            text => text.parse().map_err(|_| SkipReason::Algorithm),
        }
    }

    fn digits(&self) -> Result<u8, SkipReason> {
        match self.digits {
            Number::Absent => Ok(6),
            Number::Whole(digits) => u8::try_from(digits).map_err(|_| SkipReason::Digits),
            Number::Odd => Err(SkipReason::Digits),
        }
    }

    fn secret(&self, notes: &mut Vec<Warning>) -> Result<Secret, SkipReason> {
        let bytes = match self.key {
            Key::Base32(text) => {
                notes.extend(Warning::of_key(text));
                return Secret::from_base32(text).map_err(SkipReason::Secret);
            }
            Key::Hex(text) => {
                let text = text.trim().as_bytes();
                let decoded = HEXLOWER_PERMISSIVE.decode(text);
                decoded.map_err(|error| {
                    SkipReason::Secret(SecretError::Character {
                        position: error.position + 1,
                    })
                })?
            }
            Key::Base64(text) => match crate::containers::base64(text) {
                Some(mut bytes) => std::mem::take(&mut *bytes),
                None => return Err(SkipReason::Damaged),
            },
            Key::Bytes(bytes) => bytes.to_vec(),
            Key::Text(text) => text.as_bytes().to_vec(),
        };
        Secret::new(bytes).map_err(SkipReason::Secret)
    }
}
