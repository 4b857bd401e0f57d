//! What the program tells the shell: events for the page, and a tray that follows.

use app::wire::{Fault, FindingsView};
use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::forget;
use crate::tray;
use crate::window::MAIN;

/// The shell as the program sees it.
pub struct Shell {
    handle: AppHandle,
}

impl Shell {
    /// Speaks through this handle.
    pub fn new(handle: AppHandle) -> Self {
        Self { handle }
    }

    fn emit(&self, name: &str, payload: impl Serialize + Clone) {
        if let Err(error) = self.handle.emit_to(MAIN, name, payload) {
            log::warn!("the page did not hear {name}: {error}");
        }
    }
}

impl app::Events for Shell {
    fn state_changed(&self) {
        self.emit("state_changed", ());
        tray::refresh(&self.handle);
    }

    fn locked(&self) {
        forget::page(&self.handle);
    }

    fn codes_changed(&self) {
        self.emit("codes_changed", ());
        tray::refresh(&self.handle);
    }

    fn found(&self, findings: FindingsView) {
        self.emit("found", findings);
    }

    fn failed(&self, fault: Fault) {
        self.emit("failed", fault);
    }
}
