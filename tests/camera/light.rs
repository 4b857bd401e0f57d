//! The program with a real camera: the light goes out when something was found and when nobody looks any more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::ports::Paths;
use app::wire::{
    CameraFrameRequest, CameraRequest, Fault, FindingsView, Phase, SetPasswordRequest, Typed,
};
use app::{App, KdfParams};

use crate::Test;
use crate::fake::{Webcam, empty, format, model, wait_for};
use crate::pictures::Fourcc;
use crate::scene::{LONG, cameras, in_time};

pub const TESTS: &[Test] = &[("light::it_goes_out_at_once", it_goes_out_at_once)];

/// The light has to be out within this; printed, and asserted many times over, as the guest is slow.
const OUT: Duration = Duration::from_millis(200);

struct Nobody;

impl app::Events for Nobody {
    fn state_changed(&self) {}
    fn locked(&self) {}
    fn codes_changed(&self) {}
    fn found(&self, _: FindingsView) {}
    fn failed(&self, _: Fault) {}
}

/// The program as it ships, with a new vault of its own.
fn program(folder: &tempfile::TempDir) -> Arc<App> {
    let mut ports = countersign_platform::ports();
    ports.cameras = Arc::new(cameras());
    ports.paths = Paths {
        vault: folder.path().join("vault"),
        settings: folder.path().join("settings.json"),
    };
    // What the key costs is not what is tested.
    let app = App::with_kdf(ports, Arc::new(Nobody), KdfParams::FLOOR);
    let password = Typed::new("correct horse battery".to_owned().into());
    app.set_password(SetPasswordRequest {
        password,
        keyring: false,
    })
    .unwrap();
    assert_eq!(app.phase(), Phase::Unlocked);
    app
}

/// What the page is told next.
fn ask(app: &App, after: u64) -> serde_json::Value {
    let bytes = app.camera_frame(CameraFrameRequest { after }).unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    serde_json::from_slice(&bytes[4..4 + length]).unwrap()
}

/// Asks as the page does, until the status is this one.
fn await_status(app: &App, status: &str) -> serde_json::Value {
    let (mut after, end) = (0, Instant::now() + LONG);
    loop {
        let view = ask(app, after);
        after = view["seq"].as_u64().unwrap();
        if view["status"] == status {
            return view;
        }
        assert!(Instant::now() < end, "not {status}: {view}");
    }
}

fn start(app: &App) {
    app.camera_start(CameraRequest { camera: None }).unwrap();
}

fn out(what: &str, since: Instant, webcam: &Webcam) {
    let took = webcam.await_light(false).saturating_duration_since(since);
    println!("    the light after {what}: {} ms", took.as_millis());
    assert!(took < 25 * OUT, "{what}: {took:?}");
}

fn it_goes_out_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = program(&folder);

    let webcam = Webcam::plug(0, model("Found", vec![format(Fourcc::Mjpg)]));
    start(&app);
    let view = await_status(&app, "found");
    out("a find", Instant::now(), &webcam);
    assert_eq!(view["findings"]["accounts"][0]["label"], "alice");
    // It was on once and stays off.
    assert!(
        webcam
            .shared
            .frames
            .load(std::sync::atomic::Ordering::SeqCst)
            > 0
    );
    drop(webcam);

    // A camera that sends, and one that does not: nothing waits for its next frame.
    for silent in [false, true] {
        let how = if silent { " of a silent camera" } else { "" };
        let webcam = Webcam::plug(0, model("Watched", vec![empty(Fourcc::Mjpg)]));
        let ends: [(&str, &dyn Fn()); 3] = [
            ("cancelling", &|| app.camera_stop().unwrap()),
            ("closing the window", &|| app.window_closed()),
            ("locking", &|| app.lock().unwrap()),
        ];
        for (what, end) in ends {
            webcam.pause(silent);
            start(&app);
            webcam.await_light(true);
            if !silent {
                await_status(&app, "looking");
                wait_for("frames", || ask(&app, 0)["width"].as_u64() > Some(0));
            }
            let since = Instant::now();
            end();
            out(&format!("{what}{how}"), since, &webcam);
            assert_eq!(ask(&app, 0)["status"], "off");
            assert!(app.camera_stop().is_ok());
            if app.phase() == Phase::Locked {
                unlock(&app);
            }
        }
    }

    // Each fault is told by its sentence's code while the program goes on.
    let mut webcam = Webcam::plug(0, model("Faulty", vec![empty(Fourcc::Mjpg)]));
    let fault = |code: &str, since: Instant| {
        let view = await_status(&app, "failed");
        in_time(code, since);
        assert_eq!(view["fault"]["code"], code, "{view}");
        assert_eq!(view["fault"]["args"]["name"], "Faulty");
    };
    start(&app);
    webcam.await_light(true);
    await_status(&app, "looking");
    let since = Instant::now();
    webcam.unplug();
    fault("camera_unplugged", since);
    webcam.plug_again();
    webcam.pause(true);
    let since = Instant::now();
    start(&app);
    fault("camera_silent", since);
    webcam.pause(false);
    let other = app::ports::Cameras::open(&cameras(), None).unwrap();
    let since = Instant::now();
    start(&app);
    fault("camera_busy", since);
    drop(other);
    start(&app);
    await_status(&app, "looking");
    let since = Instant::now();
    app.shutdown();
    out("the program's end", since, &webcam);
}

fn unlock(app: &App) {
    let request = app::wire::UnlockRequest {
        way: app::wire::Way::Password,
        secret: Typed::new("correct horse battery".to_owned().into()),
        purpose: app::wire::Purpose::Session,
    };
    app.unlock(request).unwrap();
}
