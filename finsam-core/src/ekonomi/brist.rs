//! 22 §: who covers a shortage.

use crate::belopp::{Belopp, fordela};
use crate::part::{PartKod, Partslag};

use super::Bidrag;
use super::bidrag::is_outside;

/// What each member pays of a shortage, to the öre, in the order of `bidrag`: by the shares of 5 and 5 a §§, and within
/// regioner and kommuner as they have agreed, which is what they contribute.
///
/// Amounts stand in one unit, any. A shortage of nothing or less is nobody's.
///
/// ```
/// use finsam_core::belopp::Belopp;
/// use finsam_core::ekonomi::{Bidrag, shortage};
///
/// let bidrag = [("forsakringskassan", 1811), ("region:22", 906), ("kommun:2280", 453), ("kommun:2262", 453)];
/// let bidrag = bidrag.map(|(part, n)| part.parse().map(|part| Bidrag { part, belopp: Belopp::from_kronor(n) }));
/// let bidrag = bidrag.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let shares = shortage(Belopp::from_kronor(100), &bidrag);
/// let amounts: Vec<String> = shares.iter().map(|one| one.belopp.to_string()).collect();
/// assert_eq!(amounts, ["50.00", "25.00", "12.50", "12.50"], "shares of the act, not of the rounded contributions");
/// # Ok::<(), finsam_core::part::OkandPart>(())
/// ```
#[must_use]
pub fn shortage(brist: Belopp, bidrag: &[Bidrag]) -> Vec<Bidrag> {
    let ore = brist.ore().unwrap_or(i64::MAX).max(0);
    let sides = sides(bidrag);
    let shares: Vec<u64> = sides.iter().map(|(share, _)| *share).collect();
    let mut all: Vec<Bidrag> = bidrag.iter().map(|one| Bidrag { belopp: Belopp::ZERO, ..*one }).collect();
    for ((_, side), part) in sides.iter().zip(fordela(ore, &shares)) {
        let weights: Vec<u64> = side.iter().map(|&i| weight(bidrag[i].belopp)).collect();
        for (&i, amount) in side.iter().zip(fordela(part, &weights)) {
            all[i].belopp = Belopp::from_ore(amount);
        }
    }
    all
}

fn weight(belopp: Belopp) -> u64 {
    belopp.ore().and_then(|ore| u64::try_from(ore).ok()).unwrap_or(0)
}

/// The sides that contribute, each with its share and the places of its members.
fn sides(bidrag: &[Bidrag]) -> Vec<(u64, Vec<usize>)> {
    let of = |wanted: &dyn Fn(PartKod) -> bool| -> Vec<usize> {
        bidrag.iter().enumerate().filter(|(_, one)| wanted(one.part)).map(|(i, _)| i).collect()
    };
    let local = |part: PartKod| matches!(part.slag(), Partslag::Region | Partslag::Kommun);
    let state = (2, of(&|part| !local(part)));
    let rest = if bidrag.iter().any(|one| is_outside(one.part)) {
        vec![(2, of(&local))]
    } else {
        vec![(1, of(&|part| part.slag() == Partslag::Region)), (1, of(&|part| part.slag() == Partslag::Kommun))]
    };
    std::iter::once(state).chain(rest).filter(|(_, side)| !side.is_empty()).collect()
}
