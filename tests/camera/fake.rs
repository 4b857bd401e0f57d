//! A webcam for tests to plug in, break and pull out.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::pictures::{self, Fourcc, TEXT};
use crate::usbip::Plugged;
use crate::uvc::{Format, Model};

/// What device and test share.
#[derive(Default)]
pub struct Shared {
    paused: AtomicBool,
    /// Sent instead of the next frames.
    damaged: Mutex<VecDeque<Vec<u8>>>,
    /// Damaged frames come again and again.
    worn: AtomicBool,
    light: Mutex<Light>,
    changed: Condvar,
    /// How many were sent.
    pub frames: AtomicUsize,
}

#[derive(Default)]
struct Light {
    on: bool,
    since: Option<Instant>,
}

impl Shared {
    pub fn sends(&self) -> bool {
        self.is_on() && !self.paused.load(Ordering::SeqCst)
    }

    pub fn is_on(&self) -> bool {
        self.light.lock().unwrap().on
    }

    pub fn turn(&self, on: bool) {
        let mut light = self.light.lock().unwrap();
        if light.on != on {
            *light = Light {
                on,
                since: Some(Instant::now()),
            };
            self.changed.notify_all();
        }
    }

    pub fn damaged(&self) -> Option<Vec<u8>> {
        let mut damaged = self.damaged.lock().unwrap();
        let next = damaged.pop_front();
        if self.worn.load(Ordering::SeqCst) {
            damaged.extend(next.clone());
        }
        next
    }
}

/// A camera in a port of its own; pulled out when dropped.
pub struct Webcam {
    model: Arc<Model>,
    port: u32,
    pub shared: Arc<Shared>,
    plugged: Option<Plugged>,
}

impl Webcam {
    /// Plugs one in and waits for its node.
    pub fn plug(port: u32, model: Model) -> Webcam {
        let mut webcam = Webcam {
            model: Arc::new(model),
            port,
            shared: Arc::default(),
            plugged: None,
        };
        webcam.plug_again();
        webcam
    }

    pub fn plug_again(&mut self) {
        let before = nodes().len();
        self.shared.turn(false);
        let (model, shared) = (Arc::clone(&self.model), Arc::clone(&self.shared));
        self.plugged = Some(Plugged::into(self.port, model, shared));
        // Two nodes each: pictures and metadata.
        wait_for("the nodes of a camera", || nodes().len() >= before + 2);
    }

    /// Pulls it out, and waits for its nodes to go.
    pub fn unplug(&mut self) {
        let before = nodes().len();
        if self.plugged.take().is_some() {
            self.shared.turn(false);
            wait_for("the end of a camera's nodes", || {
                nodes().len() + 2 <= before
            });
        }
    }

    /// It stays, and sends nothing.
    pub fn pause(&self, paused: bool) {
        self.shared.paused.store(paused, Ordering::SeqCst);
    }

    /// These come instead of the next frames.
    pub fn damage(&self, frames: impl IntoIterator<Item = Vec<u8>>) {
        self.shared.damaged.lock().unwrap().extend(frames);
    }

    /// From now on nothing else comes.
    pub fn wear_out(&self, frames: Vec<Vec<u8>>) {
        self.shared.worn.store(true, Ordering::SeqCst);
        self.damage(frames);
    }

    pub fn is_on(&self) -> bool {
        self.shared.is_on()
    }

    /// Waits for the light to be as wanted; says since when it is.
    pub fn await_light(&self, on: bool) -> Instant {
        let limit = Duration::from_secs(40);
        let light = self.shared.light.lock().unwrap();
        let wrong = |light: &mut Light| light.on != on;
        let (light, late) = self
            .shared
            .changed
            .wait_timeout_while(light, limit, wrong)
            .unwrap();
        assert!(
            !late.timed_out(),
            "the light is {} for {limit:?}",
            if on { "off" } else { "on" }
        );
        light.since.unwrap()
    }
}

impl Drop for Webcam {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.unplug();
        }
    }
}

/// Small, so that an emulated processor reads it soon.
pub const SMALL: (u16, u16) = (240, 180);

/// A format that shows the code.
pub fn format(fourcc: Fourcc) -> Format {
    sized(fourcc, SMALL.0, SMALL.1)
}

pub fn sized(fourcc: Fourcc, width: u16, height: u16) -> Format {
    let luma = pictures::luma(width, height, Some(TEXT));
    Format {
        fourcc,
        width,
        height,
        frames: vec![pictures::encoded(fourcc, width, height, &luma)],
    }
}

/// A format that shows a wall without a code.
pub fn empty(fourcc: Fourcc) -> Format {
    let luma = pictures::luma(SMALL.0, SMALL.1, None);
    Format {
        frames: vec![pictures::encoded(fourcc, SMALL.0, SMALL.1, &luma)],
        ..format(fourcc)
    }
}

/// A camera of this name with this format at 30 frames a second.
pub fn model(name: &'static str, formats: Vec<Format>) -> Model {
    Model {
        name,
        formats,
        rates: vec![(30, 1)],
    }
}

/// The numbers of the nodes that there are.
pub fn nodes() -> Vec<usize> {
    let names = std::fs::read_dir("/sys/class/video4linux")
        .into_iter()
        .flatten()
        .flatten();
    let mut numbers: Vec<usize> = names
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("video")?
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

pub fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(40);
    while !done() {
        assert!(Instant::now() < end, "it did not happen: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
