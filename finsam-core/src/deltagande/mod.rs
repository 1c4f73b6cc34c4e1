//! Participations: a person's, or an anonymous one's, part in one insats.
//!
//! What a caller sends is a [`Deltagandeuppgift`]; [`validate`] turns it into a [`Godkand`] whose [`Deltagandepost`]
//! is what the register keeps. The kept record never holds an identity number: that stands apart.

mod arbetslista;
mod ater;
mod aterkallelse;
mod kanonisk;
mod koder;
mod lage;
mod nummertext;
mod person;
mod regler;
#[cfg(test)]
mod tests;
mod uppfoljning;
mod vem;

use chrono::NaiveDate;

use crate::forsorjning::{Lage, Sysselsattning};
use crate::geografi::KommunKod;
use crate::id::{DeltagandeId, InsatsId};
use crate::identitet::{Identitet, Kon, Reservnummeruppgift};
use crate::part::PartKod;
use crate::regel::Avvikelse;
use crate::tid::Period;

pub use arbetslista::{Arbetsgranser, Arbetslista, Arbetspost, Arbetstal};
pub use aterkallelse::{may_follow, withdrawn};
pub use kanonisk::{Kanonisk, Kanoniskpost};
pub use koder::{Avslutsanledning, Registrering, Remitterande, Resultat, TidIOffentligForsorjning, Utbildningsniva};
pub use nummertext::Nummertext;
pub use person::about;
pub use regler::{Sammanhang, overlap, validate, validate_key};
pub use uppfoljning::{Uppfoljningar, Uppfoljningsmanad, Uppfoljningsuppgift, validate_uppfoljning};
pub use vem::{Personuppgift, identify};

/// Consent to being registered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Registreringssamtycke {
    /// The day on which it was given.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
    /// Which text was agreed to.
    #[cfg_attr(feature = "utoipa", schema(example = "2026-1"))]
    pub textversion: String,
}

/// Consent to parties seeing what another has registered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sekretesssamtycke {
    /// The day on which it was given.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
    /// The parties that may see.
    pub parter: Vec<PartKod>,
}

/// The two consents that people give or refuse apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Samtycke {
    /// To being registered; a person is registered only with it (REG-03).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub registrering: Option<Registreringssamtycke>,
    /// To other parties seeing it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sekretess: Option<Sekretesssamtycke>,
}

/// What is sent of a participation: the body of PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Deltagandeuppgift {
    /// The insats; exactly one of `insatsId` and `insatsNyckel`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub insats_id: Option<InsatsId>,
    /// The insats by the key that the sender's own system has for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub insats_nyckel: Option<String>,
    /// As a person or anonymously.
    pub registrering: Registrering,
    /// Personnummer or samordningsnummer, 10 or 12 digits.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub personnummer: Option<Nummertext>,
    /// For people without either.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reservnummer: Option<Reservnummeruppgift>,
    /// Whether the person has protected identity: asked, never stored.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub skyddad_identitet: Option<bool>,
    /// Kön; follows from the number, stated for an anonymous participation.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kon: Option<Kon>,
    /// Kommun of folkbokföring at the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(pattern = "^[0-9]{4}$", example = "2280"))]
    pub kommun: Option<String>,
    /// Consents.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub samtycke: Option<Samtycke>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub startdatum: NaiveDate,
    /// Last day; absent while it goes on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::option"))]
    pub slutdatum: Option<NaiveDate>,
    /// Who referred the participant.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub remitterande: Option<Remitterande>,
    /// Highest level of education.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub utbildningsniva: Option<Utbildningsniva>,
    /// Time in public support before the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub tid_i_offentlig_forsorjning: Option<TidIOffentligForsorjning>,
    /// The situation within one week of the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fore: Option<Lage>,
    /// The situation at the end.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub efter: Option<Lage>,
    /// Why it closed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avslutsanledning: Option<Avslutsanledning>,
}

impl Deltagandeuppgift {
    /// A participation of a person that starts on `startdatum`, of which nothing else is said yet.
    #[must_use]
    pub const fn starting(startdatum: NaiveDate) -> Self {
        Self {
            insats_id: None,
            insats_nyckel: None,
            registrering: Registrering::Person,
            personnummer: None,
            reservnummer: None,
            skyddad_identitet: None,
            kon: None,
            kommun: None,
            samtycke: None,
            startdatum,
            slutdatum: None,
            remitterande: None,
            utbildningsniva: None,
            tid_i_offentlig_forsorjning: None,
            fore: None,
            efter: None,
            avslutsanledning: None,
        }
    }
}

/// A participation as the register keeps it, in canonical form and without any identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Deltagandepost {
    /// The insats.
    pub insats_id: InsatsId,
    /// As a person or anonymously.
    pub registrering: Registrering,
    /// Kön.
    pub kon: Kon,
    /// Kommun of folkbokföring at the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kommun: Option<KommunKod>,
    /// Consents.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub samtycke: Option<Samtycke>,
    /// First day.
    pub startdatum: NaiveDate,
    /// Last day; absent while it goes on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub slutdatum: Option<NaiveDate>,
    /// Who referred the participant.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub remitterande: Option<Remitterande>,
    /// Highest level of education.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub utbildningsniva: Option<Utbildningsniva>,
    /// Time in public support before the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub tid_i_offentlig_forsorjning: Option<TidIOffentligForsorjning>,
    /// The situation within one week of the start.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fore: Option<Lage>,
    /// The situation at the end.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub efter: Option<Lage>,
    /// Why it closed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avslutsanledning: Option<Avslutsanledning>,
}

impl Deltagandepost {
    /// An anonymous participation.
    #[must_use]
    pub const fn anonymous(insats_id: InsatsId, kon: Kon, startdatum: NaiveDate, slutdatum: Option<NaiveDate>) -> Self {
        Self {
            insats_id,
            registrering: Registrering::Anonym,
            kon,
            kommun: None,
            samtycke: None,
            startdatum,
            slutdatum,
            remitterande: None,
            utbildningsniva: None,
            tid_i_offentlig_forsorjning: None,
            fore: None,
            efter: None,
            avslutsanledning: None,
        }
    }

    /// From the first to the last day.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period::new(self.startdatum, self.slutdatum)
    }

    /// The result, `None` while the participation goes on; the first that fits (domain.md section 4).
    #[must_use]
    pub fn resultat(&self) -> Option<Resultat> {
        self.slutdatum?;
        let efter = |wanted: fn(Sysselsattning) -> bool| {
            self.efter.as_ref().is_some_and(|lage| lage.sysselsattning.iter().any(|post| wanted(post.slag)))
        };
        Some(if efter(Sysselsattning::is_work_or_studies) {
            Resultat::ArbeteStudier
        } else if self.avslutsanledning == Some(Avslutsanledning::AnnanRehabilitering) {
            Resultat::FortsattRehabilitering
        } else if efter(|slag| slag == Sysselsattning::ArbetssokandeAf) {
            Resultat::Arbetssokande
        } else {
            Resultat::Ovrigt
        })
    }
}

/// A participation that passed every rule that blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Godkand {
    /// What the register keeps.
    pub post: Deltagandepost,
    /// Who it is about; `None` when anonymous.
    pub identitet: Option<Identitet>,
    /// Age in whole years on the first day; `None` when anonymous.
    pub alder: Option<i32>,
    /// What was found that does not block.
    pub varningar: Vec<Avvikelse>,
}

/// The name that a sending system has for one of its records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Nyckel {
    /// The sending system.
    #[cfg_attr(feature = "utoipa", schema(example = "treserva"))]
    pub kallsystem: String,
    /// Its own key, unique within its part; never an identity number (REG-19).
    #[cfg_attr(feature = "utoipa", schema(example = "d-1"))]
    pub nyckel: String,
}

/// A participation as its owner reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Deltagande {
    /// Its identity in the register.
    pub id: DeltagandeId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What its sender calls it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub nyckel: Nyckel,
    /// Personnummer or samordningsnummer, 12 digits.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub personnummer: Option<Nummertext>,
    /// For people without either.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reservnummer: Option<Reservnummeruppgift>,
    /// What the register keeps of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub post: Deltagandepost,
    /// The situation 3, 6 and 12 months after the end, as far as it has been followed up.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Uppfoljningar::is_empty"))]
    #[cfg_attr(feature = "utoipa", schema(value_type = std::collections::BTreeMap<String, Uppfoljningsuppgift>))]
    pub uppfoljningar: Uppfoljningar,
}
