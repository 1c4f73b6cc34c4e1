//! Judged records, and what becomes of them in the register.

use finsam_core::deltagande::{Nyckel, overlap, withdrawn};
use finsam_core::protokoll::{Importantal, Radresultat, Radutfall, Strategi};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::{REG_29, REG_30};
use finsam_store::rum::{Beredd, Radering, Raderingsutfall, Skrivning, Skrivutfall};
use finsam_store::{Store, StoreError, UnitOfWork};

use super::direkt::Avsandare;
use super::omfang::{may_write_on, not_yours};

/// Judged records in their order, the sound ones made ready to be written.
#[derive(Debug, Default)]
pub struct Bedomda {
    rader: Vec<Rad>,
    /// The sound ones, in the same order.
    beredda: Vec<Beredd>,
    /// Those to delete, in the same order; an import has these or the others.
    raderingar: Vec<Radering>,
    /// Why a sound one could not be made ready.
    brist: Option<StoreError>,
    found: usize,
    refused_found: usize,
}

#[derive(Debug)]
enum Rad {
    Sund { rad: u64, varningar: Vec<Avvikelse> },
    Avvisad(Radresultat),
}

/// What has been written, or tried.
#[derive(Debug)]
pub(super) struct Skrivet {
    /// The results that were asked for, in the order of the records.
    pub(super) rader: Vec<Radresultat>,
    /// The records, of no more use.
    pub(super) uttjanta: Uttjanta,
}

/// Records of no more use: to be dropped where that keeps nobody waiting.
pub(super) type Uttjanta = Vec<(Beredd, Skrivutfall)>;

impl Bedomda {
    /// Takes in a sound record and makes it ready to be written.
    pub(super) fn push_sound(&mut self, rad: u64, mut skrivning: Skrivning, store: &dyn Store) {
        let varningar = std::mem::take(&mut skrivning.godkand.varningar);
        self.found += varningar.len();
        match store.prepare(skrivning) {
            Ok(beredd) => {
                self.beredda.push(beredd);
                self.rader.push(Rad::Sund { rad, varningar });
            }
            Err(fel) => self.brist = Some(fel),
        }
    }

    /// Takes in a sound record that is to be deleted.
    pub(super) fn push_deletion(&mut self, rad: u64, radering: Radering) {
        self.raderingar.push(radering);
        self.rader.push(Rad::Sund { rad, varningar: Vec::new() });
    }

    /// Takes in a refused record.
    pub(super) fn push_refused(&mut self, rad: Radresultat) {
        self.found += rad.avvikelser.len();
        self.refused_found += rad.avvikelser.len();
        self.rader.push(Rad::Avvisad(rad));
    }

    /// Takes in what has been judged after these.
    pub(super) fn append(&mut self, mut later: Self) {
        self.rader.append(&mut later.rader);
        self.beredda.append(&mut later.beredda);
        self.raderingar.append(&mut later.raderingar);
        self.brist = self.brist.take().or(later.brist);
        self.found += later.found;
        self.refused_found += later.refused_found;
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.rader.len()
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.rader.is_empty()
    }

    /// How many findings they carry.
    pub(super) const fn found(&self) -> usize {
        self.found
    }

    /// How many findings the refused ones carry.
    pub(super) const fn refused_found(&self) -> usize {
        self.refused_found
    }

    /// Whether there is a refused one.
    pub(super) fn any_refused(&self) -> bool {
        self.rader.iter().any(|rad| matches!(rad, Rad::Avvisad(_)))
    }

    /// Whether there is a sound one with an identity number and no key to seal it with.
    pub(super) fn lacks_key(&self) -> bool {
        self.beredda.iter().any(Beredd::lacks_key)
    }

    /// Prepares the sound ones to be written, as far as nobody has to be waited for.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn prepare(
        &mut self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        strategi: Strategi,
    ) -> Result<(), StoreError> {
        if let Some(fel) = self.brist.take() {
            return Err(fel);
        }
        if avsandare.anropare.is_narrowed() {
            self.refuse_others(unit, avsandare).await?;
        }
        if strategi == Strategi::Radera {
            return Ok(());
        }
        unit.deltaganden().prepare_to_save(avsandare.part, strategi, &self.beredda).await
    }

    /// Writes the sound ones and counts what became of all; gives the results that `wanted` asks for.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn write(
        mut self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        strategi: Strategi,
        antal: &mut Importantal,
        wanted: fn(&Radresultat) -> bool,
    ) -> Result<Skrivet, StoreError> {
        self.prepare(unit, avsandare, strategi).await?;
        self.write_prepared(unit, avsandare, strategi, antal, wanted).await
    }

    /// The same of those that have been prepared.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn write_prepared(
        self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        strategi: Strategi,
        antal: &mut Importantal,
        wanted: fn(&Radresultat) -> bool,
    ) -> Result<Skrivet, StoreError> {
        if strategi == Strategi::Radera {
            return self.delete(unit, avsandare, antal, wanted).await;
        }
        let uttjanta = unit.deltaganden().save_prepared(avsandare.part, strategi, self.beredda).await?;
        let mut saved = uttjanta.iter();
        let mut rader = Vec::new();
        for rad in self.rader {
            let (mut result, beredd) = match rad {
                Rad::Avvisad(result) => (result, None),
                Rad::Sund { rad, varningar } => {
                    let (beredd, outcome) = saved.next().ok_or(StoreError::Conflict("save gave too few outcomes"))?;
                    (result_of(rad, varningar, beredd, *outcome), Some(beredd))
                }
            };
            antal.count(&result);
            if wanted(&result) {
                result.nyckel = result.nyckel.or_else(|| beredd.map(|beredd| beredd.nyckel().clone()));
                rader.push(result);
            }
        }
        Ok(Skrivet { rader, uttjanta })
    }

    /// Writes the sound ones and gives what became of each.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn carry_out(
        self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        strategi: Strategi,
    ) -> Result<Vec<Radresultat>, StoreError> {
        Ok(self.write(unit, avsandare, strategi, &mut Importantal::default(), |_| true).await?.rader)
    }

    /// The sound ones in their order: their rows, their keys, and what is to be written where something is.
    pub(super) fn sound(&self) -> impl Iterator<Item = (u64, &Nyckel, Option<&Beredd>)> {
        let rows = self.rader.iter().filter_map(|rad| match rad {
            Rad::Sund { rad, .. } => Some(*rad),
            Rad::Avvisad(_) => None,
        });
        let written = self.beredda.iter().map(|beredd| (beredd.nyckel(), Some(beredd)));
        let deleted = self.raderingar.iter().map(|radering| (&radering.nyckel, None));
        rows.zip(written.chain(deleted)).map(|(rad, (nyckel, beredd))| (rad, nyckel, beredd))
    }

    /// Deletes the sound ones and counts what became of all.
    async fn delete(
        self,
        unit: &mut dyn UnitOfWork,
        avsandare: &Avsandare<'_>,
        antal: &mut Importantal,
        wanted: fn(&Radresultat) -> bool,
    ) -> Result<Skrivet, StoreError> {
        let outcomes = unit.deltaganden().delete_many(avsandare.part, self.raderingar.clone()).await?;
        let mut deleted = self.raderingar.into_iter().zip(outcomes);
        let mut rader = Vec::new();
        for rad in self.rader {
            let result = match rad {
                Rad::Avvisad(result) => result,
                Rad::Sund { rad, .. } => {
                    let (radering, outcome) =
                        deleted.next().ok_or(StoreError::Conflict("deletion gave too few outcomes"))?;
                    deletion_of(rad, radering.nyckel, outcome)
                }
            };
            antal.count(&result);
            if wanted(&result) {
                rader.push(result);
            }
        }
        Ok(Skrivet { rader, uttjanta: Vec::new() })
    }

    /// Refuses those on a key that the caller may not write on.
    async fn refuse_others(&mut self, unit: &mut dyn UnitOfWork, avsandare: &Avsandare<'_>) -> Result<(), StoreError> {
        let mut beredda = std::mem::take(&mut self.beredda).into_iter();
        let mut raderingar = std::mem::take(&mut self.raderingar).into_iter();
        for row in &mut self.rader {
            let Rad::Sund { rad, varningar } = row else { continue };
            let (beredd, radering) = (beredda.next(), raderingar.next());
            let nyckel = beredd.as_ref().map(Beredd::nyckel).or(radering.as_ref().map(|radering| &radering.nyckel));
            let Some(nyckel) = nyckel.cloned() else { break };
            if may_write_on(unit, avsandare.anropare, avsandare.part, &nyckel).await? {
                self.beredda.extend(beredd);
                self.raderingar.extend(radering);
                continue;
            }
            let avvikelser = std::iter::once(not_yours()).chain(std::mem::take(varningar)).collect();
            let nyckel = Some(nyckel);
            let refused = Radresultat { nyckel, avvikelser, ..Radresultat::new(*rad, Radutfall::Avvisad) };
            *row = Rad::Avvisad(refused);
        }
        Ok(())
    }

    /// The results when nothing is carried out.
    pub(super) fn not_carried_out(self) -> Vec<Radresultat> {
        let written = self.beredda.iter().map(|beredd| beredd.nyckel().clone());
        let mut nycklar = written.chain(self.raderingar.into_iter().map(|radering| radering.nyckel));
        let result = |rad| match rad {
            Rad::Avvisad(rad) => rad,
            Rad::Sund { rad, varningar: avvikelser } => {
                let nyckel = nycklar.next();
                Radresultat { nyckel, avvikelser, ..Radresultat::new(rad, Radutfall::EjVerkstalld) }
            }
        };
        self.rader.into_iter().map(result).collect()
    }
}

/// What became of a sound record, its key left out.
fn result_of(rad: u64, varningar: Vec<Avvikelse>, beredd: &Beredd, outcome: Skrivutfall) -> Radresultat {
    let (utfall, id, refusal) = match outcome {
        Skrivutfall::Skapad { id, .. } => (Radutfall::Skapad, Some(id), None),
        Skrivutfall::Uppdaterad { id, .. } => (Radutfall::Uppdaterad, Some(id), None),
        Skrivutfall::Oforandrad { id, .. } => (Radutfall::Oforandrad, Some(id), None),
        Skrivutfall::Overlapp(other) => (Radutfall::Avvisad, None, overlap(beredd.period(), &[other])),
        Skrivutfall::Aterkallat(dag) => (Radutfall::Avvisad, None, Some(withdrawn(dag))),
        Skrivutfall::VillkorBrutet(standing) => (Radutfall::Avvisad, None, Some(strategy_refusal(standing))),
    };
    let avvikelser = refusal.into_iter().chain(varningar).collect();
    Radresultat { id, avvikelser, ..Radresultat::new(rad, utfall) }
}

/// What became of a record that was to be deleted. One that was deleted before is unchanged, so that sending the same
/// again does no harm; a key that never was known is a mistake.
fn deletion_of(rad: u64, nyckel: Nyckel, outcome: Raderingsutfall) -> Radresultat {
    let (utfall, id, refusal) = match outcome {
        Raderingsutfall::Raderad(id) => (Radutfall::Raderad, Some(id), None),
        Raderingsutfall::Redan(id) => (Radutfall::Oforandrad, Some(id), None),
        Raderingsutfall::VillkorBrutet(version) => (Radutfall::Avvisad, None, Some(strategy_refusal(Some(version)))),
        Raderingsutfall::Saknas => {
            (Radutfall::Avvisad, None, Some(REG_30.at("/nyckel").expected("a key that is known")))
        }
    };
    let (nyckel, avvikelser) = (Some(nyckel), refusal.into_iter().collect());
    Radresultat { nyckel, id, avvikelser, ..Radresultat::new(rad, utfall) }
}

fn strategy_refusal(standing: Option<i64>) -> Avvikelse {
    match standing {
        Some(_) => REG_29.at("/nyckel").expected("a key that is new, or strategi=upsert"),
        None => REG_30.at("/nyckel").expected("a key that is known, or strategi=upsert"),
    }
}
