//! Splitting that sums exactly, and whole per cent.

use std::cmp::Reverse;

/// Splits `total` by `weights` with the largest remainder, so that the parts sum to it exactly.
///
/// The unit is the caller's: kronor, öre, persons. Every part is its exact share rounded down or up. What the rounding
/// down leaves over goes, one each, to the largest remainders; of equal remainders to the larger weight, and of equal
/// weights to the one that stands first. So the parts depend on the weights and not on their order, except that of
/// several equal weights the first may have one more than the last. One more in all takes at most one from anyone.
///
/// A negative total is split as the positive one with the sign turned. Weights that are all zero count as equal. No
/// weights at all give no parts, so then nothing sums to the total.
///
/// ```
/// use finsam_core::belopp::fordela;
///
/// assert_eq!(fordela(906, &[24_500, 17_992]), [522, 384]);
/// assert_eq!(fordela(100, &[1, 1, 1]), [34, 33, 33]);
/// assert_eq!(fordela(-100, &[1, 1, 1]), [-34, -33, -33]);
/// ```
#[must_use]
pub fn fordela(total: i64, weights: &[u64]) -> Vec<i64> {
    let weights: Vec<u128> = weights.iter().copied().map(u128::from).collect();
    let parts = split(u128::from(total.unsigned_abs()), &weights);
    parts.into_iter().map(|part| with_sign(part, total < 0)).collect()
}

/// The same of numbers without sign. The total times a weight, and the sum of the weights, must fit in 128 bits.
pub(crate) fn split(total: u128, weights: &[u128]) -> Vec<u128> {
    let sum: u128 = weights.iter().sum();
    if sum == 0 {
        return if weights.is_empty() { Vec::new() } else { split(total, &vec![1; weights.len()]) };
    }
    let mut parts: Vec<u128> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (Reverse(total * weights[i] % sum), Reverse(weights[i])));
    let mut left = total - parts.iter().sum::<u128>();
    for i in order {
        if left == 0 {
            break;
        }
        parts[i] += 1;
        left -= 1;
    }
    parts
}

/// A part is no larger than the total, so it fits.
fn with_sign(part: u128, negative: bool) -> i64 {
    let part = i128::try_from(part).unwrap_or(i128::MAX);
    i64::try_from(if negative { -part } else { part }).unwrap_or(if negative { i64::MIN } else { i64::MAX })
}

/// How many per cent `antal` is of `underlag`, rounded half up to a whole number from the exact integers.
///
/// `None` when `underlag` is 0: a share of nothing is blank, not 0. Beyond what 32 bits hold it stays at their largest
/// number.
///
/// ```
/// use finsam_core::belopp::andel_procent;
///
/// assert_eq!(andel_procent(1, 8), Some(13), "12.5");
/// assert_eq!(andel_procent(124, 1000), Some(12), "12.4");
/// assert_eq!(andel_procent(3, 0), None);
/// ```
#[must_use]
pub fn andel_procent(antal: u64, underlag: u64) -> Option<u32> {
    let (antal, underlag) = (u128::from(antal), u128::from(underlag));
    let procent = (200 * antal + underlag).checked_div(2 * underlag)?;
    Some(u32::try_from(procent).unwrap_or(u32::MAX))
}
