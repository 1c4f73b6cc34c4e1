//! Table 13: what people lived on before and after, by group of support.
//!
//! Of those who closed in the period. Someone with several forms of one group counts once in it, with forms of several
//! groups once in each, so shares may sum past 100; someone whose situation after is not known is in `underlag` and in
//! no group after.

use crate::forsorjning::Forsorjningsgrupp;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::{FLERA_KATEGORIER, PER_DELTAGANDE, UTAN_EFTER};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

/// The groups before lie in one byte of a participation and those after in another.
const _: () = assert!(Forsorjningsgrupp::ALL.len() == 8);

pub(in crate::statistik) fn definition() -> Definition {
    let groups = Forsorjningsgrupp::ALL.iter().copied();
    let mut kolumner: Vec<_> = groups.clone().map(Kolumn::fore).chain(groups.clone().map(Kolumn::efter)).collect();
    kolumner.extend([Kolumn::AVSLUTADE, Kolumn::UTAN_EFTER]);
    let rad = |grupp: Forsorjningsgrupp| {
        let matt = [(Mattnamn::Fore, Kolumn::fore(grupp)), (Mattnamn::Efter, Kolumn::efter(grupp))];
        Radmall::of(grupp.code(), Kolumn::AVSLUTADE, matt)
    };
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner,
            mask: &|sedd: &Sedd<'_>| {
                u64::from(sedd.grupper().bits()) | 1 << 16 | u64::from(!sedd.attribut().has_efter()) << 17
            },
        },
        rader: groups.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE, FLERA_KATEGORIER],
        utan_efter: Some(UTAN_EFTER),
    }
}
