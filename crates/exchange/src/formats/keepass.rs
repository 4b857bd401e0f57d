//! KeePass, KeePassXC and all that share their databases. Where a code is kept differs by program and plugin: one
//! field with a Key URI or a query, or several fields with names of their own.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::Format;
use crate::SkipReason;
use crate::containers::kdbx;
use crate::import::{
    Confidence, Entry, Fields, Found, Job, Key, Number, Piece, Reader, Refusal, Type,
};

pub(super) const READER: Reader = Reader {
    format: Format::KeePass,
    looks_like,
    read,
};

fn looks_like(piece: &Piece<'_>, _: &[Piece<'_>]) -> Confidence {
    Confidence::certain_if(kdbx::is_keepass(piece.bytes) || kdbx::is_plain(piece.bytes))
}

fn read(job: &Job<'_>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let password = job.password.map(|password| password.as_str());
    for piece in &job.pieces {
        let opened = match kdbx::is_plain(piece.bytes) {
            true => kdbx::read_plain(piece.bytes),
            false => kdbx::open(piece.bytes, password, &|| job.watch.deriving()),
        };
        for (at, entry) in job.container(opened)?.iter().enumerate() {
            let name = [title(entry), user(entry)].join(" ");
            for code in codes(entry) {
                found.push(at + 1, name.trim(), code.map(|code| placed(code, entry)));
            }
        }
    }
    Ok(found)
}

fn title(entry: &kdbx::Entry) -> &str {
    entry.field("Title").unwrap_or("")
}

fn user(entry: &kdbx::Entry) -> &str {
    entry.field("UserName").unwrap_or("")
}

fn placed(mut code: Entry, entry: &kdbx::Entry) -> Entry {
    code.set_aside = entry.in_bin;
    code.in_group(&entry.groups.join("/"))
}

/// What makes codes in an entry. The programs look at one place only and in this order; a counter may stand beside a
/// clock (KeePass itself has a menu for each), and then both are taken.
fn codes(entry: &kdbx::Entry) -> Vec<Result<Entry, SkipReason>> {
    let filled = |name: &str| {
        let value = entry.field(name).map(str::trim);
        value.filter(|value| !value.is_empty())
    };
    if let Some(otp) = filled("otp") {
        return vec![of_otp(entry, otp)];
    }
    if let Some(seed) = filled("TOTP Seed") {
        return vec![of_seed(entry, seed)];
    }
    let by_clock = built_in(entry, Type::Totp, "TimeOtp");
    let by_counter = built_in(entry, Type::Hotp, "HmacOtp");
    [by_clock, by_counter].into_iter().flatten().collect()
}

/// The field `otp`: a Key URI (KeePassXC, KeeWeb, Strongbox and more), a query (KeeOtp), or the key alone.
fn of_otp(entry: &kdbx::Entry, otp: &str) -> Result<Entry, SkipReason> {
    if otp.contains("://") {
        let mut code = Entry::of_uri(otp)?;
        // KeePassXC writes `none` where there is no user name.
        if code.draft.account.label == "none" && user(entry).is_empty() {
            code.draft.account.label.clear();
        }
        return Ok(code);
    }
    let Some(key) = parameter(otp, "key") else {
        return Fields::new(Type::Totp, title(entry), user(entry), Key::Base32(otp)).entry();
    };
    let said = |name: &str| parameter(otp, name).unwrap_or_default();
    let kind = match (said("type").as_str(), said("encoder").as_str()) {
        ("", "") => Type::Totp,
        ("", encoder) => Type::of(encoder)?,
        (kind, _) => Type::of(kind)?,
    };
    let key = match said("encoding").to_ascii_lowercase().as_str() {
        "" | "base32" => Key::Base32(&key),
        "base64" => Key::Base64(&key),
        "hex" => Key::Hex(&key),
        "utf8" => Key::Text(&key),
        _ => return Err(SkipReason::Damaged),
    };
    Fields {
        algorithm: &said("otpHashMode"),
        digits: Number::of_text(&said("size")),
        period: Number::of_text(&said("step")),
        counter: Number::of_text(&said("counter")),
        ..Fields::new(kind, title(entry), user(entry), key)
    }
    .entry()
}

/// A parameter of KeeOtp's query; names in any case. A `+` is a `+`: the plugin does not encode base64.
fn parameter(query: &str, name: &str) -> Option<Zeroizing<String>> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| percent_decode_str(value.trim()).decode_utf8_lossy())
        .map(|value| Zeroizing::new(value.into_owned()))
}

/// KeeTrayTOTP and old KeePassXC: the key in one field, `period;digits` in the other, `S` for Steam.
fn of_seed(entry: &kdbx::Entry, seed: &str) -> Result<Entry, SkipReason> {
    let settings = entry.field("TOTP Settings").unwrap_or("");
    let mut settings = settings.split(';').map(str::trim);
    let period = Number::of_text(settings.next().unwrap_or(""));
    let digits = settings.next().unwrap_or("");
    let key = Key::Base32(seed);
    if digits.eq_ignore_ascii_case("S") {
        return Fields::new(Type::Steam, title(entry), user(entry), key).entry();
    }
    Fields {
        period,
        digits: Number::of_text(digits),
        ..Fields::new(Type::Totp, title(entry), user(entry), key)
    }
    .entry()
}

/// KeePass since 2.47: `TimeOtp-Secret-Base32`, `TimeOtp-Period` and so on.
fn built_in(entry: &kdbx::Entry, kind: Type, prefix: &str) -> Option<Result<Entry, SkipReason>> {
    let field = |suffix: &str| {
        let value = entry.field(&format!("{prefix}-{suffix}"));
        value.filter(|value| !value.trim().is_empty())
    };
    let key = field("Secret")
        .map(Key::Text)
        .or_else(|| field("Secret-Hex").map(Key::Hex))
        .or_else(|| field("Secret-Base32").map(Key::Base32))
        .or_else(|| field("Secret-Base64").map(Key::Base64))?;
    let number = |suffix: &str| Number::of_text(field(suffix).unwrap_or(""));
    let fields = Fields {
        algorithm: field("Algorithm").unwrap_or(""),
        digits: number("Length"),
        period: number("Period"),
        counter: number("Counter"),
        ..Fields::new(kind, title(entry), user(entry), key)
    };
    Some(fields.entry())
}
