//! The camera helper against a camera that a preloaded library plays, and against helpers that misbehave.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::ports::{CameraError, CameraStream, Cameras};
use countersign_platform::camera::HelperCameras;
use countersign_platform::helper;

const LONG: Duration = Duration::from_secs(20);
const TEXT: &str = "otpauth://totp/Camera?secret=JBSWY3DPEHPK3PXP";
const W: usize = 640;
const H: usize = 480;

/// A frame with the code of [`TEXT`] in its middle.
fn picture() -> Vec<u8> {
    let code = qrcode::QrCode::new(TEXT).unwrap();
    let (side, module) = (code.width(), 8);
    let (left, top) = ((W - side * module) / 2, (H - side * module) / 2);
    let colours = code.to_colors();
    let mut luma = vec![230; W * H];
    for y in 0..side * module {
        for x in 0..side * module {
            if colours[y / module * side + x / module] == qrcode::Color::Dark {
                luma[(top + y) * W + left + x] = 20;
            }
        }
    }
    luma
}

fn encoded(fourcc: &str, luma: &[u8]) -> Vec<u8> {
    match fourcc {
        "GREY" => luma.to_vec(),
        "YUYV" => luma.iter().flat_map(|&y| [y, 128]).collect(),
        "NV12" => luma
            .iter()
            .copied()
            .chain(std::iter::repeat_n(128, W * H / 2))
            .collect(),
        "MJPG" => {
            let picture = image::GrayImage::from_raw(W as u32, H as u32, luma.to_vec()).unwrap();
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture
                .write_to(&mut bytes, image::ImageFormat::Jpeg)
                .unwrap();
            bytes.into_inner()
        }
        other => panic!("{other}"),
    }
}

/// The played camera: a library to preload, its frames, its control file.
struct Shim {
    folder: tempfile::TempDir,
    library: PathBuf,
    helper: PathBuf,
}

impl Shim {
    fn new() -> Option<Shim> {
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tools/fakev4l/fakev4l.c");
        if !source.is_file() {
            println!("skipped: {} is not there", source.display());
            return None;
        }
        if !support::has(&["cc"]) {
            return None;
        }
        let helper = support::example("helper")?;
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("fakev4l.so");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-w", "-O1", "-o"])
            .arg(&library)
            .arg(&source)
            .arg("-ldl")
            .status()
            .unwrap();
        assert!(compiled.success());
        Some(Shim {
            folder,
            library,
            helper,
        })
    }

    fn cameras(&self, fourcc: &str, frames: &[Vec<u8>]) -> HelperCameras {
        let path = self.folder.path().join(format!("{fourcc}_{W}x{H}.frames"));
        let mut bytes = Vec::new();
        for frame in frames {
            bytes.extend(u32::try_from(frame.len()).unwrap().to_le_bytes());
            bytes.extend(frame);
        }
        std::fs::write(&path, bytes).unwrap();
        self.control("run");
        HelperCameras::with_program(&self.helper)
            .with_var("LD_PRELOAD", &self.library)
            .with_var("FAKEV4L_FRAMES", path)
            .with_var("FAKEV4L_CTL", self.folder.path().join("control"))
    }

    fn control(&self, mode: &str) {
        std::fs::write(self.folder.path().join("control"), mode).unwrap();
    }
}

fn frame(camera: &mut dyn CameraStream) -> scan::Frame {
    camera.next(LONG).unwrap().expect("a frame in time")
}

/// The first fault; frames that were under way may come before it.
fn fault(camera: &mut dyn CameraStream) -> CameraError {
    let until = Instant::now() + LONG;
    loop {
        assert!(Instant::now() < until, "no fault in {LONG:?}");
        if let Err(fault) = camera.next(Duration::from_millis(500)) {
            return fault;
        }
    }
}

#[test]
fn a_code_is_read_from_thirty_frames_in_every_format() {
    let Some(shim) = Shim::new() else { return };
    for fourcc in ["YUYV", "NV12", "MJPG", "GREY"] {
        let cameras = shim.cameras(fourcc, &[encoded(fourcc, &picture())]);
        let list = cameras.list().unwrap();
        assert_eq!(list.len(), 1, "{fourcc}: {list:?}");
        assert_eq!(
            (list[0].name.as_str(), list[0].id.as_str()),
            ("Shim Camera", "usb-shim Shim Camera")
        );
        let mut camera = cameras.open(Some(&list[0].id)).unwrap();
        assert_eq!(camera.info(), &list[0]);
        for _ in 0..29 {
            let frame = frame(&mut *camera);
            assert_eq!((frame.width() as usize, frame.height() as usize), (W, H));
        }
        let reading = scan::read(&frame(&mut *camera), scan::Effort::Live { turn: 0 });
        let texts: Vec<&str> = reading
            .symbols
            .iter()
            .map(|symbol| symbol.text.expose())
            .collect();
        assert_eq!(texts, [TEXT], "{fourcc}");
    }
}

#[test]
fn an_id_that_is_gone_opens_the_first_camera() {
    let Some(shim) = Shim::new() else { return };
    let camera = shim
        .cameras("YUYV", &[encoded("YUYV", &picture())])
        .open(Some("usb-9 gone"))
        .unwrap();
    assert_eq!(camera.info().name, "Shim Camera");
}

#[test]
fn damaged_frames_are_left_out() {
    let Some(shim) = Shim::new() else { return };
    let (good, bad) = (encoded("MJPG", &picture()), vec![0; 4096]);
    let mut camera = shim
        .cameras("MJPG", &[bad.clone(), good, bad])
        .open(None)
        .unwrap();
    for _ in 0..3 {
        assert_eq!(frame(&mut *camera).width() as usize, W);
    }
}

#[test]
fn a_camera_that_is_unplugged_says_so() {
    let Some(shim) = Shim::new() else { return };
    for fourcc in ["YUYV", "GREY"] {
        let mut camera = shim
            .cameras(fourcc, &[encoded(fourcc, &picture())])
            .open(None)
            .unwrap();
        frame(&mut *camera);
        shim.control("unplug");
        assert_eq!(fault(&mut *camera), CameraError::Unplugged, "{fourcc}");
    }
}

#[test]
fn a_camera_that_falls_silent_says_so() {
    let Some(shim) = Shim::new() else { return };
    let cameras = shim.cameras("YUYV", &[encoded("YUYV", &picture())]);
    shim.control("pause");
    let mut camera = cameras.open(None).unwrap();
    assert_eq!(fault(&mut *camera), CameraError::Silent);
}

#[test]
fn without_a_camera_there_is_none() {
    let Some(shim) = Shim::new() else { return };
    if (0..64).any(|index| Path::new(&format!("/dev/video{index}")).exists()) {
        println!("skipped: this machine has a camera");
        return;
    }
    let cameras = shim.cameras("YUYV", &[encoded("YUYV", &picture())]);
    shim.control("unplug");
    assert_eq!(cameras.list().err(), Some(CameraError::None));
    assert_eq!(cameras.open(None).err(), Some(CameraError::None));
}

#[test]
fn the_helper_ends_when_its_parent_is_gone() {
    let Some(shim) = Shim::new() else { return };
    let _ = shim.cameras("YUYV", &[encoded("YUYV", &picture())]);
    shim.control("pause");
    let mut helper = Command::new(&shim.helper)
        .args([helper::ARG, "open"])
        .env("LD_PRELOAD", &shim.library)
        .env(
            "FAKEV4L_FRAMES",
            shim.folder.path().join(format!("YUYV_{W}x{H}.frames")),
        )
        .env("FAKEV4L_CTL", shim.folder.path().join("control"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 8];
    helper
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut start)
        .unwrap();
    assert!(helper.try_wait().unwrap().is_none());
    drop(helper.stdin.take());
    assert!(helper.wait().unwrap().success());
}

/// A helper written in shell: prints what the protocol's document says, then does `after`.
fn pretender(folder: &Path, messages: &[(&str, &[u8])], after: &str) -> HelperCameras {
    use std::os::unix::fs::PermissionsExt;
    let mut bytes = Vec::new();
    for (header, body) in messages {
        bytes.extend(u32::try_from(header.len()).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(*body);
    }
    std::fs::write(folder.join("messages"), bytes).unwrap();
    let script = folder.join("helper");
    let text = format!(
        "#!/bin/sh\ncd '{}'\necho $$ > process\ncat messages\n{after}\n",
        folder.display()
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    HelperCameras::with_program(script)
}

const OPENED: (&str, &[u8]) = (r#"{"is":"opened","camera":{"id":"x","name":"X"}}"#, &[]);
const FRAME: (&str, &[u8]) = (r#"{"is":"frame","width":2,"height":1}"#, &[1, 2]);

#[test]
fn dropping_the_stream_kills_the_helper() {
    let folder = tempfile::tempdir().unwrap();
    let mut camera = pretender(folder.path(), &[OPENED, FRAME], "exec sleep 1000")
        .open(None)
        .unwrap();
    assert_eq!(frame(&mut *camera).luma(), [1, 2]);
    let process = std::fs::read_to_string(folder.path().join("process")).unwrap();
    let process = format!("/proc/{}", process.trim());
    assert!(Path::new(&process).exists());
    drop(camera);
    assert!(!Path::new(&process).exists());
}

#[test]
fn the_light_goes_out_from_another_thread_while_a_frame_is_awaited() {
    let folder = tempfile::tempdir().unwrap();
    let mut camera = pretender(folder.path(), &[OPENED, FRAME], "exec sleep 1000")
        .open(None)
        .unwrap();
    frame(&mut *camera);
    let light = camera.light();
    let waiting = std::thread::spawn(move || fault(&mut *camera));
    light();
    assert!(matches!(waiting.join().unwrap(), CameraError::Failed(_)));
    light();
}

#[test]
fn a_person_who_is_asked_may_take_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let asking = (r#"{"is":"asking"}"#, &[][..]);
    let cameras = pretender(
        folder.path(),
        &[asking],
        "sleep 1; cat later; exec sleep 1000",
    );
    // What comes after the answer.
    let later = tempfile::tempdir().unwrap();
    let _ = pretender(later.path(), &[OPENED, FRAME], "");
    std::fs::copy(later.path().join("messages"), folder.path().join("later")).unwrap();
    let mut camera = cameras.open(None).unwrap();
    assert_eq!(frame(&mut *camera).luma(), [1, 2]);
}

#[test]
fn a_helper_that_crashes_gives_a_fault_and_not_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let crashed = pretender(folder.path(), &[], "kill -ABRT $$")
        .open(None)
        .err();
    assert!(
        matches!(&crashed, Some(CameraError::Failed(words)) if words.contains("signal")),
        "{crashed:?}"
    );
    let mut camera = pretender(folder.path(), &[OPENED, FRAME], "exit 3")
        .open(None)
        .unwrap();
    assert!(matches!(fault(&mut *camera), CameraError::Failed(_)));
}

#[test]
fn a_busy_camera_fails_to_open_also_when_it_says_so_late() {
    let folder = tempfile::tempdir().unwrap();
    let busy = (r#"{"is":"fault","kind":"busy","words":""}"#, &[][..]);
    assert_eq!(
        pretender(folder.path(), &[busy], "").open(None).err(),
        Some(CameraError::Busy)
    );
    assert_eq!(
        pretender(folder.path(), &[OPENED, busy], "")
            .open(None)
            .err(),
        Some(CameraError::Busy)
    );
}

#[test]
fn a_helper_that_talks_nonsense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let cameras = pretender(folder.path(), &[("nonsense", &[])], "exec sleep 1000");
    assert!(matches!(cameras.list(), Err(CameraError::Failed(_))));
    let lying = (
        r#"{"is":"frame","width":40000,"height":40000}"#,
        &[0; 16][..],
    );
    let mut camera = pretender(folder.path(), &[OPENED, FRAME, lying], "exec sleep 1000")
        .open(None)
        .unwrap();
    assert!(matches!(fault(&mut *camera), CameraError::Failed(_)));
    let nowhere = HelperCameras::with_program("/nonexistent/helper");
    assert!(matches!(nowhere.list(), Err(CameraError::Failed(_))));
}
