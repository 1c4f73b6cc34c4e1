//! What became of each group of support, person by person: for whom it stayed, ended or shrank, and who came into it.
//!
//! Of those who closed in the period and had it before. Extent is the sum over the forms of the group. Someone whose
//! situation after is not known is in `underlag` and in no measure. Those new in a group are told beside those who had it,
//! as a share of them that may pass 100.

use crate::forsorjning::Forsorjningsgrupp;
use crate::regel::Text;

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::{FLERA_KATEGORIER, PER_DELTAGANDE, UTAN_EFTER};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

/// What became of a group of support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::statistik) enum Overgang {
    Kvar,
    HeltUpphort,
    Minskad,
    Ny,
}

const NYA: Text = Text {
    sv: "Nya i en försörjning ingår inte i underlag; deras andel är av dem som hade den före.",
    en: "Those new in a support are not in underlag; their share is of those who had it before.",
};

/// The four of each group lie together, so that a byte of groups can be spread over them.
const fn spread(groups: u64, overgang: Overgang) -> u64 {
    let mut bits = 0;
    let mut n = 0;
    while n < 8 {
        bits |= (groups >> n & 1) << (4 * n + overgang as u64);
        n += 1;
    }
    bits
}

pub(in crate::statistik) fn definition() -> Definition {
    const ALL: [Overgang; 4] = [Overgang::Kvar, Overgang::HeltUpphort, Overgang::Minskad, Overgang::Ny];
    let groups = Forsorjningsgrupp::ALL.iter().copied();
    let mut kolumner: Vec<_> =
        groups.clone().flat_map(|grupp| ALL.map(|overgang| Kolumn::overgang(grupp, overgang))).collect();
    kolumner.extend(groups.clone().map(Kolumn::fore));
    kolumner.push(Kolumn::UTAN_EFTER);
    let rad = |grupp| {
        let matt = [Mattnamn::Kvar, Mattnamn::HeltUpphort, Mattnamn::Minskad, Mattnamn::Ny];
        let mut n = 0;
        let matt = matt.map(|namn| {
            n += 1;
            (namn, Kolumn::overgang(grupp, ALL[n - 1]))
        });
        Radmall::of(grupp.code(), Kolumn::fore(grupp), matt)
    };
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner,
            mask: &|sedd: &Sedd<'_>| {
                let bits = u64::from(sedd.grupper().bits());
                let (fore, efter, known) = (bits & 255, bits >> 8, sedd.attribut().has_efter());
                let smaller = u64::from(sedd.minskad());
                let what = if known {
                    spread(fore & efter & !smaller, Overgang::Kvar)
                        | spread(fore & !efter, Overgang::HeltUpphort)
                        | spread(smaller, Overgang::Minskad)
                        | spread(efter & !fore, Overgang::Ny)
                } else {
                    0
                };
                what | fore << 32 | u64::from(!known) << 40
            },
        },
        rader: groups.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE, FLERA_KATEGORIER, NYA],
        utan_efter: Some(UTAN_EFTER),
    }
}
