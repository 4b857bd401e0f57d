//! What a password may cost on this computer: measured, and within the bounds of the format before memory is taken.

use std::time::{Duration, Instant};

use crate::{KdfParams, VaultError, kdf};

/// How long turning a password into a key shall take.
pub(crate) const WANTED: Duration = Duration::from_millis(800);
/// Memory that is tried first, in KiB: the least of the format.
const PROBE_KIB: u32 = KdfParams::FLOOR_KIB;
/// Fewest passes that are chosen, as in RFC 9106's second recommended option.
const LEAST_PASSES: u32 = 3;
/// Most memory that is chosen, in KiB: a small computer shall open the vault too.
const MOST_KIB: u32 = 512 * 1024;
/// Memory is chosen in steps of 8 MiB, in KiB.
const STEP_KIB: u32 = 8 * 1024;

impl KdfParams {
    /// The cost for a new password on this computer: about 0.8 s, at least 64 MiB and three passes (RFC 9106's
    /// second recommended option), at most 512 MiB. It takes a fraction of that second to find out.
    ///
    /// # Errors
    /// [`VaultError::OutOfMemory`].
    pub fn calibrated() -> Result<Self, VaultError> {
        let probe = Self::new(PROBE_KIB, 1, 1)?;
        let mut fastest = Duration::MAX;
        // The fastest of four: another program that was busy just now shall not make the password cheap.
        for _ in 0..4 {
            let started = Instant::now();
            kdf::derive_from_password(b"a probe", &[0; 32], probe)?;
            fastest = fastest.min(started.elapsed());
        }
        Ok(Self::fitting(fastest))
    }

    /// The cost that takes about as long as is wanted, where one pass over 64 MiB takes `probe`. Memory grows before
    /// passes do: it is what guessing on special hardware is slowed down by.
    #[must_use]
    pub fn fitting(probe: Duration) -> Self {
        // KiB times passes that fit into the time.
        let work = WANTED.as_nanos() * u128::from(PROBE_KIB) / probe.as_nanos().max(1);
        let by = |divisor: u128| u32::try_from(work / divisor).unwrap_or(u32::MAX);
        let memory =
            by(u128::from(LEAST_PASSES)).clamp(Self::FLOOR_KIB, MOST_KIB) / STEP_KIB * STEP_KIB;
        let passes = by(u128::from(memory)).clamp(LEAST_PASSES, Self::MAX_PASSES);
        // Within the bounds by the clamps above.
        Self::new(memory, passes, 1).unwrap_or(Self::DEFAULT)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the cost would take, were each pass over 64 MiB to take `probe`.
    fn time(cost: KdfParams, probe: Duration) -> Duration {
        let work = u64::from(cost.memory_kib()) * u64::from(cost.passes());
        Duration::from_nanos(u64::try_from(probe.as_nanos()).unwrap() * work / u64::from(PROBE_KIB))
    }

    #[test]
    fn slow_usual_and_fast_computers_get_what_fits() {
        let of = |ms: u64| {
            let cost = KdfParams::fitting(Duration::from_micros(ms));
            (cost.memory_kib() / 1024, cost.passes(), cost.lanes())
        };
        // So slow that even the least takes longer: the least, never less.
        assert_eq!(of(2_000_000), (64, 3, 1));
        assert_eq!(of(66_000), (256, 3, 1));
        // Memory first, passes after.
        assert_eq!(of(33_000), (512, 3, 1));
        assert_eq!(of(10_000), (512, 10, 1));
        assert_eq!(of(0), (512, 16, 1));
    }

    #[test]
    fn this_computer_gets_a_cost_within_the_bounds() {
        let cost = KdfParams::calibrated().unwrap();
        assert!(cost.memory_kib() >= KdfParams::FLOOR_KIB && cost.memory_kib() <= MOST_KIB);
        assert!(cost.passes() >= LEAST_PASSES);
    }

    proptest! {
        #[test]
        fn the_cost_is_within_the_bounds_and_the_time(probe in 0_u64..10_000_000_000) {
            let probe = Duration::from_nanos(probe);
            let cost = KdfParams::fitting(probe);
            prop_assert!(KdfParams::new(cost.memory_kib(), cost.passes(), cost.lanes()).is_ok());
            prop_assert!(cost.passes() >= LEAST_PASSES && cost.memory_kib() <= MOST_KIB);
            let least = KdfParams::new(PROBE_KIB, LEAST_PASSES, 1).unwrap();
            let most = KdfParams::new(MOST_KIB, KdfParams::MAX_PASSES, 1).unwrap();
            if cost != least {
                prop_assert!(time(cost, probe) <= WANTED + WANTED / 8);
            }
            if cost != most && time(least, probe) <= WANTED {
                prop_assert!(time(cost, probe) >= WANTED / 2);
            }
        }
    }
}
