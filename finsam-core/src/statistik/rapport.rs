//! A report as it is answered.

use super::forbehall::Forbehall;
use super::period::Periodslag;
use super::rad::{Matt, Mattslag, Rad};
use super::rapportnamn::Rapportnamn;
use super::urval::{Indelning, Urval};

crate::kodlista! {
    /// What a report counts.
    #[derive(Default)]
    pub enum Rapportenhet = "rapportenhet", "Vad en rapport räknar", "What a report counts" {
        #[default]
        Deltagande = "deltagande", "Deltaganden; en person kan ha flera", "Participations; a person may have several";
        Individ = "individ", "Individer; var och en räknas en gång i varje grupp", "Individuals; each counts once in every group";
    }
}

crate::kodlista! {
    /// How small numbers are protected.
    pub enum Skyddsmetod = "skyddsmetod", "Röjandeskydd", "Disclosure control" {
        Ingen = "ingen", "Inget skydd", "No protection";
        Primar = "primar", "Tal under tröskeln döljs, var för sig", "Numbers below the threshold are hidden, each by itself";
        Sekundar = "sekundar", "Tal under tröskeln döljs, och de andra tal som de annars kunde räknas ut ur", "Numbers below the threshold are hidden, and the others from which they could be worked out";
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
    /// The same of one half-year alone, where it has rows of half-years. A report read from the wire no longer knows of
    /// its `forbehall` which half they are about, so this is for whoever counted it.
    #[must_use]
    pub fn only_halvar(mut self, halvar: u8) -> Self {
        self.rader.retain(|rad| rad.halvar == Some(halvar));
        self.forbehall.retain(|said| said.halvar().is_none_or(|own| own == halvar));
        self
    }

    /// The names of the columns as a flat table: dimensions, `kategori`, `namn` where rows have one, `underlag`, then
    /// `<matt>_antal` and `<matt>_andel` of each measure, or the measure itself where it is a share alone.
    #[must_use]
    pub fn header(&self) -> Vec<String> {
        let mut names = vec!["ar".to_owned()];
        if self.urval.period != Periodslag::Ar {
            names.push(self.urval.period.to_string());
        }
        names.extend(self.divisions().map(ToString::to_string));
        names.push("kategori".to_owned());
        if self.rapport.has_namn() {
            names.push("namn".to_owned());
        }
        names.push("underlag".to_owned());
        for namn in self.rapport.matt() {
            match namn.slag() {
                Mattslag::Antal => names.extend([format!("{namn}_antal"), format!("{namn}_andel")]),
                _ => names.push(namn.to_string()),
            }
        }
        names
    }

    /// What it is divided by: places first.
    fn divisions(&self) -> impl Iterator<Item = &Indelning> {
        let of = |place| self.urval.indelning.iter().filter(move |one| one.is_place() == place);
        of(true).chain(of(false))
    }

    /// The rows as a flat table under [`header`](Self::header). What is hidden says `skyddad`, what is not there is
    /// empty. A report read from the wire no longer knows of `underlag` and plain numbers whether they are hidden or not
    /// there, so this is for whoever counted it.
    pub fn records(&self) -> impl Iterator<Item = Vec<String>> {
        self.rader.iter().map(|rad| self.record(rad))
    }

    fn record(&self, rad: &Rad) -> Vec<String> {
        let mut fields = vec![rad.ar.to_string()];
        if self.urval.period != Periodslag::Ar {
            // What is known of years alone is of no part of them.
            fields.push(rad.halvar.or(rad.manad).map(|part| part.to_string()).unwrap_or_default());
        }
        fields.extend(self.divisions().map(|one| rad.grupp.value(*one).unwrap_or_default()));
        fields.push(rad.kategori.clone());
        if self.rapport.has_namn() {
            fields.push(rad.namn.clone().unwrap_or_default());
        }
        fields.push(field(rad.underlag, rad.underlag_skyddad));
        for namn in self.rapport.matt() {
            match rad.matt.get(*namn).unwrap_or(Matt::absent(namn.slag())) {
                Matt::Antal(cell) => fields.extend([field(cell.antal, cell.skyddad), field(cell.andel, cell.skyddad)]),
                Matt::Andel { andel, skyddad } => fields.push(field(andel, skyddad)),
                Matt::Tal { antal, skyddad } => fields.push(field(antal, skyddad)),
                Matt::Belopp { belopp, skyddad } => fields.push(field(belopp, skyddad)),
                Matt::Decimal { tal, skyddad } => fields.push(field(tal, skyddad)),
            }
        }
        fields
    }
}

/// A value of a flat table.
fn field<T: ToString>(value: Option<T>, hidden: bool) -> String {
    if hidden { "skyddad".to_owned() } else { value.map_or_else(String::new, |value| value.to_string()) }
}
