//! Table 12: work or studies before and after.
//!
//! Of those who closed in the year; extent makes no difference. Someone whose situation after is not known is in
//! `underlag` and not among those in work or studies after.

use crate::insats::Inriktning;

use super::attribut::ARBETE_STUDIER;
use super::forbehall::{Forbehall, PER_DELTAGANDE, UTAN_EFTER};
use super::kolumner::Kolumner;
use super::rad::Mattnamn;
use super::rakna::{Raknare, each_closed};
use super::urval::{Grupp, Urval};
use super::{Arbetskategori, Raknat, row};

const FORE: usize = 0;
const EFTER: usize = 1;
const CLOSED: usize = 2;
const UTAN: usize = 3;

pub(super) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut raknare = Raknare::<4>::new(urval.ar.len());
    each_closed(kolumner, &valda, &urval.ar, |sedd| {
        let celler = raknare.of(sedd.ar, sedd.attribut);
        celler[FORE] += u32::from(sedd.attribut.sysselsattning_fore() & ARBETE_STUDIER != 0);
        celler[EFTER] += u32::from(sedd.attribut.sysselsattning_efter() & ARBETE_STUDIER != 0);
        celler[CLOSED] += 1;
        celler[UTAN] += u32::from(!sedd.attribut.has_efter());
    });
    let mut rader = Vec::new();
    for (place, ar) in urval.ar.iter().enumerate() {
        for grupp in urval.groups() {
            let sum = raknare.sum(place, grupp);
            let matt = [(Mattnamn::Fore, sum[FORE]), (Mattnamn::Efter, sum[EFTER])];
            rader.push(row(*ar, grupp, Arbetskategori::ArbeteEllerStudier.code(), sum[CLOSED], matt));
        }
    }
    let mut forbehall = vec![Forbehall::plain(PER_DELTAGANDE)];
    forbehall.extend(Forbehall::of_years(UTAN_EFTER, &urval.ar, |place| raknare.sum(place, Grupp::ALLA)[UTAN]));
    (rader, forbehall)
}
