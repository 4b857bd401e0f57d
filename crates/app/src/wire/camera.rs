//! What the page gets to see of cameras.

use serde::{Deserialize, Serialize};

use super::{Fault, FindingsView};

words! {
    /// What the camera is doing.
    CameraStatus {
        /// Opening.
        Opening,
        /// Frames come; no code read yet.
        Looking,
        /// Read; the camera is off again.
        Found,
        /// It failed; see the fault.
        Failed,
        /// Not running.
        Off,
    }
}

views! {
    /// The cameras.
    CamerasView {
        /// All that can show a picture.
        cameras: Vec<CameraInfoView>,
        /// The one that would be used.
        chosen: Option<String>,
    }
    /// One camera.
    CameraInfoView {
        /// Names it across restarts.
        id: String,
        /// For people.
        name: String,
    }
    /// Goes ahead of a preview frame: 4 bytes little-endian length of this JSON, the JSON, then a
    /// JPEG (nothing when there is no new picture).
    CameraView {
        /// Number of the frame.
        #[cfg_attr(test, ts(type = "number"))]
        seq: u64,
        /// What the camera is doing.
        status: CameraStatus,
        /// Why nothing was read yet: code of a hint.
        hint: Option<String>,
        /// Corners of each code seen, in fractions of the preview (0 to 1), in order round it.
        outlines: Vec<Vec<(f32, f32)>>,
        /// Width of the preview, px.
        width: u32,
        /// Height of the preview, px.
        height: u32,
        /// What was found; while the status is still `looking`, how far a Google export has come.
        findings: Option<FindingsView>,
        /// What went wrong.
        fault: Option<Fault>,
    }
}
