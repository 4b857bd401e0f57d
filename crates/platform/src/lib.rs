//! The world as Countersign needs it: this crate fills the traits of [`app::ports`] and is the only room with FFI and
//! `cfg(target_os)`.
//!
//! - [`ports`]: all of them at once, as the shells take them.
//! - [`helper`]: the process of its own that reads cameras and decodes pictures.
//! - [`camera`]: cameras, and recorded ones for debug builds.
//! - [`screen`], [`pictures`]: what the screens show; picture files, decoded in a helper.
//! - [`instance`]: one program at a time, and links that reach it.
//! - [`keyring`]: the OS keyring, on a thread with a time limit, every way of failing told apart.
//! - [`clipboard`]: the clipboard, with each system's do-not-remember hints.
//! - [`hardening`]: no core dumps, no debugger of the same user. Shells call it first.
//! - [`signals`]: an orderly end on SIGTERM, SIGINT and SIGHUP.
//! - [`lock_signals`]: screen saver, lock of the session, sleep.
//! - [`tray_host`]: whether anything shows a tray icon.
//! - [`notify`], [`autostart`], [`clock`], [`paths`]: what their names say.
//!
//! A shell's `main` begins like this; the helper is the same executable, started again:
//!
//! ```no_run
//! # use countersign_platform as platform;
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     let arguments: Vec<String> = std::env::args().skip(1).collect();
//!     if arguments.first().is_some_and(|first| first == platform::helper::ARG) {
//!         return platform::helper::main(&arguments[1..]);
//!     }
//!     platform::hardening::harden();
//!     let ports = platform::ports();
//!     ExitCode::SUCCESS
//! }
//! ```
#![deny(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]

pub mod autostart;
pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod hardening;
pub mod helper;
pub mod instance;
pub mod keyring;
mod limit;
pub mod lock_signals;
pub mod notify;
pub mod paths;
pub mod pictures;
pub mod screen;
pub mod signals;
pub mod tray_host;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod wiping;

use std::sync::Arc;

pub use paths::paths;

/// What keyring entries, autostart and notifications are filed under.
pub const APP_NAME: &str = "Countersign";

/// All ports of this system. Nothing is opened yet: each port reaches out on its first use.
#[must_use]
pub fn ports() -> app::ports::Ports {
    app::ports::Ports {
        clock: Arc::new(clock::SystemClock::new()),
        clipboard: Arc::new(clipboard::SystemClipboard::new()),
        keyring: Arc::new(keyring::SystemKeyring::new()),
        cameras: camera::cameras(),
        screen: Arc::new(screen::SystemScreen),
        pictures: Arc::new(pictures::SystemPictures::default()),
        autostart: Arc::new(autostart::SystemAutostart::new()),
        lock_signals: Arc::new(lock_signals::SystemLockSignals::default()),
        paths: paths(),
    }
}
