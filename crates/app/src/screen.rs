//! Codes on the screens: one look at all of them.

use scan::{Effort, Frame, Hint};

use crate::App;
use crate::enrol::Found;
use crate::faults::{fault, of_screen};
use crate::pictures::other_symbol;
use crate::wire::{Fault, FaultCode, FindingsView, Source};

impl App {
    /// Reads every code on every screen. `aside` puts the program's own windows out of the way and gives what brings them
    /// back: it is dropped as soon as the pictures are taken, whatever becomes of them. Works while the vault is locked,
    /// too; nothing is added.
    ///
    /// # Errors
    /// `screen_missing`, `screen_refused`, `screen_failed`, `no_code_on_screen`, `other_symbol`, and those of what the codes say.
    pub fn screen_scan<G>(&self, aside: impl FnOnce() -> G) -> Result<FindingsView, Fault> {
        self.touch_activity();
        let shots = {
            let _back = aside();
            self.ports.screen.shots(&|| !self.has_ended())
        };
        let mut found = Found::default();
        let mut seen = false;
        let mut other = None;
        // One by one, so that each is wiped before the next is read.
        for frame in shots.map_err(|error| of_screen(&error))? {
            let hint = self.sort_frame(&frame, &mut found);
            seen |= hint.is_none();
            other = other.or(hint.filter(|hint| matches!(hint, Hint::OtherSymbol { .. })));
        }
        if !seen {
            return Err(match other {
                Some(hint) => other_symbol("the picture of the screen", hint),
                None => fault(FaultCode::NoCodeOnScreen),
            });
        }
        self.keep_found(Source::Screen, found)
    }

    /// Why nothing was read, if nothing was.
    fn sort_frame(&self, frame: &Frame, found: &mut Found) -> Option<Hint> {
        let reading = scan::read(frame, Effort::Still);
        let texts: Vec<_> = reading.symbols.into_iter().map(|s| s.text).collect();
        self.sort_texts(&texts, found);
        reading.hint
    }
}
