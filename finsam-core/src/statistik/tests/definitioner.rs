//! The definitions, one by one, and their traps.

use super::*;
use Forsorjningsform as F;
use Sysselsattning as S;

#[test]
fn closed_is_slutdatum_in_the_year_on_its_first_and_last_day() {
    let posts = [
        post("2013-01-01", Some("2013-12-31")),
        post("2013-01-01", Some("2014-01-01")),
        post("2014-03-01", Some("2014-12-31")),
        post("2014-03-01", Some("2015-01-01")),
        post("2014-03-01", None),
    ];
    let report = in_2014(Rapportnamn::ForsorjningForeEfter, &posts);
    assert!(report.rader.iter().all(|rad| rad.underlag == Some(2)));
}

#[test]
fn several_forms_of_a_group_count_once_and_several_groups_each() {
    let posts = [
        closed(forms(&[F::Sjukpenning, F::Rehabiliteringspenning]), forms(&[F::Sjukpenning, F::AKassa])),
        closed(forms(&[F::Etableringsersattning]), forms(&[F::IngenOffentlig])),
    ];
    let report = in_2014(Rapportnamn::ForsorjningForeEfter, &posts);
    assert_eq!(told(&report, "sjuk_rehabpenning", Mattnamn::Fore), (1, Some(50), 2));
    assert_eq!(told(&report, "sjuk_rehabpenning", Mattnamn::Efter), (1, Some(50), 2));
    assert_eq!(told(&report, "a_kassa", Mattnamn::Efter), (1, Some(50), 2));
    assert_eq!(told(&report, "annan_offentlig", Mattnamn::Fore), (1, Some(50), 2));
    assert_eq!(told(&report, "ingen_offentlig", Mattnamn::Efter), (1, Some(50), 2));
    assert_eq!(told(&report, "studiestod", Mattnamn::Efter), (0, Some(0), 2), "a group with nobody has its row");
    assert_eq!(report.rader.len(), 8, "no total row");
}

#[test]
fn closed_without_efter_are_in_underlag_and_in_no_category_after() {
    let gone = Deltagandepost {
        efter: None,
        avslutsanledning: Some(Avslutsanledning::Avliden),
        ..closed(forms(&[F::AKassa]), Lage::default())
    };
    let posts = [gone, closed(forms(&[F::AKassa]), forms(&[F::AKassa]))];
    let report = in_2014(Rapportnamn::ForsorjningForeEfter, &posts);
    assert_eq!(told(&report, "a_kassa", Mattnamn::Fore), (2, Some(100), 2));
    assert_eq!(told(&report, "a_kassa", Mattnamn::Efter), (1, Some(50), 2));
    let said = &report.forbehall.last().unwrap();
    assert!(said.sv.starts_with("2014: för 1 avslutade är läget efter inte känt"), "{}", said.sv);
    for namn in [Rapportnamn::SysselsattningForeEfter, Rapportnamn::ArbeteOchStudierEfter] {
        assert_eq!(in_2014(namn, &posts).forbehall.last(), Some(*said), "{namn} says it too");
    }
}

#[test]
fn work_or_studies_counts_once_before_and_after() {
    let posts = [
        closed(does(&[S::Praktik]), does(&[S::ArbeteSubventionerat, S::Studier])),
        closed(does(&[S::EgetForetag]), does(&[S::ArbetssokandeAf])),
        closed(does(&[S::Ingen]), does(&[S::EgetForetag])),
    ];
    let report = in_2014(Rapportnamn::SysselsattningForeEfter, &posts);
    assert_eq!(report.rader.len(), 1);
    assert_eq!(told(&report, "arbete_eller_studier", Mattnamn::Fore), (1, Some(33), 3));
    assert_eq!(told(&report, "arbete_eller_studier", Mattnamn::Efter), (2, Some(67), 3));
}

#[test]
fn someone_under_two_heads_counts_in_each_and_once_in_the_whole() {
    let posts = [
        closed(Lage::default(), does(&[S::ArbeteSubventionerat, S::Studier])),
        closed(Lage::default(), does(&[S::EgetForetag, S::ArbeteIckeSubventionerat])),
        closed(Lage::default(), does(&[S::Praktik])),
        closed(Lage::default(), does(&[S::ArbetssokandeAf])),
    ];
    let report = in_2014(Rapportnamn::ArbeteOchStudierEfter, &posts);
    assert_eq!(told(&report, "arbete_eller_studier", Mattnamn::Efter), (2, Some(50), 4));
    assert_eq!(told(&report, "icke_subventionerat", Mattnamn::Efter), (1, Some(25), 4), "own business is unsubsidised");
    assert_eq!(told(&report, "subventionerat", Mattnamn::Efter), (1, Some(25), 4));
    assert_eq!(told(&report, "studier", Mattnamn::Efter), (1, Some(25), 4));
}

#[test]
fn registered_took_part_enrolled_began_and_closed_ended_in_the_year() {
    let posts = [
        post("2012-02-01", Some("2013-12-31")),
        post("2012-02-01", Some("2014-01-01")),
        post("2013-12-31", None),
        post("2014-01-01", Some("2014-01-01")),
        post("2014-12-31", Some("2015-01-01")),
        post("2015-01-01", None),
    ];
    let report = in_2014(Rapportnamn::RegistreradeOchAvslutade, &posts);
    assert_eq!(told(&report, "registrerade", Mattnamn::Deltagare), (4, Some(100), 4));
    assert_eq!(told(&report, "nyinskrivna", Mattnamn::Deltagare), (2, Some(50), 4));
    assert_eq!(told(&report, "avslutade", Mattnamn::Deltagare), (2, Some(50), 4));
}

#[test]
fn a_participation_of_several_years_is_registered_in_each() {
    let kolumner = columns(&[post("2012-02-01", Some("2015-03-01"))]);
    let report = rapport(Rapportnamn::RegistreradeOchAvslutade, &kolumner, &Urval::of_years([2011, 2012, 2014, 2015]));
    let of = |kategori: &str| {
        let rows = report.rader.iter().filter(|rad| rad.kategori == kategori);
        rows.map(|rad| (rad.ar, rad.matt.cell(Mattnamn::Deltagare).unwrap().antal.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(of("registrerade"), [(2011, 0), (2012, 1), (2014, 1), (2015, 1)]);
    assert_eq!(of("nyinskrivna"), [(2011, 0), (2012, 1), (2014, 0), (2015, 0)]);
    assert_eq!(of("avslutade"), [(2011, 0), (2012, 0), (2014, 0), (2015, 1)]);
    assert_eq!(report.rader[0].matt.cell(Mattnamn::Deltagare).unwrap().andel, None, "no share of nobody");
}

#[test]
fn mistakes_anonymous_ones_and_structural_insatser_count_nowhere() {
    let base = closed(forms(&[F::AKassa]), does(&[S::Studier]));
    let mut kolumner = columns(&[
        Deltagandepost { avslutsanledning: Some(Avslutsanledning::Felregistrering), efter: None, ..base.clone() },
        Deltagandepost { registrering: Registrering::Anonym, ..base.clone() },
        Deltagandepost { insats_id: insats_id(2), ..base.clone() },
        Deltagandepost { insats_id: insats_id(3), ..base },
    ]);
    let mut structural = insats(2);
    structural.uppgift.inriktning = Inriktning::Struktur;
    kolumner.put_insats(&structural);
    for namn in Rapportnamn::ALL.iter().filter(|namn| **namn != Rapportnamn::Registreringsgrad && namn.is_of_people()) {
        let report = rapport(*namn, &kolumner, &Urval::of_years([2014]));
        assert!(report.rader.iter().all(|rad| rad.underlag.unwrap_or(0) == 0), "{namn}: insats 3 is not known");
    }
    kolumner.put_insats(&insats(3));
    let report = rapport(Rapportnamn::SysselsattningForeEfter, &kolumner, &Urval::of_years([2014]));
    assert_eq!(report.rader[0].underlag, Some(1), "an insats may come after its participations");
}

#[test]
fn years_outside_the_calendar_have_nobody() {
    let kolumner = columns(&[post("2013-01-01", Some("2014-01-01"))]);
    let urval = Urval::of_years([i32::MIN, -300_000, 2014, 262_000, 300_000, i32::MAX]);
    for namn in [Rapportnamn::SysselsattningForeEfter, Rapportnamn::RegistreradeOchAvslutade] {
        let report = rapport(namn, &kolumner, &urval);
        for rad in &report.rader {
            assert_eq!(rad.underlag, Some(i64::from(rad.ar == 2014)), "{namn} {}", rad.ar);
        }
    }
}

#[test]
fn every_day_falls_in_its_year_and_no_other() {
    use chrono::Datelike;
    let days = (0..3_000).map(|n| day("2007-06-01") + chrono::Days::new(n)).collect::<Vec<_>>();
    let posts = days.iter().map(|day| Deltagandepost { slutdatum: Some(*day), ..post("2007-01-01", None) });
    let kolumner = columns(&posts.collect::<Vec<_>>());
    for ar in [vec![2008], vec![2008, 2009, 2010], vec![2006, 2009, 2012, 2014], vec![2008, 2016]] {
        let report = rapport(Rapportnamn::SysselsattningForeEfter, &kolumner, &Urval::of_years(ar));
        for rad in &report.rader {
            let within = days.iter().filter(|day| day.year() == rad.ar).count();
            assert_eq!(rad.underlag, Some(within as i64), "{}", rad.ar);
        }
    }
}

#[test]
fn shares_are_half_up_from_exact_integers() {
    for (antal, underlag, andel) in [(1, 200, 1), (1, 201, 0), (5, 1_000, 1), (2_964, 8_719, 34), (17, 17, 100)] {
        assert_eq!(share(antal, underlag), Some(andel), "{antal} of {underlag}");
    }
}

#[test]
fn a_report_names_its_version_and_its_data() {
    let mut kolumner = columns(&[]);
    kolumner.set_dataversion(4_711);
    let report = rapport(Rapportnamn::ForsorjningForeEfter, &kolumner, &Urval::of_years([2014]));
    assert_eq!((report.regelversion.as_str(), report.dataversion), (REGELVERSION, 4_711));
    assert_eq!(report.enhet.code(), "deltagande");
}
