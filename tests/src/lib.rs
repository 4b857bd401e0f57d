//! The harness of the end-to-end tests: a private desk with a real window, tray, keyring, clipboard and camera.
//!
//! A test sets a [`Desk`] up with a [`Plan`], starts the program with [`App::on`], and then does what a person does:
//! in the [`Window`], in the tray ([`TrayHost`]), with another program's clipboard ([`clip`]), on the command line
//! ([`cli`]). Codes are compared with `oathtool`'s ([`oath`]).
//!
//! ```no_run
//! use countersign_tests::{App, Plan};
//!
//! Plan::default().run(|desk| {
//!     let (_app, window) = App::on(desk).window()?;
//!     window.see("welcome-keyring")
//! })?;
//! # anyhow::Ok(())
//! ```
//!
//! Desks do not see each other or the person's own session. What they need is installed by `cargo xtask test`.
#![cfg(target_os = "linux")]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod app;
pub mod browser;
pub mod camera;
pub mod cli;
pub mod clip;
pub mod dbus;
mod desk;
pub mod memory;
mod notifications;
pub mod oath;
pub mod portal;
pub mod proc;
mod process;
pub mod programs;
mod reader;
pub mod session;
pub mod steps;
mod tray;
pub mod wait;
mod window;

/// Says that a test is skipped, as `cargo xtask test` counts it.
#[expect(clippy::print_stdout, reason = "it is counted by this line")]
pub fn skipped(why: &str) {
    println!("skipped: {why}");
}

pub use app::{App, Start};
pub use desk::{Desk, Plan};
pub use notifications::{Notification, NotificationServer};
pub use process::Process;
pub use reader::{Node, Reader};
pub use tray::{Entry, TrayHost};
pub use window::Window;
