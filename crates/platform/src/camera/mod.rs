//! Cameras, in a process of their own.
//!
//! The library that reads cameras can block for ever, panic or abort on what a camera sends, and what parses a camera's
//! bytes shall not share memory with secrets. So the same executable is started again with [`HELPER_ARG`]; it hands
//! luma frames to this process through a pipe ([`protocol`]), and is killed when the stream is dropped: then the
//! camera's light goes out at once. The helper ends by itself when its parent does.

mod capture;
mod fault;
mod format;
mod helper;
mod luma;
mod protocol;
#[cfg(debug_assertions)]
pub mod recorded;
mod slot;
mod stream;
#[cfg(target_os = "linux")]
mod v4l2;

use std::sync::Arc;

use app::ports::Cameras;

pub use helper::helper_main;
pub use stream::HelperCameras;

/// The first argument that makes the executable a camera helper: `main` then calls [`helper_main`] with the rest.
pub const HELPER_ARG: &str = "--camera-helper";

/// In debug builds: recorded pictures instead of cameras, see [`recorded`].
#[cfg(debug_assertions)]
pub const RECORDED_VAR: &str = "COUNTERSIGN_CAMERA";

/// The cameras of this system, by a helper that is the executable that runs.
#[must_use]
pub fn cameras() -> Arc<dyn Cameras> {
    #[cfg(debug_assertions)]
    if let Some(recording) = std::env::var_os(RECORDED_VAR) {
        return Arc::new(recorded::RecordedCameras::new(&recording));
    }
    Arc::new(HelperCameras::new())
}
