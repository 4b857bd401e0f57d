//! The looking thread.

use std::sync::Weak;
use std::time::Duration;

use scan::{Effort, Frame};

use super::hint::SteadyHint;
use super::{bare, preview};
use crate::App;
use crate::enrol::Found;
use crate::faults::of_camera;
use crate::ports::{CameraError, CameraStream};
use crate::sync::held;
use crate::wire::{CameraStatus, CameraView, Fault, FindingsView, Source};

/// How long one wait for a frame lasts: a stop is noticed within it.
pub(super) const STEP: Duration = Duration::from_millis(150);
/// A page that asks for no frame for so long is gone, and the light must not stay on.
const ABANDONED: Duration = Duration::from_secs(15);

/// What is kept from one frame to the next.
struct Eye {
    hint: SteadyHint,
    /// The number of the frame: each gets another of the dear stages.
    turn: u32,
}

/// Opens the camera and looks until something is found, it fails, or the run is over.
pub(super) fn look(app: &Weak<App>, run: u64, id: Option<&str>) {
    let Some(turns) = app.upgrade().map(|app| app.camera.turns.clone()) else {
        return;
    };
    // One run at a time: a camera that the one before still holds would be said to be busy.
    let _turn = held(&turns);
    let Some(strong) = app.upgrade() else { return };
    let wanted = || strong.camera.goes_on(run).is_some();
    if !wanted() {
        return;
    }
    let opened = strong.ports.cameras.open_while(id, &wanted);
    let mut stream = match opened {
        Ok(stream) => stream,
        Err(CameraError::None) => return strong.camera_failed(run, &CameraError::None, ""),
        Err(error) => return strong.camera_failed(run, &error, &strong.camera_name(id)),
    };
    if !strong.camera.lit(run, stream.light()) {
        return;
    }
    let mut eye = Eye {
        hint: SteadyHint::new(strong.ports.clock.monotonic()),
        turn: 0,
    };
    drop(strong);
    // The program is held only while a frame is worked on, so that it can end.
    while let Some(app) = app.upgrade() {
        if !app.look_once(run, stream.as_mut(), &mut eye) {
            return;
        }
    }
}

impl App {
    /// Looks at the next frame; says whether to go on.
    fn look_once(&self, run: u64, stream: &mut dyn CameraStream, eye: &mut Eye) -> bool {
        let now = self.ports.clock.monotonic();
        match self.camera.goes_on(run) {
            Some(asked) if now.saturating_sub(asked) < ABANDONED => {}
            Some(_) => {
                self.camera.stop(now);
                return false;
            }
            None => return false,
        }
        match stream.next(STEP) {
            Ok(None) => true,
            Ok(Some(frame)) => self.see(run, &frame, eye),
            Err(error) => {
                self.camera_failed(run, &error, &stream.info().name);
                false
            }
        }
    }

    /// Reads a frame and shows it frosted; says whether to go on.
    fn see(&self, run: u64, frame: &Frame, eye: &mut Eye) -> bool {
        let began = self.ports.clock.monotonic();
        let effort = Effort::Live { turn: eye.turn };
        let expired = || {
            let worked = self.ports.clock.monotonic().saturating_sub(began);
            effort.patience().is_some_and(|patience| worked > patience)
                || self.camera.goes_on(run).is_none()
        };
        let reading = scan::read_until(frame, effort, &expired);
        eye.turn = eye.turn.wrapping_add(1);
        if self.camera.goes_on(run).is_none() {
            return false;
        }
        let mut found = Found {
            live: true,
            ..Found::default()
        };
        let texts: Vec<_> = reading.symbols.iter().map(|symbol| &symbol.text).collect();
        // EXPOSE: it is classified; drafts hold the secret in its own type.
        texts
            .iter()
            .for_each(|text| self.sort(text.expose(), &mut found));
        if self.locked_meanwhile() {
            return false;
        }
        let seen = !texts.is_empty();
        let mut base = bare(0, CameraStatus::Looking);
        if seen {
            // Parts of a Google export: the camera stays on until the export is complete.
            let partial = found.batch.is_some()
                && found.drafts.is_empty()
                && found.foreign.is_empty()
                && found.refused.is_empty();
            if partial {
                // The same part is seen in many frames: progress is shown, nothing is held for it.
                base.findings = Some(FindingsView {
                    batch: found.batch,
                    ..nothing_held(Vec::new())
                });
            } else {
                // Before anything else is made of it: nobody needs the camera any more.
                self.camera.lights_out(run);
                base.status = CameraStatus::Found;
                base.findings = Some(self.found_view(found));
            }
        } else {
            let steady = eye.hint.next(reading.hint, self.ports.clock.monotonic());
            base.hint = steady.map(|hint| hint.code().to_owned());
        }
        let done = base.status == CameraStatus::Found;
        let (view, jpeg) = preview::shown(frame, &reading, base);
        self.camera.publish(run, view, jpeg) && !done
    }

    /// Holds what the camera saw. A refusal is something to show, not a failure of the camera.
    pub(super) fn found_view(&self, found: Found) -> FindingsView {
        self.keep_found(Source::Camera, found)
            .unwrap_or_else(|fault| nothing_held(vec![fault]))
    }

    fn camera_failed(&self, run: u64, error: &CameraError, name: &str) {
        self.camera.lights_out(run);
        let fault = of_camera(error, name);
        let view = CameraView {
            fault: Some(fault),
            ..bare(0, CameraStatus::Failed)
        };
        self.camera.publish(run, view, Vec::new());
    }

    /// What the camera is called, for people: as it was listed, for what fails may fail to be listed, too.
    pub(super) fn camera_name(&self, id: Option<&str>) -> String {
        let mut cameras = held(&self.camera.listed).clone();
        if cameras.is_empty() {
            cameras = self.ports.cameras.list().unwrap_or_default();
        }
        let chosen = cameras
            .iter()
            .find(|camera| Some(camera.id.as_str()) == id)
            .or(cameras.first());
        chosen.map_or_else(|| "the camera".to_owned(), |camera| camera.name.clone())
    }
}

/// Findings without an id: there is nothing in them to confirm.
fn nothing_held(refused: Vec<Fault>) -> FindingsView {
    FindingsView {
        id: String::new(),
        source: Source::Camera,
        pictures: None,
        accounts: Vec::new(),
        choose: false,
        batch: None,
        foreign: Vec::new(),
        refused,
    }
}
