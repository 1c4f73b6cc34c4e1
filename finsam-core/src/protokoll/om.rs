//! What the API says of itself: information, limits, code lists, rules, parties.

use crate::kodlista::Kodlista;
use crate::part::{PartKod, Partslag};
use crate::regel::Text;

/// What the API is (DIGG's REST API profile).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ApiInfo {
    /// Its name.
    #[cfg_attr(feature = "utoipa", schema(example = "Finsam"))]
    pub api_name: String,
    /// Its version, semver.
    #[cfg_attr(feature = "utoipa", schema(example = "0.1.0"))]
    pub api_version: String,
    /// When this version was released.
    #[cfg_attr(feature = "utoipa", schema(example = "2026-11-21"))]
    pub api_released: String,
    /// Where it is documented.
    #[cfg_attr(feature = "utoipa", schema(example = "/docs/"))]
    pub api_documentation: String,
    /// Whether it is in use: `active`, `beta`, `deprecated`.
    #[cfg_attr(feature = "utoipa", schema(example = "beta"))]
    pub api_status: String,
}

/// The limits of this server. Exceeding one gives 413 or 429, never a time-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Begransningar {
    /// The largest body of a single resource, in bytes.
    #[cfg_attr(feature = "utoipa", schema(example = 1_048_576))]
    pub kropp_byte: u64,
    /// The largest page of a list.
    #[cfg_attr(feature = "utoipa", schema(example = 1_000))]
    pub sida_poster: u32,
    /// The most records that an import or a validation answers at once.
    #[cfg_attr(feature = "utoipa", schema(example = 1_000))]
    pub import_direkt_poster: u64,
    /// The largest body that an import or a validation answers at once, in bytes.
    #[cfg_attr(feature = "utoipa", schema(example = 8_388_608))]
    pub import_direkt_byte: u64,
    /// The most records of one import.
    #[cfg_attr(feature = "utoipa", schema(example = 1_000_000))]
    pub import_poster: u64,
    /// The largest body of an import, in bytes.
    #[cfg_attr(feature = "utoipa", schema(example = 1_610_612_736))]
    pub import_byte: u64,
    /// The most records of one import with `atomicitet=allt`.
    #[cfg_attr(feature = "utoipa", schema(example = 50_000))]
    pub import_allt_poster: u64,
    /// The largest record of an import, in bytes.
    #[cfg_attr(feature = "utoipa", schema(example = 262_144))]
    pub import_post_byte: u64,
    /// The most rows of one import of counts, which is always answered at once.
    #[cfg_attr(feature = "utoipa", schema(example = 10_000))]
    pub import_antal_poster: u64,
    /// The largest body of an import of counts, in bytes.
    #[cfg_attr(feature = "utoipa", schema(example = 8_388_608))]
    pub import_antal_byte: u64,
    /// The largest body of a plan, in bytes; it has at most as many records as one with `atomicitet=allt`.
    #[cfg_attr(feature = "utoipa", schema(example = 67_108_864))]
    pub import_plan_byte: u64,
    /// How long a plan waits to be carried out, in hours.
    #[cfg_attr(feature = "utoipa", schema(example = 24))]
    pub import_plan_timmar: i64,
    /// How long refused records can be had back, in days from the end of their import.
    #[cfg_attr(feature = "utoipa", schema(example = 7))]
    pub import_avvisade_dagar: i64,
    /// How long an import and the results of its rows are kept, in days from its end.
    #[cfg_attr(feature = "utoipa", schema(example = 90))]
    pub import_dagar: i64,
    /// How long a receipt of an `Idempotency-Key` is good for, in days.
    #[cfg_attr(feature = "utoipa", schema(example = 30))]
    pub kvitto_dagar: i64,
    /// The longest that the change feed is waited for, in seconds.
    #[cfg_attr(feature = "utoipa", schema(example = 30))]
    pub andringar_vanta_sekunder: u32,
    /// How many may wait for the change feed at the same time, in each process of the server.
    #[cfg_attr(feature = "utoipa", schema(example = 500))]
    pub andringar_vantande: u32,
    /// How long changes are kept in the change feed, in days; `null` where they are kept for ever.
    #[cfg_attr(feature = "utoipa", schema(example = 90))]
    pub andringar_dagar: Option<u32>,
    /// How many webhooks a part or a förbund may have.
    #[cfg_attr(feature = "utoipa", schema(example = 20))]
    pub webhookar: u32,
    /// Requests a minute and caller, in each process of the server: so many at once, and then evenly; `null` where there
    /// is no such limit.
    pub anrop_per_minut: Option<u32>,
    /// Below this a count about people is hidden in statistics; 0 hides nothing.
    #[cfg_attr(feature = "utoipa", schema(example = 5))]
    pub rojandeskydd_troskel: u32,
}

/// A text in two languages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tvasprakig {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl From<Text> for Tvasprakig {
    fn from(text: Text) -> Self {
        Self { sv: text.sv.to_owned(), en: text.en.to_owned() }
    }
}

/// A value of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kodpost {
    /// The code as it stands in JSON.
    #[cfg_attr(feature = "utoipa", schema(example = "sjukpenning"))]
    pub kod: String,
    /// What it means.
    pub text: Tvasprakig,
}

/// A code list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kodlistsvar {
    /// Its name.
    #[cfg_attr(feature = "utoipa", schema(example = "forsorjningsform"))]
    pub namn: String,
    /// What it is about.
    pub text: Tvasprakig,
    /// Its values, in the order of the domain.
    pub koder: Vec<Kodpost>,
}

impl From<&Kodlista> for Kodlistsvar {
    fn from(lista: &Kodlista) -> Self {
        let koder = lista.koder.iter().map(|kod| Kodpost { kod: kod.kod.to_owned(), text: kod.text.into() });
        Self { namn: lista.namn.to_owned(), text: lista.text.into(), koder: koder.collect() }
    }
}

/// All code lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kodlistor {
    /// The lists.
    pub kodlistor: Vec<Kodlistsvar>,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Part {
    /// Its code.
    pub kod: PartKod,
    /// What kind of party it is.
    pub slag: Partslag,
    /// Its name today.
    #[cfg_attr(feature = "utoipa", schema(example = "Härnösand"))]
    pub namn: String,
}

impl From<PartKod> for Part {
    fn from(kod: PartKod) -> Self {
        Self { kod, slag: kod.slag(), namn: kod.name().into_owned() }
    }
}
