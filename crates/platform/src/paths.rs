//! Where files lie.

use std::path::PathBuf;

use app::ports::Paths;
use directories::ProjectDirs;

/// The vault and the settings, by the conventions of this system:
///
/// | | vault | settings |
/// | --- | --- | --- |
/// | Linux | `$XDG_DATA_HOME/countersign/vault.countersign` | `$XDG_CONFIG_HOME/countersign/settings.json` |
/// | macOS | `~/Library/Application Support/Countersign/vault.countersign` | the same folder |
/// | Windows | `%LOCALAPPDATA%\Countersign\data\vault.countersign` | `%APPDATA%\Countersign\config\settings.json` |
///
/// Where the system knows no home folder, both lie in the folder from which the program was started. On Windows the
/// vault does not roam: a profile that is synchronised late must not bring back an old one.
#[must_use]
pub fn paths() -> Paths {
    let (data, config) = match ProjectDirs::from("", "", crate::APP_NAME) {
        Some(dirs) => (
            dirs.data_local_dir().to_path_buf(),
            dirs.config_dir().to_path_buf(),
        ),
        None => (PathBuf::from("countersign"), PathBuf::from("countersign")),
    };
    Paths {
        vault: data.join("vault.countersign"),
        settings: config.join("settings.json"),
    }
}
