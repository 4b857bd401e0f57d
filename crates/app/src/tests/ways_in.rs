//! The screens, links, and several pictures.

use super::*;
use crate::ports::ScreenError;
use crate::sync::held;

fn link(text: &str) -> Vec<zeroize::Zeroizing<String>> {
    vec![zeroize::Zeroizing::new(text.to_owned())]
}

#[test]
fn codes_on_all_screens_are_found_and_nothing_is_added() {
    let world = unlocked();
    *held(&world.screen.shots) = vec![frame(ALICE), frame(BOB), frame(ALICE)];
    let findings = world.app.screen_scan(|| ()).unwrap();
    assert_eq!(
        (findings.source, findings.accounts.len()),
        (Source::Screen, 2)
    );
    assert!(world.app.codes().unwrap().accounts.is_empty());
    assert_eq!(confirm_all(&world, &findings).len(), 2);
}

/// The window is out of the way while the pictures are taken, and back before they are read, whatever becomes of them.
#[test]
fn the_window_comes_back_whatever_becomes_of_the_look() {
    use std::sync::atomic::{AtomicU32, Ordering};
    struct Back<'a>(&'a AtomicU32);
    impl Drop for Back<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let world = unlocked();
    let back = AtomicU32::new(0);
    let failures = [
        (ScreenError::Missing, FaultCode::ScreenMissing),
        (ScreenError::Refused, FaultCode::ScreenRefused),
        (ScreenError::Silent, FaultCode::ScreenFailed),
        (ScreenError::Failed("x".to_owned()), FaultCode::ScreenFailed),
    ];
    for (error, code) in failures {
        *held(&world.screen.fails) = Some(error);
        let before = back.load(Ordering::SeqCst);
        let fault = world.app.screen_scan(|| Back(&back)).unwrap_err();
        assert_eq!(fault.code, code);
        assert_eq!(back.load(Ordering::SeqCst), before + 1);
    }
    *held(&world.screen.fails) = None;
    let white = Frame::new(300, 200, vec![255; 60_000]).unwrap();
    *held(&world.screen.shots) = vec![white];
    let fault = world.app.screen_scan(|| Back(&back)).unwrap_err();
    assert_eq!(fault.code, FaultCode::NoCodeOnScreen);
    assert_eq!(back.load(Ordering::SeqCst), 5);
}

#[test]
fn a_link_is_shown_once_and_nothing_is_added_until_it_is_confirmed() {
    let world = unlocked();
    assert_eq!(world.app.handed().unwrap(), None);
    world.events();
    world.app.open_links(link(ALICE));
    assert_eq!(world.events(), ["state_changed"]);
    assert!(world.app.state().unwrap().handed);
    let findings = world.app.handed().unwrap().unwrap();
    assert_eq!(
        (findings.source, findings.accounts.len()),
        (Source::Link, 1)
    );
    assert!(!world.app.state().unwrap().handed);
    assert_eq!(world.app.handed().unwrap(), None);
    assert!(world.app.codes().unwrap().accounts.is_empty());
    assert_eq!(confirm_all(&world, &findings).len(), 1);
}

#[test]
fn a_link_waits_for_the_vault_to_be_opened_for_ten_minutes() {
    let world = unlocked();
    world.app.lock().unwrap();
    world.app.open_links(link(ALICE));
    world.app.open_links(link(BOB));
    assert!(world.app.state().unwrap().handed);
    assert_eq!(world.app.handed().unwrap_err().code, FaultCode::Locked);
    world.pass(599);
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(world.app.handed().unwrap().unwrap().accounts.len(), 2);
    world.app.lock().unwrap();
    world.app.open_links(link(ALICE));
    world.events();
    world.pass(600);
    assert_eq!(world.events(), ["state_changed"]);
    assert!(!world.app.state().unwrap().handed);
    assert!(!world.app.is_handed());
}

#[test]
fn locking_forgets_links_that_nobody_looked_at() {
    let world = unlocked();
    world.app.open_links(link(ALICE));
    world.app.lock().unwrap();
    assert!(!world.app.is_handed());
}

#[test]
fn links_that_are_no_accounts_get_their_help_or_reason() {
    let world = unlocked();
    world
        .app
        .open_links(link("otpauth://totp/Example:alice?secret=!!"));
    assert_eq!(world.app.handed().unwrap_err().code, FaultCode::UriRefused);
    world.app.open_links(link("phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivate"));
    let findings = world.app.handed().unwrap().unwrap();
    assert_eq!(findings.foreign[0].kind, "microsoft_push_work_old");
}

#[test]
fn links_before_there_is_a_vault_wait_for_it() {
    let world = World::new();
    world.app.open_links(link(ALICE));
    assert_eq!(world.app.handed().unwrap_err().code, FaultCode::NoVault);
    world
        .app
        .set_password(SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: false,
        })
        .unwrap();
    assert_eq!(world.app.handed().unwrap().unwrap().accounts.len(), 1);
}

#[test]
fn a_flood_of_links_keeps_the_newest_and_no_more() {
    let world = unlocked();
    for n in 0..100 {
        let text = format!("otpauth://totp/Site:user{n}?secret=JBSWY3DPEHPK3PXP&issuer=Site");
        world.app.open_links(link(&text));
    }
    let findings = world.app.handed().unwrap().unwrap();
    assert_eq!(findings.accounts.len(), 16);
    assert_eq!(findings.accounts[15].label, "user99");
}

#[test]
fn what_was_seen_without_a_window_is_shown_by_the_next() {
    let world = unlocked();
    let answer = world.app.screen_scan(|| ());
    world.app.show_answer(answer);
    assert!(world.app.state().unwrap().handed);
    let fault = world.app.handed().unwrap_err();
    assert_eq!(fault.code, FaultCode::NoCodeOnScreen);
    assert!(!world.app.state().unwrap().handed);
}

/// What a browser copies as the address of a picture that the page holds in itself.
#[test]
fn a_picture_that_is_pasted_as_a_text_is_read() {
    let world = unlocked();
    let text = format!(
        "data:image/png;base64,{}",
        data_encoding::BASE64.encode(&png(ALICE))
    );
    *held(&world.clipboard.text) = Some(text.clone());
    let findings = world.app.paste().unwrap();
    assert_eq!(
        (findings.source, findings.accounts.len()),
        (Source::Paste, 1)
    );
    let typed = world.app.enrol_typed(enrol_request(&text)).unwrap();
    assert_eq!(typed.accounts.len(), 1);
    *held(&world.clipboard.text) = Some("data:image/png;base64,AAAA".to_owned());
    let fault = world.app.paste().unwrap_err();
    assert_eq!(fault.code, FaultCode::NotAPicture);
}

#[test]
fn of_several_pictures_it_is_said_how_many_had_codes() {
    let world = unlocked();
    let write = |name: &str, bytes: &[u8]| {
        let path = world.vault.with_file_name(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let paths = [
        write("a.png", &png(ALICE)),
        write("b.png", &png(BOB)),
        write("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        write("notes.txt", b"no picture"),
    ];
    let findings = world.app.pictures(Source::Picture, &paths).unwrap();
    assert_eq!(
        findings.pictures,
        Some(PicturesView {
            with_codes: 2,
            of: 4
        })
    );
    let refused: Vec<_> = findings
        .refused
        .iter()
        .map(|fault| (fault.code, fault.args["name"].as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            (FaultCode::PictureKind, "photo.heic"),
            (FaultCode::NotAPicture, "notes.txt")
        ]
    );
    let one = world.app.pictures(Source::Picture, &paths[..1]).unwrap();
    assert_eq!(one.pictures, None);
}

/// Several files dropped at once reach one choice; a folder among them is said and keeps none of them back.
#[test]
fn several_pictures_dropped_at_once_are_one_find() {
    let world = unlocked();
    let at = |name: &str| world.vault.with_file_name(name);
    std::fs::write(at("alice.png"), png(ALICE)).unwrap();
    std::fs::write(at("bob.png"), png(BOB)).unwrap();
    std::fs::create_dir(at("more")).unwrap();
    world.events();
    let dropped = [at("alice.png"), at("more"), at("bob.png")];
    world.app.dropped(&dropped);
    let heard = held(&world.listener.heard).clone();
    let [("found", found)] = &heard[..] else {
        panic!("{heard:?}")
    };
    let found: serde_json::Value = serde_json::from_str(found).unwrap();
    assert_eq!(found["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(found["pictures"]["with_codes"], 2);
    assert_eq!(found["pictures"]["of"], 3);
    assert_eq!(found["refused"][0]["code"], "is_a_folder");
    assert!(world.app.codes().unwrap().accounts.is_empty());
}

/// A picture of another symbol is called what it is, in a file and on a screen, in words of its own.
#[test]
fn another_symbol_is_called_what_it_is() {
    let world = unlocked();
    let modules: Vec<&str> = include_str!("../../../scan/tests/symbols/data_matrix.txt")
        .lines()
        .collect();
    let (side, quiet) = (8usize, 40usize);
    let width = modules.len() * side + 2 * quiet;
    let dark = |x: usize, y: usize| {
        let at = |v: usize| v.checked_sub(quiet).map(|v| v / side);
        let row = at(y).and_then(|row| modules.get(row));
        row.zip(at(x))
            .is_some_and(|(row, column)| row.as_bytes().get(column) == Some(&b'#'))
    };
    let luma: Vec<u8> = (0..width * width)
        .map(|at| {
            if dark(at % width, at / width) {
                20
            } else {
                235
            }
        })
        .collect();
    let side = u32::try_from(width).unwrap();
    let drawn = Frame::new(side, side, luma.clone()).unwrap();
    let jpeg = scan::preview::jpeg(&scan::preview::Preview {
        width: side,
        height: side,
        luma,
    });
    let fault = world.app.picture_bytes("part.jpg", &jpeg).unwrap_err();
    assert_eq!(fault.code, FaultCode::OtherSymbol);
    let said = crate::texts().fault(&fault);
    assert!(
        said.what
            .contains("part.jpg. What is seen is a Data Matrix code"),
        "{}",
        said.what
    );
    *held(&world.screen.shots) = vec![drawn];
    let fault = world.app.screen_scan(|| ()).unwrap_err();
    assert_eq!(fault.code, FaultCode::OtherSymbol);
}
