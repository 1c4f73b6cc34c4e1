//! Table 9: those registered, newly enrolled and closed, of those registered.

use crate::regel::Text;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

crate::kodlista! {
    /// The categories of the report on those registered and closed.
    pub enum Registreringskategori = "registreringskategori", "Registrerade och avslutade", "Registered and closed" {
        Registrerade = "registrerade", "Registrerade: deltog under perioden", "Registered: took part in the period";
        Nyinskrivna = "nyinskrivna", "Nyinskrivna: började under perioden", "Newly enrolled: began in the period";
        Avslutade = "avslutade", "Avslutade: slutade under perioden", "Closed: ended in the period";
    }
}

const REGISTRERADE: Text = Text {
    sv: "Registrerade är de som deltog någon dag under perioden. Tryckta tal för 2012 och tidigare är de som började, här nyinskrivna.",
    en: "Registered are those who took part on any day of the period. Printed figures for 2012 and before are those who began, here nyinskrivna.",
};

const KOLUMNER: [Kolumn; 3] = [Kolumn::DELTOG, Kolumn::NYINSKRIVNA, Kolumn::AVSLUTADE];

pub(in crate::statistik) fn definition() -> Definition {
    let rad = |(kategori, kolumn): (&Registreringskategori, Kolumn)| {
        Radmall::of(kategori.code(), Kolumn::DELTOG, [(Mattnamn::Deltagare, kolumn)])
    };
    Definition {
        klassning: Klassning {
            population: Population::Deltog,
            kolumner: KOLUMNER.to_vec(),
            mask: &|sedd: &Sedd<'_>| 1 | u64::from(sedd.is_new()) << 1 | u64::from(sedd.is_closed()) << 2,
        },
        rader: Registreringskategori::ALL.iter().zip(KOLUMNER).map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE, REGISTRERADE],
        utan_efter: None,
    }
}
