//! How long to wait before a call that failed is made again.

use chrono::{DateTime, TimeDelta, Utc};

use super::TIMMAR;

/// The first wait, in seconds; each is three times the one before.
const FORSTA: f64 = 5.0;
/// The longest wait, in seconds.
const LANGSTA: f64 = 2.0 * 3_600.0;
/// How much of a wait is left to chance, so that many receivers are not called at once.
const SPRIDNING: f64 = 0.4;

/// When to call again after so many failures in a row, the first of them at `fran`; never when that would be later than
/// a day after. `share` is chance, from 0 up to 1: waits are 80 to 120 per cent of what is said.
pub(super) fn next(misslyckade: u32, fran: DateTime<Utc>, nu: DateTime<Utc>, share: f64) -> Option<DateTime<Utc>> {
    let times = i32::try_from(misslyckade.saturating_sub(1)).unwrap_or(i32::MAX);
    let wait = (FORSTA * 3.0_f64.powi(times)).min(LANGSTA) * (1.0 - SPRIDNING / 2.0 + SPRIDNING * share);
    #[expect(clippy::cast_possible_truncation, reason = "two hours in milliseconds")]
    let next = nu + TimeDelta::milliseconds((wait * 1_000.0) as i64);
    (next <= fran + TimeDelta::hours(TIMMAR)).then_some(next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_400_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn waits_grow_up_to_two_hours() {
        let waits: Vec<i64> =
            (1..=9).map(|n| (next(n, moment(0), moment(0), 0.5).unwrap() - moment(0)).num_seconds()).collect();
        assert_eq!(waits, [5, 15, 45, 135, 405, 1_215, 3_645, 7_200, 7_200]);
    }

    proptest! {
        /// Called again and again, it is given up within a day, and not before it was tried for most of it.
        #[test]
        fn it_is_given_up_after_a_day(shares in prop::collection::vec(0.0..1.0_f64, 64)) {
            let (mut nu, mut calls) = (moment(0), 1);
            while let Some(then) = next(calls, moment(0), nu, shares[calls as usize % 64]) {
                prop_assert!(then > nu && then <= moment(24 * 3_600));
                nu = then;
                calls += 1;
            }
            prop_assert!(nu > moment(21 * 3_600), "{}", nu);
            prop_assert!((15..=24).contains(&calls), "{}", calls);
        }

        #[test]
        fn no_number_of_failures_is_too_large(misslyckade in any::<u32>(), share in 0.0..1.0_f64) {
            let wait = next(misslyckade, moment(0), moment(0), share).unwrap() - moment(0);
            prop_assert!((4..=8_640).contains(&wait.num_seconds()), "{}", wait);
        }
    }
}
