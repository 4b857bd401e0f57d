//! Puts the program on the desk: plugins, state, tray, window, and the life of the event loop.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::App;
use app::wire::Show;
use platform::instance::{Asked, Instance, Link};
use tauri::{AppHandle, Manager, RunEvent};

use crate::events::Shell;
use crate::{commands, exit, tray, window};

/// What every part of the shell shares.
pub struct Desk {
    /// The program.
    pub app: Arc<App>,
    /// Whether a tray host shows our icon.
    pub tray: AtomicBool,
}

impl Desk {
    /// The desk of this process.
    pub fn of(handle: &AppHandle) -> tauri::State<'_, Desk> {
        handle.state::<Desk>()
    }

    /// Whether a tray host shows our icon.
    pub fn has_tray(&self) -> bool {
        self.tray.load(Ordering::Relaxed)
    }
}

/// Threads for commands that wait for each other; Tauri's own runtime has one per core.
const WORKERS: usize = 2;

/// Runs until the person quits. `hidden` starts to the tray, without a window.
pub fn run(instance: Instance, hidden: bool, links: Vec<Link>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("commands")
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return could_not_start(&error),
    };
    tauri::async_runtime::set(runtime.handle().clone());
    let builder = tauri::Builder::default();
    // On Linux the claim on the session bus is it.
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_single_instance::init(
        |handle, arguments, _folder| {
            let links = platform::instance::links_of(arguments);
            asked(handle, Asked::Open(links));
        },
    ));
    let built = builder
        .invoke_handler(commands::handler())
        .setup(move |tauri| {
            let handle = tauri.handle().clone();
            let app = App::new(platform::ports(), Arc::new(Shell::new(handle.clone())));
            tauri.manage(Desk {
                app,
                tray: AtomicBool::new(false),
            });
            let app = Desk::of(&handle).app.clone();
            app.heed_lock_signals();
            tauri::async_runtime::spawn_blocking(move || app.open_by_itself());
            tray::build(&handle)?;
            tray::watch_host(&handle);
            exit::on_signals(&handle);
            let linked = !links.is_empty();
            if linked {
                Desk::of(&handle).app.open_links(links);
            }
            if linked || !hidden || !platform::tray_host::present() {
                window::open(&handle, None);
            }
            instance.listen(move |what| asked(&handle, what));
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(tauri) => {
            tauri.run(on_event);
            ExitCode::SUCCESS
        }
        Err(error) => could_not_start(&error),
    }
}

/// Another start of the program, or the desktop, wants something.
fn asked(handle: &AppHandle, what: Asked) {
    if let Asked::Open(links) = what
        && !links.is_empty()
    {
        Desk::of(handle).app.open_links(links);
    }
    window::open(handle, None);
}

#[expect(clippy::print_stderr, reason = "there is no window yet to say it in")]
fn could_not_start(error: &dyn std::error::Error) -> ExitCode {
    log::error!("Countersign could not start: {error}");
    eprintln!("Countersign could not start: {error}");
    ExitCode::FAILURE
}

fn on_event(handle: &AppHandle, event: RunEvent) {
    match event {
        // The last window went. With a tray icon the program stays, without a webview.
        RunEvent::ExitRequested {
            code: None, api, ..
        } if window::stays_in_tray(handle) => {
            api.prevent_exit();
        }
        RunEvent::Exit => Desk::of(handle).app.shutdown(),
        // A click on the dock icon (macOS).
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let links = urls.iter().map(ToString::to_string);
            asked(handle, Asked::Open(platform::instance::links_of(links)));
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::open(handle, None),
        _ => {}
    }
}

/// Opens the window at a view; what tray entries and links do.
pub fn show(handle: &AppHandle, show: Show) {
    window::open(handle, Some(show));
}
