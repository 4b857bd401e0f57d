//! What a window showed is gone from memory when the vault locks: the page begins anew, on Linux in a process of its own.

use std::sync::mpsc::channel;
use std::time::Duration;

use app::wire::Theme;
use tauri::window::Color;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::desk::Desk;
use crate::window::MAIN;

/// How long the main thread may take to let the page go.
const LIMIT: Duration = Duration::from_secs(2);

const LIGHT: Color = Color(0xf3, 0xf4, 0xf1, 0xff);
const DARK: Color = Color(0x11, 0x15, 0x13, 0xff);

/// Lets the page go, with all that its engine kept of it, and begins a new one. Returns when the old one is gone. For
/// any thread but the main one.
pub fn page(handle: &AppHandle) {
    let (done, gone) = channel();
    let on_main = handle.clone();
    let task = move || {
        if let Some(window) = on_main.get_webview_window(MAIN)
            && let Err(error) = tint(&window).and_then(|()| anew(&window))
        {
            log::warn!("the page was not let go: {error}");
        }
        let _ = done.send(());
    };
    if handle.run_on_main_thread(task).is_err() || gone.recv_timeout(LIMIT).is_err() {
        log::warn!("the page was not let go in time");
    }
}

/// The window without a page has the colour that the page begins with (`--bg` in `ui/src/style/tokens.css`).
fn tint(window: &WebviewWindow) -> tauri::Result<()> {
    let dark = match Desk::of(window.app_handle()).app.settings().theme {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::System => matches!(window.theme(), Ok(tauri::Theme::Dark)),
    };
    window.set_background_color(Some(if dark { DARK } else { LIGHT }))
}

#[cfg(target_os = "linux")]
fn anew(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;

    // What a script held stays in the engine's memory long after its document is gone. A process that is killed keeps
    // nothing; `prepare` loads the page again when it is dead.
    window.with_webview(|webview| webview.inner().terminate_web_process())
}

#[cfg(not(target_os = "linux"))]
fn anew(window: &WebviewWindow) -> tauri::Result<()> {
    // A new document; what the engine keeps of the old one is its own affair.
    window.reload()
}

/// A page whose process ended, by us or by a crash, is loaded again; a window that is minimised says so.
pub fn prepare(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    linux::prepare(window);
    #[cfg(not(target_os = "linux"))]
    let _ = window;
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use gtk::gdk::WindowState;
    use gtk::glib::Propagation;
    use gtk::prelude::WidgetExt as _;
    use tauri::{Manager as _, WebviewWindow};
    use webkit2gtk::{WebProcessTerminationReason, WebViewExt as _};

    use crate::window;

    /// A page that crashes again within this time is left as it is: loading it would go on for ever.
    const ONCE_IN: Duration = Duration::from_secs(10);

    pub(super) fn prepare(window: &WebviewWindow) {
        let crashed: Cell<Option<Instant>> = Cell::new(None);
        let watched = window.with_webview(move |webview| {
            webview
                .inner()
                .connect_web_process_terminated(move |view, why| {
                    if why != WebProcessTerminationReason::TerminatedByApi {
                        log::warn!("the page's process ended: {why:?}");
                        let last = crashed.replace(Some(Instant::now()));
                        if last.is_some_and(|last| last.elapsed() < ONCE_IN) {
                            return;
                        }
                    }
                    view.reload();
                });
        });
        if let Err(error) = watched {
            log::warn!("the page's process is not watched: {error}");
        }
        let Ok(shown) = window.gtk_window() else {
            return;
        };
        let handle = window.app_handle().clone();
        shown.connect_window_state_event(move |_, event| {
            let (changed, now) = (event.changed_mask(), event.new_window_state());
            if (changed & now).contains(WindowState::ICONIFIED) {
                window::minimised(&handle);
            }
            Propagation::Proceed
        });
    }
}
