//! What a person can choose.

use serde::{Deserialize, Serialize};

use super::Theme;

/// What a person can choose.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct SettingsView {
    /// Light or dark.
    pub theme: Theme,
    /// Seconds after which a copied code leaves the clipboard; 0 for never.
    pub clear_clipboard_after: u32,
    /// Seconds without use after which the vault locks; 0 for never.
    pub lock_after: u32,
    /// The vault locks when the screen saver starts.
    pub lock_on_screensaver: bool,
    /// The vault locks when the session is locked.
    pub lock_on_session: bool,
    /// The vault locks before the computer sleeps.
    pub lock_on_sleep: bool,
    /// The vault locks when the window is minimised.
    pub lock_on_minimise: bool,
    /// Closing the window keeps the tray icon.
    pub close_to_tray: bool,
    /// Start with the session.
    pub start_at_login: bool,
    /// Codes are hidden until the pointer or the focus is on them.
    pub hide_codes: bool,
    /// The camera chosen last.
    pub camera: Option<String>,
}

impl Default for SettingsView {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            clear_clipboard_after: 30,
            lock_after: 600,
            lock_on_screensaver: true,
            lock_on_session: true,
            lock_on_sleep: true,
            lock_on_minimise: false,
            close_to_tray: true,
            start_at_login: false,
            hide_codes: false,
            camera: None,
        }
    }
}
