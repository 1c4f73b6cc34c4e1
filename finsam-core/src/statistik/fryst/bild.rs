//! Columns as they are written down: everything that is counted, and nothing that says who somebody is.
//!
//! Rows are written column by column, as whole numbers: days counted from 0001-01-01, and the attributes packed as they
//! are in memory. They stand in an order that their content gives, so that nothing is told by it. The number of a person is
//! given anew in that order, and only to those who have several participations: others are told apart without one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bakgrund::Bakgrundsrad;
use crate::geografi::KommunKod;
use crate::id::{ForbundId, InsatsId};
use crate::insats::Antalsuppgift;
use crate::statistik::attribut::{Attribut, Grupper};
use crate::statistik::dimensioner::{Forbundsrad, Insatsrad};
use crate::statistik::ekonomi::{Arssumma, StatligaMedel};
use crate::statistik::kolumner::{FREE, Kolumner, NO_INDIVID, OPEN, UNKNOWN_AGE};
use crate::statistik::uppfoljd::Uppfoljd;

/// The version of this form. It changes when the packing of a column does, and whenever a code list that is packed gets a
/// new value before another.
const FORM: u32 = 1;

/// What is wrong with columns that were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Bildfel {
    /// They are of another form.
    #[error("the form of the columns is {0}, expected {FORM}")]
    Form(u32),
    /// The columns have not all got the same number of rows.
    #[error("columns of different lengths, expected one value a row in each")]
    Langd,
    /// A row names an insats, a kommun or a person that is not there.
    #[error("row {0} names an insats, a kommun or a person that is not there")]
    Rad(usize),
    /// A count is of an insats that is not there.
    #[error("counts of an insats that is not there")]
    Antal,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kolumnbild {
    form: u32,
    dataversion: i64,
    start: Vec<i32>,
    slut: Vec<Option<i32>>,
    insats: Vec<u32>,
    attribut: Vec<Attribut>,
    grupper: Vec<Grupper>,
    kommun: Vec<u16>,
    alder: Vec<Option<u8>>,
    individ: Vec<Option<u32>>,
    minskad: Vec<u8>,
    uppfoljd: Vec<Uppfoljd>,
    kommuner: Vec<u16>,
    insatser: Vec<(InsatsId, Option<Insatsrad>)>,
    forbund: Vec<(ForbundId, Forbundsrad)>,
    antal: Vec<(u32, Antalsuppgift)>,
    strukturdeltagande: Vec<(u32, NaiveDate, i64)>,
    budget: Vec<(ForbundId, i32, Arssumma)>,
    utfall: Vec<(ForbundId, i32, Arssumma)>,
    statliga_medel: Vec<(i32, StatligaMedel)>,
    bakgrund: Vec<(i32, Bakgrundsrad)>,
}

impl Serialize for Kolumner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Kolumnbild::of(self, |_| true).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Kolumner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Kolumnbild::deserialize(deserializer)?.columns().map_err(serde::de::Error::custom)
    }
}

impl Kolumner {
    /// The same with those participations alone that share a day with a span of days, which are counted from 0001-01-01.
    pub(super) fn touching(&self, first: i32, last: i32) -> Result<Self, Bildfel> {
        Kolumnbild::of(self, |rad| self.start[rad] <= last && first <= self.slut[rad]).columns()
    }
}

/// The rows that are kept, in the order of their content.
fn rows(kolumner: &Kolumner, keep: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut rows: Vec<_> = (0..kolumner.start.len()).filter(|rad| kolumner.start[*rad] != FREE && keep(*rad)).collect();
    rows.sort_by_key(|rad| {
        let rad = *rad;
        let time = (kolumner.start[rad], kolumner.slut[rad]);
        let answers = (kolumner.grupper[rad].bits(), kolumner.minskad[rad], kolumner.uppfoljd[rad].bits());
        (kolumner.insats[rad], time, kolumner.attribut[rad].bits(), answers, kolumner.kommun[rad], kolumner.alder[rad])
    });
    rows
}

/// Persons numbered anew, in the order of these rows; those with one participation have none.
fn individuals(kolumner: &Kolumner, rows: &[usize]) -> Vec<Option<u32>> {
    let mut antal: BTreeMap<u32, u32> = BTreeMap::new();
    rows.iter().for_each(|rad| *antal.entry(kolumner.individ[*rad]).or_default() += 1);
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    let of = |rad: &usize| {
        let individ = kolumner.individ[*rad];
        let several = individ != NO_INDIVID && antal.get(&individ).is_some_and(|antal| *antal > 1);
        let next = numbers.len() as u32;
        several.then(|| *numbers.entry(individ).or_insert(next))
    };
    rows.iter().map(of).collect()
}

impl Kolumnbild {
    fn of(kolumner: &Kolumner, keep: impl Fn(usize) -> bool) -> Self {
        let rows = rows(kolumner, keep);
        let each = |of: &dyn Fn(usize) -> u32| rows.iter().map(|rad| of(*rad)).collect();
        let dim = &kolumner.dimensioner;
        let mut kommuner = dim.kommuner.clone();
        kommuner.extend(kolumner.kommun.iter().filter(|kod| **kod > 0));
        let sums = |all: &BTreeMap<(ForbundId, i32), Arssumma>| {
            all.iter().map(|((forbund, ar), summa)| (*forbund, *ar, *summa)).collect()
        };
        Self {
            form: FORM,
            dataversion: kolumner.dataversion,
            start: rows.iter().map(|rad| kolumner.start[*rad]).collect(),
            slut: rows.iter().map(|rad| Some(kolumner.slut[*rad]).filter(|slut| *slut != OPEN)).collect(),
            insats: each(&|rad| kolumner.insats[rad]),
            attribut: rows.iter().map(|rad| kolumner.attribut[*rad]).collect(),
            grupper: rows.iter().map(|rad| kolumner.grupper[*rad]).collect(),
            kommun: rows.iter().map(|rad| kolumner.kommun[*rad]).collect(),
            alder: rows.iter().map(|rad| Some(kolumner.alder[*rad]).filter(|alder| *alder != UNKNOWN_AGE)).collect(),
            individ: individuals(kolumner, &rows),
            minskad: rows.iter().map(|rad| kolumner.minskad[*rad]).collect(),
            uppfoljd: rows.iter().map(|rad| kolumner.uppfoljd[*rad]).collect(),
            kommuner: kommuner.into_iter().collect(),
            insatser: (0..).zip(&dim.ids).map(|(index, id)| (*id, dim.insats(index).cloned())).collect(),
            forbund: dim.forbund.iter().map(|(id, rad)| (*id, rad.clone())).collect(),
            antal: dim.antal().map(|(insats, uppgift)| (insats, *uppgift)).collect(),
            strukturdeltagande: dim.strukturdeltagande.iter().map(|((insats, fran), n)| (*insats, *fran, *n)).collect(),
            budget: sums(&dim.budget),
            utfall: sums(&dim.utfall),
            statliga_medel: dim.statliga_medel.iter().map(|(ar, medel)| (*ar, *medel)).collect(),
            bakgrund: dim.bakgrund.iter().map(|((ar, _), rad)| (*ar, rad.clone())).collect(),
        }
    }

    /// What is wrong with it.
    fn check(&self) -> Result<(), Bildfel> {
        if self.form != FORM {
            return Err(Bildfel::Form(self.form));
        }
        let n = self.start.len();
        let lengths = [
            self.slut.len(),
            self.insats.len(),
            self.attribut.len(),
            self.grupper.len(),
            self.kommun.len(),
            self.alder.len(),
            self.individ.len(),
            self.minskad.len(),
            self.uppfoljd.len(),
        ];
        if lengths.iter().any(|length| *length != n) {
            return Err(Bildfel::Langd);
        }
        let is_insats = |index: u32| (index as usize) < self.insatser.len();
        let is_kommun = |kod: u16| kod == 0 || KommunKod::new(kod).is_some();
        let fits = |rad: usize| {
            is_insats(self.insats[rad])
                && is_kommun(self.kommun[rad])
                && self.individ[rad].is_none_or(|individ| (individ as usize) < n)
        };
        if let Some(rad) = (0..n).find(|rad| !fits(*rad)) {
            return Err(Bildfel::Rad(rad));
        }
        let mut counted = self.antal.iter().map(|one| one.0).chain(self.strukturdeltagande.iter().map(|one| one.0));
        let all = counted.all(is_insats) && self.kommuner.iter().all(|kod| is_kommun(*kod));
        if all { Ok(()) } else { Err(Bildfel::Antal) }
    }

    fn columns(self) -> Result<Kolumner, Bildfel> {
        self.check()?;
        let mut kolumner = Kolumner {
            start: self.start,
            slut: self.slut.into_iter().map(|slut| slut.unwrap_or(OPEN)).collect(),
            insats: self.insats,
            attribut: self.attribut,
            grupper: self.grupper,
            kommun: self.kommun,
            alder: self.alder.into_iter().map(|alder| alder.unwrap_or(UNKNOWN_AGE)).collect(),
            individ: self.individ.into_iter().map(|individ| individ.unwrap_or(NO_INDIVID)).collect(),
            minskad: self.minskad,
            uppfoljd: self.uppfoljd,
            dataversion: self.dataversion,
            ..Kolumner::default()
        };
        let dim = &mut kolumner.dimensioner;
        for (id, rad) in self.insatser {
            let index = dim.insats_index(id);
            if let Some(rad) = rad {
                dim.set_insats(index, rad);
            }
        }
        self.antal.into_iter().for_each(|(insats, uppgift)| dim.set_antal(insats, uppgift));
        dim.kommuner = self.kommuner.into_iter().collect();
        dim.forbund = self.forbund.into_iter().collect();
        dim.strukturdeltagande =
            self.strukturdeltagande.into_iter().map(|(insats, fran, n)| ((insats, fran), n)).collect();
        let sums = |all: Vec<(ForbundId, i32, Arssumma)>| {
            all.into_iter().map(|(forbund, ar, summa)| ((forbund, ar), summa)).collect()
        };
        (dim.budget, dim.utfall) = (sums(self.budget), sums(self.utfall));
        dim.statliga_medel = self.statliga_medel.into_iter().collect();
        dim.bakgrund = self.bakgrund.into_iter().map(|(ar, rad)| ((ar, rad.kommun), rad)).collect();
        kolumner.arrange_now();
        Ok(kolumner)
    }
}
