//! Which stretches of the columns a report looks at: rows lie in the order of time once they are arranged, and of every
//! zone it is known between which days those in it began and ended.

use std::ops::Range;

use crate::deltagande::Registrering;

use super::kolumner::{FREE, Kolumner};

/// Rows a zone: so few that what is told of them stays in the nearest memory of the processor.
pub(super) const ZON: usize = if cfg!(test) { 8 } else { 1 << 9 };
/// Days of those that lie together when they are arranged, as a power of two: about a month.
const MANAD: u32 = 5;
/// One in so many rows may have come since rows were arranged before it is worth arranging them again.
const NYA: usize = 8;

/// From the first to the last of the days on which the rows of a zone began, and ended. Rows that have been taken away or
/// changed may have left it wider than it need be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zon {
    pub(super) start: (i32, i32),
    pub(super) slut: (i32, i32),
    /// Whether there are any of persons, and anonymous ones.
    pub(super) slag: (bool, bool),
}

impl Zon {
    const TOM: Self = Self { start: (i32::MAX, i32::MIN), slut: (i32::MAX, i32::MIN), slag: (false, false) };
}

/// The zones of the columns, and how many rows have come to them since they were arranged.
#[derive(Debug, Clone, Default)]
pub(super) struct Zoner {
    zoner: Vec<Zon>,
    nya: usize,
}

impl Zoner {
    /// Widens the zone of a row to what it is given.
    pub(super) fn cover(&mut self, rad: usize, (start, slut): (i32, i32), anonym: bool) {
        let place = rad / ZON;
        if place >= self.zoner.len() {
            self.zoner.resize(place + 1, Zon::TOM);
        }
        let zon = &mut self.zoner[place];
        let wide = |(first, last): (i32, i32), day: i32| (first.min(day), last.max(day));
        (zon.start, zon.slut) = (wide(zon.start, start), wide(zon.slut, slut));
        zon.slag = (zon.slag.0 | !anonym, zon.slag.1 | anonym);
        self.nya += 1;
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.zoner.len() * size_of::<Zon>()
    }

    /// The zones in order, each with its rows of so many.
    pub(super) fn all(&self, rows: usize) -> impl Iterator<Item = (Range<usize>, &Zon)> {
        (0..rows).step_by(ZON).map(move |first| first..(first + ZON).min(rows)).zip(&self.zoner)
    }
}

impl Kolumner {
    /// Lets participations that ended at about the same time lie together, by when they began, if many have come or changed
    /// since they last were. What is counted of them stays the same; it is counted sooner.
    ///
    /// ```
    /// use finsam_core::id::InsatsId;
    /// use finsam_core::statistik::{Kolumner, Kolumnrad};
    ///
    /// let mut kolumner = Kolumner::new();
    /// kolumner.put_rad(7, &Kolumnrad::starting(InsatsId(uuid::Uuid::nil()), "2014-05-01".parse()?));
    /// let before = kolumner.get(7);
    /// kolumner.arrange();
    /// assert_eq!(kolumner.get(7), before);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn arrange(&mut self) {
        if self.zoner.nya * NYA > self.start.len() {
            self.arrange_now();
        }
    }

    pub(super) fn arrange_now(&mut self) {
        let mut order: Vec<u32> =
            (0..self.start.len() as u32).filter(|rad| self.start[*rad as usize] != FREE).collect();
        order.sort_unstable_by_key(|rad| {
            let i = *rad as usize;
            (self.is_anonymous(i), self.slut[i] >> MANAD, self.start[i], *rad)
        });
        self.free.clear();
        self.rows.rearrange(&places(&order, self.start.len()));
        reorder(&mut self.start, &order);
        reorder(&mut self.slut, &order);
        reorder(&mut self.insats, &order);
        reorder(&mut self.attribut, &order);
        reorder(&mut self.grupper, &order);
        reorder(&mut self.kommun, &order);
        reorder(&mut self.alder, &order);
        reorder(&mut self.individ, &order);
        reorder(&mut self.minskad, &order);
        reorder(&mut self.uppfoljd, &order);
        self.zoner = Zoner::default();
        (0..self.start.len()).for_each(|rad| self.cover(rad));
        self.zoner.nya = 0;
    }

    /// Tells the zones of what stands in a row.
    pub(super) fn cover(&mut self, rad: usize) {
        self.zoner.cover(rad, (self.start[rad], self.slut[rad]), self.is_anonymous(rad));
    }

    fn is_anonymous(&self, rad: usize) -> bool {
        self.attribut[rad].registrering() == Registrering::Anonym
    }
}

/// Where each row comes to stand.
fn places(order: &[u32], rows: usize) -> Vec<u32> {
    let mut places = vec![0; rows];
    (0..).zip(order).for_each(|(place, rad)| places[*rad as usize] = place);
    places
}

fn reorder<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    *column = order.iter().map(|rad| column[*rad as usize]).collect();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Rows that are given other days stay covered.
        #[test]
        fn every_row_is_covered_by_its_zone(
            rows in prop::collection::vec((0_usize..60, 0_i32..100, 0_i32..100, any::<bool>()), 0..80),
        ) {
            let (mut zoner, mut standing) = (Zoner::default(), std::collections::BTreeMap::new());
            for (rad, start, length, anonym) in &rows {
                zoner.cover(*rad, (*start, start + length), *anonym);
                standing.insert(*rad, (*start, start + length, *anonym));
            }
            let rows = standing.last_key_value().map_or(0, |(rad, _)| rad + 1);
            let all: Vec<_> = zoner.all(rows).collect();
            prop_assert!(all.iter().flat_map(|(rader, _)| rader.clone()).eq(0..rows));
            let within = |(first, last): (i32, i32), day: i32| (first..=last).contains(&day);
            for (rader, zon) in all {
                for (start, slut, anonym) in rader.filter_map(|rad| standing.get(&rad)) {
                    prop_assert!(within(zon.start, *start) && within(zon.slut, *slut));
                    let slag = if *anonym { zon.slag.1 } else { zon.slag.0 };
                    prop_assert!(slag);
                }
            }
        }
    }
}
