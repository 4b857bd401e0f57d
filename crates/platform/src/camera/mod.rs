//! Cameras, in a process of their own.
//!
//! Each stream is a [helper](crate::helper) that is killed when the stream is dropped: then the camera's light goes out at
//! once.

mod capture;
mod fault;
mod format;
mod luma;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(debug_assertions)]
pub mod recorded;
mod stream;
pub(crate) mod task;
#[cfg(target_os = "linux")]
mod v4l2;

use std::sync::Arc;

use app::ports::Cameras;

pub use stream::HelperCameras;

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
