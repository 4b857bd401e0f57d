//! The one window. Closing it destroys its webview; opening makes it again.

use std::time::Duration;

use app::wire::Show;
use tauri::{
    AppHandle, DragDropEvent, Emitter, Manager, PhysicalPosition, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

use crate::desk::Desk;
use crate::forget;

/// Label of the window, as the wire table and the capability name it.
pub const MAIN: &str = "main";

/// Raises the window, or makes it; `show` asks the page for a view.
pub fn open(handle: &AppHandle, show: Option<Show>) {
    let handle = handle.clone();
    let on_main = handle.clone();
    let task = move || {
        if let Some(show) = show {
            Desk::of(&handle).app.show_next(show);
        }
        if let Some(window) = handle.get_webview_window(MAIN) {
            raise(&window);
            if let Some(show) = show {
                report(window.emit("show", show));
            }
        } else if let Err(error) = make(&handle) {
            log::error!("the window could not be made: {error}");
        }
    };
    report(on_main.run_on_main_thread(task));
}

/// Makes the window where there is none; one that is there stays as it is, also while its page still paints.
pub fn open_if_none(handle: &AppHandle) {
    let on_main = handle.clone();
    let task = move || {
        if on_main.get_webview_window(MAIN).is_none()
            && let Err(error) = make(&on_main)
        {
            log::error!("the window could not be made: {error}");
        }
    };
    report(handle.run_on_main_thread(task));
}

/// Shows the window after its page painted for the first time.
pub fn painted(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(MAIN)
        && !window.is_visible().unwrap_or(false)
    {
        // Only the first time: the page is made anew when the vault locks, and must not come to the front then.
        raise(&window);
    }
}

/// How long a desktop may take to let a window go and to paint what was under it.
const GONE: Duration = Duration::from_millis(350);

/// Puts the window out of the way of a picture of the screen, until the answer is dropped. For worker threads: it waits
/// for the desktop.
pub fn aside(handle: &AppHandle) -> Aside {
    let window = handle
        .get_webview_window(MAIN)
        .filter(|window| window.is_visible().unwrap_or(false));
    let window = window.map(|window| {
        let place = window.outer_position().ok();
        report(window.hide());
        (window, place)
    });
    // Also without a window: a menu may have been open.
    std::thread::sleep(GONE);
    Aside { window }
}

/// A window out of the way.
pub struct Aside {
    window: Option<(WebviewWindow, Option<PhysicalPosition<i32>>)>,
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Some((window, place)) = &self.window {
            raise(window);
            // Window managers place a window anew that was hidden.
            if let Some(place) = place {
                report(window.set_position(*place));
            }
        }
    }
}

/// Whether the program goes on without a window: the person wants it and a tray host is there.
pub fn stays_in_tray(handle: &AppHandle) -> bool {
    let desk = Desk::of(handle);
    desk.has_tray() && desk.app.settings().close_to_tray
}

fn make(handle: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::default())
        .title("Countersign")
        .inner_size(440.0, 700.0)
        .min_inner_size(360.0, 480.0)
        .visible(false)
        .focused(true)
        .on_navigation(is_own_page)
        .build()?;
    forget::prepare(&window);
    let handle = handle.clone();
    window.on_window_event(move |event| on_event(&handle, event));
    Ok(())
}

/// The page never leaves itself.
fn is_own_page(url: &tauri::Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

fn raise(window: &WebviewWindow) {
    report(window.show());
    report(window.unminimize());
    report(window.set_focus());
}

fn on_event(handle: &AppHandle, event: &WindowEvent) {
    let desk = Desk::of(handle);
    match event {
        #[cfg(not(target_os = "linux"))]
        WindowEvent::Resized(_) | WindowEvent::Focused(false)
            if handle
                .get_webview_window(MAIN)
                .is_some_and(|window| window.is_minimized().unwrap_or(false)) =>
        {
            minimised(handle);
        }
        WindowEvent::Destroyed => desk.app.window_closed(),
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => {
            report(handle.emit_to(MAIN, "hover", true))
        }
        WindowEvent::DragDrop(DragDropEvent::Leave) => report(handle.emit_to(MAIN, "hover", false)),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            report(handle.emit_to(MAIN, "hover", false));
            let (app, paths) = (desk.app.clone(), paths.clone());
            tauri::async_runtime::spawn_blocking(move || app.dropped(&paths));
        }
        _ => {}
    }
}

/// The window was minimised.
pub fn minimised(handle: &AppHandle) {
    let app = Desk::of(handle).app.clone();
    tauri::async_runtime::spawn_blocking(move || app.window_minimised());
}

fn report<T>(result: tauri::Result<T>) {
    if let Err(error) = result {
        log::warn!("the window did not obey: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn the_page_never_leaves_itself() {
        let own = |url: &str| is_own_page(&url.parse().unwrap());
        for url in [
            "tauri://localhost",
            "tauri://localhost/index.html",
            "http://tauri.localhost/",
        ] {
            assert!(own(url), "{url}");
        }
        for url in [
            "https://example.org/",
            "http://localhost/",
            "http://127.0.0.1:1/",
            "https://tauri.localhost.example.org/",
            "tauri://example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "javascript:alert(1)",
            "blob:null/1",
        ] {
            assert!(!own(url), "{url}");
        }
    }
}
