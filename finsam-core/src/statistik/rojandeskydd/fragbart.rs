//! Which selections may be asked where small numbers are protected.

use crate::regel::Avvikelse;
use crate::regel::statistik::{STA_01, STA_02, STA_03};
use crate::statistik::grupp::Grupp;
use crate::statistik::period::Periodslag;
use crate::statistik::rapport::Rapportenhet;
use crate::statistik::rapportnamn::Rapportnamn;
use crate::statistik::urval::{Indelning, Urval};

use super::cell::Plats;

/// What keeps a selection from being counted, protected or not: kommuner are those of participants, and are not divided by
/// other places at the same time.
#[must_use]
pub fn check_countable(namn: Rapportnamn, urval: &Urval) -> Vec<Avvikelse> {
    let others = divided_places(namn, urval).into_iter().filter(|one| *one != Indelning::Kommun);
    let others = others.filter(|_| urval.is_divided_by(Indelning::Kommun));
    others.map(|one| STA_02.at("/indelning").value(one.code()).expected("kommun alone of places")).collect()
}

/// Everything that keeps a selection from being asked; nothing where it may be.
///
/// What may be asked is fixed and nested, so that no two answers can be subtracted from each other to tell of a few people:
/// one place at most, or each of the places of a kind, with one division by what people are, for whole years; for larger
/// places more. `docs/STATISTIK.md` has the list.
///
/// ```
/// use finsam_core::statistik::{Indelning, Rapportnamn, Urval, check_urval};
///
/// let urval = Urval { indelning: vec![Indelning::Forbund, Indelning::Kon], ..Urval::of_years([2014]) };
/// assert!(check_urval(Rapportnamn::ForsorjningForeEfter, &urval).is_empty());
/// let two = Urval { lan: vec!["22".parse()?, "01".parse()?], ..Urval::of_years([2014]) };
/// assert_eq!(check_urval(Rapportnamn::ForsorjningForeEfter, &two)[0].kod, "STA-01");
/// # Ok::<(), finsam_core::geografi::GeografiFel>(())
/// ```
#[must_use]
pub fn check_urval(namn: Rapportnamn, urval: &Urval) -> Vec<Avvikelse> {
    if !namn.is_of_people() {
        return Vec::new();
    }
    let mut found = Vec::new();
    places(namn, urval, &mut found);
    divisions(namn, urval, &mut found);
    periods(namn, urval, &mut found);
    found
}

/// How many values of each kind of place are asked, with its name.
fn selected(urval: &Urval) -> [(&'static str, usize, Indelning); 5] {
    [
        ("lan", urval.lan.len(), Indelning::Lan),
        ("forbund", urval.forbund.len(), Indelning::Forbund),
        ("insats", urval.insats.len(), Indelning::Insats),
        ("kommun", urval.kommun.len(), Indelning::Kommun),
        ("malgrupp", urval.malgrupp.len(), Indelning::Malgrupp),
    ]
}

fn places(namn: Rapportnamn, urval: &Urval, found: &mut Vec<Avvikelse>) {
    let asked: Vec<_> = selected(urval).into_iter().filter(|(_, n, _)| *n > 0).collect();
    for (name, n, _) in asked.iter().filter(|(_, n, _)| *n > 1) {
        found.push(STA_01.at(format!("/{name}")).value(*n as i64).expected("one value, or division by it"));
    }
    for (name, n, _) in asked.iter().skip(1) {
        found.push(
            STA_01.at(format!("/{name}")).value(*n as i64).expected(format!("no more than {} alone", asked[0].0)),
        );
    }
    if urval.samverkansform.len() != 1 {
        let n = urval.samverkansform.len() as i64;
        found.push(STA_01.at("/samverkansform").value(n).expected("one form of cooperation"));
    }
    let divided = divided_places(namn, urval);
    let within = |outer: Indelning, inner: Indelning| {
        outer == inner
            || matches!((outer, inner), (Indelning::Lan, Indelning::Forbund | Indelning::Insats))
            || matches!((outer, inner), (Indelning::Forbund, Indelning::Insats))
    };
    if let (Some((name, _, outer)), Some(inner)) = (asked.first(), divided.first())
        && !within(*outer, *inner)
    {
        let expected = format!("a division of what is selected by {name}");
        found.push(STA_01.at("/indelning").value(inner.code()).expected(expected));
    }
}

/// By which places the report is divided; one whose rows are of insatser is divided by them.
fn divided_places(namn: Rapportnamn, urval: &Urval) -> Vec<Indelning> {
    let mut all: Vec<_> = urval.indelning.iter().copied().filter(|one| one.is_place()).collect();
    if namn.is_per_insats() && !all.contains(&Indelning::Insats) {
        all.push(Indelning::Insats);
    }
    all
}

fn divisions(namn: Rapportnamn, urval: &Urval, found: &mut Vec<Avvikelse>) {
    let places = divided_places(namn, urval);
    for one in places.iter().skip(1) {
        found.push(STA_02.at("/indelning").value(one.code()).expected(format!("no more than {}", places[0])));
    }
    let persons: Vec<_> = urval.indelning.iter().copied().filter(|one| !one.is_place()).collect();
    let allowed = match persons[..] {
        [] | [Indelning::Kon] => true,
        _ if namn.is_of_persons() || urval.enhet == Rapportenhet::Individ => false,
        [_] => persons == [Indelning::Aldersgrupp] || is_large(urval, &places),
        [Indelning::Kon, Indelning::Aldersgrupp] => is_large(urval, &places),
        _ => false,
    };
    if !allowed {
        let said = persons.iter().map(|one| one.code()).collect::<Vec<_>>().join(",");
        let expected = if namn.is_of_persons() || urval.enhet == Rapportenhet::Individ {
            "kon, or nothing"
        } else if is_large(urval, &places) {
            "kon, aldersgrupp, kon and aldersgrupp, utbildningsniva or tid"
        } else {
            "kon or aldersgrupp; more only of the country and of län"
        };
        found.push(STA_02.at("/indelning").value(said).expected(expected));
    }
}

/// Whether the country or län are asked for, and nothing smaller.
fn is_large(urval: &Urval, divided: &[Indelning]) -> bool {
    divided.iter().all(|one| *one == Indelning::Lan)
        && selected(urval).iter().all(|(_, n, place)| *n == 0 || *place == Indelning::Lan)
}

fn periods(namn: Rapportnamn, urval: &Urval, found: &mut Vec<Avvikelse>) {
    let smallest = smallest(namn, urval);
    let persons: Vec<_> = urval.indelning.iter().filter(|one| !one.is_place()).collect();
    let allowed = smallest.has_periods(urval.period)
        && match urval.period {
            Periodslag::Ar => true,
            Periodslag::Halvar => persons.iter().all(|one| **one == Indelning::Kon),
            Periodslag::Manad => persons.is_empty(),
        };
    if !allowed {
        found.push(
            STA_03
                .at("/period")
                .value(urval.period.code())
                .expected("ar; halvar of the country, län and förbund by kön; manad of the country"),
        );
    }
    let person_places = matches!(smallest, Plats::Riket | Plats::Lan(_) | Plats::Forbund(_));
    if urval.enhet == Rapportenhet::Individ && (urval.period != Periodslag::Ar || !person_places) {
        found.push(STA_03.at("/enhet").value("individ").expected("years of the country, län and förbund"));
    }
}

/// A place of the smallest kind that is asked for.
fn smallest(namn: Rapportnamn, urval: &Urval) -> Plats {
    let nothing = uuid::Uuid::nil();
    let mut grupp = Grupp::default();
    let all = divided_places(namn, urval)
        .into_iter()
        .chain(selected(urval).into_iter().filter(|(_, n, _)| *n > 0).map(|it| it.2));
    for place in all {
        match place {
            Indelning::Insats => grupp.insats = Some(crate::id::InsatsId(nothing)),
            Indelning::Kommun => grupp.kommun = Some(crate::geografi::KommunKod::GOTLAND),
            Indelning::Forbund => grupp.forbund = Some(crate::id::ForbundId(nothing)),
            Indelning::Lan => grupp.lan = Some(crate::geografi::LanKod::GOTLAND),
            Indelning::Insatstyp => grupp.insatstyp = Some(crate::insats::Insatstyp::Annan),
            Indelning::Malgrupp => grupp.malgrupp = Some(crate::insats::Malgrupp::Annan),
            _ => {}
        }
    }
    Plats::of(&grupp)
}
