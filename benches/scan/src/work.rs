//! Time that this thread has worked. What other programs do on a shared machine does not count, nor does a wait.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The processor time of this thread so far.
pub fn now() -> Duration {
    let at = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(at.tv_sec).unwrap_or_default(),
        u32::try_from(at.tv_nsec).unwrap_or_default(),
    )
}

/// Runs it and says how many milliseconds that took.
pub fn measured<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let before = now();
    let result = run();
    (result, (now() - before).as_secs_f64() * 1e3)
}
