//! Time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use app::ports::Clock;

/// The system's clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// Clocks whose monotonic zero is now.
    #[must_use]
    pub fn new() -> SystemClock {
        SystemClock {
            start: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    /// A clock set before 1970 reads as 1970.
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn passed(&self) -> Option<Duration> {
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use rustix::time::{ClockId, clock_gettime};
            // On macOS the monotonic clock of POSIX goes on while the computer sleeps.
            #[cfg(target_os = "linux")]
            let clock = ClockId::Boottime;
            #[cfg(target_os = "macos")]
            let clock = ClockId::Monotonic;
            Duration::try_from(clock_gettime(clock)).ok()
        }
        #[cfg(not(any(target_os = "linux", target_os = "macos")))]
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_agree_with_the_system_and_never_go_back() {
        let clock = SystemClock::new();
        let before = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        assert!(clock.now() >= before);
        let first = clock.monotonic();
        assert!(clock.monotonic() >= first);
        let passed = clock.passed().unwrap();
        assert!(clock.passed().unwrap() >= passed);
    }
}
