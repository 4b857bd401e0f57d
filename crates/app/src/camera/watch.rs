//! The camera without a page: what is seen is handed out, and no picture of it.

use std::time::Duration;

use scan::{Effort, Frame, SymbolText};

use super::look::STEP;
use crate::App;
use crate::enrol::Found;
use crate::faults::of_camera;
use crate::wire::{Fault, FindingsView};

/// How long one frame may be worked on: no preview waits for it, but the next frame may be easier.
const BUDGET: Duration = Duration::from_millis(250);

impl App {
    /// Looks through a camera, for a terminal, until `see` says that it has seen enough, or the camera fails. Each code
    /// is handed out once, however long it is held there. Works while the vault is locked, too; nothing is added.
    ///
    /// # Errors
    /// One for each way in which a camera can fail.
    pub fn watch_camera(
        &self,
        id: Option<&str>,
        see: &mut dyn FnMut(FindingsView) -> bool,
    ) -> Result<(), Fault> {
        let mut stream = self
            .ports
            .cameras
            .open(id)
            .map_err(|error| of_camera(&error, &self.camera_name(id)))?;
        let light = stream.light();
        let mut seen = Vec::new();
        for turn in 0u32.. {
            let next = stream.next(STEP);
            let frame = next.map_err(|error| of_camera(&error, &stream.info().name))?;
            let Some(frame) = frame else { continue };
            let new = self.new_texts(&frame, turn, &seen);
            if new.is_empty() {
                continue;
            }
            let mut found = Found::default();
            // EXPOSE: it is classified; drafts hold the secret in its own type.
            new.iter()
                .for_each(|text| self.sort(text.expose(), &mut found));
            seen.extend(new);
            if !see(self.found_view(found)) {
                break;
            }
        }
        light();
        Ok(())
    }

    /// The codes of a frame that were not seen before.
    fn new_texts(&self, frame: &Frame, turn: u32, seen: &[SymbolText]) -> Vec<SymbolText> {
        let began = self.ports.clock.monotonic();
        let expired = || self.ports.clock.monotonic().saturating_sub(began) > BUDGET;
        let reading = scan::read_until(frame, Effort::Live { turn }, &expired);
        let texts = reading.symbols.into_iter().map(|symbol| symbol.text);
        texts.filter(|text| !seen.contains(text)).collect()
    }
}
