//! Starting with the session.

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod xdg;

#[cfg(not(target_os = "linux"))]
use native as system;
#[cfg(target_os = "linux")]
use xdg as system;

use app::ports::Autostart;

/// The argument with which the session starts the program: to the tray, without a window.
pub const HIDDEN_ARG: &str = "--hidden";

/// XDG autostart on Linux, a launch agent on macOS, the user's Run key on Windows.
#[derive(Debug)]
pub struct SystemAutostart(());

impl SystemAutostart {
    /// Autostart of the executable that runs.
    #[must_use]
    pub fn new() -> SystemAutostart {
        SystemAutostart(())
    }
}

impl Default for SystemAutostart {
    fn default() -> SystemAutostart {
        SystemAutostart::new()
    }
}

impl Autostart for SystemAutostart {
    fn is_set(&self) -> bool {
        system::is_set().unwrap_or(false)
    }

    fn set(&self, on: bool) -> Result<(), String> {
        system::set(on)?;
        if system::is_set()? == on {
            Ok(())
        } else {
            Err("the system did not keep the setting".to_owned())
        }
    }
}
