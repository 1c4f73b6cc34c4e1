//! How an import of counts is asked for.

use std::collections::BTreeSet;

use finsam_core::insats::Antalsomfang;
use finsam_core::protokoll::{Atomicitet, Avstamning, Importlage, Strategi};
use serde::Serialize;
use utoipa::IntoParams;

use crate::extract::{Fragor, FromFraga};
use crate::import::{Insatsar, Radval};

/// How an import of counts is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Antalsfraga {
    /// `plan`, `validera` eller `verkstall` / plan, validate or carry out
    #[param(required = false)]
    pub importlage: Importlage,
    /// Det som avgör vad som blir av raderna / What decides what becomes of the rows
    #[param(ignore)]
    #[serde(flatten)]
    pub val: Antalsval,
    /// `alla` visar varje rad i svaret / shows every row in the answer
    #[param(required = false, value_type = String, example = "alla")]
    pub rader: Radval,
}

/// What decides what becomes of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Antalsval {
    /// `upsert`, `skapa` eller `uppdatera` / create or update, create only, update only
    #[param(required = false)]
    pub strategi: Strategi,
    /// `rad` eller `allt` / row by row, or all or nothing
    #[param(required = false)]
    pub atomicitet: Atomicitet,
    /// `omfang`: importen är hela sanningen för varje insats och år som den nämner / the import is the whole truth of
    /// each insats and year that it names
    #[param(required = false)]
    pub avstamning: Avstamning,
    /// Fler omfång som importen är hela sanningen för, `insatsId:år`, kan upprepas / More scopes
    #[param(required = false, value_type = Vec<String>, example = json!(["0190a5c0-7c00-7000-8000-000000000001:2014"]))]
    pub omfang: Vec<Insatsar>,
    /// Högst så många får tas bort vid avstämning; annars en på hundra / At most so many may be removed
    #[param(required = false, rename = "maxRaderade", value_type = Option<u32>, example = 3)]
    pub max_raderade: Option<usize>,
}

impl Antalsval {
    /// The scopes that the import is the whole truth of, those of its rows apart; `None` when nothing is reconciled.
    #[must_use]
    pub fn scopes(&self) -> Option<BTreeSet<Antalsomfang>> {
        let named = || self.omfang.iter().map(|one| (one.insats, one.ar)).collect();
        (self.avstamning == Avstamning::Omfang).then(named)
    }
}

impl FromFraga for Antalsfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let importlage = fragor.one("importlage", "plan, validera or verkstall").unwrap_or_default();
        let val = Antalsval::from_fraga(fragor);
        let shown: Option<String> = fragor.one("rader", "alla");
        if shown.as_deref().is_some_and(|shown| shown != "alla") {
            fragor.fault("rader", "alla");
        }
        let rader = if shown.is_some() { Radval::Alla } else { Radval::Avvikande };
        Self { importlage, val, rader }
    }
}

impl FromFraga for Antalsval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let strategi = fragor.one("strategi", "upsert, skapa or uppdatera").unwrap_or_default();
        if strategi == Strategi::Radera {
            fragor.fault("strategi", "upsert, skapa or uppdatera");
        }
        let atomicitet = fragor.one("atomicitet", "rad or allt").unwrap_or_default();
        let avstamning = fragor.one("avstamning", "ingen or omfang").unwrap_or_default();
        let omfang: Vec<Insatsar> = fragor.list("omfang", "an insats and a year, as <insatsId>:2014");
        let max_raderade = fragor.one("maxRaderade", "a number of counts, 0 or more");
        if avstamning == Avstamning::Ingen {
            for (name, there) in [("omfang", !omfang.is_empty()), ("maxRaderade", max_raderade.is_some())] {
                if there {
                    fragor.fault(name, "only with avstamning=omfang");
                }
            }
        }
        Self { strategi, atomicitet, avstamning, omfang, max_raderade }
    }
}
