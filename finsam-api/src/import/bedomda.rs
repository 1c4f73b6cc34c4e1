//! Judged records, and what becomes of them in the register.

use finsam_core::deltagande::{Nyckel, overlap};
use finsam_core::protokoll::{Radresultat, Radutfall, Strategi};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::{REG_29, REG_30};
use finsam_core::tid::Period;
use finsam_store::rum::{Beredd, Skrivning, Skrivutfall};
use finsam_store::{Store, StoreError, UnitOfWork};

use super::direkt::Avsandare;
use super::omfang::{may_write_on, not_yours};

/// Judged records in their order, the sound ones made ready to be written.
#[derive(Debug, Default)]
pub struct Bedomda {
    rader: Vec<Rad>,
    beredda: Vec<Beredd>,
    /// Why a sound one could not be made ready.
    brist: Option<StoreError>,
}

#[derive(Debug)]
enum Rad {
    Sund(Vantande),
    Avvisad(Radresultat),
}

/// A sound row that waits for what becomes of it.
#[derive(Debug)]
struct Vantande {
    rad: u64,
    nyckel: Nyckel,
    period: Period,
    varningar: Vec<Avvikelse>,
}

impl Bedomda {
    /// Takes in a sound record and makes it ready to be written.
    pub(super) fn push_sound(&mut self, rad: u64, mut skrivning: Skrivning, store: &dyn Store) {
        let varningar = std::mem::take(&mut skrivning.godkand.varningar);
        let (nyckel, period) = (skrivning.nyckel.clone(), skrivning.godkand.post.period());
        self.rader.push(Rad::Sund(Vantande { rad, nyckel, period, varningar }));
        match store.prepare(skrivning) {
            Ok(beredd) => self.beredda.push(beredd),
            Err(fel) => self.brist = Some(fel),
        }
    }

    /// Takes in a refused record.
    pub(super) fn push_refused(&mut self, rad: Radresultat) {
        self.rader.push(Rad::Avvisad(rad));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rader.len()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.rader.is_empty()
    }

    /// Whether there is a refused one.
    pub(super) fn any_refused(&self) -> bool {
        self.rader.iter().any(|rad| matches!(rad, Rad::Avvisad(_)))
    }

    /// Whether there is a sound one with an identity number and nothing to seal it with.
    pub(super) const fn lacks_key(&self) -> bool {
        matches!(self.brist, Some(StoreError::NoKey))
    }

    /// Writes the sound ones; the results of all stand in the order of the records.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn write(
        mut self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        strategi: Strategi,
    ) -> Result<Vec<Radresultat>, StoreError> {
        if let Some(fel) = self.brist {
            return Err(fel);
        }
        if avsandare.anropare.is_narrowed() {
            self.refuse_others(unit, avsandare).await?;
        }
        let outcomes = unit.deltaganden().save_prepared(avsandare.part, strategi, self.beredda).await?;
        let mut outcomes = outcomes.into_iter();
        let result = |rad| match rad {
            Rad::Avvisad(rad) => Ok(rad),
            Rad::Sund(rad) => {
                Ok(rad.result(outcomes.next().ok_or(StoreError::Conflict("save gave too few outcomes"))?))
            }
        };
        self.rader.into_iter().map(result).collect()
    }

    /// Refuses those on a key that the caller may not write on.
    async fn refuse_others(&mut self, unit: &mut dyn UnitOfWork, avsandare: &Avsandare<'_>) -> Result<(), StoreError> {
        let mut beredda = std::mem::take(&mut self.beredda).into_iter();
        for rad in std::mem::take(&mut self.rader) {
            let rad = match rad {
                Rad::Sund(sund) => {
                    let beredd = beredda.next();
                    if may_write_on(unit, avsandare.anropare, avsandare.part, &sund.nyckel).await? {
                        self.beredda.extend(beredd);
                        Rad::Sund(sund)
                    } else {
                        Rad::Avvisad(sund.refused(not_yours()))
                    }
                }
                refused @ Rad::Avvisad(_) => refused,
            };
            self.rader.push(rad);
        }
        Ok(())
    }

    /// The results when nothing is carried out.
    pub(super) fn not_carried_out(self) -> Vec<Radresultat> {
        let result = |rad| match rad {
            Rad::Avvisad(rad) => rad,
            Rad::Sund(Vantande { rad, nyckel, varningar: avvikelser, .. }) => {
                Radresultat { rad, utfall: Radutfall::EjVerkstalld, nyckel: Some(nyckel), id: None, avvikelser }
            }
        };
        self.rader.into_iter().map(result).collect()
    }
}

impl Vantande {
    fn refused(self, why: Avvikelse) -> Radresultat {
        let avvikelser = std::iter::once(why).chain(self.varningar).collect();
        Radresultat { rad: self.rad, utfall: Radutfall::Avvisad, nyckel: Some(self.nyckel), id: None, avvikelser }
    }

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
