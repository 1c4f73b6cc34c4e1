//! Rules of registration, by their codes.

use super::*;

#[test]
fn sound_records_pass_without_a_word() {
    let varld = Varld::new();
    assert_eq!(varld.found(person()), []);
    assert_eq!(varld.found(anonym()), []);
    let godkand = varld.validate(person()).unwrap();
    assert_eq!((godkand.post.kon, godkand.alder), (Kon::Kvinna, Some(23)));
}

#[test]
fn reg_01_dates_in_order() {
    expect(&Varld::new(), |u| u.slutdatum = Some(day("2014-02-02")), &[("REG-01", "/slutdatum")]);
    expect(&Varld::new(), |u| u.slutdatum = Some(u.startdatum), &[]);
}

#[test]
fn reg_02_start_within_insats_and_forbund() {
    let mut varld = Varld::new();
    expect(&varld, |u| u.startdatum = day("2011-12-31"), &[("REG-02", "/startdatum")]);
    expect(&varld, |u| u.startdatum = day("2012-01-01"), &[]);
    varld.forbund.bildat = Some(day("2014-06-01"));
    expect(&varld, |_| {}, &[("REG-02", "/startdatum")]);
    varld.forbund.bildat = None;
    expect(&varld, |_| {}, &[]);
}

#[test]
fn reg_03_consent_before_registration() {
    let varld = Varld::new();
    expect(&varld, |u| u.samtycke = None, &[("REG-03", "/samtycke/registrering")]);
    let on = |datum: &str| {
        Some(Samtycke {
            registrering: Some(Registreringssamtycke { datum: day(datum), textversion: "1".into() }),
            sekretess: Some(Sekretesssamtycke { datum: day(datum), parter: vec![] }),
        })
    };
    expect(
        &varld,
        |u| u.samtycke = on("2015-06-02"),
        &[("REG-03", "/samtycke/registrering/datum"), ("REG-03", "/samtycke/sekretess/datum")],
    );
    expect(&varld, |u| u.samtycke = on("2015-06-01"), &[]);
}

#[test]
fn reg_04_protected_identity_only_anonymous() {
    let varld = Varld::new();
    expect(&varld, |u| u.skyddad_identitet = Some(true), &[("REG-04", "/skyddadIdentitet")]);
    expect(&varld, |u| u.skyddad_identitet = Some(false), &[]);
    assert_eq!(varld.found(Deltagandeuppgift { skyddad_identitet: Some(true), ..anonym() }), []);
}

#[test]
fn reg_05_anonymous_carries_nothing_more() {
    let uppgift = Deltagandeuppgift { registrering: Registrering::Anonym, kon: Some(Kon::Kvinna), ..person() };
    let found = Varld::new().found(uppgift);
    assert_eq!(found.len(), 9, "{found:?}");
    assert!(found.iter().all(|(kod, _)| kod == "REG-05"));
}

#[test]
fn reg_06_method_fits_insats() {
    let mut varld = Varld::new();
    varld.insats.uppgift.uppfoljningsmetod = Uppfoljningsmetod::Antal;
    expect(&varld, |_| {}, &[("REG-06", "/registrering")]);
    assert_eq!(varld.found(anonym()), [("REG-06".to_owned(), "/registrering".to_owned())]);
}

#[test]
fn reg_11_no_shared_day() {
    let period = |fran: &str, till: Option<&str>| Period::new(day(fran), till.map(day));
    let others = [period("2014-01-01", Some("2014-03-31"))];
    assert_eq!(overlap(period("2014-03-31", None), &others).unwrap().kod, "REG-11");
    assert_eq!(overlap(period("2014-04-01", None), &others), None);
    assert_eq!(overlap(period("2014-04-01", None), &[period("2015-01-01", None)]).unwrap().kod, "REG-11");
}

#[test]
fn reg_15_whoever_refers_is_a_member() {
    let mut varld = Varld::new();
    varld.forbund.medlemmar.retain(|m| m.part != PartKod::Arbetsformedlingen);
    let referred = |by| move |u: &mut Deltagandeuppgift| u.remitterande = Some(by);
    expect(&varld, referred(Remitterande::Arbetsformedlingen), &[("REG-15", "/remitterande")]);
    expect(&varld, referred(Remitterande::Region), &[]);
    expect(&varld, referred(Remitterande::Annan), &[]);
}

#[test]
fn reg_16_follow_up_not_before_its_moment() {
    let follow = |datum: &str| Uppfoljningsuppgift { datum: day(datum), lage: Lage::default() };
    let slut = Some(day("2014-11-30"));
    let found = |manad, datum, slutdatum| {
        let kon = crate::identitet::Kon::Man;
        let post = Deltagandepost::anonymous(InsatsId(uuid::Uuid::nil()), kon, day("2014-01-01"), slutdatum);
        let post = Deltagandepost { registrering: Registrering::Person, ..post };
        validate_uppfoljning(manad, &follow(datum), &post, day("2015-12-31"))
    };
    assert_eq!(found(Uppfoljningsmanad::Sex, "2015-05-29", slut)[0].kod, "REG-16");
    assert_eq!(found(Uppfoljningsmanad::Sex, "2015-05-30", slut), []);
    assert_eq!(found(Uppfoljningsmanad::Tre, "2015-05-30", None)[0].kod, "REG-16");
}

#[test]
fn reg_17_what_a_person_needs() {
    let bare = |u: &mut Deltagandeuppgift| {
        u.personnummer = None;
        u.remitterande = None;
        u.utbildningsniva = None;
        u.tid_i_offentlig_forsorjning = None;
        u.fore = None;
    };
    let places = ["/remitterande", "/utbildningsniva", "/tidIOffentligForsorjning", "/fore", "/personnummer"];
    expect(&Varld::new(), bare, &places.map(|place| ("REG-17", place)));
}

#[test]
fn reg_18_the_part_is_a_member_on_the_first_day() {
    let mut varld = Varld::new();
    varld.part = "kommun:2281".parse().unwrap();
    expect(&varld, |_| {}, &[("REG-18", "/startdatum")]);
    varld.part = "region:22".parse().unwrap();
    expect(&varld, |_| {}, &[]);
    varld.forbund.medlemmar[2].till = Some(day("2014-02-02"));
    expect(&varld, |_| {}, &[("REG-18", "/startdatum")]);
}

#[test]
fn reg_19_a_key_is_no_identity_number() {
    let key = |nyckel: &str| {
        validate_key(&Nyckel { kallsystem: "treserva".into(), nyckel: nyckel.into() }, day("2015-06-01"))
    };
    for nyckel in ["19900312-2380", "9003122380", "199003122380", "701063-2391"] {
        assert_eq!(key(nyckel)[0].kod, "REG-19", "{nyckel}");
    }
    assert_eq!(key("d-1"), []);
    assert_eq!(key("19900312-2381"), [], "the check digit is wrong, so it is no number");
}

#[test]
fn reg_20_exactly_one_insats_that_exists() {
    let varld = Varld::new();
    expect(&varld, |u| u.insats_nyckel = Some("a".into()), &[("REG-20", "/insatsNyckel")]);
    expect(&varld, |u| u.insats_id = None, &[("REG-20", "/insatsId")]);
    let s = Sammanhang { part: varld.part, idag: varld.idag, numrering: &varld.numrering, insats: None };
    let found = validate(person(), &s).unwrap_err();
    assert_eq!((found[0].kod.as_ref(), found[0].pekare.as_str()), ("REG-20", "/insatsId"));
}

#[test]
fn reg_21_kon_agrees_with_the_number() {
    let varld = Varld::new();
    expect(&varld, |u| u.kon = Some(Kon::Man), &[("REG-21", "/kon")]);
    expect(&varld, |u| u.kon = Some(Kon::Kvinna), &[]);
    assert_eq!(varld.found(Deltagandeuppgift { kon: None, ..anonym() }), [("REG-21".to_owned(), "/kon".to_owned())]);
}

#[test]
fn reg_27_sound_values() {
    let varld = Varld::new();
    let blank = |u: &mut Deltagandeuppgift| {
        u.samtycke.as_mut().unwrap().registrering.as_mut().unwrap().textversion = " ".into();
    };
    expect(&varld, blank, &[("REG-27", "/samtycke/registrering/textversion")]);
    let key = |nyckel: &str| validate_key(&Nyckel { kallsystem: "a".into(), nyckel: nyckel.into() }, day("2015-06-01"));
    assert_eq!(key("")[0].kod, "REG-27");
    assert_eq!(key("a\nb")[0].kod, "REG-27");
}
