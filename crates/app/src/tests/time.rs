use super::*;
use crate::notices::{CLOCK_BEHIND, CLOCK_SET};

fn said(world: &World) -> Vec<Notice> {
    world.app.state().unwrap().notices
}

#[test]
fn a_clock_that_is_set_is_said_and_codes_follow_it() {
    let world = unlocked();
    add(&world, ALICE);
    let before = world.app.codes().unwrap();
    // The controls: time that passes, a computer that slept, and a nudge by network time are none of it.
    world.clock.advance(Duration::from_secs(300));
    world.app.codes().unwrap();
    world.clock.suspend(Duration::from_secs(100));
    world.app.codes().unwrap();
    world.clock.set_by(5);
    world.app.codes().unwrap();
    assert_eq!(said(&world), []);

    world.events();
    world.clock.set_by(-120);
    let after = world.app.codes().unwrap();
    assert_eq!(world.events(), ["state_changed"], "the page is told");
    assert_ne!(before.accounts[0].code, after.accounts[0].code);
    assert_eq!(after.now_ms, world.clock_ms());
    let notices = said(&world);
    assert_eq!(notices[0].code, CLOCK_SET);
    assert_eq!(
        (&*notices[0].args["way"], &*notices[0].args["time"]),
        ("back", "115 seconds")
    );
    world.app.codes().unwrap();
    assert_eq!(world.events(), Vec::<&str>::new(), "once");

    // Set right again, it goes by itself.
    world.clock.set_by(118);
    assert_eq!(said(&world), []);
}

#[test]
fn a_clock_that_is_taken_as_right_counts_from_then_on() {
    let world = unlocked();
    world.app.codes().unwrap();
    world.clock.set_by(600);
    assert_eq!(said(&world)[0].args["way"], "forward");
    let code = CLOCK_SET.to_owned();
    world.app.dismiss_notice(NoticeRequest { code }).unwrap();
    assert_eq!(said(&world), []);
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(said(&world), []);
    world.clock.set_by(-600);
    assert_eq!(said(&world)[0].args["way"], "back");
}

#[test]
fn a_clock_that_is_older_than_the_newest_save_is_said() {
    let world = unlocked();
    add(&world, ALICE);
    let world = world.restarted();
    world.clock.set_by(-3 * 86_400);
    assert_eq!(said(&world), [], "of a closed vault nothing is known");
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    let notice = said(&world).into_iter().find(|n| n.code == CLOCK_BEHIND);
    assert_eq!(notice.unwrap().args["time"], "3 days");
    // A save under the wrong clock does not make it right.
    add(&world, BOB);
    assert!(said(&world).iter().any(|n| n.code == CLOCK_BEHIND));
    world.clock.set_by(3 * 86_400);
    assert!(said(&world).iter().all(|n| n.code != CLOCK_BEHIND));
}

impl World {
    fn clock_ms(&self) -> u64 {
        crate::ports::Clock::now_ms(&*self.clock)
    }
}
