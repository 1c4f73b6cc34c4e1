//! Table 9: those registered, newly enrolled and closed, of those registered.

use crate::insats::Inriktning;
use crate::regel::Text;

use super::forbehall::{Forbehall, PER_DELTAGANDE};
use super::kolumner::Kolumner;
use super::rad::Mattnamn;
use super::rakna::{Raknare, each_taking_part};
use super::urval::Urval;
use super::{Raknat, row};

crate::kodlista! {
    /// The categories of the report on those registered and closed.
    pub enum Registreringskategori = "registreringskategori", "Registrerade och avslutade", "Registered and closed" {
        Registrerade = "registrerade", "Registrerade: deltog under året", "Registered: took part in the year";
        Nyinskrivna = "nyinskrivna", "Nyinskrivna: började under året", "Newly enrolled: began in the year";
        Avslutade = "avslutade", "Avslutade: slutade under året", "Closed: ended in the year";
    }
}

const REGISTRERADE: Text = Text {
    sv: "Registrerade är de som deltog någon dag under året. Tryckta tal för 2012 och tidigare är de som började, här nyinskrivna.",
    en: "Registered are those who took part on any day of the year. Printed figures for 2012 and before are those who began, here nyinskrivna.",
};

pub(super) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut raknare = Raknare::<3>::new(urval.ar.len());
    each_taking_part(kolumner, &valda, &urval.ar, |deltog| {
        let celler = raknare.of(deltog.ar, deltog.attribut);
        celler[Registreringskategori::Registrerade as usize] += 1;
        celler[Registreringskategori::Nyinskrivna as usize] += u32::from(deltog.nyinskriven);
        celler[Registreringskategori::Avslutade as usize] += u32::from(deltog.avslutad);
    });
    let mut rader = Vec::new();
    for (place, ar) in urval.ar.iter().enumerate() {
        for grupp in urval.groups() {
            let sum = raknare.sum(place, grupp);
            let registrerade = sum[Registreringskategori::Registrerade as usize];
            for (kategori, antal) in Registreringskategori::ALL.iter().zip(sum) {
                rader.push(row(*ar, grupp, kategori.code(), registrerade, [(Mattnamn::Deltagare, antal)]));
            }
        }
    }
    (rader, vec![Forbehall::plain(PER_DELTAGANDE), Forbehall::plain(REGISTRERADE)])
}
