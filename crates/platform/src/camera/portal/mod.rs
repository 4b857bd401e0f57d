//! The camera portal: for sandboxes, which have no camera's node, and for cameras that only PipeWire can show.
//!
//! The desktop asks the person, remembers the answer, and hands out a PipeWire that shows cameras and nothing else.
//! PipeWire's library is loaded when a camera is opened this way, and in the helper alone.

mod library;
mod pod;
mod stream;

use std::path::Path;
use std::time::Duration;

use app::ports::CameraError;
use ashpd::desktop::camera::Camera;
use ashpd::{Error, desktop::ResponseError};

use super::capture::Source;
use crate::helper::protocol::Listed;
use crate::limit::within;

/// A portal that does not answer by then is none: it says only whether there is a camera, and may have to be started.
const LIMIT: Duration = Duration::from_millis(2_500);

/// Whether this program runs in a Flatpak, which has no nodes of cameras.
pub(super) fn is_sandboxed() -> bool {
    Path::new("/.flatpak-info").exists()
}

/// The one camera that the portal has to offer: which it is, the person or the desktop chooses.
pub(super) fn list() -> Option<Listed> {
    let present = within("camera portal", LIMIT, || {
        zbus::block_on(async { Camera::new().await?.is_present().await })
    });
    match present {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) | Err(_) => return None,
        Ok(Err(error)) => {
            log::debug!("no camera portal: {error}");
            return None;
        }
    }
    if let Err(error) = library::Functions::load() {
        log::info!("the camera portal cannot be used: {error}");
        return None;
    }
    Some(Listed {
        id: "portal".to_owned(),
        name: "Camera".to_owned(),
    })
}

/// Asks for the camera, for as long as the person takes, and opens it.
pub(super) fn open() -> Result<Box<dyn Source>, CameraError> {
    let remote = zbus::block_on(async {
        let camera = Camera::new().await?;
        let asked = camera.request_access(Default::default()).await?;
        asked.response()?;
        camera.open_pipe_wire_remote(Default::default()).await
    });
    let remote = remote.map_err(|error| match error {
        Error::Response(ResponseError::Cancelled | ResponseError::Other) => CameraError::Forbidden,
        other => CameraError::Failed(other.to_string()),
    })?;
    Ok(Box::new(stream::PipeWireSource::open(remote)?))
}
