//! What is handed to the program from elsewhere, links above all: it waits in memory until somebody looks at it.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::App;
use crate::enrol::{Found, HELD};
use crate::sync::held;
use crate::timers::Due;
use crate::wire::{Fault, FindingsView, Source};

/// The most links that wait; the oldest goes first.
const MOST: usize = 16;

/// What waits.
#[derive(Default)]
pub(crate) struct Handed {
    links: Vec<(Zeroizing<String>, Duration)>,
    /// What became of a look at the screens while there was no window.
    answer: Option<(Result<FindingsView, Fault>, Duration)>,
}

impl Handed {
    pub(crate) fn clear(&mut self) {
        self.links.clear();
        self.answer = None;
    }

    fn is_empty(&self) -> bool {
        self.links.is_empty() && self.answer.is_none()
    }

    /// Forgets what is too old; says when the next of it will be.
    fn forget_old(&mut self, now: Duration) -> Option<Duration> {
        let fresh = |made: Duration| now.saturating_sub(made) < HELD;
        self.links.retain(|(_, made)| fresh(*made));
        self.answer.take_if(|(_, made)| !fresh(*made));
        let made = self.links.iter().map(|(_, made)| *made);
        made.chain(self.answer.iter().map(|(_, made)| *made))
            .min()
            .map(|oldest| oldest + HELD)
    }
}

impl App {
    /// Links were opened elsewhere. They wait for the vault to be open and for a page to ask, ten minutes at most; nothing
    /// is added by itself.
    pub fn open_links(&self, links: Vec<Zeroizing<String>>) {
        self.hand(|handed, now| {
            handed
                .links
                .extend(links.into_iter().map(|link| (link, now)));
            let over = handed.links.len().saturating_sub(MOST);
            handed.links.drain(..over);
        });
    }

    /// Something was looked at while there was no window: the next one shows what came of it.
    pub fn show_answer(&self, answer: Result<FindingsView, Fault>) {
        self.hand(|handed, now| handed.answer = Some((answer, now)));
    }

    fn hand(&self, put: impl FnOnce(&mut Handed, Duration)) {
        let now = self.ports.clock.monotonic();
        put(&mut held(&self.handed), now);
        self.timers.set(Due::ForgetHanded, now + HELD);
        self.events.state_changed();
    }

    /// What was handed over, once; `None` when there is nothing.
    ///
    /// # Errors
    /// `locked` and the like, and then it goes on waiting; otherwise what the links or the screens were refused for.
    pub fn handed(&self) -> Result<Option<FindingsView>, Fault> {
        self.with_open(|_| Ok(()))?;
        let (links, answer) = {
            let mut handed = held(&self.handed);
            handed.forget_old(self.ports.clock.monotonic());
            if handed.links.is_empty() {
                (Vec::new(), handed.answer.take())
            } else {
                (std::mem::take(&mut handed.links), None)
            }
        };
        self.touch_activity();
        if links.is_empty() {
            return answer.map(|(answer, _)| answer).transpose();
        }
        let mut found = Found::default();
        for (link, _) in &links {
            self.sort(link, &mut found);
        }
        let answer = self.keep_found(Source::Link, found);
        // The page asks again while something is left.
        self.events.state_changed();
        answer.map(Some)
    }

    pub(crate) fn is_handed(&self) -> bool {
        !held(&self.handed).is_empty()
    }

    pub(crate) fn forget_handed(&self) {
        let now = self.ports.clock.monotonic();
        if let Some(next) = held(&self.handed).forget_old(now) {
            self.timers.set(Due::ForgetHanded, next);
        }
        self.events.state_changed();
    }
}
