//! Table 8: those who took part by their time in public support before they began; one that is missing is in no category.

use crate::deltagande::TidIOffentligForsorjning;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

pub(in crate::statistik) fn definition() -> Definition {
    let all = TidIOffentligForsorjning::ALL.iter().copied();
    let rad = |kod: TidIOffentligForsorjning| {
        Radmall::of(kod.code(), Kolumn::DELTOG, [(Mattnamn::Deltagare, Kolumn::tid(kod))])
    };
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner: std::iter::once(Kolumn::DELTOG).chain(all.clone().map(Kolumn::tid)).collect(),
            mask: &|sedd: &Sedd<'_>| 1 | sedd.attribut().tid().map_or(0, |kod| 2 << kod as u64),
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
