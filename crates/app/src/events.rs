//! What the program tells whoever shows it, unasked.

use crate::wire::{Fault, FindingsView};

/// Listens to the program. Called from any thread, never with a lock held; calls back are allowed.
pub trait Events: Send + Sync {
    /// Phase, settings, keyring or notices changed.
    fn state_changed(&self);
    /// The vault was closed: whoever shows it forgets, before this returns, what was shown of it.
    fn locked(&self);
    /// Accounts were added, renamed, moved or removed, or a counter advanced.
    fn codes_changed(&self);
    /// What was dropped or opened was read.
    fn found(&self, findings: FindingsView);
    /// What was dropped or opened could not be used.
    fn failed(&self, fault: Fault);
}
