//! The moments at which a session ends for a while: screen saver, lock of the session, sleep.
//!
//! Linux only, so far: macOS and Windows tell programs the same things, but through nothing that this house has.
//! [`LockSignals::sources`] says there that nothing tells.

#[cfg(target_os = "linux")]
mod logind;
#[cfg(target_os = "linux")]
mod screensaver;

use app::ports::{HearLock, LockSignals, LockSources};

/// What the system tells.
///
/// On Linux: the screen savers of the session bus, and logind on the system bus, each on a thread that sleeps until
/// something is said. A bus or a service that is missing is logged and is no error.
#[derive(Debug, Default)]
pub struct SystemLockSignals {
    /// What told, and when that was asked.
    #[cfg(target_os = "linux")]
    known: std::sync::Mutex<Option<(std::time::Instant, LockSources)>>,
}

impl LockSignals for SystemLockSignals {
    fn listen(&self, hear: HearLock) {
        #[cfg(target_os = "linux")]
        {
            linux::on_thread("screen saver", {
                let hear = hear.clone();
                move || screensaver::follow(&hear)
            });
            linux::on_thread("logind", move || logind::follow(&hear));
        }
        #[cfg(not(target_os = "linux"))]
        drop(hear);
    }

    fn sources(&self) -> LockSources {
        #[cfg(target_os = "linux")]
        {
            // Every page asks with everything else, and desktops do not change by the minute.
            let mut known = self
                .known
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some((asked, sources)) = *known
                && asked.elapsed() < linux::GOOD_FOR
            {
                return sources;
            }
            let (session, sleep) = linux::asked("logind", logind::present);
            let (screensaver, _) =
                linux::asked("screen saver", || screensaver::present().map(|p| (p, p)));
            let sources = LockSources {
                screensaver,
                session,
                sleep,
            };
            *known = Some((std::time::Instant::now(), sources));
            sources
        }
        #[cfg(not(target_os = "linux"))]
        LockSources::default()
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::thread;
    use std::time::Duration;

    /// How long a bus may take to answer.
    pub(super) const CALL: Duration = Duration::from_secs(2);

    /// How long an answer is good for.
    pub(super) const GOOD_FOR: Duration = Duration::from_secs(60);

    pub(super) fn on_thread(
        what: &'static str,
        follow: impl FnOnce() -> zbus::Result<()> + Send + 'static,
    ) {
        let started = thread::Builder::new()
            .name(what.to_owned())
            .spawn(move || match follow() {
                Ok(()) => log::warn!("the {what} tells nothing any more"),
                Err(error) => log::info!("the {what} tells nothing: {error}"),
            });
        if let Err(error) = started {
            log::warn!("the {what} cannot be listened to: {error}");
        }
    }

    /// Asks two questions at once; no answer in time is twice no.
    pub(super) fn asked(
        what: &'static str,
        ask: impl FnOnce() -> zbus::Result<(bool, bool)> + Send + 'static,
    ) -> (bool, bool) {
        crate::limit::within(what, CALL, move || ask().unwrap_or_default()).unwrap_or_default()
    }
}
