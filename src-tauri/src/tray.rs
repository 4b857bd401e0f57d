//! The tray: pinned and recent accounts, one click copies; no window needed.

use std::sync::atomic::Ordering;

use app::TrayEntry;
use app::wire::{AccountRequest, CopyRequest, Phase, Show, Which};
use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuEvent, MenuItemBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Wry};

use crate::desk::{self, Desk};
use crate::window;

const ID: &str = "countersign";
const COPY: &str = "copy:";
/// More than this many accounts do not fit a menu at a glance.
const ENTRIES: usize = 12;

/// Puts the icon there.
pub fn build(handle: &AppHandle) -> tauri::Result<()> {
    TrayIconBuilder::with_id(ID)
        .icon(Image::from_bytes(include_bytes!("../icons/tray.png"))?)
        .tooltip("Countersign")
        .menu(&menu(handle)?)
        .on_menu_event(on_menu)
        .build(handle)?;
    Ok(())
}

/// Makes the menu anew after accounts or the lock changed.
pub fn refresh(handle: &AppHandle) {
    let on_main = handle.clone();
    let task = move || {
        let Some(tray) = on_main.tray_by_id(ID) else {
            return;
        };
        if let Err(error) = menu(&on_main).and_then(|menu| tray.set_menu(Some(menu))) {
            log::warn!("the tray menu could not be renewed: {error}");
        }
    };
    if let Err(error) = handle.run_on_main_thread(task) {
        log::warn!("the tray menu could not be renewed: {error}");
    }
}

/// Follows whether a tray host shows the icon; where none does, closing the window ends the program.
pub fn watch_host(handle: &AppHandle) {
    let handle = handle.clone();
    platform::tray_host::watch(move |present| {
        let desk = Desk::of(&handle);
        desk.tray.store(present, Ordering::Relaxed);
        desk.app.tray_changed(present);
        if !present {
            // Without a window and without an icon nobody could reach the program.
            window::open_if_none(&handle);
        }
    });
}

fn menu(handle: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let app = &Desk::of(handle).app;
    let item = |id: &str, text: &str| MenuItemBuilder::with_id(id, text).build(handle);
    let menu = MenuBuilder::new(handle);
    let menu = match app.phase() {
        Phase::Unlocked => {
            let entries = app.tray_accounts(ENTRIES);
            let mut menu = menu;
            for TrayEntry { id, title } in &entries {
                menu = menu.item(&item(&format!("{COPY}{id}"), &escaped(title))?);
            }
            if !entries.is_empty() {
                menu = menu.separator();
            }
            menu.item(&item("scan", "Scan…")?)
                .item(&item("screen", "Scan the screen")?)
                .item(&item("open", "Open Countersign")?)
                .item(&item("lock", "Lock")?)
        }
        Phase::Locked => menu.item(&item("open", "Unlock…")?),
        Phase::Fresh | Phase::Damaged | Phase::Newer => {
            menu.item(&item("open", "Open Countersign")?)
        }
    };
    menu.item(&item("quit", "Quit")?).build()
}

/// `&` marks an accelerator in menus.
fn escaped(title: &str) -> String {
    title.replace('&', "&&")
}

#[expect(clippy::needless_pass_by_value, reason = "Tauri hands the event over")]
fn on_menu(handle: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        "scan" => desk::show(handle, Show::AddCamera),
        "screen" => {
            let window = handle.clone();
            on_worker(handle, move |app| {
                let answer = app.screen_scan(|| window::aside(&window));
                app.show_answer(answer);
                window::open(&window, None);
            });
        }
        "open" => window::open(handle, None),
        "lock" => on_worker(handle, |desk| {
            if let Err(fault) = desk.lock() {
                log::warn!("locking failed: {:?}", fault.code);
            }
        }),
        "quit" => handle.exit(0),
        other => {
            if let Some(id) = other.strip_prefix(COPY) {
                copy(handle, id.to_owned());
            }
        }
    }
}

fn copy(handle: &AppHandle, id: String) {
    let opener = handle.clone();
    on_worker(handle, move |app| {
        let title = app.title_of(&id).unwrap_or_default();
        let copied = app.copy(CopyRequest {
            id: id.clone(),
            which: Which::Current,
            shown_until: None,
        });
        match copied {
            Ok(copied) => {
                platform::notify::code_copied(&title, &app::sentences::copied(&copied));
                // A code by counter is good for one use (RFC 4226), and a menu has no button for the next one.
                if copied.valid_for == 0
                    && let Err(fault) = app.advance(AccountRequest { id })
                {
                    log::warn!("the counter was not moved on: {:?}", fault.code);
                }
            }
            Err(fault) => {
                log::warn!("copying from the tray failed: {:?}", fault.code);
                window::open(&opener, None);
            }
        }
    });
}

fn on_worker(handle: &AppHandle, work: impl FnOnce(&app::App) + Send + 'static) {
    let app = Desk::of(handle).app.clone();
    tauri::async_runtime::spawn_blocking(move || work(&app));
}
