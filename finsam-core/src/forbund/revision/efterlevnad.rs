//! Whether the audit of a förbund follows the act as of a day.

use chrono::NaiveDate;

use crate::forbund::Forbundsuppgift;
use crate::part::{PartKod, Partslag};
use crate::regel::lag::{LAG_25_1, LAG_25_2, LAG_25_3, LAG_25_4, LAG_25_5, LAG_26_1, LAG_26_2};
use crate::regel::{Avvikelse, Provning};
use crate::tid::day;

use super::{Revisionsberattelse, Revisionsuppgift, Revisor};

/// From when one auditor is appointed for both agencies, and kommuner and regioner may agree on common ones.
const GEMENSAM: NaiveDate = day(2008, 1, 1);

/// What is found in the audit of a förbund as of a day: nothing outside its life, and nothing on a day on which no
/// auditor is registered. Pointers go into the audit.
#[must_use]
pub fn judge(uppgift: &Revisionsuppgift, forbund: &Forbundsuppgift, datum: NaiveDate) -> Vec<Avvikelse> {
    let mut provning = Provning::new(datum);
    let serving: Vec<(usize, &Revisor)> =
        uppgift.revisorer.iter().enumerate().filter(|(_, one)| one.period().contains(datum)).collect();
    if !forbund.life().contains(datum) || serving.is_empty() {
        return Vec::new();
    }
    for member in forbund.members_on(datum) {
        one_for_each(member, &serving, &mut provning);
    }
    for (i, one) in &serving {
        in_common(*i, one, forbund, &mut provning);
        if !forbund.has_member_on(one.utsedd_av, one.fran) {
            provning.note_on(one.fran, &LAG_25_5, format!("/revisorer/{i}/utseddAv"), |found| {
                found.value(one.utsedd_av).expected("a member of the förbund")
            });
        }
    }
    in_time(uppgift, forbund, &mut provning);
    for (i, one) in uppgift.berattelser.iter().enumerate().filter(|(_, one)| one.datum <= datum) {
        report(i, one, forbund, &mut provning);
    }
    provning.into_found()
}

/// Försäkringskassan and Arbetsförmedlingen.
const fn is_agency(part: PartKod) -> bool {
    matches!(part, PartKod::Forsakringskassan | PartKod::Arbetsformedlingen)
}

/// From 2008 the two agencies have one auditor in common, appointed by Försäkringskassan.
fn one_for_each(member: PartKod, serving: &[(usize, &Revisor)], provning: &mut Provning) {
    let of_member = || serving.iter().filter(|(_, one)| one.raknar_for.contains(&member));
    if of_member().next().is_none() {
        provning.note(&LAG_25_1, "/revisorer", |found| {
            found.value(member).expected(format!("an auditor on behalf of {member}"))
        });
    } else if is_agency(member) && !of_member().any(|(_, one)| one.utsedd_av == PartKod::Forsakringskassan) {
        provning.note(&LAG_25_2, "/revisorer", |found| {
            found.value(member).expected("one auditor for both, appointed by forsakringskassan")
        });
    }
}

/// An auditor of several kommuner and regioner.
fn in_common(i: usize, one: &Revisor, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let elected = |part: &&PartKod| matches!(part.slag(), Partslag::Kommun | Partslag::Region);
    if one.raknar_for.iter().filter(elected).count() < 2 {
        return;
    }
    let ordning = forbund.forbundsordning.as_ref();
    let agreed = ordning.is_none_or(|ordning| ordning.gemensamma_revisorer);
    if one.fran < GEMENSAM || !agreed {
        provning.note_on(one.fran, &LAG_25_3, format!("/revisorer/{i}/raknarFor"), |found| {
            found.expected("one kommun or region, or gemensammaRevisorer in the förbundsordning, from 2008-01-01")
        });
    }
}

/// A förbund has its first auditor when it is formed.
fn in_time(uppgift: &Revisionsuppgift, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let first = uppgift.revisorer.iter().map(|one| one.fran).min();
    if let (Some(first), Some(formed)) = (first, forbund.bildat)
        && first > formed
    {
        provning.note_on(formed, &LAG_25_4, "/revisorer", |found| {
            found.value(first).expected(format!("no later than {formed}"))
        });
    }
}

/// 26 §: to the board, to every member and to Arbetsförmedlingen; and every member decides by itself.
fn report(i: usize, one: &Revisionsberattelse, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let place = format!("/berattelser/{i}");
    if !one.till_styrelsen {
        provning.note_on(one.datum, &LAG_26_1, format!("{place}/tillStyrelsen"), |found| {
            found.value(false).expected("true")
        });
    }
    let members = forbund.members_on(one.datum);
    let agency = [PartKod::Arbetsformedlingen];
    let also = agency.iter().filter(|part| part.exists_on(one.datum) && !members.contains(part));
    for part in members.iter().chain(also).filter(|part| !one.till_parter.contains(part)) {
        provning.note_on(one.datum, &LAG_26_1, format!("{place}/tillParter"), |found| {
            found.value(*part).expected("the board, every member and arbetsformedlingen")
        });
    }
    for part in members.iter().filter(|part| !one.ansvarsfrihet.iter().any(|decision| decision.part == **part)) {
        provning.note(&LAG_26_2, format!("{place}/ansvarsfrihet"), |found| {
            found.value(*part).expected("a decision of its own")
        });
    }
}
