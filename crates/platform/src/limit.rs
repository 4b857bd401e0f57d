//! Calls that may never return.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// It still runs; its answer will be thrown away.
    Late,
    /// It panicked, or no thread could be had.
    Broken,
}

/// Runs `work` on a thread of its own and waits for its answer, no longer than `limit`.
pub(crate) fn within<T, F>(name: &str, limit: Duration, work: F) -> Result<T, NoAnswer>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (sender, receiver) = sync_channel(1);
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        // Nobody may wait any more; then the answer is dropped (and wiped, where it is a secret).
        let _ = sender.send(work());
    });
    if started.is_err() {
        return Err(NoAnswer::Broken);
    }
    receiver.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => NoAnswer::Late,
        RecvTimeoutError::Disconnected => NoAnswer::Broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_a_panic_and_silence_are_told_apart() {
        assert_eq!(within("test", Duration::from_secs(20), || 7), Ok(7));
        assert_eq!(
            within("test", Duration::from_secs(20), || -> u8 {
                panic!("on purpose")
            }),
            Err(NoAnswer::Broken)
        );
        let (_keep, never) = sync_channel::<u8>(1);
        assert_eq!(
            within("test", Duration::from_millis(10), move || never
                .recv()
                .is_ok()),
            Err(NoAnswer::Late)
        );
    }
}
