//! A report as it is answered.

use super::forbehall::Forbehall;
use super::rad::{Matt, Rad};
use super::rapportnamn::Rapportnamn;
use super::urval::{Indelning, Urval};

crate::kodlista! {
    /// What a report counts.
    pub enum Rapportenhet = "rapportenhet", "Vad en rapport räknar", "What a report counts" {
        Deltagande = "deltagande", "Deltaganden; en person kan ha flera", "Participations; a person may have several";
    }
}

crate::kodlista! {
    /// How small numbers are protected.
    pub enum Skyddsmetod = "skyddsmetod", "Röjandeskydd", "Disclosure control" {
        Ingen = "ingen", "Inget skydd", "No protection";
        Primar = "primar", "Tal under tröskeln döljs, var för sig", "Numbers below the threshold are hidden, each by itself";
    }
}

/// How small numbers about people have been protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Skydd {
    /// By which method.
    pub metod: Skyddsmetod,
    /// Counts from 1 and below this are hidden; 0 for none.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 5))]
    pub troskel: i64,
    /// How many counts are hidden, `underlag` among them; shares that follow are not counted.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 0))]
    pub undertryckta: i64,
}

impl Skydd {
    /// No protection.
    pub const INGET: Self = Self { metod: Skyddsmetod::Ingen, troskel: 0, undertryckta: 0 };
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rapport {
    /// Which.
    pub rapport: Rapportnamn,
    /// What was asked for.
    pub urval: Urval,
    /// By which version of the definitions: [`REGELVERSION`](super::REGELVERSION).
    #[cfg_attr(feature = "utoipa", schema(example = "1"))]
    pub regelversion: String,
    /// Of which state of the data: a place in the change feed.
    #[cfg_attr(feature = "utoipa", schema(example = 25690))]
    pub dataversion: i64,
    /// What is counted.
    pub enhet: Rapportenhet,
    /// By year, then by what it is divided by, then by category; every combination stands there.
    pub rader: Vec<Rad>,
    /// How small numbers have been protected.
    pub skydd: Skydd,
    /// What must be said with it.
    pub forbehall: Vec<Forbehall>,
}

impl Rapport {
    /// The names of the columns as a flat table: dimensions, `kategori`, `namn` where rows have one, `underlag`, then
    /// `<matt>_antal` and `<matt>_andel` of each measure, or the measure itself where it is a share alone.
    #[must_use]
    pub fn header(&self) -> Vec<String> {
        let mut names = vec!["ar".to_owned()];
        let dimensions = Indelning::ALL.iter().filter(|indelning| self.urval.is_divided_by(**indelning));
        names.extend(dimensions.map(ToString::to_string));
        names.push("kategori".to_owned());
        if self.rapport.has_namn() {
            names.push("namn".to_owned());
        }
        names.push("underlag".to_owned());
        for namn in self.rapport.matt() {
            if namn.is_plain_share() {
                names.push(namn.to_string());
            } else {
                names.extend([format!("{namn}_antal"), format!("{namn}_andel")]);
            }
        }
        names
    }

    /// The rows as a flat table under [`header`](Self::header). What is hidden says `skyddad`, what is not there is
    /// empty. A report read from the wire no longer knows of `underlag` and plain shares whether they are hidden or not
    /// there, so this is for whoever counted it.
    pub fn records(&self) -> impl Iterator<Item = Vec<String>> {
        self.rader.iter().map(|rad| self.record(rad))
    }

    fn record(&self, rad: &Rad) -> Vec<String> {
        let mut fields = vec![rad.ar.to_string()];
        if self.urval.is_divided_by(Indelning::Kon) {
            fields.push(rad.kon.map_or_else(String::new, |kon| kon.to_string()));
        }
        if self.urval.is_divided_by(Indelning::Aldersgrupp) {
            fields.push(rad.aldersgrupp.map_or_else(String::new, |grupp| grupp.to_string()));
        }
        fields.push(rad.kategori.clone());
        if self.rapport.has_namn() {
            fields.push(rad.namn.clone().unwrap_or_default());
        }
        let mut number = |value: Option<i64>, hidden: bool| {
            fields.push(if hidden { "skyddad".to_owned() } else { value.map_or_else(String::new, |n| n.to_string()) });
        };
        number(rad.underlag, rad.underlag_skyddad);
        for namn in self.rapport.matt() {
            match rad.matt.get(*namn) {
                Some(Matt::Andel { andel, skyddad }) => number(andel, skyddad),
                Some(Matt::Antal(cell)) => {
                    number(cell.antal, cell.skyddad);
                    number(cell.andel, cell.skyddad);
                }
                None if namn.is_plain_share() => number(None, false),
                None => (0..2).for_each(|_| number(None, false)),
            }
        }
        fields
    }
}
