//! Everything that a förbund is held against as of a day, in one list.

use chrono::{Datelike, NaiveDate};

use crate::ekonomi::{Budget, Utfall, judge_budget, judge_utfall};
use crate::forbund::revision::Revision;
use crate::forbund::styrelse::Styrelse;
use crate::forbund::{self, Forbundsuppgift, revision, styrelse};
use crate::insats::{self, Insats};
use crate::regel::Avvikelse;

/// A förbund with what the register has about it.
#[derive(Debug, Clone, Copy)]
pub struct Underlag<'a> {
    /// The förbund.
    pub forbund: &'a Forbundsuppgift,
    /// The other förbund, whose areas it may not share.
    pub others: &'a [Forbundsuppgift],
    /// Its board, if it is registered.
    pub styrelse: Option<&'a Styrelse>,
    /// Its audit, if it is registered.
    pub revision: Option<&'a Revision>,
    /// Its budgets.
    pub budgetar: &'a [Budget],
    /// Its outcomes.
    pub utfall: &'a [Utfall],
    /// Its insatser.
    pub insatser: &'a [Insats],
}

/// What is found as of a day: nothing outside the life of the förbund.
///
/// Budgets are those of the year and of the next, the outcome is that of the year before, insatser are those that run.
/// A pointer goes from the förbund on: into itself, or below `/styrelse`, `/revisorer`, `/budgetar/2016`, `/utfall/2015`
/// and `/insatser/<id>`.
#[must_use]
pub fn judge(underlag: &Underlag<'_>, datum: NaiveDate) -> Vec<Avvikelse> {
    let forbund = underlag.forbund;
    if !forbund.life().contains(datum) {
        return Vec::new();
    }
    let mut found = forbund::judge(forbund, underlag.others, datum);
    let mut add = |prefix: String, more: Vec<Avvikelse>| found.extend(more.into_iter().map(|one| one.below(&prefix)));
    if let Some(board) = underlag.styrelse {
        add("/styrelse".to_owned(), styrelse::judge(&board.uppgift, forbund, datum));
    }
    if let Some(audit) = underlag.revision {
        add("/revisorer".to_owned(), revision::judge(&audit.uppgift, forbund, datum));
    }
    let ar = datum.year();
    for budget in underlag.budgetar.iter().filter(|budget| [ar, ar + 1].contains(&budget.ar)) {
        add(format!("/budgetar/{}", budget.ar), judge_budget(budget, forbund, datum));
    }
    for utfall in underlag.utfall.iter().filter(|utfall| utfall.ar == ar - 1) {
        add(format!("/utfall/{}", utfall.ar), judge_utfall(utfall, forbund, datum));
    }
    for one in underlag.insatser {
        add(format!("/insatser/{}", one.id), insats::judge(&one.uppgift, forbund, datum));
    }
    found
}
