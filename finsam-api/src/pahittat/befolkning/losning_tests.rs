//! Properties of the solver.

use finsam_core::belopp::andel_procent;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::losning::{Grans, NO_CAP, any, choose, deal, total_of, two_years};

proptest! {
    #[test]
    fn the_bounds_of_a_share_hold_exactly_the_counts_that_round_to_it(procent in 0_i64..=100, underlag in 1_i64..3_000) {
        let grans = Grans::andel(procent, underlag);
        for n in 0..=underlag {
            let rounded = andel_procent(n.unsigned_abs(), underlag.unsigned_abs()).map(i64::from);
            prop_assert_eq!((grans.minst..=grans.hogst).contains(&n), rounded == Some(procent));
        }
    }

    #[test]
    fn what_is_chosen_sums_and_keeps_its_bounds(
        granser in prop::collection::vec((0_i64..500, 0_i64..500, -50_i64..1_100), 1..9),
        of_range in 0_i64..=1_000,
    ) {
        let granser: Vec<Grans> =
            granser.into_iter().map(|(minst, more, onskad)| Grans { minst, hogst: minst + more, onskad }).collect();
        let least: i64 = granser.iter().map(|g| g.minst).sum();
        let most: i64 = granser.iter().map(|g| g.hogst).sum();
        let total = least + (most - least) * of_range / 1_000;
        let chosen = choose(total, &granser).unwrap();
        prop_assert_eq!(chosen.iter().sum::<i64>(), total);
        prop_assert!(chosen.iter().zip(&granser).all(|(n, g)| (g.minst..=g.hogst).contains(n)));
        prop_assert!(choose(least - 1, &granser).is_err() && choose(most + 1, &granser).is_err());
    }

    #[test]
    fn two_years_keep_both_margins(
        (first, second) in prop::collection::vec((0_i64..400, 0_i64..400), 1..8).prop_map(|v| v.into_iter().unzip::<_, _, Vec<_>, Vec<_>>()),
        of_most in 0_i64..=100,
    ) {
        let most: i64 = first.iter().zip(&second).map(|(a, b)| a.min(b)).sum();
        let both = most * of_most / 100;
        let caps = vec![NO_CAP; first.len()];
        let [a, k, n] = two_years(&first, &second, both, &caps).unwrap();
        prop_assert_eq!(k.iter().sum::<i64>(), both);
        for place in 0..first.len() {
            prop_assert_eq!((a[place] + k[place], k[place] + n[place]), (first[place], second[place]));
            prop_assert!(a[place] >= 0 && k[place] >= 0 && n[place] >= 0);
        }
        prop_assert!(two_years(&first, &second, most + 1, &caps).is_err());
    }

    #[test]
    fn dealing_gives_every_row_one_value_as_often_as_told(counts in prop::collection::vec(0_i64..40, 1..6), seed: u64) {
        let rows: Vec<usize> = (0..usize::try_from(counts.iter().sum::<i64>()).unwrap()).map(|n| n * 3).collect();
        let values: Vec<(usize, i64)> = counts.iter().copied().enumerate().collect();
        let mut dealt = deal(&mut ChaCha8Rng::seed_from_u64(seed), &rows, &values, any).unwrap();
        for (value, antal) in values {
            prop_assert_eq!(dealt.iter().filter(|(_, other)| *other == value).count(), usize::try_from(antal).unwrap());
        }
        dealt.sort_unstable();
        prop_assert_eq!(dealt.into_iter().map(|(row, _)| row).collect::<Vec<_>>(), rows);
    }
}

#[test]
fn a_value_goes_only_where_it_may_and_first_where_it_is_most_willing() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let rows: Vec<usize> = (0..10).collect();
    let rank = |row: usize, special: bool, _| match (special, row) {
        (true, 6..) => None,
        (true, 3..) => Some(1),
        _ => Some(0),
    };
    let dealt = deal(rng, &rows, &[(true, 4), (false, 6)], rank).unwrap();
    let special: Vec<usize> = dealt.into_iter().filter(|(_, special)| *special).map(|(row, _)| row).collect();
    assert!((0..=2).all(|row| special.contains(&row)) && special.iter().all(|row| *row < 6));
    assert!(deal(rng, &rows, &[(true, 7), (false, 3)], rank).is_err());
}

#[test]
fn a_total_is_the_wish_or_the_middle_of_what_is_allowed() {
    let part = |minst, hogst, onskad| Grans { minst, hogst, onskad };
    let parts = [part(0, 10, 4), part(5, 10, 6)];
    assert_eq!(total_of(part(0, 100, 50), &parts).unwrap(), 10);
    assert_eq!(total_of(part(14, 18, 15), &parts).unwrap(), 16);
    assert!(total_of(part(21, 30, 25), &parts).is_err());
}
