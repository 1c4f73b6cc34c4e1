//! Table 12: work or studies before and after.
//!
//! Of those who closed in the period; extent makes no difference. Someone whose situation after is not known is in
//! `underlag` and not among those in work or studies after.

use super::Arbetskategori;
use crate::statistik::attribut::ARBETE_STUDIER;
use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::{PER_DELTAGANDE, UTAN_EFTER};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

pub(in crate::statistik) fn definition() -> Definition {
    let matt = [(Mattnamn::Fore, Kolumn::ARBETE_FORE), (Mattnamn::Efter, Kolumn::ARBETE_EFTER)];
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner: vec![Kolumn::ARBETE_FORE, Kolumn::ARBETE_EFTER, Kolumn::AVSLUTADE, Kolumn::UTAN_EFTER],
            mask: &|sedd: &Sedd<'_>| {
                let attribut = sedd.attribut();
                u64::from(attribut.sysselsattning_fore() & ARBETE_STUDIER != 0)
                    | u64::from(attribut.sysselsattning_efter() & ARBETE_STUDIER != 0) << 1
                    | 1 << 2
                    | u64::from(!attribut.has_efter()) << 3
            },
        },
        rader: vec![Radmall::of(Arbetskategori::ArbeteEllerStudier.code(), Kolumn::AVSLUTADE, matt)],
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: Some(UTAN_EFTER),
    }
}
