//! The tables beside the columns: förbund, insatser and counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::bakgrund::{Bakgrundsrad, Bakgrundstal};
use crate::forbund::Forbund;
use crate::geografi::{KommunKod, LanKod};
use crate::id::{ForbundId, InsatsId};
use crate::insats::{
    Antal, Antalsuppgift, Enhet, Inriktning, Insats, Insatsbudget, Insatstyp, Insatsutfall, Mal, Malgrupp,
    Samverkansform,
};
use crate::tid::Period;

use super::ekonomi::{Arssumma, StatligaMedel};
use super::grupp::Grupp;
use super::urval::{Indelning, Urval};

/// What the statistics need of an insats.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Insatsrad {
    /// The förbund that finances it.
    pub forbund_id: ForbundId,
    /// For individuals or for structures.
    pub inriktning: Inriktning,
    /// Its kind.
    pub typ: Insatstyp,
    /// The form of cooperation.
    pub samverkansform: Samverkansform,
    /// Whom it is for, in the order of the list, each once.
    pub malgrupper: Vec<Malgrupp>,
    /// From its first to its last day.
    pub life: Period,
    /// Its name.
    pub namn: String,
    /// Its budget by year.
    pub budget: Vec<Insatsbudget>,
    /// Its outcome by year.
    pub utfall: Vec<Insatsutfall>,
    /// Its goals.
    pub mal: Vec<Mal>,
}

/// What the statistics need of a förbund.
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub(super) struct Forbundsrad {
    pub(super) namn: String,
    pub(super) lan: Vec<LanKod>,
    /// The kommuner of its area, in order, each once.
    pub(super) kommuner: Vec<KommunKod>,
    pub(super) life: Period,
}

/// Insatser have an index of their own, given when they are first heard of, and never taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct Dimensioner {
    index: HashMap<InsatsId, u32>,
    pub(super) ids: Vec<InsatsId>,
    insatser: Vec<Option<Insatsrad>>,
    pub(super) forbund: BTreeMap<ForbundId, Forbundsrad>,
    antal: BTreeMap<(u32, NaiveDate, Enhet), Antalsuppgift>,
    /// By insats and first day.
    pub(super) strukturdeltagande: BTreeMap<(u32, NaiveDate), i64>,
    pub(super) budget: BTreeMap<(ForbundId, i32), Arssumma>,
    pub(super) utfall: BTreeMap<(ForbundId, i32), Arssumma>,
    pub(super) statliga_medel: BTreeMap<i32, StatligaMedel>,
    /// Codes of kommuner in which somebody lives whose participation is not among the columns: reports have rows of them.
    pub(super) kommuner: BTreeSet<u16>,
    /// Background figures by year and kommun.
    pub(super) bakgrund: BTreeMap<(i32, KommunKod), Bakgrundsrad>,
}

impl Dimensioner {
    /// The index of an insats; it gets one if it has none.
    pub(super) fn insats_index(&mut self, id: InsatsId) -> u32 {
        *self.index.entry(id).or_insert_with(|| {
            self.ids.push(id);
            self.insatser.push(None);
            self.ids.len() as u32 - 1
        })
    }

    /// The identity of an insats by its index.
    pub(super) fn insats_id(&self, index: u32) -> InsatsId {
        self.ids[index as usize]
    }

    /// What is known of an insats by its index.
    pub(super) fn insats(&self, index: u32) -> Option<&Insatsrad> {
        self.insatser[index as usize].as_ref()
    }

    /// The index of an insats, if it has one.
    pub(super) fn find(&self, id: InsatsId) -> Option<u32> {
        self.index.get(&id).copied()
    }

    pub(super) fn put_forbund(&mut self, forbund: &Forbund) {
        let mut kommuner: Vec<_> = forbund.uppgift.omrade.iter().map(|omrade| omrade.kommunkod).collect();
        kommuner.sort_unstable();
        kommuner.dedup();
        let (namn, life) = (forbund.uppgift.namn.clone(), forbund.uppgift.life());
        let rad = Forbundsrad { namn, lan: forbund.uppgift.lan(), kommuner, life };
        self.forbund.insert(forbund.id, rad);
    }

    pub(super) fn put_insats(&mut self, insats: &Insats) {
        let place = self.insats_index(insats.id) as usize;
        let uppgift = &insats.uppgift;
        let mut malgrupper = uppgift.malgrupper.clone();
        malgrupper.sort_unstable();
        malgrupper.dedup();
        self.insatser[place] = Some(Insatsrad {
            forbund_id: uppgift.forbund_id,
            inriktning: uppgift.inriktning,
            typ: uppgift.typ,
            samverkansform: uppgift.samverkansform,
            malgrupper,
            life: uppgift.life(),
            namn: uppgift.namn.clone(),
            budget: uppgift.budget.clone(),
            utfall: uppgift.utfall.clone(),
            mal: uppgift.mal.clone(),
        });
    }

    pub(super) fn put_antal(&mut self, antal: &Antal) {
        let insats = self.insats_index(antal.insats_id);
        self.set_antal(insats, antal.uppgift);
    }

    /// The same of an insats by its index.
    pub(super) fn set_antal(&mut self, insats: u32, uppgift: Antalsuppgift) {
        self.antal.insert((insats, uppgift.fran, uppgift.enhet), uppgift);
    }

    /// States what is known of an insats that has an index.
    #[cfg(feature = "serde")]
    pub(super) fn set_insats(&mut self, index: u32, rad: Insatsrad) {
        self.insatser[index as usize] = Some(rad);
    }

    /// Replaces the background figures of a year.
    pub(super) fn put_bakgrundstal(&mut self, tal: &Bakgrundstal) {
        self.bakgrund.retain(|(ar, _), _| *ar != tal.ar);
        let rader = tal.uppgift.rader.iter();
        self.bakgrund.extend(rader.map(|rad| ((tal.ar, rad.kommun), rad.clone())));
    }

    pub(super) fn clear_antal(&mut self) {
        self.antal.clear();
    }

    /// All counts with the index of their insats.
    pub(super) fn antal(&self) -> impl Iterator<Item = (u32, &Antalsuppgift)> {
        self.antal.iter().map(|((insats, ..), uppgift)| (*insats, uppgift))
    }

    /// All insatser that are known, with their index and identity.
    pub(super) fn insatser(&self) -> impl Iterator<Item = (u32, InsatsId, &Insatsrad)> {
        let all = (0..).zip(&self.ids).zip(&self.insatser);
        all.filter_map(|((index, id), rad)| Some((index, *id, rad.as_ref()?)))
    }

    /// The län of a förbund.
    pub(super) fn lan(&self, id: ForbundId) -> &[LanKod] {
        self.forbund.get(&id).map_or(&[], |rad| rad.lan.as_slice())
    }

    /// For every index whether the insats is of the inriktning and selected.
    pub(super) fn selected(&self, urval: &Urval, inriktning: Inriktning) -> Vec<bool> {
        let chosen = |(rad, id): (&Option<Insatsrad>, &InsatsId)| {
            rad.as_ref().is_some_and(|rad| rad.inriktning == inriktning && self.is_selected(*id, rad, urval))
        };
        self.insatser.iter().zip(&self.ids).map(chosen).collect()
    }

    fn is_selected(&self, id: InsatsId, rad: &Insatsrad, urval: &Urval) -> bool {
        any(&urval.samverkansform, &rad.samverkansform)
            && any(&urval.insats, &id)
            && (urval.malgrupp.is_empty() || rad.malgrupper.iter().any(|one| urval.malgrupp.contains(one)))
            && self.is_selected_forbund(rad.forbund_id, urval)
    }

    /// Whether a förbund is selected.
    pub(super) fn is_selected_forbund(&self, id: ForbundId, urval: &Urval) -> bool {
        any(&urval.forbund, &id) && (urval.lan.is_empty() || self.lan(id).iter().any(|lan| urval.lan.contains(lan)))
    }

    /// For every index the groups of places that the insats is in; none where it is not selected.
    pub(super) fn groups(&self, urval: &Urval) -> Vec<Vec<Grupp>> {
        let of = |(rad, id): (&Option<Insatsrad>, &InsatsId)| match rad {
            Some(rad) if self.is_selected(*id, rad, urval) => self.groups_of(*id, rad, urval),
            _ => Vec::new(),
        };
        self.insatser.iter().zip(&self.ids).map(of).collect()
    }

    fn groups_of(&self, id: InsatsId, rad: &Insatsrad, urval: &Urval) -> Vec<Grupp> {
        let asked = |one| urval.is_divided_by(one);
        let base = Grupp {
            insatstyp: asked(Indelning::Insatstyp).then_some(rad.typ),
            forbund: asked(Indelning::Forbund).then_some(rad.forbund_id),
            insats: asked(Indelning::Insats).then_some(id),
            ..Grupp::default()
        };
        let lan = each(asked(Indelning::Lan), self.lan(rad.forbund_id), &urval.lan);
        let groups = each(asked(Indelning::Malgrupp), &rad.malgrupper, &urval.malgrupp);
        let with_lan = lan.into_iter().map(|lan| Grupp { lan, ..base });
        with_lan.flat_map(|base| groups.iter().map(move |malgrupp| Grupp { malgrupp: *malgrupp, ..base })).collect()
    }

    /// The groups that have rows even where nobody is in them: every value of a code list, and every selected förbund.
    pub(super) fn empty_groups(&self, urval: &Urval) -> Vec<Grupp> {
        let places: Vec<Indelning> = urval.indelning.iter().copied().filter(|one| one.is_place()).collect();
        let empty = Grupp::default();
        match places[..] {
            [Indelning::Insatstyp] => {
                let all = Insatstyp::ALL.iter().filter(|typ| typ.belongs_to(Inriktning::Individ));
                all.map(|typ| Grupp { insatstyp: Some(*typ), ..empty }).collect()
            }
            [Indelning::Malgrupp] => each(true, Malgrupp::ALL, &urval.malgrupp)
                .into_iter()
                .map(|malgrupp| Grupp { malgrupp, ..empty })
                .collect(),
            [Indelning::Forbund] => {
                let chosen = self.forbund.keys().filter(|id| self.is_selected_forbund(**id, urval));
                chosen.map(|id| Grupp { forbund: Some(*id), ..empty }).collect()
            }
            [Indelning::Lan] => {
                let all = self.forbund.iter().filter(|(id, _)| self.is_selected_forbund(**id, urval));
                let lan = all.flat_map(|(_, rad)| each(true, &rad.lan, &urval.lan));
                lan.map(|lan| Grupp { lan, ..empty }).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Each of the values that are asked, if any are; where there is no division nothing.
fn each<T: Copy + PartialEq>(divided: bool, values: &[T], asked: &[T]) -> Vec<Option<T>> {
    if !divided {
        return vec![None];
    }
    values.iter().copied().filter(|value| any(asked, value)).map(Some).collect()
}

/// Whether the value is among the asked; none asked means all.
fn any<T: PartialEq>(asked: &[T], value: &T) -> bool {
    asked.is_empty() || asked.contains(value)
}
