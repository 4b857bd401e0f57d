//! Locking when nobody uses the vault: one deadline, moved by each command that a person causes.

use std::time::Duration;

use crate::App;
use crate::sync::held;
use crate::timers::Due;
use crate::wire::Phase;

/// When somebody last did something.
#[derive(Default)]
pub(crate) struct LastUse {
    wall_ms: u64,
}

impl App {
    /// Somebody did something: the deadline moves. Asking for state, codes or frames does not count, as the page
    /// does that by itself.
    pub(crate) fn touch_activity(&self) {
        // What is due comes first: a command after a long sleep finds the vault locked.
        self.run_due();
        if self.phase() != Phase::Unlocked {
            return;
        }
        held(&self.last_use).wall_ms = self.ports.clock.now_ms();
        match self.settings().lock_after {
            0 => self.timers.cancel(Due::AutoLock),
            seconds => {
                let after = Duration::from_secs(u64::from(seconds));
                self.timers
                    .set(Due::AutoLock, self.ports.clock.monotonic() + after);
            }
        }
    }

    /// By the wall clock, the time without use is over.
    pub(crate) fn was_idle_too_long(&self) -> bool {
        let after_ms = u64::from(self.settings().lock_after) * 1000;
        if after_ms == 0 || !self.timers.is_set(Due::AutoLock) || self.phase() != Phase::Unlocked {
            return false;
        }
        let last = held(&self.last_use).wall_ms;
        self.ports.clock.now_ms().saturating_sub(last) >= after_ms
    }
}
