//! The level of contributions: set by the party that offers least, and split to the unit.

use chrono::NaiveDate;

use crate::belopp::{Belopp, fordela};
use crate::part::{PartKod, Partslag};
use crate::regel::Provning;
use crate::regel::ekonomi::EKO_10;

use super::bidrag::{is_outside, is_state};
use super::{Bidrag, Penningenhet};

/// What the parties offer for a year. Regions and kommuner are split by population where a population is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bud {
    /// The most that the state will give, in whole units.
    pub stat: i64,
    /// The most that each region will give together, and its population.
    pub regioner: Vec<(PartKod, i64, u64)>,
    /// The most that each kommun will give together, and its population.
    pub kommuner: Vec<(PartKod, i64, u64)>,
}

impl Bud {
    /// Offers as they are registered, all of one unit; what is less than a unit does not count.
    fn of(bud: &[Bidrag]) -> Self {
        let units = |one: &Bidrag| one.belopp.ore().unwrap_or(i64::MAX).div_euclid(100);
        let of = |wanted: Partslag| {
            let side = bud.iter().filter(|one| one.part.slag() == wanted);
            side.map(|one| (one.part, units(one), 1)).collect()
        };
        let stat = bud.iter().filter(|one| is_state(one.part)).map(units).fold(0, i64::saturating_add);
        Self { stat, regioner: of(Partslag::Region), kommuner: of(Partslag::Kommun) }
    }
}

/// The level that the offers allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Niva {
    /// All contributions together, in whole units.
    pub total: i64,
    /// Each party's, summing to the total: the state's stands with Försäkringskassan.
    pub bidrag: Vec<Bidrag>,
}

/// The highest total at which nobody gives more than it offers, each side by its share: `min(state / 0.5, Σ regioner /
/// 0.25, Σ kommuner / 0.25)`. Within a side the amounts follow population.
///
/// A kommun outside any region counts on both sides (5 a §); where no region takes part, the kommuner give half. Offers
/// below zero count as zero. The sides are rounded to whole units with the largest remainder, so a total that four does
/// not divide gives one of them a unit more.
///
/// ```
/// use finsam_core::ekonomi::{Bud, level};
///
/// let bud = Bud {
///     stat: 2_000,
///     regioner: vec![("region:22".parse()?, 906, 1)],
///     kommuner: vec![("kommun:2280".parse()?, 500, 1), ("kommun:2262".parse()?, 500, 1)],
/// };
/// let niva = level(&bud);
/// assert_eq!(niva.total, 3_624, "the region offers least");
/// let amounts: Vec<String> = niva.bidrag.iter().map(|one| one.belopp.to_string()).collect();
/// assert_eq!(amounts, ["1812.00", "906.00", "453.00", "453.00"]);
/// # Ok::<(), finsam_core::part::OkandPart>(())
/// ```
#[must_use]
pub fn level(bud: &Bud) -> Niva {
    let offered =
        |side: &[(PartKod, i64, u64)]| side.iter().map(|(_, offer, _)| i128::from((*offer).max(0))).sum::<i128>();
    let outside: i128 = bud
        .kommuner
        .iter()
        .filter(|(part, ..)| is_outside(*part))
        .map(|(_, offer, _)| i128::from((*offer).max(0)))
        .sum();
    let (regioner, kommuner) = (offered(&bud.regioner), offered(&bud.kommuner));
    let state = 2 * i128::from(bud.stat.max(0));
    let total = if bud.regioner.is_empty() {
        state.min(2 * kommuner)
    } else {
        state.min(4 * (regioner + outside)).min(4 * kommuner).min(2 * (regioner + kommuner))
    };
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    Niva { total, bidrag: split(bud, total) }
}

/// Whether the contributions of a year stand at the level that the offers for it allow, to one unit a member. Where
/// someone contributes whose offer is not registered, nothing is said. The state is one.
pub(super) fn judge(
    bud: &[Bidrag],
    bidrag: &[Bidrag],
    enhet: Penningenhet,
    first_day: NaiveDate,
    provning: &mut Provning,
) {
    let offers = |part: PartKod| bud.iter().any(|one| one.part == part || (is_state(part) && is_state(one.part)));
    let contributing: Vec<&Bidrag> = bidrag.iter().filter(|one| one.belopp > Belopp::ZERO).collect();
    if bud.is_empty() || contributing.is_empty() || !contributing.iter().all(|one| offers(one.part)) {
        return;
    }
    let total: Belopp = contributing.iter().map(|one| one.belopp).sum();
    let allowed = Belopp::from_kronor(level(&Bud::of(bud)).total);
    let members = i64::try_from(contributing.len()).unwrap_or(i64::MAX);
    if (total - allowed).abs() > Belopp::from_kronor(members) {
        provning.note_on(first_day, &EKO_10, "/bud", |found| {
            found.value(total).expected(format!("{allowed} {enhet}, to one {enhet} a member"))
        });
    }
}

/// A half, a quarter and a quarter; within a side by population, but a region gives no more than it offers where a
/// kommun outside any region makes up the rest.
fn split(bud: &Bud, total: i64) -> Vec<Bidrag> {
    let sides: Vec<i64> = if bud.regioner.is_empty() {
        let halves = fordela(total, &[1, 1]);
        vec![halves[0], 0, halves[1]]
    } else {
        fordela(total, &[2, 1, 1])
    };
    let outside = bud.kommuner.iter().any(|(part, ..)| is_outside(*part));
    let offered: i64 = bud.regioner.iter().map(|(_, offer, _)| (*offer).max(0)).fold(0, i64::saturating_add);
    let regions = if outside { sides[1].min(offered) } else { sides[1] };
    let state = Bidrag { part: PartKod::Forsakringskassan, belopp: Belopp::from_kronor(sides[0]) };
    let mut all = vec![state];
    all.extend(shared(&bud.regioner, regions));
    all.extend(shared(&bud.kommuner, sides[2] + sides[1] - regions));
    all
}

fn shared(side: &[(PartKod, i64, u64)], total: i64) -> impl Iterator<Item = Bidrag> {
    let weights: Vec<u64> = side.iter().map(|(_, _, population)| *population).collect();
    let parts = fordela(total, &weights);
    side.iter().zip(parts).map(|((part, ..), amount)| Bidrag { part: *part, belopp: Belopp::from_kronor(amount) })
}
