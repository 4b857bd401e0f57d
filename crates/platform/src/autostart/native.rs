//! macOS and Windows.

use auto_launch::{AutoLaunch, AutoLaunchBuilder};

use super::HIDDEN_ARG;

fn entry() -> Result<AutoLaunch, String> {
    let executable = std::env::current_exe().map_err(|error| error.to_string())?;
    let path = executable
        .to_str()
        .ok_or("the program's path is not Unicode")?;
    AutoLaunchBuilder::new()
        .set_app_name(crate::APP_NAME)
        .set_app_path(path)
        .set_args(&[HIDDEN_ARG])
        .build()
        .map_err(|error| error.to_string())
}

pub(super) fn is_set() -> Result<bool, String> {
    entry()?.is_enabled().map_err(|error| error.to_string())
}

pub(super) fn set(on: bool) -> Result<(), String> {
    let entry = entry()?;
    if on { entry.enable() } else { entry.disable() }.map_err(|error| error.to_string())
}
