//! Codes of the things to say once that are no failure of a command. Their words are among the texts.

/// The settings file was odd; `kept` is where it lies now.
pub const SETTINGS_RESET: &str = "settings_reset";
/// No tray host shows our icon.
pub const TRAY_MISSING: &str = "tray_missing";
/// The keyring did not keep the key.
pub const KEYRING_NOT_KEPT: &str = "keyring_not_kept";
/// Entries of the vault are not understood; `count`.
pub const ENTRIES_KEPT_ASIDE: &str = "entries_kept_aside";
/// An older generation was restored.
pub const GENERATION_RESTORED: &str = "generation_restored";

/// The wall clock went another way than the time that passed; `way`, `time`.
pub const CLOCK_SET: &str = "clock_set";
/// The wall clock is older than the newest save of the vault; `time`.
pub const CLOCK_BEHIND: &str = "clock_behind";

/// Every code, for the tests of the texts.
#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    SETTINGS_RESET,
    TRAY_MISSING,
    KEYRING_NOT_KEPT,
    ENTRIES_KEPT_ASIDE,
    GENERATION_RESTORED,
    CLOCK_SET,
    CLOCK_BEHIND,
];
