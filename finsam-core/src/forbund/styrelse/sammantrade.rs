//! 19 and 19 a §§: the meetings of the board up to the day asked about, each by its own day.

use crate::forbund::Forbundsuppgift;
use crate::part::Partslag;
use crate::regel::Provning;
use crate::regel::lag::{LAG_19_1, LAG_19_2, LAG_19_3, LAG_19A_1};

use super::{Sammantrade, Styrelseuppgift};

/// Quorum, how many may serve, notice of the minutes, and taking part by sound alone.
pub(super) fn judge(uppgift: &Styrelseuppgift, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    for (i, mote) in uppgift.sammantraden.iter().enumerate().filter(|(_, mote)| mote.datum <= datum) {
        let ledamoter = uppgift.ledamoter.iter().filter(|seat| seat.period().contains(mote.datum)).count();
        if ledamoter > 0 && 2 * usize::from(mote.tjanstgorande) <= ledamoter {
            provning.note_on(mote.datum, &LAG_19_1, format!("/sammantraden/{i}/tjanstgorande"), |found| {
                found.value(i64::from(mote.tjanstgorande)).expected(format!("more than half of {ledamoter}"))
            });
        }
        if ledamoter > 0 && usize::from(mote.tjanstgorande) > ledamoter {
            provning.note_on(mote.datum, &LAG_19_3, format!("/sammantraden/{i}/tjanstgorande"), |found| {
                found.value(i64::from(mote.tjanstgorande)).expected(format!("at most {ledamoter}"))
            });
        }
        announced(i, mote, forbund, provning);
        if mote.enbart_ljud {
            provning
                .note_on(mote.datum, &LAG_19A_1, format!("/sammantraden/{i}/enbartLjud"), |found| found.value(true));
        }
    }
}

fn announced(i: usize, mote: &Sammantrade, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let Some(where_to) = &mote.justering_anslagen else { return };
    for member in forbund.members_on(mote.datum) {
        let has_a_board = matches!(member.slag(), Partslag::Kommun | Partslag::Region);
        if has_a_board && !where_to.contains(&member) {
            provning.note_on(mote.datum, &LAG_19_2, format!("/sammantraden/{i}/justeringAnslagen"), |found| {
                found.value(member).expected("every kommun and region that is a member")
            });
        }
    }
}
