//! logind: the lock of the session, and sleep, which waits for us.

use std::collections::HashMap;

use app::ports::{HearLock, LockSignal};
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy, connection};
use zbus::message::{Message, Type};
use zbus::names::BusName;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{MatchRule, blocking::proxy};

use super::linux::CALL;

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const SESSIONS: &str = "/org/freedesktop/login1/session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Whether it tells of the session's lock, and of sleep.
pub(super) fn present() -> zbus::Result<(bool, bool)> {
    let connection = connect()?;
    let here = DBusProxy::new(&connection)?.name_has_owner(BusName::try_from(NAME)?)?;
    Ok((here, here))
}

/// Hears of it for as long as the bus lives.
pub(super) fn follow(hear: &HearLock) -> zbus::Result<()> {
    let connection = connect()?;
    let bus = DBusProxy::new(&connection)?;
    for rule in rules()? {
        bus.add_match_rule(rule)?;
    }
    let messages = MessageIterator::from(&connection);
    // After the rules: what happens in between is heard.
    let mut brake = Brake::default();
    brake.pull(&connection);
    for message in messages {
        match said(&message?) {
            Some(Said::Sleeps) => {
                hear(LockSignal::Sleep);
                brake.release();
            }
            Some(Said::Woke | Said::Came) => brake.pull(&connection),
            Some(Said::Locked(session)) if is_ours(&connection, &session) => {
                hear(LockSignal::Session);
            }
            Some(Said::Locked(_)) | None => {}
        }
    }
    Ok(())
}

fn connect() -> zbus::Result<Connection> {
    connection::Builder::system()?.method_timeout(CALL).build()
}

fn rules() -> zbus::Result<Vec<MatchRule<'static>>> {
    let signal = || MatchRule::builder().msg_type(Type::Signal);
    Ok(vec![
        signal()
            .sender(NAME)?
            .interface(MANAGER)?
            .member("PrepareForSleep")?
            .build(),
        signal()
            .sender(NAME)?
            .interface(SESSION)?
            .member("Lock")?
            .build(),
        signal()
            .sender(NAME)?
            .interface(PROPERTIES)?
            .member("PropertiesChanged")?
            .path_namespace(SESSIONS)?
            .arg(0, SESSION)?
            .build(),
        // It may come later, or again.
        signal()
            .sender("org.freedesktop.DBus")?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, NAME)?
            .build(),
    ])
}

/// Keeps the computer awake for the moment that the wipe takes: logind waits until the file is closed, at most for its
/// `InhibitDelayMaxSec` (five seconds where nobody changed it).
#[derive(Default)]
struct Brake(Option<OwnedFd>);

impl Brake {
    fn pull(&mut self, connection: &Connection) {
        let asked = connection.call_method(
            Some(NAME),
            PATH,
            Some(MANAGER),
            "Inhibit",
            &(
                "sleep",
                crate::APP_NAME,
                "Locks the vault before the computer sleeps",
                "delay",
            ),
        );
        match asked.and_then(|reply| reply.body().deserialize::<OwnedFd>()) {
            Ok(fd) => self.0 = Some(fd),
            Err(error) => {
                self.0 = None;
                log::info!("sleep will not wait for the lock: {error}");
            }
        }
    }

    fn release(&mut self) {
        self.0 = None;
    }
}

enum Said {
    Sleeps,
    Woke,
    /// logind has come to the bus.
    Came,
    Locked(OwnedObjectPath),
}

fn said(message: &Message) -> Option<Said> {
    let header = message.header();
    if header.message_type() != Type::Signal {
        return None;
    }
    let body = message.body();
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (MANAGER, "PrepareForSleep") => match body.deserialize().ok()? {
            true => Some(Said::Sleeps),
            false => Some(Said::Woke),
        },
        (SESSION, "Lock") => Some(Said::Locked(header.path()?.to_owned().into())),
        (PROPERTIES, "PropertiesChanged") => {
            let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
                body.deserialize().ok()?;
            let locked = bool::try_from(changed.get("LockedHint")?).ok()?;
            locked.then(|| Some(Said::Locked(header.path()?.to_owned().into())))?
        }
        ("org.freedesktop.DBus", "NameOwnerChanged") => {
            let (name, _, new): (String, String, String) = body.deserialize().ok()?;
            (name == NAME && !new.is_empty()).then_some(Said::Came)
        }
        _ => None,
    }
}

/// Whether a session is of the user who runs this. In doubt it is: a lock too many costs a password.
fn is_ours(connection: &Connection, session: &OwnedObjectPath) -> bool {
    let user = || -> zbus::Result<u32> {
        let session: Proxy<'_> = proxy::Builder::new(connection)
            .destination(NAME)?
            .path(session)?
            .interface(SESSION)?
            .cache_properties(CacheProperties::No)
            .build()?;
        let (user, _): (u32, OwnedObjectPath) = session.get_property("User")?;
        Ok(user)
    };
    user().map_or(true, |user| user == rustix::process::getuid().as_raw())
}
