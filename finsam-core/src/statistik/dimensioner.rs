//! The tables beside the columns: förbund, insatser and counts.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::forbund::Forbund;
use crate::geografi::LanKod;
use crate::id::{ForbundId, InsatsId};
use crate::insats::{Antal, Antalsuppgift, Enhet, Inriktning, Insats, Insatstyp, Samverkansform};

use super::urval::Urval;

/// What the statistics need of an insats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insatsrad {
    /// The förbund that finances it.
    pub forbund_id: ForbundId,
    /// For individuals or for structures.
    pub inriktning: Inriktning,
    /// Its kind.
    pub typ: Insatstyp,
    /// The form of cooperation.
    pub samverkansform: Samverkansform,
    /// Its name.
    pub namn: String,
}

/// Insatser have an index of their own, given when they are first heard of, and never taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct Dimensioner {
    index: HashMap<InsatsId, u32>,
    ids: Vec<InsatsId>,
    insatser: Vec<Option<Insatsrad>>,
    lan: HashMap<ForbundId, Vec<LanKod>>,
    antal: BTreeMap<(u32, NaiveDate, Enhet), Antalsuppgift>,
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

    /// How many indexes there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn put_forbund(&mut self, forbund: &Forbund) {
        self.lan.insert(forbund.id, forbund.uppgift.lan());
    }

    pub(super) fn put_insats(&mut self, insats: &Insats) {
        let place = self.insats_index(insats.id) as usize;
        let uppgift = &insats.uppgift;
        self.insatser[place] = Some(Insatsrad {
            forbund_id: uppgift.forbund_id,
            inriktning: uppgift.inriktning,
            typ: uppgift.typ,
            samverkansform: uppgift.samverkansform,
            namn: uppgift.namn.clone(),
        });
    }

    pub(super) fn put_antal(&mut self, antal: &Antal) {
        let insats = self.insats_index(antal.insats_id);
        self.antal.insert((insats, antal.uppgift.fran, antal.uppgift.enhet), antal.uppgift);
    }

    pub(super) fn clear_antal(&mut self) {
        self.antal.clear();
    }

    /// All counts with the index of their insats.
    pub(super) fn antal(&self) -> impl Iterator<Item = (u32, &Antalsuppgift)> {
        self.antal.iter().map(|((insats, ..), uppgift)| (*insats, uppgift))
    }

    /// For every index whether the insats is of the inriktning and selected.
    pub(super) fn selected(&self, urval: &Urval, inriktning: Inriktning) -> Vec<bool> {
        let chosen = |(rad, id): (&Option<Insatsrad>, &InsatsId)| {
            rad.as_ref().is_some_and(|rad| rad.inriktning == inriktning && self.is_selected(*id, rad, urval))
        };
        self.insatser.iter().zip(&self.ids).map(chosen).collect()
    }

    fn is_selected(&self, id: InsatsId, rad: &Insatsrad, urval: &Urval) -> bool {
        let lan = self.lan.get(&rad.forbund_id).map_or(&[][..], Vec::as_slice);
        any(&urval.samverkansform, &rad.samverkansform)
            && any(&urval.insats, &id)
            && any(&urval.forbund, &rad.forbund_id)
            && (urval.lan.is_empty() || lan.iter().any(|lan| urval.lan.contains(lan)))
    }
}

/// Whether the value is among the asked; none asked means all.
fn any<T: PartialEq>(asked: &[T], value: &T) -> bool {
    asked.is_empty() || asked.contains(value)
}
