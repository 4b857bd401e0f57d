use super::*;

#[test]
fn a_new_vault_nags_until_the_recovery_key_is_kept() {
    let world = unlocked();
    let state = world.app.state().unwrap();
    assert!(state.recovery_pending && state.recovery_at_hand);
    let key = world.app.recovery_text().unwrap();
    let picture = scan::picture::read(&world.app.recovery_picture().unwrap()).unwrap();
    let reading = scan::read(&picture, scan::Effort::Still);
    assert_eq!(reading.symbols.len(), 1);
    assert!(vault::RecoveryKey::parse(reading.symbols[0].text.expose()).is_ok());

    let folder = world.vault.parent().unwrap();
    let (text, png) = (folder.join("sheet.txt"), folder.join("sheet.PNG"));
    world.app.recovery_save(&text).unwrap();
    assert!(
        std::fs::read_to_string(&text)
            .unwrap()
            .contains(key.split('-').next().unwrap())
    );
    world.app.recovery_save(&png).unwrap();
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    let bad = world.app.recovery_save(&folder.join("no/such/folder.png"));
    assert_eq!(bad.unwrap_err().code, FaultCode::WriteFailed);

    world.app.recovery_done().unwrap();
    let state = world.app.state().unwrap();
    assert!(!state.recovery_pending && !state.recovery_at_hand);
    assert_eq!(
        world.app.recovery_picture().unwrap_err().code,
        FaultCode::RecoveryGone
    );
    let world = world.restarted();
    assert!(!world.app.state().unwrap().recovery_pending);
}

#[test]
fn the_nag_outlives_a_restart_and_the_key_does_not() {
    let world = unlocked().restarted();
    assert!(world.app.state().unwrap().recovery_pending);
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    let state = world.app.state().unwrap();
    assert!(state.recovery_pending && !state.recovery_at_hand);
}

#[test]
fn a_lost_settings_file_nags_again() {
    let world = unlocked();
    world.app.recovery_done().unwrap();
    std::fs::remove_file(&world.settings).unwrap();
    assert!(world.restarted().app.state().unwrap().recovery_pending);
}

#[test]
fn a_new_recovery_key_needs_presence_and_replaces_the_old_one() {
    let world = unlocked();
    let old = world.app.recovery_text().unwrap();
    world.app.recovery_done().unwrap();
    assert_eq!(
        world.app.recovery_renew().unwrap_err().code,
        FaultCode::RevealNeeded
    );
    reveal(&world);
    world.clock.advance(Duration::from_secs(1));
    world.app.recovery_renew().unwrap();
    assert!(world.app.state().unwrap().recovery_pending);
    let new = world.app.recovery_text().unwrap();
    world.app.lock().unwrap();
    let with = |text: &str| UnlockRequest {
        way: Way::Recovery,
        secret: typed(text),
        purpose: Purpose::Session,
    };
    assert_eq!(
        world.app.unlock(with(&old)).unwrap_err().code,
        FaultCode::WrongRecoveryKey
    );
    world.app.unlock(with(&new)).unwrap();
}
