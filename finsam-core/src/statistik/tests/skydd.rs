//! Disclosure control.

use proptest::collection::vec;
use proptest::prelude::*;

use super::summor::whole;
use super::varld::put_all;
use super::*;

fn ask(namn: Rapportnamn, kolumner: &Kolumner, urval: &Urval, troskel: i64) -> Rapport {
    fraga(namn, kolumner, urval, troskel, &Skyddsplaner::new()).unwrap()
}

/// `n` who closed in 2014, `work` of them to studies.
fn closings(n: usize, work: usize) -> Kolumner {
    let slag = |i| if i < work { Sysselsattning::Studier } else { Sysselsattning::Ingen };
    let posts: Vec<_> = (0..n).map(|i| closed(Lage::default(), does(&[slag(i)]))).collect();
    columns(&posts)
}

fn shown(n: usize, work: usize, troskel: i64) -> Rapport {
    ask(Rapportnamn::SysselsattningForeEfter, &closings(n, work), &Urval::of_years([2014]), troskel)
}

fn only(rapport: &Rapport) -> (Option<i64>, Cell) {
    (rapport.rader[0].underlag, rapport.rader[0].matt.cell(Mattnamn::Efter).unwrap())
}

#[test]
fn one_to_four_are_hidden_and_zero_and_five_are_shown() {
    for work in 1..5 {
        let report = shown(20, work, TROSKEL);
        assert_eq!(only(&report), (Some(20), Cell::SKYDDAD), "{work}");
        assert_eq!(report.skydd, Skydd { metod: Skyddsmetod::Sekundar, troskel: 5, undertryckta: 1 });
    }
    assert_eq!(only(&shown(20, 0, TROSKEL)), (Some(20), Cell { antal: Some(0), andel: Some(0), skyddad: false }));
    assert_eq!(only(&shown(20, 5, TROSKEL)), (Some(20), Cell { antal: Some(5), andel: Some(25), skyddad: false }));
    assert_eq!(shown(20, 5, TROSKEL).skydd.undertryckta, 0);
}

#[test]
fn a_small_underlag_is_hidden_with_what_is_of_it() {
    let report = shown(4, 4, TROSKEL);
    assert_eq!(only(&report), (None, Cell::SKYDDAD));
    assert!(report.rader[0].underlag_skyddad);
    assert_eq!(report.rader[0].matt.cell(Mattnamn::Fore).unwrap().antal, Some(0));
    assert_eq!(report.records().next().unwrap()[2], "skyddad");
}

#[test]
fn zero_turns_it_off() {
    let report = shown(3, 1, 0);
    assert_eq!(only(&report), (Some(3), Cell { antal: Some(1), andel: Some(33), skyddad: false }));
    assert_eq!(report.skydd, Skydd::INGET);
}

#[test]
fn numbers_of_people_in_forbehall_are_hidden_too() {
    let mut posts = vec![closed(Lage::default(), Lage::default()); 30];
    for post in &mut posts[..3] {
        post.efter = None;
    }
    let report = in_2014(Rapportnamn::ArbeteOchStudierEfter, &posts);
    assert!(report.forbehall.last().unwrap().sv.contains("för 3 avslutade"));
    let report = ask(Rapportnamn::ArbeteOchStudierEfter, &columns(&posts), &Urval::of_years([2014]), TROSKEL);
    let said = report.forbehall.last().unwrap();
    assert!(said.sv.starts_with("2014: för färre än 5 avslutade"), "{}", said.sv);
    assert!(said.en.starts_with("2014: for fewer than 5 closed"), "{}", said.en);
}

#[test]
fn shares_that_follow_from_a_hidden_count_are_hidden() {
    let base = |slag| closed(Lage::default(), does(&[slag]));
    let mut posts = vec![base(Sysselsattning::Studier); 3];
    posts.extend(vec![base(Sysselsattning::Praktik); 9]);
    let report = ask(Rapportnamn::AvslutPerInsats, &columns(&posts), &Urval::of_years([2014]), TROSKEL);
    let rad = &report.rader[0];
    assert_eq!(rad.matt.cell(Mattnamn::ArbeteStudierJobready), Some(Cell::SKYDDAD));
    assert_eq!(rad.matt.cell(Mattnamn::Ovrigt), Some(Cell::SKYDDAD), "12 less 9 would be told");
    assert_eq!(rad.matt.get(Mattnamn::AndelVidareSteg), Some(Matt::Andel { andel: None, skyddad: true }));
    assert_eq!(report.records().next().unwrap().last().unwrap(), "skyddad");
}

/// Of insats 1 and 2 of the same förbund, 12 and 20 closed, 3 and 10 of them to studies.
fn two_insatser() -> Kolumner {
    let base = |insats, slag| Deltagandepost { insats_id: insats_id(insats), ..closed(Lage::default(), does(&[slag])) };
    let mut posts = vec![base(1, Sysselsattning::Studier); 3];
    posts.extend(vec![base(1, Sysselsattning::Ingen); 9]);
    posts.extend(vec![base(2, Sysselsattning::Studier); 10]);
    posts.extend(vec![base(2, Sysselsattning::Ingen); 10]);
    let mut kolumner = columns(&posts);
    kolumner.put_insats(&insats(2));
    kolumner
}

#[test]
fn a_small_number_cannot_be_had_by_subtracting_one_answer_from_another() {
    let kolumner = two_insatser();
    let efter = |urval: &Urval| {
        let report = ask(Rapportnamn::SysselsattningForeEfter, &kolumner, urval, TROSKEL);
        report.rader.iter().map(|rad| rad.matt.cell(Mattnamn::Efter).unwrap().antal).collect::<Vec<_>>()
    };
    let all = Urval::of_years([2014]);
    assert_eq!(efter(&all), [Some(13)], "the whole is shown");
    assert_eq!(efter(&Urval { insats: vec![insats_id(1)], ..all.clone() }), [None]);
    assert_eq!(efter(&Urval { insats: vec![insats_id(2)], ..all.clone() }), [None], "10 would tell of 3");
    assert_eq!(efter(&Urval { indelning: vec![Indelning::Insats], ..all }), [None, None], "however it is asked");
    let primary = fraga_med(
        Rapportnamn::SysselsattningForeEfter,
        &kolumner,
        &Urval { indelning: vec![Indelning::Insats], ..Urval::of_years([2014]) },
        (Skyddsmetod::Primar, TROSKEL),
        &Skyddsplaner::new(),
    );
    assert_eq!(
        primary.unwrap().rader[1].matt.cell(Mattnamn::Efter).unwrap().antal,
        Some(10),
        "without secondary it is told"
    );
}

/// Of eight insatser in two years: a rare answer makes a small number in each.
#[test]
fn what_is_told_of_the_country_is_shown_though_small_places_have_small_numbers() {
    let post = |n: usize| {
        let slag = if n.is_multiple_of(31) { Sysselsattning::Studier } else { Sysselsattning::Ingen };
        let kon = if (n / 8).is_multiple_of(2) { Kon::Kvinna } else { Kon::Man };
        let slutdatum = Some(day(if (n / 16).is_multiple_of(2) { "2013-09-01" } else { "2014-09-01" }));
        let insats_id = insats_id(1 + n as u128 % 8);
        Deltagandepost { insats_id, kon, slutdatum, ..closed(Lage::default(), does(&[slag])) }
    };
    let mut kolumner = columns(&(0..960).map(post).collect::<Vec<_>>());
    (2..=8).for_each(|n| kolumner.put_insats(&insats(n)));
    let efter = |indelning: &[Indelning]| {
        let urval = Urval { indelning: indelning.to_vec(), ..Urval::of_years([2013, 2014]) };
        let report = ask(Rapportnamn::SysselsattningForeEfter, &kolumner, &urval, TROSKEL);
        report.rader.iter().map(|rad| rad.matt.cell(Mattnamn::Efter).unwrap().antal).collect::<Vec<_>>()
    };
    let whole = rapport(Rapportnamn::SysselsattningForeEfter, &kolumner, &Urval::of_years([2013, 2014]));
    let whole: Vec<_> = whole.rader.iter().map(|rad| rad.matt.cell(Mattnamn::Efter).unwrap().antal).collect();
    assert_eq!(efter(&[]), whole);
    assert!(efter(&[Indelning::Insats]).contains(&None), "there was something to hide");
}

#[test]
fn a_number_of_participations_does_not_tell_who_has_several() {
    let mut kolumner = columns(&vec![closed(Lage::default(), Lage::default()); 20]);
    for nummer in 1..=20 {
        kolumner.put_individ(nummer, Some(nummer.max(3) as u32));
    }
    let urval = Urval { enhet: Rapportenhet::Individ, ..Urval::of_years([2014]) };
    assert_eq!(rapport(Rapportnamn::SysselsattningForeEfter, &kolumner, &urval).rader[0].underlag, Some(18));
    let report = ask(Rapportnamn::SysselsattningForeEfter, &kolumner, &urval, TROSKEL);
    assert_eq!(report.rader[0].underlag, None, "20 participations are shown, so 18 would tell of two");
    for nummer in 1..=20 {
        kolumner.put_individ(nummer, Some(nummer.max(8) as u32));
    }
    let report = ask(Rapportnamn::SysselsattningForeEfter, &kolumner, &urval, TROSKEL);
    assert_eq!(report.rader[0].underlag, Some(13));
}

#[test]
fn counts_of_closings_are_shown_whole_or_not_at_all() {
    use crate::insats::{Antal, Antalsuppgift, Avslutade, Enhet, PerKon, PerKonEllerTotalt};
    let mut kolumner = columns(&[]);
    let mut put = |women| {
        let per = |kvinnor, man| PerKon { kvinnor, man };
        let avslutade = Avslutade {
            arbete_studier_jobready: per(women, 9),
            fortsatt_rehab: per(0, 0),
            ovrigt: PerKonEllerTotalt::Totalt(20),
        };
        let uppgift = Antalsuppgift {
            fran: day("2014-01-01"),
            till: day("2014-12-31"),
            enhet: Enhet::Personer,
            kvinnor: None,
            man: None,
            nya: None,
            pagaende: None,
            avslutade: Some(avslutade),
        };
        kolumner.put_antal(&Antal { insats_id: insats_id(1), version: 1, uppgift });
        let report = ask(Rapportnamn::AvslutPerInsats, &kolumner, &Urval::of_years([2014]), TROSKEL);
        (report.rader[0].underlag, report.rader[0].matt.cell(Mattnamn::Ovrigt).unwrap().antal)
    };
    assert_eq!(put(8), (Some(37), Some(20)));
    assert_eq!(put(3), (None, None), "three women would follow");
}

#[test]
fn only_the_nested_set_may_be_asked() {
    let all = Urval::of_years([2014]);
    let divided = |indelning: &[Indelning]| Urval { indelning: indelning.to_vec(), ..all.clone() };
    let codes = |urval: &Urval| {
        check_urval(Rapportnamn::ForsorjningForeEfter, urval)
            .iter()
            .map(|found| found.kod.to_string())
            .collect::<Vec<_>>()
    };
    use Indelning as I;
    for allowed in [
        &[][..],
        &[I::Kon],
        &[I::Kon, I::Aldersgrupp],
        &[I::Tid],
        &[I::Insats, I::Aldersgrupp],
        &[I::Lan, I::Kon, I::Aldersgrupp],
    ] {
        assert!(codes(&divided(allowed)).is_empty(), "{allowed:?}");
    }
    assert_eq!(codes(&divided(&[I::Insats, I::Kon, I::Aldersgrupp])), ["STA-02"]);
    assert_eq!(codes(&divided(&[I::Kommun, I::Forbund])), ["STA-02"]);
    assert_eq!(codes(&divided(&[I::Kon, I::Tid])), ["STA-02"]);
    let lan = |koder: &[&str]| koder.iter().map(|kod| kod.parse().unwrap()).collect();
    assert_eq!(codes(&Urval { lan: lan(&["22", "01"]), ..all.clone() }), ["STA-01"]);
    let both = Urval { lan: lan(&["22"]), forbund: vec![forbund_id(1)], ..all.clone() };
    assert_eq!(codes(&both), ["STA-01"]);
    assert!(codes(&Urval { lan: lan(&["22"]), ..divided(&[I::Forbund]) }).is_empty());
    assert_eq!(codes(&Urval { lan: lan(&["22"]), ..divided(&[I::Kommun]) }), ["STA-01"]);
    assert_eq!(codes(&Urval { samverkansform: Vec::new(), ..all.clone() }), ["STA-01"]);
    let months = Urval { period: Periodslag::Manad, ..all.clone() };
    assert!(codes(&months).is_empty());
    assert_eq!(codes(&Urval { forbund: vec![forbund_id(1)], ..months }), ["STA-03"]);
    assert_eq!(codes(&Urval { enhet: Rapportenhet::Individ, ..divided(&[I::Insats]) }), ["STA-03"]);
}

/// Every selection of the tests below.
fn selections() -> impl Strategy<Value = Urval> {
    let indelning = proptest::sample::subsequence(Indelning::ALL, 0..=3);
    (indelning, proptest::sample::select(Periodslag::ALL)).prop_map(|(indelning, period)| Urval {
        indelning,
        period,
        ..Urval::of_years(2012..=2015)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_below_the_threshold_is_ever_shown(
        people in vec(whole(), 0..80),
        troskel in 2_i64..8,
        urval in selections(),
    ) {
        let (kolumner, planer) = (put_all(&people), Skyddsplaner::new());
        let small = |antal: Option<i64>| antal.is_some_and(|antal| (1..troskel).contains(&antal));
        for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
            let Ok(report) = fraga(*namn, &kolumner, &urval, troskel, &planer) else { continue };
            let before = rapport(*namn, &kolumner, &urval);
            for (rad, truth) in report.rader.iter().zip(&before.rader) {
                prop_assert!(!small(rad.underlag), "{} {:?}", namn, rad);
                for ((_, matt), (_, truth)) in rad.matt.0.iter().zip(&truth.matt.0) {
                    match (matt, truth) {
                        (Matt::Antal(cell), Matt::Antal(truth)) => {
                            prop_assert!(!small(cell.antal), "{} {:?}", namn, rad);
                            prop_assert!(cell.skyddad || cell.antal == truth.antal);
                            prop_assert!(!cell.skyddad || cell.andel.is_none());
                        }
                        (Matt::Tal { antal, .. }, _) if *namn != Rapportnamn::Maluppfyllelse => prop_assert!(!small(*antal)),
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn protection_does_not_depend_on_the_order_of_records(people in vec(whole(), 0..60), urval in selections()) {
        let there = put_all(&people);
        let mut reversed = people;
        reversed.reverse();
        let back = put_all(&reversed);
        let planer = [Skyddsplaner::new(), Skyddsplaner::new()];
        for namn in Rapportnamn::ALL {
            let ask = |kolumner, planer| fraga(*namn, kolumner, &urval, TROSKEL, planer);
            prop_assert_eq!(ask(&there, &planer[0]), ask(&back, &planer[1]), "{}", namn);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn hidden_one_by_one_no_small_number_of_people_is_shown(people in vec(whole(), 0..60)) {
        let kolumner = put_all(&people);
        let small = |antal: Option<i64>| antal.is_some_and(|antal| (1..TROSKEL).contains(&antal));
        for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
            let (urval, planer) = (Urval::of_years([2013, 2014]), Skyddsplaner::new());
            let report = fraga_med(*namn, &kolumner, &urval, (Skyddsmetod::Primar, TROSKEL), &planer).unwrap();
            for rad in &report.rader {
                prop_assert!(!small(rad.underlag), "{}: {:?}", namn, rad);
                let hidden = rad.underlag_skyddad || rad.matt.0.iter().any(|(_, matt)| {
                    matches!(matt, Matt::Antal(cell) if cell.skyddad) || matches!(matt, Matt::Tal { skyddad: true, .. })
                });
                for (_, matt) in &rad.matt.0 {
                    match matt {
                        Matt::Antal(cell) => prop_assert!(
                            !(small(cell.antal) || rad.underlag_skyddad && cell.andel.is_some()), "{}: {:?}", namn, rad
                        ),
                        Matt::Tal { antal, .. } => prop_assert!(!small(*antal), "{}: {:?}", namn, rad),
                        Matt::Andel { andel, .. } => prop_assert!(!hidden || andel.is_none(), "{}: {:?}", namn, rad),
                        _ => {}
                    }
                }
            }
        }
    }
}
