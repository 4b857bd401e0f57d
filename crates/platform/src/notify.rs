//! Notifications of the desktop.

use std::thread;

use notify_rust::{Notification, Timeout};

/// Says that a code was copied. Never put the code itself in it: notifications are shown on locked screens and kept in
/// lists. Returns at once; a desktop without notifications is not an error.
pub fn code_copied(title: &str, body: &str) {
    let mut notification = Notification::new();
    notification
        .appname(crate::APP_NAME)
        .summary(title)
        .body(body)
        .timeout(Timeout::Milliseconds(4_000));
    #[cfg(target_os = "linux")]
    {
        // Transient: not kept in the desktop's list. Low: no sound.
        notification
            .hint(notify_rust::Hint::Transient(true))
            .urgency(notify_rust::Urgency::Low);
    }
    let sent = thread::Builder::new()
        .name("notify".to_owned())
        .spawn(move || {
            if let Err(error) = notification.show() {
                log::debug!("no notification: {error}");
            }
        });
    if let Err(error) = sent {
        log::debug!("no notification: {error}");
    }
}
