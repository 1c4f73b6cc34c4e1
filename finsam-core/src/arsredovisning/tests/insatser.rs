//! Insatser, results and goals, protected.

use super::*;
use crate::deltagande::{Avslutsanledning, Deltagandepost, Registrering};
use crate::ekonomi::{Kostnad, Kostnadsslag};
use crate::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use crate::identitet::Kon;
use crate::insats::{
    Antal, Antalsuppgift, Avslutade, Enhet, Insatsbudget, Insatsutfall, Mal, Malgrupp, Malmatt, PerKon,
    PerKonEllerTotalt,
};
use crate::statistik::{Cell, Kolumner, Skyddsmetod, Skyddsplaner};

fn mal(matt: Malmatt, andel: i32) -> Mal {
    Mal { matt, andel, inom_manader: None, grupp: None }
}

fn planned(mut insats: Insats, kronor: i64, planerat_antal: i32) -> Insats {
    let belopp = Belopp::from_kronor(kronor);
    insats.uppgift.budget = vec![Insatsbudget { ar: 2016, belopp, esf_belopp: None, planerat_antal }];
    insats
}

/// One who took part from 2015 and closed in 2016: at work, on a benefit, or neither.
fn closed(working: bool, supported: bool) -> Deltagandepost {
    let sysselsattning =
        vec![Sysselsattningspost { slag: Sysselsattning::ArbeteIckeSubventionerat, omfattning: Some(50) }];
    let form = if supported { Forsorjningsform::Sjukpenning } else { Forsorjningsform::IngenOffentlig };
    let efter = Lage {
        forsorjning: vec![Forsorjningspost { form, omfattning: 50 }],
        sysselsattning: if working { sysselsattning } else { Vec::new() },
    };
    Deltagandepost {
        insats_id: insats(1, "").id,
        registrering: Registrering::Person,
        kon: Kon::Kvinna,
        kommun: None,
        samtycke: None,
        startdatum: day("2015-05-01"),
        slutdatum: Some(day("2016-06-30")),
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: Some(Lage::default()),
        efter: Some(efter),
        avslutsanledning: Some(Avslutsanledning::Fullfoljd),
    }
}

/// Columns with so many at work and so many not; every third of the working has a benefit still.
fn columns(insatser: &[Insats], working: usize, others: usize) -> Kolumner {
    let mut kolumner = Kolumner::new();
    kolumner.put_forbund(&harnosand_timra());
    insatser.iter().for_each(|insats| kolumner.put_insats(insats));
    let posts = (0..working).map(|i| closed(true, i % 3 == 0)).chain((0..others).map(|_| closed(false, true)));
    for (nummer, post) in (1..).zip(posts) {
        kolumner.put(nummer, Some(40), &post);
    }
    kolumner
}

fn register(insatser: Vec<Insats>, kolumner: &Kolumner, troskel: i64) -> Register {
    let resultat =
        Insatsresultat::count(kolumner, &insatser, 2016, (Skyddsmetod::Sekundar, troskel), &Skyddsplaner::new());
    let utfall = vec![utfall(2016, Penningenhet::Kr, Rakning::default())];
    Register { utfall, insatser, resultat: Some(resultat), ..Register::default() }
}

fn only(report: &Arsredovisning) -> &Insatsredovisning {
    assert_eq!(report.insatser.len(), 1);
    &report.insatser[0]
}

fn cell(antal: i64, andel: i64) -> Cell {
    Cell { antal: Some(antal), andel: Some(andel), skyddad: false }
}

#[test]
fn planned_real_and_results_stand_beside_each_other() {
    let mut one = planned(insats(1, "Vägen vidare"), 500_000, 200);
    one.uppgift.mal = vec![
        mal(Malmatt::ArbeteEllerStudier, 30),
        mal(Malmatt::ArbeteEllerStudier, 31),
        mal(Malmatt::EgenForsorjning, 20),
        mal(Malmatt::BattreHalsa, 50),
        Mal { inom_manader: Some(3), ..mal(Malmatt::ArbeteEllerStudier, 30) },
        Mal { grupp: Some(Malgrupp::UngaVuxna), ..mal(Malmatt::Stegforflyttning, 30) },
    ];
    let kolumner = columns(&[one.clone()], 30, 70);
    let report = register(vec![one], &kolumner, 5).draw_up(2016, "2017-02-01");
    let told = only(&report);
    assert_eq!((told.planerat_antal, told.deltagare), (Some(200), Some(cell(100, 50))), "100 of 200 planned");
    let avslut = told.avslut.unwrap();
    assert_eq!((avslut.arbete_studier_jobready, avslut.underlag.antal), (cell(30, 30), Some(100)));
    let judged: Vec<_> = told.mal.iter().map(|mal| (mal.utfall, mal.bedomning.unwrap())).collect();
    let expected = [
        (Some(30), Malbedomning::Uppnatt),
        (Some(30), Malbedomning::EjUppnatt),
        (Some(20), Malbedomning::Uppnatt),
        (None, Malbedomning::MattEjKant),
        (None, Malbedomning::KraverUppfoljning),
        (None, Malbedomning::GruppEjKand),
    ];
    assert_eq!(judged, expected, "20 of 100 have no public support");
    assert!(says(&report, "anonyma inte inräknade") && says(&report, "A / (A + R + Ö)"));
}

#[test]
fn a_goal_is_judged_by_the_numbers_and_not_by_the_rounded_share() {
    let mut one = insats(1, "Vägen vidare");
    one.uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, 30), mal(Malmatt::EgenForsorjning, 20)];
    // 59 of 200 are 29.5 per cent, which is printed as 30; of them 39 have no public support.
    let kolumner = columns(&[one.clone()], 59, 141);
    let report = register(vec![one], &kolumner, 5).draw_up(2016, "2017-02-01");
    let judged: Vec<_> = only(&report).mal.iter().map(|mal| (mal.utfall, mal.bedomning.unwrap())).collect();
    assert_eq!(judged, [(Some(30), Malbedomning::EjUppnatt), (Some(20), Malbedomning::EjUppnatt)]);
}

#[test]
fn small_numbers_are_hidden_and_no_goal_gives_them_away() {
    let mut one = planned(insats(1, "Vägen vidare"), 1, 10);
    one.uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, 1), mal(Malmatt::Stegforflyttning, 1)];
    let kolumner = columns(&[one.clone()], 2, 2);
    let hidden = register(vec![one.clone()], &kolumner, 5).draw_up(2016, "2017-02-01");
    let told = only(&hidden);
    assert_eq!(told.deltagare, Some(Cell::SKYDDAD));
    let Avslut { underlag, arbete_studier_jobready, ovrigt, .. } = told.avslut.unwrap();
    assert!(underlag.skyddad && underlag.antal.is_none());
    assert_eq!((arbete_studier_jobready, ovrigt), (Cell::SKYDDAD, Cell::SKYDDAD));
    assert!(told.mal.iter().all(|mal| (mal.utfall, mal.bedomning) == (None, Some(Malbedomning::Skyddat))));
    let shown = register(vec![one], &kolumner, 0).draw_up(2016, "2017-02-01");
    assert_eq!(only(&shown).deltagare, Some(cell(4, 40)));
    assert_eq!(only(&shown).mal[0].bedomning, Some(Malbedomning::Uppnatt));
}

fn counts(insats: &Insats, fran: &str, till: &str, taking_part: Option<i32>, nya: Option<i32>) -> Antal {
    let per = |n| PerKon { kvinnor: n, man: 0 };
    let uppgift = Antalsuppgift {
        fran: day(fran),
        till: day(till),
        enhet: Enhet::Personer,
        kvinnor: taking_part,
        man: taking_part.map(|_| 0),
        nya: nya.map(per),
        pagaende: None,
        avslutade: Some(Avslutade {
            arbete_studier_jobready: per(10),
            fortsatt_rehab: per(5),
            ovrigt: PerKonEllerTotalt::Totalt(5),
        }),
    };
    Antal { insats_id: insats.id, version: 1, uppgift }
}

#[test]
fn counts_tell_of_an_insats_what_they_know() {
    let mut one = planned(insats(1, "Öppna dörren"), 1, 60);
    one.uppgift.uppfoljningsmetod = Uppfoljningsmetod::Antal;
    one.uppgift.mal = vec![mal(Malmatt::Stegforflyttning, 75), mal(Malmatt::EgenForsorjning, 20)];
    let told = |antal: &[Antal], troskel| {
        let mut kolumner = columns(&[one.clone()], 0, 0);
        antal.iter().for_each(|antal| kolumner.put_antal(antal));
        only(&register(vec![one.clone()], &kolumner, troskel).draw_up(2016, "2017-02-01")).clone()
    };
    let spring = counts(&one, "2016-01-01", "2016-06-30", Some(30), None);
    let autumn = |nya| counts(&one, "2016-07-01", "2016-12-31", Some(40), nya);
    let year = told(&[spring, autumn(Some(15))], 5);
    assert_eq!(year.deltagare, Some(cell(45, 75)), "those of spring and the new ones of autumn, of 60 planned");
    assert_eq!(year.avslut.unwrap().underlag.antal, Some(40));
    let judged: Vec<_> = year.mal.iter().map(|mal| (mal.utfall, mal.bedomning.unwrap())).collect();
    assert_eq!(judged, [(Some(75), Malbedomning::Uppnatt), (None, Malbedomning::MattEjKant)]);
    assert_eq!(told(&[spring, autumn(None)], 5).deltagare, None, "who is counted twice is not known");
    let few = counts(&one, "2016-01-01", "2016-06-30", Some(4), None);
    assert_eq!(told(&[few], 5).deltagare, Some(Cell::SKYDDAD));
    assert_eq!(told(&[few], 0).deltagare, Some(cell(4, 7)));
    let none = told(&[], 5);
    assert_eq!((none.deltagare, none.avslut), (None, None));
    assert_eq!(none.mal[0].bedomning, Some(Malbedomning::UtanAvslut));
}

#[test]
fn without_statistics_money_stands_alone_and_the_report_says_so() {
    let mut one = planned(insats(1, "Vägen vidare"), 500_000, 40);
    one.uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, 30)];
    let kolumner = columns(&[one.clone()], 10, 10);
    let register = Register { resultat: None, ..register(vec![one], &kolumner, 0) };
    let report = register.draw_up(2016, "2017-02-01");
    let told = only(&report);
    assert_eq!((told.budget, told.deltagare, told.avslut), (Some(belopp("500000")), None, None));
    assert_eq!((told.mal[0].utfall, told.mal[0].bedomning), (None, None));
    assert!(says(&report, "Din roll läser inte statistik") && report.resultatkalla.is_none());
}

#[test]
fn insatser_of_the_year_are_told_by_name_and_summed() {
    let mut ended = insats(1, "B");
    ended.uppgift.slutdatum = Some(day("2015-12-31"));
    let mut paid_late = ended.clone();
    (paid_late.id, paid_late.uppgift.namn) = (insats(2, "").id, "C".into());
    let paid = |kronor| vec![Insatsutfall { ar: 2016, belopp: Belopp::from_kronor(kronor), esf_belopp: None }];
    paid_late.uppgift.utfall = paid(100);
    let mut applied = insats(3, "D");
    applied.uppgift.status = Insatsstatus::Ansokt;
    let mut running = planned(insats(4, "A"), 300, 20);
    running.uppgift.utfall = paid(250);
    let insatser = vec![ended, paid_late, applied, running];
    let cost = |n| Rakning {
        kostnader: vec![Kostnad { slag: Kostnadsslag::Individ, benamning: None, belopp: Belopp::from_kronor(n) }],
        ..Rakning::default()
    };
    let of = |n| Register {
        utfall: vec![utfall(2016, Penningenhet::Kr, cost(n))],
        insatser: insatser.clone(),
        ..Register::default()
    };
    let report = of(350).draw_up(2016, "2017-02-01");
    assert_eq!(report.insatser.iter().map(|one| one.namn.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    let summa = Insatssumma { budget: belopp("300"), utfall: belopp("350"), planerat_antal: 20 };
    assert_eq!(report.insatssumma, summa);
    assert!(!says(&report, "Insatsernas utfall"));
    assert!(says(
        &of(349).draw_up(2016, "2017-02-01"),
        "tillsammans 350.00 kr, resultaträkningens kostnader för insatser 349.00 kr"
    ));
}

#[cfg(feature = "serde")]
#[test]
fn the_whole_answer() {
    let mut one = planned(insats(1, "Vägen vidare"), 500_000, 40);
    one.uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, 30)];
    let kolumner = columns(&[one.clone()], 6, 4);
    let mut register = register(vec![one], &kolumner, 5);
    let text = include_str!("../../ekonomi/tests/harnosand-timra-2016.json");
    register.budgetar = vec![budget(2016, serde_json::from_str(text).unwrap())];
    register.utfall.clear();
    let report = register.draw_up(2016, "2017-02-01");
    let json = serde_json::to_string_pretty(&report).unwrap();
    assert_eq!(serde_json::from_str::<Arsredovisning>(&json).unwrap(), report, "it reads back");
    insta::assert_snapshot!(json);
}
