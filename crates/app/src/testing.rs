//! A world in memory: every port, to be moved and broken by tests.

mod camera;
mod screen;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vault::KdfParams;
use zeroize::Zeroizing;

use crate::ports::*;
use crate::sync::held;
use crate::wire::{Fault, FindingsView};
use crate::{App, Events};

pub use camera::FakeCameras;
pub use screen::FakeScreen;
use screen::NearPictures;

/// A clock that stands still until it is moved.
pub struct FakeClock {
    time: Mutex<(u64, Duration)>,
    passed: Mutex<Duration>,
    /// Every wait that was asked for.
    pub slept: Mutex<Vec<Duration>>,
}

impl FakeClock {
    /// Both clocks go on.
    pub fn advance(&self, by: Duration) {
        let mut time = held(&self.time);
        time.0 += u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        time.1 += by;
        *held(&self.passed) += by;
    }

    /// The computer sleeps: only the wall clock goes on.
    pub fn suspend(&self, by: Duration) {
        held(&self.time).0 += u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        *held(&self.passed) += by;
    }

    /// Somebody sets the wall clock, by so many seconds.
    pub fn set_by(&self, seconds: i64) {
        let mut time = held(&self.time);
        time.0 = time.0.saturating_add_signed(seconds * 1000);
    }
}

impl Clock for FakeClock {
    fn now_ms(&self) -> u64 {
        held(&self.time).0
    }
    fn monotonic(&self) -> Duration {
        held(&self.time).1
    }
    fn passed(&self) -> Option<Duration> {
        Some(*held(&self.passed))
    }
    fn sleep(&self, time: Duration) {
        held(&self.slept).push(time);
    }
}

/// A clipboard.
#[derive(Default)]
pub struct FakeClipboard {
    /// What is there.
    pub text: Mutex<Option<String>>,
    /// What `put_code` put there last.
    ours: Mutex<Option<String>>,
    /// What `read` answers once, before the text.
    pub clip: Mutex<Option<Clip>>,
    /// It does not answer.
    pub broken: AtomicBool,
}

impl FakeClipboard {
    fn answers(&self) -> Result<(), ClipboardError> {
        match self.broken.load(Ordering::SeqCst) {
            true => Err(ClipboardError::Unavailable("no display".to_owned())),
            false => Ok(()),
        }
    }
}

impl Clipboard for FakeClipboard {
    fn put_code(&self, code: &str) -> Result<(), ClipboardError> {
        self.answers()?;
        *held(&self.text) = Some(code.to_owned());
        *held(&self.ours) = Some(code.to_owned());
        Ok(())
    }
    fn put_text(&self, text: &str) -> Result<(), ClipboardError> {
        self.answers()?;
        *held(&self.text) = Some(text.to_owned());
        Ok(())
    }
    fn clear_if_ours(&self) -> Result<bool, ClipboardError> {
        self.answers()?;
        let (mut text, ours) = (held(&self.text), held(&self.ours).take());
        let is_ours = ours.is_some() && *text == ours;
        if is_ours {
            *text = None;
        }
        Ok(is_ours)
    }
    fn read(&self) -> Result<Clip, ClipboardError> {
        self.answers()?;
        if let Some(clip) = held(&self.clip).take() {
            return Ok(clip);
        }
        let text = held(&self.text).clone().ok_or(ClipboardError::Empty)?;
        Ok(Clip::Text(Zeroizing::new(text)))
    }
}

/// A keyring.
#[derive(Default)]
pub struct FakeKeyring {
    /// What it keeps, by vault.
    pub items: Mutex<BTreeMap<String, String>>,
    /// How every call fails.
    pub fails: Mutex<Option<KeyringError>>,
    /// How writing fails, while reading works.
    pub refuses_writing: Mutex<Option<KeyringError>>,
}

impl FakeKeyring {
    fn answers(&self) -> Result<(), KeyringError> {
        held(&self.fails).clone().map_or(Ok(()), Err)
    }
}

impl Keyring for FakeKeyring {
    fn provider(&self) -> Result<String, KeyringError> {
        self.answers()?;
        Ok("Fake Keyring".to_owned())
    }
    fn read(&self, vault: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        self.answers()?;
        Ok(held(&self.items).get(vault).cloned().map(Zeroizing::new))
    }
    fn write(&self, vault: &str, text: &str) -> Result<(), KeyringError> {
        self.answers()?;
        if let Some(error) = held(&self.refuses_writing).clone() {
            return Err(error);
        }
        held(&self.items).insert(vault.to_owned(), text.to_owned());
        Ok(())
    }
    fn delete(&self, vault: &str) -> Result<(), KeyringError> {
        self.answers()?;
        held(&self.items).remove(vault);
        Ok(())
    }
}

/// Starting with the session.
#[derive(Default)]
pub struct FakeAutostart {
    on: AtomicBool,
    /// It cannot be set.
    pub broken: AtomicBool,
}

impl Autostart for FakeAutostart {
    fn is_set(&self) -> bool {
        self.on.load(Ordering::SeqCst)
    }
    fn set(&self, on: bool) -> Result<(), String> {
        if self.broken.load(Ordering::SeqCst) {
            return Err("no session".to_owned());
        }
        self.on.store(on, Ordering::SeqCst);
        Ok(())
    }
}

/// Signals that tests send.
#[derive(Default)]
pub struct FakeLockSignals {
    hear: Mutex<Option<HearLock>>,
}

impl FakeLockSignals {
    /// Sends one.
    pub fn send(&self, signal: LockSignal) {
        let hear = held(&self.hear).clone();
        hear.expect("somebody listens")(signal);
    }
}

impl LockSignals for FakeLockSignals {
    fn listen(&self, hear: HearLock) {
        *held(&self.hear) = Some(hear);
    }
    fn sources(&self) -> LockSources {
        LockSources {
            screensaver: true,
            session: true,
            sleep: true,
        }
    }
}

/// Writes down every event as its name and payload.
#[derive(Default)]
pub struct Listener {
    /// Name and payload as JSON.
    pub heard: Mutex<Vec<(&'static str, String)>>,
}

impl Listener {
    fn hear(&self, name: &'static str, payload: &impl serde::Serialize) {
        let json = serde_json::to_string(payload).unwrap_or_default();
        held(&self.heard).push((name, json));
    }
}

impl Events for Listener {
    fn state_changed(&self) {
        self.hear("state_changed", &());
    }
    fn locked(&self) {
        self.hear("locked", &());
    }
    fn codes_changed(&self) {
        self.hear("codes_changed", &());
    }
    fn found(&self, findings: FindingsView) {
        self.hear("found", &findings);
    }
    fn failed(&self, fault: Fault) {
        self.hear("failed", &fault);
    }
}

/// A program in a world of its own, in a folder of its own.
pub struct World {
    /// The program.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// Its clipboard.
    pub clipboard: Arc<FakeClipboard>,
    /// Its keyring.
    pub keyring: Arc<FakeKeyring>,
    /// Its cameras.
    pub cameras: Arc<FakeCameras>,
    /// Its screens.
    pub screen: Arc<FakeScreen>,
    /// Its start with the session.
    pub autostart: Arc<FakeAutostart>,
    /// What closes its vault from outside.
    pub lock_signals: Arc<FakeLockSignals>,
    /// Who hears its events.
    pub listener: Arc<Listener>,
    /// The vault's path.
    pub vault: PathBuf,
    /// The settings' path.
    pub settings: PathBuf,
    folder: Arc<tempfile::TempDir>,
}

/// The time at which every world begins: 2026-01-01T00:00:00Z.
pub const BEGIN: u64 = 1_767_225_600;

impl World {
    /// An empty one.
    pub fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the test"));
        Self::at(folder, Arc::default(), BEGIN)
    }

    fn at(folder: Arc<tempfile::TempDir>, keyring: Arc<FakeKeyring>, begin: u64) -> Self {
        let time = Mutex::new((begin * 1000, Duration::from_secs(1000)));
        let clock = Arc::new(FakeClock {
            time,
            passed: Mutex::new(Duration::from_secs(77)),
            slept: Mutex::default(),
        });
        let (clipboard, cameras) = (
            Arc::<FakeClipboard>::default(),
            Arc::<FakeCameras>::default(),
        );
        let (autostart, listener) = (Arc::<FakeAutostart>::default(), Arc::<Listener>::default());
        let screen = Arc::<FakeScreen>::default();
        let lock_signals = Arc::<FakeLockSignals>::default();
        let (vault, settings) = (
            folder.path().join("vault"),
            folder.path().join("settings.json"),
        );
        let ports = Ports {
            clock: clock.clone(),
            clipboard: clipboard.clone(),
            keyring: keyring.clone(),
            cameras: cameras.clone(),
            screen: screen.clone(),
            pictures: Arc::new(NearPictures),
            autostart: autostart.clone(),
            lock_signals: lock_signals.clone(),
            paths: Paths {
                vault: vault.clone(),
                settings: settings.clone(),
            },
        };
        let app = App::at_rest(ports, listener.clone(), Some(KdfParams::FLOOR));
        Self {
            app,
            clock,
            clipboard,
            keyring,
            cameras,
            screen,
            autostart,
            lock_signals,
            listener,
            vault,
            settings,
            folder,
        }
    }

    /// The program ends and starts again, at the same time, with the same files and keyring.
    pub fn restarted(self) -> Self {
        self.app.shutdown();
        let now = self.clock.now();
        Self::at(self.folder.clone(), self.keyring.clone(), now)
    }

    /// A second program with the same files.
    pub fn second(&self) -> Self {
        Self::at(self.folder.clone(), self.keyring.clone(), self.clock.now())
    }

    /// Time goes on, and what falls due is done.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        self.app.run_due();
    }

    /// The names of the events since the last call.
    pub fn events(&self) -> Vec<&'static str> {
        std::mem::take(&mut *held(&self.listener.heard))
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
