//! A private desk: display, window manager, session bus, keyring and home of its own.

mod place;
mod servers;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::process::{Process, kill_id};
use crate::{NotificationServer, TrayHost, proc, wait};
use servers::{base, bus, display, private, window_manager};

/// The password of the test keyring.
const KEYRING_PASSWORD: &str = "keyring password";
/// Names the desk in the environment of everything that runs on it, so that nothing is left behind.
const MARK: &str = "COUNTERSIGN_DESK";

/// What a desk has.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    tray: bool,
    keyring: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            tray: true,
            keyring: true,
        }
    }
}

impl Plan {
    /// Without anything that shows tray icons.
    #[must_use]
    pub fn without_tray(self) -> Self {
        Self {
            tray: false,
            ..self
        }
    }

    /// Without a keyring service.
    #[must_use]
    pub fn without_keyring(self) -> Self {
        Self {
            keyring: false,
            ..self
        }
    }

    /// Sets the desk up, does the work, and clears the desk away. When the work fails, tells what all
    /// programs on the desk printed and keeps a picture of the screen.
    pub fn run(self, work: impl FnOnce(&mut Desk) -> Result<()>) -> Result<()> {
        let mut desk = Desk::start(self)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut desk)));
        if !matches!(outcome, Ok(Ok(()))) {
            desk.tell();
        }
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A desk that is set up. Everything on it ends when it is dropped.
pub struct Desk {
    // In the order in which they end.
    /// The tray host, when there is one.
    pub tray: Option<TrayHost>,
    /// Keeps the notifications.
    pub notifications: NotificationServer,
    keyring: Option<Process>,
    system_bus: Option<Process>,
    openbox: Process,
    bus: Process,
    display: Process,
    bus_address: String,
    display_name: String,
    folder: TempDir,
}

impl Desk {
    /// Sets up a desk.
    pub fn start(plan: Plan) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("countersign-").tempdir()?;
        for name in ["home", "config", "data", "cache", "run", "logs", "tmp"] {
            std::fs::create_dir(folder.path().join(name))?;
        }
        private(&folder.path().join("run"))?;

        let (display, number) = display(&folder)?;
        let display_name = format!(":{number}");
        let (bus, bus_address) = bus(&folder)?;
        let openbox = window_manager(&folder, &display_name, &bus_address)?;
        let tray = plan
            .tray
            .then(|| TrayHost::start(&bus_address))
            .transpose()?;
        let notifications = NotificationServer::start(&bus_address)?;
        let mut desk = Self {
            tray,
            notifications,
            keyring: None,
            system_bus: None,
            openbox,
            bus,
            display,
            bus_address,
            display_name,
            folder,
        };
        if plan.keyring {
            desk.start_keyring()?;
        }
        Ok(desk)
    }

    /// A command with the environment of this desk and nothing else.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = base(&self.folder, program);
        command
            .env("DISPLAY", &self.display_name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            // Nobody is there, unless a test starts one.
            .env("DBUS_SYSTEM_BUS_ADDRESS", self.system_bus_address())
            .env("GDK_BACKEND", "x11")
            // Without a GPU, windows stay blank with it.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        command
    }

    /// Starts a program on the desk; its output goes to a log named after it.
    pub fn start_program(&self, command: &mut Command, name: &str) -> Result<Process> {
        Process::start(command, name, &self.logs())
    }

    /// Address of the session bus.
    pub fn bus_address(&self) -> &str {
        &self.bus_address
    }

    fn system_bus_address(&self) -> String {
        format!("unix:path={}", self.folder().join("run/system").display())
    }

    /// Starts a system bus of the desk's own; answers its address.
    pub fn start_system_bus(&mut self) -> Result<String> {
        let address = self.system_bus_address();
        if self.system_bus.is_none() {
            self.system_bus = Some(servers::system_bus(&self.folder, &address)?);
        }
        Ok(address)
    }

    /// The folder in which all of the desk lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the programs' output lies.
    pub fn logs(&self) -> PathBuf {
        self.folder().join("logs")
    }

    /// Where the vault lies.
    pub fn vault(&self) -> PathBuf {
        self.folder().join("data/countersign/vault.countersign")
    }

    /// Where the settings lie.
    pub fn settings(&self) -> PathBuf {
        self.folder().join("config/countersign/settings.json")
    }

    /// Writes settings before the program starts.
    pub fn set_settings(&self, settings: &serde_json::Value) -> Result<()> {
        let path = self.settings();
        std::fs::create_dir_all(path.parent().context("settings lie in a folder")?)?;
        std::fs::write(path, serde_json::to_vec_pretty(settings)?)?;
        Ok(())
    }

    /// Starts the keyring, unlocked.
    pub fn start_keyring(&mut self) -> Result<()> {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut process = self.start_program(&mut command, "keyring")?;
        let mut stdin = process
            .child()
            .stdin
            .take()
            .context("stdin of the keyring")?;
        stdin.write_all(KEYRING_PASSWORD.as_bytes())?;
        drop(stdin);
        self.keyring = Some(process);
        let connection = crate::dbus::connect(&self.bus_address)?;
        wait::until("the keyring", || {
            wait::yes(crate::dbus::has_owner(
                &connection,
                "org.freedesktop.secrets",
            )?)
        })
    }

    /// Takes the keyring service away; what it kept stays on disk.
    pub fn stop_keyring(&mut self) -> Result<()> {
        self.keyring = None;
        let connection = crate::dbus::connect(&self.bus_address)?;
        wait::until("the keyring's end", || {
            wait::yes(!crate::dbus::has_owner(
                &connection,
                "org.freedesktop.secrets",
            )?)
        })
    }

    /// Puts an empty keyring in the place of the old one, as a new login or a broken update does.
    pub fn replace_keyring(&mut self) -> Result<()> {
        self.stop_keyring()?;
        std::fs::remove_dir_all(self.folder().join("data/keyrings"))?;
        self.start_keyring()
    }

    /// The titles of all windows.
    pub fn windows(&self) -> Result<Vec<String>> {
        let shown = self.shown_windows()?;
        Ok(shown.into_iter().map(|(_, title)| title).collect())
    }

    /// Number and title of each window.
    fn shown_windows(&self) -> Result<Vec<(String, String)>> {
        let output = self.command("wmctrl").arg("-l").output()?;
        // ID DESKTOP HOST TITLE
        let window = |line: &str| {
            let mut words = line.split_whitespace();
            let id = words.next()?.to_owned();
            words.nth(1)?;
            Some((id, words.collect::<Vec<_>>().join(" ")))
        };
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().filter_map(window).collect())
    }

    /// The title of the window that has the focus.
    pub fn active_window(&self) -> Result<String> {
        let output = self
            .command("xdotool")
            .args(["getactivewindow", "getwindowname"])
            .output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Closes a window as a click on its cross does.
    pub fn close_window(&self, title: &str) -> Result<()> {
        let status = self.command("wmctrl").args(["-F", "-c", title]).status()?;
        anyhow::ensure!(status.success(), "no window is named {title}");
        Ok(())
    }

    /// Opens another window, which takes the focus; it ends with the answer.
    pub fn other_window(&self) -> Result<Process> {
        let mut command = self.command("xmessage");
        command.args(["-name", "other", "something else"]);
        let other = self.start_program(&mut command, "other")?;
        wait::until("the other window", || {
            wait::yes(
                self.windows()?
                    .iter()
                    .any(|title| title == "other" || title == "xmessage"),
            )
        })?;
        Ok(other)
    }

    /// Answers the system's file dialog with this title by typing a path, as a person does.
    pub fn answer_dialog(&self, title: &str, path: &Path) -> Result<()> {
        wait::until(&format!("the dialog {title}"), || {
            wait::yes(self.active_window()? == title)
        })?;
        let path = path.to_str().context("a path that can be typed")?;
        let keys = |args: &[&str]| -> Result<()> {
            let status = self.command("xdotool").args(args).status()?;
            anyhow::ensure!(status.success(), "xdotool {args:?} failed");
            Ok(())
        };
        let closed = || -> Result<bool> { Ok(!self.windows()?.iter().any(|shown| shown == title)) };
        // GTK's chooser takes a while to fill its list, and keys that come meanwhile may go elsewhere: then once more.
        for _ in 0..5 {
            std::thread::sleep(Duration::from_millis(700));
            // A slash opens the field for the location, which swallows the next key while it appears.
            keys(&["type", "/"])?;
            std::thread::sleep(Duration::from_millis(400));
            keys(&["key", "--clearmodifiers", "ctrl+a"])?;
            keys(&["type", "--delay", "20", path])?;
            std::thread::sleep(Duration::from_millis(700));
            keys(&["key", "Return"])?;
            if wait::until_within(Duration::from_secs(3), "", || wait::yes(closed()?)).is_ok() {
                return Ok(());
            }
        }
        anyhow::bail!("the dialog {title} stays open")
    }

    /// Keeps a picture of the whole screen.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        let status = self
            .command("import")
            .args(["-window", "root"])
            .arg(path)
            .status()
            .context("import (ImageMagick) is missing; `cargo xtask test` installs it")?;
        anyhow::ensure!(status.success(), "no picture of the screen could be taken");
        Ok(())
    }

    /// Keeps a picture of the window with this title, once it is there.
    pub fn window_screenshot(&self, title: &str, path: &Path) -> Result<()> {
        // By its number: given a name that no window has, `import` would wait for a click.
        let id = wait::until(&format!("a window named {title}"), || {
            let shown = self.shown_windows()?;
            Ok(shown.into_iter().find(|(_, name)| name == title))
        })?
        .0;
        let status = self
            .command("import")
            .args(["-window", &id])
            .arg(path)
            .status()?;
        anyhow::ensure!(
            status.success(),
            "no picture of the window {title} could be taken"
        );
        Ok(())
    }

    /// Prints what the programs on the desk said, and where a picture of the screen lies.
    #[expect(clippy::print_stdout, reason = "the report of a test that failed")]
    fn tell(&self) {
        let Ok(entries) = std::fs::read_dir(self.logs()) else {
            return;
        };
        for entry in entries.flatten() {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            let lines: Vec<&str> = text.lines().collect();
            let last = lines
                .get(lines.len().saturating_sub(40)..)
                .unwrap_or_default()
                .join("\n");
            if !last.trim().is_empty() {
                println!("--- {}\n{last}", entry.file_name().to_string_lossy());
            }
        }
        let name = std::thread::current()
            .name()
            .unwrap_or("desk")
            .replace("::", "-");
        let folder = crate::programs::target().join("countersign-failures");
        let picture = folder.join(format!("{name}.png"));
        let kept = std::fs::create_dir_all(&folder)
            .map_err(anyhow::Error::from)
            .and_then(|()| self.screenshot(&picture));
        match kept {
            Ok(()) => println!("--- the screen: {}", picture.display()),
            Err(error) => println!("--- no picture of the screen: {error:#}"),
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.tray = None;
        self.keyring = None;
        self.system_bus = None;
        self.openbox.kill();
        self.bus.kill();
        self.display.kill();
        // What left its process group: services that the bus started, background programs.
        let mark = format!("{MARK}={}", self.folder().display());
        for seen in proc::all() {
            let environment =
                std::fs::read(format!("/proc/{}/environ", seen.pid)).unwrap_or_default();
            if environment
                .split(|b| *b == 0)
                .any(|entry| entry == mark.as_bytes())
            {
                kill_id(seen.pid);
            }
        }
    }
}
