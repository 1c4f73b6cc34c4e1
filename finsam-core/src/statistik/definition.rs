//! A report as a value: whom it counts, in which numbers, and how its rows show them.

use crate::identitet::Kon;
use crate::insats::Inriktning;
use crate::regel::Text;

use super::forbehall::Forbehall;
use super::grupp::{Grupp, Gruppering};
use super::kolumn::Kolumn;
use super::kolumner::Kolumner;
use super::period::Rapportperiod;
use super::rad::{Cell, Matt, Mattlista, Mattnamn, Rad};
use super::rakna::{Klassning, Tabell, count};
use super::urval::Urval;
use super::{Raknat, share};

/// How a measure shows what has been counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Visning {
    /// A count and its share of another.
    Antal(Kolumn, Kolumn),
    /// The share that several counts together have of another.
    Andel(Vec<Kolumn>, Kolumn),
    /// A plain number.
    Tal(Kolumn),
    /// What is no count of people that the engine makes, or follows from the counts of the row.
    Annat(Vec<Kolumn>),
    /// What tells of nobody: money, goals, the statistics of others.
    Andras,
}

impl Visning {
    /// The counts of people that it shows, or follows from.
    pub(super) fn kolumner(&self) -> &[Kolumn] {
        match self {
            Self::Antal(kolumn, _) | Self::Tal(kolumn) => std::slice::from_ref(kolumn),
            Self::Andel(kolumner, _) | Self::Annat(kolumner) => kolumner,
            Self::Andras => &[],
        }
    }

    /// What the share is of, if there is one.
    pub(super) const fn of(&self) -> Option<Kolumn> {
        match self {
            Self::Antal(_, of) | Self::Andel(_, of) => Some(*of),
            Self::Tal(_) | Self::Annat(_) | Self::Andras => None,
        }
    }

    fn show(&self, tal: &dyn Fn(Kolumn) -> Option<i64>) -> Option<Matt> {
        Some(match self {
            Self::Antal(kolumn, of) => Matt::Antal(Cell::of(tal(*kolumn), tal(*of))),
            Self::Andel(kolumner, of) => {
                let sum: Option<i64> = kolumner.iter().map(|kolumn| tal(*kolumn)).sum();
                let andel = sum.zip(tal(*of)).and_then(|(antal, underlag)| share(antal, underlag));
                Matt::Andel { andel, skyddad: false }
            }
            Self::Tal(kolumn) => Matt::Tal { antal: tal(*kolumn), skyddad: false },
            Self::Annat(_) | Self::Andras => return None,
        })
    }
}

/// How one row of every period and group is made.
#[derive(Debug, Clone)]
pub(super) struct Radmall {
    pub(super) kategori: String,
    /// What `underlag` is; it is absent where rows have none.
    pub(super) underlag: Option<Kolumn>,
    pub(super) matt: Vec<(Mattnamn, Visning)>,
}

impl Radmall {
    /// A row of counts that share an `underlag`.
    pub(super) fn of<const N: usize>(kategori: &str, underlag: Kolumn, matt: [(Mattnamn, Kolumn); N]) -> Self {
        let matt = matt.into_iter().map(|(namn, kolumn)| (namn, Visning::Antal(kolumn, underlag))).collect();
        Self { kategori: kategori.to_owned(), underlag: Some(underlag), matt }
    }

    /// The row of a period and a group, of numbers that `tal` tells. Measures of other kinds are left for whoever knows
    /// them, absent.
    pub(super) fn row(&self, period: Rapportperiod, grupp: Grupp, tal: &dyn Fn(Kolumn) -> Option<i64>) -> Rad {
        let matt = self
            .matt
            .iter()
            .map(|(namn, visning)| (*namn, visning.show(tal).unwrap_or_else(|| Matt::absent(namn.slag()))));
        Rad { underlag: self.underlag.and_then(tal), ..empty_row(period, grupp, &self.kategori, matt.collect()) }
    }
}

/// A row without `underlag`.
pub(super) fn empty_row(period: Rapportperiod, grupp: Grupp, kategori: &str, matt: Vec<(Mattnamn, Matt)>) -> Rad {
    Rad {
        underlag: None,
        underlag_skyddad: false,
        ar: period.ar,
        halvar: period.halvar(),
        manad: period.manad(),
        grupp,
        kategori: kategori.to_owned(),
        namn: None,
        matt: Mattlista(matt),
    }
}

/// A report of participations.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) klassning: Klassning,
    pub(super) rader: Vec<Radmall>,
    /// What must be said with it, besides its definition.
    pub(super) forbehall: Vec<Text>,
    /// What is said, for each period, of those whose situation after is not known.
    pub(super) utan_efter: Option<Text>,
}

impl Definition {
    /// Counts the report.
    pub(super) fn count(&self, kolumner: &Kolumner, urval: &Urval) -> Raknat {
        let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
        let gruppering = Gruppering::of(kolumner, urval);
        let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
        let tabell = count(kolumner, &valda, &perioder, &gruppering, urval.enhet, &self.klassning);
        let rader = self.rows(&perioder, &gruppering, &tabell);
        let mut forbehall: Vec<_> = self.forbehall.iter().map(|text| Forbehall::plain(*text)).collect();
        if let Some(text) = self.utan_efter {
            let one_by_one = || {
                let alla = Gruppering::of(kolumner, &Urval { indelning: Vec::new(), ..urval.clone() });
                let tabell = count(kolumner, &valda, &perioder, &alla, urval.enhet, &self.klassning);
                let people = |place| tabell.get(place, 0, Kolumn::UTAN_EFTER).unwrap_or_default();
                (0..perioder.len()).map(people).collect()
            };
            let people = tabell.utan_efter().map_or_else(one_by_one, <[i64]>::to_vec);
            forbehall.extend(Forbehall::of_periods(text, &perioder, |place| people[place]));
        }
        (rader, forbehall)
    }

    fn rows(&self, perioder: &[Rapportperiod], gruppering: &Gruppering, tabell: &Tabell) -> Vec<Rad> {
        let mut rader = Vec::with_capacity(perioder.len() * gruppering.len() * self.rader.len());
        for (place, period) in perioder.iter().enumerate() {
            for (n, grupp) in gruppering.groups().enumerate() {
                let tal = |kolumn| tabell.get(place, n, kolumn);
                rader.extend(self.rader.iter().map(|mall| mall.row(*period, grupp, &tal)));
            }
        }
        rader
    }
}

/// The places of women and men where something is told of each.
pub(super) const KON: [Kon; 2] = [Kon::Kvinna, Kon::Man];
