//! The end of the program by signal.

/// Calls `end` once, on a thread of its own, at the first SIGTERM, SIGINT or SIGHUP. `end` clears what must not stay
/// behind and exits; a second signal during it ends the process at once, so that nobody has to wait for a hung one.
/// On Windows nothing is done: the session's end reaches the window.
pub fn on_terminate<F: FnOnce() + Send + 'static>(end: F) {
    #[cfg(unix)]
    unix::on_terminate(end);
    #[cfg(not(unix))]
    drop(end);
}

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    pub(super) fn on_terminate<F: FnOnce() + Send + 'static>(end: F) {
        let signals = [SIGTERM, SIGINT, SIGHUP];
        let ending = Arc::new(AtomicBool::new(false));
        let mut waiting = match Signals::new(signals) {
            Ok(waiting) => waiting,
            Err(error) => {
                log::warn!("signals cannot be caught: {error}");
                return;
            }
        };
        for signal in signals {
            // The order counts: the first signal finds the flag unset and only sets it.
            let registered =
                flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&ending))
                    .and_then(|_| flag::register(signal, Arc::clone(&ending)));
            if let Err(error) = registered {
                log::warn!("signal {signal} cannot be caught: {error}");
            }
        }
        let started = thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                if waiting.forever().next().is_some() {
                    end();
                }
            });
        if let Err(error) = started {
            log::warn!("signals cannot be waited for: {error}");
        }
    }
}
