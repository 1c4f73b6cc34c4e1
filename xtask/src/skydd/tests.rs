//! The checker, and what it says of disclosure control.

use finsam_core::statistik::Skyddsmetod;

use super::angrepp::attack;
use super::svar::{Publicerat, Tal};
use super::{Utfall, attempt};

fn all(metod: Skyddsmetod, registers: u64) -> Utfall {
    (1..=registers).map(|fro| attempt(fro, (metod, 5)).unwrap()).fold(Utfall::default(), Utfall::plus)
}

/// Published numbers of these kinds, hidden where they are small.
fn table(facit: &[i64], numbers: &[&[usize]]) -> Publicerat {
    let tal = |slag: &&[usize]| {
        let antal = slag.iter().map(|n| facit[*n]).sum();
        Tal { slag: slag.to_vec(), antal, visas: !(1..5).contains(&antal) }
    };
    Publicerat { facit: facit.to_vec(), tal: numbers.iter().map(tal).collect() }
}

#[test]
fn one_hidden_number_of_a_sum_is_recovered() {
    let found = attack(&table(&[3, 9], &[&[0], &[1], &[0, 1]]), 5).unwrap();
    assert_eq!((found.dolda, found.rojda_sma), (1, 1));
}

#[test]
fn two_hidden_numbers_of_a_sum_are_not() {
    let found = attack(&table(&[3, 4], &[&[0], &[1], &[0, 1]]), 5).unwrap();
    assert_eq!(found, Utfall { dolda: 2, sma: 2, ..Utfall::default() });
}

#[test]
fn numbers_that_sum_to_no_more_than_they_must_are_narrow() {
    let mut published = table(&[1, 1, 30], &[&[0], &[1], &[0, 1, 2], &[2]]);
    published.tal[2].visas = true;
    let found = attack(&published, 5).unwrap();
    assert_eq!((found.dolda, found.rojda, found.snava), (2, 0, 2), "both lie from 0 to 2");
}

#[test]
fn a_number_that_zeros_pin_is_recovered() {
    let found = attack(&table(&[3, 0, 9], &[&[0, 1], &[1], &[0, 1, 2], &[2]]), 5).unwrap();
    assert_eq!(found.rojda_sma, 1);
}

#[test]
fn nothing_can_be_worked_out_of_what_is_published() {
    let found = all(Skyddsmetod::Sekundar, 8);
    assert_eq!(found.rojda, 0, "{found:?}");
    assert!(found.sma > 1_000, "there was something to work out: {found:?}");
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn nothing_can_be_worked_out_of_two_hundred() {
    assert_eq!(all(Skyddsmetod::Sekundar, 200).rojda, 0);
}

#[test]
fn without_secondary_suppression_numbers_are_recovered() {
    let found = all(Skyddsmetod::Primar, 1);
    assert!(found.rojda_sma > 0, "{found:?}");
}
