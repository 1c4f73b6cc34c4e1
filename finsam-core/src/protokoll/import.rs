//! Imports: how they are asked for and what became of them.

use super::Faltandring;
use crate::deltagande::Nyckel;
use crate::id::{DeltagandeId, ImportId};
use crate::regel::{Allvar, Avvikelse};

crate::kodlista! {
    /// What an import does.
    #[derive(Default)]
    pub enum Importlage = "importlage", "Importläge", "Mode of import" {
        #[default]
        Verkstall = "verkstall", "Verkställ", "Carry out";
        Plan = "plan", "Planera", "Plan";
        Validera = "validera", "Validera", "Validate";
    }
}

crate::kodlista! {
    /// What an import may do with a record.
    #[derive(Default)]
    pub enum Strategi = "strategi", "Strategi", "Strategy" {
        #[default]
        Upsert = "upsert", "Skapa eller uppdatera", "Create or update";
        Skapa = "skapa", "Bara skapa", "Create only";
        Uppdatera = "uppdatera", "Bara uppdatera", "Update only";
        Radera = "radera", "Radera", "Delete";
    }
}

crate::kodlista! {
    /// Whether faulty rows keep the sound ones from being written.
    #[derive(Default)]
    pub enum Atomicitet = "atomicitet", "Atomicitet", "Atomicity" {
        #[default]
        Rad = "rad", "Rad för rad", "Row by row";
        Allt = "allt", "Allt eller inget", "All or nothing";
    }
}

crate::kodlista! {
    /// Whether an import is the whole truth of something.
    #[derive(Default)]
    pub enum Avstamning = "avstamning", "Avstämning", "Reconciliation" {
        #[default]
        Ingen = "ingen", "Ingen", "None";
        Omfang = "omfang", "Omfång", "By scope";
    }
}

crate::kodlista! {
    /// How far an import has come.
    pub enum Importstatus = "importstatus", "Importens tillstånd", "State of the import" {
        Koad = "koad", "I kö", "Queued";
        Validerar = "validerar", "Validerar", "Validating";
        Planerad = "planerad", "Planerad", "Planned";
        Verkstaller = "verkstaller", "Verkställer", "Carrying out";
        Klar = "klar", "Klar", "Done";
        Misslyckad = "misslyckad", "Misslyckad", "Failed";
        Avbruten = "avbruten", "Avbruten", "Cancelled";
    }
}

impl Importstatus {
    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Klar | Self::Misslyckad | Self::Avbruten)
    }

    /// Whether nothing more will happen by itself: it has ended, or is a plan that waits to be carried out.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        self.is_final() || matches!(self, Self::Planerad)
    }
}

crate::kodlista! {
    /// What became of a row.
    pub enum Radutfall = "radutfall", "Utfall för en rad", "Outcome of a row" {
        Skapad = "skapad", "Skapad", "Created";
        Uppdaterad = "uppdaterad", "Uppdaterad", "Updated";
        Oforandrad = "oforandrad", "Oförändrad", "Unchanged";
        Raderad = "raderad", "Raderad", "Deleted";
        Avvisad = "avvisad", "Avvisad", "Refused";
        EjVerkstalld = "ej_verkstalld", "Ej verkställd", "Not carried out";
    }
}

/// What has been counted in an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Importantal {
    /// Records received: the sum of the six outcomes.
    pub mottagna: u64,
    /// New ones.
    pub skapade: u64,
    /// Changed ones.
    pub uppdaterade: u64,
    /// Those that stood there already.
    pub oforandrade: u64,
    /// Deleted ones.
    pub raderade: u64,
    /// Refused ones.
    pub avvisade: u64,
    /// Sound rows of a refused `allt`, or of an import that only validates.
    pub ej_verkstallda: u64,
    /// Rows with a warning.
    pub varningar: u64,
    /// What reconciliation removed.
    pub raderade_utanfor: u64,
}

impl Importantal {
    /// Counts a row.
    pub fn count(&mut self, rad: &Radresultat) {
        self.mottagna += 1;
        match rad.utfall {
            Radutfall::Skapad => self.skapade += 1,
            Radutfall::Uppdaterad => self.uppdaterade += 1,
            Radutfall::Oforandrad => self.oforandrade += 1,
            Radutfall::Raderad => self.raderade += 1,
            Radutfall::Avvisad => self.avvisade += 1,
            Radutfall::EjVerkstalld => self.ej_verkstallda += 1,
        }
        self.varningar += u64::from(rad.avvikelser.iter().any(|avvikelse| avvikelse.allvar == Allvar::Varning));
    }

    /// Adds what has been counted of other rows.
    ///
    /// ```
    /// use finsam_core::protokoll::Importantal;
    ///
    /// let mut antal = Importantal { mottagna: 2, skapade: 2, ..Importantal::default() };
    /// antal.add(&Importantal { mottagna: 1, avvisade: 1, ..Importantal::default() });
    /// assert_eq!(antal, Importantal { mottagna: 3, skapade: 2, avvisade: 1, ..Importantal::default() });
    /// ```
    pub const fn add(&mut self, other: &Self) {
        self.mottagna += other.mottagna;
        self.skapade += other.skapade;
        self.uppdaterade += other.uppdaterade;
        self.oforandrade += other.oforandrade;
        self.raderade += other.raderade;
        self.avvisade += other.avvisade;
        self.ej_verkstallda += other.ej_verkstallda;
        self.varningar += other.varningar;
        self.raderade_utanfor += other.raderade_utanfor;
    }

    /// Whether every record received has exactly one outcome.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.mottagna
            == self.skapade + self.uppdaterade + self.oforandrade + self.raderade + self.avvisade + self.ej_verkstallda
    }
}

/// How far an import has come, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Importframsteg {
    /// Rows read.
    pub lasta: u64,
    /// Rows written.
    pub skrivna: u64,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Radresultat {
    /// The number of the record, from 1.
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, example = 1))]
    pub rad: u64,
    /// What became of it.
    pub utfall: Radutfall,
    /// Its key, when it could be read and may be shown.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub nyckel: Option<Nyckel>,
    /// Its identity in the register.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<DeltagandeId>,
    /// What the rules found.
    #[cfg_attr(feature = "serde", serde(default))]
    pub avvikelser: Vec<Avvikelse>,
    /// In a plan: the version that stands there.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub version: Option<i64>,
    /// In a plan: what would change, field by field.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub andringar: Vec<Faltandring>,
}

impl Radresultat {
    /// What became of a row, with nothing more to say of it.
    #[must_use]
    pub const fn new(rad: u64, utfall: Radutfall) -> Self {
        Self { rad, utfall, nyckel: None, id: None, avvikelser: Vec::new(), version: None, andringar: Vec::new() }
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Import {
    /// Its identity.
    pub id: ImportId,
    /// Counts its changes from 1.
    #[cfg_attr(feature = "serde", serde(default))]
    #[cfg_attr(feature = "utoipa", schema(example = 1))]
    pub version: i64,
    /// How far it has come.
    pub status: Importstatus,
    /// What it does.
    pub importlage: Importlage,
    /// What it may do with a record.
    pub strategi: Strategi,
    /// Whether faulty rows keep the sound ones from being written.
    pub atomicitet: Atomicitet,
    /// What has been counted.
    pub antal: Importantal,
    /// How far it has come, in rows.
    pub framsteg: Importframsteg,
    /// While it waits: how many imports of the same part are to end before it begins.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub koplats: Option<u64>,
    /// Why it failed, if it did.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub orsak: Option<String>,
    /// Rows, when the answer comes at once: all refused and warned ones, the others too with `?rader=alla`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rader: Option<Vec<Radresultat>>,
}

/// What validation without storing found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Valideringsrapport {
    /// What has been counted.
    pub antal: Importantal,
    /// Every row.
    pub rader: Vec<Radresultat>,
}

/// What became of a participation that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Deltagandekvitto {
    /// Its identity in the register.
    pub id: DeltagandeId,
    /// Its version.
    pub version: i64,
    /// What its sender calls it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub nyckel: Nyckel,
    /// Created, updated or unchanged.
    pub utfall: Radutfall,
    /// What was found that does not block.
    pub avvikelser: Vec<Avvikelse>,
}
