//! Closings by insats, with the real counts of Göteborg Nordost 2013.

use super::*;
use crate::insats::{Antal, Antalsuppgift, Avslutade, Enhet, PerKon, PerKonEllerTotalt};

type Tryckt = (&'static str, [i32; 5], Option<i64>, Option<i64>);

/// Name; to work, studies or jobready by kvinnor and män, to rehabilitation likewise, to other; the printed shares.
const NORDOST: [Tryckt; 18] = [
    ("Fördjupad kartl. Angered", [7, 7, 8, 4, 1], Some(52), Some(96)),
    ("Ungdomscentrum, Angered", [13, 12, 10, 10, 12], Some(44), Some(79)),
    ("H-team Af Gamlestaden", [3, 9, 4, 2, 7], Some(48), Some(72)),
    ("H-team Af Angered", [6, 4, 9, 3, 7], Some(34), Some(76)),
    ("Exsistre Dino/H-team", [1, 0, 3, 3, 2], Some(11), Some(78)),
    ("Samv. Bergsjön VC", [0, 0, 0, 0, 0], None, None),
    ("Samv. VC Gamlestadstorget", [1, 0, 10, 4, 2], Some(6), Some(88)),
    ("Samv. Kortedala Torg VC", [0, 0, 0, 0, 0], None, None),
    ("Samv. Nya VC Kortedala Torg", [0, 0, 0, 0, 3], Some(0), Some(0)),
    ("Samv. VC Angered", [14, 15, 6, 7, 8], Some(58), Some(84)),
    ("Samv. VC Angereds Läkarhus", [3, 1, 1, 0, 2], Some(57), Some(71)),
    ("Samv. VC Hjällbo", [13, 11, 12, 4, 8], Some(50), Some(83)),
    ("Samv. VC Lövgärdet", [3, 5, 4, 3, 3], Some(44), Some(83)),
    ("PTSD samverkan vid Gbg Vux", [0, 0, 0, 0, 0], None, None),
    ("Samv. PMG", [0, 0, 0, 0, 1], Some(0), Some(0)),
    ("Aktiv", [56, 30, 46, 19, 56], Some(42), Some(73)),
    ("Exsistre Hälsoskolan/Aktiv", [18, 9, 0, 0, 2], Some(93), Some(93)),
    ("Grön Rehab", [2, 0, 7, 1, 3], Some(15), Some(77)),
];

fn antal(n: u128, closings: [i32; 5]) -> Antal {
    let [ak, am, rk, rm, ovrigt] = closings;
    Antal {
        insats_id: insats_id(n),
        version: 1,
        uppgift: Antalsuppgift {
            fran: day("2013-01-01"),
            till: day("2013-12-31"),
            enhet: Enhet::Personer,
            kvinnor: None,
            man: None,
            nya: None,
            pagaende: None,
            avslutade: Some(Avslutade {
                arbete_studier_jobready: PerKon { kvinnor: ak, man: am },
                fortsatt_rehab: PerKon { kvinnor: rk, man: rm },
                ovrigt: PerKonEllerTotalt::Totalt(ovrigt),
            }),
        },
    }
}

fn nordost() -> Kolumner {
    let mut kolumner = Kolumner::new();
    for (n, (namn, closings, ..)) in (1..).zip(NORDOST) {
        let mut insats = insats(n);
        insats.uppgift.namn = namn.to_owned();
        insats.uppgift.uppfoljningsmetod = Uppfoljningsmetod::Antal;
        kolumner.put_insats(&insats);
        kolumner.put_antal(&antal(n, closings));
    }
    kolumner
}

fn plain_share(rad: &Rad, namn: Mattnamn) -> Option<i64> {
    let Some(Matt::Andel { andel, .. }) = rad.matt.get(namn) else { panic!("{namn} is a share alone") };
    andel
}

fn number(rad: &Rad, namn: Mattnamn) -> Option<i64> {
    rad.matt.cell(namn).unwrap().antal
}

#[test]
fn goteborg_nordost_comes_out_as_printed() {
    let report = rapport(Rapportnamn::AvslutPerInsats, &nordost(), &Urval::of_years([2013]));
    assert_eq!(report.rader.len(), NORDOST.len(), "all zero has its row too, and there is no total");
    for (rad, (namn, closings, arbete, steg)) in report.rader.iter().zip(NORDOST) {
        assert_eq!(rad.namn.as_deref(), Some(namn));
        assert_eq!(rad.underlag, Some(i64::from(closings.iter().sum::<i32>())));
        assert_eq!(plain_share(rad, Mattnamn::AndelArbeteStudierJobready), arbete, "{namn}");
        assert_eq!(plain_share(rad, Mattnamn::AndelVidareSteg), steg, "{namn}");
    }
}

#[test]
fn goteborg_nordost_sums_as_printed() {
    let report = rapport(Rapportnamn::AvslutPerInsats, &nordost(), &Urval::of_years([2013]));
    let sum = |namn| report.rader.iter().map(|rad| number(rad, namn).unwrap()).sum::<i64>();
    let (arbete, rehab) = (sum(Mattnamn::ArbeteStudierJobready), sum(Mattnamn::FortsattRehab));
    let ovrigt = sum(Mattnamn::Ovrigt);
    assert_eq!((arbete, rehab, ovrigt), (243, 180, 117));
    let all = arbete + rehab + ovrigt;
    assert_eq!((share(arbete, all), share(arbete + rehab, all)), (Some(45), Some(78)));
}

#[test]
fn what_counts_do_not_divide_by_kon_is_absent_and_said() {
    let urval = Urval { indelning: vec![Indelning::Kon], ..Urval::of_years([2013]) };
    let report = rapport(Rapportnamn::AvslutPerInsats, &nordost(), &urval);
    assert_eq!(report.rader.len(), 36);
    let (women, men) = (&report.rader[0], &report.rader[1]);
    assert_eq!((women.grupp.kon, men.grupp.kon), (Some(Kon::Kvinna), Some(Kon::Man)));
    assert_eq!(number(women, Mattnamn::ArbeteStudierJobready), Some(7));
    assert_eq!((number(women, Mattnamn::FortsattRehab), number(men, Mattnamn::FortsattRehab)), (Some(8), Some(4)));
    assert_eq!((women.underlag, number(women, Mattnamn::Ovrigt)), (None, None));
    assert_eq!(plain_share(women, Mattnamn::AndelVidareSteg), None);
    let zero = report.rader.iter().find(|rad| rad.namn.as_deref() == Some("Samv. Bergsjön VC")).unwrap();
    assert_eq!((zero.underlag, number(zero, Mattnamn::Ovrigt)), (Some(0), Some(0)), "nobody can be divided");
    assert!(report.forbehall.last().unwrap().sv.contains("går inte att fördela"));
}

#[test]
fn persons_count_by_derived_result_together_with_counts() {
    let base = post("2013-01-01", Some("2013-05-01"));
    let with = |anledning, efter| Deltagandepost { avslutsanledning: Some(anledning), efter, ..base.clone() };
    let posts = [
        with(Avslutsanledning::AnnanRehabilitering, Some(does(&[Sysselsattning::Studier]))),
        with(Avslutsanledning::AnnanRehabilitering, Some(does(&[Sysselsattning::ArbetssokandeAf]))),
        with(Avslutsanledning::Fullfoljd, Some(does(&[Sysselsattning::ArbetssokandeAf]))),
        with(Avslutsanledning::Flytt, Some(does(&[Sysselsattning::Praktik]))),
        with(Avslutsanledning::Avliden, None),
    ];
    let mut kolumner = columns(&posts);
    kolumner.put_antal(&antal(1, [1, 0, 0, 1, 0]));
    let report = rapport(Rapportnamn::AvslutPerInsats, &kolumner, &Urval::of_years([2013]));
    let [rad] = &report.rader[..] else { panic!("one insats") };
    assert_eq!(rad.kategori, insats_id(1).to_string());
    let counts = Mattnamn::ALL[3..6].iter().map(|namn| number(rad, *namn).unwrap()).collect::<Vec<_>>();
    assert_eq!((counts, rad.underlag), (vec![2, 2, 3], Some(7)));
    assert_eq!(rad.matt.cell(Mattnamn::Ovrigt).unwrap().andel, Some(43));
    assert_eq!(plain_share(rad, Mattnamn::AndelArbeteStudierJobready), Some(29));
    assert_eq!(plain_share(rad, Mattnamn::AndelVidareSteg), Some(57));
    assert!(report.forbehall.last().unwrap().en.starts_with("2013: for 1 closed persons"));
}

#[test]
fn only_counts_of_people_that_state_closings_in_the_year_make_a_row() {
    let mut kolumner = nordost();
    let other = |change: fn(&mut Antalsuppgift)| {
        let mut antal = antal(40, [9, 9, 9, 9, 9]);
        change(&mut antal.uppgift);
        antal
    };
    kolumner.put_insats(&insats(40));
    kolumner.put_antal(&other(|uppgift| uppgift.enhet = Enhet::Besok));
    kolumner.put_antal(&other(|uppgift| uppgift.avslutade = None));
    kolumner.put_antal(&other(|uppgift| uppgift.fran = day("2014-01-01")));
    let report = rapport(Rapportnamn::AvslutPerInsats, &kolumner, &Urval::of_years([2013]));
    assert_eq!(report.rader.len(), 18);
    kolumner.put_antal(&other(|_| ()));
    kolumner.put_antal(&other(|uppgift| uppgift.fran = day("2013-07-01")));
    let report = rapport(Rapportnamn::AvslutPerInsats, &kolumner, &Urval::of_years([2013]));
    assert_eq!(report.rader.last().unwrap().underlag, Some(90), "replaced, and another period added");
}

#[test]
fn counts_with_a_small_number_are_hidden_and_those_of_other_insatser_are_not() {
    for metod in [Skyddsmetod::Primar, Skyddsmetod::Sekundar] {
        let urval = Urval { indelning: vec![Indelning::Insats], ..Urval::of_years([2013]) };
        let asked = fraga_med(Rapportnamn::AvslutPerInsats, &nordost(), &urval, (metod, 5), &Skyddsplaner::new());
        let report = asked.unwrap();
        for (rad, (namn, closings, ..)) in report.rader.iter().zip(NORDOST) {
            let [ak, am, rk, rm, ovrigt] = closings;
            let small = [ak, am, rk, rm, ovrigt, ak + am, rk + rm, ak + rk, am + rm];
            let small = small.iter().any(|n| (1..5).contains(n));
            let work = rad.matt.cell(Mattnamn::ArbeteStudierJobready).unwrap();
            let expected = if small { None } else { Some(i64::from(ak + am)) };
            assert_eq!((work.antal, work.skyddad, rad.underlag_skyddad), (expected, small, small), "{metod}: {namn}");
        }
    }
}
