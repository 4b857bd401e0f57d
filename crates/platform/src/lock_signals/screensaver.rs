//! The screen savers: each desktop has its own interface, and all say `ActiveChanged(b)`.

use app::ports::{HearLock, LockSignal};
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::{Message, Type};
use zbus::{MatchRule, names::BusName};

use super::linux::CALL;

const MEMBER: &str = "ActiveChanged";
/// GNOME, KDE and what follows freedesktop.org, Xfce, Cinnamon, MATE. Interface and name on the bus are the same.
const SAVERS: &[&str] = &[
    "org.gnome.ScreenSaver",
    "org.freedesktop.ScreenSaver",
    "org.kde.screensaver",
    "org.xfce.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];

/// Whether any of them is there, or would be started when it is wanted.
pub(super) fn present() -> zbus::Result<bool> {
    let connection = connect()?;
    let bus = DBusProxy::new(&connection)?;
    for saver in SAVERS {
        if bus.name_has_owner(BusName::try_from(*saver)?)? {
            return Ok(true);
        }
    }
    let startable = bus.list_activatable_names()?;
    Ok(startable.iter().any(|name| SAVERS.contains(&name.as_str())))
}

/// Hears of them for as long as the bus lives.
pub(super) fn follow(hear: &HearLock) -> zbus::Result<()> {
    let connection = connect()?;
    let bus = DBusProxy::new(&connection)?;
    for saver in SAVERS {
        // Whoever sends it and from whatever path: KDE has two. The worst that a liar reaches is a lock.
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(Type::Signal)
                .interface(*saver)?
                .member(MEMBER)?
                .build(),
        )?;
    }
    for message in MessageIterator::from(&connection) {
        if started(&message?) {
            hear(LockSignal::Screensaver);
        }
    }
    Ok(())
}

fn connect() -> zbus::Result<Connection> {
    connection::Builder::session()?.method_timeout(CALL).build()
}

fn started(message: &Message) -> bool {
    let header = message.header();
    header.message_type() == Type::Signal
        && header
            .member()
            .is_some_and(|member| member.as_str() == MEMBER)
        && header
            .interface()
            .is_some_and(|name| SAVERS.contains(&name.as_str()))
        && message.body().deserialize::<bool>().unwrap_or(false)
}
