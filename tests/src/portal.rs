//! A stand-in for xdg-desktop-portal, as a Wayland desktop has it: it takes pictures of this desk's screen.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::Result;
use zbus::blocking::{Connection, connection};
use zbus::interface;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::Desk;

/// The portal, running; ends when dropped.
pub struct Portal {
    _bus: Connection,
    folder: PathBuf,
}

struct Screenshot {
    display: String,
    folder: PathBuf,
}

#[interface(name = "org.freedesktop.portal.Screenshot")]
impl Screenshot {
    fn screenshot(
        &self,
        _parent: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: zbus::message::Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let failed = |error: &dyn ToString| zbus::fdo::Error::Failed(error.to_string());
        let token = options.get("handle_token");
        let token = token.and_then(|token| <&str>::try_from(token).ok());
        let to = header.sender().map(ToString::to_string);
        let (Some(token), Some(to)) = (token, to) else {
            return Err(failed(&"no token"));
        };
        let slug = to.trim_start_matches(':').replace('.', "_");
        let path = format!("/org/freedesktop/portal/desktop/request/{slug}/{token}");
        let request = OwnedObjectPath::try_from(path).map_err(|error| failed(&error))?;
        let (bus, answered) = (Connection::from(bus.clone()), request.clone());
        let (display, file) = (self.display.clone(), self.folder.join("Screenshot.png"));
        thread::spawn(move || {
            let mut import = Command::new("import");
            import.env("DISPLAY", display).args(["-window", "root"]);
            let taken = import
                .arg(&file)
                .status()
                .is_ok_and(|status| status.success());
            let uri = Value::from(format!("file://{}", file.display()));
            let answer = (u32::from(!taken) * 2, HashMap::from([("uri", uri)]));
            let interface = "org.freedesktop.portal.Request";
            // Who asked may be gone.
            let _ = bus.emit_signal(Some(to), answered, interface, "Response", &answer);
        });
        Ok(request)
    }
}

impl Portal {
    /// Starts it on the desk's bus; its pictures lie in the desk's `Pictures`.
    pub fn start(desk: &Desk) -> Result<Self> {
        let folder = desk.folder().join("home/Pictures");
        std::fs::create_dir_all(&folder)?;
        let screenshot = Screenshot {
            display: desk.display().to_owned(),
            folder: folder.clone(),
        };
        let bus = connection::Builder::address(desk.bus_address())?
            .serve_at("/org/freedesktop/portal/desktop", screenshot)?
            .name("org.freedesktop.portal.Desktop")?
            .build()?;
        Ok(Self { _bus: bus, folder })
    }

    /// How many of its pictures are still there.
    pub fn kept(&self) -> Result<usize> {
        Ok(std::fs::read_dir(&self.folder)?.count())
    }
}
