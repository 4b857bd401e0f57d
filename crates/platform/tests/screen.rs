//! The screens: of a private X server with two monitors, and through a portal on a private bus.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use app::ports::{Screen, ScreenError};
use countersign_platform::screen::SystemScreen;
use image::{GrayImage, Luma};
use scan::{Effort, Frame};
use support::{Home, again, again_on_bus, has, inside, output, passes, x_server};
use zbus::blocking::{Connection, connection};
use zbus::interface;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

/// Codes side by side, each in a square of `side` px.
fn picture(texts: &[&str], side: u32) -> GrayImage {
    let mut picture = GrayImage::from_pixel(side * texts.len() as u32, side, Luma([255]));
    for (at, text) in texts.iter().enumerate() {
        let code = qrcode::QrCode::new(text).unwrap();
        let unit = side / (code.width() as u32 + 8);
        for (n, colour) in code.to_colors().iter().enumerate() {
            let (x, y) = (n % code.width() + 4, n / code.width() + 4);
            for dy in 0..unit {
                for dx in 0..unit {
                    let dark = *colour == qrcode::Color::Dark;
                    picture.put_pixel(
                        at as u32 * side + x as u32 * unit + dx,
                        y as u32 * unit + dy,
                        Luma([if dark { 0 } else { 255 }]),
                    );
                }
            }
        }
    }
    picture
}

fn texts(frame: &Frame) -> Vec<String> {
    let symbols = scan::read(frame, Effort::Still).symbols;
    // EXPOSE: the fixtures' own texts.
    symbols
        .into_iter()
        .map(|s| s.text.expose().to_owned())
        .collect()
}

fn shots() -> Result<Vec<Frame>, ScreenError> {
    SystemScreen.shots(&|| true)
}

#[test]
fn every_monitor_of_x11_is_seen_in_its_own_pixels() {
    let name = "every_monitor_of_x11_is_seen_in_its_own_pixels";
    if inside().is_none() {
        if has(&["Xvfb", "xrandr", "display"]) {
            let (display, _server) = x_server();
            let home = Home::new();
            let mut command = again(name, "screen", &home);
            command.env("DISPLAY", display);
            command.env_remove("XDG_SESSION_TYPE");
            passes(command, "seen");
        }
        return;
    }
    let whole = shots().unwrap();
    assert_eq!(whole.len(), 1);
    assert_eq!((whole[0].width(), whole[0].height()), (640, 480));

    let folder = tempfile::tempdir().unwrap();
    let both = folder.path().join("both.png");
    picture(&["ON THE LEFT", "ON THE RIGHT"], 320)
        .save(&both)
        .unwrap();
    let path = both.to_str().unwrap();
    output("display", &["-window", "root", path]);
    output(
        "xrandr",
        &["--setmonitor", "left", "320/80x480/120+0+0", "screen"],
    );
    output(
        "xrandr",
        &["--setmonitor", "right", "320/80x480/120+320+0", "none"],
    );
    // The same once more: a mirrored monitor.
    output(
        "xrandr",
        &["--setmonitor", "mirror", "320/80x480/120+320+0", "none"],
    );
    let shots = shots().unwrap();
    let mut seen: Vec<String> = shots.iter().flat_map(texts).collect();
    seen.sort();
    assert_eq!(seen, ["ON THE LEFT", "ON THE RIGHT"]);
    assert_eq!(shots.len(), 2);
    assert!(
        shots
            .iter()
            .all(|shot| (shot.width(), shot.height()) == (320, 480))
    );
    println!("seen");
}

#[test]
fn without_any_screen_that_is_said() {
    let name = "without_any_screen_that_is_said";
    if inside().is_none() {
        if has(&["dbus-run-session"]) {
            passes(
                again_on_bus(name, "screen", &Home::new(), "", false),
                "missing",
            );
        }
        return;
    }
    assert_eq!(shots().err(), Some(ScreenError::Missing));
    println!("missing");
}

/// What the portal does when it is asked.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Takes,
    Refuses,
    NamesAnOldFile,
    NeverAnswers,
}

/// A stand-in for xdg-desktop-portal.
struct Portal {
    does: Arc<Mutex<Does>>,
    folder: PathBuf,
    closed: Arc<AtomicBool>,
    asked: u32,
}

#[interface(name = "org.freedesktop.portal.Screenshot")]
impl Portal {
    fn screenshot(
        &mut self,
        parent: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: zbus::message::Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> OwnedObjectPath {
        assert_eq!(parent, "");
        assert!(!bool::try_from(options["interactive"].clone()).unwrap());
        let token: String = options["handle_token"].clone().try_into().unwrap();
        let sender = header.sender().unwrap().to_string();
        let slug = sender.trim_start_matches(':').replace('.', "_");
        let path = format!("/org/freedesktop/portal/desktop/request/{slug}/{token}");
        let path = OwnedObjectPath::try_from(path).unwrap();
        self.asked += 1;
        let (bus, folder) = (Connection::from(bus.clone()), self.folder.clone());
        let (does, request, number) = (*self.does.lock().unwrap(), path.clone(), self.asked);
        let closed = Arc::clone(&self.closed);
        thread::spawn(move || {
            // Another program of the session answers first, and names something that must not be deleted.
            let impostor = Connection::session().unwrap();
            let precious = folder.join("precious.png");
            std::fs::write(&precious, "precious").unwrap();
            answer(&impostor, &sender, &request, 0, Some(&precious));
            thread::sleep(Duration::from_millis(200));
            match does {
                Does::Takes => {
                    let shot = folder.join(format!("Screenshot {number}.png"));
                    picture(&["ONE", "TWO"], 300).save(&shot).unwrap();
                    answer(&bus, &sender, &request, 0, Some(&shot));
                }
                Does::Refuses => answer(&bus, &sender, &request, 1, None),
                Does::NamesAnOldFile => {
                    answer(&bus, &sender, &request, 0, Some(Path::new("/etc/hostname")));
                }
                Does::NeverAnswers => {
                    let request_object = Request { closed };
                    bus.object_server().at(request, request_object).unwrap();
                }
            }
        });
        path
    }
}

struct Request {
    closed: Arc<AtomicBool>,
}

#[interface(name = "org.freedesktop.portal.Request")]
impl Request {
    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}

fn answer(bus: &Connection, to: &str, path: &OwnedObjectPath, code: u32, file: Option<&Path>) {
    let mut results = HashMap::new();
    if let Some(file) = file {
        let uri = format!("file://{}", file.display()).replace(' ', "%20");
        results.insert("uri", Value::from(uri));
    }
    bus.emit_signal(
        Some(to),
        path,
        "org.freedesktop.portal.Request",
        "Response",
        &(code, results),
    )
    .unwrap();
}

#[test]
fn the_portals_picture_is_read_and_deleted_and_nothing_else_is() {
    let name = "the_portals_picture_is_read_and_deleted_and_nothing_else_is";
    if inside().is_none() {
        if has(&["dbus-run-session"]) {
            let home = Home::new();
            let mut command = again_on_bus(name, "screen", &home, "", false);
            command.env("XDG_SESSION_TYPE", "wayland");
            passes(command, "portal done");
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let does = Arc::new(Mutex::new(Does::Takes));
    let closed = Arc::new(AtomicBool::new(false));
    let portal = Portal {
        does: Arc::clone(&does),
        folder: folder.path().to_owned(),
        closed: Arc::clone(&closed),
        asked: 0,
    };
    let _bus = connection::Builder::session()
        .unwrap()
        .serve_at("/org/freedesktop/portal/desktop", portal)
        .unwrap()
        .name("org.freedesktop.portal.Desktop")
        .unwrap()
        .build()
        .unwrap();
    let left = || -> Vec<String> {
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        files
            .map(|file| file.file_name().into_string().unwrap())
            .collect()
    };

    let taken = shots().unwrap();
    let mut seen: Vec<String> = taken.iter().flat_map(texts).collect();
    seen.sort();
    assert_eq!(seen, ["ONE", "TWO"]);
    assert_eq!(left(), ["precious.png"]);

    *does.lock().unwrap() = Does::Refuses;
    assert_eq!(shots().err(), Some(ScreenError::Refused));

    *does.lock().unwrap() = Does::NamesAnOldFile;
    assert!(matches!(shots().err(), Some(ScreenError::Failed(_))));
    assert!(Path::new("/etc/hostname").exists());
    assert_eq!(left(), ["precious.png"]);

    // Nobody wants it any more: its question is taken back.
    *does.lock().unwrap() = Does::NeverAnswers;
    let until = std::time::Instant::now() + Duration::from_secs(1);
    let given_up = SystemScreen.shots(&|| std::time::Instant::now() < until);
    assert_eq!(given_up.err(), Some(ScreenError::Silent));
    assert!(closed.load(Ordering::SeqCst));
    println!("portal done");
}

/// The tests above would pass without a picture, were the helper programs to fail.
#[test]
fn the_fixture_shows_its_codes() {
    let fixture = picture(&["A", "B"], 300);
    let frame = Frame::new(600, 300, fixture.into_raw()).unwrap();
    assert_eq!(texts(&frame).len(), 2);
}
