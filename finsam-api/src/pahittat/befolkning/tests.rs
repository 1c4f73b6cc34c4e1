//! The margins counted again, from the finished records alone, and what the rules say of every one of them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use finsam_core::deltagande::{
    Avslutsanledning, Deltagandeuppgift, Registrering, Sammanhang, overlap, validate, validate_key,
};
use finsam_core::forbund::Forbund;
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningsgrupp, Lage, Sysselsattning as S};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Kon, Numrering, Personnummer, Testnummer};
use finsam_core::insats::{
    self, Antalsuppgift, Insats, Insatstyp, Insatsuppgift, PerKon, Strukturuppgift, validate_antal,
    validate_strukturdeltagande,
};
use finsam_core::part::PartKod;
use finsam_core::tid::{Period, age_on};
use uuid::Uuid;

use super::{Befolkning, Marginaler, Pahittad, TYNGDPUNKT, befolkning};
use crate::pahittat::tests::{day, who};
use crate::pahittat::{NORDOST, PahittatFel, forbunden, nordost};

pub(super) fn forbund() -> Vec<Forbund> {
    let numbered = forbunden().unwrap().into_iter().zip(1..);
    let id = |n| ForbundId(Uuid::from_u128(n));
    numbered.map(|(uppgift, n)| Forbund { id: id(n), version: 1, ersatt_av: Vec::new(), uppgift }).collect()
}

fn others() -> Vec<Insatsuppgift> {
    let id = forbund().into_iter().find(|forbund| forbund.uppgift.namn == NORDOST).unwrap().id;
    nordost(id).unwrap().into_iter().map(|nordost| nordost.insats).collect()
}

fn made(marginaler: &Marginaler, fro: u64) -> Result<Befolkning, PahittatFel> {
    let mut n = 1_000;
    let mut ids = || {
        n += 1;
        InsatsId(Uuid::from_u128(n))
    };
    befolkning(marginaler, fro, &forbund(), &others(), &mut ids)
}

pub(super) static DEMO: LazyLock<Befolkning> = LazyLock::new(|| made(&Marginaler::printed().unwrap(), 1).unwrap());

type Wanted<'a> = &'a dyn Fn(&Pahittad) -> bool;

/// Those with personal data.
fn persons(of: &Befolkning) -> impl Iterator<Item = &Pahittad> {
    of.deltaganden.iter().filter(|p| p.uppgift.registrering == Registrering::Person)
}

fn taking(ar: i32) -> Vec<&'static Pahittad> {
    let takes =
        |p: &&Pahittad| p.uppgift.startdatum.year() <= ar && p.uppgift.slutdatum.is_none_or(|slut| slut.year() >= ar);
    persons(&DEMO).filter(takes).collect()
}

fn closed(ar: i32) -> Vec<&'static Pahittad> {
    persons(&DEMO).filter(|p| p.uppgift.slutdatum.is_some_and(|slut| slut.year() == ar)).collect()
}

fn number(of: &[&Pahittad], wanted: Wanted<'_>) -> u64 {
    of.iter().filter(|p| wanted(p)).count() as u64
}

/// Whole per cent, half up, reckoned another way than the solver does.
fn share(of: &[&Pahittad], wanted: Wanted<'_>) -> u64 {
    (number(of, wanted) as f64 * 100.0 / of.len() as f64 + 0.5).floor() as u64
}

fn lives_on(lage: Option<&Lage>, wanted: impl Fn(Forsorjningsform) -> bool) -> bool {
    lage.is_some_and(|lage| lage.forsorjning.iter().any(|post| wanted(post.form)))
}

fn does(lage: Option<&Lage>, wanted: &[S]) -> bool {
    lage.is_some_and(|lage| lage.sysselsattning.iter().any(|post| wanted.contains(&post.slag)))
}

fn is(kon: Kon) -> impl Fn(&Pahittad) -> bool {
    move |p| p.uppgift.kon == Some(kon)
}

const WORK: [S; 4] = [S::ArbeteIckeSubventionerat, S::ArbeteSubventionerat, S::EgetForetag, S::Studier];

#[test]
fn table_9_registered_and_closed() {
    assert_eq!(persons(&DEMO).count(), 25_690);
    assert_eq!((taking(2013).len(), taking(2014).len()), (17_629, 17_079));
    assert_eq!((closed(2013).len(), closed(2014).len()), (8_611, 8_719));
    assert_eq!(closed(2012).len() + closed(2015).len(), 0);
}

#[test]
fn table_11_work_and_studies_after() {
    for (ar, counts, shares) in
        [(2013, [2669, 1033, 775, 861], [31, 12, 9, 10]), (2014, [2964, 1133, 872, 959], [34, 13, 10, 11])]
    {
        let heads: [&[S]; 4] =
            [&WORK, &[S::ArbeteIckeSubventionerat, S::EgetForetag], &[S::ArbeteSubventionerat], &[S::Studier]];
        for ((head, antal), andel) in heads.into_iter().zip(counts).zip(shares) {
            let has = |p: &Pahittad| does(p.uppgift.efter.as_ref(), head);
            assert_eq!((number(&closed(ar), &has), share(&closed(ar), &has)), (antal, andel), "{ar} {head:?}");
        }
    }
}

#[test]
fn table_12_work_and_studies_before_and_after() {
    for (ar, before, after) in [(2013, 11, 31), (2014, 13, 34)] {
        assert_eq!(share(&closed(ar), &|p| does(p.uppgift.fore.as_ref(), &WORK)), before);
        assert_eq!(share(&closed(ar), &|p| does(p.uppgift.efter.as_ref(), &WORK)), after);
    }
}

#[test]
fn table_13_forms_before_and_after() {
    use Forsorjningsgrupp as G;
    let printed = [
        (G::Forsorjningsstod, [45, 29, 40, 25]),
        (G::Aktivitetsstod, [21, 19, 17, 14]),
        (G::SjukRehabpenning, [15, 11, 14, 11]),
        (G::SjukAktivitetsersattning, [14, 13, 11, 13]),
        (G::Studiestod, [2, 5, 2, 5]),
        (G::AnnanOffentlig, [2, 3, 3, 3]),
        (G::AKassa, [3, 2, 3, 2]),
        (G::IngenOffentlig, [9, 21, 10, 22]),
    ];
    for (grupp, shares) in printed {
        let of = |ar: i32, after: bool| {
            let lage = |p: &Pahittad| if after { p.uppgift.efter.clone() } else { p.uppgift.fore.clone() };
            share(&closed(ar), &|p| lives_on(lage(p).as_ref(), |form| form.grupp() == grupp))
        };
        assert_eq!([of(2013, false), of(2013, true), of(2014, false), of(2014, true)], shares, "{grupp}");
    }
    assert!(number(&closed(2014), &|p| p.uppgift.efter.is_none()) >= 91);
    assert!(number(&closed(2013), &|p| p.uppgift.fore.as_ref().unwrap().forsorjning.len() > 1) >= 607);
}

#[test]
fn tables_6_7_and_8_age_education_and_time() {
    for (ar, shares) in [(2013, [56, 24, 19, 1]), (2014, [57, 23, 18, 2])] {
        for ((from, to), andel) in [(16, 29), (30, 44), (45, 59), (60, 64)].into_iter().zip(shares) {
            assert_eq!(share(&taking(ar), &|p| (from..=to).contains(&age(&p.uppgift))), andel, "{ar} {from}-");
        }
    }
    for (ar, shares) in [(2013, [34, 25, 16, 7, 9, 9]), (2014, [34, 25, 15, 7, 8, 11])] {
        for (tid, andel) in finsam_core::deltagande::TidIOffentligForsorjning::ALL.iter().zip(shares) {
            assert_eq!(
                share(&taking(ar), &|p| p.uppgift.tid_i_offentlig_forsorjning == Some(*tid)),
                andel,
                "{ar} {tid}"
            );
        }
    }
    for (niva, andel) in finsam_core::deltagande::Utbildningsniva::ALL.iter().zip([41, 41, 11, 7]) {
        assert_eq!(share(&taking(2013), &|p| p.uppgift.utbildningsniva == Some(*niva)), andel, "{niva}");
    }
}

#[test]
fn table_2_the_young_and_their_pension() {
    let young = |p: &Pahittad| age(&p.uppgift) <= 29;
    let pension =
        |p: &Pahittad| lives_on(p.uppgift.fore.as_ref(), |form| form == Forsorjningsform::Aktivitetsersattning);
    assert_eq!((number(&taking(2013), &young), number(&taking(2014), &young)), (9_801, 9_788));
    assert_eq!(number(&taking(2013), &|p| young(p) && pension(p)), 1_902);
}

#[test]
fn tables_5_and_10_kinds_of_insatser() {
    let typ: HashMap<InsatsId, Insatstyp> = DEMO.insatser.iter().map(|i| (i.id, i.uppgift.typ)).collect();
    let printed = [
        (Insatstyp::RehabiliteringArbeteUtbildning, [320, 332], [64, 67, 66, 69]),
        (Insatstyp::Forberedande, [150, 136], [23, 21, 21, 19]),
        (Insatstyp::Kartlaggning, [65, 58], [6, 5, 5, 4]),
        (Insatstyp::Forebyggande, [30, 34], [6, 6, 7, 7]),
        (Insatstyp::Annan, [40, 38], [1, 1, 1, 1]),
    ];
    let others = others();
    for (wanted, counts, shares) in printed {
        let all = || DEMO.insatser.iter().map(|insats| &insats.uppgift).chain(&others).filter(|i| i.typ == wanted);
        assert_eq!([2013, 2014].map(|ar| all().filter(|i| i.life().touches_year(ar)).count()), counts, "{wanted}");
        let of = |ar: i32, kon: Kon| {
            let its: Vec<&Pahittad> = taking(ar).into_iter().filter(|p| is(kon)(p)).collect();
            share(&its, &|p| typ[&p.uppgift.insats_id.unwrap()] == wanted)
        };
        let found = [of(2013, Kon::Kvinna), of(2013, Kon::Man), of(2014, Kon::Kvinna), of(2014, Kon::Man)];
        assert_eq!(found, shares, "{wanted}");
    }
}

#[test]
fn what_the_running_text_says() {
    use Forsorjningsform as F;
    let all = taking(2014);
    let (women, men): (Vec<_>, Vec<_>) = all.iter().copied().partition(|p| is(Kon::Kvinna)(p));
    assert_eq!((women.len(), men.len()), (8_892, 8_187));
    let public = |p: &Pahittad| lives_on(p.uppgift.fore.as_ref(), |form| form != F::IngenOffentlig);
    assert_eq!([&all, &women, &men].map(|of| share(of, &public)), [88, 90, 87]);
    let before = |wanted: &dyn Fn(F) -> bool| share(&all, &|p| lives_on(p.uppgift.fore.as_ref(), wanted));
    assert_eq!(before(&|form| form == F::Forsorjningsstod), 41);
    assert_eq!(before(&|form| form.grupp() == Forsorjningsgrupp::Aktivitetsstod), 16);
    assert_eq!(before(&|form| form.grupp() == Forsorjningsgrupp::SjukRehabpenning), 12);
    assert_eq!(before(&|form| form == F::Aktivitetsersattning), 10);
    let working = |p: &Pahittad| does(p.uppgift.efter.as_ref(), &WORK);
    let of_kon = |kon| closed(2014).into_iter().filter(|p| is(kon)(p)).collect::<Vec<_>>();
    assert_eq!([Kon::Kvinna, Kon::Man].map(|kon| share(&of_kon(kon), &working)), [32, 36]);
    let enrolled = |p: &Pahittad| does(p.uppgift.efter.as_ref(), &[S::ArbetssokandeAf]);
    assert_eq!([2013, 2014].map(|ar| share(&closed(ar), &enrolled)), [25, 23]);
    let months = |p: &Pahittad, n: u32| p.uppgift.slutdatum.unwrap() < p.uppgift.startdatum + chrono::Months::new(n);
    assert_eq!(share(&closed(2014), &|p| months(p, 6)), 50);
    assert_eq!(share(&closed(2014), &|p| !months(p, 6) && months(p, 12)), 27);
    assert_eq!(share(&closed(2014), &|p| !months(p, 13)), 24);
}

fn born(uppgift: &Deltagandeuppgift) -> NaiveDate {
    match (&uppgift.personnummer, &uppgift.reservnummer) {
        (Some(text), _) => Personnummer::parse(text.reveal(), day("2015-01-01")).unwrap().fodelsedatum(),
        (_, Some(reserv)) => reserv.fodelsedatum,
        _ => panic!("no number"),
    }
}

fn age(uppgift: &Deltagandeuppgift) -> i32 {
    age_on(born(uppgift), uppgift.startdatum)
}

#[test]
fn every_record_passes_every_rule_without_a_warning() {
    let forbund: HashMap<ForbundId, Forbund> = forbund().into_iter().map(|forbund| (forbund.id, forbund)).collect();
    let numrering = Numrering::sandlada(Testnummer::default());
    let mut insatser = HashMap::new();
    for pahittad in &DEMO.insatser {
        let its = &forbund[&pahittad.uppgift.forbund_id].uppgift;
        assert_eq!(insats::validate(&pahittad.uppgift, Some(its)), []);
        insatser.insert(pahittad.id, (Insats { id: pahittad.id, version: 1, uppgift: pahittad.uppgift.clone() }, its));
    }
    for pahittad in &DEMO.deltaganden {
        let (insats, forbund) = &insatser[&pahittad.uppgift.insats_id.unwrap()];
        let idag = day("2015-01-01");
        let sammanhang =
            Sammanhang { part: pahittad.part, idag, numrering: &numrering, insats: Some((insats, forbund)) };
        let godkand = validate(pahittad.uppgift.clone(), &sammanhang);
        assert_eq!(godkand.unwrap().varningar, [], "{}", pahittad.nyckel.nyckel);
        assert_eq!(validate_key(&pahittad.nyckel, idag), []);
        let consent = pahittad.uppgift.samtycke.as_ref().map(|samtycke| samtycke.registrering.as_ref().unwrap().datum);
        assert_eq!(consent.is_some(), pahittad.uppgift.registrering == Registrering::Person);
        assert!(consent.is_none_or(|datum| datum <= pahittad.uppgift.startdatum));
    }
    for (id, antal) in &DEMO.antal {
        assert_eq!(validate_antal(antal, &insatser[id].0.uppgift, &[]), []);
    }
}

#[test]
fn table_3_anonymous_and_counted() {
    let began = |ar| {
        let of_year = |p: &&Pahittad| p.uppgift.startdatum.year() == ar;
        DEMO.deltaganden.iter().filter(|p| p.uppgift.registrering == Registrering::Anonym).filter(of_year).count()
    };
    assert_eq!([2013, 2014].map(began), [2_795, 3_181]);
    let counted = |ar| {
        let of_year = DEMO.antal.iter().filter(|(_, antal)| antal.fran.year() == ar);
        of_year.map(|(_, antal)| i64::from(antal.kvinnor.unwrap()) + i64::from(antal.man.unwrap())).sum::<i64>()
    };
    assert_eq!([2013, 2014].map(counted), [36_900 - 17_629 - 2_795, 18_749]);
}

#[test]
fn counts_of_two_years_agree_about_those_who_go_on() {
    let by_kon = |per: PerKon| [per.kvinnor, per.man];
    let of_year = |antal: &Antalsuppgift| [antal.kvinnor.unwrap(), antal.man.unwrap()];
    let mut both = 0;
    for its in DEMO.insatser.iter().filter(|its| its.is_counted()) {
        let periods: Vec<_> = DEMO.antal.iter().filter(|(id, _)| *id == its.id).map(|(_, antal)| antal).collect();
        for antal in &periods {
            let within =
                |per: Option<PerKon>| by_kon(per.unwrap()).into_iter().zip(of_year(antal)).all(|(n, of)| n <= of);
            assert!(within(antal.nya) && within(antal.pagaende), "{antal:?}");
        }
        if let [first, second] = periods[..] {
            let sum = [0, 1].map(|kon| by_kon(first.pagaende.unwrap())[kon] + by_kon(second.nya.unwrap())[kon]);
            assert_eq!(sum, of_year(second), "{first:?} {second:?}");
            both += 1;
        }
    }
    assert!(both > 100, "{both} insatser are counted in both years");
}

#[test]
fn nobody_overlaps_and_every_key_is_used_once() {
    let mut periods: HashMap<(String, InsatsId), Vec<Period>> = HashMap::new();
    let mut keys = HashSet::new();
    for pahittad in persons(&DEMO) {
        let uppgift = &pahittad.uppgift;
        let period = Period::new(uppgift.startdatum, uppgift.slutdatum);
        let others = periods.entry((who(uppgift), uppgift.insats_id.unwrap())).or_default();
        assert_eq!(overlap(period, others), None, "{}", pahittad.nyckel.nyckel);
        others.push(period);
    }
    assert!(DEMO.deltaganden.iter().all(|pahittad| keys.insert(&pahittad.nyckel)));
    let people: HashSet<String> = persons(&DEMO).map(|p| who(&p.uppgift)).collect();
    assert!(people.len() < 25_000, "some take part several times: {} people", people.len());
    let before = |p: &&Pahittad| p.uppgift.personnummer.is_some() && born(&p.uppgift).year() < 1976;
    assert_eq!(persons(&DEMO).filter(before).count(), 0);
}

#[test]
fn the_population_spreads_over_the_forbund() {
    let forbund = forbund();
    let of: HashMap<InsatsId, usize> = DEMO.insatser.iter().map(|insats| (insats.id, insats.forbund)).collect();
    let mut counts = vec![0; forbund.len()];
    for pahittad in persons(&DEMO) {
        counts[of[&pahittad.uppgift.insats_id.unwrap()]] += 1;
    }
    for (forbund, count) in forbund.iter().zip(&counts) {
        let old = forbund.uppgift.bildat.is_none_or(|bildat| bildat < day("2013-01-01"));
        assert!(!old || *count > 40, "{}: {count}", forbund.uppgift.namn);
    }
    let place = forbund.iter().position(|forbund| forbund.uppgift.namn == TYNGDPUNKT).unwrap();
    assert!(DEMO.insatser.iter().filter(|insats| insats.forbund == place).count() >= 5);
    let kommun: PartKod = "kommun:2280".parse().unwrap();
    let its = persons(&DEMO).filter(|p| p.part == kommun).count();
    assert!(its >= 200, "{its} of kommun:2280");
}

#[test]
fn the_same_seed_makes_the_same_people_and_another_makes_others() {
    let printed = Marginaler::printed().unwrap();
    assert_eq!(made(&printed, 1).unwrap(), *DEMO);
    assert_ne!(made(&printed, 2).unwrap().deltaganden, DEMO.deltaganden);
}

#[test]
fn other_margins_make_other_people_and_contradictions_are_refused() {
    let text = include_str!("../../../data/marginaler.csv");
    let other = text.replace("13,2014,,efter,forsorjningsstod,andel,25", "13,2014,,efter,forsorjningsstod,andel,28");
    let befolkning = made(&Marginaler::read(&other).unwrap(), 1).unwrap();
    let closed = persons(&befolkning).filter(|p| p.uppgift.slutdatum.is_some_and(|slut| slut.year() == 2014));
    let closed: Vec<&Pahittad> = closed.collect();
    let support = |p: &Pahittad| lives_on(p.uppgift.efter.as_ref(), |form| form == Forsorjningsform::Forsorjningsstod);
    assert_eq!(share(&closed, &support), 28);
    let torn = text.replace("6,2013,,deltagare,30-44,andel,24", "6,2013,,deltagare,30-44,andel,44");
    assert!(matches!(made(&Marginaler::read(&torn).unwrap(), 1), Err(PahittatFel::Olosligt(_))));
    let short = text.replace("13,2014,,efter,forsorjningsstod,andel,25\n", "");
    assert!(matches!(made(&Marginaler::read(&short).unwrap(), 1), Err(PahittatFel::Data { .. })));
}

#[test]
fn those_without_a_situation_after_are_dead_or_not_heard_from() {
    for p in persons(&DEMO).filter(|p| p.uppgift.slutdatum.is_some()) {
        let silent = matches!(p.uppgift.avslutsanledning, Some(Avslutsanledning::Avliden | Avslutsanledning::EjAvhord));
        assert_eq!(p.uppgift.efter.is_none(), silent);
    }
}

#[test]
fn structural_insatser_and_whom_they_reached_follow_the_rules() {
    let forbund = forbund();
    for one in &DEMO.struktur {
        let its = &one.insats.uppgift;
        assert_eq!(insats::validate(its, Some(&forbund[one.insats.forbund].uppgift)), []);
        let periods: Vec<Period> = one.natt.iter().map(Strukturuppgift::period).collect();
        assert!((1..=2).contains(&periods.len()), "{its:?}");
        for (n, natt) in one.natt.iter().enumerate() {
            assert_eq!(validate_strukturdeltagande(natt, its, &periods[..n]), []);
            assert!(its.life().contains(natt.fran) && its.life().contains(natt.till), "{natt:?}");
        }
    }
}
