//! Amounts print what they read, and every sum is exact.

use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn belopp(text: &str) -> Belopp {
    text.parse().unwrap()
}

#[test]
fn amounts_print_with_two_decimals() {
    for (text, printed) in [
        ("453000", "453000.00"),
        ("453000.5", "453000.50"),
        ("0.05", "0.05"),
        ("-0.05", "-0.05"),
        ("-0", "0.00"),
        ("000000000000000000007", "7.00"),
        ("10000000000000.00", "10000000000000.00"),
        ("-10000000000000", "-10000000000000.00"),
    ] {
        assert_eq!(belopp(text).to_string(), printed);
        assert_eq!(belopp(printed), belopp(text));
    }
    assert_eq!(belopp("10000000000000"), Belopp::MAX);
    assert_eq!((Belopp::ZERO, -Belopp::ZERO), (belopp("0.00"), belopp("-0.00")));
    assert_eq!((-Belopp::ZERO).to_string(), "0.00");
}

#[test]
fn other_forms_are_refused() {
    for text in [
        "", "-", ".", "1.", ".5", "1.005", "1.000", "1,50", "1 000", "+1", "--1", "1e3", "0x1", "１", "1.5.0", "-.5",
        "NaN",
    ] {
        assert_eq!(text.parse::<Belopp>(), Err(BeloppFel::Form), "{text:?}");
    }
    for text in ["10000000000000.01", "-10000000000000.01", "100000000000000", &"9".repeat(60)] {
        assert_eq!(text.parse::<Belopp>(), Err(BeloppFel::Storlek), "{text:?}");
    }
    assert_eq!(Belopp::try_from(Decimal::new(5, 3)), Err(BeloppFel::Form));
    assert_eq!(Belopp::try_from(Decimal::new(5000, 3)), Ok(belopp("5")));
    assert_eq!(Belopp::try_from(Decimal::MAX), Err(BeloppFel::Storlek));
    for fel in [BeloppFel::Form, BeloppFel::Storlek] {
        let found = fel.avvikelse("/belopp");
        assert!(found.blocks() && found.meddelande.sv != found.meddelande.en);
    }
}

#[test]
fn sums_stop_at_the_edge_instead_of_wrapping() {
    let edge = Belopp::from_kronor(i64::MAX);
    assert_eq!(edge.ore(), None);
    assert_eq!((edge + edge).kronor(), None);
    assert_eq!((edge + edge).to_string(), "18446744073709551614.00");
    assert_eq!(Belopp::from_ore(1).kronor(), None);
    assert_eq!(Belopp::from_kronor(-7).abs().kronor(), Some(7));
}

#[cfg(feature = "serde")]
#[test]
fn json_form_is_text() {
    assert_eq!(serde_json::to_string(&belopp("453000")).unwrap(), "\"453000.00\"");
    assert_eq!(serde_json::from_str::<Belopp>("\"453000.00\"").unwrap(), belopp("453000"));
    for json in ["453000", "453000.00", "null", "\"453000.001\""] {
        assert!(serde_json::from_str::<Belopp>(json).is_err(), "{json}");
    }
}

#[test]
fn per_cent_are_rounded_half_up() {
    assert_eq!(andel_procent(1, 200), Some(1));
    assert_eq!(andel_procent(1, 201), Some(0));
    assert_eq!(andel_procent(0, 7), Some(0));
    assert_eq!(andel_procent(7, 7), Some(100));
    assert_eq!(andel_procent(u64::MAX, u64::MAX), Some(100));
    assert_eq!(andel_procent(u64::MAX, 1), Some(u32::MAX));
    assert_eq!(andel_procent(0, 0), None);
}

#[test]
fn real_budget_is_split_to_the_krona() {
    // A quarter of a budget in tkr, and one where two equal kommuner cannot have equal shares.
    assert_eq!(fordela(453, &[17_992, 24_500]).iter().sum::<i64>(), 453);
    assert_eq!(fordela(7, &[10, 10]), [4, 3]);
    assert_eq!(fordela(5, &[0, 0]), [3, 2]);
    assert_eq!(fordela(5, &[]), [0_i64; 0]);
    assert_eq!(fordela(0, &[3, 4]), [0, 0]);
    assert_eq!(fordela(i64::MIN, &[u64::MAX]), [i64::MIN]);
    assert_eq!(fordela(i64::MAX, &[u64::MAX, 0, u64::MAX]).iter().sum::<i64>(), i64::MAX);
}

prop_compose! {
    fn amounts()(ore in -1_000_000_000_000_000_i64..=1_000_000_000_000_000) -> Belopp {
        Belopp::from_ore(ore)
    }
}

proptest! {
    #[test]
    fn print_and_parse_agree(amount in amounts()) {
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        prop_assert_eq!(Belopp::from_ore(amount.ore().unwrap()), amount);
        prop_assert_eq!(amount.kronor().map(Belopp::from_kronor), (amount.ore().unwrap() % 100 == 0).then_some(amount));
    }

    #[test]
    fn any_text_is_judged_without_panic(text in "\\PC{0,20}", near in "-?[0-9]{0,20}[.,e]?[0-9]{0,3}") {
        for text in [text, near] {
            if let Ok(amount) = text.parse::<Belopp>() {
                prop_assert_eq!(amount.decimal(), text.parse::<Decimal>().unwrap());
                prop_assert!(amount.abs() <= Belopp::MAX && amount.decimal().scale() <= 2);
            }
        }
    }

    #[test]
    fn sums_are_exact(all in vec(amounts(), 0..50)) {
        let ore: i64 = all.iter().map(|amount| amount.ore().unwrap()).sum();
        prop_assert_eq!(all.iter().sum::<Belopp>(), Belopp::from_ore(ore));
        let mut rest = all.iter().copied().sum::<Belopp>();
        for amount in &all {
            rest -= *amount;
        }
        prop_assert_eq!(rest, Belopp::ZERO);
        prop_assert_eq!(all.iter().map(|amount| -*amount).sum::<Belopp>(), -Belopp::from_ore(ore));
    }

    #[test]
    fn parts_sum_to_the_total_and_are_rounded_shares(total: i64, weights in vec(any::<u64>(), 1..30)) {
        let parts = fordela(total, &weights);
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        prop_assume!(sum > 0);
        for (part, weight) in parts.iter().zip(&weights) {
            let floor = u128::from(total.unsigned_abs()) * u128::from(*weight) / sum;
            prop_assert!(part.signum() * total.signum() >= 0);
            prop_assert!((floor..=floor + 1).contains(&u128::from(part.unsigned_abs())));
        }
    }

    #[test]
    fn parts_do_not_depend_on_order(total in 0_i64..5000, weights in vec(0_u64..20, 1..12), turn in 0_usize..12) {
        let together = |weights: &[u64]| {
            let mut pairs: Vec<_> = weights.iter().copied().zip(fordela(total, weights)).collect();
            pairs.sort_unstable();
            pairs
        };
        let mut turned = weights.clone();
        turned.rotate_left(turn % weights.len());
        prop_assert_eq!(together(&weights), together(&turned));
        turned.reverse();
        prop_assert_eq!(together(&weights), together(&turned));
    }

    #[test]
    fn one_more_in_all_takes_at_most_one_from_anyone(total in 0_i64..5000, weights in vec(0_u64..50, 1..12)) {
        let (before, after) = (fordela(total, &weights), fordela(total + 1, &weights));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| (after - before).abs() <= 1));
    }

    #[test]
    fn per_cent_is_the_nearest_whole(antal in 0_u64..100_000, underlag in 1_u64..100_000) {
        let procent = i128::from(andel_procent(antal, underlag).unwrap());
        let (antal, underlag) = (i128::from(antal), i128::from(underlag));
        let twice_off = 2 * (100 * antal - procent * underlag);
        prop_assert!(-underlag <= twice_off && twice_off < underlag);
    }
}
