//! What Countersign does, without Tauri: session, enrolment, codes, copy, settings.
//!
//! - [`App`] is the program: every command of the [`wire`] is a method of the same name. It owns the vault, and is given
//!   the world by [`ports`] and somebody to tell by [`Events`].
//! - [`wire`] is the contract with the page: requests, views, events and faults. No type that goes outwards can hold a
//!   secret, and a test with canaries holds that none does.
//! - [`texts`] are the words for all of it.
//!
//! Nothing here ticks: [deadlines](App::new) are one-shot, and at rest one thread sleeps without a timeout.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod accounts;
mod autolock;
mod backup;
mod camera;
mod checks;
mod codes;
mod copy;
mod enrol;
mod events;
mod faults;
mod handed;
mod history;
pub mod import;
mod keyring;
mod lock_signals;
pub mod notices;
mod open;
mod pictures;
pub mod ports;
mod qr;
mod recovery;
mod repair;
mod say;
mod screen;
pub mod sentences;
mod session;
mod settings;
mod sync;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod texts;
mod time;
mod timers;
mod unlock;
mod ways;
pub mod wire;

pub use accounts::TrayEntry;
pub use events::Events;
pub use session::App;
pub use texts::{Said, TEXTS_EN, Text, Texts, texts};
pub use vault::KdfParams;
