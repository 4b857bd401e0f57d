//! The page as a screen reader has it: through the accessibility bus, without WebDriver.

use anyhow::{Context, Result};
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedObjectPath;

use crate::{Desk, wait};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const TEXT: &str = "org.a11y.atspi.Text";

/// A screen reader on a desk.
pub struct Reader {
    connection: Connection,
}

/// Something on the screen.
#[derive(Debug, Clone)]
pub struct Node {
    bus: String,
    path: OwnedObjectPath,
    /// What it is, such as `push button`.
    pub role: String,
    /// Its name as spoken.
    pub name: String,
    /// The text in it.
    pub text: String,
}

impl Reader {
    /// Connects to the accessibility bus, which starts when it is first asked for.
    pub fn start(desk: &Desk) -> Result<Self> {
        let session = crate::dbus::connect(desk.bus_address())?;
        let bus = Proxy::new(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus")?;
        let address: String = bus
            .call("GetAddress", &())
            .context("no accessibility bus; `cargo xtask test` installs at-spi2-core")?;
        let status = Proxy::new(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status")?;
        status.set_property("IsEnabled", true)?;
        Ok(Self {
            connection: crate::dbus::connect(&address)?,
        })
    }

    /// Everything on the screen, from the outside in.
    pub fn all(&self) -> Result<Vec<Node>> {
        let root = self.node(
            "org.a11y.atspi.Registry".to_owned(),
            "/org/a11y/atspi/accessible/root".try_into()?,
        )?;
        let mut nodes = vec![root];
        let mut next = 0;
        while let Some(node) = nodes.get(next).cloned() {
            // What goes while it is read is not there.
            let children = self.children(&node).unwrap_or_default();
            nodes.extend(
                children
                    .into_iter()
                    .filter_map(|(bus, path)| self.node(bus, path).ok()),
            );
            next += 1;
        }
        Ok(nodes)
    }

    /// One by one: a web page hangs in its window as a plug in a socket, which a list of all leaves out.
    fn children(&self, node: &Node) -> Result<Vec<(String, OwnedObjectPath)>> {
        let accessible = self.proxy(node, ACCESSIBLE)?;
        let count: i32 = accessible.get_property("ChildCount")?;
        (0..count)
            .map(|at| Ok(accessible.call("GetChildAtIndex", &(at,))?))
            .collect()
    }

    /// Waits for something of this role with this in its name or text.
    pub fn find(&self, role: &str, part: &str) -> Result<Node> {
        wait::until(&format!("a {role} named “{part}”"), || {
            let all = self.all()?;
            Ok(all
                .into_iter()
                .find(|n| n.role == role && (n.name.contains(part) || n.text.contains(part))))
        })
        .with_context(|| format!("the screen has: {}", self.said()))
    }

    /// Everything that would be spoken; for the reports of failures.
    pub fn said(&self) -> String {
        let all = self.all().unwrap_or_default();
        let said: Vec<String> = all
            .iter()
            .map(|n| {
                format!(
                    "{}: {} {}",
                    n.role,
                    n.name,
                    if n.text == n.name { "" } else { &n.text }
                )
            })
            .collect();
        said.join("\n")
    }

    /// Presses it.
    pub fn press(&self, node: &Node) -> Result<()> {
        let done: bool = self
            .proxy(node, "org.a11y.atspi.Action")?
            .call("DoAction", &(0_i32,))?;
        anyhow::ensure!(done, "“{}” cannot be pressed", node.name);
        Ok(())
    }

    /// Puts the focus there.
    pub fn focus(&self, node: &Node) -> Result<()> {
        let done: bool = self
            .proxy(node, "org.a11y.atspi.Component")?
            .call("GrabFocus", &())?;
        anyhow::ensure!(done, "“{}” takes no focus", node.name);
        Ok(())
    }

    fn proxy(&self, node: &Node, interface: &'static str) -> Result<Proxy<'static>> {
        Ok(zbus::blocking::proxy::Builder::new(&self.connection)
            .destination(node.bus.clone())?
            .path(node.path.clone())?
            .interface(interface)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()?)
    }

    fn node(&self, bus: String, path: OwnedObjectPath) -> Result<Node> {
        let mut node = Node {
            bus,
            path,
            role: String::new(),
            name: String::new(),
            text: String::new(),
        };
        let accessible = self.proxy(&node, ACCESSIBLE)?;
        node.role = accessible.call("GetRoleName", &())?;
        if node.role.is_empty() {
            node.role = role(accessible.call("GetRole", &())?);
        }
        node.name = accessible.get_property("Name").unwrap_or_default();
        let interfaces: Vec<String> = accessible.call("GetInterfaces", &())?;
        if interfaces.iter().any(|name| name == TEXT) {
            node.text = self
                .proxy(&node, TEXT)?
                .call("GetText", &(0_i32, -1_i32))
                .unwrap_or_default();
        }
        Ok(node)
    }
}

/// The name of a role by its number in AT-SPI, for pages of WebKit versions that leave the name empty.
fn role(number: u32) -> String {
    match number {
        37 => "page tab".to_owned(),
        43 => "push button".to_owned(),
        54 => "status bar".to_owned(),
        79 => "entry".to_owned(),
        83 => "heading".to_owned(),
        other => format!("role {other}"),
    }
}
