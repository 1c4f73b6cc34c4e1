//! The situation before and after, and what goes with ages.

use super::*;

#[test]
fn reg_07_no_public_support_stands_alone() {
    let varld = Varld::new();
    let both = lage(&[form(Forsorjningsform::IngenOffentlig, 100), form(Forsorjningsform::AKassa, 50)]);
    expect(&varld, |u| u.fore = Some(both), &[("REG-07", "/fore/forsorjning/0")]);
    expect(&varld, |u| u.fore = Some(lage(&[form(Forsorjningsform::IngenOffentlig, 100)])), &[]);
}

#[test]
fn reg_08_a_form_at_most_once() {
    let varld = Varld::new();
    let twice = lage(&[form(Forsorjningsform::AKassa, 50), form(Forsorjningsform::AKassa, 40)]);
    expect(&varld, |u| u.efter = Some(twice), &[("REG-08", "/efter/forsorjning/1")]);
    let two = lage(&[form(Forsorjningsform::AKassa, 50), form(Forsorjningsform::Forsorjningsstod, 40)]);
    expect(&varld, |u| u.efter = Some(two), &[]);
    let idle = Sysselsattningspost { slag: Sysselsattning::Ingen, omfattning: None };
    expect(&varld, |u| u.fore.as_mut().unwrap().sysselsattning.push(idle), &[("REG-08", "/fore/sysselsattning/1")]);
}

#[test]
fn reg_09_extent() {
    let varld = Varld::new();
    for (form_, extent, sound) in [
        (Forsorjningsform::Forsorjningsstod, 0, false),
        (Forsorjningsform::Forsorjningsstod, 1, true),
        (Forsorjningsform::Forsorjningsstod, 101, false),
        (Forsorjningsform::Sjukpenning, 33, false),
        (Forsorjningsform::Sjukpenning, 75, true),
    ] {
        let expected: &[(&str, &str)] = if sound { &[] } else { &[("REG-09", "/fore/forsorjning/0/omfattning")] };
        expect(&varld, |u| u.fore = Some(lage(&[form(form_, extent)])), expected);
    }
    let studies = |omfattning| vec![Sysselsattningspost { slag: Sysselsattning::Studier, omfattning }];
    let place = "/efter/sysselsattning/0/omfattning";
    expect(&varld, |u| u.efter.as_mut().unwrap().sysselsattning = studies(None), &[("REG-09", place)]);
    expect(&varld, |u| u.efter.as_mut().unwrap().sysselsattning = studies(Some(101)), &[("REG-09", place)]);
    expect(&varld, |u| u.efter.as_mut().unwrap().sysselsattning = studies(Some(50)), &[]);
}

#[test]
fn reg_10_after_with_the_end_and_only_then() {
    let varld = Varld::new();
    expect(&varld, |u| u.slutdatum = None, &[("REG-10", "/efter"), ("REG-10", "/avslutsanledning")]);
    expect(&varld, |u| u.efter = None, &[("REG-10", "/efter")]);
    expect(&varld, |u| u.avslutsanledning = None, &[("REG-10", "/avslutsanledning")]);
    expect(&varld, |u| u.avslutsanledning = Some(Avslutsanledning::Avliden), &[("REG-10", "/efter")]);
    let deceased = |u: &mut Deltagandeuppgift| {
        u.avslutsanledning = Some(Avslutsanledning::Avliden);
        u.efter = None;
    };
    expect(&varld, deceased, &[]);
    let open = |u: &mut Deltagandeuppgift| {
        u.slutdatum = None;
        u.avslutsanledning = None;
        u.efter = None;
    };
    expect(&varld, open, &[]);
}

#[test]
fn reg_12_expected_age_warns() {
    let mut varld = Varld::new();
    varld.insats.uppgift.alder = Some(Aldersspann { fran: 16, till: 22 });
    expect(&varld, |_| {}, &[("REG-12", "/startdatum")]);
    assert!(varld.validate(person()).is_ok(), "a warning never blocks");
    varld.insats.uppgift.alder = Some(Aldersspann { fran: 16, till: 23 });
    expect(&varld, |_| {}, &[]);
}

#[test]
fn reg_13_and_reg_31_benefits_by_age_warn() {
    let mut varld = Varld::new();
    let benefit = |f| move |u: &mut Deltagandeuppgift| u.fore = Some(lage(&[form(f, 50)]));
    expect(&varld, benefit(Forsorjningsform::Sjukersattning), &[("REG-31", "/fore/forsorjning/0")]);
    expect(&varld, benefit(Forsorjningsform::Aktivitetsersattning), &[]);
    let born = |date: &str| Reservnummeruppgift {
        utfardare: "region:22".into(),
        nummer: "R-1".into(),
        fodelsedatum: day(date),
        kon: Kon::Man,
    };
    let aged = |date: &'static str, f| {
        move |u: &mut Deltagandeuppgift| {
            u.personnummer = None;
            u.reservnummer = Some(born(date));
            u.fore = Some(lage(&[form(f, 50)]));
        }
    };
    expect(&varld, aged("1984-02-03", Forsorjningsform::Aktivitetsersattning), &[("REG-13", "/fore/forsorjning/0")]);
    expect(&varld, aged("1984-02-04", Forsorjningsform::Aktivitetsersattning), &[]);
    expect(&varld, aged("1984-02-03", Forsorjningsform::Sjukersattning), &[]);

    varld.insats.uppgift.slutdatum = None;
    varld.idag = day("2018-01-01");
    let later = |u: &mut Deltagandeuppgift| {
        benefit(Forsorjningsform::Sjukersattning)(u);
        u.startdatum = day("2017-02-01");
        u.slutdatum = Some(day("2017-11-01"));
    };
    expect(&varld, later, &[]);
}

#[test]
fn reg_14_not_applicable_goes_with_no_public_support() {
    let varld = Varld::new();
    let ej = Some(TidIOffentligForsorjning::EjTillampligt);
    expect(&varld, |u| u.tid_i_offentlig_forsorjning = ej, &[("REG-14", "/tidIOffentligForsorjning")]);
    let none = |u: &mut Deltagandeuppgift| {
        u.tid_i_offentlig_forsorjning = ej;
        u.fore = Some(lage(&[form(Forsorjningsform::IngenOffentlig, 100)]));
    };
    expect(&varld, none, &[]);
}
