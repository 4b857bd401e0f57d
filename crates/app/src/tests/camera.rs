use std::sync::atomic::Ordering;

use super::*;
use crate::ports::CameraError;
use crate::sync::held;

/// A frame as the page gets it.
struct Shown {
    view: serde_json::Value,
    jpeg: Vec<u8>,
}

fn ask(world: &World, after: u64) -> Shown {
    let bytes = world
        .app
        .camera_frame(CameraFrameRequest { after })
        .unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let view = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    Shown {
        view,
        jpeg: bytes[4 + length..].to_vec(),
    }
}

fn start(world: &World) {
    world
        .app
        .camera_start(CameraRequest { camera: None })
        .unwrap();
}

/// Asks until the status is another one than opening and looking.
fn outcome(world: &World) -> Shown {
    let mut after = 0;
    for _ in 0..500 {
        let shown = ask(world, after);
        after = shown.view["seq"].as_u64().unwrap();
        if !matches!(shown.view["status"].as_str(), Some("opening" | "looking")) {
            return shown;
        }
    }
    panic!("the camera came to no end");
}

fn is_off(world: &World) -> bool {
    world.cameras.open.load(Ordering::SeqCst) == 0
}

#[test]
fn a_code_is_found_the_camera_goes_off_and_the_account_can_be_added() {
    let world = unlocked();
    held(&world.cameras.script).extend([Ok(empty_frame()), Ok(frame(ALICE))]);
    start(&world);
    let shown = outcome(&world);
    assert_eq!(shown.view["status"], "found");
    assert_eq!(shown.view["findings"]["source"], "camera");
    assert_eq!(shown.view["findings"]["accounts"][0]["label"], "alice");
    assert_eq!(shown.view["outlines"][0].as_array().unwrap().len(), 4);
    assert!(is_off(&world), "off before anything is shown");
    let request = ConfirmRequest {
        findings: shown.view["findings"]["id"].as_str().unwrap().to_owned(),
        accounts: vec![ConfirmedDraft {
            draft: 0,
            issuer: "Example".to_owned(),
            label: "alice".to_owned(),
        }],
    };
    world.app.confirm(request).unwrap();
}

#[test]
fn the_preview_shows_no_code_that_can_be_read() {
    let world = unlocked();
    held(&world.cameras.script).push_back(Ok(frame(ALICE)));
    start(&world);
    let shown = outcome(&world);
    let preview = scan::picture::read(&shown.jpeg).unwrap();
    assert_eq!(
        u64::from(preview.width()),
        shown.view["width"].as_u64().unwrap()
    );
    assert!(preview.width() <= 640);
    assert!(scan::read(&preview, scan::Effort::Still).symbols.is_empty());
    // The frame itself can be read: the test would notice.
    assert_eq!(
        scan::read(&frame(ALICE), scan::Effort::Still).symbols.len(),
        1
    );
}

#[test]
fn each_way_in_which_a_camera_fails_has_its_own_fault() {
    let world = unlocked();
    for (error, code) in [
        (CameraError::None, "camera_none"),
        (CameraError::Busy, "camera_busy"),
        (CameraError::Forbidden, "camera_forbidden"),
        (CameraError::Silent, "camera_silent"),
        (CameraError::Failed("odd".to_owned()), "camera_failed"),
    ] {
        *held(&world.cameras.fails) = Some(error);
        start(&world);
        let shown = outcome(&world);
        assert_eq!(
            (
                shown.view["status"].as_str(),
                shown.view["fault"]["code"].as_str()
            ),
            (Some("failed"), Some(code))
        );
        if code != "camera_none" {
            assert_eq!(shown.view["fault"]["args"]["name"], "Fake Camera");
        }
    }
    *held(&world.cameras.fails) = None;
    held(&world.cameras.script).extend([Ok(empty_frame()), Err(CameraError::Unplugged)]);
    start(&world);
    assert_eq!(outcome(&world).view["fault"]["code"], "camera_unplugged");
    until("the camera is off", || is_off(&world));
}

#[test]
fn stopping_locking_and_closing_the_window_turn_it_off() {
    let world = unlocked();
    let ends: [&dyn Fn(); 3] = [
        &|| world.app.camera_stop().unwrap(),
        &|| world.app.window_closed(),
        &|| world.app.lock().unwrap(),
    ];
    for end in ends {
        start(&world);
        until("the camera is on", || !is_off(&world));
        end();
        until("the camera is off", || is_off(&world));
        assert_eq!(outcome(&world).view["status"], "off");
    }
    let locked = world.app.camera_start(CameraRequest { camera: None });
    assert_eq!(locked.unwrap_err().code, FaultCode::Locked);
}

#[test]
fn the_light_goes_out_while_the_looking_thread_is_busy() {
    let world = unlocked();
    let ends: [&dyn Fn(); 4] = [
        &|| world.app.camera_stop().unwrap(),
        &|| world.app.window_closed(),
        &|| world.app.lock().unwrap(),
        &|| world.app.shutdown(),
    ];
    for end in ends {
        if world.app.phase() == Phase::Locked {
            let request = password(PASSWORD, Purpose::Session);
            world.app.unlock(request).unwrap();
        }
        held(&world.cameras.script).push_back(Ok(empty_frame()));
        start(&world);
        until("it looks", || ask(&world, 0).view["status"] == "looking");
        let stuck = held(&world.cameras.stuck);
        end();
        assert!(is_off(&world), "nothing waits for the next frame");
        drop(stuck);
    }
}

#[test]
fn a_fault_is_told_by_the_name_that_was_listed() {
    let world = unlocked();
    world.app.cameras().unwrap();
    *held(&world.cameras.fails) = Some(CameraError::Busy);
    let listed = world.cameras.listed.load(Ordering::SeqCst);
    start(&world);
    assert_eq!(outcome(&world).view["fault"]["args"]["name"], "Fake Camera");
    assert_eq!(world.cameras.listed.load(Ordering::SeqCst), listed);
}

#[test]
fn a_terminal_is_told_of_each_code_once() {
    let world = World::new();
    let foreign = frame("https://example.com");
    held(&world.cameras.script).extend([
        Ok(frame(ALICE)),
        Ok(frame(ALICE)),
        Ok(empty_frame()),
        Ok(foreign),
        Ok(frame(ALICE)),
        Ok(frame(BOB)),
        Ok(frame(BOB)),
    ]);
    let mut seen = Vec::new();
    let mut see = |findings: FindingsView| {
        seen.push((findings.accounts.len(), findings.foreign.len()));
        seen.len() < 3
    };
    world.app.watch_camera(None, &mut see).unwrap();
    assert_eq!(seen, [(1, 0), (0, 1), (1, 0)]);
    assert!(is_off(&world));
    held(&world.cameras.script).clear();
    held(&world.cameras.script).push_back(Err(CameraError::Unplugged));
    let fault = world.app.watch_camera(None, &mut |_| true).unwrap_err();
    assert_eq!(fault.code, FaultCode::CameraUnplugged);
    *held(&world.cameras.fails) = Some(CameraError::Busy);
    let fault = world.app.watch_camera(None, &mut |_| true).unwrap_err();
    assert_eq!(fault.code, FaultCode::CameraBusy);
}

#[test]
fn a_page_that_asks_for_nothing_leaves_no_light_on() {
    let world = unlocked();
    start(&world);
    until("the camera is on", || !is_off(&world));
    world.clock.advance(Duration::from_secs(16));
    until("the camera is off", || is_off(&world));
}

#[test]
fn a_frame_that_is_known_comes_without_a_picture() {
    let world = unlocked();
    held(&world.cameras.script).push_back(Ok(frame(ALICE)));
    start(&world);
    let shown = outcome(&world);
    assert!(!shown.jpeg.is_empty());
    let again = ask(&world, shown.view["seq"].as_u64().unwrap());
    assert!(again.jpeg.is_empty());
    assert_eq!(again.view["seq"], shown.view["seq"]);
}

#[test]
fn the_camera_stays_on_until_a_google_export_is_complete() {
    let world = unlocked();
    let accounts: Vec<otp::Account> = (0..12)
        .map(|n| {
            otp::uri::parse(&format!("otpauth://totp/S:u{n}?secret=JBSWY3DPEHPK3PXP"))
                .unwrap()
                .account
        })
        .collect();
    let codes = exchange::google::write(&accounts.iter().collect::<Vec<_>>(), 3).codes;
    assert_eq!(codes.len(), 2);
    // Large, as its modules are small.
    let large =
        |text: &str| scan::picture::read(&exchange::qr::draw(text, 1000).unwrap().bytes).unwrap();
    held(&world.cameras.script).push_back(Ok(large(&codes[1])));
    start(&world);
    let mut after = 0;
    let mut progress = serde_json::Value::Null;
    for _ in 0..500 {
        let shown = ask(&world, after);
        after = shown.view["seq"].as_u64().unwrap();
        if !shown.view["findings"].is_null() {
            assert_eq!(shown.view["status"], "looking");
            progress = shown.view["findings"]["batch"].clone();
            break;
        }
    }
    assert_eq!(
        (&progress["have"], &progress["size"]),
        (&1.into(), &2.into())
    );
    assert_eq!(progress["missing"], serde_json::json!([1]));
    held(&world.cameras.script).push_back(Ok(large(&codes[0])));
    let shown = outcome(&world);
    assert_eq!(
        shown.view["findings"]["accounts"].as_array().unwrap().len(),
        12
    );
}

#[test]
fn a_code_that_is_refused_is_shown_with_its_reason() {
    let world = unlocked();
    held(&world.cameras.script).push_back(Ok(frame(
        "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=0",
    )));
    start(&world);
    let shown = outcome(&world);
    assert_eq!(shown.view["status"], "found");
    assert_eq!(
        shown.view["findings"]["refused"][0]["args"]["field"],
        "digits"
    );
}

#[test]
fn the_camera_that_was_chosen_is_remembered() {
    let world = unlocked();
    world
        .app
        .camera_start(CameraRequest {
            camera: Some("fake-0".to_owned()),
        })
        .unwrap();
    world.app.camera_stop().unwrap();
    let world = world.restarted();
    assert_eq!(world.app.settings().camera.as_deref(), Some("fake-0"));
    assert_eq!(
        world.app.cameras().unwrap().chosen.as_deref(),
        Some("fake-0")
    );
    *held(&world.cameras.fails) = Some(CameraError::None);
    assert_eq!(
        world.app.cameras().unwrap(),
        CamerasView {
            cameras: Vec::new(),
            chosen: None
        }
    );
}

#[test]
fn a_camera_that_is_started_again_at_once_is_never_held_twice() {
    let world = unlocked();
    held(&world.cameras.script).extend((0..400).map(|_| Ok(empty_frame())));
    for _ in 0..10 {
        start(&world);
        until("it looks", || ask(&world, 0).view["status"] == "looking");
        world.app.camera_stop().unwrap();
    }
    start(&world);
    until("it looks", || ask(&world, 0).view["status"] == "looking");
    assert_eq!(world.cameras.most.load(Ordering::SeqCst), 1);
}

#[test]
fn the_camera_that_is_chosen_stays_chosen_when_settings_change() {
    let world = unlocked();
    let before = world.app.settings();
    let camera = Some("usb-2".to_owned());
    world
        .app
        .camera_start(CameraRequest {
            camera: camera.clone(),
        })
        .unwrap();
    assert!(world.events().contains(&"state_changed"));
    let changed = SettingsView {
        hide_codes: true,
        ..before
    };
    let applied = world.app.set_settings(changed).unwrap();
    assert_eq!((applied.camera, applied.hide_codes), (camera, true));
}
