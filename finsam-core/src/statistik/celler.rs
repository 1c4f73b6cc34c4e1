//! Counts by group: a participation is added to all of its numbers at once, without a branch that depends on which they are.

/// So many numbers are added to together.
const ATTA: usize = 8;
type Atta<T> = [T; ATTA];

/// For each byte a one for each of its bits, the lowest first.
const BITAR: [Atta<u16>; 256] = {
    let mut all = [[0; ATTA]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < ATTA {
            all[byte][bit] = (byte >> bit & 1) as u16;
            bit += 1;
        }
        byte += 1;
    }
    all
};

/// Where there are few groups each has so many places that those who come are added to in turn: adding twice to the same
/// place, the processor waits for the first to be done.
const TURER: usize = 4;
/// So many eights are few: their places lie in the nearest memory of the processor.
const FA: usize = 256;

/// Counts of so many groups, each of so many numbers.
#[derive(Debug, Clone)]
pub(super) struct Celler {
    groups: usize,
    /// Eights of numbers a group.
    attor: usize,
    /// What has been added lately, all groups in each of the turns. It is moved to the sums before any of it can be too large.
    nya: Vec<Atta<u16>>,
    /// How many have been since then.
    antal: u16,
    summor: Vec<Atta<u32>>,
}

impl Celler {
    /// Nothing has been counted.
    pub(super) fn new(groups: usize, numbers: usize) -> Self {
        let attor = match numbers.div_ceil(ATTA) {
            few @ ..=4 => few,
            _ => 8,
        };
        let eights = groups * attor;
        let turer = if eights < FA { TURER } else { 1 };
        Self { groups, attor, nya: vec![[0; ATTA]; turer * eights], antal: 0, summor: vec![[0; ATTA]; eights] }
    }

    /// Adds one, for each group and mask, to each number of the group whose bit is set.
    pub(super) fn add(&mut self, added: impl Iterator<Item = (usize, u64)>) {
        // So that the loop knows how many eights there are.
        match self.attor {
            1 => self.add_to::<1>(added),
            2 => self.add_to::<2>(added),
            3 => self.add_to::<3>(added),
            4 => self.add_to::<4>(added),
            _ => self.add_to::<8>(added),
        }
    }

    #[inline]
    fn add_to<const N: usize>(&mut self, added: impl Iterator<Item = (usize, u64)>) {
        let (groups, last_turn) = (self.groups, if self.nya.len() > self.summor.len() { TURER - 1 } else { 0 });
        let mut antal = usize::from(self.antal);
        for (grupp, mask) in added {
            let (cells, _) = self.nya.as_chunks_mut::<N>();
            for (cells, byte) in cells[(antal & last_turn) * groups + grupp].iter_mut().zip(mask.to_le_bytes()) {
                let bits = &BITAR[usize::from(byte)];
                cells.iter_mut().zip(bits).for_each(|(cell, bit)| *cell += bit);
            }
            antal += 1;
            if antal == usize::from(u16::MAX) {
                self.settle();
                antal = 0;
            }
        }
        self.antal = antal as u16;
    }

    #[cold]
    fn settle(&mut self) {
        for turn in self.nya.chunks_mut(self.summor.len().max(1)) {
            for (sums, cells) in self.summor.iter_mut().zip(turn) {
                sums.iter_mut().zip(&*cells).for_each(|(sum, cell)| *sum += u32::from(*cell));
                *cells = [0; ATTA];
            }
        }
        self.antal = 0;
    }

    /// Adds what another has counted.
    pub(super) fn extend(&mut self, other: Self) {
        for (sums, others) in self.summor.iter_mut().zip(other.sums()) {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
    }

    /// All counts: of each group its eights of numbers, one after the other.
    fn sums(mut self) -> Vec<Atta<u32>> {
        self.settle();
        self.summor
    }

    /// All counts, when nothing more is to be counted.
    pub(super) fn done(self) -> Raknade {
        Raknade { attor: self.attor, summor: self.sums() }
    }
}

/// What has been counted.
#[derive(Debug, Clone)]
pub(super) struct Raknade {
    attor: usize,
    summor: Vec<Atta<u32>>,
}

impl Raknade {
    /// The n:th number of a group.
    pub(super) fn get(&self, grupp: usize, number: usize) -> u32 {
        self.summor[grupp * self.attor + number / ATTA][number % ATTA]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_what_plain_sums_are(
            added in prop::collection::vec((0_usize..5, any::<u64>()), 0..400),
            numbers in 1_usize..=64,
            cut in 0_usize..400,
        ) {
            let counted = |added: &[(usize, u64)]| {
                let mut celler = Celler::new(5, numbers);
                celler.add(added.iter().copied());
                celler
            };
            let (first, rest) = added.split_at(cut.min(added.len()));
            let mut both = counted(first);
            both.extend(counted(rest));
            let both = both.done();
            for (grupp, number) in (0..5).flat_map(|grupp| (0..numbers).map(move |number| (grupp, number))) {
                let sum = added.iter().filter(|(of, mask)| *of == grupp && mask >> number & 1 == 1).count();
                prop_assert_eq!(both.get(grupp, number) as usize, sum);
            }
        }
    }

    #[test]
    fn as_many_as_there_are_can_be_counted_in_one_number() {
        let mut celler = Celler::new(2, 18);
        let n = 3 * u32::from(u16::MAX) + 5;
        celler.add((0..n).map(|i| (1, 1 | u64::from(i % 2 == 0) << 17)));
        let mut twice = celler.clone();
        twice.extend(celler.clone());
        let (once, twice) = (celler.done(), twice.done());
        assert_eq!([once.get(1, 0), once.get(1, 17), once.get(0, 0)], [n, n.div_ceil(2), 0]);
        assert_eq!(twice.get(1, 0), 2 * n);
    }
}
