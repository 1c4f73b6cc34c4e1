//! How the life of a förbund changes: members leave, and several förbund become one.
//!
//! Forming a förbund and taking in a member are registered as they are, with their dates. These two are more than one
//! date, and follow from each other here.

use chrono::{Months, NaiveDate};

use crate::id::ForbundId;
use crate::part::PartKod;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_02, REG_26, REG_27, REG_28};

use super::{Forbund, Forbundsordning, Forbundsuppgift, Medlemskap, Omrade};

/// A member gives notice and leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Uttrade {
    /// The member.
    pub part: PartKod,
    /// When it gave notice.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub uppsagd: NaiveDate,
    /// Its last day as a member; when absent, the last of the notice: three years, or less by the förbundsordning.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub sista_dag: Option<NaiveDate>,
}

/// The förbund with the membership ended. A notice shorter than 27 § asks is no fault here: it is found when the förbund
/// is judged.
///
/// # Errors
///
/// REG-26 when the part is not a member on the day of notice, or has left already; REG-01 when its last day lies before
/// the notice.
pub fn leave(uppgift: &Forbundsuppgift, uttrade: &Uttrade) -> Result<Forbundsuppgift, Vec<Avvikelse>> {
    let months = uppgift.forbundsordning.as_ref().map_or(36, Forbundsordning::uppsagningstid);
    let notice = uttrade.uppsagd.checked_add_months(Months::new(months.into())).and_then(|day| day.pred_opt());
    let last = uttrade.sista_dag.or(notice).unwrap_or(NaiveDate::MAX);
    if last < uttrade.uppsagd {
        let expected = format!("no earlier than {}", uttrade.uppsagd);
        return Err(vec![REG_01.at("/sistaDag").value(last).expected(expected)]);
    }
    let mut after = uppgift.clone();
    let membership = after.medlemmar.iter_mut().find(|m| m.part == uttrade.part && m.holds_on(uttrade.uppsagd));
    let Some(membership) = membership.filter(|membership| membership.till.is_none()) else {
        return Err(vec![REG_26.at("/part").value(uttrade.part).expected("a member that has not left").saying(
            "Parten är inte medlem på uppsägningsdagen, eller har redan utträtt.",
            "The part is not a member on the day of notice, or has left already.",
        )]);
    };
    membership.till = Some(last);
    membership.uppsagd = Some(uttrade.uppsagd);
    Ok(after)
}

/// Several förbund go up in one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sammanslagning {
    /// Those that go up in it, 1-20.
    pub forbund: Vec<ForbundId>,
    /// The first day of them as one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
}

/// Everything that keeps the merger from being registered. `from` are those named, in order; `None` where the register
/// has no such förbund.
#[must_use]
pub fn validate_merger(
    id: ForbundId,
    into: &Forbundsuppgift,
    sammanslagning: &Sammanslagning,
    from: &[Option<Forbund>],
) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    let (ids, datum) = (&sammanslagning.forbund, sammanslagning.datum);
    if !(1..=20).contains(&ids.len()) {
        found.push(REG_27.at("/forbund").expected("1-20 förbund"));
    }
    if !into.life().contains(datum) {
        found.push(REG_02.at("/datum").value(datum).saying(
            "Förbundet som de går upp i ska finnas den dagen.",
            "The förbund that they become must exist on that day.",
        ));
    }
    for (i, one) in ids.iter().enumerate() {
        let pekare = format!("/forbund/{i}");
        if *one == id || ids[..i].contains(one) {
            found.push(REG_28.at(pekare).value(one.to_string()).expected("other förbund, each once"));
            continue;
        }
        let lives = |forbund: &&Forbund| {
            let on_the_eve = datum.pred_opt().is_some_and(|eve| forbund.uppgift.life().contains(eve));
            on_the_eve && forbund.ersatt_av.is_empty()
        };
        if from.get(i).and_then(Option::as_ref).filter(lives).is_none() {
            found.push(
                REG_26
                    .at(pekare)
                    .value(one.to_string())
                    .expected("a förbund that exists on the day before and has gone up in none")
                    .saying(
                        "Förbundet finns inte dagen före, eller har redan gått upp i ett annat.",
                        "The förbund does not exist on the day before, or has gone up in another already.",
                    ),
            );
        }
    }
    found
}

/// The one and those that went up in it. Their members and areas become its own from the day on; theirs end on the day
/// before. What it has already stays as it is.
#[must_use]
pub fn merge(
    into: &Forbundsuppgift,
    from: &[Forbundsuppgift],
    datum: NaiveDate,
) -> (Forbundsuppgift, Vec<Forbundsuppgift>) {
    let eve = datum.pred_opt().unwrap_or(datum);
    let mut one = into.clone();
    for old in from {
        for part in old.members_on(eve) {
            if !one.has_member_on(part, datum) {
                one.medlemmar.push(Medlemskap::new(part, Some(datum)));
            }
        }
        for omrade in &old.omrade {
            if !one.omrade.iter().any(|has| covers(has, omrade)) {
                one.omrade.push(omrade.clone());
            }
        }
    }
    (one, from.iter().map(|old| ended(old, eve)).collect())
}

fn covers(has: &Omrade, omrade: &Omrade) -> bool {
    has.kommunkod == omrade.kommunkod && (has.kommundel.is_none() || has.kommundel == omrade.kommundel)
}

fn ended(old: &Forbundsuppgift, eve: NaiveDate) -> Forbundsuppgift {
    let mut old = old.clone();
    old.upphort = Some(eve);
    for medlem in old.medlemmar.iter_mut().filter(|medlem| medlem.holds_on(eve)) {
        medlem.till = Some(eve);
    }
    old
}
