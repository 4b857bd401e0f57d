//! The system's file dialogs, asked from Rust: the page never learns more than the result.

use std::path::PathBuf;

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager};

use crate::window::MAIN;

fn dialog(handle: &AppHandle, title: &str) -> AsyncFileDialog {
    let dialog = AsyncFileDialog::new().set_title(title);
    match handle.get_webview_window(MAIN) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Asks for pictures to read; `None` when the person thinks better of it.
pub async fn pick_pictures(handle: &AppHandle) -> Option<Vec<PathBuf>> {
    let picked = dialog(handle, "Choose pictures of QR codes")
        .add_filter(
            "Pictures",
            &[
                "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "svg",
            ],
        )
        .add_filter("All files", &["*"])
        .pick_files()
        .await?;
    Some(picked.iter().map(|file| file.path().to_owned()).collect())
}

/// Asks where to save the recovery sheet.
pub async fn save_recovery_sheet(handle: &AppHandle) -> Option<PathBuf> {
    let picked = dialog(handle, "Save the recovery sheet")
        .add_filter("Picture to print", &["png"])
        .add_filter("Text", &["txt"])
        .set_file_name("Countersign recovery sheet.png")
        .save_file()
        .await?;
    Some(picked.path().to_owned())
}

/// Asks for the folder that backups go to.
pub async fn pick_backup_folder(handle: &AppHandle) -> Option<PathBuf> {
    let picked = dialog(handle, "Choose a folder for backups")
        .pick_folder()
        .await?;
    Some(picked.path().to_owned())
}

/// Asks where to save the entries that are not understood.
pub async fn save_odd_entries(handle: &AppHandle) -> Option<PathBuf> {
    let picked = dialog(handle, "Save the entries that are not understood")
        .add_filter("JSON", &["json"])
        .set_file_name("Countersign entries, not encrypted.json")
        .save_file()
        .await?;
    Some(picked.path().to_owned())
}
