//! Table 2: those of 16 to 29 years who took part, and those of them with aktivitetsersättning before.
//!
//! The young are of all who took part, those with aktivitetsersättning of the young.

use crate::tid::Aldersgrupp;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

crate::kodlista! {
    /// The categories of the report on young people.
    pub enum Ungdomskategori = "ungdomskategori", "Unga", "Young people" {
        Unga = "unga_16_29", "Unga 16–29 år", "Young people 16–29";
        Aktivitetsersattning = "varav_aktivitetsersattning", "Varav med aktivitetsersättning före", "Of them with activity compensation before";
    }
}

pub(in crate::statistik) fn definition() -> Definition {
    let (young, activity) = (Kolumn::UNGA, Kolumn::UNGA_AKTIVITETSERSATTNING);
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner: vec![Kolumn::DELTOG, young, activity],
            mask: &|sedd: &Sedd<'_>| {
                let attribut = sedd.attribut();
                match (attribut.aldersgrupp(), attribut.has_aktivitetsersattning()) {
                    (Some(Aldersgrupp::A16Till29), true) => 7,
                    (Some(Aldersgrupp::A16Till29), false) => 3,
                    _ => 1,
                }
            },
        },
        rader: vec![
            Radmall::of(Ungdomskategori::Unga.code(), Kolumn::DELTOG, [(Mattnamn::Deltagare, young)]),
            Radmall::of(Ungdomskategori::Aktivitetsersattning.code(), young, [(Mattnamn::Deltagare, activity)]),
        ],
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
