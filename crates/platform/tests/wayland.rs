//! The clipboard on Wayland, seen through wl-clipboard: a compositor that lets programs without a window have it, and one
//! that does not.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use app::ports::{Clipboard, ClipboardError};
use countersign_platform::clipboard::SystemClipboard;
use support::{Home, Running, again, has, inside, output, passes};

/// A compositor without a screen, its socket in a folder of its own. Not as root: sway refuses that.
struct Compositor {
    folder: tempfile::TempDir,
    socket: String,
    _running: Running,
}

impl Compositor {
    fn start(program: &str, arguments: &[&str]) -> Compositor {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o777)).unwrap();
        std::fs::write(folder.path().join("sway.conf"), "xwayland disable\n").unwrap();
        let mut command = if rustix::process::geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]);
            command
        } else {
            Command::new(program)
        };
        command
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("WLR_BACKENDS", "headless")
            .env("WLR_RENDERER", "pixman")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let running = Running(command.spawn().unwrap());
        for _ in 0..1_000 {
            let entries = std::fs::read_dir(folder.path()).unwrap().flatten();
            let mut names = entries.map(|entry| entry.file_name().into_string().unwrap());
            if let Some(lock) = names.find(|name| name.ends_with(".lock")) {
                let socket = lock.trim_end_matches(".lock").to_owned();
                return Compositor {
                    folder,
                    socket,
                    _running: running,
                };
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{program} does not start");
    }

    /// Runs the named test again before this compositor, and nothing else.
    fn hosts(&self, test: &str) {
        let mut command = again(test, "wayland", &Home::new());
        command
            .env("WAYLAND_DISPLAY", self.folder.path().join(&self.socket))
            .env("XDG_SESSION_TYPE", "wayland");
        passes(command, "seen");
    }
}

fn pasted(arguments: &[&str]) -> String {
    String::from_utf8(output("wl-paste", arguments)).unwrap()
}

/// Another program takes the clipboard.
fn another_puts(text: &str) {
    let mut child = Command::new("wl-copy")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    for _ in 0..500 {
        if pasted(&["-n"]) == text {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("wl-copy does not get the clipboard");
}

#[test]
fn on_wayland_a_code_has_the_hint_and_goes_only_while_it_is_ours() {
    let name = "on_wayland_a_code_has_the_hint_and_goes_only_while_it_is_ours";
    if inside().is_none() {
        if has(&["sway", "wl-paste", "wl-copy", "setpriv"]) {
            Compositor::start("sway", &["-c", "sway.conf"]).hosts(name);
        }
        return;
    }
    let clipboard = SystemClipboard::new();
    clipboard.put_code("123456").unwrap();
    assert_eq!(pasted(&["-n"]), "123456");
    let types = pasted(&["-l"]);
    assert!(
        types.lines().any(|one| one == "x-kde-passwordManagerHint"),
        "{types}"
    );
    assert_eq!(pasted(&["-n", "-t", "x-kde-passwordManagerHint"]), "secret");
    assert_eq!(
        pasted(&["-n", "-p"]),
        "",
        "the middle mouse button pastes no code"
    );

    assert_eq!(clipboard.clear_if_ours(), Ok(true));
    assert_eq!(pasted(&["-n"]), "");
    clipboard.put_code("654321").unwrap();
    another_puts("of another program");
    assert_eq!(clipboard.clear_if_ours(), Ok(false));
    assert_eq!(pasted(&["-n"]), "of another program");
    println!("seen");
}

/// Weston lets only the window that has the focus have the clipboard, as GNOME does: that is said, and no code is
/// thought to be there.
#[test]
fn a_compositor_that_refuses_the_clipboard_is_told() {
    let name = "a_compositor_that_refuses_the_clipboard_is_told";
    if inside().is_none() {
        if has(&["weston", "setpriv"]) {
            let arguments = [
                "--backend=headless-backend.so",
                "--socket=wayland-1",
                "--idle-time=0",
            ];
            Compositor::start("weston", &arguments).hosts(name);
        }
        return;
    }
    let clipboard = SystemClipboard::new();
    let refused = clipboard.put_code("123456");
    assert!(
        matches!(refused, Err(ClipboardError::Unavailable(_))),
        "{refused:?}"
    );
    println!("seen");
}
