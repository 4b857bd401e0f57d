//! Key URIs: printed and read again, refused with the field named, read with their oddities.
#![allow(clippy::unwrap_used)]

use countersign_otp as otp;
use otp::{
    Account, AccountParts, Algorithm, Draft, Kind, Pin, Secret, SecretError, UriError, UriField,
    Warning, uri,
};
use proptest::prelude::*;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn read(rest: &str) -> Result<Draft, UriError> {
    uri::parse(&format!("otpauth://totp/{rest}").replace("KEY", KEY))
}

fn refused(rest: &str) -> UriError {
    read(rest).err().unwrap()
}

fn codes(draft: &Draft) -> Vec<&'static str> {
    draft.warnings.iter().map(Warning::code).collect()
}

#[test]
fn what_everyone_else_reads() {
    let secret = Secret::from_base32(KEY).unwrap();
    let account = Account::new(AccountParts::totp(
        "Big Company",
        "alice+x@example.com",
        secret,
    ))
    .unwrap();
    assert_eq!(
        *uri::print(&account),
        format!(
            "otpauth://totp/Big%20Company:alice%2Bx%40example.com?secret={KEY}\
             &issuer=Big%20Company&algorithm=SHA1&digits=6&period=30"
        )
    );
}

#[test]
fn refusals_name_their_field() {
    let cases = [
        ("a?issuer=b", UriField::Secret, "missing_secret"),
        ("a?secret=", UriField::Secret, "missing_secret"),
        ("a?secret=null", UriField::Secret, "missing_secret"),
        ("a?secret=ABC0", UriField::Secret, "secret"),
        ("a?secret=KEY&secret=ABCD", UriField::Secret, "ambiguous"),
        ("a?secret=KEY&digits=0", UriField::Digits, "digits"),
        ("a?secret=KEY&digits=3", UriField::Digits, "digits"),
        ("a?secret=KEY&digits=11", UriField::Digits, "digits"),
        ("a?secret=KEY&digits=six", UriField::Digits, "digits"),
        (
            "a?secret=KEY&digits=6&digits=8",
            UriField::Digits,
            "ambiguous",
        ),
        ("a?secret=KEY&period=0", UriField::Period, "period"),
        ("a?secret=KEY&period=86401", UriField::Period, "period"),
        ("a?secret=KEY&period=4294967326", UriField::Period, "period"),
        (
            "a?secret=KEY&algorithm=SHA2",
            UriField::Algorithm,
            "algorithm",
        ),
    ];
    for (rest, field, code) in cases {
        let error = refused(rest);
        assert_eq!((error.field(), error.code()), (field, code), "{rest}");
        assert!(
            !error.to_string().contains("ABC") && !format!("{error:?}").contains("GEZD"),
            "{rest}"
        );
    }
}

#[test]
fn wrong_types_and_schemes() {
    for (text, error) in [
        ("otpauth://xotp/a?secret=KEY", UriError::UnknownType),
        ("otpauth:///a?secret=KEY", UriError::UnknownType),
        (
            "otpauth://yaotp/a?secret=JBSWY3DPEHPK3PXP",
            UriError::Secret(SecretError::Length),
        ),
        (
            "otpauth://yaotp/a?secret=ORSXG5DJNZTXIZLTORUW4ZZRGI&pin=GEZA",
            UriError::Pin,
        ),
        (
            "motp://a:b?secret=0123456789abcde",
            UriError::Secret(SecretError::Length),
        ),
        (
            "motp://a:b?secret=0123456789abcdeg",
            UriError::Secret(SecretError::Character { position: 16 }),
        ),
        ("motp://a:b", UriError::MissingSecret),
        ("otpauth://hotp/a?secret=KEY&counter=-1", UriError::Counter),
        ("https://example.com/?secret=KEY", UriError::NotOtpauth),
        ("otpauth:totp/a?secret=KEY", UriError::NotOtpauth),
        ("steam://run/440", UriError::NotOtpauth),
        ("steam://run", UriError::NotOtpauth),
        ("", UriError::NotOtpauth),
        ("otpauth://totp/a\tb?secret=KEY", UriError::ControlCharacter),
    ] {
        assert_eq!(
            uri::parse(&text.replace("KEY", KEY)).err(),
            Some(error),
            "{text}"
        );
    }
    assert_eq!(
        uri::parse(&"a".repeat(UriError::MAX_BYTES + 1)).err(),
        Some(UriError::TooLong)
    );
    let long = format!("{}?secret=KEY", "a".repeat(Account::MAX_NAME_BYTES + 1));
    assert_eq!(refused(&long), UriError::FieldTooLong(UriField::Label));
}

#[test]
fn oddities_warn() {
    let cases: [(&str, &[&str]); 15] = [
        ("A:b?secret=KEY", &[]),
        ("Org:b?secret=KEY&issuer=Microsoft", &["issuer_differs"]),
        ("b?secret=KEY", &["missing_issuer"]),
        ("A:?secret=KEY", &["missing_label"]),
        ("A:b?secret=JBSWY3DP", &["short_secret"]),
        (
            "A:b?secret=GEZD GNBV GY3T QOJQ",
            &["not_encoded", "secret_had_spaces"],
        ),
        ("A:b?secret=KEY&tags=1&tags=2", &["duplicate_parameter"]),
        ("A:b?secret=KEY&digits=", &["empty_parameter"]),
        ("A:b?secret=KEY&period=7", &["unusual_period"]),
        ("A:b?secret=KEY&digits=9", &["unusual_digits"]),
        ("A:b?secret=KEY&counter=3", &["parameter_ignored"]),
        ("A:b?secret=KEY&algorithm=MD5", &["unusual_algorithm"]),
        ("A:%ZZ?secret=KEY", &["broken_escape"]),
        ("A:%FF?secret=KEY", &["not_utf8"]),
        ("A:b%E2%80%AEc?secret=KEY", &["hidden_characters"]),
    ];
    for (rest, expected) in cases {
        assert_eq!(codes(&read(rest).ok().unwrap()), expected, "{rest}");
    }
    let apple = uri::parse(&format!("apple-otpauth://totp/A:b?secret={KEY}"))
        .ok()
        .unwrap();
    assert_eq!(codes(&apple), ["apple_scheme"]);
    let html = read("A:b?secret=KEY&amp;issuer=A&amp;digits=8")
        .ok()
        .unwrap();
    assert_eq!(
        (codes(&html), html.account.digits),
        (vec!["html_ampersand"], 8)
    );
    let glued = read("A:b?secret=KEY&issuer=Aperiod=60").ok().unwrap();
    assert_eq!(
        (codes(&glued), glued.account.kind),
        (vec!["glued_parameter"], Kind::Totp { period: 60 })
    );
}

#[test]
fn a_plus_is_what_its_place_makes_it() {
    for (rest, issuer, label) in [
        (
            "Big+Company:a+b@example.com?secret=KEY&issuer=Big+Company",
            "Big Company",
            "a+b@example.com",
        ),
        ("Disney+:a?secret=KEY&issuer=Disney+", "Disney+", "a"),
        ("a?secret=KEY&issuer=Disney%2B", "Disney+", "a"),
        ("a?secret=KEY&issuer=+", "+", "a"),
    ] {
        let draft = read(rest).ok().unwrap();
        assert_eq!(
            (draft.account.issuer.as_str(), draft.account.label.as_str()),
            (issuer, label),
            "{rest}"
        );
        assert_eq!(draft.account.issuer_in_label, None, "{rest}");
    }
}

#[test]
fn an_encoded_plus_in_the_label_is_never_a_space() {
    let account = read("A%2BB:c?secret=KEY&issuer=A%20B")
        .ok()
        .unwrap()
        .account;
    assert_eq!(account.issuer_in_label.as_deref(), Some("A+B"));
}

#[test]
fn microsoft_keeps_both_issuers() {
    let text = "Org:user#EXT#@example.com?secret=KEY&issuer=Microsoft";
    let account = read(text).ok().unwrap().account;
    assert_eq!(account.issuer, "Microsoft");
    assert_eq!(account.issuer_in_label.as_deref(), Some("Org"));
    assert_eq!(account.label, "user#EXT#@example.com");
    assert!(uri::print(&account).starts_with("otpauth://totp/Org:user%23EXT%23%40example.com?"));
}

#[test]
fn steam_in_its_four_forms() {
    for text in [
        "otpauth://steam/Steam:a?secret=KEY",
        "otpauth://totp/Steam:a?secret=KEY&issuer=Steam&digits=5",
        "otpauth://totp/Game:a?secret=KEY&encoder=steam",
        "steam://KEY",
    ] {
        let account = uri::parse(&text.replace("KEY", KEY)).ok().unwrap().account;
        assert_eq!((account.kind, account.digits), (Kind::Steam, 5), "{text}");
    }
    let plain = read("Steam:a?secret=KEY&digits=6").ok().unwrap().account;
    assert_eq!(plain.kind, Kind::Totp { period: 30 });
}

/// Names with everything in them that could be read as something else.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        "[:%+&=?#/ aS]{0,10}",
        Just("Steam".to_owned()),
        Just("null".to_owned()),
        any::<String>().prop_map(|text| text.chars().take(30).collect()),
    ]
}

fn account() -> impl Strategy<Value = Shown> {
    let kind = prop_oneof![
        (1..=Account::MAX_PERIOD).prop_map(|period| Kind::Totp { period }),
        (0..=Account::MAX_COUNTER).prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
        Just(Kind::Motp),
        Just(Kind::Yandex),
    ];
    let algorithm = prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512),
        Just(Algorithm::Sha224),
        Just(Algorithm::Sha384),
        Just(Algorithm::Md5)
    ];
    let names = (name(), prop::option::of(name()), name());
    let extra = prop::collection::vec((name(), name()), 0..4);
    let secret = prop::collection::vec(any::<u8>(), 1..80);
    (names, algorithm, 4..=10_u8, kind, extra, secret).prop_filter_map(
        "a valid account",
        |((issuer, issuer_in_label, label), algorithm, digits, kind, extra, secret)| {
            let (algorithm, digits) = match kind {
                Kind::Steam => (Algorithm::Sha1, 5),
                Kind::Motp => (Algorithm::Md5, 6),
                Kind::Yandex => (Algorithm::Sha256, 8),
                _ => (algorithm, digits),
            };
            // Every second one has a PIN; the secret of mOTP is text, that of Yandex has 16 bytes at least.
            let pin = (kind.has_pin() && secret.len().is_multiple_of(2))
                .then(|| Pin::new("7586").unwrap());
            let secret = match kind {
                Kind::Motp => {
                    let hex = secret.iter().take(32).map(|byte| format!("{byte:02x}"));
                    format!("{:0>16}", hex.collect::<String>()).into_bytes()
                }
                Kind::Yandex => [&secret[..], &[7; 16]].concat(),
                _ => secret,
            };
            let secret = Secret::new(secret).ok()?;
            let parts = AccountParts {
                issuer,
                issuer_in_label,
                label,
                algorithm,
                digits,
                kind,
                extra,
                pin,
                secret,
            };
            // Five digits of Steam are Steam Guard wherever they are read, so there is no URI for anything else.
            let shown = |name: &str| name.trim().eq_ignore_ascii_case("steam");
            let steam = shown(&parts.issuer)
                || parts.issuer.trim().is_empty()
                    && (parts.issuer_in_label.as_deref().is_some_and(shown));
            if matches!(parts.kind, Kind::Totp { .. }) && parts.digits == 5 && steam {
                return None;
            }
            Account::new(parts)
                .ok()
                .map(|account| Shown(account.into()))
        },
    )
}

/// Account has no `Debug`, on purpose: proptest is shown the printed URI instead.
#[derive(Clone)]
struct Shown(std::sync::Arc<Account>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&uri::print(&self.0))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn printed_and_read_again(account in account()) {
        let printed = uri::print(&account.0);
        let again = uri::parse(&printed);
        prop_assert!(again.as_ref().is_ok_and(|draft| draft.account.same_as(&account.0)), "{:?}", again.err());
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = uri::parse(&text);
    }

    #[test]
    fn any_tail_is_read_or_refused(text in "(otpauth|apple-otpauth)://(totp|hotp|steam|yaotp)/[ -~é]{0,40}\\?secret=[A-Z2-7=%+ ]{0,20}[ -~]{0,60}") {
        if let Ok(draft) = uri::parse(&text) {
            let printed = uri::print(&draft.account);
            prop_assert!(uri::parse(&printed).is_ok_and(|again| again.account.same_as(&draft.account)));
        }
    }
}
