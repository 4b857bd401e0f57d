//! The session: one owner of the vault, and all that lives beside it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use vault::{KdfParams, RecoveryKey, Unlocked};

use crate::autolock::LastUse;
use crate::camera::Camera;
use crate::enrol::Enrolment;
use crate::events::Events;
use crate::handed::Handed;
use crate::notices;
use crate::ports::Ports;
use crate::settings::{self, Settings};
use crate::sync::held;
use crate::time::ClockWatch;
use crate::timers::{Due, Timers};
use crate::wire::{
    Fault, FaultCode, KeyringView, Notice, Phase, RememberRequest, RememberedView, SettingsView,
    Show, StateView, WaysView,
};

/// The program. Every command of the wire is a method of the same name; all of them block, and may be called from any
/// thread.
///
/// Locks are taken in this order and held briefly: `attempts`, `vault`, then any one of the others. Key derivation
/// to unlock runs outside of `vault`.
pub struct App {
    pub(crate) ports: Ports,
    pub(crate) events: Arc<dyn Events>,
    /// The cost of new passwords; measured when one is made where it is absent.
    pub(crate) kdf: Option<KdfParams>,
    pub(crate) me: Weak<App>,
    pub(crate) vault: Mutex<Vault>,
    /// Wrong passwords in a row. Held while one is tried, so that tries come one after the other.
    pub(crate) attempts: Mutex<u32>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) notices: Mutex<Vec<Notice>>,
    pub(crate) keyring: Mutex<KeyringView>,
    /// Held while a backup is made: one at a time.
    pub(crate) backing_up: Mutex<()>,
    /// Why the last backup failed.
    pub(crate) backup_fault: Mutex<Option<Fault>>,
    pub(crate) enrolment: Mutex<Enrolment>,
    pub(crate) handed: Mutex<Handed>,
    pub(crate) last_use: Mutex<LastUse>,
    pub(crate) clock_watch: Mutex<ClockWatch>,
    pub(crate) camera: Camera,
    pub(crate) timers: Arc<Timers>,
    /// The vault was open in this process. What is found after it was closed again is not kept.
    pub(crate) was_open: AtomicBool,
    /// How often the session's end closed the vault: what was being opened meanwhile stays closed.
    pub(crate) closings: AtomicU64,
    remembered: Mutex<Option<RememberedView>>,
    ended: AtomicBool,
}

/// The vault as this process holds it.
pub(crate) enum Vault {
    /// It is certain that there is none.
    Fresh,
    /// There is one, closed.
    Locked(Closed),
    /// It is open.
    Unlocked(Box<Open>),
    /// It cannot be read.
    Damaged(Fault),
    /// It was written by a newer version.
    Newer(Fault),
}

/// What is legible of a closed vault.
pub(crate) struct Closed {
    pub(crate) ways: WaysView,
    /// When the recovery slot was made.
    pub(crate) recovery_made: Option<u64>,
}

/// An open vault, and what lives only while it is open.
pub(crate) struct Open {
    pub(crate) vault: Unlocked,
    /// The recovery key, from when it was made until it was saved.
    pub(crate) recovery: Option<RecoveryKey>,
    /// Until when presence counts as proven, on the monotonic clock.
    pub(crate) reveal_until: Option<Duration>,
    /// Accounts were used since the last save.
    pub(crate) use_unsaved: bool,
}

impl App {
    /// The program at the place that the ports name. Nothing is unlocked yet; the keyring is asked in the background.
    #[must_use]
    pub fn new(ports: Ports, events: Arc<dyn Events>) -> Arc<App> {
        Self::start(ports, events, None)
    }

    /// The same with a fixed cost for new password slots.
    #[must_use]
    pub fn with_kdf(ports: Ports, events: Arc<dyn Events>, kdf: KdfParams) -> Arc<App> {
        Self::start(ports, events, Some(kdf))
    }

    fn start(ports: Ports, events: Arc<dyn Events>, kdf: Option<KdfParams>) -> Arc<App> {
        let app = Self::at_rest(ports, events, kdf);
        let (timers, clock, weak) = (app.timers.clone(), app.ports.clock.clone(), app.me.clone());
        let waits = std::thread::Builder::new().name("timers".to_owned());
        let waiting = waits.spawn(move || timers.run(&clock, &weak));
        let weak = app.me.clone();
        let asks = std::thread::Builder::new().name("keyring".to_owned());
        let asking = asks.spawn(move || {
            if let Some(app) = weak.upgrade() {
                app.ask_keyring();
            }
        });
        if let Err(error) = waiting.and(asking) {
            log::error!("a thread could not be started: {error}");
        }
        app
    }

    /// The program without its threads: tests move the clock and call [`App::run_due`].
    pub(crate) fn at_rest(
        ports: Ports,
        events: Arc<dyn Events>,
        kdf: Option<KdfParams>,
    ) -> Arc<App> {
        let (settings, aside) = settings::read(&ports.paths.settings);
        let vault = crate::open::look(&ports.paths.vault);
        let app = Arc::new_cyclic(|me| App {
            ports,
            events,
            kdf,
            me: me.clone(),
            vault: Mutex::new(vault),
            attempts: Mutex::new(0),
            settings: Mutex::new(settings),
            notices: Mutex::default(),
            keyring: Mutex::new(KeyringView {
                usable: false,
                provider: String::new(),
                fault: None,
            }),
            backing_up: Mutex::default(),
            backup_fault: Mutex::default(),
            enrolment: Mutex::default(),
            handed: Mutex::default(),
            last_use: Mutex::default(),
            clock_watch: Mutex::default(),
            camera: Camera::default(),
            timers: Arc::default(),
            remembered: Mutex::default(),
            was_open: AtomicBool::new(false),
            closings: AtomicU64::new(0),
            ended: AtomicBool::new(false),
        });
        if let Some(kept) = aside {
            app.say(
                notices::SETTINGS_RESET,
                &[("kept", kept.display().to_string())],
            );
        }
        app
    }

    /// What the vault is doing.
    pub fn phase(&self) -> Phase {
        match *held(&self.vault) {
            Vault::Fresh => Phase::Fresh,
            Vault::Locked(_) => Phase::Locked,
            Vault::Unlocked(_) => Phase::Unlocked,
            Vault::Damaged(_) => Phase::Damaged,
            Vault::Newer(_) => Phase::Newer,
        }
    }

    /// All that the page needs to choose what to show. `tray` is the shell's to fill in.
    ///
    /// # Errors
    /// None.
    pub fn state(&self) -> Result<StateView, Fault> {
        self.run_due();
        self.look_again();
        let phase = self.phase();
        let now = self.ports.clock.monotonic();
        let none = WaysView {
            password: false,
            recovery: false,
            keyring: false,
        };
        let (mut fault, mut ways, mut made, mut at_hand, mut revealing) =
            (None, none, None, false, false);
        match &*held(&self.vault) {
            Vault::Fresh => {}
            Vault::Damaged(why) | Vault::Newer(why) => fault = Some(why.clone()),
            Vault::Locked(closed) => {
                ways = closed.ways.clone();
                made = closed.recovery_made;
            }
            Vault::Unlocked(open) => {
                let closed = crate::open::legible(&open.vault.slots());
                (ways, made) = (closed.ways, closed.recovery_made);
                at_hand = open.recovery.is_some();
                revealing = open.reveal_until.is_some_and(|until| now < until);
            }
        }
        let (kept, recovery_tried_at) = {
            let stored = &held(&self.settings).stored;
            (stored.recovery_kept, stored.checks.recovery_typed)
        };
        Ok(StateView {
            phase,
            fault,
            ways,
            keyring: held(&self.keyring).clone(),
            recovery_pending: made.is_some() && made != kept,
            recovery_at_hand: at_hand,
            // One that was made since has not been tried.
            recovery_tried_at: recovery_tried_at
                .filter(|tried| made.is_some_and(|made| *tried >= made)),
            check: self.check_due(),
            backup: self.backup_view(),
            revealing,
            settings: SettingsView {
                // What the desktop says: the person may have changed it there.
                start_at_login: self.ports.autostart.is_set(),
                ..self.settings()
            },
            notices: held(&self.notices).clone(),
            remembered: held(&self.remembered).clone(),
            exports: self.exports_under_way(),
            tray: false,
            lock_sources: self.lock_sources(),
            handed: self.is_handed(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system: std::env::consts::OS.to_owned(),
            vault_path: self.ports.paths.vault.display().to_string(),
        })
    }

    /// A vault that could not be read may be there by now: a disk that was away, a folder without permission.
    fn look_again(&self) {
        let mut vault = held(&self.vault);
        if matches!(&*vault, Vault::Damaged(fault) if fault.code == FaultCode::VaultUnreadable) {
            *vault = crate::open::look(&self.ports.paths.vault);
        }
    }

    /// The page wants to find this again after its window was closed and opened. Once the vault is locked, what the page
    /// had open is nobody's business: what comes late is not kept.
    ///
    /// # Errors
    /// None.
    pub fn remember(&self, request: RememberRequest) -> Result<(), Fault> {
        if self.phase() != Phase::Unlocked {
            return Ok(());
        }
        let RememberRequest {
            show,
            search,
            scroll,
        } = request;
        *held(&self.remembered) = Some(RememberedView {
            show,
            search,
            scroll,
        });
        Ok(())
    }

    /// The next window opens at this view.
    pub fn show_next(&self, show: Show) {
        *held(&self.remembered) = Some(RememberedView {
            show,
            search: String::new(),
            scroll: 0,
        });
    }

    /// Closes the vault and forgets every secret; a copied code leaves the clipboard.
    ///
    /// # Errors
    /// None: what cannot be saved of it (when accounts were last used) is let go.
    pub fn lock(&self) -> Result<(), Fault> {
        self.close();
        self.events.locked();
        self.events.state_changed();
        self.events.codes_changed();
        Ok(())
    }

    fn close(&self) {
        self.camera.forget(self.ports.clock.monotonic());
        {
            let mut vault = held(&self.vault);
            if let Vault::Unlocked(open) = &mut *vault {
                crate::copy::save_use(open, self.ports.clock.now());
                // Dropping it wipes the keys and the secrets.
                *vault = crate::open::look(&self.ports.paths.vault);
            }
        }
        held(&self.enrolment).clear();
        held(&self.handed).clear();
        held(&self.remembered).take();
        for due in [
            Due::AutoLock,
            Due::SaveUse,
            Due::ForgetFindings,
            Due::ForgetHanded,
            Due::EndReveal,
            Due::BackUp,
        ] {
            self.timers.cancel(due);
        }
        // Last: a clipboard that hangs takes seconds, and the keys are gone by now.
        self.clear_clipboard();
    }

    /// The end of the program: as [`App::lock`], once, without telling anybody.
    pub fn shutdown(&self) {
        if !self.ended.swap(true, Ordering::SeqCst) {
            self.close();
            self.timers.stop();
        }
    }

    /// The end of the program has begun.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    /// Acts on every deadline that has passed.
    pub(crate) fn run_due(&self) {
        let now = self.ports.clock.monotonic();
        for due in self.timers.take_due(now) {
            match due {
                Due::ClearClipboard => self.clear_clipboard(),
                Due::AutoLock => {
                    if self.lock().is_ok() {
                        log::info!("locked: nobody used the vault");
                    }
                }
                Due::SaveUse => self.save_use_now(),
                Due::ForgetFindings => self.forget_old_findings(),
                Due::ForgetHanded => self.forget_handed(),
                Due::EndReveal => self.end_reveal(),
                Due::BackUp => self.start_backup(),
            }
        }
        if self.was_idle_too_long() {
            // The monotonic clock stands still while the computer sleeps; the wall clock does not.
            let _ = self.lock();
        }
        self.watch_clock();
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.shutdown();
    }
}
