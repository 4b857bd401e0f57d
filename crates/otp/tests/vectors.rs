//! The vectors of the standards, complete, and Steam's.
#![allow(clippy::unwrap_used)]

use countersign_otp as otp;
use otp::{Account, AccountError, AccountParts, Algorithm, Kind, Pin, Secret, code_at, hotp_code};

const SEED: &[u8] = b"1234567890123456789012345678901234567890123456789012345678901234";

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

#[test]
fn rfc_4226_appendix_d() {
    // Count, truncated value in decimal, six digits.
    let table: [(u64, u32, &str); 10] = [
        (0, 1_284_755_224, "755224"),
        (1, 1_094_287_082, "287082"),
        (2, 137_359_152, "359152"),
        (3, 1_726_969_429, "969429"),
        (4, 1_640_338_314, "338314"),
        (5, 868_254_676, "254676"),
        (6, 1_918_287_922, "287922"),
        (7, 82_162_583, "162583"),
        (8, 673_399_871, "399871"),
        (9, 645_520_489, "520489"),
    ];
    for (counter, value, six) in table {
        let kind = Kind::Hotp { counter };
        assert_eq!(
            code_at(&account(&SEED[..20], Algorithm::Sha1, 6, kind), 5)
                .current
                .as_str(),
            six
        );
        // The table's decimal value gives every other length as well: ten digits are the value itself.
        for digits in 6..=10_u8 {
            let expected = format!(
                "{:0width$}",
                u64::from(value) % 10_u64.pow(digits.into()),
                width = digits.into()
            );
            let other = account(
                &SEED[..20],
                Algorithm::Sha1,
                digits,
                Kind::Hotp { counter: 77 },
            );
            assert_eq!(
                hotp_code(&other, counter).as_str(),
                expected,
                "{counter} {digits}"
            );
        }
    }
}

#[test]
fn rfc_6238_appendix_b() {
    let table: [(u64, &str, &str, &str); 6] = [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ];
    let kind = Kind::Totp { period: 30 };
    for (time, sha1, sha256, sha512) in table {
        for (algorithm, seed, expected) in [
            (Algorithm::Sha1, 20, sha1),
            (Algorithm::Sha256, 32, sha256),
            (Algorithm::Sha512, 64, sha512),
        ] {
            let codes = code_at(&account(&SEED[..seed], algorithm, 8, kind), time);
            assert_eq!(codes.current.as_str(), expected, "{time} {algorithm}");
            assert!(codes.current.valid_from <= time && time < codes.current.valid_until);
        }
    }
}

#[test]
fn steam_guard() {
    // Bitwarden's SDK (crates/bitwarden-vault, totp.rs): steam://HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ.
    let secret = Secret::from_base32("HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ").unwrap();
    let parts = AccountParts {
        kind: Kind::Steam,
        digits: 5,
        ..AccountParts::totp("Steam", "", secret)
    };
    let codes = code_at(&Account::new(parts).unwrap(), 1_672_531_200);
    assert_eq!(codes.current.as_str(), "7W6CJ");
    assert_eq!(codes.next.unwrap().valid_from, codes.current.valid_until);
}

#[test]
fn mobile_otp() {
    // Stratum (MobileOtpTest) and Aegis (MOTPTest): the secret is text.
    for (secret, pin, time, expected) in [
        ("7ac61d4736f51a2b", "5555", 0, "c42a26"),
        ("7ac61d4736f51a2b", "5555", 1_000_000_000, "4af383"),
    ] {
        let parts = AccountParts {
            kind: Kind::Motp,
            algorithm: Algorithm::Md5,
            digits: 6,
            pin: Some(Pin::new(pin).unwrap()),
            ..AccountParts::totp("", "", Secret::new(secret.into()).unwrap())
        };
        let codes = code_at(&Account::new(parts).unwrap(), time);
        assert_eq!(codes.current.as_str(), expected);
        assert_eq!(codes.current.valid_until, time + 10);
    }
}

#[test]
fn yandex_key() {
    // Aegis (YAOTPTest).
    let first = "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI";
    let second = "JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M";
    for (secret, pin, time, expected) in [
        (first, "7586", 1_581_064_020, "oactmacq"),
        (first, "7586", 1_581_090_810, "wemdwrix"),
        (second, "5210481216086702", 1_581_091_469, "dfrpywob"),
        (second, "5210481216086702", 1_581_093_059, "vunyprpd"),
    ] {
        let parts = AccountParts {
            kind: Kind::Yandex,
            algorithm: Algorithm::Sha256,
            digits: 8,
            pin: Some(Pin::new(pin).unwrap()),
            ..AccountParts::totp("", "", Secret::from_base32(secret).unwrap())
        };
        let codes = code_at(&Account::new(parts).unwrap(), time);
        assert_eq!(codes.current.as_str(), expected);
    }
}

#[test]
fn without_its_pin_there_is_no_code() {
    for (kind, algorithm, digits) in [
        (Kind::Motp, Algorithm::Md5, 6),
        (Kind::Yandex, Algorithm::Sha256, 8),
    ] {
        let made = account(&SEED[..20], algorithm, digits, kind);
        assert!(made.lacks_pin());
        let codes = code_at(&made, 1_700_000_000);
        assert_eq!(codes.current.as_str(), "");
    }
    let wrong = AccountParts {
        pin: Some(Pin::new("1234").unwrap()),
        ..AccountParts::totp("", "", Secret::new(SEED[..20].to_vec()).unwrap())
    };
    assert_eq!(Account::new(wrong).err(), Some(AccountError::Pin));
}

/// HMAC of Python's library over RFC 4226's seed, truncated by its rules: eight digits at the counters 0, 1 and 2, ten
/// at 7. MD5 has too few bytes for the rules at some counters, and there is no code then.
const RARER: [(Algorithm, [&str; 3], &str); 3] = [
    (Algorithm::Md5, ["", "78532013", ""], ""),
    (
        Algorithm::Sha224,
        ["42893239", "45812810", "52291286"],
        "0271708553",
    ),
    (
        Algorithm::Sha384,
        ["60502125", "46080675", "87698930"],
        "1737165020",
    ),
];

#[test]
fn the_rarer_hashes() {
    let kind = Kind::Hotp { counter: 0 };
    for (algorithm, codes, ten) in RARER {
        let eight = account(&SEED[..20], algorithm, 8, kind);
        for (counter, expected) in (0..).zip(codes) {
            assert_eq!(hotp_code(&eight, counter).as_str(), expected, "{algorithm}");
        }
        let account = account(&SEED[..20], algorithm, 10, kind);
        assert_eq!(hotp_code(&account, 7).as_str(), ten, "{algorithm}");
    }
}

#[test]
fn the_next_code_is_the_current_one_of_the_next_step() {
    let account = account(&SEED[..20], Algorithm::Sha1, 6, Kind::Totp { period: 30 });
    let codes = code_at(&account, 59);
    assert_eq!(
        (codes.current.valid_from, codes.current.valid_until),
        (30, 60)
    );
    let next = codes.next.unwrap();
    let later = code_at(&account, 60).current;
    assert_eq!(
        (next.as_str(), next.valid_from, next.valid_until),
        (later.as_str(), 60, 90)
    );
}

#[test]
fn both_ends_of_time() {
    for period in [1, 30, 7, 86_400] {
        let account = account(&SEED[..20], Algorithm::Sha256, 10, Kind::Totp { period });
        assert_eq!(code_at(&account, 0).current.valid_from, 0);
        let end = code_at(&account, u64::MAX);
        assert!(end.current.valid_from > u64::MAX - u64::from(period));
        assert_eq!(end.current.valid_until, u64::MAX);
        assert!(end.next.is_none());
    }
    let steam = account(&SEED[..20], Algorithm::Sha1, 5, Kind::Steam);
    assert_eq!(code_at(&steam, u64::MAX).current.as_str().len(), 5);
}

#[test]
fn a_counter_has_no_next_code_and_no_end() {
    let codes = code_at(
        &account(&SEED[..20], Algorithm::Sha1, 6, Kind::Hotp { counter: 3 }),
        1_700_000_000,
    );
    assert_eq!(
        (codes.current.valid_from, codes.current.valid_until),
        (0, u64::MAX)
    );
    assert!(codes.next.is_none());
}
