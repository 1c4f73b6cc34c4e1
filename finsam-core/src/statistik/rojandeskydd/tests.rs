//! What a change is seen to change is what it changes, by counting each number before and after.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::insats::Samverkansform;
use crate::statistik::tests::summor::whole;
use crate::statistik::tests::varld::put_all;

use super::bygge::register;
use super::cell::{Persondel, Tal};
use super::register::{Post, Register};
use super::tabell::{Andring, Tabell};
use super::utbyte::Vad;

/// By place, period and part, which numbers change and by how much.
type Andrade = BTreeMap<(u16, u16, Persondel), Vec<(usize, i8)>>;

/// What the search sees.
fn seen(change: &Andring, register: &Register, tabell: &Tabell) -> Andrade {
    let mut all = Andrade::new();
    let _ = change.changed(register, tabell, |plats, period, del, step| {
        let by = step.vilka.each().map(|bit| (bit, step.by(bit))).collect();
        assert_eq!(all.insert((plats, period, del), by), None, "seen once");
        ControlFlow::Continue(())
    });
    all
}

/// In which numbers somebody counts.
fn counted(register: &Register, post: &Post, (plats, period, del): (u16, u16, Persondel)) -> u128 {
    let is_there = Register::delar(post) & del.bit() != 0 && register.places(post).any(|place| place == plats);
    let told = register.told(post).iter().find(|told| told.period == period).filter(|_| is_there);
    told.map_or(Tal::INGA, |told| register.tal(post, told).asked_of(del)).0
}

/// What there is to see: every number that may be asked, counted before and after.
fn plainly(change: &Andring, register: &Register, tabell: &Tabell) -> Andrade {
    let mut all = Andrade::new();
    let places = 0..register.noder.len() as u16;
    let cells = places.flat_map(|plats| (0..register.perioder.len() as u16).map(move |period| (plats, period)));
    for (plats, period) in cells {
        for del in tabell.asked(plats, period, u32::MAX) {
            let of = |posts: &[Option<Post>; 2]| {
                posts.map(|post| post.map_or(0, |post| counted(register, &post, (plats, period, del))))
            };
            let (fore, efter) = (of(&change.fore), of(&change.efter));
            let people = |tal: &[u128; 2], bit: usize| tal.iter().filter(|tal| **tal >> bit & 1 == 1).count() as i8;
            let by = (0..Tal::BREDD).map(|bit| (bit, people(&efter, bit) - people(&fore, bit)));
            let changed: Vec<_> = by.filter(|(_, by)| *by != 0).collect();
            if !changed.is_empty() {
                all.insert((plats, period, del), changed);
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_number_that_an_exchange_changes_is_seen(people in vec(whole(), 2..20), pairs in vec((0_usize..20, 0_usize..20), 4)) {
        let register = register(&put_all(&people), Samverkansform::Finsam);
        let tabell = Tabell::of(&register, 5);
        let post = |n: usize| register.poster.get(n % register.poster.len().max(1)).copied();
        for (p, q) in pairs {
            let (Some(a), Some(b)) = (post(p), post(q)) else { continue };
            for vad in Vad::differing(&a, &b).into_iter().chain([Vad::Svar(Tal::SVAR)]) {
                // Somebody elsewhere who is as the first but for one thing: what is exchanged makes each of them the other.
                let alike = Vad::Insats.taken(&vad.taken(&a, &b), &b);
                for b in [b, alike] {
                    let (left, right) = (Some(vad.taken(&a, &b)), Some(vad.taken(&b, &a)));
                    for change in [
                        Andring { fore: [Some(a), Some(b)], efter: [left, right] },
                        Andring { fore: [Some(a), None], efter: [left, None] },
                        Andring { fore: [Some(a), None], efter: [None; 2] },
                    ] {
                        prop_assert_eq!(
                            seen(&change, &register, &tabell),
                            plainly(&change, &register, &tabell),
                            "{:?} of {} and {}",
                            vad,
                            p,
                            q
                        );
                    }
                }
            }
        }
    }
}
