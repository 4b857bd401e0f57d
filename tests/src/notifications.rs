//! A notification server that keeps what it is told to show.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::OwnedValue;

use crate::wait;

/// A notification that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The program's name.
    pub app: String,
    /// The bold line.
    pub summary: String,
    /// The text below.
    pub body: String,
    /// The server shall not keep it in a list.
    pub transient: bool,
    /// Everything it said, hints included, as one text.
    pub everything: String,
}

type Shown = Arc<Mutex<Vec<Notification>>>;

struct Server {
    shown: Shown,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(clippy::too_many_arguments, reason = "the interface has eight")]
    fn notify(
        &self,
        app_name: &str,
        _replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        let transient = hints
            .get("transient")
            .and_then(|v| v.downcast_ref::<bool>().ok())
            .unwrap_or(false);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push(Notification {
            app: app_name.to_owned(),
            summary: summary.to_owned(),
            body: body.to_owned(),
            transient,
            everything: format!(
                "{app_name}\n{app_icon}\n{summary}\n{body}\n{actions:?}\n{hints:?}"
            ),
        });
        u32::try_from(shown.len()).unwrap_or(u32::MAX)
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["body"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("tests", "countersign", "1", "1.2")
    }
}

/// The server. Dropping it takes it away.
pub struct NotificationServer {
    _connection: Connection,
    shown: Shown,
}

impl NotificationServer {
    /// Owns the notification server's name on the bus.
    pub fn start(address: &str) -> Result<Self> {
        let shown = Shown::default();
        let server = Server {
            shown: Arc::clone(&shown),
        };
        let connection = connection::Builder::address(address)?
            .method_timeout(Duration::from_secs(10))
            .serve_at("/org/freedesktop/Notifications", server)?
            .name("org.freedesktop.Notifications")?
            .build()?;
        Ok(Self {
            _connection: connection,
            shown,
        })
    }

    /// All so far.
    pub fn all(&self) -> Vec<Notification> {
        self.shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits for the first one about this, or answers it when it was shown already.
    pub fn about(&self, summary: &str) -> Result<Notification> {
        wait::until(&format!("a notification about {summary}"), || {
            Ok(self.all().into_iter().find(|n| n.summary.contains(summary)))
        })
    }
}
