//! Every rule of a participation, by its code: one record that fails and one that passes.

use proptest::prelude::*;

use super::*;
use crate::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use crate::forsorjning::{Forsorjningsform, Forsorjningspost, Sysselsattningspost};
use crate::id::ForbundId;
use crate::identitet::{Numrering, Testnummer};
use crate::insats::{Aldersspann, Inriktning, Insats, Insatsstatus, Insatstyp, Insatsuppgift, Uppfoljningsmetod};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The surroundings of a participation, each open to change by a test.
struct Varld {
    part: PartKod,
    idag: NaiveDate,
    numrering: Numrering,
    insats: Insats,
    forbund: Forbundsuppgift,
}

impl Varld {
    fn new() -> Self {
        let medlem = |part: &str| Medlemskap { part: part.parse().unwrap(), fran: None, till: None };
        Self {
            part: "kommun:2280".parse().unwrap(),
            idag: day("2015-06-01"),
            numrering: Numrering::sandlada(Testnummer::default()),
            insats: Insats {
                id: InsatsId(uuid::Uuid::from_u128(1)),
                version: 1,
                uppgift: Insatsuppgift {
                    forbund_id: ForbundId(uuid::Uuid::from_u128(2)),
                    namn: "Ungdomscentrum".into(),
                    nycklar: vec![],
                    inriktning: Inriktning::Individ,
                    typ: Insatstyp::Forberedande,
                    uppfoljningsmetod: Uppfoljningsmetod::Personuppgifter,
                    samverkansform: crate::insats::Samverkansform::Finsam,
                    malgrupper: vec![],
                    alder: None,
                    startdatum: day("2012-01-01"),
                    slutdatum: Some(day("2015-12-31")),
                    parter: vec![],
                    esf: false,
                    esf_roll: None,
                    utforare: vec![],
                    status: Insatsstatus::Pagaende,
                    budget: vec![],
                    utfall: vec![],
                    mal: vec![],
                    foregangare: None,
                },
            },
            forbund: Forbundsuppgift {
                namn: "Samordningsförbundet Härnösand-Timrå".into(),
                organisationsnummer: None,
                sate: "2280".parse().unwrap(),
                bildat: Some(day("2005-11-01")),
                upphort: None,
                medlemmar: ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280"].map(medlem).into(),
                omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
                forbundsordning: None,
            },
        }
    }

    fn validate(&self, uppgift: Deltagandeuppgift) -> Result<Godkand, Vec<Avvikelse>> {
        let insats = Some((&self.insats, &self.forbund));
        validate(uppgift, &Sammanhang { part: self.part, idag: self.idag, numrering: &self.numrering, insats })
    }

    /// Every finding as (code, pointer), the blocking and the warning ones.
    fn found(&self, uppgift: Deltagandeuppgift) -> Vec<(String, String)> {
        let found = match self.validate(uppgift) {
            Ok(godkand) => godkand.varningar,
            Err(found) => found,
        };
        found.iter().map(|a| (a.kod.to_string(), a.pekare.to_string())).collect()
    }
}

fn form(form: Forsorjningsform, omfattning: i32) -> Forsorjningspost {
    Forsorjningspost { form, omfattning }
}

fn lage(forsorjning: &[Forsorjningspost]) -> Lage {
    let ingen = Sysselsattningspost { slag: Sysselsattning::Ingen, omfattning: None };
    Lage { forsorjning: forsorjning.to_vec(), sysselsattning: vec![ingen] }
}

/// A woman of 24, closed.
fn person() -> Deltagandeuppgift {
    Deltagandeuppgift {
        insats_id: Some(InsatsId(uuid::Uuid::from_u128(1))),
        insats_nyckel: None,
        registrering: Registrering::Person,
        personnummer: Some(Nummertext::from("19900312-2380".to_owned())),
        reservnummer: None,
        skyddad_identitet: None,
        kon: None,
        kommun: Some("2280".into()),
        samtycke: Some(Samtycke {
            registrering: Some(Registreringssamtycke { datum: day("2014-02-01"), textversion: "1".into() }),
            sekretess: None,
        }),
        startdatum: day("2014-02-03"),
        slutdatum: Some(day("2014-11-30")),
        remitterande: Some(Remitterande::Kommun),
        utbildningsniva: Some(Utbildningsniva::Gymnasium),
        tid_i_offentlig_forsorjning: Some(TidIOffentligForsorjning::UppTill1Ar),
        fore: Some(lage(&[form(Forsorjningsform::Forsorjningsstod, 100)])),
        efter: Some(lage(&[form(Forsorjningsform::Studiestod, 100)])),
        avslutsanledning: Some(Avslutsanledning::Fullfoljd),
    }
}

fn anonym() -> Deltagandeuppgift {
    Deltagandeuppgift {
        registrering: Registrering::Anonym,
        personnummer: None,
        kon: Some(Kon::Man),
        kommun: None,
        samtycke: None,
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: None,
        efter: None,
        avslutsanledning: None,
        ..person()
    }
}

/// Changes a sound record and expects exactly these findings.
#[track_caller]
fn expect(varld: &Varld, change: impl FnOnce(&mut Deltagandeuppgift), expected: &[(&str, &str)]) {
    let mut uppgift = person();
    change(&mut uppgift);
    let expected: Vec<(String, String)> = expected.iter().map(|(k, p)| ((*k).into(), (*p).into())).collect();
    assert_eq!(varld.found(uppgift), expected);
}

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
fn reg_11_no_shared_day() {
    let period = |fran: &str, till: Option<&str>| Period::new(day(fran), till.map(day));
    let others = [period("2014-01-01", Some("2014-03-31"))];
    assert_eq!(overlap(period("2014-03-31", None), &others).unwrap().kod, "REG-11");
    assert_eq!(overlap(period("2014-04-01", None), &others), None);
    assert_eq!(overlap(period("2014-04-01", None), &[period("2015-01-01", None)]).unwrap().kod, "REG-11");
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
    assert_eq!(validate_uppfoljning(Uppfoljningsmanad::Sex, &follow("2015-05-29"), slut)[0].kod, "REG-16");
    assert_eq!(validate_uppfoljning(Uppfoljningsmanad::Sex, &follow("2015-05-30"), slut), []);
    assert_eq!(validate_uppfoljning(Uppfoljningsmanad::Tre, &follow("2015-05-30"), None)[0].kod, "REG-16");
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
fn all_faults_of_a_record_come_at_once() {
    let mut varld = Varld::new();
    varld.part = "kommun:2281".parse().unwrap();
    let broken = |u: &mut Deltagandeuppgift| {
        u.startdatum = day("2014-12-24");
        u.samtycke = None;
        u.fore = Some(lage(&[form(Forsorjningsform::Sjukpenning, 10), form(Forsorjningsform::IngenOffentlig, 100)]));
        u.kon = Some(Kon::Man);
        u.kommun = Some("0000".into());
    };
    let mut uppgift = person();
    broken(&mut uppgift);
    let codes: Vec<String> = varld.found(uppgift).into_iter().map(|(kod, _)| kod).collect();
    assert_eq!(codes, ["REG-01", "REG-18", "ID-06", "REG-03", "REG-07", "REG-09", "REG-21"]);
}

#[test]
fn the_same_said_otherwise_is_the_same() {
    let varld = Varld::new();
    let mut other = person();
    other.personnummer = Some("9003122380".to_owned().into());
    other.kon = Some(Kon::Kvinna);
    other.skyddad_identitet = Some(false);
    let (one, other) = (varld.validate(person()).unwrap(), varld.validate(other).unwrap());
    assert_eq!((one.post, one.identitet), (other.post, other.identitet));
}

#[test]
fn result_is_the_first_that_fits() {
    let varld = Varld::new();
    let result = |slag: &[Sysselsattning], anledning| {
        let mut uppgift = person();
        let posts = slag.iter().map(|s| Sysselsattningspost { slag: *s, omfattning: Some(50) });
        uppgift.efter.as_mut().unwrap().sysselsattning = posts.collect();
        uppgift.avslutsanledning = Some(anledning);
        varld.validate(uppgift).unwrap().post.resultat()
    };
    use Avslutsanledning::{AnnanRehabilitering, Fullfoljd};
    use Sysselsattning::{ArbetssokandeAf, EgetForetag, Praktik};
    assert_eq!(result(&[EgetForetag], AnnanRehabilitering), Some(Resultat::ArbeteStudier));
    assert_eq!(result(&[ArbetssokandeAf], AnnanRehabilitering), Some(Resultat::FortsattRehabilitering));
    assert_eq!(result(&[ArbetssokandeAf, Praktik], Fullfoljd), Some(Resultat::Arbetssokande));
    assert_eq!(result(&[Praktik], Fullfoljd), Some(Resultat::Ovrigt));
}

proptest! {
    /// Whatever is sent, a record is let through exactly when nothing found blocks, and nothing found quotes a number.
    #[test]
    fn blocked_exactly_when_something_blocks(
        number in "[0-9+-]{0,14}", extent in -10..200i32, kommun in "[0-9]{0,5}", end in proptest::option::of(0..2000i64),
    ) {
        let mut uppgift = person();
        uppgift.personnummer = Some(number.clone().into());
        uppgift.fore.as_mut().unwrap().forsorjning[0].omfattning = extent;
        uppgift.kommun = Some(kommun);
        uppgift.slutdatum = end.map(|days| day("2012-01-01") + chrono::Days::new(days.unsigned_abs()));
        match Varld::new().validate(uppgift) {
            Ok(godkand) => prop_assert!(!crate::regel::any_blocks(&godkand.varningar)),
            Err(found) => {
                prop_assert!(crate::regel::any_blocks(&found));
                let told = format!("{found:?}");
                prop_assert!(number.len() < 6 || !told.contains(&number));
            }
        }
    }
}
