//! Google exports in several codes: from pictures, the clipboard and the camera, in any order, over closed windows.

use super::*;
use crate::ports::Clip;
use crate::sync::held;

/// The codes of an export of accounts of a site.
fn codes(site: &str, accounts: u8, id: i32) -> Vec<String> {
    let accounts: Vec<otp::Account> = (0..accounts)
        .map(|n| {
            let last = char::from(b'A' + n);
            let uri =
                format!("otpauth://totp/{site}:user{n}?secret=JBSWY3DPEHPK3PX{last}&issuer={site}");
            otp::uri::parse(&uri).unwrap().account
        })
        .collect();
    let refs: Vec<_> = accounts.iter().collect();
    let written = exchange::google::write(&refs, id).codes;
    written.iter().map(|code| code.to_string()).collect()
}

fn text(world: &World, text: &str) -> FindingsView {
    world.app.findings_from_text(Source::Paste, text).unwrap()
}

fn request(view: &BatchView) -> ExportRequest {
    ExportRequest {
        export: view.id.clone(),
    }
}

/// One code as text, one as a picture file, one as a picture on the clipboard, and the window closed in between.
#[test]
fn an_export_is_gone_on_with_from_anywhere() {
    let world = unlocked();
    let codes = codes("Site", 25, 5);
    let first = text(&world, &codes[2]).batch.unwrap();
    assert_eq!((first.have, first.size, first.last), (1, 3, 3));
    world.app.window_closed();
    world.pass(590);
    let state = world.app.state().unwrap();
    assert_eq!(state.exports, [first]);
    let picture = exchange::qr::draw(&codes[0], 900).unwrap();
    let second = world.app.picture_bytes("a.png", &picture.bytes).unwrap();
    assert_eq!(second.batch.unwrap().missing, [2]);
    world.pass(590);
    let third = exchange::qr::draw(&codes[1], 900).unwrap();
    *held(&world.clipboard.clip) = Some(Clip::Picture(scan::picture::read(&third.bytes).unwrap()));
    let complete = world.app.paste().unwrap();
    assert_eq!(
        (complete.batch.clone(), complete.accounts.len()),
        (None, 25)
    );
    assert!(world.app.state().unwrap().exports.is_empty());
    assert_eq!(confirm_all(&world, &complete).len(), 25);
    // One of its codes once more: it is known what it belongs to, and that all of it is here.
    let again = text(&world, &codes[1]);
    assert!(again.accounts.iter().all(|draft| draft.duplicate.is_some()));
}

/// Several pictures of one export at once, in any order, one of them twice.
#[test]
fn several_pictures_of_one_export_are_one_export() {
    let world = unlocked();
    let codes = codes("Site", 25, 5);
    let paths: Vec<_> = [2, 0, 2, 1, 0]
        .iter()
        .enumerate()
        .map(|(at, index)| {
            let path = world.vault.with_file_name(format!("{at}.png"));
            let picture = exchange::qr::draw(&codes[*index], 900).unwrap();
            std::fs::write(&path, &*picture.bytes).unwrap();
            path
        })
        .collect();
    let found = world.app.pictures(Source::Picture, &paths[..3]).unwrap();
    let batch = found.batch.unwrap();
    assert_eq!((batch.missing.clone(), batch.again), (vec![2], true));
    let found = world.app.pictures(Source::Picture, &paths).unwrap();
    assert_eq!(
        (found.batch, found.accounts.len(), found.refused.len()),
        (None, 25, 0)
    );
}

/// A code of another export is held beside the first: neither is lost, and either can be put aside.
#[test]
fn a_code_of_another_export_is_noticed_and_the_first_is_not_lost() {
    let world = unlocked();
    let (one, other) = (codes("One", 15, 1), codes("Other", 15, 2));
    let first = text(&world, &one[0]).batch.unwrap();
    let second = text(&world, &other[1]).batch.unwrap();
    assert_eq!(
        world.app.state().unwrap().exports,
        [second.clone(), first.clone()]
    );
    world.app.export_forget(request(&second)).unwrap();
    assert_eq!(world.app.state().unwrap().exports, [first]);
    assert_eq!(text(&world, &one[1]).accounts.len(), 15);
    let gone = world.app.export_take(request(&second)).unwrap_err();
    assert_eq!(gone.code, FaultCode::ExportGone);
}

/// A phone that shows no more: what was read so far can be added, and the rest may follow.
#[test]
fn what_was_read_so_far_can_be_added() {
    let world = unlocked();
    let codes = codes("Site", 25, 5);
    let batch = text(&world, &codes[0]).batch.unwrap();
    let so_far = world.app.export_take(request(&batch)).unwrap();
    assert_eq!(so_far.accounts.len(), 10);
    confirm_all(&world, &so_far);
    text(&world, &codes[1]);
    let complete = text(&world, &codes[2]);
    let known = complete
        .accounts
        .iter()
        .filter(|draft| draft.duplicate.is_some());
    assert_eq!((complete.accounts.len(), known.count()), (25, 10));
}

#[test]
fn an_export_is_forgotten_after_ten_minutes_and_when_locked_and_the_page_is_told() {
    let world = unlocked();
    world
        .app
        .set_settings(SettingsView {
            lock_after: 0,
            ..SettingsView::default()
        })
        .unwrap();
    let codes = codes("Site", 15, 5);
    text(&world, &codes[0]);
    world.events();
    world.pass(600);
    world.app.run_due();
    assert_eq!(world.events(), ["state_changed"]);
    assert!(world.app.state().unwrap().exports.is_empty());
    text(&world, &codes[0]);
    world.app.lock().unwrap();
    assert!(world.app.state().unwrap().exports.is_empty());
}

/// The same code in many frames is one code; the page is told of it once.
#[test]
fn the_camera_says_what_is_missing_and_what_it_has_seen_before() {
    let world = unlocked();
    let codes = codes("Site", 15, 5);
    let seen = |code: &str| {
        let picture = exchange::qr::draw(code, 900).unwrap();
        scan::picture::read(&picture.bytes).unwrap()
    };
    for _ in 0..3 {
        held(&world.cameras.script).push_back(Ok(seen(&codes[1])));
    }
    world.events();
    world
        .app
        .camera_start(CameraRequest { camera: None })
        .unwrap();
    until("the code is read", || {
        !world.app.state().unwrap().exports.is_empty()
    });
    until("the frames are read", || {
        held(&world.cameras.script).is_empty()
    });
    let said = world.events();
    assert_eq!(
        said.iter()
            .filter(|event| **event == "state_changed")
            .count(),
        1,
        "{said:?}"
    );
    assert_eq!(world.app.state().unwrap().exports[0].missing, [1]);
    // Held up still, two seconds later: it was read already.
    world.pass(3);
    held(&world.cameras.script).push_back(Ok(seen(&codes[1])));
    until("it is said", || {
        let bytes = world
            .app
            .camera_frame(CameraFrameRequest { after: 0 })
            .unwrap();
        String::from_utf8_lossy(&bytes).contains("\"again\":true")
    });
    world.app.camera_stop().unwrap();
    assert_eq!(text(&world, &codes[0]).accounts.len(), 15);
}
