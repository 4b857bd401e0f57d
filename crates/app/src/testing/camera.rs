//! A camera in memory.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scan::Frame;

use crate::ports::{CameraError, CameraInfo, CameraStream, Cameras, LightSwitch};
use crate::sync::held;

/// What a camera sends, in order; then nothing.
type Script = VecDeque<Result<Frame, CameraError>>;

/// One camera that plays what it is given.
#[derive(Default)]
pub struct FakeCameras {
    /// What comes next.
    pub script: Arc<Mutex<Script>>,
    /// How opening fails.
    pub fails: Mutex<Option<CameraError>>,
    /// How many streams are open.
    pub open: Arc<AtomicUsize>,
    /// How many were open at once at most.
    pub most: AtomicUsize,
    /// How often they were listed.
    pub listed: AtomicUsize,
    /// The ids that were asked for.
    pub asked: Mutex<Vec<Option<String>>>,
    /// While it is held, no stream answers, however long it was told to wait.
    pub stuck: Arc<Mutex<()>>,
}

struct FakeStream {
    info: CameraInfo,
    script: Arc<Mutex<Script>>,
    stuck: Arc<Mutex<()>>,
    light: LightSwitch,
}

impl Drop for FakeStream {
    fn drop(&mut self) {
        (self.light)();
    }
}

fn fake_camera() -> CameraInfo {
    CameraInfo {
        id: "fake-0".to_owned(),
        name: "Fake Camera".to_owned(),
    }
}

impl Cameras for FakeCameras {
    fn list(&self) -> Result<Vec<CameraInfo>, CameraError> {
        self.listed.fetch_add(1, Ordering::SeqCst);
        match &*held(&self.fails) {
            Some(CameraError::None) => Err(CameraError::None),
            _ => Ok(vec![fake_camera()]),
        }
    }
    fn open_while(
        &self,
        id: Option<&str>,
        _: &dyn Fn() -> bool,
    ) -> Result<Box<dyn CameraStream>, CameraError> {
        held(&self.asked).push(id.map(str::to_owned));
        if let Some(error) = held(&self.fails).clone() {
            return Err(error);
        }
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(open, Ordering::SeqCst);
        let (open, on) = (self.open.clone(), AtomicBool::new(true));
        Ok(Box::new(FakeStream {
            info: fake_camera(),
            script: self.script.clone(),
            stuck: self.stuck.clone(),
            light: Arc::new(move || {
                if on.swap(false, Ordering::SeqCst) {
                    open.fetch_sub(1, Ordering::SeqCst);
                }
            }),
        }))
    }
}

impl CameraStream for FakeStream {
    fn info(&self) -> &CameraInfo {
        &self.info
    }
    fn light(&self) -> LightSwitch {
        self.light.clone()
    }
    fn next(&mut self, _: Duration) -> Result<Option<Frame>, CameraError> {
        drop(held(&self.stuck));
        match held(&self.script).pop_front() {
            Some(Ok(frame)) => Ok(Some(frame)),
            Some(Err(error)) => Err(error),
            None => {
                // A pace, so that an idle test does not spin.
                std::thread::sleep(Duration::from_millis(2));
                Ok(None)
            }
        }
    }
}
