//! Table 11: work or studies after, and which.
//!
//! Of those who closed in the year. Each part counts those in it: someone who both works and studies counts under each
//! head and once in the whole, so the parts may sum to more than it. One's own business counts as unsubsidised.

use crate::insats::Inriktning;

use super::attribut::{ARBETE_STUDIER, ICKE_SUBVENTIONERAT, STUDIER, SUBVENTIONERAT};
use super::forbehall::{FLERA_KATEGORIER, Forbehall, PER_DELTAGANDE, UTAN_EFTER};
use super::kolumner::Kolumner;
use super::rad::Mattnamn;
use super::rakna::{Raknare, each_closed};
use super::urval::{Grupp, Urval};
use super::{Raknat, row};

crate::kodlista! {
    /// The categories of the reports on work and studies.
    pub enum Arbetskategori = "arbetskategori", "Arbete och studier", "Work and studies" {
        ArbeteEllerStudier = "arbete_eller_studier", "Arbete eller studier", "Work or studies";
        IckeSubventionerat = "icke_subventionerat", "Varav i icke subventionerat arbete, även eget företag", "Of them in unsubsidised work, also own business";
        Subventionerat = "subventionerat", "Varav i subventionerat arbete", "Of them in subsidised work";
        Studier = "studier", "Varav i studier", "Of them in studies";
    }
}

impl Arbetskategori {
    /// The occupations of the category.
    const fn occupations(self) -> u32 {
        match self {
            Self::ArbeteEllerStudier => ARBETE_STUDIER,
            Self::IckeSubventionerat => ICKE_SUBVENTIONERAT,
            Self::Subventionerat => SUBVENTIONERAT,
            Self::Studier => STUDIER,
        }
    }
}

const CLOSED: usize = Arbetskategori::ALL.len();
const UTAN: usize = CLOSED + 1;

pub(super) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut raknare = Raknare::<{ UTAN + 1 }>::new(urval.ar.len());
    each_closed(kolumner, &valda, &urval.ar, |sedd| {
        let celler = raknare.of(sedd.ar, sedd.attribut);
        let efter = sedd.attribut.sysselsattning_efter();
        for (cell, kategori) in celler.iter_mut().zip(Arbetskategori::ALL) {
            *cell += u32::from(efter & kategori.occupations() != 0);
        }
        celler[CLOSED] += 1;
        celler[UTAN] += u32::from(!sedd.attribut.has_efter());
    });
    let mut rader = Vec::new();
    for (place, ar) in urval.ar.iter().enumerate() {
        for grupp in urval.groups() {
            let sum = raknare.sum(place, grupp);
            for (i, kategori) in Arbetskategori::ALL.iter().enumerate() {
                rader.push(row(*ar, grupp, kategori.code(), sum[CLOSED], [(Mattnamn::Efter, sum[i])]));
            }
        }
    }
    let mut forbehall = vec![Forbehall::plain(PER_DELTAGANDE), Forbehall::plain(FLERA_KATEGORIER)];
    forbehall.extend(Forbehall::of_years(UTAN_EFTER, &urval.ar, |place| raknare.sum(place, Grupp::ALLA)[UTAN]));
    (rader, forbehall)
}
