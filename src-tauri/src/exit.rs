//! The end of the program by signal: the clipboard is cleared and the vault closed first.

use tauri::AppHandle;

use crate::desk::Desk;

/// SIGTERM, SIGINT and SIGHUP end the program in order.
pub fn on_signals(handle: &AppHandle) {
    let handle = handle.clone();
    platform::signals::on_terminate(move || {
        Desk::of(&handle).app.shutdown();
        handle.exit(0);
    });
}
