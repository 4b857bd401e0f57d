//! A Key URI as a draft.

use super::label;
use super::number;
use super::query::Query;
use super::{UriError, UriField};
use crate::{
    Account, AccountError, AccountParts, Algorithm, Draft, Kind, Origin, Secret, SecretError,
    Warning,
};

/// The type of a Key URI.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Totp,
    Hotp,
    Steam,
    Yandex,
}

/// Reads a Key URI: `otpauth://totp/…`, `…/hotp/…`, `…/steam/…`, `…/yaotp/…`, the same under `apple-otpauth://`, the
/// `steam://SECRET` of Bitwarden and Proton, and the `motp://ISSUER:LABEL?secret=HEX` of Aegis and Stratum.
///
/// Strict in meaning: what decides over the code (secret, algorithm, digits, period, counter) is either read as it
/// stands or refused with its name. Tolerant in form, as sites print it, with one [`Warning`] per oddity:
///
/// - scheme, type and parameter names in any case; parameters in any order; white space around the text;
/// - raw spaces, `#` and letters beyond ASCII stand for themselves; a `%` without two digits too;
/// - `+` is a plus in the label (e-mail addresses have it) and in unknown parameters; in `secret` and inside
///   `issuer` it is a space, as HTML forms write it; at either end of `issuer` it is a plus (`Disney+`);
/// - the first raw colon of the label parts issuer and account, `%3A` does where no raw one stands;
/// - an empty parameter, or one that says `null`, has its default;
/// - issuer `Steam` with five digits, or none said, and `encoder=steam`, are Steam Guard.
///
/// # Errors
/// [`UriError`] names the field and the reason, and carries nothing of the text.
pub fn parse(text: &str) -> Result<Draft, UriError> {
    if text.len() > UriError::MAX_BYTES {
        return Err(UriError::TooLong);
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (scheme, rest) = text.split_once("://").ok_or(UriError::NotOtpauth)?;
    let apple = scheme.eq_ignore_ascii_case("apple-otpauth");
    if scheme.eq_ignore_ascii_case("steam") {
        return steam_scheme(rest);
    }
    let motp = scheme.eq_ignore_ascii_case("motp");
    if !apple && !motp && !scheme.eq_ignore_ascii_case("otpauth") {
        return Err(UriError::NotOtpauth);
    }
    if text.chars().any(char::is_control) {
        return Err(UriError::ControlCharacter);
    }
    if motp {
        return super::motp::read(rest);
    }

    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, raw_label) = path.split_once('/').unwrap_or((path, ""));
    let kind = read_type(kind)?;
    let mut notes = Vec::new();
    if apple {
        notes.push(Warning::AppleScheme);
    }
    if text
        .chars()
        .any(|c| !c.is_ascii() || " \"#<>[\\]^`{|}".contains(c))
    {
        notes.push(Warning::NotEncoded);
    }
    let query = Query::read(query, &mut notes)?;
    let issuer = query.issuer(&mut notes);
    let (in_label, account_label) = label::split(raw_label, &issuer, &mut notes);
    account(kind, query, issuer, in_label, account_label, notes)
}

fn read_type(text: &str) -> Result<Type, UriError> {
    match text.to_ascii_lowercase().as_str() {
        "totp" => Ok(Type::Totp),
        "hotp" => Ok(Type::Hotp),
        "steam" => Ok(Type::Steam),
        "yaotp" => Ok(Type::Yandex),
        _ => Err(UriError::UnknownType),
    }
}

fn account(
    mut kind: Type,
    mut query: Query,
    issuer: String,
    in_label: Option<String>,
    label: String,
    mut notes: Vec<Warning>,
) -> Result<Draft, UriError> {
    let secret = query.secret.as_ref().ok_or(UriError::MissingSecret)?;
    notes.extend(Warning::of_key(secret));
    let secret = Secret::from_base32(secret).map_err(|error| match error {
        SecretError::Empty if secret.trim().is_empty() => UriError::MissingSecret,
        error => UriError::Secret(error),
    })?;
    if kind == Type::Totp {
        let shown = if issuer.is_empty() {
            in_label.as_deref().unwrap_or("")
        } else {
            &issuer
        };
        let steam_issuer = shown.eq_ignore_ascii_case("steam");
        let five = query
            .digits
            .as_deref()
            .is_none_or(|digits| digits.trim() == "5");
        if query.steam_encoder || (steam_issuer && five) {
            kind = Type::Steam;
        }
    }
    let mut ignored = |name: &str| {
        notes.push(Warning::ParameterIgnored {
            name: name.to_owned(),
        })
    };
    if kind == Type::Hotp && query.period.is_some() {
        ignored("period");
    }
    if kind != Type::Hotp && query.counter.is_some() {
        ignored("counter");
    }
    let (algorithm, digits, kind) = if kind == Type::Steam {
        let others = [
            (
                "algorithm",
                query
                    .algorithm
                    .as_ref()
                    .is_some_and(|text| text.parse() != Ok(Algorithm::Sha1)),
            ),
            (
                "digits",
                query
                    .digits
                    .as_ref()
                    .is_some_and(|text| number::small(text) != Some(5)),
            ),
            (
                "period",
                query
                    .period
                    .as_ref()
                    .is_some_and(|text| number::small(text) != Some(Account::STEAM_PERIOD)),
            ),
        ];
        others
            .iter()
            .filter(|(_, differs)| *differs)
            .for_each(|(name, _)| ignored(name));
        (Algorithm::Sha1, Account::STEAM_DIGITS, Kind::Steam)
    } else if kind == Type::Yandex {
        (Algorithm::Sha256, Account::YANDEX_DIGITS, Kind::Yandex)
    } else {
        let algorithm = match &query.algorithm {
            Some(text) => text.parse().map_err(|_| UriError::Algorithm)?,
            None => Algorithm::Sha1,
        };
        let digits = match &query.digits {
            Some(text) => number::small(text)
                .and_then(|n| u8::try_from(n).ok())
                .ok_or(UriError::Digits)?,
            None => 6,
        };
        let kind = match (kind, &query.counter, &query.period) {
            (Type::Hotp, Some(text), _) => Kind::Hotp {
                counter: number::counter(text).ok_or(UriError::Counter)?,
            },
            (Type::Hotp, None, _) => {
                notes.push(Warning::MissingCounter);
                Kind::Hotp { counter: 0 }
            }
            (_, _, Some(text)) => Kind::Totp {
                period: number::small(text).ok_or(UriError::Period)?,
            },
            (_, _, None) => Kind::Totp {
                period: Account::DEFAULT_PERIOD,
            },
        };
        (algorithm, digits, kind)
    };
    let pin = match kind {
        Kind::Yandex if secret.bits() < Account::YANDEX_BITS => {
            return Err(UriError::Secret(SecretError::Length));
        }
        Kind::Yandex => super::motp::take_pin(&mut query.extra)?,
        _ => None,
    };
    let parts = AccountParts {
        issuer,
        issuer_in_label: in_label,
        label,
        algorithm,
        digits,
        kind,
        extra: query.extra,
        pin,
        secret,
    };
    Ok(draft(Account::new(parts).map_err(refusal)?, notes))
}

/// `steam://SECRET`. The same scheme opens the Steam client (`steam://run/440`), so what is too short to be the
/// secret of Steam Guard (20 bytes), or is no base32 up to the first slash, is not taken for one.
fn steam_scheme(rest: &str) -> Result<Draft, UriError> {
    if rest.trim().is_empty() {
        return Err(UriError::MissingSecret);
    }
    if rest.contains('/') {
        return Err(UriError::NotOtpauth);
    }
    let secret = Secret::from_base32(rest).map_err(UriError::Secret)?;
    if secret.bits() < 80 {
        return Err(UriError::NotOtpauth);
    }
    let mut parts = AccountParts::totp("Steam", "", secret);
    parts.digits = Account::STEAM_DIGITS;
    parts.kind = Kind::Steam;
    Ok(draft(
        Account::new(parts).map_err(refusal)?,
        Warning::of_key(rest),
    ))
}

pub(super) fn draft(account: Account, notes: Vec<Warning>) -> Draft {
    let mut draft = Draft::new(account, Origin::Uri);
    for note in notes {
        if !draft.warnings.contains(&note) {
            draft.warnings.push(note);
        }
    }
    draft
}

pub(super) fn refusal(error: AccountError) -> UriError {
    match error {
        AccountError::Period { .. } => UriError::Period,
        AccountError::Counter => UriError::Counter,
        AccountError::IssuerTooLong => UriError::FieldTooLong(UriField::Issuer),
        AccountError::LabelTooLong => UriError::FieldTooLong(UriField::Label),
        AccountError::TooMuchExtra | AccountError::ReservedExtra => {
            UriError::FieldTooLong(UriField::Whole)
        }
        AccountError::YandexSecret => UriError::Secret(SecretError::Length),
        AccountError::Pin => UriError::Pin,
        AccountError::Digits { .. } | AccountError::Steam | AccountError::OtherKind => {
            UriError::Digits
        }
    }
}
