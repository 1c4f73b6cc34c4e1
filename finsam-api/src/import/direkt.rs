//! An import that is answered at once: judged whole, written in one transaction.

use std::ops::ControlFlow;

use finsam_core::deltagande::{Nyckel, overlap};
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Atomicitet, Importantal, Importlage, Radresultat, Radutfall, Strategi};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::{REG_29, REG_30};
use finsam_core::tid::Period;
use finsam_store::rum::{Skrivning, Skrivutfall};
use finsam_store::{StoreError, UnitOfWork};

use super::omfang::{may_write_on, not_yours};
use super::{Bedomd, Granskare, Importfraga, Kalla, granser};
use crate::extract::Anropare;
use crate::las::{Format, Lasfel, Limits, for_each};

/// What became of an import, not yet committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direktsvar {
    /// What has been counted.
    pub antal: Importantal,
    /// Every row.
    pub rader: Vec<Radresultat>,
    /// Whether what was done in the unit of work is to be kept.
    pub behall: bool,
}

/// Who sends an import.
#[derive(Debug, Clone, Copy)]
pub struct Avsandare<'a> {
    /// The caller.
    pub anropare: &'a Anropare,
    /// The part that it acts for.
    pub part: PartKod,
}

/// The limits of the readers.
pub const LIMITS: Limits = Limits { post_bytes: granser::POST_BYTE, only_keys: false };

/// Judges every record of a body that is small enough to hold in memory.
///
/// # Errors
/// When the body as a whole cannot be read.
pub fn judge_all(granskare: &Granskare, kalla: &Kalla, format: Format) -> Result<Vec<Bedomd>, Lasfel> {
    let mut all = Vec::new();
    for_each(format, kalla.open()?, &LIMITS, &mut |post| {
        all.push(granskare.judge(&post));
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// Carries out judged records in a unit of work; the caller commits it when [`Direktsvar::behall`] says so.
///
/// # Errors
/// What the store says.
pub async fn run_direct(
    unit: &mut dyn UnitOfWork,
    avsandare: &Avsandare<'_>,
    fraga: Importfraga,
    bedomda: Vec<Bedomd>,
) -> Result<Direktsvar, StoreError> {
    let refused = bedomda.iter().any(|bedomd| matches!(bedomd, Bedomd::Avvisad(_)));
    let validates = fraga.importlage == Importlage::Validera;
    let all = fraga.atomicitet == Atomicitet::Allt;
    // What is not to be kept is tried all the same: so every refusal comes at once, those too that only the register
    // knows of.
    let mut rader = if validates || all && refused {
        match write(unit, avsandare, fraga.strategi, bedomda.clone()).await {
            // Without a key nothing can be compared with what is kept; the other rules have been asked.
            Err(StoreError::NoKey) => bedomda.into_iter().map(not_carried_out).collect(),
            other => other?,
        }
    } else {
        write(unit, avsandare, fraga.strategi, bedomda).await?
    };
    let refused = rader.iter().any(|rad| rad.utfall == Radutfall::Avvisad);
    let behall = !(validates || all && refused);
    if !behall {
        rader.iter_mut().for_each(take_back);
    }
    let mut antal = Importantal::default();
    rader.iter().for_each(|rad| antal.count(rad));
    Ok(Direktsvar { antal, rader, behall })
}

/// Writes the sound ones, in rounds; the results of all stand in the order of the records.
pub(super) async fn write(
    unit: &mut dyn UnitOfWork,
    avsandare: &Avsandare<'_>,
    strategi: Strategi,
    bedomda: Vec<Bedomd>,
) -> Result<Vec<Radresultat>, StoreError> {
    let mut rader = Vec::with_capacity(bedomda.len());
    let mut bedomda = bedomda.into_iter().peekable();
    while bedomda.peek().is_some() {
        let round = bedomda.by_ref().take(granser::OMGANG);
        let (mut skrivningar, mut waiting) = (Vec::new(), Vec::new());
        for bedomd in round {
            waiting.push(match bedomd {
                Bedomd::Avvisad(rad) => Err(rad),
                Bedomd::Sund { rad, skrivning }
                    if !may_write_on(unit, avsandare.anropare, avsandare.part, &skrivning.nyckel).await? =>
                {
                    Err(not_for_this_key(rad, *skrivning))
                }
                Bedomd::Sund { rad, mut skrivning } => {
                    let varningar = std::mem::take(&mut skrivning.godkand.varningar);
                    let (nyckel, period) = (skrivning.nyckel.clone(), skrivning.godkand.post.period());
                    skrivningar.push(*skrivning);
                    Ok(Vantande { rad, nyckel, period, varningar })
                }
            });
        }
        let mut outcomes = unit.deltaganden().save(avsandare.part, strategi, skrivningar).await?.into_iter();
        for row in waiting {
            rader.push(match row {
                Err(rad) => rad,
                Ok(row) => row.result(outcomes.next().ok_or(StoreError::Conflict("save gave too few outcomes"))?),
            });
        }
    }
    Ok(rader)
}

/// A row on a key that the caller may not write on.
fn not_for_this_key(rad: u64, skrivning: Skrivning) -> Radresultat {
    let avvikelser = std::iter::once(not_yours()).chain(skrivning.godkand.varningar).collect();
    Radresultat { rad, utfall: Radutfall::Avvisad, nyckel: Some(skrivning.nyckel), id: None, avvikelser }
}

/// A row that waits for what becomes of it.
struct Vantande {
    rad: u64,
    nyckel: Nyckel,
    period: Period,
    varningar: Vec<Avvikelse>,
}

impl Vantande {
    fn result(self, outcome: Skrivutfall) -> Radresultat {
        let (utfall, id, refusal) = match outcome {
            Skrivutfall::Skapad { id, .. } => (Radutfall::Skapad, Some(id), None),
            Skrivutfall::Uppdaterad { id, .. } => (Radutfall::Uppdaterad, Some(id), None),
            Skrivutfall::Oforandrad { id, .. } => (Radutfall::Oforandrad, Some(id), None),
            Skrivutfall::Overlapp(other) => (Radutfall::Avvisad, None, overlap(self.period, &[other])),
            Skrivutfall::VillkorBrutet(standing) => (Radutfall::Avvisad, None, Some(strategy_refusal(standing))),
        };
        let avvikelser = refusal.into_iter().chain(self.varningar).collect();
        Radresultat { rad: self.rad, utfall, nyckel: Some(self.nyckel), id, avvikelser }
    }
}

fn strategy_refusal(standing: Option<i64>) -> Avvikelse {
    match standing {
        Some(_) => REG_29.at("/nyckel").expected("a key that is new, or strategi=upsert"),
        None => REG_30.at("/nyckel").expected("a key that is known, or strategi=upsert"),
    }
}

/// A sound row of an import that is not carried out.
pub(super) fn not_carried_out(bedomd: Bedomd) -> Radresultat {
    match bedomd {
        Bedomd::Avvisad(rad) => rad,
        Bedomd::Sund { rad, skrivning } => Radresultat {
            rad,
            utfall: Radutfall::EjVerkstalld,
            nyckel: Some(skrivning.nyckel),
            id: None,
            avvikelser: skrivning.godkand.varningar,
        },
    }
}

/// The result of a row whose transaction is not kept.
pub(super) fn take_back(rad: &mut Radresultat) {
    if rad.utfall != Radutfall::Avvisad {
        rad.utfall = Radutfall::EjVerkstalld;
        rad.id = None;
    }
}
