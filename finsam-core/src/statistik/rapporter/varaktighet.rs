//! Whether results last: those in work or studies some time after the end, of those followed up then.
//!
//! Of those who closed in the period. At 90 days counts the first follow-up made 90 days or more after the end.

use crate::regel::Text;

use crate::statistik::definition::{Definition, Radmall, Visning};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;
use crate::statistik::uppfoljd::Varaktighetstid;

const BARA_UPPFOLJDA: Text = Text {
    sv: "Underlag är bara de som har följts upp; hur det gått för andra är inte känt. Den som avslutades nyligen kan inte ha följts upp än.",
    en: "Underlag is only those who were followed up; how others fare is not known. Who closed lately cannot have been followed up yet.",
};

pub(in crate::statistik) fn definition() -> Definition {
    let all = Varaktighetstid::ALL.iter().copied();
    let rad = |tid: Varaktighetstid| {
        let known = Kolumn::uppfoljd(tid);
        Radmall {
            kategori: tid.to_string(),
            underlag: Some(known),
            matt: vec![
                (Mattnamn::ArbeteEllerStudier, Visning::Antal(Kolumn::arbete_vid(tid), known)),
                (Mattnamn::Uppfoljda, Visning::Antal(known, Kolumn::AVSLUTADE)),
            ],
        }
    };
    let kolumner = all.clone().map(Kolumn::uppfoljd).chain(all.clone().map(Kolumn::arbete_vid));
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner: kolumner.chain([Kolumn::AVSLUTADE]).collect(),
            mask: &|sedd: &Sedd<'_>| u64::from(sedd.uppfoljd().bits()) | 1 << 8,
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE, BARA_UPPFOLJDA],
        utan_efter: None,
    }
}
