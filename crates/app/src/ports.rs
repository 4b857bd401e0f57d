//! What the program needs of the world. `platform` fills these; tests fill them too.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use otp::UnixTime;
use scan::Frame;
use scan::picture::PictureError;
use zeroize::Zeroizing;

/// The wall clock and a clock that only runs forward.
pub trait Clock: Send + Sync {
    /// Now, in Unix milliseconds.
    fn now_ms(&self) -> u64;
    /// Time since some fixed moment; never goes back.
    fn monotonic(&self) -> Duration;
    /// Time since some fixed moment, in which the computer's sleep counts; `None` where the system does not tell it.
    fn passed(&self) -> Option<Duration>;
    /// Now, in Unix seconds.
    fn now(&self) -> UnixTime {
        self.now_ms() / 1000
    }
    /// Waits. Tests let it pass at once.
    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Why the clipboard could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClipboardError {
    /// It holds nothing that we can use.
    #[error("the clipboard is empty")]
    Empty,
    /// It holds a picture that is too large or broken.
    #[error("the picture on the clipboard cannot be read")]
    Picture,
    /// It does not answer.
    #[error("the clipboard is not available: {0}")]
    Unavailable(String),
}

/// What was on the clipboard.
pub enum Clip {
    /// Text.
    Text(Zeroizing<String>),
    /// A picture, as grey pixels.
    Picture(Frame),
    /// Files.
    Files(Vec<PathBuf>),
}

/// The clipboard.
pub trait Clipboard: Send + Sync {
    /// Puts a code there, with the system's hints that no history shall keep it; never PRIMARY.
    fn put_code(&self, code: &str) -> Result<(), ClipboardError>;
    /// Puts harmless text there.
    fn put_text(&self, text: &str) -> Result<(), ClipboardError>;
    /// Clears it when it still holds what `put_code` put there last; says whether it did.
    fn clear_if_ours(&self) -> Result<bool, ClipboardError>;
    /// What is there.
    fn read(&self) -> Result<Clip, ClipboardError>;
}

/// Why the keyring could not be used. None of these means that an entry is absent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// No service answers.
    #[error("no keyring service answers")]
    Missing,
    /// The collection is locked.
    #[error("the keyring is locked")]
    Locked,
    /// It refused.
    #[error("the keyring refused: {0}")]
    Denied(String),
    /// It did not answer in time.
    #[error("the keyring did not answer in time")]
    Silent,
}

/// The OS keyring. Every call ends within a few seconds.
pub trait Keyring: Send + Sync {
    /// The name of the provider that answers, for people ("GNOME Keyring").
    fn provider(&self) -> Result<String, KeyringError>;
    /// The text kept for this vault; `None` only when absence is certain.
    fn read(&self, vault: &str) -> Result<Option<Zeroizing<String>>, KeyringError>;
    /// Keeps a text for this vault and reads it back.
    fn write(&self, vault: &str, text: &str) -> Result<(), KeyringError>;
    /// Forgets it; absent is fine.
    fn delete(&self, vault: &str) -> Result<(), KeyringError>;
}

/// A camera that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraInfo {
    /// Names it across restarts and replugging (bus and name, not an index).
    pub id: String,
    /// For people.
    pub name: String,
}

/// Why a camera gives no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CameraError {
    /// There is none.
    #[error("there is no camera")]
    None,
    /// Another program uses it.
    #[error("another program uses the camera")]
    Busy,
    /// The system does not let us.
    #[error("no permission for the camera")]
    Forbidden,
    /// It was there and is gone.
    #[error("the camera was unplugged")]
    Unplugged,
    /// It is there and sends nothing.
    #[error("the camera sends no picture")]
    Silent,
    /// Anything else.
    #[error("the camera failed: {0}")]
    Failed(String),
}

/// The cameras of this machine.
pub trait Cameras: Send + Sync {
    /// Those that can show a picture, best first.
    fn list(&self) -> Result<Vec<CameraInfo>, CameraError>;
    /// Opens one; with no id, or an id that is gone, the first. Dropping the stream turns the light off.
    /// Gives up soon after `wanted` says no; the error then means nothing.
    fn open_while(
        &self,
        id: Option<&str>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Box<dyn CameraStream>, CameraError>;
    /// Opens one, for as long as that takes.
    ///
    /// # Errors
    /// One for each way in which a camera can fail.
    fn open(&self, id: Option<&str>) -> Result<Box<dyn CameraStream>, CameraError> {
        self.open_while(id, &|| true)
    }
}

/// Turns one camera off, from any thread. It does not wait for anything, and may be called again.
pub type LightSwitch = Arc<dyn Fn() + Send + Sync>;

/// An open camera.
pub trait CameraStream: Send {
    /// Which.
    fn info(&self) -> &CameraInfo;
    /// What turns it off at once, also while [`CameraStream::next`] waits or a frame is worked on. The stream has
    /// ended then.
    fn light(&self) -> LightSwitch;
    /// The newest frame that was not given out yet; `None` when none came within `wait`.
    /// The watchdog answers [`CameraError::Silent`] after some seconds without a frame.
    fn next(&mut self, wait: Duration) -> Result<Option<Frame>, CameraError>;
}

/// Why there is no picture of the screens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScreenError {
    /// There is no screen, or nothing that could take a picture of it.
    #[error("nothing here takes pictures of the screen")]
    Missing,
    /// The person or the system said no.
    #[error("no permission for the screen")]
    Refused,
    /// No answer came in time.
    #[error("no picture of the screen came in time")]
    Silent,
    /// Anything else.
    #[error("the screen failed: {0}")]
    Failed(String),
}

/// The screens.
pub trait Screen: Send + Sync {
    /// A picture of each monitor, or one of all, in their own pixels; it is written nowhere. The system may ask the
    /// person first. Gives up soon after `wanted` says no; the error then means nothing.
    fn shots(&self, wanted: &dyn Fn() -> bool) -> Result<Vec<Frame>, ScreenError>;
}

/// Decodes picture files of strangers, with bounded memory and time.
pub trait Pictures: Send + Sync {
    /// The grey pixels of a picture.
    fn decode(&self, bytes: &[u8]) -> Result<Frame, PictureError>;
}

/// Starting with the session.
pub trait Autostart: Send + Sync {
    /// Whether it is set.
    fn is_set(&self) -> bool;
    /// Sets or removes it.
    fn set(&self, on: bool) -> Result<(), String>;
}

/// What the system says that closes the vault, where the person wants that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockSignal {
    /// The screen saver started.
    Screensaver,
    /// The session was locked.
    Session,
    /// The computer is about to sleep.
    Sleep,
}

/// Which signals come on this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LockSources {
    /// There is a screen saver that tells.
    pub screensaver: bool,
    /// There is a session manager that tells of its lock.
    pub session: bool,
    /// There is something that tells before the computer sleeps, and waits for us.
    pub sleep: bool,
}

/// Hears of a signal; it has done all that is to be done when it returns.
pub type HearLock = Arc<dyn Fn(LockSignal) + Send + Sync>;

/// The moments at which a session ends for a while.
pub trait LockSignals: Send + Sync {
    /// Tells of every signal from now on, for as long as the program runs. The computer is kept awake until `hear`
    /// returned from [`LockSignal::Sleep`], or for as long as the system lets a program do that. A system that tells
    /// nothing is no error.
    fn listen(&self, hear: HearLock);
    /// What tells now.
    fn sources(&self) -> LockSources;
}

/// Where files lie on this system.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The vault file.
    pub vault: PathBuf,
    /// The settings file.
    pub settings: PathBuf,
}

/// All that the program needs of the world.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// The OS keyring.
    pub keyring: Arc<dyn Keyring>,
    /// The cameras.
    pub cameras: Arc<dyn Cameras>,
    /// The screens.
    pub screen: Arc<dyn Screen>,
    /// What decodes picture files.
    pub pictures: Arc<dyn Pictures>,
    /// Starting with the session.
    pub autostart: Arc<dyn Autostart>,
    /// What closes the vault from outside.
    pub lock_signals: Arc<dyn LockSignals>,
    /// Where files lie.
    pub paths: Paths,
}
