//! Tables 4 and 5: insatser whose period overlaps the report's, by inriktning and kind, of those of the inriktning.

use crate::insats::{Inriktning, Insatstyp};
use crate::statistik::Raknat;
use crate::statistik::definition::empty_row;
use crate::statistik::grupp::Platsgrupper;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::{Cell, Matt, Mattnamn, Rad};
use crate::statistik::urval::Urval;
use crate::tid::Period;

/// Every kind of every inriktning.
pub(in crate::statistik) fn kinds() -> impl Iterator<Item = (Inriktning, Insatstyp)> {
    let typer = |inriktning: Inriktning| Insatstyp::ALL.iter().filter(move |typ| typ.belongs_to(inriktning));
    Inriktning::ALL.iter().flat_map(move |inriktning| typer(*inriktning).map(|typ| (*inriktning, *typ)))
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let plats = Platsgrupper::of(kolumner, urval);
    let valda = Inriktning::ALL.iter().map(|one| kolumner.dimensioner.selected(urval, *one));
    let valda = valda.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| *a || *b).collect()).unwrap_or_default();
    let mut rader = Vec::new();
    for period in Rapportperiod::of_years(&urval.ar, urval.period) {
        let mut antal = vec![[[0_i64; Insatstyp::ALL.len()]; 2]; plats.grupper.len()];
        let days = period.days().map(|(first, last)| Period::new(first, Some(last)));
        for (index, _, insats) in kolumner.dimensioner.insatser() {
            if !valda[index as usize] || !days.is_some_and(|days| insats.life.overlaps(days)) {
                continue;
            }
            for place in plats.places_of_counts(index).unwrap_or_default() {
                antal[*place as usize][insats.inriktning as usize][insats.typ as usize] += 1;
            }
        }
        for (grupp, antal) in plats.grupper.iter().zip(&antal) {
            rader.extend(kinds().map(|(inriktning, typ)| {
                let antal = antal[inriktning as usize];
                let underlag = Some(antal.iter().sum());
                let cell = Cell::of(Some(antal[typ as usize]), underlag);
                let matt = vec![(Mattnamn::Insatser, Matt::Antal(cell))];
                Rad { underlag, ..empty_row(period, *grupp, &format!("{inriktning}.{typ}"), matt) }
            }));
        }
    }
    (rader, Vec::new())
}
