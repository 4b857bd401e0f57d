//! macOS and Windows.

use std::time::Duration;

use app::ports::ScreenError;
use scan::Frame;
use xcap::Monitor;
use zeroize::Zeroizing;

use crate::limit::within;

const LIMIT: Duration = Duration::from_secs(15);

/// One picture per monitor.
pub(super) fn shots() -> Result<Vec<Frame>, ScreenError> {
    within("screen", LIMIT, all).unwrap_or(Err(ScreenError::Silent))
}

fn all() -> Result<Vec<Frame>, ScreenError> {
    let monitors = Monitor::all().map_err(|error| ScreenError::Failed(error.to_string()))?;
    let mut failed = ScreenError::Missing;
    let mut shots = Vec::with_capacity(monitors.len());
    for monitor in monitors {
        match monitor.capture_image() {
            Ok(picture) => {
                let (width, height) = picture.dimensions();
                let rgba = Zeroizing::new(picture.into_raw());
                let luma = rgba.as_chunks::<4>().0.iter();
                let luma = luma.map(|&[r, g, b, _]| super::luma(r, g, b)).collect();
                match Frame::new(width, height, luma) {
                    Ok(frame) => shots.push(frame),
                    Err(error) => failed = ScreenError::Failed(error.to_string()),
                }
            }
            // macOS refuses until the person allows it; Windows does not.
            Err(_) if cfg!(target_os = "macos") => failed = ScreenError::Refused,
            Err(error) => failed = ScreenError::Failed(error.to_string()),
        }
    }
    if shots.is_empty() {
        Err(failed)
    } else {
        Ok(shots)
    }
}
