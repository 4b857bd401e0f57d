//! The camera portal: Debian's PipeWire, WirePlumber and xdg-desktop-portal, and a helper that finds no node.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use app::ports::{CameraError, Cameras};
use countersign_platform::camera::HelperCameras;

use crate::Test;
use crate::fake::{Webcam, format, model, wait_for};
use crate::pictures::Fourcc;
use crate::scene::{built, cameras, fault, find, in_time, names};

pub const TESTS: &[Test] = &[(
    "portal::it_serves_where_no_node_can_be_opened",
    it_serves_where_no_node_can_be_opened,
)];

const PORTAL: &str = "/usr/libexec/xdg-desktop-portal";

/// What the tests need and this machine's packages did not give.
pub fn missing() -> Option<&'static str> {
    let needed = ["/usr/bin/pipewire", "/usr/bin/wireplumber", PORTAL];
    needed
        .into_iter()
        .find(|program| !Path::new(program).exists())
}

/// A session: a bus, PipeWire, and the portal with a desktop that would be asked. All end with it.
struct Session {
    folder: tempfile::TempDir,
    bus: String,
    running: Vec<Child>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder.path().join("log"));
            println!("    what the session said:\n{}", log.unwrap_or_default());
        }
        for child in self.running.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Session {
    fn start() -> Session {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session {
            folder,
            bus: String::new(),
            running: Vec::new(),
        };
        for name in ["run", "home", "portals"] {
            std::fs::create_dir(session.folder.path().join(name)).unwrap();
        }
        // Where logind would say who sits here; WirePlumber does not start without.
        for name in ["seats", "sessions", "users", "machines"] {
            std::fs::create_dir_all(Path::new("/run/systemd").join(name)).unwrap();
        }
        let run = session.folder.path().join("run");
        std::fs::set_permissions(run, PermissionsExt::from_mode(0o700)).unwrap();
        let desktop = "[portal]\nDBusName=org.freedesktop.impl.portal.desktop.test\n\
            Interfaces=org.freedesktop.impl.portal.Access;\nUseIn=test\n";
        std::fs::write(session.folder.path().join("portals/test.portal"), desktop).unwrap();

        let mut bus = session.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped());
        let mut bus = bus.spawn().unwrap();
        let output = BufReader::new(bus.stdout.take().unwrap());
        session.running.push(bus);
        session.bus = output.lines().next().unwrap().unwrap();
        session.run("pipewire");
        let socket = session.folder.path().join("run/pipewire-0");
        wait_for("PipeWire's socket", || socket.exists());
        session.run("wireplumber");
        session
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let log = self.folder.path().join("log");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log)
            .unwrap();
        command
            .env("XDG_RUNTIME_DIR", self.folder.path().join("run"))
            .env("HOME", self.folder.path().join("home"))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("XDG_CURRENT_DESKTOP", "test")
            .env("XDG_DESKTOP_PORTAL_DIR", self.folder.path().join("portals"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        command
    }

    fn run(&mut self, program: &str) {
        let child = self.command(program).spawn().unwrap();
        self.running.push(child);
    }

    /// What the person once said, as the desktop remembers it.
    fn remember(&self, answer: &str) {
        let mut send = self.command("dbus-send");
        send.args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.impl.portal.PermissionStore",
        ]);
        send.arg("/org/freedesktop/impl/portal/PermissionStore");
        send.arg("org.freedesktop.impl.portal.PermissionStore.SetPermission");
        send.args(["string:devices", "boolean:true", "string:camera", "string:"]);
        send.arg(format!("array:string:{answer}"));
        assert!(send.status().unwrap().success());
    }

    /// Cameras by a helper in this session that finds no camera below /dev.
    fn cameras(&self) -> HelperCameras {
        let script = self.folder.path().join("helper");
        let words = format!(
            "#!/bin/sh\nexec unshare -m sh -c '\n\
             for node in /dev/video*; do mount --bind /dev/null $node; done\nexec \"$0\" \"$@\"' '{}' \"$@\"\n",
            built("examples/helper").display()
        );
        std::fs::write(&script, words).unwrap();
        std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
        let run: PathBuf = self.folder.path().join("run");
        HelperCameras::with_program(script)
            .with_var("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .with_var("XDG_RUNTIME_DIR", run)
    }
}

fn it_serves_where_no_node_can_be_opened() {
    let mut webcam = Webcam::plug(0, model("Hidden", vec![format(Fourcc::Yuyv)]));
    let session = Session::start();
    let hidden = session.cameras();
    wait_for("the portal's camera", || hidden.list().is_ok());
    assert_eq!(names(&hidden), ["Camera"]);
    assert!(!webcam.is_on(), "nobody was asked yet");

    session.remember("yes");
    let start = Instant::now();
    let mut camera = hidden.open(None).unwrap();
    assert_eq!(camera.info().name, "Camera");
    let frame = find(&mut *camera);
    println!(
        "    opened and read through the portal: {} ms",
        start.elapsed().as_millis()
    );
    assert_eq!((frame.width(), frame.height()), (240, 180));
    assert!(webcam.is_on());
    let loaded = std::fs::read_to_string("/proc/self/maps").unwrap();
    assert!(!loaded.contains("pipewire"), "only the helper loads it");
    // PipeWire holds it, so that V4L2 finds it busy, until nobody looks any more.
    assert_eq!(cameras().open(None).err(), Some(CameraError::Busy));
    drop(camera);
    webcam.await_light(false);

    // What a V4L2 program holds, PipeWire shows as a camera that is silent.
    let mut other = cameras().open(None).unwrap();
    other.next(Duration::from_secs(20)).unwrap();
    let camera = hidden.open(None).unwrap();
    assert_eq!(
        fault("held by another", camera, Instant::now()),
        CameraError::Silent
    );
    drop(other);
    webcam.await_light(false);

    session.remember("no");
    let start = Instant::now();
    assert_eq!(hidden.open(None).err(), Some(CameraError::Forbidden));
    in_time("refused", start);
    assert!(!webcam.is_on());

    session.remember("yes");
    let mut camera = hidden.open(None).unwrap();
    find(&mut *camera);
    let start = Instant::now();
    webcam.unplug();
    // The guest has no udev to tell PipeWire: it may see the end of the node, or only that nothing comes.
    let end = fault("unplugged behind the portal", camera, start);
    let told = [CameraError::Unplugged, CameraError::Silent];
    assert!(told.contains(&end), "{end:?}");
}
