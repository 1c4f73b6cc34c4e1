//! Table 11: work or studies after, and which.
//!
//! Of those who closed in the period. Each part counts those in it: someone who both works and studies counts under each
//! head and once in the whole, so the parts may sum to more than it. One's own business counts as unsubsidised.

use crate::statistik::attribut::{ARBETE_STUDIER, ICKE_SUBVENTIONERAT, STUDIER, SUBVENTIONERAT};
use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::{FLERA_KATEGORIER, PER_DELTAGANDE, UTAN_EFTER};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

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
    const fn kolumn(self) -> Kolumn {
        match self {
            Self::ArbeteEllerStudier => Kolumn::ARBETE_EFTER,
            Self::IckeSubventionerat => Kolumn::ICKE_SUBVENTIONERAT,
            Self::Subventionerat => Kolumn::SUBVENTIONERAT,
            Self::Studier => Kolumn::STUDIER,
        }
    }
}

pub(in crate::statistik) fn definition() -> Definition {
    let all = Arbetskategori::ALL.iter().copied();
    let rad = |kategori: Arbetskategori| {
        Radmall::of(kategori.code(), Kolumn::AVSLUTADE, [(Mattnamn::Efter, kategori.kolumn())])
    };
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner: all.clone().map(Arbetskategori::kolumn).chain([Kolumn::AVSLUTADE, Kolumn::UTAN_EFTER]).collect(),
            mask: &|sedd: &Sedd<'_>| {
                let efter = sedd.attribut().sysselsattning_efter();
                let parts = [ARBETE_STUDIER, ICKE_SUBVENTIONERAT, SUBVENTIONERAT, STUDIER];
                let parts = (0..).zip(parts).fold(0, |bits, (n, part)| bits | u64::from(efter & part != 0) << n);
                parts | 1 << 4 | u64::from(!sedd.attribut().has_efter()) << 5
            },
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE, FLERA_KATEGORIER],
        utan_efter: Some(UTAN_EFTER),
    }
}
