//! What insatser came to in a year: the counts of the published reports, protected before they get here.

use std::collections::BTreeMap;

use crate::forsorjning::Forsorjningsgrupp;
use crate::id::InsatsId;
use crate::insats::{Insats, Malmatt, Uppfoljningsmetod, taking_part};
use crate::statistik::{
    Cell, Forbehall, Kolumner, Mattnamn, REGELVERSION, Rad, Rapport, Rapportnamn, Registreringskategori, Skyddsmetod,
    Skyddsplaner, Urval, fraga_med,
};

use super::insatser::is_of;

/// Those who closed in an insats in a year, by result: a row of the report `avslut-per-insats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Avslut {
    /// All of them.
    pub underlag: Cell,
    /// To work or studies, or ready for a job.
    pub arbete_studier_jobready: Cell,
    /// To continued rehabilitation.
    pub fortsatt_rehab: Cell,
    /// To something else.
    pub ovrigt: Cell,
}

/// By what the results were counted, so that they can be counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Resultatkalla {
    /// The version of the definitions.
    #[cfg_attr(feature = "utoipa", schema(example = "1"))]
    pub regelversion: String,
    /// The state of the data: a place in the change feed.
    #[cfg_attr(feature = "utoipa", schema(example = 25690))]
    pub dataversion: i64,
    /// Counts from 1 and below this are hidden; 0 for none.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 5))]
    pub troskel: i64,
}

/// What an insats came to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Matt {
    pub(super) deltagare: Option<Cell>,
    pub(super) avslut: Option<Avslut>,
    /// Those with no public support after, and all who closed; only where a goal asks for it.
    pub(super) egen_forsorjning: Option<(Cell, Cell)>,
}

/// What the insatser of a year came to, small numbers about people hidden.
///
/// Persons are those of the reports that anybody who may read statistics can ask for, so that the two cannot be
/// subtracted from each other.
#[derive(Debug, Clone)]
pub struct Insatsresultat {
    per: BTreeMap<InsatsId, Matt>,
    pub(super) kalla: Resultatkalla,
    pub(super) forbehall: Vec<Forbehall>,
}

impl Insatsresultat {
    /// Counts the insatser that belong in the report of a year. Counts from 1 and below the threshold are hidden by the
    /// method, as in the reports themselves.
    #[must_use]
    pub fn count(
        kolumner: &Kolumner,
        insatser: &[Insats],
        ar: i32,
        skydd: (Skyddsmetod, i64),
        planer: &Skyddsplaner,
    ) -> Self {
        let troskel = skydd.1;
        let fraga = Fraga { kolumner, ar, skydd, planer };
        let kalla =
            Resultatkalla { regelversion: REGELVERSION.to_owned(), dataversion: kolumner.dataversion(), troskel };
        let mut resultat = Self { per: BTreeMap::new(), kalla, forbehall: Vec::new() };
        for insats in insatser.iter().filter(|insats| is_of(insats, ar)) {
            let closed = fraga.rapport(Rapportnamn::AvslutPerInsats, insats);
            resultat.per.insert(insats.id, fraga.matt(insats, closed.as_ref()));
            for said in closed.into_iter().flat_map(|closed| closed.forbehall) {
                if !resultat.forbehall.contains(&said) {
                    resultat.forbehall.push(said);
                }
            }
        }
        resultat
    }

    pub(super) fn of(&self, insats: InsatsId) -> Matt {
        self.per.get(&insats).copied().unwrap_or_default()
    }
}

struct Fraga<'a> {
    kolumner: &'a Kolumner,
    ar: i32,
    skydd: (Skyddsmetod, i64),
    planer: &'a Skyddsplaner,
}

impl Fraga<'_> {
    /// A report of one insats, which may always be asked by year.
    fn rapport(&self, namn: Rapportnamn, insats: &Insats) -> Option<Rapport> {
        let samverkansform = vec![insats.uppgift.samverkansform];
        let urval = Urval { ar: vec![self.ar], insats: vec![insats.id], samverkansform, ..Urval::default() };
        fraga_med(namn, self.kolumner, &urval, self.skydd, self.planer).ok()
    }

    fn matt(&self, insats: &Insats, closed: Option<&Rapport>) -> Matt {
        let is_asked = insats.uppgift.mal.iter().any(|mal| mal.matt == Malmatt::EgenForsorjning);
        let closings = closed.and_then(|closed| row(closed, &insats.id.to_string()));
        Matt {
            deltagare: self.deltagare(insats),
            avslut: closings.and_then(avslut),
            egen_forsorjning: is_asked.then(|| self.own_support(insats)).flatten(),
        }
    }

    /// Persons as the report on those registered counts them, or what the counts tell.
    fn deltagare(&self, insats: &Insats) -> Option<Cell> {
        let planned = insats.uppgift.budget.iter().find(|one| one.ar == self.ar);
        let planned = planned.map(|one| i64::from(one.planerat_antal));
        let cell = match insats.uppgift.uppfoljningsmetod {
            Uppfoljningsmetod::Personuppgifter => {
                let report = self.rapport(Rapportnamn::RegistreradeOchAvslutade, insats)?;
                row(&report, Registreringskategori::Registrerade.code())?.matt.cell(Mattnamn::Deltagare)?
            }
            Uppfoljningsmetod::Antal => {
                let periods = self.kolumner.antal(insats.id);
                Cell::of(Some(taking_part(periods, self.ar)?), None).protected(self.skydd.1)
            }
        };
        Some(if cell.skyddad { cell } else { Cell::of(cell.antal, planned) })
    }

    fn own_support(&self, insats: &Insats) -> Option<(Cell, Cell)> {
        let report = self.rapport(Rapportnamn::ForsorjningForeEfter, insats)?;
        let row = row(&report, Forsorjningsgrupp::IngenOffentlig.code())?;
        Some((row.matt.cell(Mattnamn::Efter)?, underlag(row)))
    }
}

fn row<'r>(rapport: &'r Rapport, kategori: &str) -> Option<&'r Rad> {
    rapport.rader.iter().find(|rad| rad.kategori == kategori)
}

fn underlag(rad: &Rad) -> Cell {
    Cell { antal: rad.underlag, andel: None, skyddad: rad.underlag_skyddad }
}

fn avslut(rad: &Rad) -> Option<Avslut> {
    Some(Avslut {
        underlag: underlag(rad),
        arbete_studier_jobready: rad.matt.cell(Mattnamn::ArbeteStudierJobready)?,
        fortsatt_rehab: rad.matt.cell(Mattnamn::FortsattRehab)?,
        ovrigt: rad.matt.cell(Mattnamn::Ovrigt)?,
    })
}
