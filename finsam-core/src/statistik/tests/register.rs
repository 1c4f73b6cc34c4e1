//! The reports that tell of insatser, förbund, money and counts.

use super::*;
use crate::belopp::Belopp;
use crate::ekonomi::tilldelning::{Parametrar, Tilldelning, Tilldelningsuppgift};
use crate::ekonomi::{Bidrag, Penningenhet, Rakning, Utfall, Utfallsuppgift};
use crate::id::TilldelningId;
use crate::insats::{Antal, Antalsuppgift, Enhet, Insatsbudget, Insatsutfall, PerKon};

fn value(rapport: &Rapport, kategori: &str, matt: Mattnamn) -> Matt {
    find(rapport, kategori).matt.get(matt).unwrap()
}

fn tal(rapport: &Rapport, kategori: &str, matt: Mattnamn) -> Option<i64> {
    match value(rapport, kategori, matt) {
        Matt::Tal { antal, .. } => antal,
        other => panic!("{other:?} is no plain number"),
    }
}

fn kronor(rapport: &Rapport, kategori: &str, matt: Mattnamn) -> Option<i64> {
    match value(rapport, kategori, matt) {
        Matt::Belopp { belopp, .. } => belopp.and_then(Belopp::kronor),
        other => panic!("{other:?} is no amount"),
    }
}

fn struktur(n: u128, typ: Insatstyp) -> Insats {
    let mut insats = insats(n);
    insats.uppgift.inriktning = Inriktning::Struktur;
    insats.uppgift.typ = typ;
    insats
}

fn in_year(kolumner: &Kolumner, namn: Rapportnamn) -> Rapport {
    rapport(namn, kolumner, &Urval::of_years([2014]))
}

fn period(fran: &str, till: &str, kvinnor: i32, man: i32, nya: Option<(i32, i32)>) -> Antal {
    let uppgift = Antalsuppgift {
        fran: day(fran),
        till: day(till),
        enhet: Enhet::Personer,
        kvinnor: Some(kvinnor),
        man: Some(man),
        nya: nya.map(|(kvinnor, man)| PerKon { kvinnor, man }),
        pagaende: None,
        avslutade: None,
    };
    Antal { insats_id: insats_id(2), version: 1, uppgift }
}

/// A woman with personal data, an anonymous one, counts of 30 women and 12 men, and 70 reached by a structural insats.
fn all_kinds() -> Kolumner {
    let anonymous = Deltagandepost { registrering: Registrering::Anonym, ..post("2014-03-01", None) };
    let earlier = Deltagandepost { registrering: Registrering::Anonym, ..post("2013-03-01", None) };
    let mut kolumner = columns(&[post("2013-05-01", None), anonymous, earlier]);
    kolumner.put_insats(&insats(2));
    kolumner.put_insats(&struktur(3, Insatstyp::Utbildning));
    kolumner.put_antal(&period("2014-01-01", "2014-06-30", 20, 10, Some((3, 3))));
    kolumner.put_antal(&period("2014-07-01", "2014-12-31", 18, 6, Some((10, 2))));
    kolumner.put_strukturdeltagande(&reached(3, "2014-05-05", 70));
    kolumner
}

#[test]
fn participants_are_persons_anonymous_ones_counts_and_structural_ones() {
    let report = in_year(&all_kinds(), Rapportnamn::DeltagarePerInriktning);
    let row = |kategori, matt| tal(&report, kategori, matt);
    assert_eq!(row("individ", Mattnamn::Person), Some(1));
    assert_eq!(row("individ", Mattnamn::Anonym), Some(1), "only in the year in which it began");
    assert_eq!(row("individ", Mattnamn::Volym), Some(42), "those of the first period and the new of the second");
    assert_eq!(row("individ", Mattnamn::Summa), Some(44));
    assert_eq!((row("struktur", Mattnamn::Person), row("struktur", Mattnamn::Summa)), (None, Some(70)));
    assert_eq!(row("totalt", Mattnamn::Summa), Some(114));
}

#[test]
fn counts_are_divided_by_kon_and_by_nothing_else_that_people_are() {
    let kolumner = all_kinds();
    let volym = |indelning| {
        let urval = Urval { indelning: vec![indelning], ..Urval::of_years([2014]) };
        let report = rapport(Rapportnamn::DeltagarePerInriktning, &kolumner, &urval);
        let rows = report.rader.into_iter().filter(|rad| rad.kategori == "individ");
        rows.map(|rad| rad.matt.get(Mattnamn::Volym)).collect::<Vec<_>>()
    };
    let told = |antal| Some(Matt::Tal { antal, skyddad: false });
    assert_eq!(volym(Indelning::Kon), [told(Some(30)), told(Some(12))]);
    assert!(volym(Indelning::Aldersgrupp).iter().all(|one| *one == told(None)));
    assert_eq!(volym(Indelning::Insats), [told(Some(0)), told(Some(42)), told(Some(0))]);
}

#[test]
fn registration_is_told_of_all_who_took_part() {
    let report = in_year(&all_kinds(), Rapportnamn::Registreringsgrad);
    assert_eq!(told(&report, "person", Mattnamn::Deltagare), (1, Some(2), 44));
    assert_eq!(told(&report, "volym", Mattnamn::Deltagare), (42, Some(95), 44));
    assert_eq!(told(&report, "oavslutade", Mattnamn::Deltagare), (0, Some(0), 1));
}

#[test]
fn insatser_count_by_inriktning_and_kind_where_their_time_overlaps() {
    let mut kolumner = all_kinds();
    let mut ended = insats(4);
    ended.uppgift.slutdatum = Some(day("2013-12-31"));
    kolumner.put_insats(&ended);
    let report = in_year(&kolumner, Rapportnamn::InsatserPerTyp);
    assert_eq!(told(&report, "individ.annan", Mattnamn::Insatser), (2, Some(100), 2));
    assert_eq!(told(&report, "struktur.utbildning", Mattnamn::Insatser), (1, Some(100), 1));
    assert_eq!(report.rader.len(), 9, "every kind of each inriktning");
}

#[test]
fn structural_participants_are_of_the_kind_of_their_insats() {
    let mut kolumner = all_kinds();
    kolumner.put_insats(&struktur(5, Insatstyp::Annan));
    kolumner.put_strukturdeltagande(&reached(5, "2014-12-31", 30));
    kolumner.put_strukturdeltagande(&reached(5, "2015-01-01", 1_000));
    let report = in_year(&kolumner, Rapportnamn::StrukturdeltagarePerTyp);
    assert_eq!(told(&report, "utbildning", Mattnamn::Deltagare), (70, Some(70), 100));
    assert_eq!(told(&report, "annan", Mattnamn::Deltagare), (30, Some(30), 100));
    assert_eq!(kolumner.years(), Some((2013, 2015)));
    kolumner.put_bilaga(&Bilaga { strukturdeltagande: vec![reached(5, "2014-12-31", 31)], ..Bilaga::default() });
    let report = in_year(&kolumner, Rapportnamn::StrukturdeltagarePerTyp);
    assert_eq!(told(&report, "annan", Mattnamn::Deltagare), (31, Some(100), 31), "those that are not told of are gone");
}

/// The outcome of a förbund and a year, in tkr: what Försäkringskassan, Arbetsförmedlingen and a kommun contributed.
fn outcome(n: u128, ar: i32, bidrag: [i64; 3]) -> Utfall {
    let part = ["forsakringskassan", "arbetsformedlingen", "kommun:2280"];
    let bidrag = part
        .iter()
        .zip(bidrag)
        .map(|(part, tkr)| Bidrag { part: part.parse().unwrap(), belopp: Belopp::from_kronor(tkr) });
    let rakning = Rakning { bidrag: bidrag.collect(), ..Rakning::default() };
    let uppgift = Utfallsuppgift { enhet: Penningenhet::Tkr, rakning, ..Utfallsuppgift::default() };
    Utfall { forbund_id: forbund_id(n), ar, version: 1, uppgift }
}

#[test]
fn the_money_of_the_state_is_told_in_millions() {
    let mut kolumner = columns(&[]);
    let parametrar = Parametrar::of(Belopp::from_kronor(130_000_000));
    let uppgift = Tilldelningsuppgift { parametrar, ansokningar: Vec::new() };
    let id = TilldelningId(uuid::Uuid::from_u128(9));
    kolumner.put_bilaga(&Bilaga {
        tilldelningar: vec![Tilldelning { id, ar: 2007, version: 1, uppgift }],
        utfall: vec![
            outcome(1, 2007, [100_000, 3_600, 50_000]),
            outcome(2, 2007, [60_000, 0, 30_000]),
            outcome(1, 2009, [0, 0, 1]),
        ],
        ..Bilaga::default()
    });
    let report = rapport(Rapportnamn::StatligaMedel, &kolumner, &Urval::of_years([2007, 2008, 2009]));
    let mnkr: Vec<_> = report.records().map(|record| record.last().unwrap().clone()).collect();
    assert_eq!(mnkr, ["130", "163.6", "", "", "", "0"], "what is not registered is absent");
}

#[test]
fn forbund_and_kommuner_are_those_of_the_last_day() {
    let mut kolumner = Kolumner::new();
    let mut merged = forbund(2, &["0180", "0114"]);
    merged.uppgift.upphort = Some(day("2014-12-30"));
    kolumner.put_forbund(&forbund(1, &["2280", "0180"]));
    kolumner.put_forbund(&merged);
    let counts = |urval: &Urval| {
        let report = rapport(Rapportnamn::ForbundOchKommuner, &kolumner, urval);
        report.records().map(|record| record.last().unwrap().clone()).collect::<Vec<_>>()
    };
    assert_eq!(counts(&Urval::of_years([2013, 2014])), ["2", "3", "1", "2"], "a kommun of two förbund is one");
    let by_lan = Urval { indelning: vec![Indelning::Lan], ..Urval::of_years([2013]) };
    assert_eq!(counts(&by_lan), ["2", "2", "1", "1"]);
}

#[test]
fn budget_and_outcome_are_sums_and_absent_where_nothing_is_registered() {
    let mut kolumner = columns(&[]);
    let mut with = |n, budget: i64, utfall: Option<i64>| {
        let mut insats = insats(n);
        let belopp = Belopp::from_kronor(budget);
        insats.uppgift.budget = vec![Insatsbudget { ar: 2014, belopp, esf_belopp: None, planerat_antal: 10 }];
        let outcome =
            utfall.map(|kronor| Insatsutfall { ar: 2014, belopp: Belopp::from_kronor(kronor), esf_belopp: None });
        insats.uppgift.utfall = outcome.into_iter().collect();
        kolumner.put_insats(&insats);
    };
    with(1, 100, Some(90));
    with(2, 50, None);
    let report = in_year(&kolumner, Rapportnamn::BudgetOchUtfall);
    assert_eq!(kronor(&report, "insatser_individ", Mattnamn::Budget), Some(150));
    assert_eq!(kronor(&report, "insatser_individ", Mattnamn::Utfall), Some(90));
    assert_eq!(kronor(&report, "insatser_struktur", Mattnamn::Budget), None);
    assert_eq!(kronor(&report, "kostnader", Mattnamn::Utfall), None);
}

#[test]
fn what_society_saves_is_support_that_ended_times_its_cost() {
    let ended = closed(forms(&[Forsorjningsform::Sjukpenning]), forms(&[Forsorjningsform::IngenOffentlig]));
    let mut kolumner = columns(&vec![ended; 3]);
    let mut insats = insats(1);
    let belopp = Belopp::from_kronor(500_000);
    insats.uppgift.utfall = vec![Insatsutfall { ar: 2014, belopp, esf_belopp: None }];
    kolumner.put_insats(&insats);
    let report = in_year(&kolumner, Rapportnamn::Samhallsekonomi);
    assert_eq!(kronor(&report, "sjukpenning", Mattnamn::Intakt), Some(576_000));
    assert_eq!(kronor(&report, "totalt", Mattnamn::Lonsamhet), Some(76_000));
    let months = value(&report, "totalt", Mattnamn::PayoffManader);
    assert_eq!(months, Matt::Decimal { tal: Some("10.4".parse().unwrap()), skyddad: false });
    let hidden =
        fraga(Rapportnamn::Samhallsekonomi, &kolumner, &Urval::of_years([2014]), TROSKEL, &Skyddsplaner::new());
    let hidden = hidden.unwrap();
    assert_eq!(kronor(&hidden, "totalt", Mattnamn::Lonsamhet), None, "three would follow from it");
    assert_eq!(kronor(&hidden, "totalt", Mattnamn::Kostnad), Some(500_000), "money alone tells of nobody");
}

#[test]
fn every_category_has_a_text_and_every_report_a_definition() {
    let kolumner = all_kinds();
    for namn in Rapportnamn::ALL {
        for period in Periodslag::ALL {
            let report = rapport(*namn, &kolumner, &Urval { period: *period, ..Urval::of_years([2014]) });
            assert!(report.records().all(|record| record.len() == report.header().len()), "{namn} {period}");
        }
        let report = in_year(&kolumner, *namn);
        assert!(!report.forbehall[0].sv.is_empty() && !report.forbehall[0].en.is_empty());
        for rad in &report.rader {
            assert!(namn.is_per_insats() || namn.category_text(&rad.kategori).is_some(), "{namn} {}", rad.kategori);
            assert!(rad.matt.0.iter().all(|(matt, _)| namn.matt().contains(matt)), "{namn}");
        }
    }
}

#[test]
fn a_small_number_of_structural_participants_is_hidden_by_itself_too() {
    let mut kolumner = columns(&[]);
    kolumner.put_insats(&struktur(3, Insatstyp::Utbildning));
    kolumner.put_strukturdeltagande(&reached(3, "2014-05-05", 3));
    let urval = Urval::of_years([2014]);
    for metod in [Skyddsmetod::Primar, Skyddsmetod::Sekundar] {
        let skydd = (metod, TROSKEL);
        let planer = Skyddsplaner::new();
        let report = fraga_med(Rapportnamn::DeltagarePerInriktning, &kolumner, &urval, skydd, &planer).unwrap();
        let row = report.rader.iter().find(|rad| rad.kategori == "struktur").unwrap();
        let hidden = row.matt.0.iter().any(|(namn, matt)| *namn == Mattnamn::Summa && matt.is_hidden());
        assert!(hidden, "{metod:?}: {row:?}");
    }
}
