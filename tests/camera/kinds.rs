//! All kinds of cameras: formats, several at once, nodes that are no camera, and what other programs leave behind.

use app::ports::Cameras;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, FourCC, Fraction};

use crate::Test;
use crate::fake::{Webcam, empty, format, model, nodes, sized};
use crate::pictures::Fourcc;
use crate::scene::{cameras, find, names, next};
use crate::uvc::Model;

pub const TESTS: &[Test] = &[
    (
        "kinds::a_code_is_read_in_every_format",
        a_code_is_read_in_every_format,
    ),
    (
        "kinds::padded_pages_and_odd_rates_are_read",
        padded_pages_and_odd_rates_are_read,
    ),
    (
        "kinds::what_another_program_left_does_no_harm",
        what_another_program_left_does_no_harm,
    ),
    (
        "kinds::two_cameras_are_told_apart_by_what_they_are",
        two_cameras_are_told_apart_by_what_they_are,
    ),
    (
        "kinds::infrared_and_metadata_are_not_offered",
        infrared_and_metadata_are_not_offered,
    ),
];

fn a_code_is_read_in_every_format() {
    for fourcc in [Fourcc::Yuyv, Fourcc::Mjpg, Fourcc::Nv12, Fourcc::Grey] {
        let webcam = Webcam::plug(0, model("Fake Webcam", vec![sized(fourcc, 640, 480)]));
        assert_eq!(nodes().len(), 2, "pictures and metadata");
        let cameras = cameras();
        let list = cameras.list().unwrap();
        assert_eq!(list.len(), 1, "{fourcc:?}: {list:?}");
        assert_eq!(list[0].name, "Fake Webcam");
        assert!(!webcam.is_on(), "listing turns no light on");
        let mut camera = cameras.open(Some(&list[0].id)).unwrap();
        assert_eq!(camera.info(), &list[0]);
        let frame = find(&mut *camera);
        assert_eq!((frame.width(), frame.height()), (640, 480), "{fourcc:?}");
        assert!(webcam.is_on());
        drop(camera);
        webcam.await_light(false);
    }
}

/// The driver pads NV12 of 640×360 to whole pages, and 7.5 frames a second is no whole number.
fn padded_pages_and_odd_rates_are_read() {
    let webcam = Webcam::plug(0, model("Padded", vec![sized(Fourcc::Nv12, 640, 360)]));
    let frame = find(&mut *cameras().open(None).unwrap());
    assert_eq!((frame.width(), frame.height()), (640, 360));
    drop(webcam);
    let rates = vec![(15, 2)];
    let _webcam = Webcam::plug(
        0,
        Model {
            rates,
            ..model("Odd", vec![format(Fourcc::Yuyv)])
        },
    );
    find(&mut *cameras().open(None).unwrap());
}

/// Another program chose grey at 7.5 frames a second, and the driver keeps that.
fn what_another_program_left_does_no_harm() {
    let rates = vec![(30, 1), (15, 2)];
    let formats = vec![format(Fourcc::Yuyv), format(Fourcc::Grey)];
    let webcam = Webcam::plug(
        0,
        Model {
            rates,
            ..model("Left Over", formats)
        },
    );
    let device = Device::new(nodes()[0]).unwrap();
    let mut left = device.format().unwrap();
    left.fourcc = FourCC::new(b"GREY");
    device.set_format(&left).unwrap();
    device
        .set_params(&Parameters::new(Fraction::new(2, 15)))
        .unwrap();
    drop(device);
    let device = Device::new(nodes()[0]).unwrap();
    assert_eq!(device.format().unwrap().fourcc, FourCC::new(b"GREY"));
    assert_eq!(device.params().unwrap().interval.numerator, 2);
    drop(device);
    find(&mut *cameras().open(None).unwrap());
    drop(webcam);
}

/// The same two models, and the numbers of their nodes change places: the bus and the name say which is which.
fn two_cameras_are_told_apart_by_what_they_are() {
    let desk = || model("Desk Camera", vec![format(Fourcc::Mjpg)]);
    let lid = || model("Lid Camera", vec![empty(Fourcc::Mjpg)]);
    let (first, second) = (Webcam::plug(0, desk()), Webcam::plug(1, lid()));
    let cameras = cameras();
    assert_eq!(names(&cameras), ["Desk Camera", "Lid Camera"]);
    let chosen = cameras.list().unwrap().remove(1);
    drop((first, second));
    // As after a restart with the cables in another order.
    let second = Webcam::plug(1, lid());
    let first = Webcam::plug(0, desk());
    assert_eq!(names(&cameras), ["Lid Camera", "Desk Camera"]);
    let mut camera = cameras.open(Some(&chosen.id)).unwrap();
    assert_eq!(camera.info(), &chosen);
    next(&mut *camera);
    assert!(second.is_on() && !first.is_on());
    drop(camera);
    drop(second);
    // It is gone: the other one serves, and it is still known when it comes back.
    let mut camera = cameras.open(Some(&chosen.id)).unwrap();
    assert_eq!(camera.info().name, "Desk Camera");
    find(&mut *camera);
    drop((camera, first));

    let twins = [0, 1].map(|port| Webcam::plug(port, desk()));
    let list = cameras.list().unwrap();
    assert_eq!(names(&cameras), ["Desk Camera", "Desk Camera (2)"]);
    let mut camera = cameras.open(Some(&list[1].id)).unwrap();
    next(&mut *camera);
    assert!(twins[1].is_on() && !twins[0].is_on());
}

/// A laptop's second sensor sees faces in the dark and codes hardly; with nothing else, a grey camera is a camera.
fn infrared_and_metadata_are_not_offered() {
    let infrared = Webcam::plug(0, model("Integrated IR Camera", vec![format(Fourcc::Grey)]));
    assert_eq!(names(&cameras()), ["Integrated IR Camera"]);
    let named = Webcam::plug(2, model("Hello IR Camera", vec![format(Fourcc::Yuyv)]));
    let colour = Webcam::plug(1, model("Integrated Camera", vec![format(Fourcc::Mjpg)]));
    assert_eq!(nodes().len(), 6, "pictures and metadata of three");
    assert_eq!(names(&cameras()), ["Integrated Camera"]);
    let mut camera = cameras().open(None).unwrap();
    next(&mut *camera);
    assert!(colour.is_on() && !infrared.is_on() && !named.is_on());
}
