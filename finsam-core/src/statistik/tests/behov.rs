//! Need and reach: background figures beside those who took part.

use super::*;
use crate::bakgrund::{Bakgrundsrad, Bakgrundstal, Bakgrundsuppgift};
use crate::geografi::KommunKod;
use crate::id::BakgrundstalId;

fn kommun(kod: &str) -> KommunKod {
    kod.parse().unwrap()
}

/// A kommun with its population, its unemployed of a labour force, and its ohälsotal.
fn figures(kod: &str, befolkning: u32, arbete: (u32, u32), ohalsotal: &str) -> Bakgrundsrad {
    Bakgrundsrad {
        kommun: kommun(kod),
        befolkning: Some(befolkning),
        arbetslosa: Some(arbete.0),
        arbetskraft: Some(arbete.1),
        ohalsotal: Some(ohalsotal.parse().unwrap()),
    }
}

fn of_year(ar: i32, rader: Vec<Bakgrundsrad>) -> Bakgrundstal {
    let id = BakgrundstalId(uuid::Uuid::from_u128(u128::from(ar.unsigned_abs())));
    Bakgrundstal { id, ar, version: 1, uppgift: Bakgrundsuppgift { rader } }
}

/// Förbund 1 of Härnösand (2280) and Timrå (2262), with seven participants from Härnösand and two from elsewhere.
fn land() -> Kolumner {
    let from = |kod| Deltagandepost { kommun: Some(kommun(kod)), ..post("2014-02-01", None) };
    let people: Vec<_> = std::iter::repeat_n(from("2280"), 7).chain([from("0180"), from("0180")]).collect();
    let mut kolumner = columns(&people);
    kolumner.put_forbund(&forbund(1, &["2280", "2262"]));
    kolumner.put_bakgrundstal(&of_year(
        2014,
        vec![
            figures("2280", 15_010, (1_500, 12_000), "40.2"),
            figures("2262", 10_400, (890, 8_900), "38.4"),
            figures("0860", 7_777, (1, 2), "0"),
        ],
    ));
    kolumner
}

fn ask(kolumner: &Kolumner, indelning: &[Indelning], troskel: i64) -> Vec<String> {
    let urval = Urval { indelning: indelning.to_vec(), ..Urval::of_years([2014]) };
    let skydd = (Skyddsmetod::Primar, troskel);
    let report = fraga_med(Rapportnamn::BehovOchRackvidd, kolumner, &urval, skydd, &Skyddsplaner::new()).unwrap();
    report.records().map(|record| record.join(" ")).collect()
}

#[test]
fn kommuner_stand_beside_their_figures_also_those_that_nobody_comes_from() {
    let rows = ask(&land(), &[Indelning::Kommun], 0);
    assert_eq!(
        rows,
        [
            "2014 0180 behov  2     ",
            "2014 0860 behov 389 0 0 7777 1 50 0",
            "2014 2262 behov 520 0 0 10400 890 10 38.4",
            "2014 2280 behov 751 7 1 15010 1500 12.5 40.2",
        ]
    );
}

#[test]
fn figures_are_summed_over_the_area_of_a_forbund_and_weighed_by_people() {
    let expected = "behov 1271 9 1 25410 2390 11.4 39.5";
    let kolumner = land();
    assert_eq!(ask(&kolumner, &[], 0), [format!("2014 {expected}")]);
    assert_eq!(ask(&kolumner, &[Indelning::Forbund], 0), [format!("2014 {} {expected}", forbund_id(1))]);
    assert_eq!(ask(&kolumner, &[Indelning::Lan], 0), [format!("2014 22 {expected}")]);
}

#[test]
fn a_sum_of_which_a_part_is_not_known_is_absent() {
    let mut kolumner = land();
    kolumner.put_bakgrundstal(&of_year(2014, vec![figures("2280", 15_010, (1_500, 12_000), "40.2")]));
    assert_eq!(ask(&kolumner, &[], 0), ["2014 behov  9     "], "what stood for the year is replaced");
    assert_eq!(ask(&land(), &[Indelning::Kon], 0)[0], "2014 kvinna behov  9     ", "nothing is known by kön");
    assert_eq!(ask(&land(), &[Indelning::Insats], 0)[0], format!("2014 {} behov  9     ", insats_id(1)));
}

#[test]
fn few_participants_are_hidden_and_the_figures_of_others_are_not() {
    let mut kolumner = land();
    kolumner.put_bakgrundstal(&of_year(2014, vec![figures("0180", 60, (2, 40), "3.1")]));
    let rows = ask(&kolumner, &[Indelning::Kommun], TROSKEL);
    assert_eq!(rows[0].matches("60 2 5 3.1").count(), 1, "{rows:?}");
    let urval = Urval { indelning: vec![Indelning::Kommun], ..Urval::of_years([2014]) };
    for metod in [Skyddsmetod::Primar, Skyddsmetod::Sekundar] {
        let planer = Skyddsplaner::new();
        let report = fraga_med(Rapportnamn::BehovOchRackvidd, &kolumner, &urval, (metod, 5), &planer).unwrap();
        let stockholm = &report.rader[0];
        assert_eq!(stockholm.grupp.kommun, Some(kommun("0180")));
        assert_eq!(stockholm.matt.cell(Mattnamn::Deltagare), Some(Cell::SKYDDAD), "{metod:?}");
        assert_eq!(stockholm.underlag, Some(3), "five per cent of sixty is no number of participants");
    }
}
