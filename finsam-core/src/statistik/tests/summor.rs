//! What must hold for any population: made by chance, counted again in the plainest way.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::deltagande::{
    TidIOffentligForsorjning, Uppfoljningar, Uppfoljningsmanad, Uppfoljningsuppgift, Utbildningsniva,
};
use crate::forsorjning::Forsorjningsgrupp;
use crate::geografi::KommunKod;
use crate::tid::Aldersgrupp;

fn lage() -> impl Strategy<Value = Lage> {
    let support = subsequence(Forsorjningsform::ALL, 0..3);
    let occupations = subsequence(Sysselsattning::ALL, 0..3);
    (support, occupations).prop_map(|(f, s)| Lage { sysselsattning: does(&s).sysselsattning, ..forms(&f) })
}

fn maybe<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(select(all))
}

/// A participation of insats 1-3 between 2012 and 2015, and the age of who takes part.
pub(super) fn participation() -> impl Strategy<Value = (Option<i32>, Deltagandepost)> {
    let codes = (
        maybe(Utbildningsniva::ALL),
        maybe(TidIOffentligForsorjning::ALL),
        maybe(Avslutsanledning::ALL),
        prop::option::of(select(vec!["2280", "0180", "1480"])),
    );
    let days = (0_u64..1_400, prop::option::of(0_u64..500));
    let base = (1_u128..4, select(Kon::ALL), prop::bool::weighted(0.9), 10_i32..70);
    (base, days, codes, lage(), prop::option::of(lage())).prop_map(|(base, days, codes, fore, efter)| {
        let startdatum = day("2012-01-01") + chrono::Days::new(days.0);
        let slutdatum = days.1.map(|length| startdatum + chrono::Days::new(length));
        let closed = slutdatum.is_some();
        let post = Deltagandepost {
            insats_id: insats_id(base.0),
            registrering: if base.2 { Registrering::Person } else { Registrering::Anonym },
            kon: base.1,
            kommun: codes.3.map(|kod| kod.parse::<KommunKod>().unwrap()),
            samtycke: None,
            startdatum,
            slutdatum,
            remitterande: None,
            utbildningsniva: codes.0,
            tid_i_offentlig_forsorjning: codes.1,
            fore: Some(fore),
            efter: efter.filter(|_| closed),
            avslutsanledning: codes.2.filter(|_| closed),
        };
        (base.2.then_some(base.3), post)
    })
}

/// A follow-up at each of the months, or none; some before their time.
fn uppfoljningar() -> impl Strategy<Value = Vec<(Uppfoljningsmanad, i64, Lage)>> {
    let one = |manad: Uppfoljningsmanad| prop::option::of((Just(manad), -10_i64..40, lage()));
    (one(Uppfoljningsmanad::Tre), one(Uppfoljningsmanad::Sex), one(Uppfoljningsmanad::Tolv))
        .prop_map(|(a, b, c)| [a, b, c].into_iter().flatten().collect())
}

/// A participation with everything that the statistics know of it: who takes part (one of a few), and its follow-ups.
pub(in crate::statistik) fn whole() -> impl Strategy<Value = Person> {
    (participation(), prop::option::of(0_u32..12), uppfoljningar()).prop_map(|((alder, post), individ, after)| {
        let slut = post.slutdatum;
        let told = after.into_iter().filter_map(|(manad, late, lage)| {
            let datum = manad.due(slut?)? + chrono::TimeDelta::days(late);
            Some((manad, Uppfoljningsuppgift { datum, lage }))
        });
        Person { alder, individ: individ.filter(|_| alder.is_some()), uppfoljningar: told.collect(), post }
    })
}

/// A participation, who takes part, and how it went.
#[derive(Debug, Clone)]
pub(in crate::statistik) struct Person {
    pub(super) alder: Option<i32>,
    pub(super) individ: Option<u32>,
    pub(super) post: Deltagandepost,
    pub(super) uppfoljningar: Uppfoljningar,
}

pub(super) fn population() -> impl Strategy<Value = Vec<(Option<i32>, Deltagandepost)>> {
    vec(participation(), 0..60)
}

pub(super) fn columns_of(people: &[(Option<i32>, Deltagandepost)]) -> Kolumner {
    let mut kolumner = columns(&[]);
    kolumner.put_insats(&insats(2));
    kolumner.put_insats(&insats(3));
    for (nummer, (alder, post)) in (1..).zip(people) {
        kolumner.put(nummer, *alder, post);
    }
    kolumner
}

/// All numbers of a report that can be summed, by year and category, summed over its divisions.
fn summed(rapport: &Rapport) -> Vec<(i32, String, Vec<i64>)> {
    let mut sums: Vec<(i32, String, Vec<i64>)> = Vec::new();
    for rad in &rapport.rader {
        let cells = rad.matt.0.iter().filter_map(|(_, matt)| match matt {
            Matt::Antal(cell) => cell.antal,
            _ => None,
        });
        let numbers: Vec<i64> = rad.underlag.into_iter().chain(cells).collect();
        match sums.iter_mut().find(|(ar, kategori, _)| (*ar, kategori) == (rad.ar, &rad.kategori)) {
            Some((.., sum)) => sum.iter_mut().zip(numbers).for_each(|(sum, n)| *sum += n),
            None => sums.push((rad.ar, rad.kategori.clone(), numbers)),
        }
    }
    sums
}

fn counted<'p>(
    people: &'p [(Option<i32>, Deltagandepost)],
    fits: impl Fn(&Deltagandepost) -> bool + 'p,
) -> impl Iterator<Item = &'p Deltagandepost> {
    people.iter().map(|(_, post)| post).filter(move |post| {
        post.registrering == Registrering::Person
            && post.avslutsanledning != Some(Avslutsanledning::Felregistrering)
            && fits(post)
    })
}

fn closed_in(post: &Deltagandepost, ar: i32) -> bool {
    use chrono::Datelike;
    post.slutdatum.is_some_and(|slut| slut.year() == ar)
}

proptest! {
    #[test]
    fn divisions_sum_to_the_whole(people in population(), indelning in subsequence(&[Indelning::Kon, Indelning::Utbildningsniva, Indelning::Insatstyp, Indelning::Forbund, Indelning::Insats], 1..=2)) {
        let kolumner = columns_of(&people);
        for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
            let urval = Urval::of_years([2012, 2013, 2014, 2015]);
            let whole = rapport(*namn, &kolumner, &urval);
            let divided = rapport(*namn, &kolumner, &Urval { indelning: indelning.clone(), ..urval });
            prop_assert_eq!(summed(&whole), summed(&divided), "{}", namn);
        }
    }

    #[test]
    fn support_is_counted_as_in_the_plainest_way(people in population()) {
        let report = rapport(Rapportnamn::ForsorjningForeEfter, &columns_of(&people), &Urval::of_years([2013, 2014]));
        for rad in &report.rader {
            let grupp: Forsorjningsgrupp = rad.kategori.parse().unwrap();
            let has = |lage: Option<&Lage>| lage.is_some_and(|l| l.forsorjning.iter().any(|p| p.form.grupp() == grupp));
            let of = |fits: &dyn Fn(&Deltagandepost) -> bool| {
                Some(counted(&people, |post| closed_in(post, rad.ar) && fits(post)).count() as i64)
            };
            prop_assert_eq!(rad.underlag, of(&|_| true));
            prop_assert_eq!(rad.matt.cell(Mattnamn::Fore).unwrap().antal, of(&|post| has(post.fore.as_ref())));
            prop_assert_eq!(rad.matt.cell(Mattnamn::Efter).unwrap().antal, of(&|post| has(post.efter.as_ref())));
        }
    }

    #[test]
    fn taking_part_is_sharing_a_day(people in population()) {
        let report = rapport(Rapportnamn::RegistreradeOchAvslutade, &columns_of(&people), &Urval::of_years([2012, 2014]));
        for rad in report.rader.iter().filter(|rad| rad.kategori == "registrerade") {
            let taking_part = counted(&people, |post| post.period().touches_year(rad.ar)).count();
            prop_assert_eq!(rad.underlag, Some(taking_part as i64));
        }
    }

    #[test]
    fn results_are_derived_as_the_participation_derives_them(people in population()) {
        use crate::deltagande::Resultat;
        let report = rapport(Rapportnamn::AvslutPerInsats, &columns_of(&people), &Urval::of_years([2013]));
        for rad in &report.rader {
            let of = |wanted: &[Resultat]| {
                let here = |post: &Deltagandepost| post.insats_id.to_string() == rad.kategori && closed_in(post, 2013);
                let fits = |post: &Deltagandepost| here(post) && post.resultat().is_some_and(|r| wanted.contains(&r));
                Some(counted(&people, fits).count() as i64)
            };
            let number = |namn| rad.matt.cell(namn).unwrap().antal;
            prop_assert_eq!(number(Mattnamn::ArbeteStudierJobready), of(&[Resultat::ArbeteStudier]));
            prop_assert_eq!(number(Mattnamn::FortsattRehab), of(&[Resultat::FortsattRehabilitering]));
            prop_assert_eq!(number(Mattnamn::Ovrigt), of(&[Resultat::Arbetssokande, Resultat::Ovrigt]));
        }
    }

    #[test]
    fn years_side_by_side_are_the_years_one_by_one(people in population()) {
        let kolumner = columns_of(&people);
        for namn in Rapportnamn::ALL {
            let count = |ar: &[i32]| rapport(*namn, &kolumner, &Urval::of_years(ar.iter().copied())).rader;
            let mut one_by_one = count(&[2012]);
            one_by_one.extend(count(&[2014]));
            one_by_one.extend(count(&[2015]));
            prop_assert_eq!(count(&[2012, 2014, 2015]), one_by_one);
        }
    }
}

#[test]
fn an_age_group_holds_its_first_and_last_age() {
    let mut kolumner = columns(&[]);
    for (nummer, alder) in (1..).zip([-1, 0, 15, 16, 29, 30, 44, 45, 59, 60, 120, 300]) {
        kolumner.put(nummer, Some(alder), &closed(Lage::default(), Lage::default()));
    }
    let urval = Urval { indelning: vec![Indelning::Aldersgrupp], ..Urval::of_years([2014]) };
    let report = rapport(Rapportnamn::SysselsattningForeEfter, &kolumner, &urval);
    let of = |rad: &Rad| (rad.grupp.aldersgrupp.unwrap().code(), rad.underlag.unwrap());
    let sums: Vec<_> = report.rader.iter().map(of).collect();
    assert_eq!(sums, [("-15", 3), ("16-29", 2), ("30-44", 2), ("45-59", 2), ("60-", 3)]);
    assert_eq!(Aldersgrupp::ALL.len(), 5);
}
