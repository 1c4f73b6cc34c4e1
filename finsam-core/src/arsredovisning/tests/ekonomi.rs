//! Income statement, balance sheet, contributions and findings.

use super::*;
use crate::ekonomi::{Balans, Bidrag, Bidragsgrupp, Kostnad, Kostnadsslag};

#[cfg(feature = "serde")]
const REAL: &str = include_str!("../../ekonomi/tests/harnosand-timra-2016.json");

#[cfg(feature = "serde")]
fn real() -> Budgetuppgift {
    serde_json::from_str(REAL).unwrap()
}

#[cfg(feature = "serde")]
#[test]
fn the_real_budget_comes_out_with_its_printed_figures_in_tkr() {
    let register = Register { budgetar: vec![budget(2016, real())], ..Register::default() };
    let report = register.draw_up(2016, "2016-06-01");
    assert_eq!((report.enhet, report.budgetstatus), (Penningenhet::Tkr, Some(Budgetstatus::Faststalld)));
    let statement = &report.resultatrakning;
    let bidrag: Vec<_> =
        statement.bidrag.iter().map(|rad| (rad.namn.as_str(), rad.belopp.budget.unwrap().to_string())).collect();
    let expected = [
        ("Försäkringskassan", "1811.00"),
        ("Regionen i Västernorrlands län", "906.00"),
        ("Härnösand", "453.00"),
        ("Timrå", "453.00"),
    ];
    assert_eq!(bidrag, expected.map(|(namn, n)| (namn, n.to_owned())));
    let of_budget = |jamforelse: Jamforelse| jamforelse.budget.unwrap();
    assert_eq!(of_budget(statement.summa_intakter), belopp("3623"));
    assert_eq!(of_budget(statement.summa_kostnader), belopp("3882"));
    assert_eq!(of_budget(statement.resultat), belopp("-259"));
    assert_eq!(of_budget(statement.ianspraktaget_kapital), belopp("259"));
    assert_eq!(of_budget(statement.varav_administration), belopp("877"));
    let individ = statement.kostnader.iter().find(|grupp| grupp.slag == Kostnadsslag::Individ).unwrap();
    let poster: Vec<_> =
        individ.poster.iter().map(|post| (post.benamning.as_deref().unwrap(), post.belopp.budget.unwrap())).collect();
    assert_eq!(poster, [("Projekt, beviljade", belopp("1650")), ("Projekt, eventuella kommande", belopp("1355"))]);
    let balans = report.balansrakning.budget.unwrap();
    assert_eq!((balans.summa_tillgangar, balans.utgaende_eget_kapital), (belopp("1225"), belopp("725")));
    assert_eq!((balans.summa_skulder, balans.differens), (belopp("500"), Belopp::ZERO));
    let before = report.balansrakning.foregaende.unwrap();
    assert_eq!((before.summa_tillgangar, before.utgaende_eget_kapital), (belopp("1484"), belopp("984")));
    assert!(report.bidrag.budget.iter().all(|andel| andel.foljer), "1811/906/453/453 pass 5 §");
    assert_eq!(codes(&report), [""; 0]);
    assert!(says(&report, "visar bara budgeten"));
    assert_eq!(statement.resultat.utfall, None, "what is not registered is absent, not zero");
}

#[cfg(feature = "serde")]
#[test]
fn a_state_share_of_1820_is_shown_and_found() {
    let mut uppgift = real();
    uppgift.rakning.bidrag[0].belopp = belopp("1820");
    let register = Register { budgetar: vec![budget(2016, uppgift)], ..Register::default() };
    let report = register.draw_up(2016, "2016-06-01");
    let told: Vec<_> = report.bidrag.budget.iter().map(|andel| (andel.grupp, andel.foljer)).collect();
    let expected = [(Bidragsgrupp::Staten, false), (Bidragsgrupp::Regioner, false), (Bidragsgrupp::Kommuner, true)];
    assert_eq!(told, expected);
    assert_eq!(report.bidrag.budget[0].ska_vara, belopp("1816"));
    assert!(codes(&report).contains(&"LAG-5-1 /budgetar/2016/rakning/bidrag".to_owned()));
}

#[cfg(feature = "serde")]
#[test]
fn columns_stand_side_by_side_and_what_has_no_item_is_zero() {
    let mut outcome = real().rakning;
    outcome.kostnader.retain(|one| one.slag != Kostnadsslag::Representation);
    outcome.kostnader.push(Kostnad { slag: Kostnadsslag::Revision, benamning: None, belopp: belopp("12.50") });
    let register = Register {
        budgetar: vec![budget(2016, real())],
        utfall: vec![utfall(2016, Penningenhet::Tkr, outcome), utfall(2015, Penningenhet::Tkr, real().rakning)],
        ..Register::default()
    };
    let report = register.draw_up(2016, "2017-02-01");
    let of = |slag| report.resultatrakning.kostnader.iter().find(|grupp| grupp.slag == slag).unwrap().summa;
    let amounts = |slag| {
        let Jamforelse { foregaende, budget, utfall, avvikelse } = of(slag);
        [foregaende, budget, utfall, avvikelse].map(|one| one.unwrap().to_string())
    };
    assert_eq!(amounts(Kostnadsslag::Representation), ["5.00", "5.00", "0.00", "-5.00"]);
    assert_eq!(amounts(Kostnadsslag::Revision), ["0.00", "0.00", "12.50", "12.50"]);
    let order: Vec<_> = report.resultatrakning.kostnader.iter().map(|grupp| grupp.slag).collect();
    assert!(order.is_sorted(), "in the order of the list: {order:?}");
    let expected = [
        "EKO-01 /utfall/2016/rakning/summaKostnader",
        "EKO-02 /utfall/2016/rakning/resultat",
        "EKO-02 /utfall/2016/rakning/balans/aretsResultat",
        "EKO-07 /utfall/2016/rakning/ianspraktagetKapital",
    ];
    let own = codes(&report).into_iter().filter(|kod| kod.contains("/utfall/2016/"));
    assert_eq!(own.collect::<Vec<_>>(), expected, "of the year itself, not only of the one before");
}

/// Contributions that follow 5 § and one cost.
fn rakning(state: i64, cost: i64) -> Rakning {
    let part = |part: &str, n| Bidrag { part: part.parse().unwrap(), belopp: Belopp::from_kronor(n) };
    let bidrag = [("forsakringskassan", 2), ("region:22", 4), ("kommun:2280", 8), ("kommun:2262", 8)];
    Rakning {
        bidrag: bidrag.map(|(kod, parts)| part(kod, 2 * state / parts)).to_vec(),
        kostnader: vec![Kostnad { slag: Kostnadsslag::Individ, benamning: None, belopp: Belopp::from_kronor(cost) }],
        ..Rakning::default()
    }
}

fn of_budget(enhet: Penningenhet, rakning: Rakning) -> Budget {
    budget(2016, Budgetuppgift { enhet, rakning, ..Budgetuppgift::default() })
}

#[test]
fn two_units_meet_in_kronor_and_keep_their_own_tolerance() {
    let mut in_tkr = rakning(1_000, 900);
    in_tkr.bidrag[0].belopp = belopp("1001");
    let register = Register {
        budgetar: vec![of_budget(Penningenhet::Tkr, in_tkr)],
        utfall: vec![utfall(2016, Penningenhet::Kr, rakning(1_000_000, 899_999))],
        ..Register::default()
    };
    let report = register.draw_up(2016, "2017-02-01");
    assert_eq!(report.enhet, Penningenhet::Kr);
    let cost = report.resultatrakning.summa_kostnader;
    assert_eq!((cost.budget, cost.avvikelse), (Some(belopp("900000")), Some(belopp("-1"))));
    let state = &report.bidrag.budget[0];
    assert_eq!((state.belopp, state.ska_vara), (belopp("1001000"), belopp("1000500")));
    assert!(state.foljer && state.tolerans == belopp("1000"), "off by less than the rounding of tkr");
    assert!(says(&report, "olika enheter"));
}

#[test]
fn a_year_before_in_kronor_is_left_out_beside_tkr_and_told_of() {
    let register = Register {
        budgetar: vec![of_budget(Penningenhet::Tkr, rakning(1_000, 900))],
        utfall: vec![utfall(2015, Penningenhet::Kr, rakning(1_000_000, 899_999))],
        ..Register::default()
    };
    let report = register.draw_up(2016, "2017-02-01");
    assert_eq!((report.enhet, report.resultatrakning.resultat.foregaende), (Penningenhet::Tkr, None));
    assert!(says(&report, "Föregående års utfall"));
}

#[test]
fn a_sheet_that_does_not_balance_shows_by_how_much() {
    let balans = Balans { omsattningstillgangar: belopp("10"), eget_kapital: belopp("4"), ..Balans::default() };
    let with_balance = Rakning { balans: Some(balans), ..rakning(4, 4) };
    let register = Register { utfall: vec![utfall(2016, Penningenhet::Kr, with_balance)], ..Register::default() };
    let report = register.draw_up(2016, "2017-02-01");
    assert_eq!(report.balansrakning.utfall.unwrap().differens, belopp("6"));
    assert!(codes(&report).contains(&"EKO-04 /utfall/2016/rakning/balans".to_owned()));
    assert!(says(&report, "visar bara utfallet"));
}

#[test]
fn a_report_is_late_by_the_day_that_is_registered_and_else_by_today() {
    let late = "LAG-24-1 /utfall/2016/arsredovisning".to_owned();
    let mut register = Register { utfall: vec![utfall(2016, Penningenhet::Kr, rakning(4, 4))], ..Register::default() };
    assert!(!codes(&register.draw_up(2016, "2017-03-31")).contains(&late), "it may still be drawn up in time");
    assert!(codes(&register.draw_up(2016, "2017-04-01")).contains(&late));
    register.utfall[0].uppgift.arsredovisning = Some(day("2017-03-30"));
    let then = register.draw_up(2016, "2017-04-01");
    assert!(!codes(&then).contains(&late));
    assert_eq!(then, register.draw_up(2016, "2030-01-01"), "once it is drawn up the day of asking changes nothing");
}

#[test]
fn a_forbund_is_judged_as_of_the_last_day_that_is_past() {
    let register = Register { utfall: vec![utfall(2016, Penningenhet::Kr, rakning(4, 4))], ..Register::default() };
    assert_eq!(register.draw_up(2016, "2016-05-01").provad, day("2016-05-01"));
    assert_eq!(register.draw_up(2016, "2017-05-01").provad, day("2016-12-31"));
    let mut ended = harnosand_timra();
    ended.uppgift.upphort = Some(day("2016-06-30"));
    let report = register.draw_up_of(&ended, 2016, "2017-05-01").unwrap();
    assert_eq!(report.provad, day("2016-06-30"));
    assert_eq!(register.draw_up_of(&ended, 2017, "2018-05-01"), None, "nothing is registered of the year");
}
