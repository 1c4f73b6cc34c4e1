//! All who took part, however they were registered: with personal data, anonymously, or as counts.

use crate::insats::Inriktning;
use crate::statistik::grupp::Gruppering;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::population::Population;
use crate::statistik::rakna::{Klassning, Tabell, count};
use crate::statistik::sedd::Sedd;
use crate::statistik::urval::Urval;

use super::antal;

/// Those with personal data who took part, and those of them left open after their insats had ended.
pub(in crate::statistik) fn klassning() -> Klassning {
    Klassning {
        population: Population::Deltog,
        kolumner: vec![Kolumn::DELTOG, Kolumn::SENA],
        mask: &|sedd: &Sedd<'_>| {
            let insats = sedd.kolumner.dimensioner.insats(sedd.kolumner.insats[sedd.rad]);
            let ended = insats.and_then(|insats| insats.life.till);
            let late = ended.is_some_and(|till| chrono::Datelike::num_days_from_ce(&till) <= sedd.sista);
            1 | u64::from(late && sedd.dagar().1 > sedd.sista) << 1
        },
    }
}

/// Anonymous ones, in the period in which they began.
fn anonyma() -> Klassning {
    Klassning { population: Population::Anonyma, kolumner: vec![Kolumn::ANONYMA], mask: &|_: &Sedd<'_>| 1 }
}

/// The numbers of all who took part in insatser for individuals.
pub(super) struct Deltagare {
    groups: usize,
    persons: Tabell,
    anonymous: Tabell,
    volym: Vec<Option<i64>>,
}

impl Deltagare {
    pub(super) fn of(kolumner: &Kolumner, urval: &Urval, perioder: &[Rapportperiod], gruppering: &Gruppering) -> Self {
        let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
        let of = |klassning: &Klassning| count(kolumner, &valda, perioder, gruppering, urval.enhet, klassning);
        Self {
            groups: gruppering.len(),
            persons: of(&klassning()),
            anonymous: of(&anonyma()),
            volym: antal::by_group(kolumner, urval, perioder, gruppering, &valda),
        }
    }

    /// The number of a period and a group.
    pub(super) fn get(&self, period: usize, grupp: usize, kolumn: Kolumn) -> Option<i64> {
        let of = |kolumn| self.get(period, grupp, kolumn);
        match kolumn {
            Kolumn::ANONYMA => self.anonymous.get(period, grupp, kolumn),
            Kolumn::VOLYM => self.volym[period * self.groups + grupp],
            Kolumn::SUMMA => Some(of(Kolumn::DELTOG)? + of(Kolumn::ANONYMA)? + of(Kolumn::VOLYM)?),
            _ => self.persons.get(period, grupp, kolumn),
        }
    }
}
