//! Whether the desktop shows tray icons at all.

/// Whether a tray icon would be seen now. On Linux: `org.kde.StatusNotifierWatcher` has an owner and says that a host
/// is registered; elsewhere always. Answers within two seconds; no answer is "no".
#[must_use]
pub fn present() -> bool {
    #[cfg(target_os = "linux")]
    {
        use std::time::Duration;
        crate::limit::within("tray host", Duration::from_secs(2), || {
            linux::connect().is_ok_and(|connection| linux::is_present(&connection))
        })
        .unwrap_or(false)
    }
    #[cfg(not(target_os = "linux"))]
    true
}

/// Calls `changed` with what [`present`] says now, and again each time that changes, on a thread of its own, for as
/// long as the program runs. Costs nothing between changes.
pub fn watch<F: Fn(bool) + Send + 'static>(changed: F) {
    #[cfg(target_os = "linux")]
    linux::watch(changed);
    #[cfg(not(target_os = "linux"))]
    changed(true);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::thread;
    use std::time::Duration;

    use zbus::blocking::fdo::DBusProxy;
    use zbus::blocking::{Connection, MessageIterator, Proxy, connection};
    use zbus::message::Type;
    use zbus::names::BusName;
    use zbus::{MatchRule, proxy::CacheProperties};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    const PATH: &str = "/StatusNotifierWatcher";

    pub(super) fn connect() -> zbus::Result<Connection> {
        connection::Builder::session()?
            .method_timeout(Duration::from_secs(2))
            .build()
    }

    pub(super) fn is_present(connection: &Connection) -> bool {
        host_registered(connection).unwrap_or_else(|error| {
            log::debug!("no tray watcher: {error}");
            false
        })
    }

    fn host_registered(connection: &Connection) -> zbus::Result<bool> {
        let name = BusName::try_from(WATCHER)?;
        if !DBusProxy::new(connection)?.name_has_owner(name)? {
            return Ok(false);
        }
        let watcher: Proxy<'_> = zbus::blocking::proxy::Builder::new(connection)
            .destination(WATCHER)?
            .path(PATH)?
            .interface(WATCHER)?
            .cache_properties(CacheProperties::No)
            .build()?;
        // A watcher without the property is part of a host, as old panels have it.
        Ok(
            match watcher.get_property::<bool>("IsStatusNotifierHostRegistered") {
                Ok(registered) => registered,
                Err(zbus::Error::FDO(error)) => {
                    matches!(
                        *error,
                        zbus::fdo::Error::UnknownProperty(_)
                            | zbus::fdo::Error::UnknownInterface(_)
                    )
                }
                Err(error) => return Err(error),
            },
        )
    }

    pub(super) fn watch<F: Fn(bool) + Send + 'static>(changed: F) {
        let started = thread::Builder::new()
            .name("tray host".to_owned())
            .spawn(move || {
                if let Err(error) = follow(&changed) {
                    log::warn!("the tray host cannot be watched: {error}");
                    changed(false);
                }
            });
        if let Err(error) = started {
            log::warn!("the tray host cannot be watched: {error}");
        }
    }

    fn follow<F: Fn(bool)>(changed: &F) -> zbus::Result<()> {
        let connection = connect()?;
        let bus = DBusProxy::new(&connection)?;
        // One stream for both: the watcher comes and goes, and hosts register at it.
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(Type::Signal)
                .sender("org.freedesktop.DBus")?
                .interface("org.freedesktop.DBus")?
                .member("NameOwnerChanged")?
                .arg(0, WATCHER)?
                .build(),
        )?;
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(Type::Signal)
                .interface(WATCHER)?
                .path(PATH)?
                .build(),
        )?;
        let messages = MessageIterator::from(&connection);
        let mut last = is_present(&connection);
        changed(last);
        for message in messages {
            let message = message?;
            let header = message.header();
            let concerns = header.message_type() == Type::Signal
                && header.member().is_some_and(|member| {
                    matches!(
                        member.as_str(),
                        "NameOwnerChanged"
                            | "StatusNotifierHostRegistered"
                            | "StatusNotifierHostUnregistered"
                    )
                });
            if concerns {
                let now = is_present(&connection);
                if now != last {
                    last = now;
                    changed(now);
                }
            }
        }
        Ok(())
    }
}
