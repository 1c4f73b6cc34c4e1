//! The allocation, step by step.

use crate::belopp::{Belopp, split};
use crate::regel::Provning;
use crate::regel::ekonomi::{EKO_08, EKO_09};
use crate::tid::day;

use super::fyll::{fill, raise};
use super::{
    Ansokan, Omfordelning, Parametrar, Steg, Stegslag, Tilldelningsrad, Tilldelningssvar, Tilldelningsuppgift,
};

/// Allocates the money of a year. What is asked must be well formed ([`validate`](super::validate)): amounts that are not
/// whole kronor or lie outside their span count as nothing.
///
/// 1. `modell`: A = base + (money - base · N) · (0.75 F/ΣF + 0.25 P/ΣP). Where the bases alone are more than the money,
///    they share it.
/// 2. `broms`: nobody gets more than ten per cent less than the year before, as far as it asks for that; the others pay
///    for it by the weights. Where the money does not suffice, everyone gets the same share of its protected amount.
/// 3. `overskott`: own capital above the ladder lowers the allocation, below the brake too.
/// 4. `askande`: nobody gets more than it asked for.
/// 5. `dampning`: what 3 and 4 freed first goes to those who get less than the year before, by their reductions. Not to
///    those with own capital above the ladder.
/// 6. `vikter`: the rest goes by the weights to those who have asked for more, until it is used.
///
/// A krona more in all takes at most a krona from anyone in step 1. Later steps may move one more, where a brake, a
/// request or a reduction sets in.
#[must_use]
pub fn allocate(uppgift: &Tilldelningsuppgift) -> Tilldelningssvar {
    // Equal remainders go by the key, so that the order of the requests means nothing.
    let mut order: Vec<usize> = (0..uppgift.ansokningar.len()).collect();
    order.sort_by(|&a, &b| uppgift.ansokningar[a].nyckel.cmp(&uppgift.ansokningar[b].nyckel));
    let requests: Vec<&Ansokan> = order.iter().map(|&i| &uppgift.ansokningar[i]).collect();
    let laid = Laid::new(&uppgift.parametrar, &requests);
    let (steps, unused, eased) = laid.steps();
    let mut rader = vec![None; order.len()];
    for (place, &i) in order.iter().enumerate() {
        rader[i] = Some(row(&uppgift.ansokningar[i].nyckel, place, &steps));
    }
    Tilldelningssvar {
        rader: rader.into_iter().flatten().collect(),
        ofordelat: amount(unused),
        avvikelser: findings(unused, eased),
    }
}

fn findings(unused: u128, eased: bool) -> Vec<crate::regel::Avvikelse> {
    let mut provning = Provning::new(day(2016, 1, 1));
    if eased {
        provning.note(&EKO_08, "/parametrar/bromsProcent", |found| found);
    }
    if unused > 0 {
        provning.note(&EKO_09, "/ofordelat", |found| found.value(amount(unused)));
    }
    provning.into_found()
}

type Step = (Stegslag, Vec<u128>);

fn row(nyckel: &str, place: usize, steps: &[Step]) -> Tilldelningsrad {
    let mut before = Belopp::ZERO;
    let told = steps.iter().map(|(slag, values)| {
        let after = amount(values[place]);
        let step = Steg::new(*slag, before, after);
        before = after;
        step
    });
    let steg: Vec<Steg> = told.collect();
    Tilldelningsrad { nyckel: nyckel.to_owned(), tilldelat: before, steg }
}

fn amount(kronor: u128) -> Belopp {
    Belopp::from_kronor(i64::try_from(kronor).unwrap_or(i64::MAX))
}

fn kronor(belopp: Belopp) -> u128 {
    belopp.kronor().filter(|_| belopp <= Belopp::MAX).and_then(|kronor| u128::try_from(kronor).ok()).unwrap_or(0)
}

/// The requests as whole numbers, in order of key.
struct Laid {
    money: u128,
    rule: Omfordelning,
    base: Vec<u128>,
    weights: Vec<u128>,
    before: Vec<u128>,
    asked: Vec<u128>,
    excess: Vec<u128>,
    floor: Vec<u128>,
}

impl Laid {
    fn new(parametrar: &Parametrar, requests: &[&Ansokan]) -> Self {
        let money = kronor(parametrar.medel);
        let n = requests.len();
        let base = kronor(parametrar.grundbelopp);
        let base = if base * n as u128 <= money { vec![base; n] } else { split(money, &vec![1; n]) };
        let before: Vec<u128> = requests.iter().map(|one| one.foregaende.map_or(0, kronor)).collect();
        let asked: Vec<u128> = requests.iter().map(|one| kronor(one.askande)).collect();
        let kept = 100 - u128::from(parametrar.broms_procent.min(100));
        let floor =
            before.iter().zip(&asked).map(|(before, asked)| (before * kept).div_ceil(100).min(*asked)).collect();
        Self {
            money,
            rule: parametrar.omfordelning,
            base,
            weights: weights(parametrar.matt_procent, requests),
            excess: requests.iter().map(|one| kronor(one.overskott)).collect(),
            before,
            asked,
            floor,
        }
    }

    /// Every step with what it left, what nobody gets, and whether the brake had to be eased.
    fn steps(&self) -> (Vec<Step>, u128, bool) {
        let rest = self.money - self.base.iter().sum::<u128>();
        let by_need = split(rest, &self.weights);
        let model: Vec<u128> = self.base.iter().zip(by_need).map(|(base, part)| base + part).collect();
        let (braked, eased) = self.braked();
        let lowered: Vec<u128> = braked.iter().zip(&self.excess).map(|(x, excess)| x.saturating_sub(*excess)).collect();
        let capped: Vec<u128> = lowered.iter().zip(&self.asked).map(|(x, asked)| *x.min(asked)).collect();
        let softened = self.softened(&capped);
        let left = self.money - softened.iter().sum::<u128>();
        let (last, unused) = fill(left, &softened, &self.weights, &self.caps(&softened));
        let steps = vec![
            (Stegslag::Modell, model),
            (Stegslag::Broms, braked),
            (Stegslag::Overskott, lowered),
            (Stegslag::Askande, capped),
            (Stegslag::Dampning, softened),
            (Stegslag::Vikter, last),
        ];
        (steps, unused, eased)
    }

    fn braked(&self) -> (Vec<u128>, bool) {
        if self.floor.iter().sum::<u128>() > self.money {
            return (split(self.money, &self.floor), true);
        }
        let at_least: u128 = self.base.iter().zip(&self.floor).map(|(base, floor)| base.max(floor)).sum();
        if at_least > self.money {
            // Not even bases beside the protected amounts: they are lowered alike for those without.
            let n = self.base.len();
            return (raise(self.money, &vec![0; n], &vec![1; n], &self.floor), false);
        }
        (raise(self.money, &self.base, &self.weights, &self.floor), false)
    }

    fn softened(&self, capped: &[u128]) -> Vec<u128> {
        if self.rule == Omfordelning::Vikter {
            return capped.to_vec();
        }
        let reduction = |i: usize| match self.excess[i] {
            0 => self.before[i].min(self.asked[i]).saturating_sub(capped[i]),
            _ => 0,
        };
        let reductions: Vec<u128> = (0..capped.len()).map(reduction).collect();
        let all: u128 = reductions.iter().sum();
        let freed = self.money - capped.iter().sum::<u128>();
        if all == 0 {
            return capped.to_vec();
        }
        capped.iter().zip(split(freed.min(all), &reductions)).map(|(x, part)| x + part).collect()
    }

    /// What each may get at most: what it asks for, and no more than it has where own capital lies above the ladder.
    fn caps(&self, softened: &[u128]) -> Vec<u128> {
        (0..softened.len()).map(|i| if self.excess[i] == 0 { self.asked[i] } else { softened[i] }).collect()
    }
}

/// Weights in proportion to 0.75 F/ΣF + 0.25 P/ΣP. A measure that is nought for all weighs nothing, and where both
/// are, all weigh the same. None is quite nought, so that what is left always has somewhere to go.
fn weights(matt_procent: u8, requests: &[&Ansokan]) -> Vec<u128> {
    let by_need = u128::from(matt_procent.min(100));
    let sum = |of: fn(&Ansokan) -> u32| requests.iter().map(|one| u128::from(of(one))).sum::<u128>();
    let (all_f, all_p) = (sum(|one| one.forsorjningsmatt), sum(|one| one.befolkning));
    let weight = |one: &&Ansokan| {
        let (f, p) = (u128::from(one.forsorjningsmatt), u128::from(one.befolkning));
        by_need * f * all_p.max(1) + (100 - by_need) * p * all_f.max(1)
    };
    requests.iter().map(|one| weight(one).max(1)).collect()
}
