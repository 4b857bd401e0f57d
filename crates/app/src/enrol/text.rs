//! What can be done with findings besides adding them: the text of a code that is no account, and an export of which
//! codes are missing.

use crate::App;
use crate::enrol::Found;
use crate::faults::{fault, of_clipboard};
use crate::sync::held;
use crate::timers::Due;
use crate::wire::{BatchView, ExportRequest, Fault, FaultCode, FindingsView, Source, TextRequest};

impl App {
    /// Copies the text of a code that is no account, to be looked at elsewhere. Not of one that signs somebody in.
    ///
    /// # Errors
    /// `findings_gone`, `clipboard_unavailable`.
    pub fn copy_text(&self, request: TextRequest) -> Result<(), Fault> {
        self.touch_activity();
        let text = {
            let enrolment = held(&self.enrolment);
            let findings = enrolment
                .held
                .iter()
                .find(|findings| findings.id == request.findings);
            let at = usize::try_from(request.foreign).ok();
            findings
                .zip(at)
                .and_then(|(findings, at)| findings.texts.get(at)?.clone())
                .ok_or_else(|| fault(FaultCode::FindingsGone))?
        };
        // It may be the password of a network, or worse: no history shall keep it, and it goes when the vault locks.
        self.ports
            .clipboard
            .put_code(&text)
            .map_err(|error| of_clipboard(&error))?;
        // A code that was to be cleared is not there any more.
        self.timers.cancel(Due::ClearClipboard);
        Ok(())
    }

    /// The accounts of an export as far as its codes were read, to be added without the missing ones.
    ///
    /// # Errors
    /// `export_gone`.
    pub fn export_take(&self, request: ExportRequest) -> Result<FindingsView, Fault> {
        self.touch_activity();
        let now = self.ports.clock.monotonic();
        let taken = {
            let mut enrolment = held(&self.enrolment);
            enrolment.forget_old(now);
            enrolment.exports.so_far(&request.export)
        };
        let mut found = Found::default();
        found.add_export(taken.ok_or_else(|| fault(FaultCode::ExportGone))?);
        self.keep_found(Source::Picture, found)
    }

    /// Forgets an export, to begin anew.
    ///
    /// # Errors
    /// None; one that is gone is fine.
    pub fn export_forget(&self, request: ExportRequest) -> Result<(), Fault> {
        self.touch_activity();
        held(&self.enrolment).exports.forget(&request.export);
        self.events.state_changed();
        Ok(())
    }

    /// The exports of which codes are missing.
    pub(crate) fn exports_under_way(&self) -> Vec<BatchView> {
        held(&self.enrolment).exports.under_way()
    }
}
