//! Signals, autostart, paths, the tray host and notifications, in processes of their own.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use app::ports::Autostart;
use countersign_platform::{autostart, notify, signals, tray_host};
use support::{Home, again, again_on_bus, has, inside, passes};
use zbus::blocking::connection;
use zbus::zvariant::OwnedValue;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn a_signal_ends_the_program_in_order() {
    let name = "a_signal_ends_the_program_in_order";
    if inside().is_some() {
        signals::on_terminate(|| {
            println!("cleared");
            std::process::exit(7);
        });
        println!("ready");
        std::thread::sleep(LONG);
        return;
    }
    for signal in ["TERM", "INT", "HUP"] {
        let home = Home::new();
        let mut child = again(name, "signals", &home)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        assert!(lines.any(|line| line.contains("ready")));
        let sent = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        assert!(lines.any(|line| line.contains("cleared")), "{signal}");
        assert_eq!(child.wait().unwrap().code(), Some(7), "{signal}");
    }
}

#[test]
fn a_second_signal_ends_a_program_that_hangs() {
    let name = "a_second_signal_ends_a_program_that_hangs";
    if inside().is_some() {
        signals::on_terminate(|| {
            println!("hanging");
            std::thread::sleep(LONG * 10);
        });
        println!("ready");
        std::thread::sleep(LONG * 10);
        return;
    }
    let mut child = again(name, "signals", &Home::new())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    for word in ["ready", "hanging"] {
        assert!(lines.any(|line| line.contains(word)));
        let sent = Command::new("kill")
            .args(["-s", "TERM", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }
    assert_eq!(child.wait().unwrap().code(), Some(128 + 15));
}

#[test]
fn autostart_is_set_hidden_and_removed() {
    let name = "autostart_is_set_hidden_and_removed";
    let Some(_) = inside() else {
        let home = Home::new();
        passes(again(name, "autostart", &home), "set and removed");
        return;
    };
    let port = autostart::SystemAutostart::new();
    assert!(!port.is_set());
    port.set(true).unwrap();
    assert!(port.is_set());
    let config = std::env::var_os("XDG_CONFIG_HOME").unwrap();
    let folder = std::path::Path::new(&config).join("autostart");
    let entries: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let entry = std::fs::read_to_string(&entries[0]).unwrap();
    let exec = entry
        .lines()
        .find_map(|line| line.strip_prefix("Exec="))
        .unwrap();
    assert!(
        exec.contains(std::env::current_exe().unwrap().to_str().unwrap()),
        "{exec}"
    );
    assert!(exec.contains(autostart::HIDDEN_ARG), "{exec}");
    port.set(false).unwrap();
    assert!(!port.is_set());
    println!("set and removed");
}

#[test]
fn files_lie_where_xdg_says() {
    let name = "files_lie_where_xdg_says";
    let Some(_) = inside() else {
        passes(again(name, "paths", &Home::new()), "found");
        return;
    };
    let home = std::path::PathBuf::from(std::env::var_os("HOME").unwrap());
    let paths = countersign_platform::paths();
    assert_eq!(paths.vault, home.join("data/countersign/vault.countersign"));
    assert_eq!(
        paths.settings,
        home.join("config/countersign/settings.json")
    );
    println!("found");
}

struct Watcher(bool);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.0
    }
    #[zbus(signal)]
    async fn status_notifier_host_registered(
        emitter: &zbus::object_server::SignalEmitter<'_>,
    ) -> zbus::Result<()>;
}

/// What old panels are.
struct BareWatcher;

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl BareWatcher {
    fn register_status_notifier_item(&self, _service: &str) {}
}

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";

#[test]
fn the_tray_host_is_seen_coming_and_going() {
    let name = "the_tray_host_is_seen_coming_and_going";
    let Some(_) = inside() else {
        if has(&["dbus-run-session"]) {
            passes(again_on_bus(name, "tray", &Home::new(), "", false), "seen");
        }
        return;
    };
    let (sender, changes) = channel();
    tray_host::watch(move |present| {
        let _ = sender.send(present);
    });
    let next = || changes.recv_timeout(LONG).unwrap();
    assert!(!next());
    assert!(!tray_host::present());

    // A watcher without a host shows nothing, until a host registers.
    let bus = connection::Builder::session()
        .unwrap()
        .serve_at(WATCHER_PATH, Watcher(false))
        .unwrap();
    let bus = bus.name(WATCHER).unwrap().build().unwrap();
    assert!(!tray_host::present());
    let watcher = bus
        .object_server()
        .interface::<_, Watcher>(WATCHER_PATH)
        .unwrap();
    watcher.get_mut().0 = true;
    zbus::block_on(Watcher::status_notifier_host_registered(
        watcher.signal_emitter(),
    ))
    .unwrap();
    assert!(next());
    assert!(tray_host::present());
    bus.release_name(WATCHER).unwrap();
    assert!(!next());
    assert!(!tray_host::present());

    let bare = connection::Builder::session()
        .unwrap()
        .serve_at(WATCHER_PATH, BareWatcher)
        .unwrap();
    let _bare = bare.name(WATCHER).unwrap().build().unwrap();
    assert!(next());
    println!("seen");
}

#[test]
fn no_bus_is_no_tray_host() {
    let name = "no_bus_is_no_tray_host";
    let Some(_) = inside() else {
        passes(again(name, "tray", &Home::new()), "none");
        return;
    };
    let (sender, changes) = channel();
    tray_host::watch(move |present| {
        let _ = sender.send(present);
    });
    assert!(!changes.recv_timeout(LONG).unwrap());
    assert!(!tray_host::present());
    println!("none");
}

struct Notifications(std::sync::Mutex<std::sync::mpsc::Sender<(String, String, bool, i32)>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> u32 {
        let transient = hints
            .get("transient")
            .is_some_and(|hint| bool::try_from(hint).unwrap_or(false));
        self.0
            .lock()
            .unwrap()
            .send((summary.to_owned(), body.to_owned(), transient, timeout))
            .unwrap();
        1
    }
}

#[test]
fn a_notification_is_transient_and_short_and_its_absence_is_no_error() {
    let name = "a_notification_is_transient_and_short_and_its_absence_is_no_error";
    let Some(_) = inside() else {
        if has(&["dbus-run-session"]) {
            passes(
                again_on_bus(name, "notify", &Home::new(), "", false),
                "noticed",
            );
        }
        return;
    };
    notify::code_copied("nobody", "listens");
    let (sender, notices) = channel();
    let served = Notifications(std::sync::Mutex::new(sender));
    let bus = connection::Builder::session()
        .unwrap()
        .serve_at("/org/freedesktop/Notifications", served)
        .unwrap();
    let _bus = bus
        .name("org.freedesktop.Notifications")
        .unwrap()
        .build()
        .unwrap();
    notify::code_copied("GitHub", "Copied.");
    let notice = loop {
        let notice = notices.recv_timeout(LONG).unwrap();
        if notice.0 != "nobody" {
            break notice;
        }
    };
    assert_eq!(
        (notice.0.as_str(), notice.1.as_str(), notice.2),
        ("GitHub", "Copied.", true)
    );
    assert!((1..=10_000).contains(&notice.3));
    println!("noticed");
}
