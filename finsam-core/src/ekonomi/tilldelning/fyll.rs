//! Filling to bounds: exact in whole numbers, whatever order the numbers stand in as long as ties do not.
//!
//! Both find the one level at which everything is used: each number is its start and a share by weight of what is left,
//! but not below its floor, or not above its cap. The level is found by taking out those that it would break, and
//! what is left over is rounded with the largest remainder. Rounding breaks no bound, since bounds are whole numbers.

use crate::belopp::split;

/// Starts raised by weight until they sum to `total`, none below its floor.
///
/// The larger of each start and floor must not sum to more than the total.
pub(super) fn raise(total: u128, start: &[u128], weights: &[u128], floor: &[u128]) -> Vec<u128> {
    let mut values: Vec<u128> = start.iter().zip(floor).map(|(start, floor)| *start.max(floor)).collect();
    let mut active: Vec<usize> = (0..start.len()).collect();
    loop {
        let kept: u128 = (0..start.len()).filter(|i| !active.contains(i)).map(|i| floor[i]).sum();
        let left = total.saturating_sub(kept + active.iter().map(|&i| start[i]).sum::<u128>());
        let all = weight_of(&active, weights);
        let below = |&i: &usize| left * weights[i] < floor[i].saturating_sub(start[i]) * all;
        let (fixed, rest): (Vec<usize>, Vec<usize>) = active.iter().copied().partition(below);
        if fixed.is_empty() {
            share(left, &active, weights, |i, part| values[i] = start[i] + part);
            return values;
        }
        for i in fixed {
            values[i] = floor[i];
        }
        active = rest;
    }
}

/// Starts raised by weight by `left` together, none above its cap; and what no cap has room for.
pub(super) fn fill(left: u128, start: &[u128], weights: &[u128], cap: &[u128]) -> (Vec<u128>, u128) {
    let mut values = start.to_vec();
    let mut active: Vec<usize> = (0..start.len()).filter(|&i| start[i] < cap[i]).collect();
    let mut left = left;
    loop {
        if active.is_empty() {
            return (values, left);
        }
        let all = weight_of(&active, weights);
        let above = |&i: &usize| left * weights[i] > (cap[i] - start[i]) * all;
        let (fixed, rest): (Vec<usize>, Vec<usize>) = active.iter().copied().partition(above);
        if fixed.is_empty() {
            share(left, &active, weights, |i, part| values[i] = start[i] + part);
            return (values, 0);
        }
        for i in fixed {
            values[i] = cap[i];
            left -= cap[i] - start[i];
        }
        active = rest;
    }
}

fn weight_of(active: &[usize], weights: &[u128]) -> u128 {
    active.iter().map(|&i| weights[i]).sum()
}

fn share(left: u128, active: &[usize], weights: &[u128], mut give: impl FnMut(usize, u128)) {
    let of_active: Vec<u128> = active.iter().map(|&i| weights[i]).collect();
    for (&i, part) in active.iter().zip(split(left, &of_active)) {
        give(i, part);
    }
}
