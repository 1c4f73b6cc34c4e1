//! Rules of numbers and codes, by their codes.

use super::*;

#[test]
fn identity_numbers_by_their_rules() {
    let mut varld = Varld::new();
    let number = |text: &'static str| move |u: &mut Deltagandeuppgift| u.personnummer = Some(text.to_owned().into());
    expect(&varld, number("90031223"), &[("ID-01", "/personnummer")]);
    expect(&varld, number("19900230-2380"), &[("ID-02", "/personnummer")]);
    expect(&varld, number("19900312-2381"), &[("ID-03", "/personnummer")]);
    expect(&varld, number("19121212-1212"), &[("ID-09", "/personnummer")]);
    varld.numrering = Numrering::skarp(Testnummer::default());
    expect(&varld, |_| {}, &[("ID-10", "/personnummer")]);
    expect(&varld, |u| u.kommun = Some("9999".into()), &[("ID-06", "/kommun"), ("ID-10", "/personnummer")]);
}

#[test]
fn id_06_a_kommun_exists_on_the_first_day() {
    let varld = Varld::new();
    expect(&varld, |u| u.kommun = Some("1917".into()), &[("ID-06", "/kommun")]);
    expect(&varld, |u| u.kommun = Some("0331".into()), &[]);
}

#[test]
fn id_08_reservnummer() {
    let varld = Varld::new();
    let reserv = |nummer: &'static str| {
        move |u: &mut Deltagandeuppgift| {
            u.personnummer = None;
            u.reservnummer = Some(Reservnummeruppgift {
                utfardare: "region:22".into(),
                nummer: nummer.into(),
                fodelsedatum: day("1990-01-01"),
                kon: Kon::Kvinna,
            });
        }
    };
    expect(&varld, reserv(""), &[("ID-08", "/reservnummer")]);
    expect(&varld, reserv("R-42"), &[]);
}

#[test]
fn whom_it_is_about_is_whom_it_is_let_through_for() {
    let varld = Varld::new();
    for uppgift in [person(), anonym()] {
        let who = about(&uppgift, varld.idag);
        assert_eq!(who.is_some(), uppgift.registrering == Registrering::Person);
        assert_eq!(who, varld.validate(uppgift).unwrap().identitet);
    }
    let without = Deltagandeuppgift { personnummer: None, ..person() };
    let unsound = Deltagandeuppgift { personnummer: Some("19900312-2381".to_owned().into()), ..person() };
    let unasked = Deltagandeuppgift { personnummer: person().personnummer, ..anonym() };
    for uppgift in [without, unsound, unasked] {
        assert_eq!(about(&uppgift, varld.idag), None);
        assert!(varld.validate(uppgift).is_err(), "it is refused all the same");
    }
}
