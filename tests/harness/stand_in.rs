//! Stand-ins for the program: an icon with a menu, a browser window, a notifying program.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use countersign_tests::{Desk, Process};
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{ObjectPath, Value};

/// A program that shows an icon with a menu, as Ayatana's library does.
pub struct Icon {
    _connection: Connection,
    clicked: Arc<Mutex<Vec<String>>>,
}

struct Item;

#[zbus::interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    #[zbus(property)]
    fn menu(&self) -> ObjectPath<'static> {
        ObjectPath::from_static_str_unchecked("/test/Menu")
    }
}

struct Menu {
    labels: Vec<String>,
    clicked: Arc<Mutex<Vec<String>>>,
}

type Layout = (i32, HashMap<String, Value<'static>>, Vec<Value<'static>>);

#[zbus::interface(name = "com.canonical.dbusmenu")]
impl Menu {
    fn about_to_show(&self, _id: i32) -> bool {
        false
    }

    fn get_layout(&self, _parent: i32, _depth: i32, _names: Vec<String>) -> (u32, Layout) {
        let entry = |id: i32, name: &str, value: &str| {
            let properties = HashMap::from([(name.to_owned(), Value::from(value.to_owned()))]);
            Value::from((id, properties, Vec::<Value<'static>>::new()))
        };
        let labels = self
            .labels
            .iter()
            .zip(1..)
            .map(|(label, id)| entry(id, "label", label));
        let separator = std::iter::once(entry(99, "type", "separator"));
        (1, (0, HashMap::new(), labels.chain(separator).collect()))
    }

    fn event(&self, id: i32, event: &str, _data: Value<'_>, _time: u32) {
        let label = usize::try_from(id - 1)
            .ok()
            .and_then(|at| self.labels.get(at));
        if let (Some(label), "clicked") = (label, event) {
            self.clicked
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(label.clone());
        }
    }
}

impl Icon {
    /// Registers at the tray host.
    pub fn show(address: &str, labels: &[&str]) -> Result<Self> {
        let clicked = Arc::default();
        let menu = Menu {
            labels: labels.iter().map(|&l| l.to_owned()).collect(),
            clicked: Arc::clone(&clicked),
        };
        let connection = connection::Builder::address(address)?
            .serve_at("/test/item", Item)?
            .serve_at("/test/Menu", menu)?
            .build()?;
        let name = "org.kde.StatusNotifierWatcher";
        Proxy::new(&connection, name, "/StatusNotifierWatcher", name)?
            .call::<_, _, ()>("RegisterStatusNotifierItem", &"/test/item")?;
        Ok(Self {
            _connection: connection,
            clicked,
        })
    }

    /// The texts that were clicked.
    pub fn clicked(&self) -> Vec<String> {
        self.clicked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Sends a notification.
pub fn notify(address: &str, summary: &str, body: &str) -> Result<()> {
    let connection = countersign_tests::dbus::connect(address)?;
    let name = "org.freedesktop.Notifications";
    let hints = HashMap::from([("transient", Value::from(true))]);
    Proxy::new(&connection, name, "/org/freedesktop/Notifications", name)?.call::<_, _, u32>(
        "Notify",
        &(
            "test",
            0_u32,
            "",
            summary,
            body,
            Vec::<&str>::new(),
            hints,
            -1_i32,
        ),
    )?;
    Ok(())
}

/// The page of [`browser`].
pub const PAGE: &str = "<!doctype html><title>Stand-in</title>\
    <input data-testid=name value=before><button data-testid=greet \
    onclick=\"document.querySelector('[data-testid=said]').textContent = 'hello ' + document.querySelector('input').value\">\
    Greet</button><p data-testid=said role=status>nothing</p><p data-testid=hidden style='display: none'>hidden</p>";

/// WebKit's own small browser with a page.
pub fn browser(desk: &Desk) -> Result<Process> {
    let page = desk.folder().join("page.html");
    std::fs::write(&page, PAGE)?;
    let mut command = desk.command(program()?);
    command.arg(format!("file://{}", page.display()));
    desk.start_program(&mut command, "browser")
}

/// The same without a page, under WebDriver: with the port on which its inspector listens.
pub fn driven_browser(desk: &Desk) -> Result<(Process, u16)> {
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port();
    let mut command = desk.command(program()?);
    command
        .arg("--automation")
        .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{port}"));
    Ok((desk.start_program(&mut command, "browser")?, port))
}

fn program() -> Result<PathBuf> {
    std::fs::read_dir("/usr/lib")?
        .flatten()
        .map(|entry| entry.path().join("webkit2gtk-4.1/MiniBrowser"))
        .chain(std::iter::once(
            "/usr/libexec/webkit2gtk-4.1/MiniBrowser".into(),
        ))
        .find(|path| path.is_file())
        .context("WebKit's MiniBrowser; `cargo xtask test` installs WebKitGTK")
}
