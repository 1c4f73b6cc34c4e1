//! Reconciliation: an import that is the whole truth of its scopes removes what stands there and is not in it.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::Datelike;
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Avstamning, Felkod, Omfang, Radresultat, Radutfall, Strategi};
use finsam_store::rum::{DeltagandeRead, Omfattad, Radering, Raderingsutfall, Villkor};
use finsam_store::{StoreError, UnitOfWork};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{Bedomda, Skannat};
use crate::extract::{Fragor, FromFraga};
use crate::fel::ApiError;

/// How much of what stands in the scopes may go without being asked for: one in so many.
const BROMS: u64 = 100;
/// How many records are read at a time.
const SIDA: u32 = 5_000;

/// An insats and a year that may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insatsar {
    /// The insats.
    pub insats: InsatsId,
    /// The year of the first day.
    pub ar: i32,
}

impl FromStr for Insatsar {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (insats, ar) = text.split_once(':').ok_or("no colon")?;
        let insats = insats.parse().map_err(|_| "no identity")?;
        let digits = ar.len() == 4 && ar.bytes().all(|byte| byte.is_ascii_digit());
        let ar = ar.parse().ok().filter(|ar| digits && *ar >= 1900).ok_or("no year")?;
        Ok(Self { insats, ar })
    }
}

/// How reconciliation is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Avstamningsval {
    /// `omfang`: importen är hela sanningen om (källsystem, insats, år) / the import is the whole truth of its scopes
    #[param(required = false)]
    pub avstamning: Avstamning,
    /// `<insatsId>:<år>`, upprepas: omfång som får vara tomma / scopes that may be empty, repeatable
    #[param(required = false, value_type = Vec<String>, example = json!(["0190a5c0-7c00-7000-8000-000000000001:2014"]))]
    pub omfang: Vec<Insatsar>,
    /// Källsystemet för omfång som importen inte har någon post i / The system of scopes that have no record
    #[param(required = false, value_type = String, example = "treserva")]
    pub kallsystem: Option<String>,
    /// Högst så många får raderas; annars högst en procent / At most so many may go, else one per cent
    #[param(required = false, rename = "maxRaderade", value_type = u64, example = 25)]
    pub max_raderade: Option<u64>,
}

impl Avstamningsval {
    /// Whether there is to be any.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.avstamning == Avstamning::Omfang
    }

    /// Takes its parameters; `strategi` is what else is asked for.
    pub(super) fn take(fragor: &mut Fragor, strategi: Strategi) -> Self {
        let avstamning = fragor.one("avstamning", "ingen or omfang").unwrap_or_default();
        let omfang = fragor.list("omfang", "<insatsId>:<year>");
        let kallsystem = fragor.one("kallsystem", "the name of a system");
        let max_raderade = fragor.one("maxRaderade", "a whole number");
        let val = Self { avstamning, omfang, kallsystem, max_raderade };
        if avstamning == Avstamning::Omfang && strategi == Strategi::Radera {
            fragor.fault("avstamning", "ingen, with strategi=radera");
        }
        if avstamning == Avstamning::Ingen && val != Self::default() {
            fragor.fault("avstamning", "omfang, with omfang, kallsystem or maxRaderade");
        }
        val
    }
}

impl FromFraga for (super::Importfraga, Avstamningsval) {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let fraga = super::Importfraga::from_fraga(fragor);
        (fraga, Avstamningsval::take(fragor, fraga.strategi))
    }
}

/// Why nothing is reconciled, and nothing written.
#[derive(Debug, thiserror::Error)]
pub enum Avstamningsfel {
    /// The register cannot be asked.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// More would go than may.
    #[error("{saknas} of {av} would be deleted, more than {mest}")]
    Broms {
        /// How many would go.
        saknas: u64,
        /// Of how many that stand in the scopes.
        av: u64,
        /// How many may.
        mest: u64,
    },
    /// It is not said whose scope is meant, and several systems have one.
    #[error("several systems have records in a scope without records in the import")]
    System,
    /// Rows whose key cannot be read: what is missing is not known.
    #[error("rows without a key that can be read")]
    UtanNyckel(String),
}

impl Avstamningsfel {
    /// What the sender is told, in Swedish and English.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self {
            Self::Store(_) => ("Registret svarar inte.".to_owned(), "The register does not answer.".to_owned()),
            Self::Broms { saknas, av, mest } => (
                format!(
                    "Avstämningen skulle radera {saknas} av {av} deltaganden; högst {mest} får raderas. Ingenting skrevs. \
                     Se efter att importen är hel, eller ange maxRaderade={saknas}."
                ),
                format!(
                    "The reconciliation would delete {saknas} of {av} participations; at most {mest} may be. Nothing was \
                     written. See that the import is whole, or state maxRaderade={saknas}."
                ),
            ),
            Self::System => (
                "Importen har ingen post i ett omfång där flera källsystem har deltaganden. Ange kallsystem. Ingenting \
                 skrevs."
                    .to_owned(),
                "The import has no record in a scope where several systems have participations. State kallsystem. Nothing \
                 was written."
                    .to_owned(),
            ),
            Self::UtanNyckel(rader) => (
                format!("Nyckeln på rad {rader} går inte att läsa, så det är inte känt vad som saknas. Ingenting skrevs."),
                format!("The key in row {rader} cannot be read, so it is not known what is missing. Nothing was written."),
            ),
        }
    }
}

impl From<Avstamningsfel> for ApiError {
    fn from(fel: Avstamningsfel) -> Self {
        let (sv, en) = fel.words();
        match fel {
            Avstamningsfel::Store(fel) => fel.into(),
            _ => Self::new(Felkod::Avstamning, sv, en),
        }
    }
}

/// A reconciliation: what was asked for, and which keys stand in the import.
#[derive(Debug, Clone, Copy)]
pub struct Avstamma<'a> {
    /// What was asked for.
    pub val: &'a Avstamningsval,
    /// What the body holds.
    pub skannat: &'a Skannat,
    /// Whose import it is.
    pub part: PartKod,
}

/// The scopes of judged records.
pub(super) fn scopes(bedomda: &Bedomda, into: &mut BTreeSet<Omfang>) {
    for (_, nyckel, beredd) in bedomda.sound() {
        let Some(beredd) = beredd else { continue };
        let (insats, ar) = (beredd.insats(), beredd.period().fran.year());
        // Nearly all are of a scope that is known already.
        let omfang = Omfang { kallsystem: nyckel.kallsystem.clone(), insats_id: insats, ar };
        into.insert(omfang);
    }
}

impl Avstamma<'_> {
    /// What stands in the scopes and is not in the import.
    ///
    /// # Errors
    /// When more is missing than may go, or it is not known what is.
    pub(super) async fn missing(
        &self,
        deltaganden: &mut dyn DeltagandeRead,
        mut omfang: BTreeSet<Omfang>,
    ) -> Result<Vec<Omfattad>, Avstamningsfel> {
        self.add_named(deltaganden, &mut omfang).await?;
        let (mut missing, mut av) = (Vec::new(), 0);
        for omfang in &omfang {
            let mut after = 0;
            loop {
                let page = deltaganden.in_scope(self.part, omfang, after, SIDA).await?;
                let Some(last) = page.last() else { break };
                after = last.nummer;
                av += page.len() as u64;
                missing.extend(page.into_iter().filter(|one| !self.skannat.has(&one.nyckel)));
            }
        }
        let (saknas, mest) = (missing.len() as u64, self.val.max_raderade.unwrap_or(av / BROMS));
        if saknas > mest { Err(Avstamningsfel::Broms { saknas, av, mest }) } else { Ok(missing) }
    }

    /// The scopes that were named, of the systems that the import has records of.
    async fn add_named(
        &self,
        deltaganden: &mut dyn DeltagandeRead,
        omfang: &mut BTreeSet<Omfang>,
    ) -> Result<(), Avstamningsfel> {
        let mut systems: BTreeSet<String> = omfang.iter().map(|one| one.kallsystem.clone()).collect();
        if let Some(kallsystem) = &self.val.kallsystem {
            systems = BTreeSet::from([kallsystem.clone()]);
        }
        for Insatsar { insats, ar } in &self.val.omfang {
            let mut of = systems.clone();
            if of.is_empty() {
                of = deltaganden.systems(self.part, *insats, *ar).await?.into_iter().collect();
                if of.len() > 1 {
                    return Err(Avstamningsfel::System);
                }
            }
            omfang.extend(of.into_iter().map(|kallsystem| Omfang { kallsystem, insats_id: *insats, ar: *ar }));
        }
        Ok(())
    }

    /// Removes what is missing from a judged import, and tells of each as a row after its records.
    ///
    /// # Errors
    /// As [`Avstamma::missing`].
    pub(super) async fn remove_missing(
        &self,
        unit: &mut dyn UnitOfWork,
        bedomda: &Bedomda,
    ) -> Result<Vec<Radresultat>, Avstamningsfel> {
        let mut omfang = BTreeSet::new();
        scopes(bedomda, &mut omfang);
        let missing = self.missing(unit.deltaganden().as_mut(), omfang).await?;
        Ok(remove(unit, self.part, missing, self.skannat.poster).await?)
    }
}

/// Removes records that stand at the version that was read; one that has changed since stays. Those that went, as rows
/// after `poster`.
///
/// # Errors
/// What the store says.
pub(super) async fn remove(
    unit: &mut dyn UnitOfWork,
    part: PartKod,
    missing: Vec<Omfattad>,
    poster: u64,
) -> Result<Vec<Radresultat>, StoreError> {
    let demand = |one: &Omfattad| Radering { nyckel: one.nyckel.clone(), villkor: Villkor::Version(one.version) };
    let outcomes = unit.deltaganden().delete_many(part, missing.iter().map(demand).collect()).await?;
    let gone = missing.into_iter().zip(outcomes).filter(|(_, outcome)| matches!(outcome, Raderingsutfall::Raderad(_)));
    let row = |((one, _), rad): ((Omfattad, _), u64)| Radresultat {
        nyckel: Some(one.nyckel),
        id: Some(one.id),
        version: Some(one.version),
        ..Radresultat::new(rad, Radutfall::Raderad)
    };
    Ok(gone.zip(poster + 1..).map(row).collect())
}

/// Which rows have no key that can be read.
///
/// # Errors
/// When there is one.
pub fn all_have_keys(skannat: &Skannat) -> Result<(), Avstamningsfel> {
    let rader = skannat.without_key().iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    if rader.is_empty() { Ok(()) } else { Err(Avstamningsfel::UtanNyckel(rader)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insats_and_a_year_are_read_strictly() {
        let id = "0190a5c0-7c00-7000-8000-000000000001";
        let read = |ar: &str| format!("{id}:{ar}").parse::<Insatsar>().map(|one| one.ar);
        assert_eq!(read("2014"), Ok(2014));
        for ar in ["", "14", "+2014", "02014", "1899", "201x", "-2014", "20145", "٢٠١٤"] {
            assert_eq!(read(ar), Err("no year"), "{ar}");
        }
        assert_eq!(id.parse::<Insatsar>(), Err("no colon"));
        assert_eq!("x:2014".parse::<Insatsar>(), Err("no identity"));
    }
}
