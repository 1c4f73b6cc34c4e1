//! Everything that may be asked, as equations: who counts in a number, and what is shown of it.

use std::collections::BTreeMap;

use finsam_core::forsorjning::Sysselsattning;
use finsam_core::statistik::{
    Grupp, Indelning, Matt, Mattnamn, Rad, Rapportnamn, Skyddsmetod, Skyddsplaner, Urval, check_urval, fraga_med,
};
use finsam_core::tid::Aldersgrupp;

use super::befolkning::{ALDRAR, AR, EFTER, INSATSER, KOMMUNER, OMRADEN, Register, Slag, TIDER, forbund_id, insats_id};
use crate::Fel;

/// The reports that are asked, each of them in every way that it may be.
const RAPPORTER: [Rapportnamn; 5] = [
    Rapportnamn::RegistreradeOchAvslutade,
    Rapportnamn::ArbeteOchStudierEfter,
    Rapportnamn::SysselsattningForeEfter,
    Rapportnamn::Aldersgrupper,
    Rapportnamn::AvslutPerInsats,
];

/// A number: which kinds of participations count in it, how many do, and whether it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tal {
    pub(super) slag: Vec<usize>,
    pub(super) antal: i64,
    pub(super) visas: bool,
}

/// Everything that is published.
#[derive(Debug)]
pub(super) struct Publicerat {
    /// How many there are of each kind; nobody who attacks knows.
    pub(super) facit: Vec<i64>,
    pub(super) tal: Vec<Tal>,
}

/// Every selection that may be asked of a report.
fn selections(namn: Rapportnamn) -> Vec<Urval> {
    let all = Urval::of_years(AR);
    let mut places = vec![all.clone()];
    places.extend((0..OMRADEN.len()).map(|n| Urval { forbund: vec![forbund_id(n)], ..all.clone() }));
    places.extend((0..INSATSER.len()).map(|n| Urval { insats: vec![insats_id(n)], ..all.clone() }));
    places.extend(KOMMUNER.map(|kod| Urval { kommun: vec![kod], ..all.clone() }));
    let lan = OMRADEN.iter().flat_map(|omrade| omrade.iter().map(|kod| kod.kommun().lan));
    places.extend(lan.map(|kod| Urval { lan: vec![kod], ..all.clone() }));
    let persons = [&[][..], &[Indelning::Kon], &[Indelning::Aldersgrupp], &[Indelning::Kon, Indelning::Aldersgrupp]];
    let divisions =
        [None, Some(Indelning::Lan), Some(Indelning::Forbund), Some(Indelning::Insats), Some(Indelning::Kommun)];
    let mut found = Vec::new();
    for urval in places {
        for (place, persons) in divisions.iter().flat_map(|place| persons.iter().map(move |persons| (place, persons))) {
            let indelning = place.iter().chain(*persons).copied().collect();
            found.push(Urval { indelning, ..urval.clone() }.normalized());
        }
    }
    found.retain(|urval| check_urval(namn, urval).is_empty());
    found
}

/// Asks everything.
pub(super) fn published(register: &Register, skydd: (Skyddsmetod, i64)) -> Result<Publicerat, Fel> {
    let planer = Skyddsplaner::new();
    let facit: Vec<i64> = register.slag.iter().map(|(_, n)| *n).collect();
    let mut shown: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
    for namn in RAPPORTER {
        for urval in selections(namn) {
            let report = fraga_med(namn, &register.kolumner, &urval, skydd, &planer)
                .map_err(|found| format!("{namn}: {found:?}"))?;
            for rad in &report.rader {
                for (slag, visas) in numbers(namn, &urval, rad, register) {
                    *shown.entry(slag).or_default() |= visas;
                }
            }
        }
    }
    let count = |slag: &[usize]| slag.iter().map(|n| facit[*n]).sum();
    let tal = shown.into_iter().map(|(slag, visas)| Tal { antal: count(&slag), slag, visas }).collect();
    Ok(Publicerat { tal, facit })
}

/// The numbers of a row: who counts in each, by this file's own reading of the definitions, and whether it is shown.
fn numbers(namn: Rapportnamn, urval: &Urval, rad: &Rad, register: &Register) -> Vec<(Vec<usize>, bool)> {
    let who = |fits: &dyn Fn(Slag) -> bool| -> Vec<usize> {
        let here = |slag: Slag| is_selected(urval, slag) && is_in(&rad.grupp, slag) && fits(slag);
        register.slag.iter().enumerate().filter(|(_, (slag, _))| here(*slag)).map(|(n, _)| n).collect()
    };
    let base: &dyn Fn(Slag) -> bool = match namn {
        Rapportnamn::RegistreradeOchAvslutade | Rapportnamn::Aldersgrupper => &|slag| took_part(slag, rad.ar),
        Rapportnamn::AvslutPerInsats => {
            &|slag| closed(slag, rad.ar) && insats_id(slag.insats).to_string() == rad.kategori
        }
        _ => &|slag| closed(slag, rad.ar),
    };
    let mut all = vec![(who(base), rad.underlag.is_some())];
    for (matt, value) in &rad.matt.0 {
        if let Matt::Antal(cell) = value {
            all.push((who(&|slag| base(slag) && counts(namn, &rad.kategori, *matt, slag, rad.ar)), !cell.skyddad));
        }
    }
    all
}

fn took_part(slag: Slag, ar: i32) -> bool {
    let ((first, _), last) = TIDER[slag.tid];
    first <= ar && last.is_none_or(|(last, _)| last >= ar)
}

fn closed(slag: Slag, ar: i32) -> bool {
    TIDER[slag.tid].1.is_some_and(|(last, _)| last == ar)
}

/// Whether one who is in `underlag` counts in a measure.
fn counts(namn: Rapportnamn, kategori: &str, matt: Mattnamn, slag: Slag, ar: i32) -> bool {
    let does = |wanted: &[Sysselsattning]| slag.has_ended() && EFTER[slag.efter].iter().any(|one| wanted.contains(one));
    let work = [Sysselsattning::ArbeteSubventionerat, Sysselsattning::Studier];
    match (namn, kategori, matt) {
        (Rapportnamn::RegistreradeOchAvslutade, "nyinskrivna", _) => TIDER[slag.tid].0.0 == ar,
        (Rapportnamn::RegistreradeOchAvslutade, "avslutade", _) => closed(slag, ar),
        (Rapportnamn::RegistreradeOchAvslutade, ..) => true,
        (Rapportnamn::Aldersgrupper, grupp, _) => Aldersgrupp::of(ALDRAR[slag.alder]).code() == grupp,
        (Rapportnamn::AvslutPerInsats, _, Mattnamn::Ovrigt) => !does(&work),
        (_, _, Mattnamn::Fore) => false,
        (Rapportnamn::AvslutPerInsats, _, Mattnamn::ArbeteStudierJobready) | (_, "arbete_eller_studier", _) => {
            does(&work)
        }
        (_, "subventionerat", _) => does(&work[..1]),
        (_, "studier", _) => does(&work[1..]),
        _ => false,
    }
}

fn is_selected(urval: &Urval, slag: Slag) -> bool {
    let forbund = INSATSER[slag.insats];
    let lan = |kod| OMRADEN[forbund].iter().any(|one| one.kommun().lan == kod);
    (urval.forbund.is_empty() || urval.forbund.contains(&forbund_id(forbund)))
        && (urval.insats.is_empty() || urval.insats.contains(&insats_id(slag.insats)))
        && (urval.kommun.is_empty() || urval.kommun.contains(&KOMMUNER[slag.kommun]))
        && (urval.lan.is_empty() || urval.lan.iter().any(|kod| lan(*kod)))
}

fn is_in(grupp: &Grupp, slag: Slag) -> bool {
    let forbund = INSATSER[slag.insats];
    grupp.kon.is_none_or(|kon| kon == slag.kon)
        && grupp.aldersgrupp.is_none_or(|age| age == Aldersgrupp::of(ALDRAR[slag.alder]))
        && grupp.forbund.is_none_or(|id| id == forbund_id(forbund))
        && grupp.insats.is_none_or(|id| id == insats_id(slag.insats))
        && grupp.kommun.is_none_or(|kod| kod == KOMMUNER[slag.kommun])
        && grupp.lan.is_none_or(|kod| OMRADEN[forbund].iter().any(|one| one.kommun().lan == kod))
}
