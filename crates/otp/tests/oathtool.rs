//! Codes against `oathtool` (OATH Toolkit) for 6 to 8 digits, and against a truncation written down once more from
//! the text of RFC 4226 for all lengths: oathtool has no 9 and 10 digits.
#![allow(clippy::print_stderr, clippy::unwrap_used)]

use std::process::Command;

use countersign_otp as otp;
use hmac::{Hmac, KeyInit, Mac};
use otp::{Account, AccountParts, Algorithm, Kind, Secret, code_at};
use proptest::prelude::*;

fn account(secret: &[u8], algorithm: Algorithm, digits: u8, kind: Kind) -> Account {
    let secret = Secret::new(secret.to_vec()).unwrap();
    Account::new(AccountParts {
        algorithm,
        digits,
        kind,
        ..AccountParts::totp("", "", secret)
    })
    .unwrap()
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512)
    ]
}

/// What oathtool prints; `None` when there is no oathtool.
fn oathtool(arguments: &[String]) -> Option<String> {
    let output = Command::new("oathtool").args(arguments).output().ok()?;
    assert!(
        output.status.success(),
        "oathtool: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

fn has_oathtool() -> bool {
    let found = oathtool(&["--version".to_owned()]).is_some();
    if !found {
        eprintln!("skipped: oathtool not found");
    }
    found
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[test]
fn totp_as_oathtool_makes_it() {
    if !has_oathtool() {
        return;
    }
    let cases = (
        prop::collection::vec(any::<u8>(), 1..130),
        algorithm(),
        6..=8_u8,
        prop_oneof![Just(30), Just(60), 1..=86_400_u32],
        0..=4_000_000_000_u64,
    );
    proptest!(ProptestConfig::with_cases(200), |((secret, algorithm, digits, period, time) in cases)| {
        let code = code_at(&account(&secret, algorithm, digits, Kind::Totp { period }), time).current;
        let expected = oathtool(&[
            format!("--totp={algorithm}"),
            format!("--digits={digits}"),
            format!("--time-step-size={period}s"),
            format!("--now=@{time}"),
            hex(&secret),
        ]);
        prop_assert_eq!(Some(code.as_str()), expected.as_deref());
    });
}

#[test]
fn hotp_as_oathtool_makes_it() {
    if !has_oathtool() {
        return;
    }
    let cases = (
        prop::collection::vec(any::<u8>(), 1..70),
        6..=8_u8,
        0..=Account::MAX_COUNTER,
    );
    proptest!(ProptestConfig::with_cases(100), |((secret, digits, counter) in cases)| {
        let code = code_at(&account(&secret, Algorithm::Sha1, digits, Kind::Hotp { counter }), 0).current;
        let expected = oathtool(&[format!("--digits={digits}"), format!("--counter={counter}"), hex(&secret)]);
        prop_assert_eq!(Some(code.as_str()), expected.as_deref());
    });
}

/// RFC 4226 §5.3 once more, straight from its text.
fn reference<M: Mac + KeyInit>(secret: &[u8], counter: u64, digits: u8) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(secret).unwrap();
    mac.update(&counter.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[hash.len() - 1] & 0xf);
    // MD5 may be too short for it: there is no code then.
    let Some(four) = hash.get(offset..offset + 4) else {
        return String::new();
    };
    let binary = u32::from_be_bytes(four.try_into().unwrap()) & 0x7fff_ffff;
    let text = format!("{binary:010}");
    text[10 - usize::from(digits)..].to_owned()
}

/// Those of oathtool, and those that it does not have.
fn any_algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![
        algorithm(),
        Just(Algorithm::Sha224),
        Just(Algorithm::Sha384),
        Just(Algorithm::Md5)
    ]
}

proptest! {
    #[test]
    fn every_length_as_the_text_of_the_rfc_makes_it(
        secret in prop::collection::vec(any::<u8>(), 1..200),
        algorithm in any_algorithm(),
        digits in 4..=10_u8,
        period in 1..=86_400_u32,
        time in any::<u64>(),
    ) {
        let codes = code_at(&account(&secret, algorithm, digits, Kind::Totp { period }), time);
        let counter = time / u64::from(period);
        let expected = match algorithm {
            Algorithm::Sha1 => reference::<Hmac<sha1::Sha1>>(&secret, counter, digits),
            Algorithm::Sha256 => reference::<Hmac<sha2::Sha256>>(&secret, counter, digits),
            Algorithm::Sha512 => reference::<Hmac<sha2::Sha512>>(&secret, counter, digits),
            Algorithm::Sha224 => reference::<Hmac<sha2::Sha224>>(&secret, counter, digits),
            Algorithm::Sha384 => reference::<Hmac<sha2::Sha384>>(&secret, counter, digits),
            Algorithm::Md5 => reference::<Hmac<md5::Md5>>(&secret, counter, digits),
        };
        prop_assert_eq!(codes.current.as_str(), expected);
    }
}
