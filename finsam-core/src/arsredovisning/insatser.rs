//! The insatser of a year: money, participants, closings and goals.

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::id::InsatsId;
use crate::insats::{Inriktning, Insats, Insatsstatus, Insatstyp, Uppfoljningsmetod};
use crate::statistik::Cell;

use super::mal::{self, Malutfall};
use super::resultat::{Avslut, Insatsresultat};

/// An insats in a year. Amounts are in kronor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatsredovisning {
    /// The insats.
    pub id: InsatsId,
    /// Its name.
    #[cfg_attr(feature = "utoipa", schema(example = "Ungdomscentrum"))]
    pub namn: String,
    /// For individuals or for structures.
    pub inriktning: Inriktning,
    /// Its kind.
    pub typ: Insatstyp,
    /// How it is followed.
    pub uppfoljningsmetod: Uppfoljningsmetod,
    /// Where it is in its life.
    pub status: Insatsstatus,
    /// First day.
    pub startdatum: NaiveDate,
    /// Last day.
    #[cfg_attr(feature = "serde", serde(default))]
    pub slutdatum: Option<NaiveDate>,
    /// Money from the förbund by its budget of the year.
    #[cfg_attr(feature = "serde", serde(default))]
    pub budget: Option<Belopp>,
    /// Money from ESF by that budget.
    #[cfg_attr(feature = "serde", serde(default))]
    pub esf_budget: Option<Belopp>,
    /// What the förbund paid.
    #[cfg_attr(feature = "serde", serde(default))]
    pub utfall: Option<Belopp>,
    /// What ESF paid.
    #[cfg_attr(feature = "serde", serde(default))]
    pub esf_utfall: Option<Belopp>,
    /// How many participants were planned.
    #[cfg_attr(feature = "serde", serde(default))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 60))]
    pub planerat_antal: Option<i32>,
    /// How many took part in the year, and what share that is of those planned, protected; `null` where that is not
    /// known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub deltagare: Option<Cell>,
    /// Those who closed in the year by result, protected; `null` where no closing is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub avslut: Option<Avslut>,
    /// Its goals beside what it came to.
    pub mal: Vec<Malutfall>,
}

/// All insatser of the year together, in kronor. What is not registered of an insats is not in the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Insatssumma {
    /// Money from the förbund by the budgets of the insatser.
    pub budget: Belopp,
    /// What the förbund paid.
    pub utfall: Belopp,
    /// How many participants were planned.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 120))]
    pub planerat_antal: i64,
}

impl Insatssumma {
    pub(super) fn of(insatser: &[Insatsredovisning]) -> Self {
        Self {
            budget: insatser.iter().filter_map(|one| one.budget).sum(),
            utfall: insatser.iter().filter_map(|one| one.utfall).sum(),
            planerat_antal: insatser.iter().filter_map(|one| one.planerat_antal).map(i64::from).sum(),
        }
    }
}

/// The insatser that have money in the year or run in it, by name. One that is no more than applied for is none.
pub(super) fn tell(insatser: &[Insats], ar: i32, resultat: Option<&Insatsresultat>) -> Vec<Insatsredovisning> {
    let mut told: Vec<_> =
        insatser.iter().filter(|insats| is_of(insats, ar)).map(|insats| one(insats, ar, resultat)).collect();
    told.sort_by(|one, other| (&one.namn, one.id).cmp(&(&other.namn, other.id)));
    told
}

/// Whether an insats belongs in the report of a year.
pub(super) fn is_of(insats: &Insats, ar: i32) -> bool {
    let uppgift = &insats.uppgift;
    let has_money = uppgift.budget.iter().any(|one| one.ar == ar) || uppgift.utfall.iter().any(|one| one.ar == ar);
    has_money || (uppgift.status != Insatsstatus::Ansokt && uppgift.life().touches_year(ar))
}

fn one(insats: &Insats, ar: i32, resultat: Option<&Insatsresultat>) -> Insatsredovisning {
    let uppgift = &insats.uppgift;
    let budget = uppgift.budget.iter().find(|one| one.ar == ar);
    let utfall = uppgift.utfall.iter().find(|one| one.ar == ar);
    let matt = resultat.map(|resultat| resultat.of(insats.id));
    Insatsredovisning {
        id: insats.id,
        namn: uppgift.namn.clone(),
        inriktning: uppgift.inriktning,
        typ: uppgift.typ,
        uppfoljningsmetod: uppgift.uppfoljningsmetod,
        status: uppgift.status,
        startdatum: uppgift.startdatum,
        slutdatum: uppgift.slutdatum,
        budget: budget.map(|one| one.belopp),
        esf_budget: budget.and_then(|one| one.esf_belopp),
        utfall: utfall.map(|one| one.belopp),
        esf_utfall: utfall.and_then(|one| one.esf_belopp),
        planerat_antal: budget.map(|one| one.planerat_antal),
        deltagare: matt.and_then(|matt| matt.deltagare),
        avslut: matt.and_then(|matt| matt.avslut),
        mal: uppgift.mal.iter().map(|mal| mal::judge(*mal, uppgift, matt.as_ref())).collect(),
    }
}
