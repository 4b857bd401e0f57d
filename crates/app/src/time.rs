//! Whether the wall clock can be trusted: codes are made of it, and a clock that is wrong makes wrong codes that look
//! like any other.
//!
//! Two things are known without asking anybody. The time that passed while the program runs, the computer's sleep
//! included: a wall clock that went another way was set. And when the vault was last saved: no clock that is older is
//! right.

use crate::App;
use crate::notices::{CLOCK_BEHIND, CLOCK_SET};
use crate::session::Vault;
use crate::sync::held;

/// How far the wall clock may part from the time that passed, and fall behind the newest save, in milliseconds: codes
/// bear that much.
const APART_MS: i64 = 5_000;

/// What is known of the wall clock.
#[derive(Default)]
pub(crate) struct ClockWatch {
    /// Wall clock minus time that passed, when it was last taken as right.
    base: Option<i64>,
    /// How far they have parted, as it was said.
    apart: Option<i64>,
    /// Newest save of the open vault that this process knows of, ms.
    newest: u64,
    /// The person has read that the clock is behind; said again after the next unlocking.
    behind_read: bool,
    behind: bool,
}

impl App {
    /// Looks whether the wall clock can still be trusted, and says it where not.
    pub(crate) fn watch_clock(&self) {
        let set = self.watch_set();
        let behind = self.watch_behind();
        if set || behind {
            self.events.state_changed();
        }
    }

    fn watch_set(&self) -> bool {
        let Some(now) = self.between() else {
            return false;
        };
        let mut watch = held(&self.clock_watch);
        let base = *watch.base.get_or_insert(now);
        let apart = Some(now - base).filter(|apart| apart.abs() > APART_MS);
        // A clock that runs differently is not said anew each second.
        let same = match (apart, watch.apart) {
            (Some(new), Some(old)) => (new - old).abs() <= APART_MS,
            (None, None) => true,
            _ => false,
        };
        if same {
            return false;
        }
        watch.apart = apart;
        drop(watch);
        match apart {
            Some(apart) => {
                let way = if apart > 0 { "forward" } else { "back" };
                let time = lasting(apart.unsigned_abs() / 1000);
                self.say(CLOCK_SET, &[("way", way.to_owned()), ("time", time)]);
            }
            None => self.unsay(CLOCK_SET),
        }
        true
    }

    fn watch_behind(&self) -> bool {
        let saved = match &*held(&self.vault) {
            Vault::Unlocked(open) => Some(open.vault.saved_at().saturating_mul(1000)),
            _ => None,
        };
        let now = self.ports.clock.now_ms();
        let mut watch = held(&self.clock_watch);
        let behind_by = match saved {
            Some(saved) => {
                // A save under a clock that is behind does not make it right.
                watch.newest = watch.newest.max(saved);
                watch.newest.saturating_sub(now)
            }
            None => {
                watch.newest = 0;
                watch.behind_read = false;
                0
            }
        };
        let behind = behind_by > APART_MS.unsigned_abs();
        if behind == watch.behind {
            return false;
        }
        watch.behind = behind;
        let read = watch.behind_read;
        drop(watch);
        if behind && !read {
            self.say(CLOCK_BEHIND, &[("time", lasting(behind_by / 1000))]);
        } else {
            self.unsay(CLOCK_BEHIND);
        }
        true
    }

    /// The wall clock minus the time that passed, ms; `None` where the system does not tell the latter.
    fn between(&self) -> Option<i64> {
        let passed = i64::try_from(self.ports.clock.passed()?.as_millis()).ok()?;
        i64::try_from(self.ports.clock.now_ms())
            .ok()?
            .checked_sub(passed)
    }

    /// The person has read it, and takes the clock as right from now on.
    pub(crate) fn clock_dismissed(&self, code: &str) {
        let now = self.between();
        let mut watch = held(&self.clock_watch);
        match code {
            CLOCK_SET => (watch.base, watch.apart) = (now, None),
            CLOCK_BEHIND => watch.behind_read = true,
            _ => {}
        }
    }

    fn unsay(&self, code: &str) {
        held(&self.notices).retain(|notice| notice.code != code);
    }
}

/// "40 seconds", "3 hours", "12 days".
fn lasting(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::lasting;

    #[test]
    fn times_are_said_as_people_say_them() {
        let said = [1, 40, 119, 120, 7_199, 7_200, 172_800].map(lasting);
        assert_eq!(
            said,
            [
                "1 second",
                "40 seconds",
                "119 seconds",
                "2 minutes",
                "119 minutes",
                "2 hours",
                "2 days"
            ]
        );
    }
}
