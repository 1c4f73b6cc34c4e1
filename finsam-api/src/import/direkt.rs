//! An import that is answered at once: judged whole, written in one transaction.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use finsam_core::part::PartKod;
use finsam_core::protokoll::{Atomicitet, Importantal, Importlage, Radresultat, Radutfall};
use finsam_store::UnitOfWork;
use finsam_store::rum::Importinnehall;

use super::avstamning::{Avstamma, Avstamningsfel};
use super::avvisade::{gather, person_in};
use super::planera::plan;
use super::{Bedomda, Granskare, Importfraga, Kalla};
use crate::app::App;
use crate::extract::Anropare;
use crate::las::{Format, Lasfel, Limits, Post, for_each};

/// What became of an import, not yet committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direktsvar {
    /// What has been counted.
    pub antal: Importantal,
    /// Every row.
    pub rader: Vec<Radresultat>,
    /// What reconciliation removed, as rows after the records.
    pub utanfor: Vec<Radresultat>,
    /// Whether what was done in the unit of work is to be kept.
    pub behall: bool,
    /// Whether the rows are a plan that can be carried out.
    pub planerad: bool,
}

/// Who sends an import.
#[derive(Debug, Clone, Copy)]
pub struct Avsandare<'a> {
    /// The caller.
    pub anropare: &'a Anropare,
    /// The part that it acts for.
    pub part: PartKod,
}

/// Judges every record of a body that is small enough to hold in memory.
///
/// # Errors
/// When the body as a whole cannot be read.
pub fn judge_all(granskare: &Granskare, kalla: &Kalla, format: Format) -> Result<Bedomda, Lasfel> {
    let mut all = Bedomda::default();
    for_each(format, kalla.open()?, &granskare.limits(), &mut |post| {
        granskare.judge(&post, &mut all);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// Carries out judged records in a unit of work; the caller commits it when [`Direktsvar::behall`] says so.
///
/// # Errors
/// What the store says; and what keeps it from being reconciled, with nothing written.
pub async fn run_direct(
    unit: &mut dyn UnitOfWork,
    avsandare: &Avsandare<'_>,
    fraga: Importfraga,
    avstamma: Option<Avstamma<'_>>,
    bedomda: Bedomda,
) -> Result<Direktsvar, Avstamningsfel> {
    // First, so that what is sent under a new key is not in its own way.
    let mut utanfor = match avstamma {
        Some(avstamma) => avstamma.remove_missing(unit, &bedomda).await?,
        None => Vec::new(),
    };
    let validates = fraga.importlage == Importlage::Validera;
    let all = fraga.atomicitet == Atomicitet::Allt;
    // What is not to be kept is tried all the same: so every refusal comes at once, those too that only the register
    // knows of. Without a key nothing can be compared with what is kept; the other rules have been asked.
    let tries = validates || all && bedomda.any_refused();
    let plans = fraga.importlage == Importlage::Plan;
    let mut rader = if tries && bedomda.lacks_key() {
        bedomda.not_carried_out()
    } else if plans {
        plan(unit, avsandare, fraga.strategi, bedomda).await?
    } else {
        bedomda.write(unit, avsandare, fraga.strategi, &mut Importantal::default(), |_| true).await?.rader
    };
    let refused = rader.iter().any(|rad| rad.utfall == Radutfall::Avvisad);
    let sound = rader.iter().any(|rad| rad.utfall != Radutfall::Avvisad);
    let planerad = plans && (sound || !refused || !utanfor.is_empty()) && !(all && refused);
    let behall = !(validates || plans || all && refused);
    if !(behall || planerad) {
        rader.iter_mut().for_each(take_back);
    }
    if !(behall || planerad || validates) {
        utanfor.clear();
    }
    let mut antal = Importantal { raderade_utanfor: utanfor.len() as u64, ..Importantal::default() };
    rader.iter().for_each(|rad| antal.count(rad));
    Ok(Direktsvar { antal, rader, utanfor, behall, planerad })
}

/// The records of some rows of a body that is small enough to hold in memory, to be kept as they came.
///
/// # Errors
/// When the body as a whole cannot be read.
pub fn records(
    app: &App,
    kalla: &Kalla,
    (format, limits): (Format, &Limits),
    rader: &BTreeSet<u64>,
) -> Result<Vec<Importinnehall>, Lasfel> {
    let mut all = Vec::new();
    if !rader.is_empty() {
        let who = |post: &Post<'_>| person_in(app, post);
        gather(kalla.open()?, format, limits, &|rad| rader.contains(&rad), &who, &mut |round| {
            all.extend(round);
            true
        })?;
    }
    Ok(all)
}

/// The result of a row whose transaction is not kept.
fn take_back(rad: &mut Radresultat) {
    if rad.utfall != Radutfall::Avvisad {
        rad.utfall = Radutfall::EjVerkstalld;
        rad.id = None;
        rad.version = None;
        rad.andringar = Vec::new();
    }
}
