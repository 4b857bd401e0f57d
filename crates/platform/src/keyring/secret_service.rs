//! What the Secret Service says of itself, asked before and after the store is used: who answers, what is locked.
//! (<https://specifications.freedesktop.org/secret-service-spec/latest/>)

use std::collections::HashMap;
use std::time::Duration;

use app::ports::KeyringError;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::names::BusName;
use zbus::zvariant::OwnedObjectPath;

use super::store::from_words;
use super::{Progress, SERVICE};

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
/// Below the limit of a whole call, so that a hung service is named before that ends.
const REPLY: Duration = Duration::from_secs(4);

fn session() -> Result<Connection, KeyringError> {
    let connection =
        connection::Builder::session().and_then(|builder| builder.method_timeout(REPLY).build());
    connection.map_err(|error| {
        log::debug!("no session bus: {error}");
        KeyringError::Missing
    })
}

fn refusal(error: impl std::fmt::Display) -> KeyringError {
    from_words(&error.to_string())
}

/// Makes sure that somebody answers; the bus may start the service for it.
fn service(connection: &Connection) -> Result<Proxy<'static>, KeyringError> {
    let bus = DBusProxy::new(connection).map_err(refusal)?;
    let name = BusName::try_from(NAME).map_err(refusal)?;
    if !bus.name_has_owner(name).map_err(refusal)? {
        let startable = bus.list_activatable_names().map_err(refusal)?;
        if !startable.iter().any(|name| name.as_str() == NAME) {
            return Err(KeyringError::Missing);
        }
        let name = zbus::names::WellKnownName::try_from(NAME).map_err(refusal)?;
        bus.start_service_by_name(name, 0).map_err(|error| {
            log::debug!("the keyring service cannot be started: {error}");
            KeyringError::Missing
        })?;
    }
    Proxy::new(connection, NAME, PATH, "org.freedesktop.Secret.Service").map_err(refusal)
}

/// Before an entry is used: is there a service, and is what we look for locked?
pub(super) fn prepare(progress: &Progress, vault: &str) -> Result<(), KeyringError> {
    let connection = session()?;
    let service = service(&connection)?;
    let attributes = HashMap::from([("service", SERVICE), ("username", vault)]);
    let (_, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = service
        .call("SearchItems", &(attributes,))
        .map_err(refusal)?;
    if !locked.is_empty() {
        progress.may_prompt();
    }
    Ok(())
}

/// Before an entry is made: where it will lie must exist, and may be locked.
pub(super) fn prepare_to_create(progress: &Progress) -> Result<(), KeyringError> {
    let connection = session()?;
    let collection: OwnedObjectPath = service(&connection)?
        .call("ReadAlias", &("default",))
        .map_err(refusal)?;
    if collection.as_str() == "/" {
        return Err(KeyringError::Denied(
            "it has no default keyring yet".to_owned(),
        ));
    }
    if is_locked(&connection, &collection)? {
        progress.may_prompt();
    }
    Ok(())
}

/// After the service found nothing: a locked collection may hide its entries (KeePassXC and KWallet show none then), so
/// only when all are open is absence certain.
pub(super) fn certainly_absent() -> Result<(), KeyringError> {
    let connection = session()?;
    let collections: Vec<OwnedObjectPath> = service(&connection)?
        .get_property("Collections")
        .map_err(refusal)?;
    if collections.is_empty() {
        log::debug!("the keyring service shows no collection");
    }
    for collection in &collections {
        if is_locked(&connection, collection)? {
            return Err(KeyringError::Locked);
        }
    }
    Ok(())
}

fn is_locked(connection: &Connection, collection: &OwnedObjectPath) -> Result<bool, KeyringError> {
    Proxy::new(
        connection,
        NAME,
        collection,
        "org.freedesktop.Secret.Collection",
    )
    .and_then(|proxy| proxy.get_property("Locked"))
    .map_err(refusal)
}

/// The name of the program that owns the service's name on the bus.
pub(super) fn provider() -> Result<String, KeyringError> {
    let connection = session()?;
    service(&connection)?;
    let bus = DBusProxy::new(&connection).map_err(refusal)?;
    let name = BusName::try_from(NAME).map_err(refusal)?;
    let process = bus.get_connection_unix_process_id(name).map_err(refusal)?;
    // A service that runs elsewhere (a container's proxy) has no readable name.
    let comm = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    Ok(named(comm.trim()))
}

/// `comm` is cut off after 15 bytes by the kernel.
fn named(comm: &str) -> String {
    match comm {
        "" => "Secret Service".to_owned(),
        other if other.starts_with("gnome-keyring") => "GNOME Keyring".to_owned(),
        "kwalletd" | "kwalletd5" | "kwalletd6" | "ksecretd" => "KWallet".to_owned(),
        "keepassxc" => "KeePassXC".to_owned(),
        "oo7-daemon" => "oo7".to_owned(),
        other => other.chars().filter(|c| !c.is_control()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn providers_are_named_for_people() {
        assert_eq!(named("gnome-keyring-d"), "GNOME Keyring");
        assert_eq!(named("kwalletd6"), "KWallet");
        assert_eq!(named("keepassxc"), "KeePassXC");
        assert_eq!(named("pass-secrets"), "pass-secrets");
        assert_eq!(named(""), "Secret Service");
    }
}
