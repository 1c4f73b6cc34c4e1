//! Table 1: the förbund there are when the period ends, and the kommuner of their areas, also those that belong in part.

use std::collections::BTreeSet;

use crate::statistik::Raknat;
use crate::statistik::definition::empty_row;
use crate::statistik::grupp::Grupp;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::{Matt, Mattnamn};
use crate::statistik::urval::{Indelning, Urval};

crate::kodlista! {
    /// The categories of the report on förbund and kommuner.
    pub enum Forbundskategori = "forbundskategori", "Förbund och kommuner", "Förbund and kommuner" {
        Forbund = "forbund", "Samordningsförbund", "Samordningsförbund";
        Kommuner = "kommuner", "Kommuner som ingår, helt eller delvis", "Kommuner that belong, whole or in part";
    }
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let dimensioner = &kolumner.dimensioner;
    let chosen: Vec<_> = dimensioner
        .forbund
        .iter()
        .filter(|(id, _)| dimensioner.is_selected_forbund(**id, urval))
        .map(|(_, rad)| rad)
        .collect();
    let lan: BTreeSet<_> = match urval.is_divided_by(Indelning::Lan) {
        true => chosen.iter().flat_map(|rad| rad.lan.iter().copied().map(Some)).collect(),
        false => BTreeSet::from([None]),
    };
    let mut rader = Vec::new();
    for period in Rapportperiod::of_years(&urval.ar, urval.period) {
        let there: Vec<_> =
            chosen.iter().filter(|rad| period.days().is_some_and(|(_, last)| rad.life.contains(last))).collect();
        for lan in lan.iter().filter(|lan| lan.is_none_or(|lan| urval.lan.is_empty() || urval.lan.contains(&lan))) {
            let here = there.iter().filter(|rad| lan.is_none_or(|lan| rad.lan.contains(&lan)));
            let kommuner: BTreeSet<_> = here.clone().flat_map(|rad| &rad.kommuner).collect();
            let kommuner = kommuner.iter().filter(|kod| lan.is_none_or(|lan| kod.kommun().lan == lan)).count();
            let counts = [(Forbundskategori::Forbund, here.count()), (Forbundskategori::Kommuner, kommuner)];
            rader.extend(counts.map(|(kategori, antal)| {
                let matt = vec![(Mattnamn::Antal, Matt::Tal { antal: Some(antal as i64), skyddad: false })];
                empty_row(period, Grupp { lan: *lan, ..Grupp::default() }, kategori.code(), matt)
            }));
        }
    }
    (rader, Vec::new())
}
