//! Which generations stay. Pure: names and numbers in, a choice out.

use std::collections::HashMap;

use otp::UnixTime;

/// Generations that stay for being the newest.
pub(crate) const NEWEST: usize = 10;
/// Days of which one generation each stays.
pub(crate) const DAYS: u64 = 14;
/// Weeks of which one generation each stays.
pub(crate) const WEEKS: u64 = 8;
/// Seconds of a day, in UTC and without leap seconds.
const DAY: u64 = 86_400;
/// No record is smaller, in bytes of JSON: how many entries a sealed file can hold at most.
const LEAST_RECORD: u64 = 128;

/// What the choice is made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The save counter of the file.
    pub(crate) counter: u64,
    /// When it was saved.
    pub(crate) saved_at: UnixTime,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// How many entries it holds, if its key is at hand.
    pub(crate) entries: Option<u64>,
}

impl Kept {
    /// How much would be lost with it, at most. The newer of two that are equal counts more.
    fn fullness(&self) -> (u64, u64, UnixTime) {
        (
            self.entries.unwrap_or(self.size / LEAST_RECORD),
            self.counter,
            self.saved_at,
        )
    }
}

/// For each generation: does it stay? The 10 newest stay; of each of the last 14 days and of the
/// last 8 weeks the fullest; and of all the fullest, so that an empty vault, saved however often,
/// never drives out a full one. Those whose key is gone are guessed by their size, and the largest
/// of them stays beside the fullest that is known.
pub(crate) fn retained(generations: &[Kept], now: UnixTime) -> Vec<bool> {
    let mut stays = vec![false; generations.len()];
    let mut by_age: Vec<usize> = (0..generations.len()).collect();
    by_age.sort_by_key(|&at| {
        let kept = &generations[at];
        std::cmp::Reverse((kept.counter, kept.saved_at))
    });
    for &at in by_age.iter().take(NEWEST) {
        stays[at] = true;
    }
    // What was saved in the future was saved by a clock that was wrong: it counts as today.
    let day = |kept: &Kept| kept.saved_at.min(now) / DAY;
    let week = |kept: &Kept| day(kept) / 7;
    let (today, this_week) = (now / DAY, now / DAY / 7);
    mark_fullest(generations, &mut stays, |kept| {
        (today - day(kept) < DAYS).then(|| day(kept))
    });
    mark_fullest(generations, &mut stays, |kept| {
        (this_week - week(kept) < WEEKS).then(|| week(kept))
    });
    mark_fullest(generations, &mut stays, |kept| {
        Some(u64::from(kept.entries.is_some()))
    });
    stays
}

/// The fullest of each group stays.
fn mark_fullest(generations: &[Kept], stays: &mut [bool], group: impl Fn(&Kept) -> Option<u64>) {
    let mut fullest: HashMap<u64, usize> = HashMap::new();
    for (at, kept) in generations.iter().enumerate() {
        if let Some(group) = group(kept) {
            let best = fullest.entry(group).or_insert(at);
            if generations[*best].fullness() < kept.fullness() {
                *best = at;
            }
        }
    }
    for at in fullest.into_values() {
        stays[at] = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const NOW: UnixTime = 1_800_000_000;

    fn kept() -> impl Strategy<Value = Kept> {
        let age = prop_oneof![0..2 * DAY, 0..100 * DAY];
        (0_u64..1000, age, any::<bool>(), 0_u64..50, any::<bool>()).prop_map(
            |(counter, age, future, entries, known)| Kept {
                counter,
                saved_at: if future && age < DAY {
                    NOW + age
                } else {
                    NOW - age
                },
                size: 4096 << (entries / 16),
                entries: known.then_some(entries),
            },
        )
    }

    proptest! {
        #[test]
        fn the_rules_hold(all in vec(kept(), 0..120)) {
            let stays = retained(&all, NOW);
            let left: Vec<Kept> = all.iter().zip(&stays).filter(|(_, s)| **s).map(|(k, _)| *k).collect();

            // Bounded.
            prop_assert!(left.len() <= NEWEST + (DAYS + WEEKS) as usize + 2);
            // The newest stay.
            let mut newest: Vec<u64> = all.iter().map(|k| k.counter).collect();
            newest.sort_unstable_by(|a, b| b.cmp(a));
            for counter in newest.iter().take(NEWEST) {
                prop_assert!(left.iter().any(|k| k.counter == *counter));
            }
            // Never a fuller one evicted by an emptier one.
            prop_assert_eq!(
                all.iter().filter_map(|k| k.entries).max(),
                left.iter().filter_map(|k| k.entries).max()
            );
            let unknown = |k: &&Kept| k.entries.is_none();
            prop_assert_eq!(
                all.iter().filter(unknown).map(|k| k.size).max(),
                left.iter().filter(unknown).map(|k| k.size).max()
            );
            // Each of the last days and weeks is there, by its fullest.
            for one in &all {
                let day = |k: &Kept| k.saved_at.min(NOW) / DAY;
                if NOW / DAY - day(one) < DAYS {
                    prop_assert!(left.iter().any(|k| day(k) == day(one) && k.fullness() >= one.fullness()));
                }
                if NOW / DAY / 7 - day(one) / 7 < WEEKS {
                    prop_assert!(left.iter().any(|k| day(k) / 7 == day(one) / 7 && k.fullness() >= one.fullness()));
                }
            }
            // Asked again, nothing more goes.
            prop_assert!(retained(&left, NOW).iter().all(|stays| *stays));
        }

        #[test]
        fn a_full_one_outlives_years_of_empty_ones(saves in 1_u64..400, pause in 1_u64..20 * DAY) {
            let mut left = vec![Kept { counter: 0, saved_at: 0, size: 8192, entries: Some(30) }];
            for n in 1..=saves {
                let now = n * pause;
                left.push(Kept { counter: n, saved_at: now, size: 4096, entries: Some(0) });
                let stays = retained(&left, now);
                let mut stays = stays.iter();
                left.retain(|_| *stays.next().unwrap());
            }
            prop_assert_eq!(left[0].entries, Some(30));
            prop_assert!(left.len() <= NEWEST + (DAYS + WEEKS) as usize + 2);
        }
    }
}
