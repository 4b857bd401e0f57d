//! Saying things once.

use crate::App;
use crate::notices::TRAY_MISSING;
use crate::sync::held;
use crate::wire::{Fault, Notice, NoticeRequest};

impl App {
    /// Says something once: one notice of a code at a time, the newest.
    pub(crate) fn say(&self, code: &str, args: &[(&str, String)]) {
        let mut notices = held(&self.notices);
        notices.retain(|notice| notice.code != code);
        notices.push(Notice {
            code: code.to_owned(),
            args: args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        });
    }

    /// The person has read a notice.
    ///
    /// # Errors
    /// None; a notice that is gone is fine.
    pub fn dismiss_notice(&self, request: NoticeRequest) -> Result<(), Fault> {
        self.touch_activity();
        held(&self.notices).retain(|notice| notice.code != request.code);
        self.clock_dismissed(&request.code);
        if request.code == TRAY_MISSING {
            // Said once on this desktop, not at every start. A settings file that cannot be
            // written costs no more than saying it again.
            let _ = self.store_settings(|stored| stored.tray_missing_read = true);
        }
        self.events.state_changed();
        Ok(())
    }

    /// The shell found out whether a tray host shows the icon.
    pub fn tray_changed(&self, present: bool) {
        if present {
            held(&self.notices).retain(|notice| notice.code != TRAY_MISSING);
        } else if !held(&self.settings).stored.tray_missing_read {
            self.say(TRAY_MISSING, &[]);
        }
        self.events.state_changed();
    }
}
