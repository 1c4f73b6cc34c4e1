//! Every report counted a second time, in the plainest way: each record asked by itself, into a map.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months};
use proptest::collection::vec;
use proptest::prelude::*;

use super::summor::{Person, whole};
use super::varld::{put_all, varld};
use super::*;
use crate::deltagande::{Resultat, Uppfoljningsmanad, Uppfoljningsuppgift, Utbildningsniva};
use crate::forsorjning::Forsorjningsgrupp;
use crate::tid::Aldersgrupp;

/// A period as text, with its first and last day.
fn perioder(ar: i32, slag: Periodslag) -> Vec<(String, NaiveDate, NaiveDate)> {
    let months = match slag {
        Periodslag::Ar => 12,
        Periodslag::Halvar => 6,
        Periodslag::Manad => 1,
    };
    let firsts = (0..12 / months).map(|n| NaiveDate::from_ymd_opt(ar, n * months + 1, 1).unwrap());
    let name = |first: NaiveDate| match slag {
        Periodslag::Ar => format!("{ar}"),
        _ => format!("{ar}/{}", (first.month() - 1) / months + 1),
    };
    firsts.map(|first| (name(first), first, (first + Months::new(months)).pred_opt().unwrap())).collect()
}

fn has(lage: Option<&Lage>, grupp: Forsorjningsgrupp) -> bool {
    lage.is_some_and(|lage| lage.forsorjning.iter().any(|post| post.form.grupp() == grupp))
}

fn extent(lage: Option<&Lage>, grupp: Forsorjningsgrupp) -> i32 {
    let of = lage.iter().flat_map(|lage| &lage.forsorjning).filter(|post| post.form.grupp() == grupp);
    of.map(|post| post.omfattning).sum()
}

fn any(lage: Option<&Lage>, slag: &[Sysselsattning]) -> bool {
    lage.is_some_and(|lage| lage.sysselsattning.iter().any(|post| slag.contains(&post.slag)))
}

const WORK: [Sysselsattning; 4] = [
    Sysselsattning::ArbeteIckeSubventionerat,
    Sysselsattning::EgetForetag,
    Sysselsattning::ArbeteSubventionerat,
    Sysselsattning::Studier,
];

/// In which rows and measures a participation counts in a period; `underlag` is a measure too.
fn said(namn: Rapportnamn, person: &Person, first: NaiveDate, last: NaiveDate) -> Vec<(String, String)> {
    use Rapportnamn as R;
    let post = &person.post;
    let (fore, efter) = (post.fore.as_ref(), post.efter.as_ref());
    let mut rows = Vec::new();
    let mut say = |holds: bool, kategori: &str, matt: &str| {
        if holds {
            rows.push((kategori.to_owned(), matt.to_owned()));
        }
    };
    let counted =
        post.registrering == Registrering::Person && post.avslutsanledning != Some(Avslutsanledning::Felregistrering);
    let took_part = counted && post.startdatum <= last && post.slutdatum.is_none_or(|slut| slut >= first);
    let closed = counted && post.slutdatum.is_some_and(|slut| first <= slut && slut <= last);
    let began = first <= post.startdatum && post.startdatum <= last;
    let man = post.kon == Kon::Man;
    match namn {
        R::ForsorjningForeEfter => {
            for grupp in Forsorjningsgrupp::ALL {
                say(closed, grupp.code(), "underlag");
                say(closed && has(fore, *grupp), grupp.code(), "fore");
                say(closed && has(efter, *grupp), grupp.code(), "efter");
            }
        }
        R::SysselsattningForeEfter => {
            say(closed, "arbete_eller_studier", "underlag");
            say(closed && any(fore, &WORK), "arbete_eller_studier", "fore");
            say(closed && any(efter, &WORK), "arbete_eller_studier", "efter");
        }
        R::ArbeteOchStudierEfter => {
            let parts = [
                ("arbete_eller_studier", &WORK[..]),
                ("icke_subventionerat", &WORK[..2]),
                ("subventionerat", &WORK[2..3]),
                ("studier", &WORK[3..]),
            ];
            for (kategori, slag) in parts {
                say(closed, kategori, "underlag");
                say(closed && any(efter, slag), kategori, "efter");
            }
        }
        R::RegistreradeOchAvslutade => {
            for (kategori, holds) in [("registrerade", true), ("nyinskrivna", began), ("avslutade", closed)] {
                say(took_part, kategori, "underlag");
                say(took_part && holds, kategori, "deltagare");
            }
        }
        R::Aldersgrupper => {
            for grupp in Aldersgrupp::ALL {
                say(took_part, grupp.code(), "underlag");
                say(took_part && person.alder.map(Aldersgrupp::of) == Some(*grupp), grupp.code(), "deltagare");
            }
        }
        R::Utbildningsniva => {
            for kod in Utbildningsniva::ALL {
                say(took_part, kod.code(), "underlag");
                let mine = post.utbildningsniva.unwrap_or(Utbildningsniva::UppgiftSaknas);
                say(took_part && mine == *kod, kod.code(), "deltagare");
            }
        }
        R::TidIOffentligForsorjning => {
            for kod in crate::deltagande::TidIOffentligForsorjning::ALL {
                say(took_part, kod.code(), "underlag");
                say(took_part && post.tid_i_offentlig_forsorjning == Some(*kod), kod.code(), "deltagare");
            }
        }
        R::TypPerKon => {
            let mine = varld().1.iter().find(|it| it.id == post.insats_id).unwrap().uppgift.typ;
            for typ in ["rehabilitering_arbete_utbildning", "forberedande", "kartlaggning", "forebyggande", "annan"] {
                say(took_part, typ, "underlag");
                say(took_part && mine.code() == typ, typ, if man { "man" } else { "kvinnor" });
            }
        }
        R::Unga => {
            let young = took_part && person.alder.is_some_and(|age| (16..30).contains(&age));
            let activity = fore
                .is_some_and(|lage| lage.forsorjning.iter().any(|p| p.form == Forsorjningsform::Aktivitetsersattning));
            say(took_part, "unga_16_29", "underlag");
            say(young, "unga_16_29", "deltagare");
            say(young, "varav_aktivitetsersattning", "underlag");
            say(young && activity, "varav_aktivitetsersattning", "deltagare");
        }
        R::Overgangar => {
            for grupp in Forsorjningsgrupp::ALL {
                let (before, after) = (has(fore, *grupp), has(efter, *grupp));
                let (less, known) = (extent(efter, *grupp) < extent(fore, *grupp), closed && efter.is_some());
                say(closed && before, grupp.code(), "underlag");
                say(known && before && after && !less, grupp.code(), "kvar");
                say(known && before && !after, grupp.code(), "helt_upphort");
                say(known && before && after && less, grupp.code(), "minskad");
                say(known && !before && after, grupp.code(), "ny");
            }
        }
        R::Deltagandetid => {
            let within = |months| post.slutdatum.is_some_and(|slut| slut < post.startdatum + Months::new(months));
            for (kategori, holds) in [
                ("upp_till_6_manader", within(6)),
                ("upp_till_12_manader", !within(6) && within(12)),
                ("mer_an_12_manader", !within(12)),
            ] {
                say(closed, kategori, "underlag");
                say(closed && holds, kategori, "deltagare");
            }
        }
        R::Varaktighet => {
            let at = |wanted| followed_up(person, wanted);
            let all = [at(Uppfoljningsmanad::Tre), at(Uppfoljningsmanad::Sex), at(Uppfoljningsmanad::Tolv)];
            let late = all.into_iter().flatten();
            let late = late.filter(|told| post.slutdatum.is_some_and(|slut| (told.datum - slut).num_days() >= 90));
            for (kategori, uppgift) in [
                ("90_dagar", late.min_by_key(|told| told.datum)),
                ("3_manader", at(Uppfoljningsmanad::Tre)),
                ("6_manader", at(Uppfoljningsmanad::Sex)),
                ("12_manader", at(Uppfoljningsmanad::Tolv)),
            ] {
                let known = closed && uppgift.is_some();
                say(known, kategori, "underlag");
                say(known, kategori, "uppfoljda");
                say(known && any(uppgift.map(|uppgift| &uppgift.lage), &WORK), kategori, "arbeteEllerStudier");
            }
        }
        R::Registreringsgrad => {
            let anonymous = is_anonymous(post) && began;
            let ended = varld().1.iter().find(|it| it.id == post.insats_id).unwrap().uppgift.slutdatum;
            let late = ended.is_some_and(|ended| ended <= last) && post.slutdatum.is_none_or(|slut| slut > last);
            for kategori in ["person", "anonym", "volym"] {
                say(took_part || anonymous, kategori, "underlag");
            }
            say(took_part, "person", "deltagare");
            say(anonymous, "anonym", "deltagare");
            say(took_part, "oavslutade", "underlag");
            say(took_part && late, "oavslutade", "deltagare");
        }
        R::AvslutPerInsats => {
            let id = post.insats_id.to_string();
            let matt = match post.resultat() {
                Some(Resultat::ArbeteStudier) => "arbeteStudierJobready",
                Some(Resultat::FortsattRehabilitering) => "fortsattRehab",
                _ => "ovrigt",
            };
            say(closed, &id, "underlag");
            say(closed, &id, matt);
        }
        R::Maluppfyllelse => {
            let six = followed_up(person, Uppfoljningsmanad::Sex).map(|told| &told.lage);
            let goals: &[(&str, bool, bool)] = match post.insats_id.0.as_u128() {
                1 => &[("1", closed, any(efter, &WORK))],
                2 => &[
                    ("1", closed && six.is_some(), any(six, &WORK)),
                    ("2", closed, post.avslutsanledning == Some(Avslutsanledning::Fullfoljd)),
                ],
                3 => &[
                    ("1", closed, has(efter, Forsorjningsgrupp::IngenOffentlig)),
                    ("2", closed, any(efter, &[Sysselsattning::ArbetssokandeAf])),
                ],
                _ => &[],
            };
            let open = post.insats_id != insats_id(3) || first <= day("2013-12-31");
            for (n, of, reached) in goals {
                let kategori = format!("{}.{n}", post.insats_id);
                say(open && *of, &kategori, "underlag");
                say(open && *of && *reached, &kategori, "natt");
            }
        }
        R::Samhallsekonomi => {
            let supports = [
                ("forsorjningsstod", Forsorjningsgrupp::Forsorjningsstod),
                ("sjukpenning", Forsorjningsgrupp::SjukRehabpenning),
                ("a_kassa", Forsorjningsgrupp::AKassa),
            ];
            for (kategori, grupp) in supports {
                say(closed && has(fore, grupp), kategori, "underlag");
                let ended = closed && efter.is_some() && has(fore, grupp) && !has(efter, grupp);
                say(ended, kategori, "upphort");
            }
        }
        R::DeltagarePerInriktning => {
            let anonymous = is_anonymous(post) && began;
            say(took_part, "individ", "person");
            say(anonymous, "individ", "anonym");
            say(took_part || anonymous, "individ", "summa");
            say(took_part || anonymous, "totalt", "summa");
        }
        R::BehovOchRackvidd => say(took_part, "behov", "deltagare"),
        _ => {}
    }
    rows
}

fn is_anonymous(post: &Deltagandepost) -> bool {
    post.registrering == Registrering::Anonym && post.avslutsanledning != Some(Avslutsanledning::Felregistrering)
}

/// What a follow-up told, if it was made and not too early.
fn followed_up(person: &Person, manad: Uppfoljningsmanad) -> Option<&Uppfoljningsuppgift> {
    let months = match manad {
        Uppfoljningsmanad::Tre => 3,
        Uppfoljningsmanad::Sex => 6,
        Uppfoljningsmanad::Tolv => 12,
    };
    let told = person.uppfoljningar.get(&manad)?;
    let early =
        person.post.registrering == Registrering::Anonym || told.datum < person.post.slutdatum? + Months::new(months);
    (!early).then_some(told)
}

/// In which groups of a division a participation is, each as text; `None` alone where it is not divided.
fn groups(person: &Person, indelning: Indelning) -> Vec<String> {
    let (forbund, insatser) = varld();
    let post = &person.post;
    let insats = insatser.iter().find(|it| it.id == post.insats_id).unwrap();
    let mine = forbund.iter().find(|it| it.id == insats.uppgift.forbund_id).unwrap();
    match indelning {
        Indelning::Kon => vec![post.kon.to_string()],
        Indelning::Aldersgrupp => person.alder.map(|age| Aldersgrupp::of(age).to_string()).into_iter().collect(),
        Indelning::Utbildningsniva => {
            vec![post.utbildningsniva.unwrap_or(Utbildningsniva::UppgiftSaknas).to_string()]
        }
        Indelning::Tid => post.tid_i_offentlig_forsorjning.map(|tid| tid.to_string()).into_iter().collect(),
        Indelning::Insatstyp => vec![insats.uppgift.typ.to_string()],
        Indelning::Malgrupp => insats.uppgift.malgrupper.iter().map(ToString::to_string).collect(),
        Indelning::Lan => {
            let lan: BTreeSet<_> =
                mine.uppgift.omrade.iter().map(|it| it.kommunkod.to_string()[..2].to_owned()).collect();
            lan.into_iter().collect()
        }
        Indelning::Forbund => vec![mine.id.to_string()],
        Indelning::Kommun => post.kommun.map(|kod| kod.to_string()).into_iter().collect(),
        Indelning::Insats => vec![post.insats_id.to_string()],
    }
}

pub(super) type Tal = BTreeMap<(String, Vec<String>, String, String), i64>;

/// All numbers above zero, by period, group, category and measure.
pub(super) fn plainly(namn: Rapportnamn, people: &[Person], urval: &Urval) -> Tal {
    let mut numbers = Tal::new();
    let mut seen = BTreeSet::new();
    for (n, person) in people.iter().enumerate() {
        for (period, first, last) in urval.ar.iter().flat_map(|ar| perioder(*ar, urval.period)) {
            let mut combined = vec![Vec::new()];
            for one in &urval.indelning {
                let values = groups(person, *one);
                combined = combined
                    .iter()
                    .flat_map(|base: &Vec<String>| {
                        values.iter().map(move |value| base.iter().cloned().chain([value.clone()]).collect())
                    })
                    .collect();
            }
            for grupp in combined {
                for (kategori, matt) in said(namn, person, first, last) {
                    let key = (period.clone(), grupp.clone(), kategori, matt);
                    let who = person.individ.map_or((1, n as u32), |individ| (0, individ));
                    if urval.enhet == Rapportenhet::Deltagande || seen.insert((key.clone(), who)) {
                        *numbers.entry(key).or_default() += 1;
                    }
                }
            }
        }
    }
    numbers
}

/// The numbers of a report in the same form.
pub(super) fn told(rapport: &Rapport) -> Tal {
    let mut numbers = Tal::new();
    for rad in &rapport.rader {
        let part = rad.halvar.or(rad.manad);
        let period = part.map_or_else(|| rad.ar.to_string(), |part| format!("{}/{part}", rad.ar));
        let grupp: Vec<_> = rapport.urval.indelning.iter().map(|one| rad.grupp.value(*one).unwrap()).collect();
        let mut tell = |matt: &str, antal: Option<i64>| {
            let key = (period.clone(), grupp.clone(), rad.kategori.clone(), matt.to_owned());
            if let Some(antal) = antal.filter(|antal| *antal > 0) {
                assert!(numbers.insert(key.clone(), antal).is_none(), "{key:?} twice");
            }
        };
        tell("underlag", rad.underlag);
        for (namn, matt) in rad.matt.0.iter().filter(|(namn, _)| *namn != Mattnamn::Malandel) {
            match matt {
                Matt::Antal(cell) => tell(namn.code(), cell.antal),
                Matt::Tal { antal, .. } => tell(namn.code(), *antal),
                _ => {}
            }
        }
    }
    numbers
}

fn divisions() -> impl Strategy<Value = Vec<Indelning>> {
    proptest::sample::subsequence(Indelning::ALL, 0..=3)
        .prop_filter("one kind of place", |all| all.iter().filter(|one| one.is_place()).count() <= 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_report_and_division_is_what_a_plain_count_gives(
        people in vec(whole(), 0..60),
        indelning in divisions(),
        period in proptest::sample::select(Periodslag::ALL),
        enhet in proptest::sample::select(Rapportenhet::ALL),
    ) {
        let kolumner = put_all(&people);
        let urval = Urval { indelning, period, enhet, ..Urval::of_years([2013, 2014]) };
        for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
            if !check_countable(*namn, &urval).is_empty() {
                continue;
            }
            let report = rapport(*namn, &kolumner, &urval);
            prop_assert_eq!(told(&report), plainly(*namn, &people, &report.urval), "{}", namn);
        }
    }
}

#[test]
#[ignore = "takes a minute without optimisation"]
fn fifty_thousand_are_what_a_plain_count_gives() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let people: Vec<_> = (0..50_000).map(|_| whole().new_tree(&mut runner).unwrap().current()).collect();
    let mut kolumner = put_all(&people);
    kolumner.arrange();
    for indelning in [vec![], vec![Indelning::Kon, Indelning::Aldersgrupp], vec![Indelning::Kommun, Indelning::Kon]] {
        let urval = Urval { indelning, ..Urval::of_years([2013, 2014]) };
        for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
            if !check_countable(*namn, &urval).is_empty() {
                continue;
            }
            let report = rapport(*namn, &kolumner, &urval);
            assert_eq!(told(&report), plainly(*namn, &people, &report.urval), "{namn}");
        }
    }
}
