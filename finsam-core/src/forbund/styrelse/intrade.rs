//! 15 §: an ersättare who takes the place of a ledamot.

use chrono::Months;

use crate::regel::Provning;
use crate::regel::lag::{LAG_15_1, LAG_15_2, LAG_15_3};

use super::{Styrelseuppgift, Uppdrag};

/// For the same member, in the order decided, and for the rest of the term.
pub(super) fn judge(uppgift: &Styrelseuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    for (i, seat) in uppgift.ledamoter.iter().enumerate().filter(|(_, seat)| seat.fran <= datum) {
        let Some(person) = &seat.intradd_for else { continue };
        // The seat left is the last of that person's before this one.
        let left = uppgift.ledamoter.iter().filter(|other| other.person == *person && other.fran < seat.fran);
        if let Some(left) = left.max_by_key(|other| other.fran) {
            one(&format!("/ledamoter/{i}"), seat, left, provning);
        }
        order(&format!("/ledamoter/{i}"), seat, &uppgift.ersattare, provning);
    }
}

fn one(place: &str, seat: &Uppdrag, left: &Uppdrag, provning: &mut Provning) {
    if left.utsedd_av != seat.utsedd_av {
        provning.note_on(seat.fran, &LAG_15_1, format!("{place}/utseddAv"), |found| {
            found.value(seat.utsedd_av).expected(left.utsedd_av.to_string())
        });
    }
    // When a ledamot leaves, the last day becomes that of leaving. No term is longer than four years from its first.
    let term = left.fran.checked_add_months(Months::new(48)).and_then(|day| day.pred_opt());
    if let (Some(term), Some(till)) = (term, seat.till)
        && till > term
    {
        provning.note_on(seat.fran, &LAG_15_3, format!("{place}/till"), |found| {
            found
                .value(till)
                .expected(format!("no later than {term}, four years from the first day of the predecessor"))
        });
    }
}

/// Of the member's ersättare on the day before, the one who steps in stands first.
fn order(place: &str, seat: &Uppdrag, ersattare: &[Uppdrag], provning: &mut Provning) {
    let Some(eve) = seat.fran.pred_opt() else { return };
    let of_the_member = || ersattare.iter().filter(|e| e.utsedd_av == seat.utsedd_av && e.period().contains(eve));
    let own = of_the_member().find(|e| e.person == seat.person).and_then(|e| e.ordning);
    let first = of_the_member().filter_map(|e| e.ordning).min();
    if let (Some(own), Some(first)) = (own, first)
        && own > first
    {
        provning.note_on(seat.fran, &LAG_15_2, format!("{place}/person"), |found| {
            found.value(i64::from(own)).expected(format!("the ersättare with place {first}"))
        });
    }
}
