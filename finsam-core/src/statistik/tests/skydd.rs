//! Disclosure control.

use proptest::prelude::*;

use super::summor::{columns_of, population};
use super::*;

/// `n` who closed in 2014, `work` of them to work.
fn closings(n: usize, work: usize) -> Rapport {
    let posts: Vec<_> = (0..n)
        .map(|i| {
            closed(Lage::default(), does(&[if i < work { Sysselsattning::Studier } else { Sysselsattning::Ingen }]))
        })
        .collect();
    in_2014(Rapportnamn::SysselsattningForeEfter, &posts)
}

fn only(rapport: &Rapport) -> (Option<i64>, Cell) {
    (rapport.rader[0].underlag, rapport.rader[0].matt.cell(Mattnamn::Efter).unwrap())
}

#[test]
fn one_to_four_are_hidden_and_zero_and_five_are_shown() {
    let shown = |work| protect(closings(20, work), TROSKEL);
    for work in 1..5 {
        let report = shown(work);
        assert_eq!(only(&report), (Some(20), Cell::SKYDDAD), "{work}");
        assert_eq!(report.skydd, Skydd { metod: Skyddsmetod::Primar, troskel: 5, undertryckta: 1 });
    }
    assert_eq!(only(&shown(0)), (Some(20), Cell { antal: Some(0), andel: Some(0), skyddad: false }));
    assert_eq!(only(&shown(5)), (Some(20), Cell { antal: Some(5), andel: Some(25), skyddad: false }));
    assert_eq!(shown(5).skydd.undertryckta, 0);
}

#[test]
fn a_small_underlag_is_hidden_with_what_is_of_it() {
    let report = protect(closings(4, 4), TROSKEL);
    assert_eq!(only(&report), (None, Cell::SKYDDAD));
    assert!(report.rader[0].underlag_skyddad);
    assert_eq!(report.rader[0].matt.cell(Mattnamn::Fore).unwrap().antal, Some(0));
    assert_eq!(report.skydd.undertryckta, 2);
    assert_eq!(report.records().next().unwrap()[2..], ["skyddad", "0", "0", "skyddad", "skyddad"]);
}

#[test]
fn zero_turns_it_off() {
    let report = closings(3, 1);
    assert_eq!(protect(report.clone(), 0), report);
    assert_eq!(report.skydd.metod, Skyddsmetod::Ingen);
}

#[test]
fn numbers_of_people_in_forbehall_are_hidden_too() {
    let mut posts = vec![closed(Lage::default(), Lage::default()); 30];
    for post in &mut posts[..3] {
        post.efter = None;
    }
    let report = in_2014(Rapportnamn::ArbeteOchStudierEfter, &posts);
    assert!(report.forbehall.last().unwrap().sv.contains("för 3 avslutade"));
    let report = protect(report, TROSKEL);
    let said = report.forbehall.last().unwrap();
    assert!(said.sv.starts_with("2014: för färre än 5 avslutade"), "{}", said.sv);
    assert!(said.en.starts_with("2014: for fewer than 5 closed"), "{}", said.en);
}

#[test]
fn shares_that_follow_from_a_hidden_count_are_hidden() {
    let base = |slag| closed(Lage::default(), does(&[slag]));
    let mut posts = vec![base(Sysselsattning::Studier); 3];
    posts.extend(vec![base(Sysselsattning::Praktik); 9]);
    let report = protect(in_2014(Rapportnamn::AvslutPerInsats, &posts), TROSKEL);
    let rad = &report.rader[0];
    assert_eq!(rad.matt.cell(Mattnamn::ArbeteStudierJobready), Some(Cell::SKYDDAD));
    assert_eq!(rad.matt.cell(Mattnamn::Ovrigt), Some(Cell { antal: Some(9), andel: Some(75), skyddad: false }));
    assert_eq!(rad.matt.get(Mattnamn::AndelVidareSteg), Some(Matt::Andel { andel: None, skyddad: true }));
    assert_eq!(report.records().next().unwrap().last().unwrap(), "skyddad");
}

proptest! {
    #[test]
    fn nothing_below_the_threshold_is_ever_shown(
        people in population(),
        troskel in 2_i64..12,
        indelning in proptest::sample::subsequence(Indelning::ALL, 0..=2),
    ) {
        let kolumner = columns_of(&people);
        for namn in Rapportnamn::ALL {
            let urval = Urval { indelning: indelning.clone(), ..Urval::of_years(2012..=2015) };
            let before = rapport(*namn, &kolumner, &urval);
            let after = protect(before.clone(), troskel);
            let small = |antal: Option<i64>| antal.is_some_and(|antal| (1..troskel).contains(&antal));
            let mut hidden = 0;
            for (rad, whole) in after.rader.iter().zip(&before.rader) {
                prop_assert!(!small(rad.underlag));
                hidden += i64::from(rad.underlag_skyddad);
                for ((_, matt), (_, truth)) in rad.matt.0.iter().zip(&whole.matt.0) {
                    if let (Matt::Antal(cell), Matt::Antal(truth)) = (matt, truth) {
                        prop_assert!(!small(cell.antal));
                        prop_assert_eq!(cell.skyddad, small(truth.antal));
                        prop_assert!(!cell.skyddad || cell.andel.is_none());
                        hidden += i64::from(cell.skyddad);
                    }
                }
            }
            prop_assert_eq!(after.skydd.undertryckta, hidden);
            prop_assert_eq!(protect(after.clone(), troskel).rader, after.rader, "again changes nothing");
        }
    }
}
