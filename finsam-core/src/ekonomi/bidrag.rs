//! 5 and 5 a §§: who contributes how large a share.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::part::{PartKod, Partslag};
use crate::regel::lag::{LAG_5_1, LAG_5_2, LAG_5_3, LAG_5_4, LAG_5A_1, LAG_5A_2};
use crate::regel::{Provning, Regel};
use crate::tid::day;

use super::{Bidrag, Penningenhet};

/// Contributions by group.
#[derive(Debug, Clone, Copy, Default)]
struct Grupp {
    sum: Belopp,
    /// How many contribute: each may have rounded its share to a whole unit.
    members: u32,
}

impl Grupp {
    fn of<'a>(bidrag: impl Iterator<Item = &'a Bidrag>) -> Self {
        bidrag
            .filter(|one| one.belopp != Belopp::ZERO)
            .fold(Self::default(), |grupp, one| Self { sum: grupp.sum + one.belopp, members: grupp.members + 1 })
    }

    fn and(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, members: self.members + other.members }
    }

    /// How far the group lies above a `parts`th of the total, `parts` times.
    fn above(self, total: Belopp, parts: u32) -> Belopp {
        self.sum.times(parts) - total
    }

    /// The rounding of its members, `parts` times. Amounts in kronor and in tkr are both rounded to one of their unit.
    fn tolerance(self, parts: u32) -> Belopp {
        Belopp::from_kronor(1).times(parts * self.members.max(1))
    }
}

/// Whether a part is of the state: Försäkringskassan, Arbetsförmedlingen, or what came before them.
pub(super) const fn is_state(part: PartKod) -> bool {
    !matches!(part.slag(), Partslag::Region | Partslag::Kommun)
}

/// Gotland.
pub(super) fn is_outside(part: PartKod) -> bool {
    matches!(part, PartKod::Kommun(kod) if kod.kommun().is_outside_region())
}

crate::kodlista! {
    /// Those whose contributions the act counts together.
    pub enum Bidragsgrupp = "bidragsgrupp", "Grupper av bidragsgivare", "Groups of contributors" {
        Staten = "staten", "Staten (Försäkringskassan, även för Arbetsförmedlingen)", "The state (Försäkringskassan, also for Arbetsförmedlingen)";
        Regioner = "regioner", "Regionerna tillsammans", "The regions together";
        Kommuner = "kommuner", "Kommunerna tillsammans", "The kommuner together";
        KommunerOchRegioner = "kommuner_och_regioner", "Kommuner och regioner tillsammans", "Kommuner and regions together";
    }
}

/// What a group contributes beside the share that 5 or 5 a § gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bidragsandel {
    /// Who.
    pub grupp: Bidragsgrupp,
    /// The rule that it is held against.
    #[cfg_attr(feature = "utoipa", schema(value_type = String, example = "LAG-5-1"))]
    pub regel: Cow<'static, str>,
    /// The paragraph of the act: `5`, `5 a`.
    #[cfg_attr(feature = "utoipa", schema(value_type = String, example = "5"))]
    pub paragraf: Cow<'static, str>,
    /// What it contributes.
    pub belopp: Belopp,
    /// Its share of the whole is one of so many: 2 is a half, 4 a quarter.
    #[cfg_attr(feature = "utoipa", schema(example = 2))]
    pub delar: u32,
    /// Whether the share is the most that it may give, and not what it must.
    pub hogst: bool,
    /// The share as an amount, to the hundredth of a unit.
    pub ska_vara: Belopp,
    /// How far from it the contribution may lie: one unit a member, since each may have rounded.
    pub tolerans: Belopp,
    /// Whether it lies within that.
    pub foljer: bool,
}

impl Bidragsandel {
    /// The same with every amount multiplied.
    #[must_use]
    pub fn times(self, faktor: u32) -> Self {
        Self {
            belopp: self.belopp.times(faktor),
            ska_vara: self.ska_vara.times(faktor),
            tolerans: self.tolerans.times(faktor),
            ..self
        }
    }
}

/// The groups that contribute in a year, each beside its share by 5 and 5 a §§. Where no money is contributed at all,
/// and where the shares are not known (a kommun outside the regions before 2010-07-01), there are none.
///
/// ```
/// use finsam_core::belopp::Belopp;
/// use finsam_core::ekonomi::{Bidrag, contribution_shares};
///
/// let bidrag = [("forsakringskassan", 1811), ("region:22", 906), ("kommun:2280", 453), ("kommun:2262", 453)];
/// let bidrag = bidrag.map(|(part, n)| part.parse().map(|part| Bidrag { part, belopp: Belopp::from_kronor(n) }));
/// let bidrag = bidrag.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let shares = contribution_shares(&bidrag, "2016-01-01".parse()?);
/// assert_eq!(shares[0].ska_vara.to_string(), "1811.50");
/// assert!(shares.iter().all(|share| share.foljer), "rounded to the unit");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn contribution_shares(bidrag: &[Bidrag], first_day: NaiveDate) -> Vec<Bidragsandel> {
    let grupper = Grupper::of(bidrag);
    grupper.shares(first_day).into_iter().map(|andel| andel.told(grupper.total())).collect()
}

/// What the contributions of a year look like beside the act; `place` points at them. `medlemmar` are the members in
/// the course of the year. Where no money is contributed at all, nothing is said.
pub(super) fn judge(
    place: &str,
    bidrag: &[Bidrag],
    enhet: Penningenhet,
    medlemmar: &[PartKod],
    first_day: NaiveDate,
    provning: &mut Provning,
) {
    for (i, one) in bidrag.iter().enumerate().filter(|(_, one)| !medlemmar.contains(&one.part)) {
        provning.note_on(first_day, &LAG_5_4, format!("{place}/{i}/part"), |found| {
            found.value(one.part).expected("a member in that year")
        });
    }
    let grupper = Grupper::of(bidrag);
    let total = grupper.total();
    for andel in grupper.shares(first_day).iter().filter(|andel| !andel.is_kept(total)) {
        let parts = andel.parts;
        provning.note_on(first_day, andel.regel, place, |found| {
            found.value(andel.bidrag.sum).expected(format!("1/{parts} of {total} {enhet}, to one {enhet} a member"))
        });
    }
}

struct Grupper {
    state: Grupp,
    regions: Grupp,
    /// Kommuner outside any region.
    outside: Grupp,
    kommuner: Grupp,
}

impl Grupper {
    fn of(bidrag: &[Bidrag]) -> Self {
        let of = |wanted: fn(PartKod) -> bool| Grupp::of(bidrag.iter().filter(|one| wanted(one.part)));
        Self {
            state: of(is_state),
            regions: of(|part| part.slag() == Partslag::Region),
            outside: of(is_outside),
            kommuner: of(|part| part.slag() == Partslag::Kommun && !is_outside(part)),
        }
    }

    fn total(&self) -> Belopp {
        self.state.sum + self.regions.sum + self.outside.sum + self.kommuner.sum
    }

    /// What each must give of a year that begins on a day.
    fn shares(&self, first_day: NaiveDate) -> Vec<Andel> {
        // Shares of a kommun outside the regions before 5 a § are not known here.
        let unknown = self.outside.members > 0 && first_day < day(2010, 7, 1);
        if self.total() == Belopp::ZERO || unknown {
            return Vec::new();
        }
        let exactly = |grupp, bidrag, parts, regel| Andel { grupp, bidrag, parts, at_most: false, regel };
        let local = self.regions.and(self.outside).and(self.kommuner);
        let mut all = vec![exactly(Bidragsgrupp::Staten, self.state, 2, &LAG_5_1)];
        if self.outside.members == 0 {
            all.push(exactly(Bidragsgrupp::Regioner, self.regions, 4, &LAG_5_2));
            all.push(exactly(Bidragsgrupp::Kommuner, self.kommuner, 4, &LAG_5_3));
        } else if self.regions.members == 0 {
            all.push(exactly(Bidragsgrupp::Kommuner, local, 2, &LAG_5A_1));
        } else {
            // The kommun counts on both sides: neither the regions alone nor the other kommuner alone give more than a
            // quarter.
            all.push(exactly(Bidragsgrupp::KommunerOchRegioner, local, 2, &LAG_5A_2));
            for (grupp, bidrag) in [(Bidragsgrupp::Regioner, self.regions), (Bidragsgrupp::Kommuner, self.kommuner)] {
                all.push(Andel { grupp, bidrag, parts: 4, at_most: true, regel: &LAG_5A_2 });
            }
        }
        all
    }
}

/// The share of a group.
struct Andel {
    grupp: Bidragsgrupp,
    bidrag: Grupp,
    parts: u32,
    at_most: bool,
    regel: &'static Regel,
}

impl Andel {
    /// Held in exact multiples, since a share need not be whole hundredths of a unit.
    fn is_kept(&self, total: Belopp) -> bool {
        let above = self.bidrag.above(total, self.parts);
        let off = if self.at_most { above } else { above.abs() };
        off <= self.bidrag.tolerance(self.parts)
    }

    fn told(&self, total: Belopp) -> Bidragsandel {
        Bidragsandel {
            grupp: self.grupp,
            regel: Cow::Borrowed(self.regel.kod),
            paragraf: Cow::Borrowed(self.regel.paragraf.unwrap_or_default()),
            belopp: self.bidrag.sum,
            delar: self.parts,
            hogst: self.at_most,
            ska_vara: total.percent_of(if self.parts == 2 { 50 } else { 25 }),
            tolerans: self.bidrag.tolerance(1),
            foljer: self.is_kept(total),
        }
    }
}
