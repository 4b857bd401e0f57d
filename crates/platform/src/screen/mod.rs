//! Pictures of the screens, in their own pixels; none of them is kept.
//!
//! On Wayland nobody may look at the screen but the desktop itself: its portal takes the picture ([`portal`]). X11 gives
//! it to whoever asks ([`x11`]), macOS and Windows through `xcap`. Why not `xcap` everywhere: ADR 0008.

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
mod x11;

use app::ports::{Screen, ScreenError};
use scan::Frame;

/// The screens of this session.
#[derive(Debug, Default)]
pub struct SystemScreen;

impl Screen for SystemScreen {
    fn shots(&self, wanted: &dyn Fn() -> bool) -> Result<Vec<Frame>, ScreenError> {
        #[cfg(target_os = "linux")]
        {
            if is_wayland() {
                return portal::shots(wanted);
            }
            match x11::shots() {
                // A sandbox without X11, or a session that says nothing about itself.
                Err(ScreenError::Missing) => portal::shots(wanted),
                answer => answer,
            }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = wanted;
            native::shots()
        }
    }
}

/// X11 programs can run on Wayland, but see nothing of its screen: black, and no error.
#[cfg(target_os = "linux")]
fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
        || std::env::var_os("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland")
}

/// As Rec. 601 weighs colours.
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let (r, g, b) = (u32::from(red), u32::from(green), u32::from(blue));
    u8::try_from((299 * r + 587 * g + 114 * b) / 1000).unwrap_or(u8::MAX)
}
