//! The camera: a thread looks at the newest frame, shows a preview in which no code can be read, and turns the camera
//! off as soon as something was found.

mod hint;
mod look;
mod preview;
mod watch;

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::App;
use crate::faults::{fault, internal, of_camera};
use crate::ports::{CameraError, CameraInfo, LightSwitch};
use crate::sync::held;
use crate::wire::{
    CameraFrameRequest, CameraInfoView, CameraRequest, CameraStatus, CameraView, CamerasView,
    Fault, FaultCode, Phase,
};

/// How long the page waits for a frame at most.
const FRAME_WAIT: Duration = Duration::from_secs(1);

/// What the looking thread and the page share.
pub(crate) struct Camera {
    shared: Mutex<Shared>,
    changed: Condvar,
    /// Held by the looking thread while it has a camera open.
    turns: Arc<Mutex<()>>,
    /// The cameras that were listed last.
    listed: Mutex<Vec<CameraInfo>>,
}

struct Shared {
    /// Counts starts and stops: a thread of an older run ends.
    run: u64,
    view: CameraView,
    jpeg: Vec<u8>,
    /// When the page last asked for a frame.
    asked: Duration,
    /// Turns the present run's camera off; gone once it is off.
    light: Option<LightSwitch>,
}

impl Default for Camera {
    fn default() -> Self {
        let shared = Shared {
            run: 0,
            view: bare(0, CameraStatus::Off),
            jpeg: Vec::new(),
            asked: Duration::ZERO,
            light: None,
        };
        Self {
            shared: Mutex::new(shared),
            changed: Condvar::new(),
            turns: Arc::default(),
            listed: Mutex::default(),
        }
    }
}

/// A view without a picture.
fn bare(seq: u64, status: CameraStatus) -> CameraView {
    CameraView {
        seq,
        status,
        hint: None,
        outlines: Vec::new(),
        width: 0,
        height: 0,
        findings: None,
        fault: None,
    }
}

impl Camera {
    /// Ends the present run, with its camera's light, and begins another one, or none. The looking thread may be in the
    /// middle of a frame, so the light is not left to it.
    fn turn(&self, status: CameraStatus, now: Duration) -> u64 {
        let mut shared = held(&self.shared);
        put_out(&mut shared);
        shared.run += 1;
        shared.view = bare(shared.view.seq + 1, status);
        shared.jpeg = Vec::new();
        shared.asked = now;
        let run = shared.run;
        drop(shared);
        self.changed.notify_all();
        run
    }

    /// Shows something of a run; says false when the run is over.
    fn publish(&self, run: u64, view: CameraView, jpeg: Vec<u8>) -> bool {
        let mut shared = held(&self.shared);
        if shared.run != run {
            return false;
        }
        let seq = shared.view.seq + 1;
        shared.view = CameraView { seq, ..view };
        shared.jpeg = jpeg;
        drop(shared);
        self.changed.notify_all();
        true
    }

    /// A run's camera is on; says false, and turns it off, when the run is over.
    fn lit(&self, run: u64, light: LightSwitch) -> bool {
        let mut shared = held(&self.shared);
        let goes_on = shared.run == run;
        if goes_on {
            shared.light = Some(light);
        } else {
            light();
        }
        goes_on
    }

    /// Turns a run's camera off; what it has shown stays.
    fn lights_out(&self, run: u64) {
        let mut shared = held(&self.shared);
        if shared.run == run {
            put_out(&mut shared);
        }
    }

    /// Whether the run goes on, and when the page last asked for a frame.
    fn goes_on(&self, run: u64) -> Option<Duration> {
        let shared = held(&self.shared);
        (shared.run == run).then_some(shared.asked)
    }

    /// Turns the camera off, if it is on. What was found or failed stays to be seen.
    pub(crate) fn stop(&self, now: Duration) {
        let on = matches!(
            held(&self.shared).view.status,
            CameraStatus::Opening | CameraStatus::Looking
        );
        if on {
            self.turn(CameraStatus::Off, now);
        }
    }

    /// As [`Camera::stop`], and nothing stays to be seen.
    pub(crate) fn forget(&self, now: Duration) {
        self.turn(CameraStatus::Off, now);
    }
}

fn put_out(shared: &mut Shared) {
    if let Some(light) = shared.light.take() {
        light();
    }
}

impl App {
    /// The cameras, best first. None is no fault here: the page shows the other ways.
    ///
    /// # Errors
    /// `camera_forbidden`, `camera_failed`.
    pub fn cameras(&self) -> Result<CamerasView, Fault> {
        self.touch_activity();
        let cameras = match self.ports.cameras.list() {
            Ok(cameras) => cameras,
            Err(CameraError::None) => Vec::new(),
            Err(error) => return Err(of_camera(&error, "the camera")),
        };
        held(&self.camera.listed).clone_from(&cameras);
        let last = self.settings().camera;
        let chosen = cameras
            .iter()
            .find(|camera| Some(&camera.id) == last.as_ref())
            .or(cameras.first());
        Ok(CamerasView {
            chosen: chosen.map(|camera| camera.id.clone()),
            cameras: cameras
                .iter()
                .map(|camera| CameraInfoView {
                    id: camera.id.clone(),
                    name: camera.name.clone(),
                })
                .collect(),
        })
    }

    /// Turns the camera on. How it goes is told by [`App::camera_frame`].
    ///
    /// # Errors
    /// `locked`.
    pub fn camera_start(&self, request: CameraRequest) -> Result<(), Fault> {
        self.touch_activity();
        if self.phase() != Phase::Unlocked {
            return Err(fault(FaultCode::Locked));
        }
        let last = self.settings().camera;
        if request.camera.is_some() && request.camera != last {
            // A settings file that cannot be written does not keep the camera off.
            let _ = self.store_settings(|stored| stored.view.camera.clone_from(&request.camera));
            self.events.state_changed();
        }
        let id = request.camera.or(last);
        let run = self
            .camera
            .turn(CameraStatus::Opening, self.ports.clock.monotonic());
        let app = self.me.clone();
        let started = std::thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || look::look(&app, run, id.as_deref()));
        started.map(drop).map_err(|error| internal(error.kind()))
    }

    /// The next preview: 4 bytes little-endian length of a [`CameraView`] as JSON, the JSON, a JPEG. Answers when
    /// there is a newer one, at the latest after a second, then without a picture.
    ///
    /// # Errors
    /// None of its own; what is wrong with the camera is in the view.
    pub fn camera_frame(&self, request: CameraFrameRequest) -> Result<Vec<u8>, Fault> {
        let mut shared = held(&self.camera.shared);
        shared.asked = self.ports.clock.monotonic();
        let (shared, _) = self
            .camera
            .changed
            .wait_timeout_while(shared, FRAME_WAIT, |shared| {
                shared.view.seq <= request.after
            })
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let json = serde_json::to_vec(&shared.view).map_err(internal)?;
        let picture: &[u8] = if shared.view.seq > request.after {
            &shared.jpeg
        } else {
            &[]
        };
        let length = u32::try_from(json.len()).map_err(internal)?;
        let mut bytes = Vec::with_capacity(4 + json.len() + picture.len());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&json);
        bytes.extend_from_slice(picture);
        Ok(bytes)
    }

    /// Turns the camera off.
    ///
    /// # Errors
    /// None.
    pub fn camera_stop(&self) -> Result<(), Fault> {
        self.touch_activity();
        self.camera.forget(self.ports.clock.monotonic());
        Ok(())
    }

    /// The window was closed: nobody looks at the preview.
    pub fn window_closed(&self) {
        self.camera.forget(self.ports.clock.monotonic());
    }
}
