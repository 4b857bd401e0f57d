//! The session bus of a desk.

use anyhow::Result;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, connection};
use zbus::names::BusName;

/// A connection of its own to the bus of a desk.
pub fn connect(address: &str) -> Result<Connection> {
    Ok(connection::Builder::address(address)?
        .method_timeout(std::time::Duration::from_secs(10))
        .build()?)
}

/// Whether anybody answers to a name.
pub fn has_owner(connection: &Connection, name: &str) -> Result<bool> {
    Ok(DBusProxy::new(connection)?.name_has_owner(BusName::try_from(name)?)?)
}
