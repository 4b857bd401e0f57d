//! A tray host: what a panel is to a program that shows an icon.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use zbus::blocking::{Connection, Proxy, connection};
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};

use crate::wait;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// An icon in the tray: the bus name of its program and its object path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    name: String,
    path: String,
}

type Items = Arc<Mutex<Vec<Item>>>;
/// An entry of a menu as D-Bus has it: number, properties, entries below.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

struct Watcher {
    items: Items,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// Ayatana's library passes an object path, KDE's and ksni pass a bus name.
    async fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let item = if service.starts_with('/') {
            Item {
                name: sender,
                path: service.to_owned(),
            }
        } else {
            Item {
                name: service.to_owned(),
                path: "/StatusNotifierItem".to_owned(),
            }
        };
        let said = format!("{}{}", item.name, item.path);
        self.items
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(item);
        Self::status_notifier_item_registered(&emitter, &said).await?;
        Ok(())
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items
            .iter()
            .map(|item| format!("{}{}", item.name, item.path))
            .collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(
        emitter: &SignalEmitter<'_>,
        service: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// A tray host on the bus of a desk. Dropping it takes it away.
pub struct TrayHost {
    connection: Connection,
    items: Items,
}

/// An entry of a tray menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the menu.
    pub id: i32,
    /// Its text, without marks of access keys.
    pub label: String,
    /// It can be clicked.
    pub enabled: bool,
    /// Entries below it.
    pub children: Vec<Entry>,
}

impl TrayHost {
    /// Owns the watcher's name on the bus.
    pub fn start(address: &str) -> Result<Self> {
        let items = Items::default();
        let watcher = Watcher {
            items: Arc::clone(&items),
        };
        let connection = connection::Builder::address(address)?
            .method_timeout(Duration::from_secs(10))
            .serve_at("/StatusNotifierWatcher", watcher)?
            .name(WATCHER)?
            .build()?;
        Ok(Self { connection, items })
    }

    /// Whether a program that still runs shows an icon.
    pub fn has_icon(&self) -> bool {
        self.item().is_ok()
    }

    /// The newest icon whose program still runs.
    fn item(&self) -> Result<Item> {
        let items = self
            .items
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for item in items.into_iter().rev() {
            if crate::dbus::has_owner(&self.connection, &item.name)? {
                return Ok(item);
            }
        }
        bail!("no icon in the tray")
    }

    fn menu(&self) -> Result<Proxy<'static>> {
        let Item { name, path } = self.item()?;
        let item = Proxy::new(&self.connection, name.clone(), path, ITEM)?;
        let menu: OwnedObjectPath = item.get_property("Menu")?;
        Ok(Proxy::new(&self.connection, name, menu, MENU)?)
    }

    /// Opens the menu as a person does and reads it. Separators are left out.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let menu = self.menu()?;
        // A program may not know the call; it then has nothing to prepare.
        let _: Result<bool, _> = menu.call("AboutToShow", &(0_i32,));
        let (_, layout): (u32, Layout) =
            menu.call("GetLayout", &(0_i32, -1_i32, Vec::<&str>::new()))?;
        layout
            .2
            .iter()
            .filter_map(|child| entry(child).transpose())
            .collect()
    }

    /// The texts of the menu, in order.
    pub fn labels(&self) -> Result<Vec<String>> {
        Ok(self
            .entries()?
            .into_iter()
            .map(|entry| entry.label)
            .collect())
    }

    /// Waits until the menu shows a text.
    pub fn await_label(&self, label: &str) -> Result<()> {
        wait::until(&format!("“{label}” in the tray menu"), || {
            wait::yes(self.labels()?.iter().any(|l| l == label))
        })
        .with_context(|| format!("the menu has {:?}", self.labels().unwrap_or_default()))
    }

    /// Clicks the entry with this text, as soon as the menu has it.
    pub fn click(&self, label: &str) -> Result<()> {
        self.await_label(label)?;
        let entries = self.entries()?;
        let entry = entries
            .iter()
            .find(|e| e.label == label)
            .context("the entry went")?;
        anyhow::ensure!(entry.enabled, "“{label}” is disabled");
        let time = 0_u32;
        self.menu()?
            .call::<_, _, ()>("Event", &(entry.id, "clicked", Value::I32(0), time))?;
        Ok(())
    }
}

/// One entry of a layout: `(ia{sv}av)` inside a variant. None for a separator or a hidden entry.
fn entry(value: &Value<'_>) -> Result<Option<Entry>> {
    let inner = match value {
        Value::Value(inner) => inner,
        other => other,
    };
    let structure: Structure<'_> = inner.try_clone()?.try_into()?;
    let [id, properties, children] = structure.fields() else {
        bail!("a menu entry has {} parts", structure.fields().len())
    };
    let id = i32::try_from(id)?;
    let properties: HashMap<String, OwnedValue> = properties.try_clone()?.try_into()?;
    let word = |name: &str| {
        properties
            .get(name)
            .and_then(|v| v.downcast_ref::<&str>().ok())
            .map(str::to_owned)
    };
    let flag = |name: &str| {
        properties
            .get(name)
            .and_then(|v| v.downcast_ref::<bool>().ok())
            .unwrap_or(true)
    };
    if word("type").as_deref() == Some("separator") || !flag("visible") {
        return Ok(None);
    }
    let below: Vec<OwnedValue> = children.try_clone()?.try_into()?;
    Ok(Some(Entry {
        id,
        label: plain(&word("label").unwrap_or_default()),
        enabled: flag("enabled"),
        children: below
            .iter()
            .filter_map(|child| entry(child).transpose())
            .collect::<Result<_>>()?,
    }))
}

/// One underscore marks an access key, two mean one.
fn plain(label: &str) -> String {
    let mut plain = String::new();
    let mut letters = label.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '_' => plain.extend(letters.next()),
            other => plain.push(other),
        }
    }
    plain
}
