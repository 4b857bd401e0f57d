//! Folders of pictures.

use std::path::{Path, PathBuf};

use app::wire::{Fault, FaultCode};

/// Endings of what is read, and of pictures that are refused with a word of help.
const ENDINGS: [&str; 14] = [
    "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif",
    "jxl", "jp2",
];
/// Folders in folders are walked so deep.
const DEEPEST: usize = 16;
/// More files are no folder of codes.
const MOST: usize = 10_000;

/// A file to read.
pub struct Named {
    /// Where it lies.
    pub path: PathBuf,
    /// It was not named itself: without a code it is no more than one of many pictures.
    pub from_folder: bool,
}

/// Puts the pictures in them in the place of folders, in the order of their names; hidden ones are left out.
///
/// # Errors
/// `file_unreadable` for a folder that cannot be listed, or that holds too many pictures or none.
pub fn files(named: &[PathBuf]) -> Result<Vec<Named>, Fault> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = files.len();
            walk(path, 0, &mut files).map_err(|reason| unreadable(path, &reason))?;
            if files.len() == before {
                return Err(unreadable(path, "there is no picture in it"));
            }
        } else {
            files.push(Named {
                path: path.clone(),
                from_folder: false,
            });
        }
    }
    Ok(files)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<Named>) -> Result<(), String> {
    let listed = std::fs::read_dir(folder).map_err(|error| error.kind().to_string())?;
    let mut entries: Vec<_> = listed.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Not followed: a link may lead back to where it is.
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if hidden {
            continue;
        }
        let path = entry.path();
        if kind.is_dir() {
            if depth < DEEPEST {
                // A folder inside that cannot be listed keeps nothing else back.
                let _ = walk(&path, depth + 1, files);
            }
        } else if is_picture(&path) {
            if files.len() == MOST {
                return Err(format!("there are more than {MOST} pictures in it"));
            }
            files.push(Named {
                path,
                from_folder: true,
            });
        }
    }
    Ok(())
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn unreadable(folder: &Path, reason: &str) -> Fault {
    Fault::new(FaultCode::FileUnreadable)
        .with("name", folder.display())
        .with("reason", reason)
}

/// Is it said of a picture that just shows something else? In a folder that is only one of many.
pub fn is_other_picture(code: FaultCode) -> bool {
    matches!(code, FaultCode::NoCodeInPicture | FaultCode::OtherSymbol)
}

/// "No QR code in 12 other pictures", when there are any.
pub fn others(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("No QR code in one other picture.".to_owned()),
        count => Some(format!("No QR code in {count} other pictures.")),
    }
}
