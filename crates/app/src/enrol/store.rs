//! Findings that wait for the person: in memory only, for ten minutes, gone when the vault locks.

use std::sync::atomic::Ordering;
use std::time::Duration;

use otp::Draft;
use scan::SymbolText;
use zeroize::Zeroizing;

use super::Found;
use super::export::Exports;
use crate::App;
use crate::faults::fault;
use crate::sync::held;
use crate::timers::Due;
use crate::wire::{
    BatchView, DiscardRequest, Fault, FaultCode, FindingsView, ForeignView, Phase, PicturesView,
    PlaceView, Source,
};

/// How long findings are held.
pub(crate) const HELD: Duration = Duration::from_secs(600);
/// The most findings held at once; the oldest goes first.
const MOST_FINDINGS: usize = 16;

/// What was found and not yet added.
#[derive(Default)]
pub(crate) struct Enrolment {
    made: u64,
    pub(crate) held: Vec<Findings>,
    pub(super) exports: Exports,
}

/// What one picture, text or look of the camera gave.
pub(crate) struct Findings {
    pub(super) id: String,
    pub(super) source: Source,
    pub(super) pictures: Option<PicturesView>,
    pub(super) drafts: Vec<Draft>,
    pub(super) places: Vec<PlaceView>,
    pub(super) choose: bool,
    pub(super) batch: Option<BatchView>,
    pub(super) foreign: Vec<ForeignView>,
    pub(super) texts: Vec<Option<Zeroizing<String>>>,
    pub(super) refused: Vec<Fault>,
    made_at: Duration,
}

impl Enrolment {
    /// Forgets what is too old.
    pub(crate) fn forget_old(&mut self, now: Duration) {
        self.held
            .retain(|findings| now.saturating_sub(findings.made_at) < HELD);
        self.exports.forget_old(now);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
        self.exports.clear();
    }
}

impl App {
    /// Sorts texts of symbols and holds what they gave.
    pub(crate) fn findings_of(
        &self,
        source: Source,
        texts: &[SymbolText],
    ) -> Result<FindingsView, Fault> {
        let mut found = Found::default();
        self.sort_texts(texts, &mut found);
        self.keep_found(source, found)
    }

    /// Holds what was found, and shows it.
    ///
    /// # Errors
    /// The first refusal, when there is nothing else to show.
    pub(crate) fn keep_found(
        &self,
        source: Source,
        mut found: Found,
    ) -> Result<FindingsView, Fault> {
        if found.is_only_refused() && found.refused.len() <= 1 {
            return Err(found
                .refused
                .pop()
                .unwrap_or_else(|| fault(FaultCode::TextNotUnderstood)));
        }
        let now = self.ports.clock.monotonic();
        let id = {
            let mut enrolment = held(&self.enrolment);
            enrolment.forget_old(now);
            enrolment.made += 1;
            let id = format!("f{}", enrolment.made);
            enrolment.held.push(Findings {
                id: id.clone(),
                source,
                pictures: found.pictures,
                drafts: found.drafts,
                places: found.places,
                choose: found.choose,
                batch: found.batch,
                foreign: found.foreign,
                texts: found.texts,
                refused: found.refused,
                made_at: now,
            });
            if enrolment.held.len() > MOST_FINDINGS {
                enrolment.held.remove(0);
            }
            id
        };
        self.set_forgetting();
        if self.locked_meanwhile() {
            return Err(fault(FaultCode::Locked));
        }
        self.view_of_findings(&id)
    }

    /// Locked while something was being read: nothing of it stays.
    pub(crate) fn locked_meanwhile(&self) -> bool {
        let locked = self.was_open.load(Ordering::SeqCst) && self.phase() != Phase::Unlocked;
        if locked {
            held(&self.enrolment).clear();
        }
        locked
    }

    /// Forgets findings.
    ///
    /// # Errors
    /// None; findings that are gone are fine.
    pub fn discard(&self, request: DiscardRequest) -> Result<(), Fault> {
        self.touch_activity();
        held(&self.enrolment)
            .held
            .retain(|findings| findings.id != request.findings);
        Ok(())
    }

    /// Forgets what is too old; looks again while something is left.
    pub(crate) fn forget_old_findings(&self) {
        let now = self.ports.clock.monotonic();
        let exports = || held(&self.enrolment).exports.under_way();
        let before = exports();
        held(&self.enrolment).forget_old(now);
        self.set_forgetting();
        if exports() != before {
            self.events.state_changed();
        }
    }

    /// Sets the deadline at which the next of what is held is too old.
    pub(super) fn set_forgetting(&self) {
        let enrolment = held(&self.enrolment);
        let findings = enrolment
            .held
            .iter()
            .map(|findings| findings.made_at + HELD);
        if let Some(at) = findings.chain(enrolment.exports.next_end()).min() {
            self.timers.set(Due::ForgetFindings, at);
        }
    }
}
