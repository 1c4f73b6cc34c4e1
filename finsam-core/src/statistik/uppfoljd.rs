//! What follow-ups tell of a closed participation, in eight bits.

use chrono::{Days, NaiveDate};

use crate::deltagande::{Uppfoljningar, Uppfoljningsmanad, Uppfoljningsuppgift};

use super::attribut::pack;
use super::kolumnrad::Kolumnrad;

crate::kodlista! {
    /// When after the end it is asked whether a result lasts.
    pub enum Varaktighetstid = "varaktighetstid", "Tid efter insatsens slut", "Time after the end" {
        Dagar90 = "90_dagar", "90 dagar", "90 days";
        Manader3 = "3_manader", "3 månader", "3 months";
        Manader6 = "6_manader", "6 månader", "6 months";
        Manader12 = "12_manader", "12 månader", "12 months";
    }
}

impl Varaktighetstid {
    /// That many months after the end, where it is months.
    #[must_use]
    pub fn of_months(months: i32) -> Option<Self> {
        match months {
            3 => Some(Self::Manader3),
            6 => Some(Self::Manader6),
            12 => Some(Self::Manader12),
            _ => None,
        }
    }
}

/// Bit n: what is told of the n:th [`Varaktighetstid`] is known; bit n + 4: it is work or studies.
///
/// At 90 days it is what the first follow-up made 90 days or more after the end says, be it the one of 3, 6 or 12 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub(super) struct Uppfoljd(u8);

impl Uppfoljd {
    /// No follow-up.
    pub(super) const NONE: Self = Self(0);

    /// Packs the follow-ups of a participation that ended on a day, but for those made before their time.
    pub(super) fn of(slut: NaiveDate, uppfoljningar: &Uppfoljningar) -> Self {
        let at = |manad: Uppfoljningsmanad| match manad {
            Uppfoljningsmanad::Tre => Varaktighetstid::Manader3,
            Uppfoljningsmanad::Sex => Varaktighetstid::Manader6,
            Uppfoljningsmanad::Tolv => Varaktighetstid::Manader12,
        };
        let made = || uppfoljningar.iter().filter(|(manad, uppgift)| manad.due(slut) <= Some(uppgift.datum));
        let told = made().map(|(manad, uppgift)| bits(at(*manad), uppgift));
        let late = made().filter(|(_, uppgift)| uppgift.datum >= slut + Days::new(90));
        let first = late.min_by_key(|(manad, uppgift)| (uppgift.datum, *manad));
        let first = first.map(|(_, uppgift)| bits(Varaktighetstid::Dagar90, uppgift));
        Self(told.chain(first).fold(0, |all, bits| all | bits))
    }

    /// Packs what a row says.
    pub(super) fn of_row(rad: &Kolumnrad) -> Self {
        let bits = |times: &[Varaktighetstid]| pack(times.iter().map(|tid| *tid as u32)) as u8;
        Self(bits(&rad.uppfoljd) | bits(&rad.arbete_vid) << 4)
    }

    /// All eight bits.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }
}

fn bits(tid: Varaktighetstid, uppgift: &Uppfoljningsuppgift) -> u8 {
    let work = uppgift.lage.sysselsattning.iter().any(|post| post.slag.is_work_or_studies());
    1 << tid as u8 | u8::from(work) << (tid as u8 + 4)
}
