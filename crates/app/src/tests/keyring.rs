//! The keyring as a way in, and what never happens when it fails.

use super::*;
use crate::ports::KeyringError;
use crate::sync::held;

#[test]
fn the_keyring_makes_a_vault_and_opens_it() {
    let world = World::new();
    world.app.create_with_keyring().unwrap();
    add(&world, ALICE);
    let world = world.restarted();
    world.app.unlock_with_keyring().unwrap();
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
    assert_eq!(
        code(world.app.create_with_keyring()),
        FaultCode::VaultExists
    );
}

#[test]
fn at_the_start_the_keyring_opens_without_a_question_and_a_lock_stays_locked() {
    let world = World::new();
    world.app.open_by_itself();
    assert_eq!(world.app.phase(), Phase::Fresh);
    world.app.create_with_keyring().unwrap();
    add(&world, ALICE);
    let world = world.restarted();
    assert_eq!(world.app.phase(), Phase::Locked);
    *held(&world.keyring.fails) = Some(KeyringError::Locked);
    world.app.open_by_itself();
    assert_eq!(world.app.phase(), Phase::Locked);
    *held(&world.keyring.fails) = None;
    world.app.open_by_itself();
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
}

#[test]
fn a_vault_without_the_keyring_does_not_ask_it_at_the_start() {
    let world = unlocked();
    let world = world.restarted();
    world.app.open_by_itself();
    assert_eq!(world.app.phase(), Phase::Locked);
}

#[test]
fn a_keyring_that_fails_at_creation_leaves_no_vault() {
    let world = World::new();
    *held(&world.keyring.fails) = Some(KeyringError::Missing);
    assert_eq!(
        code(world.app.create_with_keyring()),
        FaultCode::KeyringMissing
    );
    *held(&world.keyring.fails) = None;
    *held(&world.keyring.refuses_writing) = Some(KeyringError::Denied("no".to_owned()));
    assert_eq!(
        code(world.app.create_with_keyring()),
        FaultCode::KeyringDenied
    );
    assert_eq!(world.app.phase(), Phase::Fresh);
    assert!(!world.vault.exists());
    *held(&world.keyring.refuses_writing) = None;
    world.app.create_with_keyring().unwrap();
    assert_eq!(world.app.phase(), Phase::Unlocked);
}

#[test]
fn no_state_of_the_keyring_changes_the_vault() {
    let world = World::new();
    world
        .app
        .set_password(SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: true,
        })
        .unwrap();
    assert!(world.app.state().unwrap().ways.keyring);
    world.app.lock().unwrap();
    let before = std::fs::read(&world.vault).unwrap();
    let kept = held(&world.keyring.items).clone();
    let (name, _) = kept.first_key_value().unwrap();
    let other = vault::KeyringKey::make().unwrap().to_text().to_string();
    let states: [(Option<KeyringError>, Option<&str>, FaultCode); 7] = [
        (Some(KeyringError::Missing), None, FaultCode::KeyringMissing),
        (Some(KeyringError::Locked), None, FaultCode::KeyringLocked),
        (
            Some(KeyringError::Denied("no".to_owned())),
            None,
            FaultCode::KeyringDenied,
        ),
        (Some(KeyringError::Silent), None, FaultCode::KeyringSilent),
        (None, None, FaultCode::KeyringEmpty),
        (None, Some(other.as_str()), FaultCode::KeyringWrong),
        (None, Some("not a key"), FaultCode::KeyringWrong),
    ];
    for (fails, item, expected) in states {
        *held(&world.keyring.fails) = fails;
        let mut items = kept.clone();
        match item {
            Some(text) => items.insert(name.clone(), text.to_owned()),
            None => items.remove(name),
        };
        *held(&world.keyring.items) = items.clone();
        assert_eq!(code(world.app.unlock_with_keyring()), expected);
        assert_eq!(std::fs::read(&world.vault).unwrap(), before, "{expected:?}");
        assert_eq!(*held(&world.keyring.items), items, "{expected:?}");
        world
            .app
            .unlock(password(PASSWORD, Purpose::Session))
            .unwrap();
        world.app.lock().unwrap();
    }
    *held(&world.keyring.items) = kept;
    world.app.unlock_with_keyring().unwrap();
}

#[test]
fn a_password_with_a_keyring_that_refuses_is_a_vault_and_a_notice() {
    let world = World::new();
    *held(&world.keyring.fails) = Some(KeyringError::Locked);
    world
        .app
        .set_password(SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: true,
        })
        .unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(
        state.ways,
        WaysView {
            password: true,
            recovery: true,
            keyring: false
        }
    );
    assert_eq!(state.notices[0].code, crate::notices::KEYRING_NOT_KEPT);
}

#[test]
fn a_key_that_the_keyring_lost_is_put_back_with_the_next_password() {
    let world = World::new();
    let set = |keyring| SetPasswordRequest {
        password: typed(PASSWORD),
        keyring,
    };
    world.app.set_password(set(true)).unwrap();
    held(&world.keyring.items).clear();
    world.app.lock().unwrap();
    assert_eq!(
        code(world.app.unlock_with_keyring()),
        FaultCode::KeyringEmpty
    );
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Reveal))
        .unwrap();
    world.app.set_password(set(true)).unwrap();
    world.app.lock().unwrap();
    world.app.unlock_with_keyring().unwrap();
    // A key that opens it stays as it is.
    let kept = held(&world.keyring.items).clone();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Reveal))
        .unwrap();
    world.app.set_password(set(true)).unwrap();
    assert_eq!(*held(&world.keyring.items), kept);
}

#[test]
fn the_keyring_is_known_by_name_once_it_was_asked() {
    let world = World::new();
    assert!(!world.app.state().unwrap().keyring.usable);
    world.app.ask_keyring();
    assert_eq!(world.events(), ["state_changed"]);
    let keyring = world.app.state().unwrap().keyring;
    assert_eq!(
        (keyring.usable, keyring.provider.as_str()),
        (true, "Fake Keyring")
    );
    world.app.ask_keyring();
    assert!(world.events().is_empty());
}
