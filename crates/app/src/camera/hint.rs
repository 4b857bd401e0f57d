//! A hint that does not flicker: it comes after a second without success and stays until another one has lasted.

use std::time::Duration;

use scan::Hint;

/// Nothing is said before.
const QUIET: Duration = Duration::from_secs(1);
/// How long another hint has to last before it takes the place of the one shown.
const LASTING: Duration = Duration::from_millis(700);

/// How long a symbol of another kind counts as seen: not every frame is asked for one, and it is never a guess.
const KNOWN: Duration = Duration::from_secs(4);

/// What is shown, and what would like to be.
pub(super) struct SteadyHint {
    since: Duration,
    shown: Option<Hint>,
    wanted: Option<(Hint, Duration)>,
    known_until: Duration,
}

impl SteadyHint {
    /// From the moment at which frames began to come.
    pub(super) fn new(now: Duration) -> Self {
        Self {
            since: now,
            shown: None,
            wanted: None,
            known_until: now,
        }
    }

    /// The hint to show, given what the newest frame says.
    pub(super) fn next(&mut self, hint: Option<Hint>, now: Duration) -> Option<Hint> {
        match hint {
            Some(hint @ Hint::OtherSymbol { .. }) => {
                self.shown = Some(hint);
                self.wanted = None;
                self.known_until = now + KNOWN;
            }
            _ if now < self.known_until => {}
            Some(hint) if Some(hint) == self.shown => self.wanted = None,
            Some(hint) => match self.wanted {
                Some((wanted, since)) if wanted == hint => {
                    if now.saturating_sub(since) >= LASTING {
                        self.shown = Some(hint);
                        self.wanted = None;
                    }
                }
                _ => self.wanted = Some((hint, now)),
            },
            None => {}
        }
        self.shown
            .filter(|_| now.saturating_sub(self.since) >= QUIET)
    }
}

#[cfg(test)]
mod tests {
    use scan::OtherKind;

    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn it_is_quiet_at_first_then_steady() {
        let mut steady = SteadyHint::new(ms(0));
        for at in [0, 300, 600, 900] {
            assert_eq!(steady.next(Some(Hint::TooSmall), ms(at)), None, "{at}");
        }
        assert_eq!(
            steady.next(Some(Hint::TooSmall), ms(1100)),
            Some(Hint::TooSmall)
        );
    }

    #[test]
    fn another_symbol_is_named_at_once_and_for_a_while() {
        let mut steady = SteadyHint::new(ms(0));
        let barcode = Hint::OtherSymbol {
            kind: OtherKind::Barcode,
        };
        for at in (0..=1200).step_by(100) {
            steady.next(Some(Hint::NothingSeen), ms(at));
        }
        assert_eq!(steady.next(Some(barcode), ms(1300)), Some(barcode));
        // The frames between are not asked, and say what they say.
        for at in (1400..=5200).step_by(100) {
            let shown = steady.next(Some(Hint::NothingSeen), ms(at));
            assert_eq!(shown, Some(barcode), "{at}");
        }
        for at in (5300..=6000).step_by(100) {
            steady.next(Some(Hint::NothingSeen), ms(at));
        }
        let shown = steady.next(Some(Hint::NothingSeen), ms(6100));
        assert_eq!(shown, Some(Hint::NothingSeen));
    }

    #[test]
    fn one_odd_frame_changes_nothing_and_a_lasting_change_does() {
        let mut steady = SteadyHint::new(ms(0));
        for at in (0..=1200).step_by(100) {
            steady.next(Some(Hint::TooSmall), ms(at));
        }
        assert_eq!(
            steady.next(Some(Hint::Blurred), ms(1300)),
            Some(Hint::TooSmall)
        );
        assert_eq!(
            steady.next(Some(Hint::TooSmall), ms(1400)),
            Some(Hint::TooSmall)
        );
        assert_eq!(
            steady.next(Some(Hint::Blurred), ms(1500)),
            Some(Hint::TooSmall)
        );
        assert_eq!(
            steady.next(Some(Hint::Blurred), ms(2200)),
            Some(Hint::Blurred)
        );
    }
}
