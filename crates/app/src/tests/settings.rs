use std::sync::atomic::Ordering;

use super::*;

#[test]
fn settings_are_kept_across_a_restart_and_start_the_program_with_the_session() {
    let world = World::new();
    let wanted = SettingsView {
        theme: Theme::Dark,
        start_at_login: true,
        hide_codes: true,
        ..SettingsView::default()
    };
    assert_eq!(world.app.set_settings(wanted.clone()).unwrap(), wanted);
    assert!(crate::ports::Autostart::is_set(&*world.autostart));
    assert_eq!(world.restarted().app.settings(), wanted);
}

#[test]
fn a_session_that_takes_no_program_leaves_the_rest_saved() {
    let world = World::new();
    world.autostart.broken.store(true, Ordering::SeqCst);
    let wanted = SettingsView {
        theme: Theme::Dark,
        start_at_login: true,
        ..SettingsView::default()
    };
    assert_eq!(
        world.app.set_settings(wanted).unwrap_err().code,
        FaultCode::AutostartFailed
    );
    let kept = world.restarted().app.settings();
    assert_eq!((kept.theme, kept.start_at_login), (Theme::Dark, false));
}

#[test]
fn settings_that_cannot_be_saved_count_until_the_end() {
    let world = World::new();
    std::fs::create_dir(&world.settings).unwrap();
    let wanted = SettingsView {
        theme: Theme::Dark,
        ..SettingsView::default()
    };
    assert_eq!(
        world.app.set_settings(wanted).unwrap_err().code,
        FaultCode::SettingsNotSaved
    );
    assert_eq!(world.app.settings().theme, Theme::Dark);
}

#[test]
fn an_odd_settings_file_is_told_and_kept() {
    let world = World::new();
    std::fs::write(&world.settings, "{\"theme\": \"plaid\"}").unwrap();
    let world = world.restarted();
    let notice = world.app.state().unwrap().notices.remove(0);
    assert_eq!(notice.code, crate::notices::SETTINGS_RESET);
    assert_eq!(
        std::fs::read_to_string(&notice.args["kept"]).unwrap(),
        "{\"theme\": \"plaid\"}"
    );
}

#[test]
fn a_missing_tray_is_said_until_it_is_read() {
    let world = World::new();
    let said = |world: &World| {
        world
            .app
            .state()
            .unwrap()
            .notices
            .iter()
            .any(|notice| notice.code == "tray_missing")
    };
    world.app.tray_changed(false);
    assert!(said(&world));
    world.app.tray_changed(true);
    assert!(!said(&world));
    world.app.tray_changed(false);
    world
        .app
        .dismiss_notice(NoticeRequest {
            code: "tray_missing".to_owned(),
        })
        .unwrap();
    assert!(!said(&world));
    let world = world.restarted();
    world.app.tray_changed(false);
    assert!(!said(&world));
}

#[test]
fn a_window_that_opens_again_finds_what_it_remembered() {
    let world = unlocked();
    world
        .app
        .remember(RememberRequest {
            show: Show::Trash,
            search: "gi".to_owned(),
            scroll: 40,
        })
        .unwrap();
    let remembered = world.app.state().unwrap().remembered.unwrap();
    assert_eq!(
        (
            remembered.show,
            remembered.search.as_str(),
            remembered.scroll
        ),
        (Show::Trash, "gi", 40)
    );
    world.app.show_next(Show::AddCamera);
    assert_eq!(
        world.app.state().unwrap().remembered.unwrap().show,
        Show::AddCamera
    );
    // A search can name an account: it goes with the lock.
    world.app.lock().unwrap();
    assert_eq!(world.app.state().unwrap().remembered, None);
}
