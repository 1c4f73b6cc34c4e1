//! 5 and 5 a §§: who contributes how large a share.

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
const fn is_state(part: PartKod) -> bool {
    !matches!(part.slag(), Partslag::Region | Partslag::Kommun)
}

/// Gotland.
pub(super) fn is_outside(part: PartKod) -> bool {
    matches!(part, PartKod::Kommun(kod) if kod.kommun().is_outside_region())
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
    let of = |wanted: fn(PartKod) -> bool| Grupp::of(bidrag.iter().filter(|one| wanted(one.part)));
    let shares = Shares {
        place,
        enhet,
        first_day,
        state: of(is_state),
        regions: of(|part| part.slag() == Partslag::Region),
        outside: of(is_outside),
        kommuner: of(|part| part.slag() == Partslag::Kommun && !is_outside(part)),
    };
    shares.judge(provning);
}

struct Shares<'a> {
    place: &'a str,
    enhet: Penningenhet,
    first_day: NaiveDate,
    state: Grupp,
    regions: Grupp,
    /// Kommuner outside any region.
    outside: Grupp,
    kommuner: Grupp,
}

impl Shares<'_> {
    fn total(&self) -> Belopp {
        self.state.sum + self.regions.sum + self.outside.sum + self.kommuner.sum
    }

    fn judge(&self, provning: &mut Provning) {
        // Shares of a kommun outside the regions before 5 a § are not known here.
        let unknown = self.outside.members > 0 && self.first_day < day(2010, 7, 1);
        if self.total() == Belopp::ZERO || unknown {
            return;
        }
        self.exactly(self.state, 2, &LAG_5_1, provning);
        if self.outside.members == 0 {
            self.exactly(self.regions, 4, &LAG_5_2, provning);
            self.exactly(self.kommuner, 4, &LAG_5_3, provning);
        } else if self.regions.members == 0 {
            self.exactly(self.outside.and(self.kommuner), 2, &LAG_5A_1, provning);
        } else {
            self.with_a_region(provning);
        }
    }

    /// The kommun counts on both sides: neither the regions alone nor the other kommuner alone give more than a quarter.
    fn with_a_region(&self, provning: &mut Provning) {
        let both = self.regions.and(self.outside).and(self.kommuner);
        self.exactly(both, 2, &LAG_5A_2, provning);
        for side in [self.regions, self.kommuner] {
            if side.above(self.total(), 4) > side.tolerance(4) {
                self.note(side, 4, &LAG_5A_2, provning);
            }
        }
    }

    fn exactly(&self, grupp: Grupp, parts: u32, regel: &'static Regel, provning: &mut Provning) {
        if grupp.above(self.total(), parts).abs() > grupp.tolerance(parts) {
            self.note(grupp, parts, regel, provning);
        }
    }

    fn note(&self, grupp: Grupp, parts: u32, regel: &'static Regel, provning: &mut Provning) {
        let (total, enhet) = (self.total(), self.enhet);
        provning.note_on(self.first_day, regel, self.place, |found| {
            found.value(grupp.sum).expected(format!("1/{parts} of {total} {enhet}, to one {enhet} a member"))
        });
    }
}
