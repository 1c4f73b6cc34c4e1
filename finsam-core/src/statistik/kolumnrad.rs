//! A participation as the columns know it, taken out of them and put in again.

use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use crate::deltagande::{Avslutsanledning, Registrering, TidIOffentligForsorjning, Utbildningsniva};
use crate::forsorjning::{Forsorjningsgrupp, Sysselsattning};
use crate::geografi::KommunKod;
use crate::id::InsatsId;
use crate::identitet::Kon;

use super::attribut::{Attribut, Grupper, pack, unpack};
use super::kolumner::{FREE, Kolumner, NO_INDIVID, OPEN, UNKNOWN_AGE};
use super::uppfoljd::{Uppfoljd, Varaktighetstid};

/// A participation as the columns know it: no identity, but enough of a person to be recognised by who knows the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Kolumnrad {
    /// The insats.
    pub insats_id: InsatsId,
    /// First day.
    pub startdatum: NaiveDate,
    /// Last day, when it has closed.
    pub slutdatum: Option<NaiveDate>,
    /// As a person or anonymously.
    pub registrering: Registrering,
    /// Kön.
    pub kon: Kon,
    /// Age in whole years on the first day, 0-254; `None` when not known.
    pub alder: Option<u8>,
    /// Kommun of folkbokföring at the start.
    pub kommun: Option<KommunKod>,
    /// Highest level of education.
    pub utbildningsniva: Option<Utbildningsniva>,
    /// Time in public support before the start.
    pub tid_i_offentlig_forsorjning: Option<TidIOffentligForsorjning>,
    /// Why it closed.
    pub avslutsanledning: Option<Avslutsanledning>,
    /// Whether the situation after is known.
    pub has_efter: bool,
    /// Whether aktivitetsersättning was among the support before.
    pub aktivitetsersattning_fore: bool,
    /// Groups of support before, each once, in the order of the list.
    pub forsorjning_fore: Vec<Forsorjningsgrupp>,
    /// Groups of support after, likewise.
    pub forsorjning_efter: Vec<Forsorjningsgrupp>,
    /// Groups of support there both before and after, and after to a smaller extent, likewise.
    pub forsorjning_minskad: Vec<Forsorjningsgrupp>,
    /// Occupations before, likewise.
    pub sysselsattning_fore: Vec<Sysselsattning>,
    /// Occupations after, likewise.
    pub sysselsattning_efter: Vec<Sysselsattning>,
    /// When it has been followed up, likewise.
    pub uppfoljd: Vec<Varaktighetstid>,
    /// When a follow-up told of work or studies, likewise.
    pub arbete_vid: Vec<Varaktighetstid>,
    /// Whose it is: the same number for all of a person's participations among the same rows, and nothing else.
    pub individ: Option<u32>,
}

impl Kolumnrad {
    /// A woman's participation in an insats from a day on, of which nothing else is known.
    #[must_use]
    pub const fn starting(insats_id: InsatsId, startdatum: NaiveDate) -> Self {
        Self {
            insats_id,
            startdatum,
            slutdatum: None,
            registrering: Registrering::Person,
            kon: Kon::Kvinna,
            alder: None,
            kommun: None,
            utbildningsniva: None,
            tid_i_offentlig_forsorjning: None,
            avslutsanledning: None,
            has_efter: false,
            aktivitetsersattning_fore: false,
            forsorjning_fore: Vec::new(),
            forsorjning_efter: Vec::new(),
            forsorjning_minskad: Vec::new(),
            sysselsattning_fore: Vec::new(),
            sysselsattning_efter: Vec::new(),
            uppfoljd: Vec::new(),
            arbete_vid: Vec::new(),
            individ: None,
        }
    }
}

impl Kolumner {
    /// What stands under an internal number.
    #[must_use]
    pub fn get(&self, nummer: i64) -> Option<Kolumnrad> {
        self.row(self.rows.get(nummer)? as usize)
    }

    /// Inserts a participation, or replaces what stood under the number, with whose it is and its follow-ups.
    ///
    /// ```
    /// use finsam_core::id::InsatsId;
    /// use finsam_core::statistik::{Kolumner, Kolumnrad};
    ///
    /// let mut kolumner = Kolumner::new();
    /// let rad = Kolumnrad::starting(InsatsId(uuid::Uuid::nil()), "2014-05-01".parse()?);
    /// kolumner.put_rad(1, &rad);
    /// assert_eq!(kolumner.rows().collect::<Vec<_>>(), [rad]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn put_rad(&mut self, nummer: i64, rad: &Kolumnrad) {
        let insats = self.dimensioner.insats_index(rad.insats_id);
        let row = self.row_of(nummer);
        self.start[row] = rad.startdatum.num_days_from_ce();
        self.slut[row] = rad.slutdatum.map_or(OPEN, |slut| slut.num_days_from_ce());
        self.insats[row] = insats;
        self.attribut[row] = Attribut::of_row(rad);
        self.grupper[row] = Grupper::of_row(rad);
        self.kommun[row] = rad.kommun.map_or(0, KommunKod::number);
        self.alder[row] = rad.alder.unwrap_or(UNKNOWN_AGE);
        self.minskad[row] = pack(rad.forsorjning_minskad.iter().map(|grupp| *grupp as u32)) as u8;
        self.individ[row] = rad.individ.unwrap_or(NO_INDIVID);
        self.uppfoljd[row] = Uppfoljd::of_row(rad);
        self.cover(row);
    }

    /// All participations, in an order that follows from what they say and not from when they came: by insats, first
    /// day and the rest. Persons are numbered anew in that order.
    pub fn rows(&self) -> impl Iterator<Item = Kolumnrad> + '_ {
        let mut order: Vec<u32> =
            (0..self.start.len() as u32).filter(|row| self.start[*row as usize] != FREE).collect();
        order.sort_unstable_by(|one, other| self.compare(*one as usize, *other as usize));
        let mut persons: HashMap<u32, u32> = HashMap::new();
        order.into_iter().filter_map(move |row| {
            let mut rad = self.row(row as usize)?;
            let next = persons.len() as u32;
            rad.individ = rad.individ.map(|individ| *persons.entry(individ).or_insert(next));
            Some(rad)
        })
    }

    fn compare(&self, one: usize, other: usize) -> Ordering {
        let early = |row: usize| (self.insats[row], self.start[row], self.slut[row], self.attribut[row].bits());
        let late = |row: usize| {
            let person = (self.kommun[row], self.alder[row]);
            (self.grupper[row].bits(), person, self.minskad[row], self.uppfoljd[row].bits(), self.individ[row])
        };
        early(one).cmp(&early(other)).then_with(|| late(one).cmp(&late(other)))
    }

    fn row(&self, row: usize) -> Option<Kolumnrad> {
        let (attribut, grupper, uppfoljd) = (self.attribut[row], self.grupper[row], self.uppfoljd[row].bits());
        Some(Kolumnrad {
            insats_id: self.dimensioner.insats_id(self.insats[row]),
            startdatum: NaiveDate::from_num_days_from_ce_opt(self.start[row])?,
            slutdatum: NaiveDate::from_num_days_from_ce_opt(self.slut[row]),
            registrering: attribut.registrering(),
            kon: attribut.kon(),
            alder: Some(self.alder[row]).filter(|alder| *alder != UNKNOWN_AGE),
            kommun: KommunKod::new(self.kommun[row]),
            utbildningsniva: attribut.utbildningsniva(),
            tid_i_offentlig_forsorjning: attribut.tid(),
            avslutsanledning: attribut.avslutsanledning(),
            has_efter: attribut.has_efter(),
            aktivitetsersattning_fore: attribut.has_aktivitetsersattning(),
            forsorjning_fore: grupper.fore(),
            forsorjning_efter: grupper.efter(),
            forsorjning_minskad: unpack(Forsorjningsgrupp::ALL, self.minskad[row].into()),
            sysselsattning_fore: unpack(Sysselsattning::ALL, attribut.sysselsattning_fore()),
            sysselsattning_efter: unpack(Sysselsattning::ALL, attribut.sysselsattning_efter()),
            uppfoljd: unpack(Varaktighetstid::ALL, (uppfoljd & 15).into()),
            arbete_vid: unpack(Varaktighetstid::ALL, (uppfoljd >> 4).into()),
            individ: Some(self.individ[row]).filter(|individ| *individ != NO_INDIVID),
        })
    }
}
