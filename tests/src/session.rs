//! The session around a desk, played by python-dbusmock: logind on a system bus of the desk's own, screen savers on its
//! session bus.

use std::path::Path;

use anyhow::{Context, Result};
use zbus::blocking::{Connection, Proxy};

use crate::process::Process;
use crate::{Desk, wait};

/// Debian's: the package lies in the system's Python, whatever else `python3` may be.
const PYTHON: &str = "/usr/bin/python3";
const MOCK: &str = "org.freedesktop.DBus.Mock";
const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// Whether python-dbusmock is installed; says that the test is skipped if not.
pub fn can_be_played() -> bool {
    let there = Path::new("/usr/lib/python3/dist-packages/dbusmock").is_dir()
        || std::process::Command::new(PYTHON)
            .args(["-c", "import dbusmock"])
            .output()
            .is_ok_and(|output| output.status.success());
    if !there {
        crate::skipped("python3-dbusmock is not installed");
    }
    there
}

/// logind. It ends with this value.
pub struct Logind {
    bus: Connection,
    _process: Process,
}

impl Logind {
    /// Starts it on the desk's system bus, which is started first.
    pub fn start(desk: &mut Desk) -> Result<Self> {
        let address = desk.start_system_bus()?;
        let mut command = desk.command(PYTHON);
        command.args(["-m", "dbusmock", "--system", "--template", "logind"]);
        let process = desk.start_program(&mut command, "logind")?;
        let bus = crate::dbus::connect(&address)?;
        wait::until("logind", || {
            wait::yes(crate::dbus::has_owner(&bus, LOGIND)?)
        })?;
        let logind = Self {
            bus,
            _process: process,
        };
        let uid = rustix::process::getuid().as_raw();
        logind.add_session("own", uid)?;
        logind.add_session("other", uid + 4321)?;
        Ok(logind)
    }

    fn add_session(&self, name: &str, uid: u32) -> Result<()> {
        let user = format!("user{uid}");
        let _: String = self
            .at("/org/freedesktop/login1", MOCK)?
            .call("AddSession", &(name, "seat0", uid, &*user, true))?;
        Ok(())
    }

    /// Whose programs delay sleep.
    pub fn delays(&self) -> Result<Vec<String>> {
        type Inhibitor = (String, String, String, String, u32, u32);
        let all: Vec<Inhibitor> = self
            .at("/org/freedesktop/login1", MANAGER)?
            .call("ListInhibitors", &())?;
        let delays = all
            .into_iter()
            .filter(|(what, _, _, mode, ..)| what == "sleep" && mode == "delay");
        Ok(delays.map(|(_, who, ..)| who).collect())
    }

    /// The computer is about to sleep, or has woken up.
    pub fn sleep(&self, sleeps: bool) -> Result<()> {
        let arguments = vec![zbus::zvariant::Value::from(sleeps)];
        self.at("/org/freedesktop/login1", MOCK)?
            .call::<_, _, ()>("EmitSignal", &(MANAGER, "PrepareForSleep", "b", arguments))?;
        Ok(())
    }

    /// `loginctl lock-session`: logind asks the desktop of a session to lock.
    pub fn lock(&self, session: &str) -> Result<()> {
        self.session(session)?.call::<_, _, ()>("Lock", &())?;
        Ok(())
    }

    /// The desktop says that a session is locked now.
    pub fn hint(&self, session: &str, locked: bool) -> Result<()> {
        self.session(session)?
            .call::<_, _, ()>("SetLockedHint", &(locked,))?;
        Ok(())
    }

    fn session(&self, name: &str) -> Result<Proxy<'static>> {
        let path = format!("/org/freedesktop/login1/session/{name}");
        self.at(&path, "org.freedesktop.login1.Session")
    }

    fn at(&self, path: &str, interface: &'static str) -> Result<Proxy<'static>> {
        Ok(Proxy::new(&self.bus, LOGIND, path.to_owned(), interface)?)
    }
}

/// A screen saver. It ends with this value.
pub struct Screensaver {
    bus: Connection,
    name: &'static str,
    path: &'static str,
    _process: Process,
}

impl Screensaver {
    /// Each desktop's: the name, which is the interface too, and the path.
    pub const ALL: [(&'static str, &'static str); 6] = [
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        (
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
        ),
        ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
        ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
        ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ];

    /// Starts one on the desk's session bus.
    pub fn start(desk: &Desk, (name, path): (&'static str, &'static str)) -> Result<Self> {
        let mut command = desk.command(PYTHON);
        command.args(["-m", "dbusmock", "--session", name, path, name]);
        let process = desk.start_program(&mut command, "screensaver")?;
        let bus = crate::dbus::connect(desk.bus_address())?;
        wait::until(name, || wait::yes(crate::dbus::has_owner(&bus, name)?))?;
        Ok(Self {
            bus,
            name,
            path,
            _process: process,
        })
    }

    /// It starts, or stops.
    pub fn active(&self, active: bool) -> Result<()> {
        let arguments = vec![zbus::zvariant::Value::from(active)];
        Proxy::new(&self.bus, self.name, self.path, MOCK)?
            .call::<_, _, ()>("EmitSignal", &(self.name, "ActiveChanged", "b", arguments))
            .context("a signal of the screen saver")
    }
}
