//! Rules and the provisions of the act, as they are told.

use chrono::NaiveDate;

use crate::regel::{Allvar, Atergivning, Bestammelse, Galler, Lydelse, Regel, Slag, bestammelse, register};

use super::Tvasprakig;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Regelpost {
    /// Its code, never reused.
    #[cfg_attr(feature = "utoipa", schema(example = "REG-08"))]
    pub kod: String,
    /// Integrity refuses a write, compliance never does.
    pub slag: Slag,
    /// How grave a breach is; only integrity of severity `fel` blocks.
    pub allvar: Allvar,
    /// What it says.
    pub text: Tvasprakig,
    /// Where it comes from; with the wording of the day when a day was asked for.
    #[cfg_attr(feature = "utoipa", schema(example = "3 § lagen (2003:1210), lydelse enligt SFS 2010:350"))]
    pub rattskalla: String,
    /// The paragraph of the act that it judges by.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "3"))]
    pub paragraf: Option<String>,
    /// When it holds.
    pub galler: Galler,
}

impl Regelpost {
    /// A rule as of a day, or over all time.
    #[must_use]
    pub fn of(regel: &Regel, datum: Option<NaiveDate>) -> Self {
        let citation = regel.bestammelse().zip(datum).and_then(|(bestammelse, datum)| {
            bestammelse.lydelse_on(datum).map(|lydelse| lydelse.citation(bestammelse.paragraf))
        });
        Self {
            kod: regel.kod.to_owned(),
            slag: regel.slag,
            allvar: regel.allvar,
            text: regel.text.into(),
            rattskalla: citation.unwrap_or_else(|| regel.rattskalla.to_owned()),
            paragraf: regel.paragraf.map(str::to_owned),
            galler: Galler { fran: regel.fran, till: regel.till },
        }
    }
}

/// A wording of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lydelsepost {
    /// The act that gave it.
    #[cfg_attr(feature = "utoipa", schema(example = "2010:350"))]
    pub sfs: String,
    /// How it is known here. Where it is `saknas`, what is found by it is a notice that says so.
    pub atergivning: Atergivning,
    /// When it is in force.
    pub galler: Galler,
}

impl From<&Lydelse> for Lydelsepost {
    fn from(lydelse: &Lydelse) -> Self {
        Self {
            sfs: lydelse.sfs.to_owned(),
            atergivning: lydelse.atergivning,
            galler: Galler { fran: lydelse.fran, till: lydelse.till },
        }
    }
}

/// A provision of the act.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bestammelsepost {
    /// Its number.
    #[cfg_attr(feature = "utoipa", schema(example = "5 a"))]
    pub paragraf: String,
    /// What it is about.
    pub text: Tvasprakig,
    /// Its wordings, in order of time; one when a day was asked for.
    pub lydelser: Vec<Lydelsepost>,
}

impl Bestammelsepost {
    fn of(bestammelse: &Bestammelse, datum: Option<NaiveDate>) -> Option<Self> {
        let lydelser: Vec<Lydelsepost> = match datum {
            Some(datum) => bestammelse.lydelse_on(datum).map(Lydelsepost::from).into_iter().collect(),
            None => bestammelse.lydelser.iter().map(Lydelsepost::from).collect(),
        };
        (!lydelser.is_empty()).then(|| Self {
            paragraf: bestammelse.paragraf.to_owned(),
            text: bestammelse.text.into(),
            lydelser,
        })
    }
}

/// The rules asked for, and the provisions that they judge by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Regelsvar {
    /// The rules, in order of code.
    pub regler: Vec<Regelpost>,
    /// The provisions of the act (2003:1210), in order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub bestammelser: Vec<Bestammelsepost>,
}

impl Regelsvar {
    /// What holds on a day, or has ever held.
    #[must_use]
    pub fn on(datum: Option<NaiveDate>) -> Self {
        let holds = |regel: &&Regel| datum.is_none_or(|datum| regel.holds_on(datum));
        Self {
            regler: register::all().filter(holds).map(|regel| Regelpost::of(regel, datum)).collect(),
            bestammelser: bestammelse::ALL.iter().filter_map(|b| Bestammelsepost::of(b, datum)).collect(),
        }
    }
}
