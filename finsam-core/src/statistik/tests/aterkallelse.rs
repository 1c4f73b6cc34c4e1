//! Consent withdrawn by many: every table is what it would be if they had been anonymous from the beginning.

use proptest::sample::subsequence;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::omrakning::{plainly, told};
use super::summor::{Person, whole};
use super::varld::put_all;
use super::*;
use crate::deltagande::Uppfoljningar;

/// How many there are, and how many of them withdraw.
const PEOPLE: usize = 3_000;
const WITHDRAWN: usize = 1_000;

#[test]
fn a_thousand_withdraw_and_every_table_is_right() {
    let mut runner = TestRunner::deterministic();
    let people: Vec<Person> = (0..PEOPLE).map(|_| whole().new_tree(&mut runner).unwrap().current()).collect();
    let mut kolumner = put_all(&people);
    let chosen = subsequence((0..PEOPLE).collect::<Vec<_>>(), WITHDRAWN).new_tree(&mut runner).unwrap();
    let mut after = people;
    for n in chosen.current() {
        let post = after[n].post.anonymised();
        kolumner.put(n as i64 + 1, None, &post);
        after[n] = Person { alder: None, individ: None, post, uppfoljningar: Uppfoljningar::new() };
    }
    for indelning in [vec![], vec![Indelning::Kon, Indelning::Aldersgrupp], vec![Indelning::Insats]] {
        for enhet in Rapportenhet::ALL {
            let urval = Urval { indelning: indelning.clone(), enhet: *enhet, ..Urval::of_years([2013, 2014]) };
            for namn in Rapportnamn::ALL.iter().filter(|namn| namn.is_of_people()) {
                if check_countable(*namn, &urval).is_empty() {
                    let report = rapport(*namn, &kolumner, &urval);
                    assert_eq!(told(&report), plainly(*namn, &after, &report.urval), "{namn} {indelning:?} {enhet}");
                }
            }
        }
    }
}
