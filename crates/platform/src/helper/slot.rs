//! The newest frame, between the thread that reads and the one that asks.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use app::ports::CameraError;
use scan::Frame;

/// Without a frame for so long, a camera is silent. With what it takes to open one, people are told within three seconds.
pub(crate) const SILENT_AFTER: Duration = Duration::from_millis(2_500);

/// Holds one frame; a newer one replaces it. A queue would show the past.
pub(crate) struct Slot {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    newest: Option<Frame>,
    fault: Option<CameraError>,
    /// When the last frame came, or the camera was opened.
    last: Instant,
}

impl Slot {
    pub(crate) fn new() -> Slot {
        let state = State {
            newest: None,
            fault: None,
            last: Instant::now(),
        };
        Slot {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The camera is open: from now on it is expected to send.
    pub(crate) fn opened(&self) {
        self.lock().last = Instant::now();
    }

    /// A frame came.
    pub(crate) fn put(&self, frame: Frame) {
        let mut state = self.lock();
        state.newest = Some(frame);
        state.last = Instant::now();
        self.changed.notify_all();
    }

    /// Nothing more will come; the first reason counts.
    pub(crate) fn end(&self, fault: CameraError) {
        self.lock().fault.get_or_insert(fault);
        self.changed.notify_all();
    }

    /// Waits until there is a frame or a fault, and takes neither.
    pub(crate) fn wait(&self, wait: Duration) -> Result<(), CameraError> {
        let state = self.wait_for_news(wait);
        match (&state.newest, &state.fault) {
            (None, Some(fault)) => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    /// Neither a frame nor a fault is there.
    pub(crate) fn is_empty(&self) -> bool {
        let state = self.lock();
        state.newest.is_none() && state.fault.is_none()
    }

    /// The newest frame, once. A frame that came before the fault is given out before the fault is told.
    pub(crate) fn take(&self, wait: Duration) -> Result<Option<Frame>, CameraError> {
        let mut state = self.wait_for_news(wait);
        if let Some(frame) = state.newest.take() {
            return Ok(Some(frame));
        }
        match &state.fault {
            Some(fault) => Err(fault.clone()),
            None if state.last.elapsed() >= SILENT_AFTER => Err(CameraError::Silent),
            None => Ok(None),
        }
    }

    fn wait_for_news(&self, wait: Duration) -> MutexGuard<'_, State> {
        let nothing = |state: &mut State| state.newest.is_none() && state.fault.is_none();
        self.changed
            .wait_timeout_while(self.lock(), wait, nothing)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    #[cfg(test)]
    fn pretend_last(&self, ago: Duration) {
        self.lock().last = Instant::now() - ago;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    fn frame(grey: u8) -> Frame {
        Frame::new(1, 1, vec![grey]).unwrap()
    }

    #[test]
    fn only_the_newest_frame_is_kept_and_given_out_once() {
        let slot = Slot::new();
        slot.put(frame(1));
        slot.put(frame(2));
        assert_eq!(slot.take(LONG).unwrap().unwrap().luma(), [2]);
        assert!(slot.take(Duration::ZERO).unwrap().is_none());
    }

    #[test]
    fn the_first_fault_stays_and_comes_after_the_last_frame() {
        let slot = Slot::new();
        slot.put(frame(1));
        slot.end(CameraError::Unplugged);
        slot.end(CameraError::Failed("it ended".into()));
        assert!(slot.take(LONG).unwrap().is_some());
        assert_eq!(slot.take(LONG).err(), Some(CameraError::Unplugged));
        assert_eq!(slot.take(LONG).err(), Some(CameraError::Unplugged));
    }

    #[test]
    fn a_camera_without_frames_is_silent_and_recovers() {
        let slot = Slot::new();
        slot.pretend_last(SILENT_AFTER);
        assert_eq!(slot.take(Duration::ZERO).err(), Some(CameraError::Silent));
        slot.put(frame(3));
        assert!(slot.take(Duration::ZERO).unwrap().is_some());
        assert!(slot.take(Duration::ZERO).unwrap().is_none());
    }
}
