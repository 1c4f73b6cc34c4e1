//! What a report is asked for, in the query.

use std::str::FromStr;

use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{Malgrupp, Samverkansform};
use finsam_core::statistik::{Indelning, Periodslag, Rapportenhet, Urval};
use utoipa::IntoParams;

use crate::extract::{Fragor, FromFraga};

/// The most years that one report is asked for.
const MAX_YEARS: i32 = 50;

/// What a report is asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Urvalsfraga {
    /// Kalenderår: `2014`, `2013,2014` eller `2011..2014` / Calendar years
    #[param(value_type = String, example = "2013..2014")]
    ar: Vec<i32>,
    /// Hela år, eller halvår eller månader av dem, år om inget sägs / Whole years, or half-years or months of them
    #[param(required = false)]
    period: Option<Periodslag>,
    /// Vad som räknas: deltaganden om inget sägs, eller varje person en gång / What is counted: participations, or each
    /// person once
    #[param(required = false)]
    enhet: Option<Rapportenhet>,
    /// Insatser i dessa förbund / Insatser of these förbund
    #[param(value_type = Option<String>)]
    forbund: Vec<ForbundId>,
    /// Insatser i förbund vars område rör dessa län / Insatser of förbund whose area touches these län
    #[param(value_type = Option<String>, example = "22")]
    lan: Vec<LanKod>,
    /// Deltagare från dessa kommuner / Participants of these kommuner
    #[param(value_type = Option<String>, example = "2280")]
    kommun: Vec<KommunKod>,
    /// Dessa insatser / These insatser
    #[param(value_type = Option<String>)]
    insats: Vec<InsatsId>,
    /// Insatser för någon av dessa målgrupper / Insatser for any of these target groups
    #[param(value_type = Option<String>, example = "unga_vuxna")]
    malgrupp: Vec<Malgrupp>,
    /// Samverkansformer, finsam om inget sägs / Forms of cooperation, finsam when nothing is said
    #[param(value_type = Option<String>, example = "finsam")]
    samverkansform: Vec<Samverkansform>,
    /// Uppdelat på dessa, se `/rapporter` / Divided by these, see `/rapporter`
    #[param(value_type = Option<String>, example = "kon,aldersgrupp")]
    indelning: Vec<Indelning>,
}

/// A year or a range of years.
struct Aren(Vec<i32>);

impl FromStr for Aren {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year = |text: &str| text.trim().parse::<i32>().ok().filter(|ar| (1990..=2200).contains(ar));
        let (fran, till) = text.split_once("..").unwrap_or((text, text));
        match (year(fran), year(till)) {
            (Some(fran), Some(till)) if fran <= till && till - fran < MAX_YEARS => Ok(Self((fran..=till).collect())),
            _ => Err("not a year or a range of years"),
        }
    }
}

impl FromFraga for Urvalsfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        const YEARS: &str = "calendar years, as 2014 or 2011..2014";
        let ar: Vec<i32> = fragor.list::<Aren>("ar", YEARS).into_iter().flat_map(|aren| aren.0).collect();
        if ar.is_empty() {
            fragor.fault("ar", YEARS);
        }
        Self {
            ar,
            period: fragor.one("period", "a code of the list periodslag"),
            enhet: fragor.one("enhet", "a code of the list rapportenhet"),
            forbund: fragor.list("forbund", "identities of förbund"),
            lan: fragor.list("lan", "länskoder of two digits"),
            kommun: fragor.list("kommun", "kommunkoder of four digits"),
            insats: fragor.list("insats", "identities of insatser"),
            malgrupp: fragor.list("malgrupp", "codes of the list malgrupp"),
            samverkansform: fragor.list("samverkansform", "codes of the list samverkansform"),
            indelning: fragor.list("indelning", "codes of the list indelning"),
        }
    }
}

impl From<Urvalsfraga> for Urval {
    fn from(fraga: Urvalsfraga) -> Self {
        let mut urval = Self {
            ar: fraga.ar,
            period: fraga.period.unwrap_or_default(),
            enhet: fraga.enhet.unwrap_or_default(),
            forbund: fraga.forbund,
            lan: fraga.lan,
            kommun: fraga.kommun,
            insats: fraga.insats,
            malgrupp: fraga.malgrupp,
            indelning: fraga.indelning,
            ..Self::default()
        };
        if !fraga.samverkansform.is_empty() {
            urval.samverkansform = fraga.samverkansform;
        }
        urval.normalized()
    }
}
