//! One fixture for each kind of text that people scan, and help for each.
#![allow(clippy::unwrap_used)]

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

/// Kind, text, and the facts that may be shown, `name=value` each. Tokens are made up; `TOKEN` must never be shown.
const FIXTURES: &[(&str, &str, &[&str])] = &[
    (
        "microsoft_push_work_old",
        "phonefactor://activate_account?code=TOKEN123456789&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivatev2%2FTOKEN%2Feu",
        &["scheme=phonefactor"],
    ),
    (
        "microsoft_push_work_old",
        "PhoneFactor://activate_account?code=TOKEN&url=https://mfaportal.example.com/MfaWsMobile/",
        &["scheme=phonefactor"],
    ),
    (
        "microsoft_push_personal",
        "https://login.microsoftonline.com/authenticatorApp/activateAccount?source=qrCode&accountType=msa&code=M.C5TOKEN&uaid=TOKEN&expires=1",
        &["host=login.microsoftonline.com", "account_type=msa"],
    ),
    (
        "microsoft_push_work",
        "https://login.microsoftonline.com/authenticatorApp/activateAccount?accountType=mfa&source=qrCode&code=TOKEN&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivatev2%2FTOKEN",
        &["host=login.microsoftonline.com", "account_type=mfa"],
    ),
    (
        "microsoft_push_work",
        "HTTPS://Login.MicrosoftOnline.US/AUTHENTICATORAPP/activateaccount?AccountType=MFA&code=TOKEN",
        &["host=login.microsoftonline.us", "account_type=mfa"],
    ),
    (
        "microsoft_push_work",
        "https://login.chinacloudapi.cn/authenticatorApp/activateAccount?code=TOKEN&accountType=TOKEN",
        &["host=login.chinacloudapi.cn"],
    ),
    (
        "web_link",
        "https://login.microsoftonline.com@evil.example/authenticatorApp/activateAccount?accountType=msa",
        &["host=evil.example"],
    ),
    (
        "web_link",
        "https://login.microsoftonline.com.evil.example/authenticatorApp/activateAccount",
        &["host=login.microsoftonline.com.evil.example"],
    ),
    (
        "okta_verify",
        "oktaverify://alice@example.org/?t=TOKEN&f=TOKEN&s=https://org.okta.com",
        &["host=org.okta.com"],
    ),
    (
        "duo",
        "TOKENabcdefghij12345-YXBpLTEyMzQuZHVvc2VjdXJpdHkuY29t",
        &[],
    ),
    ("duo", "duo://TOKEN", &[]),
    (
        "fido_passkey",
        "FIDO:/13086400838107303667332719012595115747821895775708323189557153075146383351399743589971313508078026948312026786722471666005727649643501784024544726574771401798171307406596245",
        &[],
    ),
    (
        "steam_sign_in",
        "https://s.team/q/1/12345TOKEN",
        &["host=s.team"],
    ),
    (
        "entrust",
        "igmobileotp://?action=secactivate&enc=TOKEN&v=1&mac=TOKEN",
        &["scheme=igmobileotp"],
    ),
    (
        "rsa_securid",
        "http://127.0.0.1/securid/ctf?ctfData=TOKEN",
        &[],
    ),
    ("rsa_securid", "com.rsa.securid://ctf?ctfData=TOKEN", &[]),
    ("rsa_securid", "securidauthenticator://ctkip?url=TOKEN", &[]),
    (
        "tiqr",
        "tiqrauth://alice@example.org/TOKEN",
        &["scheme=tiqrauth"],
    ),
    (
        "tiqr",
        "tiqrenroll://https://example.org/TOKEN",
        &["scheme=tiqrenroll"],
    ),
    ("safenet_mobilepass", "mobilepass://TOKEN", &[]),
    ("twofas_pairing", "twofas_c://TOKEN", &["scheme=twofas_c"]),
    ("telegram_sign_in", "tg://login?token=TOKEN", &[]),
    (
        "discord_sign_in",
        "https://discord.com/ra/TOKEN",
        &["host=discord.com"],
    ),
    (
        "signal_link",
        "sgnl://linkdevice?uuid=TOKEN&pub_key=TOKEN",
        &[],
    ),
    ("whatsapp_link", "2@TOKEN,TOKEN,TOKEN", &[]),
    (
        "wifi",
        "WIFI:T:WPA;S:Guest\\;room;P:TOKEN;;",
        &["network=Guest;room"],
    ),
    ("email", "mailto:alice@example.org", &[]),
    ("phone", "tel:+15550100", &[]),
    (
        "contact",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Alice\nEND:VCARD",
        &[],
    ),
    ("calendar_event", "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", &[]),
    ("place", "geo:52.1,4.3", &[]),
    (
        "crypto_payment",
        "bitcoin:bc1qTOKEN?amount=1",
        &["scheme=bitcoin"],
    ),
    (
        "web_link",
        "https://user:TOKEN@www.example.org:8443/app?t=TOKEN#TOKEN",
        &["host=www.example.org"],
    ),
    ("app_link", "someapp://enrol/TOKEN", &["scheme=someapp"]),
    ("app_link", "steam://run/440", &["scheme=steam"]),
    ("other_text", "Table 12, second floor", &[]),
    ("other_text", "Note: TOKEN", &[]),
    ("empty", "  \n", &[]),
    ("bare_key", "JBSWY3DPEHPK3PXP", &[]),
    ("bare_key", "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp", &[]),
    ("other_text", "JBSWY3DP", &[]),
    (
        "google_batch",
        "otpauth-migration://offline?data=CjEKCkhello",
        &[],
    ),
    (
        "otpauth",
        "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example",
        &[],
    ),
    (
        "otpauth",
        "\u{feff}apple-otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example\r\n",
        &[],
    ),
    (
        "otpauth",
        "otpauth://totp/Contoso%3Aalice%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Microsoft",
        &[],
    ),
    (
        "otpauth_refused",
        "otpauth://totp/Example:alice?issuer=Example",
        &[],
    ),
    (
        "otpauth_refused",
        "otpauth://totp/Example:alice?secret=1!1&issuer=Example",
        &[],
    ),
];

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
        }
        assert!(
            group.keys().all(|k| codes.contains(&k.as_str())),
            "a text without a code"
        );
    }
}

proptest! {
    #[test]
    fn classify_never_panics(text in "\\PC*") {
        let _ = classify(&text);
    }

    #[test]
    fn classify_never_panics_near_the_known(
        at in 0..FIXTURES.len(), cut in 0usize..200, tail in "\\PC{0,12}",
    ) {
        let mut text: String = FIXTURES[at].1.chars().take(cut).collect();
        text.push_str(&tail);
        let _ = classify(&text);
    }
}
