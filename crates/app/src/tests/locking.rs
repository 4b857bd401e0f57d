use super::*;
use crate::ports::LockSignal;

const SIGNALS: [LockSignal; 3] = [
    LockSignal::Screensaver,
    LockSignal::Session,
    LockSignal::Sleep,
];

/// A world whose vault is open, that heeds signals, with these settings.
fn heeding(settings: SettingsView) -> World {
    let world = unlocked();
    world.app.set_settings(settings).unwrap();
    world.app.heed_lock_signals();
    world
}

fn open_again(world: &World) {
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
}

#[test]
fn each_signal_locks_and_what_shows_the_vault_forgets_first() {
    let world = heeding(SettingsView::default());
    for signal in SIGNALS {
        add_once(&world);
        world.events();
        world.lock_signals.send(signal);
        assert_eq!(world.app.phase(), Phase::Locked, "{signal:?}");
        // By the time that the signal was heard, nothing is shown any more: the computer may sleep.
        assert_eq!(
            world.events(),
            ["locked", "state_changed", "codes_changed"],
            "{signal:?}"
        );
        world.lock_signals.send(signal);
        assert!(world.events().is_empty(), "a locked vault is let alone");
        open_again(&world);
    }
}

fn add_once(world: &World) {
    if world.app.codes().unwrap().accounts.is_empty() {
        add(world, ALICE);
    }
}

#[test]
fn each_signal_counts_only_where_it_is_wanted() {
    let none = SettingsView {
        lock_on_screensaver: false,
        lock_on_session: false,
        lock_on_sleep: false,
        ..SettingsView::default()
    };
    for (wanted, at) in SIGNALS.iter().zip(0..) {
        let world = heeding(SettingsView {
            lock_on_screensaver: at == 0,
            lock_on_session: at == 1,
            lock_on_sleep: at == 2,
            ..none.clone()
        });
        for other in SIGNALS.iter().filter(|signal| *signal != wanted) {
            world.lock_signals.send(*other);
            assert_eq!(world.app.phase(), Phase::Unlocked, "{other:?}");
        }
        world.lock_signals.send(*wanted);
        assert_eq!(world.app.phase(), Phase::Locked, "{wanted:?}");
    }
}

#[test]
fn minimising_locks_where_it_is_wanted_and_not_by_itself() {
    let world = heeding(SettingsView::default());
    world.app.window_minimised();
    assert_eq!(world.app.phase(), Phase::Unlocked);
    world
        .app
        .set_settings(SettingsView {
            lock_on_minimise: true,
            ..SettingsView::default()
        })
        .unwrap();
    world.app.window_minimised();
    assert_eq!(world.app.phase(), Phase::Locked);
}

#[test]
fn a_vault_that_is_being_opened_while_the_session_ends_stays_closed() {
    let world = heeding(SettingsView::default());
    world.app.lock().unwrap();
    // The delay after a wrong password is within an opening: the signal comes then, and the right one is tried after it.
    let since = world.app.closings();
    let opened = vault::Locked::open(&world.vault)
        .unwrap()
        .unlock(
            &vault::Key::Password(&vault::Passphrase::new(PASSWORD.to_owned())),
            world_now(&world),
        )
        .unwrap();
    world.lock_signals.send(LockSignal::Sleep);
    assert_eq!(
        code(world.app.install_since(opened, since)),
        FaultCode::Locked
    );
    assert_eq!(world.app.phase(), Phase::Locked);
    open_again(&world);
    assert_eq!(world.app.phase(), Phase::Unlocked);
}

fn world_now(world: &World) -> otp::UnixTime {
    crate::ports::Clock::now(&*world.clock)
}
