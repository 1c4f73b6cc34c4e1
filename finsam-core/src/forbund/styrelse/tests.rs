//! Boards that follow the act, and boards that do not.

use super::*;
use crate::forbund::Forbundsordning;
use crate::forbund::tests::{bad_esa, codes_of, day, harnosand_timra};
use crate::regel::Allvar;

pub(super) fn seat(person: &str, utsedd_av: &str, fran: &str) -> Uppdrag {
    Uppdrag {
        person: person.into(),
        namn: None,
        utsedd_av: utsedd_av.parse().unwrap(),
        utsedd: None,
        fran: day(fran),
        till: None,
        behorighet: None,
        ordning: None,
        intradd_for: None,
        avgang: None,
    }
}

fn seats(prefix: &str, parts: &[&str]) -> Vec<Uppdrag> {
    parts.iter().enumerate().map(|(i, part)| seat(&format!("{prefix}{i}"), part, "2015-04-01")).collect()
}

const PARTER: [&str; 5] = ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"];

/// A board of Härnösand-Timrå that follows the act.
fn sound() -> Styrelseuppgift {
    Styrelseuppgift { ledamoter: seats("l", &PARTER), ersattare: seats("e", &PARTER), ..Styrelseuppgift::default() }
}

fn found(uppgift: &Styrelseuppgift, datum: &str) -> Vec<(String, String)> {
    codes_of(&judge(uppgift, &harnosand_timra(), day(datum)))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kod, pekare)| ((*kod).to_owned(), (*pekare).to_owned())).collect()
}

#[test]
fn a_sound_board_gets_no_finding() {
    assert_eq!(found(&sound(), "2015-04-30"), []);
    assert_eq!(validate(&sound()), []);
}

#[test]
fn the_board_of_bad_esa_gets_exactly_the_findings_of_10() {
    let uppgift = Styrelseuppgift {
        ledamoter: seats("l", &["kommun:1492", "region:17", "forsakringskassan", "arbetsformedlingen"]),
        ersattare: seats(
            "e",
            &[
                "kommun:1460",
                "kommun:1438",
                "kommun:1785",
                "kommun:1765",
                "region:14",
                "forsakringskassan",
                "arbetsformedlingen",
            ],
        ),
        ..Styrelseuppgift::default()
    };
    assert_eq!(validate(&uppgift), []);
    let found = judge(&uppgift, &bad_esa(), day("2015-04-30"));
    let of = |kod: &str| -> Vec<String> {
        let values = found.iter().filter(|a| a.kod == kod).filter_map(|a| match &a.varde {
            Some(crate::regel::Varde::Text(text)) => Some(text.clone()),
            _ => None,
        });
        values.collect()
    };
    assert_eq!(of("LAG-10-1"), ["region:14", "kommun:1438", "kommun:1460", "kommun:1765", "kommun:1785"]);
    assert_eq!(of("LAG-10-2"), ["region:17", "kommun:1492"]);
    assert_eq!(found.iter().filter(|a| a.kod == "LAG-10-3").count(), 1, "4 ledamöter, 7 ersättare");
    assert_eq!(found.len(), 8, "and nothing else");
    assert!(found.iter().all(|a| !a.blocks() && a.allvar == Allvar::Fel && a.rattskalla.starts_with("10 § ")));
}

#[test]
fn nobody_registered_on_the_day_means_no_finding() {
    assert_eq!(found(&sound(), "2015-03-31"), []);
    assert_eq!(found(&Styrelseuppgift::default(), "2015-04-30"), []);
}

#[test]
fn overlapping_seats_of_one_person_are_a_finding_and_no_fault() {
    let mut uppgift = sound();
    uppgift.ersattare[2].person = "l2".into();
    assert_eq!(validate(&uppgift), []);
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&[("LAG-10-4", "/ersattare/2")]));
    uppgift.ledamoter[2].till = Some(day("2015-04-29"));
    uppgift.ersattare[2].fran = day("2015-04-30");
    assert!(!found(&uppgift, "2015-04-30").contains(&("LAG-10-4".to_owned(), "/ersattare/2".to_owned())));
}

#[test]
fn someone_called_without_a_vote_has_no_seat() {
    let called =
        |person: &str, fran: &str| Adjungerad { person: person.into(), namn: None, fran: day(fran), till: None };
    let mut uppgift = sound();
    uppgift.adjungerade = vec![called("chef", "2015-01-01"), called("e1", "2015-01-01"), called("l0", "2015-05-01")];
    assert_eq!(validate(&uppgift), [], "a finding, never a refusal");
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&[("LAG-10-7", "/adjungerade/1/person")]));
    let both = [("LAG-10-7", "/adjungerade/1/person"), ("LAG-10-7", "/adjungerade/2/person")];
    assert_eq!(found(&uppgift, "2015-05-01"), pairs(&both));
}

#[test]
fn three_kinds_of_matters_are_not_delegated_and_decisions_are_reported() {
    let delegation = |arendeslag, anmals| Delegation {
        arendeslag,
        till_vem: "förbundschefen".into(),
        anmals,
        fran: day("2015-01-01"),
        till: None,
    };
    let mut uppgift = sound();
    uppgift.delegationer = vec![
        delegation(Arendeslag::Ovrigt, Some(true)),
        delegation(Arendeslag::MalInriktningOmfattning, None),
        delegation(Arendeslag::Ovrigt, Some(false)),
    ];
    let expected = [("LAG-10-5", "/delegationer/1/arendeslag"), ("LAG-10-6", "/delegationer/2/anmals")];
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&expected));
}

#[test]
fn who_appoints_and_who_may_be_appointed() {
    let mut uppgift = sound();
    uppgift.ledamoter.push(seat("x", "kommun:2281", "2015-04-01"));
    uppgift.ersattare.push(Uppdrag {
        behorighet: Some(Behorighet::Annan),
        ordning: Some(2),
        ..seat("y", "kommun:2280", "2015-04-01")
    });
    uppgift.ersattare[3].ordning = Some(1);
    uppgift.ledamoter[0].behorighet = Some(Behorighet::Forsakringsdelegation);
    let expected = [
        ("LAG-12-2", "/ledamoter/0/behorighet"),
        ("LAG-12-1", "/ledamoter/5/utseddAv"),
        ("LAG-12-2", "/ersattare/5/behorighet"),
    ];
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&expected));
    // In 2006 a ledamot of a försäkringsdelegation could be appointed.
    let old = Uppdrag { behorighet: Some(Behorighet::Forsakringsdelegation), ..seat("z", PARTER[0], "2006-01-01") };
    assert!(old.behorighet.unwrap().is_enough_on(old.fran));
}

#[test]
fn the_order_of_several_ersattare_is_decided() {
    let mut uppgift = sound();
    uppgift.ledamoter.push(seat("l9", "kommun:2280", "2015-04-01"));
    uppgift.ersattare.push(seat("e9", "kommun:2280", "2015-04-01"));
    let expected = [("LAG-12-3", "/ersattare/3/ordning"), ("LAG-12-3", "/ersattare/5/ordning")];
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&expected));
    uppgift.ersattare[3].ordning = Some(1);
    uppgift.ersattare[5].ordning = Some(2);
    assert_eq!(found(&uppgift, "2015-04-30"), []);
}

#[test]
fn a_term_is_four_years_from_april_after_an_election() {
    let judged = |fran: &str, till: &str, ordning: Option<Forbundsordning>| {
        let mut uppgift = sound();
        uppgift.ledamoter[3].fran = day(fran);
        uppgift.ledamoter[3].till = Some(day(till));
        let forbund = crate::forbund::Forbundsuppgift { forbundsordning: ordning, ..harnosand_timra() };
        codes_of(&judge(&uppgift, &forbund, day("2015-04-30")))
            .into_iter()
            .filter(|(kod, _)| kod.starts_with("LAG-13"))
            .collect::<Vec<_>>()
    };
    let ordning = || Some(Forbundsordning { punkter: vec![1], ..Forbundsordning::default() });
    assert_eq!(judged("2015-04-01", "2019-03-31", ordning()), []);
    assert_eq!(judged("2015-04-01", "2019-04-01", ordning()), pairs(&[("LAG-13-1", "/ledamoter/3/till")]));
    assert_eq!(judged("2015-01-01", "2018-12-31", ordning()), pairs(&[("LAG-13-3", "/ledamoter/3/fran")]));
    assert_eq!(judged("2015-01-01", "2018-12-31", None), [], "the förbundsordning may say otherwise");
    let other = Forbundsordning { annan_mandatstart: true, ..Forbundsordning::default() };
    assert_eq!(judged("2015-01-01", "2018-12-31", Some(other)), []);
    let shorter = Forbundsordning { mandattid_ar: Some(2), ..Forbundsordning::default() };
    assert_eq!(judged("2015-04-01", "2019-03-31", Some(shorter)), pairs(&[("LAG-13-1", "/ledamoter/3/till")]));
}

#[test]
fn the_newly_elected_appoint_in_an_election_year() {
    let appointed = |utsedd: &str| {
        let mut uppgift = sound();
        uppgift.ledamoter[3].utsedd = Some(day(utsedd));
        found(&uppgift, "2015-04-30")
    };
    assert_eq!(appointed("2014-09-14"), pairs(&[("LAG-14-1", "/ledamoter/3/utsedd")]), "the day of the election");
    assert_eq!(appointed("2014-12-01"), []);
}

#[test]
fn an_ersattare_steps_in_for_the_same_member_in_order_and_for_the_rest_of_the_term() {
    let mut uppgift = sound();
    uppgift.ledamoter[3].till = Some(day("2016-01-31"));
    uppgift.ersattare[3].till = Some(day("2016-01-31"));
    uppgift.ersattare[3].ordning = Some(2);
    uppgift.ersattare.push(Uppdrag { ordning: Some(1), ..seat("first", "kommun:2280", "2015-04-01") });
    uppgift.ledamoter.push(Uppdrag {
        intradd_for: Some("l3".into()),
        till: Some(day("2019-04-01")),
        ..seat("e3", "kommun:2280", "2016-02-01")
    });
    let expected = [("LAG-15-3", "/ledamoter/5/till"), ("LAG-15-2", "/ledamoter/5/person")];
    assert_eq!(found(&uppgift, "2016-02-01"), pairs(&expected));
    uppgift.ledamoter[5].utsedd_av = "kommun:2262".parse().unwrap();
    uppgift.ledamoter[5].till = Some(day("2019-03-31"));
    assert!(found(&uppgift, "2016-02-01").contains(&("LAG-15-1".into(), "/ledamoter/5/utseddAv".into())));
}

#[test]
fn a_lost_seat_in_fullmaktige_ends_no_appointment_and_only_agencies_recall() {
    let mut uppgift = sound();
    for (place, avgang) in
        [(0, Avgang::AnstallningUpphord), (2, Avgang::AnstallningUpphord), (3, Avgang::FullmaktigeUpphort)]
    {
        uppgift.ledamoter[place].till = Some(day("2015-04-29"));
        uppgift.ledamoter[place].avgang = Some(avgang);
    }
    let found = found(&uppgift, "2015-04-30");
    let of_16: Vec<_> = found.into_iter().filter(|(kod, _)| kod.starts_with("LAG-16")).collect();
    assert_eq!(of_16, pairs(&[("LAG-16-2", "/ledamoter/2/avgang"), ("LAG-16-1", "/ledamoter/3/avgang")]));
}

#[test]
fn one_chair_and_one_or_two_vice_chairs_among_the_ledamoter() {
    let post = |slag, person: &str| Post { slag, person: person.into(), fran: day("2015-04-01"), till: None };
    let mut uppgift = sound();
    uppgift.poster = vec![post(Postslag::Ordforande, "l3"), post(Postslag::ViceOrdforande, "l0")];
    assert_eq!(found(&uppgift, "2015-04-30"), []);
    uppgift.poster = vec![post(Postslag::Ordforande, "l3"), post(Postslag::Ordforande, "e0")];
    let expected = [("LAG-17-1", "/poster"), ("LAG-17-2", "/poster"), ("LAG-17-3", "/poster/1/person")];
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&expected));
}

#[test]
fn half_of_the_ledamoter_are_no_quorum() {
    let mote = |tjanstgorande| Sammantrade {
        datum: day("2015-04-20"),
        tjanstgorande,
        enbart_ljud: true,
        justering_anslagen: Some(vec!["kommun:2280".parse().unwrap(), "region:22".parse().unwrap()]),
    };
    let mut uppgift = sound();
    uppgift.ledamoter.pop();
    uppgift.ersattare.pop();
    uppgift.sammantraden = vec![mote(3), mote(2)];
    let found: Vec<_> =
        found(&uppgift, "2015-04-30").into_iter().filter(|(kod, _)| kod.starts_with("LAG-19")).collect();
    let expected = [
        ("LAG-19-2", "/sammantraden/0/justeringAnslagen"),
        ("LAG-19-1", "/sammantraden/1/tjanstgorande"),
        ("LAG-19-2", "/sammantraden/1/justeringAnslagen"),
    ];
    assert_eq!(found, pairs(&expected), "two of four are not enough; sound alone is judged from 2022");
    uppgift.sammantraden = vec![Sammantrade { justering_anslagen: None, ..mote(5) }];
    assert_eq!(
        super::tests::found(&uppgift, "2015-04-30").last(),
        pairs(&[("LAG-19-3", "/sammantraden/0/tjanstgorande")]).first(),
        "five cannot serve in a board of four: someone without a vote was counted"
    );
    let mut later = sound();
    later.sammantraden = vec![Sammantrade { datum: day("2022-03-16"), justering_anslagen: None, ..mote(5) }];
    assert_eq!(super::tests::found(&later, "2022-03-16"), pairs(&[("LAG-19A-1", "/sammantraden/0/enbartLjud")]));
}

#[test]
fn what_is_malformed_is_refused_with_its_place() {
    let mut uppgift = sound();
    uppgift.ledamoter[0].till = Some(day("2015-03-31"));
    uppgift.ledamoter[1].person = String::new();
    uppgift.ledamoter[2].namn = Some("19900312-2380".into());
    uppgift.ersattare[0].ordning = Some(0);
    uppgift.ersattare[1].utsedd = Some(day("2015-04-02"));
    uppgift.poster =
        vec![Post { slag: Postslag::Ordforande, person: "nobody".into(), fran: day("2015-04-01"), till: None }];
    let expected = [
        ("REG-01", "/ledamoter/0/till"),
        ("REG-27", "/ledamoter/1/person"),
        ("REG-19", "/ledamoter/2/namn"),
        ("REG-27", "/ersattare/0/ordning"),
        ("REG-01", "/ersattare/1/utsedd"),
        ("REG-26", "/poster/0/person"),
    ];
    assert_eq!(codes_of(&validate(&uppgift)), pairs(&expected));
    assert!(validate(&uppgift).iter().all(|a| !format!("{a:?}").contains("2380")), "no number in a finding");
}
