//! One fixture for each kind of text that people scan, and help for each.
#![allow(clippy::unwrap_used)]

mod fixtures;
mod page;

use fixtures::FIXTURES;
use proptest::prelude::*;
use scan::{ForeignKind, Hint, Payload, TEXTS_EN, classify};

/// What a fixture is expected to be.
fn foreign(text: &str) -> (&'static str, Vec<(&'static str, String)>) {
    match classify(text) {
        Payload::Foreign(f) => (f.kind.code(), f.shown),
        Payload::Otpauth(_) => ("otpauth", vec![]),
        Payload::OtpauthRefused(_) => ("otpauth_refused", vec![]),
        Payload::GoogleBatch(_) => ("google_batch", vec![]),
        Payload::BareKey(_) => ("bare_key", vec![]),
        _ => ("new", vec![]),
    }
}

#[test]
fn every_fixture_is_what_it_is() {
    for (kind, text, shown) in FIXTURES {
        let (found, facts) = foreign(text);
        assert_eq!(found, *kind, "{text}");
        let facts: Vec<String> = facts
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(facts, *shown, "{text}");
        assert!(
            facts.iter().all(|f| !f.to_uppercase().contains("TOKEN")),
            "{text}"
        );
    }
}

#[test]
fn every_kind_has_a_fixture() {
    for kind in ForeignKind::ALL {
        assert!(
            FIXTURES.iter().any(|f| f.0 == kind.code()),
            "{}",
            kind.code()
        );
    }
}

#[test]
fn microsofts_own_standard_code_keeps_both_issuers() {
    let Payload::Otpauth(draft) = classify(
        "otpauth://totp/Contoso%3Aalice%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Microsoft",
    ) else {
        panic!("not an account")
    };
    assert_eq!(draft.account.issuer, "Microsoft");
    assert_eq!(draft.account.issuer_in_label.as_deref(), Some("Contoso"));
}

#[test]
fn every_kind_and_hint_has_its_text_and_no_other() {
    let texts: serde_json::Value = serde_json::from_str(TEXTS_EN).unwrap();
    let foreign: Vec<&str> = ForeignKind::ALL.iter().map(|k| k.code()).collect();
    let hints: Vec<&str> = Hint::ALL.iter().map(|h| h.code()).collect();
    for (group, codes) in [("foreign", foreign), ("hint", hints)] {
        let is_foreign = group == "foreign";
        let group = texts[group].as_object().unwrap();
        for code in &codes {
            let text = group
                .get(*code)
                .unwrap_or_else(|| panic!("no text for {code}"));
            assert!(
                !text["title"].as_str().unwrap().is_empty()
                    && !text["what"].as_str().unwrap().is_empty(),
                "{code}"
            );
            let steps = text["do"].as_array().unwrap();
            assert!(
                !steps.is_empty() && steps.iter().all(|s| !s.as_str().unwrap().is_empty()),
                "{code}"
            );
            assert_eq!(
                is_foreign,
                text["dont"].as_str().is_some_and(|dont| !dont.is_empty()),
                "{code}"
            );
        }
        assert!(
            group.keys().all(|k| codes.contains(&k.as_str())),
            "a text without a code"
        );
    }
}

/// Every form of a Microsoft push code has the steps for its sort of account, and none claims more than it knows.
#[test]
fn microsofts_push_codes_have_the_steps_of_their_account() {
    let texts: serde_json::Value = serde_json::from_str(TEXTS_EN).unwrap();
    let words = |kind: ForeignKind| texts["foreign"][kind.code()].to_string();
    let (work, personal) = (
        "mysignins.microsoft.com/security-info",
        "account.microsoft.com/security",
    );
    for (kind, has_work, has_personal) in [
        (ForeignKind::MicrosoftPushWorkOld, true, false),
        (ForeignKind::MicrosoftPushWork, true, false),
        (ForeignKind::MicrosoftPushPersonal, false, true),
        (ForeignKind::MicrosoftPush, true, true),
    ] {
        let words = words(kind);
        assert_eq!(
            (words.contains(work), words.contains(personal)),
            (has_work, has_personal),
            "{kind:?}"
        );
        assert!(words.contains("has not been used up"), "{kind:?}");
        assert!(words.contains("Nothing was added"), "{kind:?}");
    }
}

/// Four hosts, any case, any order of parameters, whatever stands around: always Microsoft's, and never its code.
#[test]
fn microsofts_hosts_in_every_form() {
    for host in [
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
    ] {
        for (account, kind) in [
            ("accountType=msa&uaid=TOKEN", "microsoft_push_personal"),
            ("accountType=mfa", "microsoft_push_work"),
            (
                "url=https%3A%2F%2Fexample.org%2FTOKEN",
                "microsoft_push_work",
            ),
            (
                "accountType=mfa&source=qrCode&accountType=msa",
                "microsoft_push",
            ),
            ("source=qrCode", "microsoft_push"),
        ] {
            let plain =
                format!("https://{host}/authenticatorApp/activateAccount?{account}&code=TOKEN");
            let forms = [
                plain.clone(),
                plain.to_uppercase(),
                plain.to_lowercase(),
                plain.replacen("https", "http", 1),
                plain.replacen(host, &format!("{host}.:443"), 1),
                plain.replacen(host, &format!("TOKEN:TOKEN@{host}"), 1),
                plain.replacen("Account?", "Account/?", 1),
                plain.replacen("/authenticatorApp", "//authenticator%41pp", 1),
                plain.replace('&', "&amp;"),
                plain.replacen("https://", "https:\\\\", 1),
                format!("\u{feff} \r\n\u{200b}{plain}#TOKEN\0\n"),
                plain.replacen("https://", "", 1),
                plain.replace(':', "%3A").replace('/', "%2F"),
            ];
            for form in forms {
                let (found, facts) = foreign(&form);
                assert_eq!(found, kind, "{form}");
                assert_eq!(facts[0], ("host", host.to_owned()), "{form}");
                assert!(
                    !format!("{facts:?}").to_uppercase().contains("TOKEN"),
                    "{form}"
                );
            }
        }
    }
}

/// What only looks like Microsoft's is a web link, with the host to which it really leads.
#[test]
fn what_only_looks_like_microsofts_is_not() {
    for (text, host) in [
        (
            "https://login.microsoftonline.com@evil.example/authenticatorApp/activateAccount",
            "evil.example",
        ),
        (
            "https://login.microsoftonline.com%2f@evil.example/authenticatorApp/activateAccount",
            "evil.example",
        ),
        (
            "https://login.microsoftonline.com.evil.example/authenticatorApp/activateAccount",
            "login.microsoftonline.com.evil.example",
        ),
        (
            "https://xlogin.microsoftonline.com/authenticatorApp/activateAccount",
            "xlogin.microsoftonline.com",
        ),
        (
            "https://login.microsoftonlіne.com/authenticatorApp/activateAccount",
            "login.xn--microsoftonlne-hbm.com",
        ),
        (
            "https://login.microsoftonline.com/authenticatorApp/activateAccounts",
            "login.microsoftonline.com",
        ),
        (
            "https://login.microsoftonline.com/common/authenticatorApp/activateAccount",
            "login.microsoftonline.com",
        ),
        (
            "https://evil.example/?x=https://login.microsoftonline.com/authenticatorApp/activateAccount",
            "evil.example",
        ),
        (
            "https://evil.example#login.microsoftonline.com/authenticatorApp/activateAccount",
            "evil.example",
        ),
    ] {
        assert_eq!(
            foreign(text),
            ("web_link", vec![("host", host.to_owned())]),
            "{text}"
        );
    }
}

/// Whose a host is stands at its end: however long it is, that is shown.
#[test]
fn the_end_of_a_long_host_is_shown() {
    let label = "a-name-that-looks-harmless.".repeat(6);
    let (_, facts) = foreign(&format!(
        "https://login.microsoftonline.com.{label}evil.example/x"
    ));
    let host = &facts[0].1;
    assert!(
        host.starts_with("login.microsoftonline.com") && host.ends_with("evil.example"),
        "{host}"
    );
    assert!(host.contains('…') && host.chars().count() <= 100, "{host}");
}

/// Of a scheme that nobody knows, the scheme and a real host are named; what may be a token is not.
#[test]
fn unknown_schemes_are_named_without_what_follows() {
    let facts = |text: &str| foreign(text).1;
    assert_eq!(
        facts("SomeApp://Auth.Example.com:8443/TOKEN?code=TOKEN"),
        [
            ("scheme", "someapp".to_owned()),
            ("host", "auth.example.com".to_owned())
        ]
    );
    for text in [
        "someapp://TOKEN/x",
        "someapp://user:TOKEN@TOKEN",
        "someapp://eyJhbGciOi.eyJTOKEN.TOKENabcdefghijklmnopqrstuvwxyz0",
    ] {
        assert_eq!(facts(text), [("scheme", "someapp".to_owned())], "{text}");
    }
    assert_eq!(facts(&format!("{}://x", "s".repeat(60))), []);
}

#[test]
fn a_vip_credential_is_taken_and_its_id_is_told() {
    for uri in [
        "otpauth://totp/VIP%20Access:VSMT12345678?secret=LJYWKRGZO5TV2IQSD434O5RWELYBGXDJ&issuer=Symantec",
        "otpauth://totp/VIP%20Access:SYMC12345678?secret=LJYWKRGZO5TV2IQSD434O5RWELYBGXDJ&digits=6&algorithm=SHA1&period=30&image=https://example.org/x.png",
    ] {
        let Payload::Otpauth(draft) = classify(uri) else {
            panic!("not an account")
        };
        let id = draft
            .warnings
            .iter()
            .find(|w| w.code() == "vip_credential")
            .unwrap();
        assert!(id.args()[0].1.ends_with("12345678"));
    }
    let Payload::Otpauth(other) =
        classify("otpauth://totp/Symantec:alice?secret=JBSWY3DPEHPK3PXP&issuer=Symantec")
    else {
        panic!("not an account")
    };
    assert!(other.warnings.iter().all(|w| w.code() != "vip_credential"));
}

/// A sentence is no key, although most letters of the alphabet are base32.
#[test]
fn sentences_are_no_keys() {
    for text in [
        "please call the front desk",
        "this must have been your code",
        "SOMETHING OTHERWISE",
        "PLEASE RETURN BADGES",
        "open page with code",
    ] {
        assert_eq!(foreign(text).0, "other_text", "{text}");
    }
}

/// Nothing that is printed for a log has any of the text in it.
#[test]
fn what_is_logged_of_a_payload_is_its_kind() {
    for (kind, text, _) in FIXTURES {
        let printed = format!("{:?}", classify(text));
        assert!(
            printed.len() < 60 && !printed.to_uppercase().contains("TOKEN"),
            "{kind}: {printed}"
        );
        assert!(!printed.contains("JBSW"), "{kind}: {printed}");
    }
}

/// Nothing of these is an account, whatever stands around it or in which case it is.
fn is_account(text: &str) -> bool {
    matches!(
        classify(text),
        Payload::Otpauth(_) | Payload::GoogleBatch(_)
    )
}

proptest! {
    #[test]
    fn classify_never_panics(text in "\\PC*") {
        let _ = classify(&text);
    }

    #[test]
    fn bytes_that_are_no_text_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let _ = classify(&latin);
        let _ = scan::page::search(&latin);
    }

    #[test]
    fn classify_never_panics_near_the_known(
        at in 0..FIXTURES.len(), cut in 0usize..200, tail in "\\PC{0,12}",
    ) {
        let mut text: String = FIXTURES[at].1.chars().take(cut).collect();
        text.push_str(&tail);
        let _ = classify(&text);
        let _ = scan::page::search(&text);
    }

    /// No foreign code becomes an account, and no token of it is shown, wherever the token stands.
    #[test]
    fn foreign_codes_stay_foreign_and_keep_their_tokens(
        at in 0..FIXTURES.len(), token in "[A-Za-z0-9]{12,40}", tail in "[&?#/][a-z]{0,5}=?", upper: bool,
    ) {
        let (kind, text, _) = FIXTURES[at];
        let is_foreign = ForeignKind::ALL.iter().any(|known| known.code() == kind);
        if !is_foreign || !text.contains("TOKEN") {
            return Ok(());
        }
        let text = format!("{}{tail}{token}", text.replace("TOKEN", &token));
        let text = if upper { text.to_uppercase() } else { text };
        prop_assert!(!is_account(&text), "{}", text);
        let (_, facts) = foreign(&text);
        let shown = format!("{facts:?} {:?}", classify(&text)).to_lowercase();
        prop_assert!(!shown.contains(&token.to_lowercase()), "{} in {}", token, shown);
    }
}
