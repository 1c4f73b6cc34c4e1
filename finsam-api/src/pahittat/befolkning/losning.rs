//! Whole numbers inside bounds, and dealing them out: what the margins are met with.

use finsam_core::belopp::fordela;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use crate::pahittat::PahittatFel;

/// A count that is looked for: its bounds, and what it had best be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grans {
    pub(super) minst: i64,
    pub(super) hogst: i64,
    pub(super) onskad: i64,
}

impl Grans {
    /// Every count whose share of `underlag` is `procent`, half up.
    pub(super) fn andel(procent: i64, underlag: i64) -> Self {
        let at_least = |half_percent: i64| (half_percent * underlag + 199).div_euclid(200).max(0);
        Self {
            minst: at_least(2 * procent - 1),
            hogst: at_least(2 * procent + 1) - 1,
            onskad: (procent * underlag + 50) / 100,
        }
    }

    /// This count and no other.
    pub(super) const fn exakt(n: i64) -> Self {
        Self { minst: n, hogst: n, onskad: n }
    }

    /// About this count.
    pub(super) const fn fri(onskad: i64) -> Self {
        Self { minst: 0, hogst: 2 * onskad, onskad }
    }

    /// What is left of the bounds when `n` are taken away.
    pub(super) fn less(self, n: i64) -> Self {
        Self { minst: (self.minst - n).max(0), hogst: self.hogst - n, onskad: self.onskad - n }
    }

    fn clamped(self) -> i64 {
        self.onskad.min(self.hogst).max(self.minst)
    }
}

/// The sum of what is wished for.
pub(super) fn wishes(granser: &[Grans]) -> i64 {
    granser.iter().map(|grans| grans.onskad).sum()
}

/// A total that both its own bounds and the parts' allow: the wish, or the middle of what is allowed.
pub(super) fn total_of(total: Grans, parts: &[Grans]) -> Result<i64, PahittatFel> {
    let minst = total.minst.max(parts.iter().map(|part| part.minst).sum());
    let hogst = total.hogst.min(parts.iter().map(|part| part.hogst).sum());
    if minst > hogst {
        return Err(PahittatFel::Olosligt(format!("{total:?} does not hold {parts:?}")));
    }
    let onskad = wishes(parts);
    Ok(if (minst..=hogst).contains(&onskad) { onskad } else { i64::midpoint(minst, hogst) })
}

/// Counts inside their bounds that sum to `total`, near what is wished for: the difference goes to each by its room.
pub(super) fn choose(total: i64, granser: &[Grans]) -> Result<Vec<i64>, PahittatFel> {
    let mut chosen: Vec<i64> = granser.iter().map(|grans| grans.clamped()).collect();
    let left = total - chosen.iter().sum::<i64>();
    let room = |(grans, n): (&Grans, &i64)| if left > 0 { grans.hogst - n } else { n - grans.minst };
    let rooms: Vec<u64> = granser.iter().zip(&chosen).map(room).map(|n| n.max(0).unsigned_abs()).collect();
    if granser.iter().any(|grans| grans.minst > grans.hogst) || rooms.iter().sum::<u64>() < left.unsigned_abs() {
        return Err(PahittatFel::Olosligt(format!("{granser:?} cannot sum to {total}")));
    }
    if left != 0 {
        for (n, more) in chosen.iter_mut().zip(fordela(left, &rooms)) {
            *n += more;
        }
    }
    Ok(chosen)
}

/// Counts of each value among those of the first year alone, of both years and of the second year alone.
///
/// `first` and `second` are the counts of the two years, `both` is how many stand in both, `hogst` at most how many of
/// each value stand in the three groups.
pub(super) fn two_years(
    first: &[i64],
    second: &[i64],
    both: i64,
    hogst: &[[i64; 3]],
) -> Result<[Vec<i64>; 3], PahittatFel> {
    let (sum_first, sum_second) = (first.iter().sum::<i64>().max(1), second.iter().sum::<i64>().max(1));
    let granser: Vec<Grans> = first
        .iter()
        .zip(second)
        .zip(hogst)
        .map(|((&a, &b), cap)| Grans {
            minst: (a - cap[0]).max(b - cap[2]).max(0),
            hogst: a.min(b).min(cap[1]),
            onskad: (both * a / sum_first + both * b / sum_second) / 2,
        })
        .collect();
    let middle = choose(both, &granser)?;
    let less = |of: &[i64]| of.iter().zip(&middle).map(|(n, both)| n - both).collect();
    let (only_first, only_second) = (less(first), less(second));
    Ok([only_first, middle, only_second])
}

/// No cap on any value.
pub(super) const NO_CAP: [i64; 3] = [i64::MAX / 4; 3];

/// Gives each of `rows` one value, each value as often as it says, by chance.
///
/// Values are dealt in their order, so those that fit few rows stand first. `rank` says how willingly a row takes a
/// value, lower before higher and `None` never; it is given a number below 100, by chance, to soften that.
pub(super) fn deal<V: Copy + std::fmt::Debug>(
    rng: &mut impl Rng,
    rows: &[usize],
    values: &[(V, i64)],
    rank: impl Fn(usize, V, u32) -> Option<u32>,
) -> Result<Vec<(usize, V)>, PahittatFel> {
    let mut left = rows.to_vec();
    left.shuffle(rng);
    let mut dealt = Vec::with_capacity(rows.len());
    for &(value, antal) in values {
        let antal = usize::try_from(antal).unwrap_or_default();
        let mut order: Vec<(u32, usize)> = (0..left.len())
            .filter_map(|place| rank(left[place], value, rng.random_range(0..100)).map(|rank| (rank, place)))
            .collect();
        if order.len() < antal {
            return Err(PahittatFel::Olosligt(format!("{antal} of {value:?} where only {} may be", order.len())));
        }
        order.sort_unstable();
        let mut taken = vec![false; left.len()];
        for &(_, place) in &order[..antal] {
            taken[place] = true;
            dealt.push((left[place], value));
        }
        let mut place = 0;
        left.retain(|_| {
            place += 1;
            !taken[place - 1]
        });
    }
    Ok(dealt)
}

/// Any row takes any value.
pub(super) fn any<V>(_: usize, _: V, _: u32) -> Option<u32> {
    Some(0)
}
