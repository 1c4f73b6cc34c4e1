//! Insatser: what a förbund finances, and how it is followed.

mod antal;
mod antalsimport;
mod efterlevnad;
mod koder;
mod regler;
mod strukturdeltagande;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Organisationsnummer;
use crate::part::PartKod;
use crate::tid::Period;

pub use antal::{Antal, Antalsuppgift, Avslutade, Enhet, PerKon, PerKonEllerTotalt, taking_part, validate_antal};
pub use antalsimport::{Antalsomfang, Antalsplan, Antalsrad, Antalsutfall, plan_antal};
pub use efterlevnad::judge;
pub use koder::{Inriktning, Insatsstatus, Insatstyp, Malgrupp, Malmatt, Samverkansform, Uppfoljningsmetod};
pub use regler::{validate, validate_change};
pub use strukturdeltagande::{Strukturdeltagande, Strukturuppgift, validate_strukturdeltagande};

/// A name that a part's own system has for an insats.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatsnyckel {
    /// The part.
    pub part: PartKod,
    /// Its system.
    pub kallsystem: String,
    /// The key in that system.
    pub nyckel: String,
}

/// A span of ages in whole years, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Aldersspann {
    /// Youngest, 0-120.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 120, example = 16))]
    pub fran: i32,
    /// Oldest, 0-120.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 120, example = 64))]
    pub till: i32,
}

/// Who carries out an insats: a part, or someone it is bought from (exactly one of `part` and `namn`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Utforare {
    /// The part that carries it out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<PartKod>,
    /// The name of whom it is bought from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// The organisationsnummer of whom it is bought from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub organisationsnummer: Option<Organisationsnummer>,
}

/// The budget of an insats in one calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatsbudget {
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
    /// Money from the förbund.
    pub belopp: Belopp,
    /// Money from ESF.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub esf_belopp: Option<Belopp>,
    /// How many participants are planned.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 60))]
    pub planerat_antal: i32,
}

/// The outcome of an insats in one calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatsutfall {
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
    /// What the förbund paid.
    pub belopp: Belopp,
    /// What ESF paid.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub esf_belopp: Option<Belopp>,
}

/// A goal: "30 % in work or studies within 3 months".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Mal {
    /// What is measured.
    pub matt: Malmatt,
    /// The share to reach, 1-100 per cent.
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 100, example = 30))]
    pub andel: i32,
    /// Within how many months, 1-120.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 120, example = 3))]
    pub inom_manader: Option<i32>,
    /// For whom, when not for all.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub grupp: Option<Malgrupp>,
}

/// What is said of an insats: the body of POST and PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatsuppgift {
    /// The förbund that finances it.
    pub forbund_id: ForbundId,
    /// Its name, 1-200 characters.
    #[cfg_attr(feature = "utoipa", schema(example = "Ungdomscentrum"))]
    pub namn: String,
    /// What the parties' own systems call it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub nycklar: Vec<Insatsnyckel>,
    /// For individuals or for structures; cannot change.
    pub inriktning: Inriktning,
    /// Its kind; must belong to its inriktning.
    pub typ: Insatstyp,
    /// Followed by persons or by counts; cannot change.
    pub uppfoljningsmetod: Uppfoljningsmetod,
    /// The form of cooperation; Finsam when absent.
    #[cfg_attr(feature = "serde", serde(default))]
    pub samverkansform: Samverkansform,
    /// Target groups.
    #[cfg_attr(feature = "serde", serde(default))]
    pub malgrupper: Vec<Malgrupp>,
    /// The ages it is for, when it has its own span.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub alder: Option<Aldersspann>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub startdatum: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub slutdatum: Option<NaiveDate>,
    /// The parties that take part in it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub parter: Vec<PartKod>,
    /// Whether ESF takes part in financing it; cannot change.
    #[cfg_attr(feature = "serde", serde(default))]
    pub esf: bool,
    /// The förbund's role in the ESF project.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub esf_roll: Option<String>,
    /// Who carries it out.
    #[cfg_attr(feature = "serde", serde(default))]
    pub utforare: Vec<Utforare>,
    /// Where it is in its life.
    pub status: Insatsstatus,
    /// Budget by calendar year.
    #[cfg_attr(feature = "serde", serde(default))]
    pub budget: Vec<Insatsbudget>,
    /// Outcome by calendar year.
    #[cfg_attr(feature = "serde", serde(default))]
    pub utfall: Vec<Insatsutfall>,
    /// Goals.
    #[cfg_attr(feature = "serde", serde(default))]
    pub mal: Vec<Mal>,
    /// The insats that it continues with a new method.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub foregangare: Option<InsatsId>,
}

impl Insatsuppgift {
    /// An insats for individuals that is going on and followed by persons, of which nothing else is said yet.
    ///
    /// ```
    /// use finsam_core::id::ForbundId;
    /// use finsam_core::insats::{Insatsuppgift, Uppfoljningsmetod};
    ///
    /// let start = "2015-01-01".parse()?;
    /// let forbund = ForbundId(uuid::Uuid::from_u128(1));
    /// let counted = Insatsuppgift {
    ///     uppfoljningsmetod: Uppfoljningsmetod::Antal,
    ///     ..Insatsuppgift::starting(forbund, "Vägen vidare".into(), start)
    /// };
    /// assert_eq!(counted.startdatum, start);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub const fn starting(forbund_id: ForbundId, namn: String, startdatum: NaiveDate) -> Self {
        Self {
            forbund_id,
            namn,
            nycklar: Vec::new(),
            inriktning: Inriktning::Individ,
            typ: Insatstyp::Annan,
            uppfoljningsmetod: Uppfoljningsmetod::Personuppgifter,
            samverkansform: Samverkansform::Finsam,
            malgrupper: Vec::new(),
            alder: None,
            startdatum,
            slutdatum: None,
            parter: Vec::new(),
            esf: false,
            esf_roll: None,
            utforare: Vec::new(),
            status: Insatsstatus::Pagaende,
            budget: Vec::new(),
            utfall: Vec::new(),
            mal: Vec::new(),
            foregangare: None,
        }
    }

    /// From its first to its last day.
    #[must_use]
    pub const fn life(&self) -> Period {
        Period::new(self.startdatum, self.slutdatum)
    }
}

/// An insats as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insats {
    /// Its identity.
    pub id: InsatsId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Insatsuppgift,
}
