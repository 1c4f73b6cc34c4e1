//! Table 10: in which kinds of insatser women and men took part: the share of the women and the share of the men.
//!
//! `underlag` is all who took part, women and men together; each measure is of its own kön.

use crate::identitet::Kon;
use crate::insats::{Inriktning, Insatstyp};

use crate::statistik::definition::{Definition, KON, Radmall, Visning};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

/// Bit 0 all, 1 and 2 the kön, then two for each kind.
const FIRST: usize = 3;

pub(in crate::statistik) fn definition() -> Definition {
    let mut kolumner = vec![Kolumn::DELTOG, Kolumn::deltog(Kon::Kvinna), Kolumn::deltog(Kon::Man)];
    kolumner.extend(Insatstyp::ALL.iter().flat_map(|typ| KON.map(|kon| Kolumn::typ(*typ, kon))));
    let matt = |namn, typ, kon| (namn, Visning::Antal(Kolumn::typ(typ, kon), Kolumn::deltog(kon)));
    let rad = |typ: &Insatstyp| Radmall {
        kategori: typ.to_string(),
        underlag: Some(Kolumn::DELTOG),
        matt: vec![matt(Mattnamn::Kvinnor, *typ, Kon::Kvinna), matt(Mattnamn::Man, *typ, Kon::Man)],
    };
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner,
            mask: &|sedd: &Sedd<'_>| {
                let kon = sedd.attribut().kon() as usize;
                let insats = sedd.kolumner.dimensioner.insats(sedd.kolumner.insats[sedd.rad]);
                1 | 2 << kon | insats.map_or(0, |insats| 1 << (FIRST + 2 * insats.typ as usize + kon))
            },
        },
        rader: Insatstyp::ALL.iter().filter(|typ| typ.belongs_to(Inriktning::Individ)).map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
