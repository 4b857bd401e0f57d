//! What is known of the OS keyring. Asking can take seconds, so the page sees the last answer.

use crate::App;
use crate::faults::of_keyring;
use crate::sync::held;
use crate::wire::KeyringView;

impl App {
    /// Asks the keyring who it is, and tells the page when the answer is another one than before.
    pub(crate) fn ask_keyring(&self) {
        let view = match self.ports.keyring.provider() {
            Ok(provider) => KeyringView {
                usable: true,
                provider,
                fault: None,
            },
            Err(error) => KeyringView {
                usable: false,
                provider: String::new(),
                fault: Some(of_keyring(&error)),
            },
        };
        let changed = {
            let mut known = held(&self.keyring);
            let changed = *known != view;
            *known = view;
            changed
        };
        if changed {
            self.events.state_changed();
        }
    }
}
