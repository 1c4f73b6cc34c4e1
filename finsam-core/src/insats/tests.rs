//! Every rule of an insats and of counts, by its code.

use super::*;
use crate::forbund::{Forbundsuppgift, Omrade};
use crate::regel::Avvikelse;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn forbund() -> Forbundsuppgift {
    Forbundsuppgift {
        namn: "Samordningsförbundet Härnösand-Timrå".into(),
        organisationsnummer: None,
        sate: "2280".parse().unwrap(),
        bildat: Some(day("2005-11-01")),
        upphort: None,
        medlemmar: vec![],
        omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
        forbundsordning: None,
    }
}

pub(super) fn insats() -> Insatsuppgift {
    Insatsuppgift {
        nycklar: vec![],
        typ: Insatstyp::Kartlaggning,
        uppfoljningsmetod: Uppfoljningsmetod::Antal,
        malgrupper: vec![Malgrupp::UngaVuxna],
        alder: Some(Aldersspann { fran: 16, till: 29 }),
        slutdatum: Some(day("2014-12-31")),
        parter: vec![PartKod::Forsakringskassan],
        utforare: vec![Utforare { part: Some(PartKod::Forsakringskassan), namn: None, organisationsnummer: None }],
        budget: vec![Insatsbudget { ar: 2013, belopp: Belopp::ZERO, esf_belopp: None, planerat_antal: 10 }],
        utfall: vec![],
        mal: vec![Mal { matt: Malmatt::ArbeteEllerStudier, andel: 30, inom_manader: Some(3), grupp: None }],
        ..Insatsuppgift::starting(ForbundId(uuid::Uuid::from_u128(2)), "Aktiv".into(), day("2013-01-01"))
    }
}

fn codes(found: &[Avvikelse]) -> Vec<(&str, &str)> {
    found.iter().map(|a| (a.kod.as_ref(), a.pekare.as_str())).collect()
}

#[track_caller]
fn expect(change: impl FnOnce(&mut Insatsuppgift), expected: &[(&str, &str)]) {
    let mut uppgift = insats();
    change(&mut uppgift);
    assert_eq!(codes(&validate(&uppgift, Some(&forbund()))), expected);
}

#[test]
fn a_sound_one_passes() {
    expect(|_| {}, &[]);
}

#[test]
fn reg_01_and_reg_02_dates() {
    expect(|u| u.slutdatum = Some(day("2013-12-31")), &[]);
    expect(|u| u.startdatum = day("2005-10-31"), &[("REG-02", "/startdatum")]);
    let reversed = |u: &mut Insatsuppgift| {
        u.slutdatum = Some(day("2012-12-31"));
        u.budget.clear();
    };
    expect(reversed, &[("REG-01", "/slutdatum")]);
    expect(|u| u.budget[0].ar = 2012, &[("REG-02", "/budget/0/ar")]);
}

#[test]
fn reg_24_kind_belongs_to_inriktning() {
    expect(|u| u.typ = Insatstyp::Utbildning, &[("REG-24", "/typ")]);
    expect(|u| u.inriktning = Inriktning::Struktur, &[]);
    let persons = |u: &mut Insatsuppgift| {
        u.inriktning = Inriktning::Struktur;
        u.uppfoljningsmetod = Uppfoljningsmetod::Personuppgifter;
    };
    expect(persons, &[("REG-24", "/uppfoljningsmetod")]);
}

#[test]
fn reg_25_what_cannot_change() {
    let mut after = insats();
    after.namn = "Aktiv 2".into();
    assert_eq!(validate_change(&insats(), &after), []);
    after.inriktning = Inriktning::Struktur;
    after.uppfoljningsmetod = Uppfoljningsmetod::Personuppgifter;
    after.esf = true;
    let expected = [("REG-25", "/inriktning"), ("REG-25", "/uppfoljningsmetod"), ("REG-25", "/esf")];
    assert_eq!(codes(&validate_change(&insats(), &after)), expected);
}

#[test]
fn reg_26_the_forbund_exists() {
    assert_eq!(codes(&validate(&insats(), None)), [("REG-26", "/forbundId")]);
}

#[test]
fn reg_27_and_reg_28_sound_values_once() {
    let broken = |u: &mut Insatsuppgift| {
        u.namn = String::new();
        u.malgrupper.push(Malgrupp::UngaVuxna);
        u.utforare[0].namn = Some("Bolaget AB".into());
        u.alder = Some(Aldersspann { fran: 30, till: 20 });
        u.mal[0].andel = 0;
        u.budget[0].planerat_antal = -1;
        let part = PartKod::Forsakringskassan;
        u.nycklar.push(Insatsnyckel { part, kallsystem: "a\u{7}".into(), nyckel: "b\0".into() });
    };
    let expected = [
        ("REG-27", "/namn"),
        ("REG-27", "/nycklar/0/kallsystem"),
        ("REG-27", "/nycklar/0/nyckel"),
        ("REG-28", "/malgrupper/1"),
        ("REG-27", "/utforare/0"),
        ("REG-27", "/alder"),
        ("REG-27", "/mal/0/andel"),
        ("REG-27", "/budget/0/planeratAntal"),
    ];
    expect(broken, &expected);
}

#[test]
fn reg_27_a_name_can_stand_in_any_document() {
    expect(|u: &mut Insatsuppgift| u.namn = "Ungdoms\u{1}centrum".into(), &[("REG-27", "/namn")]);
}

fn antal() -> Antalsuppgift {
    Antalsuppgift {
        fran: day("2013-01-01"),
        till: day("2013-06-30"),
        enhet: Enhet::Personer,
        kvinnor: None,
        man: None,
        nya: None,
        pagaende: None,
        avslutade: Some(Avslutade::default()),
    }
}

#[track_caller]
fn expect_antal(change: impl FnOnce(&mut Antalsuppgift), others: &[Period], expected: &[(&str, &str)]) {
    let mut uppgift = antal();
    change(&mut uppgift);
    assert_eq!(codes(&validate_antal(&uppgift, &insats(), others)), expected);
}

#[test]
fn reg_23_periods_of_counts() {
    let first_half = Period::new(day("2013-01-01"), Some(day("2013-06-30")));
    let second_half = Period::new(day("2013-07-01"), Some(day("2013-12-31")));
    expect_antal(|_| {}, &[second_half], &[]);
    expect_antal(|_| {}, &[first_half], &[("REG-23", "/fran")]);
    expect_antal(|u| u.till = day("2014-01-01"), &[], &[("REG-23", "/till")]);
    expect_antal(|u| u.till = day("2012-12-31"), &[], &[("REG-01", "/till"), ("REG-23", "/till"), ("REG-02", "/fran")]);
}

#[test]
fn reg_06_counts_only_where_counts_are_taken() {
    let persons = Insatsuppgift { uppfoljningsmetod: Uppfoljningsmetod::Personuppgifter, ..insats() };
    assert_eq!(codes(&validate_antal(&antal(), &persons, &[])), [("REG-06", "")]);
}

#[test]
fn reg_27_counts_are_not_negative() {
    let negative = |u: &mut Antalsuppgift| {
        u.kvinnor = Some(-1);
        u.avslutade = Some(Avslutade { ovrigt: PerKonEllerTotalt::Totalt(-2), ..Avslutade::default() });
    };
    expect_antal(negative, &[], &[("REG-27", "/kvinnor"), ("REG-27", "/avslutade/ovrigt")]);
}

#[track_caller]
fn expect_reached(change: impl FnOnce(&mut Strukturuppgift), others: &[Period], expected: &[(&str, &str)]) {
    let mut uppgift = Strukturuppgift { fran: day("2013-01-01"), till: day("2013-06-30"), antal: 45 };
    change(&mut uppgift);
    let structural = Insatsuppgift { inriktning: Inriktning::Struktur, ..insats() };
    assert_eq!(codes(&validate_strukturdeltagande(&uppgift, &structural, others)), expected);
}

#[test]
fn people_reached_are_told_by_period() {
    let first_half = Period::new(day("2013-01-01"), Some(day("2013-06-30")));
    let second_half = Period::new(day("2013-07-01"), Some(day("2013-12-31")));
    expect_reached(|u| u.antal = 0, &[second_half], &[]);
    expect_reached(|_| {}, &[first_half], &[("REG-23", "/fran")]);
    expect_reached(|u| u.till = day("2014-01-01"), &[], &[("REG-23", "/till")]);
    expect_reached(
        |u| u.till = day("2012-12-31"),
        &[],
        &[("REG-01", "/till"), ("REG-23", "/till"), ("REG-02", "/fran")],
    );
    expect_reached(|u| u.antal = -1, &[], &[("REG-27", "/antal")]);
}

#[test]
fn reg_35_people_are_reached_by_structural_insatser_only() {
    let uppgift = Strukturuppgift { fran: day("2013-01-01"), till: day("2013-06-30"), antal: 45 };
    assert_eq!(codes(&validate_strukturdeltagande(&uppgift, &insats(), &[])), [("REG-35", "")]);
}

#[test]
fn parties_of_an_insats_are_members_when_it_starts_and_at_least_two() {
    let mut members = forbund();
    members.medlemmar = vec![crate::forbund::Medlemskap::new(PartKod::Forsakringskassan, Some(day("2013-01-02")))];
    let mut uppgift = insats();
    let judged = |uppgift: &Insatsuppgift, members: &Forbundsuppgift, datum| {
        judge(uppgift, members, day(datum))
            .iter()
            .map(|a| (a.kod.to_string(), a.pekare.to_string()))
            .collect::<Vec<_>>()
    };
    let not_yet = [("LAG-7-1", "/parter/0"), ("LAG-7-1", "/utforare/0/part"), ("REK-01", "/parter")];
    let not_yet = not_yet.map(|(kod, pekare)| (kod.to_owned(), pekare.to_owned()));
    assert_eq!(judged(&uppgift, &members, "2014-06-01"), not_yet);
    assert_eq!(judged(&uppgift, &members, "2015-01-01"), [], "it has ended");
    members.medlemmar = ["forsakringskassan", "kommun:2280"]
        .map(|part| crate::forbund::Medlemskap::new(part.parse().unwrap(), None))
        .into();
    uppgift.parter.push("kommun:2280".parse().unwrap());
    assert_eq!(judged(&uppgift, &members, "2014-06-01"), []);
}
