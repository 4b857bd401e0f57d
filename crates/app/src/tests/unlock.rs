use super::*;
use crate::sync::held;

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

/// Whatever the keyring does, the vault keeps every byte, and the password opens it.
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
