//! What the tests share: the cameras as Countersign sees them.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use app::ports::{CameraError, CameraStream, Cameras};
use countersign_platform::camera::HelperCameras;
use scan::Frame;

use crate::pictures;

/// Longer than anything takes, also here.
pub const LONG: Duration = Duration::from_secs(40);
/// A sentence has to come within this; printed, and asserted many times over, as the guest is slow.
pub const SENTENCE: Duration = Duration::from_secs(3);

/// A program beside this one's folder: `examples/helper`, `countersign-cli`.
pub fn built(name: &str) -> PathBuf {
    let examples = std::env::current_exe().unwrap();
    examples.parent().unwrap().parent().unwrap().join(name)
}

/// The cameras through the helper.
pub fn cameras() -> HelperCameras {
    HelperCameras::with_program(built("examples/helper"))
}

/// The names of all cameras that are offered.
pub fn names(cameras: &HelperCameras) -> Vec<String> {
    let list = cameras.list().unwrap();
    list.into_iter().map(|camera| camera.name).collect()
}

pub fn next(camera: &mut dyn CameraStream) -> Frame {
    camera.next(LONG).unwrap().expect("a frame in time")
}

/// Looks until the code of [`pictures::TEXT`] was read.
pub fn find(camera: &mut dyn CameraStream) -> Frame {
    let end = Instant::now() + LONG;
    while Instant::now() < end {
        let frame = next(camera);
        let texts = pictures::read(&frame);
        if !texts.is_empty() {
            assert_eq!(texts, [pictures::TEXT]);
            return frame;
        }
    }
    panic!("no code was read in {LONG:?}");
}

/// Runs until it fails; says how and prints how long that took.
pub fn fault(what: &str, mut camera: Box<dyn CameraStream>, since: Instant) -> CameraError {
    loop {
        match camera.next(Duration::from_millis(100)) {
            Ok(_) => assert!(since.elapsed() < LONG, "{what}: no fault in {LONG:?}"),
            Err(fault) => {
                in_time(what, since);
                return fault;
            }
        }
    }
}

/// Prints the time since then; it must not hang.
pub fn in_time(what: &str, since: Instant) {
    let took = since.elapsed();
    println!("    {what}: {} ms", took.as_millis());
    assert!(took < 5 * SENTENCE, "{what}: {took:?}");
}
