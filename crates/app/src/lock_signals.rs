//! Locking because the session ends for a while: screen saver, lock of the session, sleep, and a window that is minimised.
//! Each counts where the person wants it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::App;
use crate::ports::LockSignal;
use crate::wire::{LockSourcesView, Phase};

impl App {
    /// Hears of the session from now on. For shells that stay: a command that ends in a moment need not.
    pub fn heed_lock_signals(&self) {
        let me = self.me.clone();
        self.ports.lock_signals.listen(Arc::new(move |signal| {
            if let Some(app) = me.upgrade() {
                app.heard_lock_signal(signal);
            }
        }));
    }

    /// A signal came. Returns when the vault is closed, where it is to be.
    pub(crate) fn heard_lock_signal(&self, signal: LockSignal) {
        let settings = self.settings();
        let wanted = match signal {
            LockSignal::Screensaver => settings.lock_on_screensaver,
            LockSignal::Session => settings.lock_on_session,
            LockSignal::Sleep => settings.lock_on_sleep,
        };
        if wanted {
            self.lock_because(&format!("{signal:?}"));
        }
    }

    /// The shell's window was minimised.
    pub fn window_minimised(&self) {
        if self.settings().lock_on_minimise {
            self.lock_because("minimised");
        }
    }

    fn lock_because(&self, why: &str) {
        // Also one that is being opened just now: whoever is at the keyboard is not there any more.
        self.refuse_openings();
        if self.phase() == Phase::Unlocked && self.lock().is_ok() {
            log::info!("locked: {why}");
        }
    }

    /// What is being opened just now stays closed.
    fn refuse_openings(&self) {
        self.closings.fetch_add(1, Ordering::SeqCst);
    }

    /// To be handed to [`App::install_since`] later.
    pub(crate) fn closings(&self) -> u64 {
        self.closings.load(Ordering::SeqCst)
    }

    /// What tells, for the settings.
    pub(crate) fn lock_sources(&self) -> LockSourcesView {
        let sources = self.ports.lock_signals.sources();
        LockSourcesView {
            screensaver: sources.screensaver,
            session: sources.session,
            sleep: sources.sleep,
        }
    }
}
