//! One-shot deadlines on the monotonic clock. While none is set, the thread that waits for them
//! sleeps without a timeout: at rest nothing ticks.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::time::Duration;

use crate::App;
use crate::ports::Clock;
use crate::sync::held;

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A copied code leaves the clipboard.
    ClearClipboard,
    /// Nobody used the vault for long enough.
    AutoLock,
    /// When accounts were last used is saved.
    SaveUse,
    /// Findings that nobody confirmed are forgotten.
    ForgetFindings,
    /// What was handed over and nobody looked at is forgotten.
    ForgetHanded,
    /// A proof of presence has run out.
    EndReveal,
    /// The vault is backed up.
    BackUp,
}

/// The deadlines that are set, each kind at most once.
#[derive(Default)]
pub(crate) struct Timers {
    set: Mutex<Set>,
    changed: Condvar,
}

#[derive(Default)]
struct Set {
    deadlines: BTreeMap<Due, Duration>,
    stopped: bool,
}

impl Timers {
    /// Sets a deadline, or moves it.
    pub(crate) fn set(&self, due: Due, at: Duration) {
        held(&self.set).deadlines.insert(due, at);
        self.changed.notify_all();
    }

    /// Takes a deadline away.
    pub(crate) fn cancel(&self, due: Due) {
        held(&self.set).deadlines.remove(&due);
    }

    /// Whether a deadline of this kind is set.
    pub(crate) fn is_set(&self, due: Due) -> bool {
        held(&self.set).deadlines.contains_key(&due)
    }

    /// Takes out what is due.
    pub(crate) fn take_due(&self, now: Duration) -> Vec<Due> {
        let mut set = held(&self.set);
        let due: Vec<Due> = set
            .deadlines
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(due, _)| *due)
            .collect();
        for due in &due {
            set.deadlines.remove(due);
        }
        due
    }

    /// Lets the waiting thread end.
    pub(crate) fn stop(&self) {
        held(&self.set).stopped = true;
        self.changed.notify_all();
    }

    /// Waits for deadlines and lets the program act on them, until [`Timers::stop`].
    pub(crate) fn run(&self, clock: &Arc<dyn Clock>, app: &Weak<App>) {
        let mut set = held(&self.set);
        while !set.stopped {
            let now = clock.monotonic();
            match set.deadlines.values().min().copied() {
                None => {
                    set = self
                        .changed
                        .wait(set)
                        .unwrap_or_else(|error| error.into_inner())
                }
                Some(at) if at > now => {
                    let waited = self.changed.wait_timeout(set, at - now);
                    set = waited.unwrap_or_else(|error| error.into_inner()).0;
                }
                Some(_) => {
                    drop(set);
                    match app.upgrade() {
                        Some(app) => app.run_due(),
                        None => return,
                    }
                    set = held(&self.set);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn what_is_due_is_taken_once() {
        let timers = Timers::default();
        timers.set(Due::ClearClipboard, s(10));
        timers.set(Due::AutoLock, s(20));
        assert_eq!(timers.take_due(s(9)), []);
        assert_eq!(timers.take_due(s(10)), [Due::ClearClipboard]);
        assert_eq!(timers.take_due(s(10)), []);
        assert!(timers.is_set(Due::AutoLock));
    }

    #[test]
    fn a_deadline_that_is_set_again_moves() {
        let timers = Timers::default();
        timers.set(Due::AutoLock, s(10));
        timers.set(Due::AutoLock, s(30));
        assert_eq!(timers.take_due(s(20)), []);
        timers.cancel(Due::AutoLock);
        assert_eq!(timers.take_due(s(40)), []);
    }
}
