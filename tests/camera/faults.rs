//! What goes wrong with cameras, and that each has its own fault within three seconds.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::ports::{CameraError, Cameras};
use countersign_platform::camera::HelperCameras;
use countersign_platform::helper;

use crate::Test;
use crate::fake::{Webcam, format, model};
use crate::pictures::Fourcc;
use crate::scene::{built, cameras, fault, find, in_time, next};

pub const TESTS: &[Test] = &[
    (
        "faults::damaged_frames_are_left_out",
        damaged_frames_are_left_out,
    ),
    (
        "faults::a_silent_camera_says_so_and_serves_again",
        a_silent_camera_says_so_and_serves_again,
    ),
    (
        "faults::a_camera_is_unplugged_and_plugged_in_again",
        a_camera_is_unplugged_and_plugged_in_again,
    ),
    ("faults::a_busy_camera_says_so", a_busy_camera_says_so),
    (
        "faults::a_forbidden_camera_says_so",
        a_forbidden_camera_says_so,
    ),
    (
        "faults::without_a_camera_there_is_none",
        without_a_camera_there_is_none,
    ),
];

/// Frames that made capture libraries panic, abort or take any memory.
fn damage() -> Vec<Vec<u8>> {
    let good = &format(Fourcc::Mjpg).frames[0];
    let cut = good[..good.len() / 2].to_vec();
    let scrambled = good
        .iter()
        .enumerate()
        .map(|(n, byte)| if n < 600 { *byte } else { (n * 31) as u8 });
    let mut huge = good.clone();
    let start = huge
        .windows(2)
        .position(|mark| mark == [0xff, 0xc0])
        .unwrap();
    huge[start + 5..start + 9].fill(0xff);
    let other = b"\xff\xd8\xff\xd9".to_vec();
    vec![
        vec![0; 8192],
        cut,
        scrambled.collect(),
        huge,
        other,
        Vec::new(),
        vec![0xff; 8192],
    ]
}

fn damaged_frames_are_left_out() {
    let webcam = Webcam::plug(0, model("Damaged", vec![format(Fourcc::Mjpg)]));
    webcam.damage(damage());
    let mut camera = cameras().open(None).unwrap();
    find(&mut *camera);
    webcam.damage(damage().into_iter().cycle().take(30));
    for _ in 0..10 {
        let frame = next(&mut *camera);
        assert_eq!((frame.width(), frame.height()), (240, 180));
    }
    find(&mut *camera);
    // Nothing but damage is silence.
    webcam.wear_out(vec![
        vec![0; 8192],
        b"\xff\xd8\xff\xd9".to_vec(),
        vec![0xff; 8192],
    ]);
    let fault = fault("nothing but damaged frames", camera, Instant::now());
    assert_eq!(fault, CameraError::Silent);
}

fn a_silent_camera_says_so_and_serves_again() {
    for (fourcc, whose) in [(Fourcc::Yuyv, "nokhwa's"), (Fourcc::Grey, "ours")] {
        let webcam = Webcam::plug(0, model("Silent", vec![format(fourcc)]));
        webcam.pause(true);
        let start = Instant::now();
        let camera = cameras().open(None).unwrap();
        let silent = fault(&format!("silent from the start ({whose})"), camera, start);
        assert_eq!(silent, CameraError::Silent);
        webcam.await_light(false);
        webcam.pause(false);
        let mut camera = cameras().open(None).unwrap();
        find(&mut *camera);
        webcam.pause(true);
        let silent = fault("silent while it is looked at", camera, Instant::now());
        assert_eq!(silent, CameraError::Silent);
        webcam.await_light(false);
    }
}

fn a_camera_is_unplugged_and_plugged_in_again() {
    for fourcc in [Fourcc::Yuyv, Fourcc::Grey] {
        let mut webcam = Webcam::plug(0, model("Loose", vec![format(fourcc)]));
        let cameras = cameras();
        let chosen = cameras.list().unwrap().remove(0);
        let mut camera = cameras.open(Some(&chosen.id)).unwrap();
        find(&mut *camera);
        let start = Instant::now();
        webcam.unplug();
        assert_eq!(fault("unplugged", camera, start), CameraError::Unplugged);
        assert_eq!(
            cameras.open(Some(&chosen.id)).err(),
            Some(CameraError::None)
        );

        // Back again while the dead stream is still held: its node has another number now, and it is known.
        webcam.plug_again();
        let mut camera = cameras.open(Some(&chosen.id)).unwrap();
        find(&mut *camera);
        webcam.unplug();
        webcam.plug_again();
        let mut again = cameras.open(Some(&chosen.id)).unwrap();
        assert_eq!(again.info(), &chosen);
        find(&mut *again);
        assert_eq!(
            fault("the dead stream", camera, Instant::now()),
            CameraError::Unplugged
        );
    }
    // Pulled out while it is silent: nothing but the unplugging ends the wait for a frame.
    let mut webcam = Webcam::plug(0, model("Loose", vec![format(Fourcc::Mjpg)]));
    webcam.pause(true);
    let camera = cameras().open(None).unwrap();
    let start = Instant::now();
    webcam.unplug();
    assert_eq!(
        fault("unplugged while silent", camera, start),
        CameraError::Unplugged
    );
}

fn a_busy_camera_says_so() {
    for fourcc in [Fourcc::Yuyv, Fourcc::Grey] {
        let _webcam = Webcam::plug(0, model("Wanted", vec![format(fourcc)]));
        let mut other = cameras().open(None).unwrap();
        next(&mut *other);
        let start = Instant::now();
        assert_eq!(cameras().open(None).err(), Some(CameraError::Busy));
        in_time("busy", start);
        // It is still to be seen in the list, and the other program goes on.
        assert_eq!(cameras().list().unwrap().len(), 1);
        next(&mut *other);
        drop(other);
        find(&mut *cameras().open(None).unwrap());
    }
}

/// The helper as a user who may not open the node.
fn a_forbidden_camera_says_so() {
    let _webcam = Webcam::plug(0, model("Forbidden", vec![format(Fourcc::Yuyv)]));
    let folder = tempfile::tempdir().unwrap();
    let (copy, script) = (
        folder.path().join("helper"),
        folder.path().join("as-nobody"),
    );
    std::fs::copy(built("examples/helper"), &copy).unwrap();
    let words = format!(
        "#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups '{}' \"$@\"\n",
        copy.display()
    );
    std::fs::File::create(&script)
        .unwrap()
        .write_all(words.as_bytes())
        .unwrap();
    for (path, mode) in [(folder.path(), 0o755), (&copy, 0o755), (&script, 0o755)] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
    let cameras = HelperCameras::with_program(&script);
    let start = Instant::now();
    assert_eq!(cameras.open(None).err(), Some(CameraError::Forbidden));
    in_time("forbidden", start);
    assert_eq!(cameras.list().err(), Some(CameraError::Forbidden));
}

fn without_a_camera_there_is_none() {
    let none = |when: &str| {
        let start = Instant::now();
        assert_eq!(
            cameras().open(None).err(),
            Some(CameraError::None),
            "{when}"
        );
        in_time(when, start);
        assert_eq!(cameras().list().err(), Some(CameraError::None), "{when}");
    };
    none("none");
    // Names that are no node, as udev rules of people make them.
    for odd in ["video-cam", "video7"] {
        std::fs::write(format!("/dev/{odd}"), "").unwrap();
    }
    none("only odd names");
    let webcam = Webcam::plug(0, model("Real", vec![format(Fourcc::Yuyv)]));
    find(&mut *cameras().open(None).unwrap());
    drop(webcam);
    for odd in ["video-cam", "video7"] {
        std::fs::remove_file(format!("/dev/{odd}")).unwrap();
    }
    // The program that asked is gone before the camera has answered.
    let webcam = Webcam::plug(0, model("Orphan", vec![format(Fourcc::Yuyv)]));
    webcam.pause(true);
    let mut helper = Command::new(built("examples/helper"))
        .args([helper::ARG, "open"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    helper
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut [0; 8])
        .unwrap();
    webcam.await_light(true);
    let start = Instant::now();
    drop(helper.stdin.take());
    let off = webcam.await_light(false);
    println!(
        "    the light after the parent's end: {} ms",
        off.saturating_duration_since(start).as_millis()
    );
    assert!(helper.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(10));
}
