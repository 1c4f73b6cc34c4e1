//! Table 14: people reached by structural insatser, by kind, of all who were reached.
//!
//! They are told by insats and the first day of a period, with no kön or age.

use crate::insats::{Inriktning, Insatstyp};
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::empty_row;
use crate::statistik::forbehall::Forbehall;
use crate::statistik::grupp::{Grupp, Gruppering};
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::{Cell, Matt, Mattnamn, Rad};
use crate::statistik::urval::Urval;

const UPPREPNING: Text = Text {
    sv: "Den som nåtts av flera insatser, eller i flera perioder, räknas varje gång.",
    en: "Who was reached by several insatser, or in several periods, counts each time.",
};

/// How many were reached in a period by those chosen of the selected insatser, by group; `None` where kön or age is asked,
/// or the kommun of participants, and anyone was reached.
pub(super) fn reached(
    kolumner: &Kolumner,
    period: Rapportperiod,
    gruppering: &Gruppering,
    valda: &[bool],
    chosen: impl Fn(Insatstyp) -> bool,
) -> Vec<Option<i64>> {
    let width = gruppering.person.grupper.len();
    let mut told = vec![Some(0); gruppering.len()];
    let fits =
        |insats: u32| valda[insats as usize] && kolumner.dimensioner.insats(insats).is_some_and(|it| chosen(it.typ));
    for ((insats, fran), antal) in &kolumner.dimensioner.strukturdeltagande {
        if !fits(*insats) || Rapportperiod::containing(*fran, period.slag) != period || *antal == 0 {
            continue;
        }
        let Some(places) = gruppering.plats.places_of_counts(*insats) else { return vec![None; gruppering.len()] };
        for plats in places {
            for (told, person) in told[*plats as usize * width..].iter_mut().zip(&gruppering.person.grupper) {
                *told = if *person == Grupp::default() { told.map(|sum| sum + antal) } else { None };
            }
        }
    }
    told
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let gruppering = Gruppering::of(kolumner, urval);
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Struktur);
    let groups: Vec<_> = gruppering.groups().collect();
    let typer: Vec<_> = Insatstyp::ALL.iter().filter(|typ| typ.belongs_to(Inriktning::Struktur)).collect();
    let mut rader = Vec::new();
    for period in Rapportperiod::of_years(&urval.ar, urval.period) {
        let reached = |chosen: &dyn Fn(Insatstyp) -> bool| reached(kolumner, period, &gruppering, &valda, chosen);
        let alla = reached(&|_| true);
        let per_typ: Vec<_> = typer.iter().map(|typ| reached(&|it| it == **typ)).collect();
        for (n, grupp) in groups.iter().enumerate() {
            rader.extend(typer.iter().zip(&per_typ).map(|(typ, antal)| {
                let matt = vec![(Mattnamn::Deltagare, Matt::Antal(Cell::of(antal[n], alla[n])))];
                Rad { underlag: alla[n], ..empty_row(period, *grupp, typ.code(), matt) }
            }));
        }
    }
    (rader, vec![Forbehall::plain(UPPREPNING)])
}
