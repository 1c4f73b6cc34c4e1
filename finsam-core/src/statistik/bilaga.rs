//! What stands beside the columns, as the register has it: förbund, insatser, counts, people reached, money and background
//! figures.

use std::collections::BTreeMap;

use crate::bakgrund::Bakgrundstal;
use crate::ekonomi::tilldelning::Tilldelning;
use crate::ekonomi::{Budget, Utfall};
use crate::forbund::Forbund;
use crate::insats::{Antal, Insats, Strukturdeltagande};

use super::ekonomi::StatligaMedel;
use super::kolumner::Kolumner;

/// All that the reports need beside the participations. With their [rows](Kolumner::rows) it gives the same reports
/// anywhere.
///
/// ```
/// use finsam_core::statistik::{Bilaga, Kolumner};
///
/// let mut kolumner = Kolumner::new();
/// kolumner.put_bilaga(&Bilaga::default());
/// assert!(kolumner.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Bilaga {
    /// The förbund, in the order in which they came.
    pub forbund: Vec<Forbund>,
    /// The insatser, in the order in which they came.
    pub insatser: Vec<Insats>,
    /// The counts that stand.
    pub antal: Vec<Antal>,
    /// The people reached by structural insatser. A file that was written before they were told of has none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub strukturdeltagande: Vec<Strukturdeltagande>,
    /// The budgets of förbund.
    pub budgetar: Vec<Budget>,
    /// The outcomes of förbund.
    pub utfall: Vec<Utfall>,
    /// The allocations of the state's money.
    pub tilldelningar: Vec<Tilldelning>,
    /// The background figures of kommuner, by year.
    pub bakgrundstal: Vec<Bakgrundstal>,
}

impl Kolumner {
    /// Inserts or replaces all of it. Counts and people reached that are not in it are gone.
    pub fn put_bilaga(&mut self, bilaga: &Bilaga) {
        bilaga.forbund.iter().for_each(|forbund| self.put_forbund(forbund));
        bilaga.insatser.iter().for_each(|insats| self.put_insats(insats));
        self.clear_antal();
        bilaga.antal.iter().for_each(|antal| self.put_antal(antal));
        self.clear_strukturdeltagande();
        bilaga.strukturdeltagande.iter().for_each(|one| self.put_strukturdeltagande(one));
        bilaga.budgetar.iter().for_each(|budget| self.put_budget(budget));
        bilaga.utfall.iter().for_each(|utfall| self.put_utfall(utfall));
        let medel = state_money(&bilaga.tilldelningar, &bilaga.utfall);
        medel.into_iter().for_each(|(ar, medel)| self.put_statliga_medel(ar, medel));
        bilaga.bakgrundstal.iter().for_each(|tal| self.put_bakgrundstal(tal));
    }
}

/// The money of the state by year: given in the allocation of the year, and used as förbund tell of it in their outcomes.
fn state_money(tilldelningar: &[Tilldelning], utfall: &[Utfall]) -> BTreeMap<i32, StatligaMedel> {
    let mut by_year: BTreeMap<i32, StatligaMedel> = BTreeMap::new();
    for one in tilldelningar {
        by_year.entry(one.ar).or_default().tilldelat = Some(one.uppgift.parametrar.medel);
    }
    for one in utfall {
        let more = one.uppgift.enhet.in_kronor(one.uppgift.rakning.state_contributions());
        let sum = &mut by_year.entry(one.ar).or_default().utfall;
        *sum = Some(sum.map_or(more, |sum| sum + more));
    }
    by_year
}
