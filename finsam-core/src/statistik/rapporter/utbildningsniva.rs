//! Table 7: those who took part by highest level of education; one that is missing is `uppgift_saknas`.

use crate::deltagande::Utbildningsniva;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

pub(in crate::statistik) fn definition() -> Definition {
    let all = Utbildningsniva::ALL.iter().copied();
    let rad = |kod: Utbildningsniva| {
        Radmall::of(kod.code(), Kolumn::DELTOG, [(Mattnamn::Deltagare, Kolumn::utbildning(kod))])
    };
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner: std::iter::once(Kolumn::DELTOG).chain(all.clone().map(Kolumn::utbildning)).collect(),
            mask: &|sedd: &Sedd<'_>| {
                let kod = sedd.attribut().utbildningsniva().unwrap_or(Utbildningsniva::UppgiftSaknas);
                1 | 2 << kod as u64
            },
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
