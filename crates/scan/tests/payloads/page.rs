//! Whole texts that somebody copied.

use proptest::prelude::*;
use scan::page::search;

/// The keys of a text, without their grouping, in capitals.
fn keys(text: &str) -> Vec<String> {
    search(text)
        .keys
        .iter()
        .map(|found| found.key.replace(' ', "").to_uppercase())
        .collect()
}

const KEY: &str = "JBSWY3DPEHPK3PXP";

#[test]
fn the_key_of_a_page_is_found_however_it_is_written() {
    for text in [
        "Can't scan it? Enter this key: JBSW Y3DP EHPK 3PXP, account name: alice@example.org",
        "Enter this key manually:\njbsw y3dp ehpk 3pxp\nSpaces don't matter.",
        "Your key is JBSWY3DPEHPK3PXP.",
        "secret=JBSWY3DPEHPK3PXP",
        "Secret key (JBSWY3DPEHPK3PXP)",
        "your code jbsw y3dp ehpk 3pxp then type the six digits",
        "Setup key:JBSW-Y3DP-EHPK-3PXP; time based",
        "Key: \u{201c}JBSW\u{a0}Y3DP\u{a0}EHPK\u{a0}3PXP\u{201d}",
        "Two-factor authentication\n\nScan the image above\n\nJBSWY3DPEHPK3PXP\n\n[Copy]",
        "<p>Enter <b>JBSW</b> <b>Y3DP</b> <b>EHPK</b> <b>3PXP</b> as key.</p>",
        "<label>Key</label><input readonly value=\"JBSWY3DPEHPK3PXP\"><img src=\"data:image/png;base64,JBSWY3DPEHPK3PXPAAAAAAAA\">",
        "Key: JBSW&nbsp;Y3DP&nbsp;EHPK&nbsp;3PXP <br> Account: x",
        "<html><head><style>.JBSWY3DPEHPK3PXQ{}</style></head><body>Key <code>JBSWY3DPEHPK3PXP</code></body>",
        "Schlüssel: JBSW Y3DP EHPK 3PXP\r\nKonto: x",
        "Recovery codes:\nabcd-efgh-2345-6777\nKey: JBSWY3DPEHPK3PXP",
        "Key: JBSWY3DPEHPK3PXP\nCopied: JBSW Y3DP EHPK 3PXP",
    ] {
        assert_eq!(keys(text), [KEY], "{text}");
    }
}

/// As the sites print it, copied as text.
#[test]
fn pages_of_real_sites_give_their_key() {
    let long = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (text, key) in [
        (
            "Your two-factor secret\nJBSWY3DPEHPK3PXP\nCopy\nDismiss",
            KEY,
        ),
        (
            "Can't scan it?\n1. Tap +, then Enter a setup key\n2. Enter your email address and this key (spaces don't matter):\nabcd efgh ijkl mnop qrst uvwx yz23 4567\n3. Make sure Time based is selected\n4. Tap Add to finish",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        ),
        (
            "Scan the QR code\nAccount name: Contoso:alice@contoso.com\nSecret key: abcdefghijklmnop\nBack\nNext",
            "ABCDEFGHIJKLMNOP",
        ),
        (
            "Scan this barcode.\nOr enter this code into your authentication app\nABCD EFGH IJKL MNOP QRST UVWX YZ23 4567\nContinue",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        ),
        (
            "2FA Key (Manual entry)\nabcd efgh 2345 6777\nLogin with your code\n000 000",
            "ABCDEFGH23456777",
        ),
        (
            "Backup Key\nJBSWY3DPEHPK3PXP\nThis 16-digit key helps when you lose your phone.",
            KEY,
        ),
        (
            &format!("Show secret key\nSecret key: {long}\nMFA code 1"),
            long,
        ),
        (
            "Your new TOTP secret is: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        ),
        ("Clé de configuration :\njbsw y3dp ehpk 3pxp", KEY),
        ("手動で入力: JBSW Y3DP EHPK 3PXP", KEY),
        ("密钥：JBSWY3DPEHPK3PXP", KEY),
    ] {
        assert_eq!(keys(text), [key], "{text}");
    }
    let page = search("• Account name: Contoso:alice@contoso.com\n• Secret key: abcdefghijklmnop");
    assert_eq!(page.label.as_deref(), Some("Contoso:alice@contoso.com"));
}

/// A mail broke the line within the key, or the page has each group in a box of its own: a part would be another key.
#[test]
fn a_key_over_several_lines_is_found_whole() {
    for text in [
        "Key: JBSW Y3DP EHPK 3PXP JBSW Y3DP\nEHPK 3PXP\nThen go on.",
        "Enter this key\nJBSW\nY3DP\nEHPK\n3PXP\nJBSW\nY3DP\nEHPK\n3PXP\n",
        "<div>Key</div><div>JBSW</div><div>Y3DP</div><div>EHPK</div><div>3PXP</div><div>JBSW</div><div>Y3DP</div><div>EHPK</div><div>3PXP</div>",
    ] {
        assert_eq!(keys(text), [format!("{KEY}{KEY}")], "{text}");
    }
    // Where the first line is a whole key, both are possible, and the person chooses.
    let both = [
        "JBSWY3DPEHPK3PXP",
        "KRSXG5CTMVRXEZLU",
        "JBSWY3DPEHPK3PXPKRSXG5CTMVRXEZLU",
    ];
    assert_eq!(keys("Key: JBSW Y3DP EHPK 3PXP\nKRSX G5CT MVRX EZLU"), both);
    assert_eq!(
        keys("<p>Key JBSW Y3DP EHPK 3PXP</p><p>KRSX G5CT MVRX EZLU</p>"),
        both
    );
    // What stands below a whole key may be a button.
    assert_eq!(
        keys("Key: JBSW Y3DP EHPK 3PXP\nEDIT"),
        [KEY, "JBSWY3DPEHPK3PXPEDIT"]
    );
    assert_eq!(keys("Key: JBSW Y3DP EHPK 3PXP\nCOPY\nNEXT"), [KEY]);
    // Two keys with a line between them are two.
    assert_eq!(
        keys("Key: JBSW Y3DP EHPK 3PXP\n\nKRSX G5CT MVRX EZLU").len(),
        2
    );
}

#[test]
fn long_keys_are_found_whole() {
    let key = "a2b3 c4d5 e6f7 ghij klmn opqr stuv wxyz";
    assert_eq!(
        keys(&format!("Enter {key} in your app")),
        [key.replace(' ', "").to_uppercase()]
    );
    // 26 letters: six groups of four and one of two.
    assert_eq!(
        keys("Key: JBSW Y3DP EHPK 3PXP JBSW Y3DP EH"),
        ["JBSWY3DPEHPK3PXPJBSWY3DPEH"]
    );
    // A word of two letters behind a key of a usual length belongs to the sentence or to the key: nobody can tell.
    assert!(keys("key jbsw y3dp ehpk 3pxp is it").contains(&KEY.to_owned()));
}

#[test]
fn of_several_keys_all_are_given_with_their_places() {
    let page = search("Work key: JBSWY3DPEHPK3PXP\n\nHome key:\nKRSX G5CT MVRX EZLU");
    let places: Vec<_> = page
        .keys
        .iter()
        .map(|key| (key.line, key.before.as_str()))
        .collect();
    assert_eq!(places, [(1, "Work key"), (4, "Home key")]);
    // What is announced is meant, and what only has the form is not.
    assert_eq!(keys("Build KRSXG5CTMVRXEZLU\nKey: JBSWY3DPEHPK3PXP"), [KEY]);
    let many: String = (0..20)
        .map(|n| format!("Key: JBSWY3DPEHPK3P{}\n", char::from(b'A' + n)))
        .collect();
    assert!(keys(&many).is_empty());
}

#[test]
fn a_word_that_may_belong_to_the_key_is_asked_about() {
    let found = keys("KEY BANK JBSW Y3DP EHPK 3PXP");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&KEY.to_owned()) && found.contains(&format!("BANK{KEY}")));
}

#[test]
fn names_beside_the_key_are_taken() {
    let page = search("Issuer: Example\nAccount name: alice@example.org\nKey: JBSW Y3DP EHPK 3PXP");
    assert_eq!(
        (page.issuer.as_deref(), page.label.as_deref()),
        (Some("Example"), Some("alice@example.org"))
    );
}

#[test]
fn where_there_is_no_key_none_is_made_up() {
    for text in [
        "",
        "Please scan the code with your authenticator app and then type the six digits.",
        "this must have been your code when they gave them this",
        "internationalisation and so forth",
        "https://example.org/JBSWY3DPEHPK3PXP",
        "Your key: https://example.org/?code=JBSWY3DPEHPK3PXP",
        "scan phonefactor://activate?key=JBSWY3DPEHPK3PXP&x=1",
        "JBSWY3DPEHPK3PXP@example.org",
        "commit a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "550e8400-e29b-41d4-a716-446655440000",
        "Recovery codes: JBSWY3DPEHPK3PXP",
        "Access key ID: AKIAIOSFODNN7EXAMPLE",
        "Licence JBSW-Y3DP-EHPK-3PXP",
        "Key: 12345678",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
    ] {
        assert!(keys(text).is_empty(), "{text}");
    }
}

#[test]
fn a_slip_in_an_announced_key_is_told_by_its_place() {
    assert_eq!(search("Your key: JBSW Y3DP EHPK 3PX1").slip, Some(16));
    assert_eq!(search("Secret key:\nJBSWY0DPEHPK3PXP").slip, Some(6));
    assert_eq!(search("Room 1 key: 2nd floor").slip, None);
    assert_eq!(search("Key: JBSWY3DPEHPK3PXP").slip, None);
}

#[test]
fn a_foreign_code_within_a_text_is_named() {
    let page = search(
        "Open this: phonefactor://activate_account?code=123456789&url=x on your phone. Or https://example.org/.",
    );
    let kinds: Vec<_> = page.foreign.iter().map(|found| found.kind.code()).collect();
    assert_eq!(kinds, ["microsoft_push_work_old"]);
}

/// A URI with a key beside it is one account, not two.
#[test]
fn where_there_is_a_uri_its_key_is_not_taken_again() {
    let page = search(
        "<a href=\"otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&amp;issuer=A\">open</a> or key JBSWY3DPEHPK3PXP",
    );
    assert_eq!(page.uris.len(), 1);
    assert_eq!(
        page.uris[0].as_str(),
        "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A"
    );
    assert!(page.keys.is_empty());
}

/// Long texts that are made to keep one busy: it would take very long if any of them cost its square.
#[test]
fn hostile_texts_come_to_an_end() {
    let most = 1 << 18;
    for piece in [
        "<",
        "<a ",
        "<a '",
        "<a x=\"",
        "&",
        "&amp",
        "<!--",
        "<script>",
        "JBSW\n",
        "JBSW ",
        "JBSWY3DPEHPK3PXP,",
        "key JBSWY3DPEHPK3PXP\n",
        "otpauth://",
        "otpauth%3A%2F%2F",
        "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP ",
        "otpauth://totp/a?\n&",
        "data:image/png;base64,",
        "a:",
        "://",
        "key:",
        "phonefactor://x ",
        "<p>JBSW</p>",
        "account: a\n",
        "%",
        "A",
        "2",
        "\u{1F511}",
    ] {
        let text = piece.repeat(most / piece.len());
        let page = search(&text);
        assert!(page.keys.len() <= scan::page::MOST_KEYS);
    }
}

proptest! {
    /// A key of random letters is found whole in the middle of a sentence, and never as another one.
    #[test]
    fn any_key_is_found_whole(key in "[A-Z2-7]{31}[2-7]", grouped: bool, lower: bool, before in 0usize..4, after in 0usize..4) {
        let before = ["Enter this key: ", "Your secret key is ", "Can't scan? Setup key\n", "<p>Key</p><code>"][before];
        let after = ["", ", account name: alice", "\nThen type the six digits.", "</code> and go on."][after];
        let shown = if grouped {
            key.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).unwrap()).collect::<Vec<_>>().join(" ")
        } else {
            key.clone()
        };
        let shown = if lower { shown.to_lowercase() } else { shown };
        let found = keys(&format!("{before}{shown}{after}"));
        prop_assert_eq!(found, [key]);
    }

    /// What is shown about where a key stands has nothing of any key in it.
    #[test]
    fn the_context_of_a_key_gives_nothing_of_it_away(one in "[A-Z2-7]{15}[2-7]", two in "[A-Z2-7]{15}[2-7]", gap in "( |, |: |\n| key )") {
        let page = search(&format!("keys {one}{gap}{two}\nkey {two} key {one}"));
        for found in &page.keys {
            for key in [&one, &two] {
                prop_assert!(!found.before.contains(key.as_str()));
                prop_assert!(!found.before.contains(&key[..8]));
            }
        }
    }

    #[test]
    fn any_text_is_looked_through(text in "(otpauth://|apple-otpauth%3A%2F%2F|[A-Z2-7]{16}|[a-z2-7]{4} |key: |\\PC|[\"'<> \n=&?\u{1F511}]){0,16}") {
        let page = search(&text);
        prop_assert!(page.keys.len() <= scan::page::MOST_KEYS);
        for key in &page.keys {
            prop_assert!(otp::Secret::from_base32(&key.key).is_ok());
        }
    }
}
