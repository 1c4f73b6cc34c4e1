//! How an import is asked for.

use finsam_core::protokoll::{Atomicitet, Importlage, Strategi};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::granser;
use crate::extract::{Fragor, FromFraga};
use crate::las::Limits;

/// How an import is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Importfraga {
    /// `verkstall`, `plan` eller `validera` / carry out, plan or validate
    #[param(required = false)]
    pub importlage: Importlage,
    /// `upsert`, `skapa`, `uppdatera` eller `radera` / create or update, create only, update only, delete
    #[param(required = false)]
    pub strategi: Strategi,
    /// `rad` eller `allt` / row by row, or all or nothing
    #[param(required = false)]
    pub atomicitet: Atomicitet,
    /// `alla` visar varje rad i ett direkt svar / shows every row in an answer at once
    #[param(required = false, value_type = String, example = "alla")]
    pub rader: Radval,
}

impl Importfraga {
    /// What its records may be: of those that are to be deleted nothing but the key is read.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { post_bytes: granser::POST_BYTE, only_keys: self.strategi == Strategi::Radera }
    }

    /// How many records there may be.
    #[must_use]
    pub fn most(&self) -> u64 {
        if self.is_whole() { granser::ALLT_POSTER } else { granser::POSTER }
    }

    /// How large the body may be, in bytes.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        if self.importlage == Importlage::Plan { granser::PLAN_BYTE } else { granser::BYTE }
    }

    /// Whether it is one transaction, so that all of its records are held at the same time.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.atomicitet == Atomicitet::Allt || self.importlage == Importlage::Plan
    }
}

/// Which rows an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Radval {
    /// Refused and warned ones.
    #[default]
    Avvikande,
    /// Every one.
    Alla,
}

impl FromFraga for Importfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let importlage = fragor.one("importlage", "verkstall, plan or validera").unwrap_or_default();
        let strategi = fragor.one("strategi", "upsert, skapa, uppdatera or radera").unwrap_or_default();
        let atomicitet = fragor.one("atomicitet", "rad or allt").unwrap_or_default();
        let shown: Option<String> = fragor.one("rader", "alla");
        if shown.as_deref().is_some_and(|shown| shown != "alla") {
            fragor.fault("rader", "alla");
        }
        let rader = if shown.is_some() { Radval::Alla } else { Radval::Avvikande };
        Self { importlage, strategi, atomicitet, rader }
    }
}
