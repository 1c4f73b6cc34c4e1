//! Table 6: those who took part by age group on their first day.

use crate::tid::Aldersgrupp;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

pub(in crate::statistik) fn definition() -> Definition {
    let all = Aldersgrupp::ALL.iter().copied();
    let rad = |kod: Aldersgrupp| Radmall::of(kod.code(), Kolumn::DELTOG, [(Mattnamn::Deltagare, Kolumn::alder(kod))]);
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner: std::iter::once(Kolumn::DELTOG).chain(all.clone().map(Kolumn::alder)).collect(),
            mask: &|sedd: &Sedd<'_>| 1 | sedd.attribut().aldersgrupp().map_or(0, |kod| 2 << kod as u64),
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
