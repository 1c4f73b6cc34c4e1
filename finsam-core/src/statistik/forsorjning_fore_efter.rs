//! Table 13: what people lived on before and after, by group of support.
//!
//! Of those who closed in the year. Someone with several forms of one group counts once in it, with forms of several
//! groups once in each, so shares may sum past 100; someone whose situation after is not known is in `underlag` and in
//! no group after.

use crate::forsorjning::Forsorjningsgrupp;
use crate::insats::Inriktning;

use super::forbehall::{FLERA_KATEGORIER, Forbehall, PER_DELTAGANDE, UTAN_EFTER};
use super::kolumner::Kolumner;
use super::rad::Mattnamn;
use super::rakna::{Raknare, each_closed};
use super::urval::{Grupp, Urval};
use super::{Raknat, row};

/// The groups before, the groups after, the closed, and those of them without a situation after.
const COUNTERS: usize = 18;
const GROUPS: usize = Forsorjningsgrupp::ALL.len();
const CLOSED: usize = 2 * GROUPS;
const UTAN: usize = CLOSED + 1;

/// The groups before lie in one byte of a participation and those after in another.
const _: () = assert!(GROUPS == 8 && COUNTERS == UTAN + 1);

pub(super) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut raknare = Raknare::<COUNTERS>::new(urval.ar.len());
    each_closed(kolumner, &valda, &urval.ar, |sedd| {
        let celler = raknare.of(sedd.ar, sedd.attribut);
        let bits = sedd.grupper.bits();
        for (i, cell) in celler[..CLOSED].iter_mut().enumerate() {
            *cell += u32::from(bits & (1 << i) != 0);
        }
        celler[CLOSED] += 1;
        celler[UTAN] += u32::from(!sedd.attribut.has_efter());
    });
    (rows(&raknare, urval), remarks(&raknare, urval))
}

fn rows(raknare: &Raknare<COUNTERS>, urval: &Urval) -> Vec<super::Rad> {
    let mut rader = Vec::new();
    for (place, ar) in urval.ar.iter().enumerate() {
        for grupp in urval.groups() {
            let sum = raknare.sum(place, grupp);
            for (i, kategori) in Forsorjningsgrupp::ALL.iter().enumerate() {
                let matt = [(Mattnamn::Fore, sum[i]), (Mattnamn::Efter, sum[i + GROUPS])];
                rader.push(row(*ar, grupp, kategori.code(), sum[CLOSED], matt));
            }
        }
    }
    rader
}

fn remarks(raknare: &Raknare<COUNTERS>, urval: &Urval) -> Vec<Forbehall> {
    let mut said = vec![Forbehall::plain(PER_DELTAGANDE), Forbehall::plain(FLERA_KATEGORIER)];
    said.extend(Forbehall::of_years(UTAN_EFTER, &urval.ar, |place| raknare.sum(place, Grupp::ALLA)[UTAN]));
    said
}
