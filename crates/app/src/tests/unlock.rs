use super::*;
use crate::ports::KeyringError;
use crate::sync::held;

fn code(result: Result<(), Fault>) -> FaultCode {
    result.unwrap_err().code
}

#[test]
fn a_password_makes_the_vault_locks_and_opens_it_across_a_restart() {
    let world = World::new();
    assert_eq!(world.app.phase(), Phase::Fresh);
    world
        .app
        .set_password(SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: false,
        })
        .unwrap();
    assert_eq!(world.app.phase(), Phase::Unlocked);
    let id = add(&world, ALICE);
    let before = world.app.codes().unwrap();
    world.app.lock().unwrap();
    assert_eq!(world.app.phase(), Phase::Locked);
    assert_eq!(world.app.codes().unwrap_err().code, FaultCode::Locked);

    let world = world.restarted();
    assert_eq!(world.app.phase(), Phase::Locked);
    let ways = world.app.state().unwrap().ways;
    assert_eq!(
        ways,
        WaysView {
            password: true,
            recovery: true,
            keyring: false
        }
    );
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    let after = world.app.codes().unwrap();
    assert_eq!(after.accounts, before.accounts);
    assert_eq!(after.accounts[0].id, id);
}

#[test]
fn a_wrong_password_costs_a_growing_delay_and_not_a_byte() {
    let world = unlocked();
    world.app.lock().unwrap();
    let before = std::fs::read(&world.vault).unwrap();
    for _ in 0..3 {
        assert_eq!(
            code(
                world
                    .app
                    .unlock(password("wrong horse battery", Purpose::Session))
            ),
            FaultCode::WrongPassword
        );
    }
    let ms: Vec<_> = held(&world.clock.slept)
        .iter()
        .map(Duration::as_millis)
        .collect();
    assert_eq!(ms, [500, 1000, 2000]);
    assert_eq!(std::fs::read(&world.vault).unwrap(), before);
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(world.app.phase(), Phase::Unlocked);
}

#[test]
fn a_short_password_is_refused_and_nothing_is_made() {
    let world = World::new();
    let result = world.app.set_password(SetPasswordRequest {
        password: typed("seven77"),
        keyring: false,
    });
    assert_eq!(code(result), FaultCode::PasswordTooShort);
    assert_eq!(world.app.phase(), Phase::Fresh);
    assert!(!world.vault.exists());
}

#[test]
fn the_recovery_key_opens_and_a_slip_of_the_pen_is_told_apart() {
    let world = unlocked();
    let key = world.app.recovery_text().unwrap();
    world.app.lock().unwrap();
    let with = |text: &str| UnlockRequest {
        way: Way::Recovery,
        secret: typed(text),
        purpose: Purpose::Session,
    };
    let mut slip: Vec<char> = key.chars().collect();
    slip[0] = if slip[0] == 'A' { 'B' } else { 'A' };
    let slip: String = slip.into_iter().collect();
    assert_eq!(
        code(world.app.unlock(with(&slip))),
        FaultCode::RecoveryKeyTypo
    );
    let other = vault::RecoveryKey::make().unwrap().to_groups();
    assert_eq!(
        code(world.app.unlock(with(&other))),
        FaultCode::WrongRecoveryKey
    );
    world.app.unlock(with(&key.to_lowercase())).unwrap();
    assert_eq!(world.app.phase(), Phase::Unlocked);
}

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

/// Whatever the keyring does, the vault keeps every byte, and the password opens it.
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
fn a_new_password_needs_presence_and_replaces_the_old_one() {
    let world = unlocked();
    let change = |keyring| {
        world.app.set_password(SetPasswordRequest {
            password: typed("another good one"),
            keyring,
        })
    };
    assert_eq!(code(change(true)), FaultCode::RevealNeeded);
    reveal(&world);
    change(true).unwrap();
    world.app.lock().unwrap();
    assert_eq!(
        code(world.app.unlock(password(PASSWORD, Purpose::Session))),
        FaultCode::WrongPassword
    );
    world.app.unlock_with_keyring().unwrap();
    world.app.lock().unwrap();
    world
        .app
        .unlock(password("another good one", Purpose::Session))
        .unwrap();
    world
        .app
        .unlock(password("another good one", Purpose::Reveal))
        .unwrap();
    change(false).unwrap();
    assert!(!world.app.state().unwrap().ways.keyring);
    assert!(held(&world.keyring.items).is_empty());
}

/// Somebody at an unlocked desk puts a vault of their own in the place of the file and types their own password.
#[test]
fn presence_is_proven_to_the_vault_that_is_open_not_to_the_file() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let other = World::new();
    let set = SetPasswordRequest {
        password: typed("the password of another"),
        keyring: false,
    };
    other.app.set_password(set).unwrap();
    let ours = std::fs::read(&world.vault).unwrap();
    std::fs::copy(&other.vault, &world.vault).unwrap();
    let tried = world
        .app
        .unlock(password("the password of another", Purpose::Reveal));
    assert_eq!(code(tried), FaultCode::WrongPassword);
    let shown = world.app.qr_picture(AccountRequest { id: id.clone() });
    assert_eq!(shown.unwrap_err().code, FaultCode::RevealNeeded);
    // The right password proves it, whatever lies there.
    world
        .app
        .unlock(password(PASSWORD, Purpose::Reveal))
        .unwrap();
    world.app.qr_picture(AccountRequest { id }).unwrap();
    std::fs::write(&world.vault, ours).unwrap();
}

/// The keyring was emptied: with the next password its key is made anew, and opens the vault.
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
fn presence_counts_for_a_minute() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let picture = || world.app.qr_picture(account(&id)).map(drop);
    assert_eq!(code(picture()), FaultCode::RevealNeeded);
    assert_eq!(
        code(
            world
                .app
                .unlock(password("wrong horse battery", Purpose::Reveal))
        ),
        FaultCode::WrongPassword
    );
    assert_eq!(code(picture()), FaultCode::RevealNeeded);
    reveal(&world);
    assert!(world.app.state().unwrap().revealing);
    picture().unwrap();
    world.pass(59);
    picture().unwrap();
    world.events();
    world.pass(1);
    assert_eq!(world.events(), ["state_changed"]);
    assert!(!world.app.state().unwrap().revealing);
    assert_eq!(code(picture()), FaultCode::RevealNeeded);
}

#[test]
fn locking_ends_the_proof_of_presence() {
    let world = unlocked();
    let id = add(&world, ALICE);
    reveal(&world);
    world.app.lock().unwrap();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(
        code(world.app.qr_picture(account(&id)).map(drop)),
        FaultCode::RevealNeeded
    );
}

#[test]
fn the_vault_locks_when_nobody_uses_it() {
    let world = unlocked();
    world.pass(599);
    // The page asks by itself: that is no use.
    world.app.codes().unwrap();
    world.app.state().unwrap();
    world.app.trash().unwrap();
    assert_eq!(world.app.phase(), Phase::Unlocked);
    world.pass(1);
    assert_eq!(world.app.phase(), Phase::Locked);

    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    world.pass(500);
    world.app.cameras().unwrap();
    world.pass(500);
    assert_eq!(world.app.phase(), Phase::Unlocked);
    world.pass(100);
    assert_eq!(world.app.phase(), Phase::Locked);
}

/// The monotonic clock stands still while the computer sleeps.
#[test]
fn a_long_sleep_of_the_computer_counts_as_time_without_use() {
    let world = unlocked();
    world.clock.suspend(Duration::from_secs(3600));
    assert_eq!(world.app.codes().unwrap_err().code, FaultCode::Locked);
    assert_eq!(world.app.phase(), Phase::Locked);
}

#[test]
fn a_lock_time_of_zero_never_locks() {
    let world = unlocked();
    world
        .app
        .set_settings(SettingsView {
            lock_after: 0,
            ..SettingsView::default()
        })
        .unwrap();
    world.pass(1_000_000);
    assert_eq!(world.app.phase(), Phase::Unlocked);
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

#[test]
fn shutting_down_locks_and_clears_and_may_be_done_twice() {
    let world = unlocked();
    let id = add(&world, ALICE);
    world
        .app
        .copy(CopyRequest {
            id,
            which: Which::Current,
            shown_until: None,
        })
        .unwrap();
    world.app.shutdown();
    world.app.shutdown();
    assert_eq!(world.app.phase(), Phase::Locked);
    assert_eq!(*held(&world.clipboard.text), None);
}

/// The waiting thread of the real program: no clock is moved here, it fires by itself.
#[test]
fn the_thread_acts_on_a_deadline() {
    let world = unlocked();
    world.app.lock().unwrap();
    let (timers, weak) = (
        world.app.timers.clone(),
        std::sync::Arc::downgrade(&world.app),
    );
    let clock: std::sync::Arc<dyn crate::ports::Clock> = world.clock.clone();
    let thread = std::thread::spawn(move || timers.run(&clock, &weak));
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    world.clock.advance(Duration::from_secs(600));
    // Wakes the thread; a real clock would have done it.
    world
        .app
        .timers
        .set(crate::timers::Due::ForgetFindings, Duration::ZERO);
    until("the lock", || world.app.phase() == Phase::Locked);
    world.app.shutdown();
    thread.join().unwrap();
}
