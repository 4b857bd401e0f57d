//! Whole texts that are pasted, and codes that are no accounts.

use super::*;
use crate::sync::held;

fn paste(world: &World, text: &str) -> Result<FindingsView, Fault> {
    *held(&world.clipboard.text) = Some(text.to_owned());
    world.app.paste()
}

/// The words of a site's page, as Ctrl+A and Ctrl+C give them.
const PAGE: &str = "Example\nSecurity\n\nScan the image with your app.\nCan't scan it? Enter this key: \
                    JBSW Y3DP EHPK 3PXP, account name: alice@example.org\n\nThen type the six digits.";

#[test]
fn a_pasted_page_gives_its_key_under_the_name_beside_it() {
    let world = unlocked();
    for found in [
        paste(&world, PAGE).unwrap(),
        world.app.enrol_typed(enrol_request(PAGE)).unwrap(),
    ] {
        assert!(!found.choose);
        let draft = &found.accounts[0];
        assert_eq!(draft.label, "alice@example.org");
        let place = draft.place.clone().unwrap();
        assert_eq!((place.line, place.letters), (5, 16));
        assert_eq!(place.before, "Can't scan it? Enter this key");
    }
    let id = confirm_all(&world, &paste(&world, PAGE).unwrap()).remove(0);
    // It is the key that the page shows.
    let code = world.app.codes().unwrap().accounts.remove(0).code;
    world.app.remove(account(&id)).unwrap();
    add(&world, "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP");
    assert_eq!(world.app.codes().unwrap().accounts[0].code, code);
}

#[test]
fn the_source_of_a_page_gives_its_link() {
    let world = unlocked();
    let source = "<html><body><a class=qr href='otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&amp;issuer=Example'>\
                  <img src=\"data:image/png;base64,JBSWY3DPEHPK3PXP\"></a></body></html>";
    let found = paste(&world, source).unwrap();
    assert_eq!(
        (found.accounts.len(), found.accounts[0].issuer.as_str()),
        (1, "Example")
    );
    assert!(found.accounts[0].place.is_none());
}

#[test]
fn of_several_keys_the_person_chooses() {
    let world = unlocked();
    let found = paste(
        &world,
        "Old key: JBSWY3DPEHPK3PXP\nNew key: KRSXG5CTMVRXEZLU",
    )
    .unwrap();
    assert!(found.choose);
    let before: Vec<_> = found
        .accounts
        .iter()
        .map(|draft| draft.place.clone().unwrap().before)
        .collect();
    assert_eq!(before, ["Old key", "New key"]);
    let chosen = ConfirmRequest {
        findings: found.id,
        accounts: vec![ConfirmedDraft {
            draft: 1,
            issuer: "Example".to_owned(),
            label: String::new(),
        }],
    };
    assert_eq!(world.app.confirm(chosen).unwrap().ids.len(), 1);
}

#[test]
fn what_holds_no_key_says_why() {
    let world = unlocked();
    let code = |text: &str| paste(&world, text).unwrap_err();
    assert_eq!(
        code("Nothing to see here, please go on.").code,
        FaultCode::TextNotUnderstood
    );
    let slip = code("Enter this key:\nJBSW Y3DP EHPK 3PX1");
    assert_eq!(
        (slip.code, slip.args["position"].as_str()),
        (FaultCode::KeyRefused, "16")
    );
    let many: String = (0..30)
        .map(|n| {
            format!("key {}{}\n", "JBSWY3DPEHPK3P", ["AB", "CD", "EF"][n % 3])
                .replace('W', &char::from(b'A' + n as u8 % 26).to_string())
        })
        .collect();
    assert_eq!(code(&many).code, FaultCode::SeveralKeys);
    let long = "x ".repeat(1 << 20);
    assert_eq!(code(&long).code, FaultCode::TextTooLong);
}

/// The text of a link can be copied on, to be looked at; a code that signs somebody in cannot.
#[test]
fn the_text_of_an_unknown_code_can_be_copied_and_that_of_a_sign_in_cannot() {
    let world = unlocked();
    let copy = |findings: &FindingsView| {
        world.app.copy_text(TextRequest {
            findings: findings.id.clone(),
            foreign: 0,
        })
    };
    let link = paste(&world, " https://user@example.org/app?x=1 ").unwrap();
    assert_eq!(
        (link.foreign[0].kind.as_str(), link.foreign[0].copyable),
        ("web_link", true)
    );
    copy(&link).unwrap();
    let copied = held(&world.clipboard.text).clone().unwrap();
    assert_eq!(copied, "https://user@example.org/app?x=1");
    let picture = world
        .app
        .picture_bytes("a.png", &png("Table 12, second floor"))
        .unwrap();
    assert!(picture.foreign[0].copyable);
    for text in [
        "phonefactor://activate_account?code=1",
        "duo://x",
        "FIDO:/123456",
    ] {
        let found = paste(&world, text).unwrap();
        assert!(!found.foreign[0].copyable, "{text}");
        assert_eq!(code(copy(&found)), FaultCode::FindingsGone);
    }
}

/// However the groups are parted, it is the same key, typed or pasted.
#[test]
fn keys_with_odd_separators_are_keys() {
    let world = unlocked();
    for text in [
        "JBSW\u{a0}Y3DP\u{a0}EHPK\u{a0}3PXP",
        "jbsw\u{2011}y3dp\u{2011}ehpk\u{2011}3pxp",
        "\u{feff}JBSW  Y3DP  EHPK  3PXP\u{200b}",
        "JBSWY3DP EHPK3PXP",
    ] {
        let typed = world.app.enrol_typed(enrol_request(text)).unwrap();
        assert_eq!(typed.accounts.len(), 1, "{text}");
        assert_eq!(paste(&world, text).unwrap().accounts.len(), 1, "{text}");
    }
}

/// "Copy image address" of a code that the page drew itself, and the source of such a page.
#[test]
fn a_picture_within_a_text_is_read() {
    let world = unlocked();
    let data = format!(
        "data:image/png;base64,{}",
        data_encoding::BASE64.encode(&png(ALICE))
    );
    for text in [
        data.clone(),
        format!(
            "<p>Scan it</p><img alt=code src=\"{data}\"><p>or type the key JBSW Y3DP EHPK 3PXP</p>"
        ),
    ] {
        let found = paste(&world, &text).unwrap();
        assert_eq!(
            (found.accounts.len(), found.accounts[0].label.as_str()),
            (1, "alice")
        );
    }
    let wall = data_encoding::BASE64.encode(b"no picture at all");
    let found = paste(
        &world,
        &format!("<img src='data:image/png;base64,{wall}'>Key: JBSWY3DPEHPK3PXP"),
    );
    assert!(found.unwrap().accounts[0].place.is_some());
    let push = data_encoding::BASE64.encode(&png("phonefactor://activate_account?code=1"));
    let found = paste(&world, &format!("data:image/png;base64,{push}")).unwrap();
    assert_eq!(found.foreign[0].kind, "microsoft_push_work_old");
}

/// A code that is not quite what it should be: the address of a picture of the code, or a key with a word before it.
#[test]
fn codes_that_hold_a_uri_or_name_their_key_are_accounts() {
    let world = unlocked();
    for text in [
        "https://chart.example/chart?cht=qr&chl=otpauth%3A%2F%2Ftotp%2FExample%3Aalice%3Fsecret%3DJBSWY3DPEHPK3PXP",
        "Secret: JBSWY3DPEHPK3PXP",
    ] {
        let found = world.app.picture_bytes("a.png", &png(text)).unwrap();
        assert_eq!(
            (found.accounts.len(), found.foreign.len()),
            (1, 0),
            "{text}"
        );
    }
    let plain = world
        .app
        .picture_bytes("a.png", &png("https://example.org/JBSWY3DPEHPK3PXP"));
    assert!(plain.unwrap().accounts.is_empty());
}

/// Of several codes on one picture each says what it is.
#[test]
fn two_links_are_two_findings() {
    let world = unlocked();
    let path = |name: &str, text: &str| {
        let path = world.vault.with_file_name(name);
        std::fs::write(&path, png(text)).unwrap();
        path
    };
    let paths = [
        path("a.png", "https://example.org/a"),
        path("b.png", "https://example.org/b"),
    ];
    let found = world.app.pictures(Source::Picture, &paths).unwrap();
    assert_eq!(found.foreign.len(), 2);
    world
        .app
        .copy_text(TextRequest {
            findings: found.id,
            foreign: 1,
        })
        .unwrap();
    assert_eq!(
        held(&world.clipboard.text).as_deref(),
        Some("https://example.org/b")
    );
}
