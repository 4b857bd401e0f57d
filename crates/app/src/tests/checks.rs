use super::*;

const DAY: u64 = 86_400;

fn with_keyring() -> World {
    let world = World::new();
    let set = SetPasswordRequest {
        password: typed(PASSWORD),
        keyring: true,
    };
    world.app.set_password(set).unwrap();
    world
}

fn days_by_keyring(world: &World, days: u64) {
    for _ in 0..days {
        world.app.lock().unwrap();
        world.clock.advance(Duration::from_secs(DAY));
        world.app.unlock_with_keyring().unwrap();
    }
}

fn check(world: &World) -> Option<CheckView> {
    world.app.state().unwrap().check
}

#[test]
fn a_password_that_was_not_typed_for_three_weeks_is_asked_for_and_nothing_waits_for_it() {
    let world = with_keyring();
    days_by_keyring(&world, 21);
    assert_eq!(check(&world), None);
    days_by_keyring(&world, 1);
    assert_eq!(check(&world), Some(CheckView::Password));
    // It blocks nothing.
    add(&world, ALICE);
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
    // A wrong one answers nothing, and opens or closes nothing.
    let wrong = world.app.unlock(password("not this one", Purpose::Check));
    assert_eq!(code(wrong), FaultCode::WrongPassword);
    assert_eq!(check(&world), Some(CheckView::Password));
    world
        .app
        .unlock(password(PASSWORD, Purpose::Check))
        .unwrap();
    let state = world.app.state().unwrap();
    assert_eq!((state.check, state.revealing), (None, false));
    let world = world.restarted();
    world.app.unlock_with_keyring().unwrap();
    days_by_keyring(&world, 21);
    assert_eq!(check(&world), None);
}

#[test]
fn a_check_that_is_put_off_comes_again_after_two_weeks() {
    let world = with_keyring();
    days_by_keyring(&world, 22);
    world.app.put_off_check().unwrap();
    assert_eq!(check(&world), None);
    days_by_keyring(&world, 14);
    assert_eq!(check(&world), None);
    days_by_keyring(&world, 1);
    assert_eq!(check(&world), Some(CheckView::Password));
}

#[test]
fn who_types_the_password_anyway_is_not_asked() {
    let world = unlocked();
    world.clock.advance(Duration::from_secs(100 * DAY));
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(check(&world), None);
    let world = with_keyring();
    days_by_keyring(&world, 20);
    world
        .app
        .unlock(password(PASSWORD, Purpose::Reveal))
        .unwrap();
    days_by_keyring(&world, 10);
    assert_eq!(check(&world), None);
}

#[test]
fn a_vault_of_keyring_and_paper_asks_for_the_paper() {
    let world = World::new();
    world.app.create_with_keyring().unwrap();
    days_by_keyring(&world, 91);
    assert_eq!(check(&world), Some(CheckView::Recovery));
}

#[test]
fn trying_the_recovery_key_proves_that_it_opens_the_file() {
    let world = unlocked();
    let key = world.app.recovery_text().unwrap();
    let tried = |text: &str| {
        world.app.unlock(UnlockRequest {
            way: Way::Recovery,
            secret: typed(text),
            purpose: Purpose::Check,
        })
    };
    let before = std::fs::read(&world.vault).unwrap();
    assert_eq!(world.app.state().unwrap().recovery_tried_at, None);
    assert_eq!(code(tried("0000")), FaultCode::RecoveryKeyTypo);
    let other = vault::RecoveryKey::make().unwrap();
    assert_eq!(code(tried(&other.to_groups())), FaultCode::WrongRecoveryKey);
    tried(&key.to_lowercase()).unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(state.recovery_tried_at, Some(crate::testing::BEGIN));
    assert!(!state.revealing);
    assert_eq!(std::fs::read(&world.vault).unwrap(), before);

    // The control: a key that is right for memory and not for the file on the disk is not said to work.
    std::fs::write(&world.vault, &before[..before.len() - 1]).unwrap();
    assert_eq!(code(tried(&key)), FaultCode::VaultDamaged);
    std::fs::write(&world.vault, &before).unwrap();

    // A new one has not been tried.
    world.clock.advance(Duration::from_secs(10));
    reveal(&world);
    world.app.recovery_renew().unwrap();
    assert_eq!(world.app.state().unwrap().recovery_tried_at, None);
    assert_eq!(code(tried(&key)), FaultCode::WrongRecoveryKey);
}
