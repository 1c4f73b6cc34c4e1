//! What the rows of a report are divided by, and in which groups a participation counts.

use crate::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use crate::geografi::{KommunKod, LanKod};
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Kon;
use crate::insats::{Insatstyp, Malgrupp};
use crate::tid::Aldersgrupp;

use super::attribut::PERSONS;
use super::kolumner::Kolumner;
use super::urval::{Indelning, Urval};

/// One combination of what a report is divided by; what it is not divided by is absent and means everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase", default))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Grupp {
    /// Kind of insats.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub insatstyp: Option<Insatstyp>,
    /// Target group of the insats.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub malgrupp: Option<Malgrupp>,
    /// Län that the area of the förbund touches.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub lan: Option<LanKod>,
    /// Förbund.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub forbund: Option<ForbundId>,
    /// Kommun of the participant.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub kommun: Option<KommunKod>,
    /// Insats.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub insats: Option<InsatsId>,
    /// Kön.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub kon: Option<Kon>,
    /// Age group.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub aldersgrupp: Option<Aldersgrupp>,
    /// Level of education.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub utbildningsniva: Option<Utbildningsniva>,
    /// Time in public support before the start.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub tid: Option<TidIOffentligForsorjning>,
}

impl Grupp {
    /// What the group says of a division, as text.
    #[must_use]
    pub fn value(&self, indelning: Indelning) -> Option<String> {
        match indelning {
            Indelning::Kon => self.kon.map(|it| it.to_string()),
            Indelning::Aldersgrupp => self.aldersgrupp.map(|it| it.to_string()),
            Indelning::Utbildningsniva => self.utbildningsniva.map(|it| it.to_string()),
            Indelning::Tid => self.tid.map(|it| it.to_string()),
            Indelning::Insatstyp => self.insatstyp.map(|it| it.to_string()),
            Indelning::Malgrupp => self.malgrupp.map(|it| it.to_string()),
            Indelning::Lan => self.lan.map(|it| it.to_string()),
            Indelning::Forbund => self.forbund.map(|it| it.to_string()),
            Indelning::Kommun => self.kommun.map(|it| it.to_string()),
            Indelning::Insats => self.insats.map(|it| it.to_string()),
        }
    }

    /// Whether it divides by nothing that people are, but kön perhaps.
    pub(super) const fn knows_only_kon(&self) -> bool {
        self.aldersgrupp.is_none() && self.utbildningsniva.is_none() && self.tid.is_none()
    }

    /// The group of what both say; `other` divides by something else.
    pub(super) fn and(self, other: &Self) -> Self {
        Self {
            kon: other.kon,
            aldersgrupp: other.aldersgrupp,
            utbildningsniva: other.utbildningsniva,
            tid: other.tid,
            ..self
        }
    }
}

/// Every group that what people are gives, in order, and which of them each person is in.
#[derive(Debug, Clone)]
pub(super) struct Persongrupper {
    pub(super) grupper: Vec<Grupp>,
    /// By [`Attribut::person`](super::attribut::Attribut::person); `u16::MAX` for none.
    index: Vec<u16>,
    /// Whether everyone is in the first group.
    pub(super) alike: bool,
}

fn options<T: Copy>(asked: bool, all: &[T]) -> Vec<Option<T>> {
    if asked { all.iter().copied().map(Some).collect() } else { vec![None] }
}

impl Persongrupper {
    pub(super) fn of(indelning: &[Indelning]) -> Self {
        let asked = |one| indelning.contains(&one);
        let ages = options(asked(Indelning::Aldersgrupp), Aldersgrupp::ALL);
        let levels = options(asked(Indelning::Utbildningsniva), Utbildningsniva::ALL);
        let times = options(asked(Indelning::Tid), TidIOffentligForsorjning::ALL);
        let mut grupper = Vec::new();
        for kon in options(asked(Indelning::Kon), Kon::ALL) {
            for aldersgrupp in &ages {
                for utbildningsniva in &levels {
                    let base =
                        Grupp { kon, aldersgrupp: *aldersgrupp, utbildningsniva: *utbildningsniva, ..Grupp::default() };
                    grupper.extend(times.iter().map(|tid| Grupp { tid: *tid, ..base }));
                }
            }
        }
        let index: Vec<_> = (0..PERSONS).map(|person| place(&grupper, person).unwrap_or(u16::MAX)).collect();
        let alike = index.iter().all(|place| *place == 0);
        Self { grupper, index, alike }
    }

    /// The place of the group that a person is in.
    #[inline]
    pub(super) fn place(&self, person: usize) -> Option<usize> {
        let place = self.index[person];
        (place != u16::MAX).then_some(usize::from(place))
    }
}

/// The group of a person among these. Missing utbildningsnivå counts as `uppgift_saknas`.
fn place(grupper: &[Grupp], person: usize) -> Option<u16> {
    let kon = if person & 8 == 0 { Kon::Kvinna } else { Kon::Man };
    let age = Aldersgrupp::ALL.get(person & 7).copied();
    let level = match (person >> 4) & 7 {
        0 => Some(Utbildningsniva::UppgiftSaknas),
        n => Utbildningsniva::ALL.get(n - 1).copied(),
    };
    let tid = ((person >> 7) & 7).checked_sub(1).and_then(|n| TidIOffentligForsorjning::ALL.get(n).copied());
    let fits = |grupp: &Grupp| {
        grupp.kon.is_none_or(|asked| asked == kon)
            && grupp.aldersgrupp.is_none_or(|asked| age == Some(asked))
            && grupp.utbildningsniva.is_none_or(|asked| level == Some(asked))
            && grupp.tid.is_none_or(|asked| tid == Some(asked))
    };
    grupper.iter().position(fits).map(|place| place as u16)
}

/// What tells where a participation counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nyckel {
    Ingen,
    Insats,
    Kommun,
}

/// Every group that places give, in order, and which of them each participation is in: none, one, or several where an
/// insats lies in two län or is for several target groups.
#[derive(Debug, Clone)]
pub(super) struct Platsgrupper {
    pub(super) grupper: Vec<Grupp>,
    nyckel: Nyckel,
    /// By index of the insats or code of the kommun, a range of `platser`.
    omfang: Vec<std::ops::Range<u32>>,
    platser: Vec<u32>,
    /// By code of the kommun, where kommuner are selected.
    kommunval: Option<Vec<bool>>,
    /// The one place, or none, by index of the insats or code of the kommun, where that tells all.
    single: Option<Vec<Option<u32>>>,
}

/// Codes of kommuner are below this.
const KOMMUNKODER: usize = 1 << 12;

impl Platsgrupper {
    pub(super) fn of(kolumner: &Kolumner, urval: &Urval) -> Self {
        let chosen = |kod: usize| urval.kommun.iter().any(|one| usize::from(one.number()) == kod);
        let kommunval = (!urval.kommun.is_empty()).then(|| (0..KOMMUNKODER).map(chosen).collect());
        let asked = |one| urval.is_divided_by(one);
        if asked(Indelning::Kommun) {
            return Self::by_kommun(kolumner, urval, kommunval).looked_up();
        }
        if !urval.indelning.iter().any(|one| one.is_place()) {
            let one = std::iter::once(0..1).collect();
            return Self {
                grupper: vec![Grupp::default()],
                nyckel: Nyckel::Ingen,
                omfang: one,
                platser: vec![0],
                kommunval,
                single: None,
            }
            .looked_up();
        }
        let per_insats = kolumner.dimensioner.groups(urval);
        let mut grupper: Vec<Grupp> = per_insats.iter().flatten().copied().collect();
        grupper.extend(kolumner.dimensioner.empty_groups(urval));
        grupper.sort_unstable();
        grupper.dedup();
        let mut this =
            Self { grupper, nyckel: Nyckel::Insats, omfang: Vec::new(), platser: Vec::new(), kommunval, single: None };
        for groups in &per_insats {
            let from = this.platser.len() as u32;
            let places = groups.iter().filter_map(|grupp| this.grupper.binary_search(grupp).ok());
            this.platser.extend(places.map(|place| place as u32));
            this.omfang.push(from..this.platser.len() as u32);
        }
        this.looked_up()
    }

    /// The same with what tells a place at once.
    fn looked_up(mut self) -> Self {
        let one =
            |range: &std::ops::Range<u32>| self.platser[range.start as usize..range.end as usize].first().copied();
        let single = self.kommunval.is_none() && self.omfang.iter().all(|range| range.len() < 2);
        self.single = single.then(|| self.omfang.iter().map(one).collect());
        self
    }

    /// By the kommun of the participant. Someone whose kommun is not known is in none.
    fn by_kommun(kolumner: &Kolumner, urval: &Urval, kommunval: Option<Vec<bool>>) -> Self {
        let mut lives = vec![false; KOMMUNKODER];
        let koder = kolumner.kommun.iter().chain(&kolumner.dimensioner.kommuner);
        koder.for_each(|kod| lives[usize::from(*kod)] = true);
        let koder = (1..KOMMUNKODER).filter(|kod| lives[*kod]).filter_map(|kod| KommunKod::new(kod as u16));
        let koder = koder.filter(|kod| urval.kommun.is_empty() || urval.kommun.contains(kod));
        let grupper: Vec<Grupp> = koder.map(|kod| Grupp { kommun: Some(kod), ..Grupp::default() }).collect();
        let mut omfang = vec![0..0; KOMMUNKODER];
        for (place, grupp) in (0..).zip(&grupper) {
            if let Some(kod) = grupp.kommun {
                omfang[usize::from(kod.number())] = place..place + 1;
            }
        }
        let platser = (0..grupper.len() as u32).collect();
        Self { grupper, nyckel: Nyckel::Kommun, omfang, platser, kommunval, single: None }
    }

    /// The places of the groups that the counts of an insats are in; `None` where counts cannot tell, since they do not
    /// know kommuner of participants.
    pub(super) fn places_of_counts(&self, insats: u32) -> Option<&[u32]> {
        (self.nyckel != Nyckel::Kommun && self.kommunval.is_none()).then(|| self.places(insats, 0))
    }

    /// Whether participants of some kommuner alone are counted.
    pub(super) const fn selects_kommuner(&self) -> bool {
        self.kommunval.is_some()
    }

    /// The places of the groups that a participation of an insats, whose participant is of a kommun, is in.
    #[inline]
    pub(super) fn places(&self, insats: u32, kommun: u16) -> &[u32] {
        if self.kommunval.as_ref().is_some_and(|chosen| !chosen[usize::from(kommun)]) {
            return &[];
        }
        let range = &self.omfang[self.key(insats, kommun)];
        &self.platser[range.start as usize..range.end as usize]
    }

    /// Where in the tables of places an insats or a kommun stands.
    #[inline]
    pub(super) fn key(&self, insats: u32, kommun: u16) -> usize {
        match self.nyckel {
            Nyckel::Ingen => 0,
            Nyckel::Insats => insats as usize,
            Nyckel::Kommun => usize::from(kommun),
        }
    }

    /// The one place, or none, by key, where nobody is in several and no kommuner are selected.
    pub(super) fn single(&self) -> Option<&[Option<u32>]> {
        self.single.as_deref()
    }
}

/// The groups of a report: of places, and within each of them of what people are.
#[derive(Debug, Clone)]
pub(super) struct Gruppering {
    pub(super) plats: Platsgrupper,
    pub(super) person: Persongrupper,
}

impl Gruppering {
    pub(super) fn of(kolumner: &Kolumner, urval: &Urval) -> Self {
        Self { plats: Platsgrupper::of(kolumner, urval), person: Persongrupper::of(&urval.indelning) }
    }

    pub(super) fn len(&self) -> usize {
        self.plats.grupper.len() * self.person.grupper.len()
    }

    /// Every group, in order.
    pub(super) fn groups(&self) -> impl Iterator<Item = Grupp> {
        self.plats.grupper.iter().flat_map(|plats| self.person.grupper.iter().map(|person| plats.and(person)))
    }
}
