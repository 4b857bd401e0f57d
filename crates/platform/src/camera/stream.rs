//! The cameras of this machine, each opened by a helper.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::ports::{CameraError, CameraInfo, CameraStream, Cameras, LightSwitch};
use scan::Frame;

use crate::helper::process::{Helper, Program, patiently};
use crate::helper::protocol::Message;
use crate::helper::slot::Slot;

/// How long the cameras may take to be listed.
const LIST_LIMIT: Duration = Duration::from_secs(6);
/// How long one may take to open. On macOS the person may be asked first.
const OPEN_LIMIT: Duration = Duration::from_secs(if cfg!(target_os = "macos") { 60 } else { 10 });
/// How long an opened camera may take to fail: a busy one says so only when it is asked for its first frame.
const FIRST_NEWS: Duration = Duration::from_millis(1_500);

/// The cameras of this machine, each opened by a process of its own.
#[derive(Debug, Clone, Default)]
pub struct HelperCameras {
    helper: Program,
}

impl HelperCameras {
    /// With the executable that runs as the helper.
    #[must_use]
    pub fn new() -> HelperCameras {
        HelperCameras::default()
    }

    /// With another executable as the helper, for tests.
    #[must_use]
    pub fn with_program(program: impl Into<PathBuf>) -> HelperCameras {
        let path = Some(program.into());
        HelperCameras {
            helper: Program {
                path,
                ..Program::default()
            },
        }
    }

    /// With a variable in the helper's environment, for tests.
    #[must_use]
    pub fn with_var(
        mut self,
        name: impl Into<OsString>,
        value: impl Into<OsString>,
    ) -> HelperCameras {
        self.helper.variables.push((name.into(), value.into()));
        self
    }
}

impl Cameras for HelperCameras {
    fn list(&self) -> Result<Vec<CameraInfo>, CameraError> {
        let mut helper = self.helper.start(&["list"])?;
        match helper.answer(LIST_LIMIT, &|| true)?.0 {
            Message::Cameras { list } => Ok(list.into_iter().map(CameraInfo::from).collect()),
            _ => Err(CameraError::Failed(
                "the helper answered something else".to_owned(),
            )),
        }
    }

    fn open_while(
        &self,
        id: Option<&str>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Box<dyn CameraStream>, CameraError> {
        let mut helper = self.helper.start(&["open", id.unwrap_or_default()])?;
        let (Message::Opened { camera }, slot) = helper.answer(OPEN_LIMIT, wanted)? else {
            return Err(CameraError::Failed(
                "the helper answered something else".to_owned(),
            ));
        };
        slot.opened();
        patiently(FIRST_NEWS, wanted, |step| match slot.wait(step) {
            Ok(()) if slot.is_empty() => None,
            news => Some(news),
        })
        .unwrap_or(Ok(()))?;
        Ok(Box::new(HelperStream {
            info: camera.into(),
            slot,
            helper,
        }))
    }
}

struct HelperStream {
    info: CameraInfo,
    slot: Arc<Slot>,
    helper: Helper,
}

impl CameraStream for HelperStream {
    fn info(&self) -> &CameraInfo {
        &self.info
    }

    fn light(&self) -> LightSwitch {
        self.helper.light()
    }

    fn next(&mut self, wait: Duration) -> Result<Option<Frame>, CameraError> {
        self.slot.take(wait)
    }
}
