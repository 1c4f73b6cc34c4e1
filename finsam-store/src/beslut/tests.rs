//! Every case of the decisions.

use chrono::NaiveDate;
use finsam_core::deltagande::Registrering;
use finsam_core::protokoll::Strategi;
use finsam_core::tid::Period;
use proptest::prelude::*;

use super::{Befintlig, Beslut, Nytt, Radering, cut, decide, decide_deletion, in_the_way, page};
use crate::StoreError;
use crate::rum::{Fran, Handelsetyp, Sidval, Villkor};

const STANDS: Befintlig = Befintlig { version: 3, raderad: false, avslutad: false, lika: false, aterkallat: None };
const SAME: Befintlig = Befintlig { lika: true, ..STANDS };
const CLOSED: Befintlig = Befintlig { avslutad: true, ..STANDS };
const GONE: Befintlig = Befintlig { raderad: true, ..STANDS };

const PERSON: Nytt = Nytt { avslutad: false, registrering: Registrering::Person, samtycke: None };

#[test]
fn a_withdrawn_key_asks_for_a_later_consent() {
    use Strategi::{Skapa, Uppdatera, Upsert};
    use Villkor::{Inget, Saknas, Version};
    let day = |d| NaiveDate::from_ymd_opt(2014, 5, d);
    let (withdrawn, gone) = (Befintlig { aterkallat: day(7), ..STANDS }, Befintlig { aterkallat: day(7), ..GONE });
    let (refused, changed) = (Beslut::Aterkallat(day(7).unwrap()), Beslut::Andra(Handelsetyp::Andrad));
    let consented = |d| Nytt { samtycke: day(d), ..PERSON };
    let anonymous = Nytt { registrering: Registrering::Anonym, ..PERSON };
    for (strategi, villkor, known, nytt, expected) in [
        (Upsert, Inget, withdrawn, PERSON, refused),
        (Upsert, Inget, withdrawn, consented(6), refused),
        (Upsert, Inget, withdrawn, consented(7), refused),
        (Upsert, Inget, withdrawn, consented(8), changed),
        (Upsert, Inget, withdrawn, anonymous, changed),
        (Upsert, Inget, Befintlig { lika: true, ..withdrawn }, anonymous, Beslut::Oforandrad),
        (Upsert, Version(2), withdrawn, consented(7), Beslut::Brutet(Some(3))),
        (Upsert, Version(3), withdrawn, consented(7), refused),
        (Uppdatera, Inget, withdrawn, consented(7), refused),
        (Uppdatera, Inget, gone, consented(7), Beslut::Brutet(None)),
        (Skapa, Inget, withdrawn, consented(8), Beslut::Brutet(Some(3))),
        (Skapa, Inget, gone, consented(7), refused),
        (Upsert, Saknas, gone, consented(7), refused),
        (Upsert, Inget, gone, consented(7), refused),
        (Upsert, Inget, gone, consented(8), Beslut::Aterskapa),
        (Upsert, Inget, gone, anonymous, Beslut::Aterskapa),
    ] {
        let found = decide(strategi, villkor, Some(known), nytt).unwrap();
        assert_eq!(found, expected, "{strategi} {villkor:?} {known:?} {nytt:?}");
    }
}

#[test]
fn what_a_write_comes_to() {
    use Strategi::{Skapa, Uppdatera, Upsert};
    use Villkor::{Inget, Saknas, Version};
    let changed = Beslut::Andra(Handelsetyp::Andrad);
    let closed = Beslut::Andra(Handelsetyp::Avslutad);
    for (strategi, villkor, known, avslutad, expected) in [
        (Upsert, Inget, None, false, Beslut::Skapa),
        (Upsert, Inget, Some(GONE), false, Beslut::Aterskapa),
        (Upsert, Inget, Some(STANDS), false, changed),
        (Upsert, Inget, Some(STANDS), true, closed),
        (Upsert, Inget, Some(CLOSED), true, changed),
        (Upsert, Inget, Some(CLOSED), false, changed),
        (Upsert, Inget, Some(SAME), false, Beslut::Oforandrad),
        (Upsert, Saknas, None, false, Beslut::Skapa),
        (Upsert, Saknas, Some(GONE), false, Beslut::Aterskapa),
        (Upsert, Saknas, Some(SAME), false, Beslut::Brutet(Some(3))),
        (Upsert, Version(3), Some(STANDS), false, changed),
        (Upsert, Version(3), Some(SAME), false, Beslut::Oforandrad),
        (Upsert, Version(2), Some(SAME), false, Beslut::Brutet(Some(3))),
        (Upsert, Version(3), Some(GONE), false, Beslut::Brutet(None)),
        (Upsert, Version(1), None, false, Beslut::Brutet(None)),
        (Skapa, Inget, None, false, Beslut::Skapa),
        (Skapa, Inget, Some(GONE), false, Beslut::Aterskapa),
        (Skapa, Inget, Some(SAME), false, Beslut::Brutet(Some(3))),
        (Skapa, Version(3), Some(STANDS), false, Beslut::Brutet(Some(3))),
        (Uppdatera, Inget, None, false, Beslut::Brutet(None)),
        (Uppdatera, Inget, Some(GONE), false, Beslut::Brutet(None)),
        (Uppdatera, Inget, Some(STANDS), true, closed),
        (Uppdatera, Inget, Some(SAME), false, Beslut::Oforandrad),
        (Uppdatera, Version(2), Some(STANDS), false, Beslut::Brutet(Some(3))),
    ] {
        let found = decide(strategi, villkor, known, Nytt { avslutad, ..PERSON }).unwrap();
        assert_eq!(found, expected, "{strategi} {villkor:?} {known:?} avslutad {avslutad}");
    }
}

#[test]
fn deleting_is_no_write() {
    for known in [None, Some(STANDS), Some(GONE)] {
        let fel = decide(Strategi::Radera, Villkor::Inget, known, PERSON).unwrap_err();
        assert!(matches!(fel, StoreError::Conflict("strategi")));
    }
}

#[test]
fn what_a_deletion_comes_to() {
    for (villkor, known, expected) in [
        (Villkor::Inget, None, Radering::Saknas),
        (Villkor::Inget, Some(GONE), Radering::Redan),
        (Villkor::Version(3), Some(GONE), Radering::Redan),
        (Villkor::Inget, Some(STANDS), Radering::Radera(4)),
        (Villkor::Version(3), Some(STANDS), Radering::Radera(4)),
        (Villkor::Version(2), Some(STANDS), Radering::Brutet(3)),
        (Villkor::Saknas, Some(STANDS), Radering::Brutet(3)),
    ] {
        assert_eq!(decide_deletion(villkor, known), expected, "{villkor:?} {known:?}");
    }
}

#[test]
fn the_first_period_that_shares_a_day_is_in_the_way() {
    let day = |d| NaiveDate::from_ymd_opt(2014, 5, d).unwrap();
    let others = [Period::new(day(1), Some(day(3))), Period::new(day(10), Some(day(12))), Period::new(day(20), None)];
    let way = |from, till: Option<u32>| in_the_way(Period::new(day(from), till.map(day)), &others);
    assert_eq!(way(4, Some(9)), None);
    assert_eq!(way(4, Some(10)), Some(others[1]));
    assert_eq!(way(12, Some(30)), Some(others[1]));
    assert_eq!(way(13, Some(19)), None);
    assert_eq!(way(13, None), Some(others[2]));
    assert_eq!(way(31, None), Some(others[2]));
}

proptest! {
    /// Walking through a list page by page gives everything once, in order, whichever way one walks.
    #[test]
    fn pages_join_to_the_whole(numbers in prop::collection::btree_set(1_i64..500, 0..40), limit in 1_u32..10) {
        let all: Vec<(i64, i64)> = numbers.iter().map(|n| (*n, *n)).collect();
        let (mut by_marker, mut by_page) = (Vec::new(), Vec::new());
        let mut fran = Fran::Hopp(0);
        loop {
            let sida = page(all.clone(), Sidval { limit, fran });
            prop_assert_eq!(sida.totalt, all.len() as u64);
            by_marker.extend(sida.poster);
            let Some(sista) = sida.sista else { break };
            fran = Fran::Efter(sista);
        }
        loop {
            let sida = page(all.clone(), Sidval { limit, fran: Fran::Hopp(by_page.len() as u64) });
            prop_assert_eq!(sida.sista.is_some(), by_page.len() + sida.poster.len() < all.len());
            if sida.poster.is_empty() {
                break;
            }
            by_page.extend(sida.poster);
        }
        let numbers: Vec<i64> = numbers.into_iter().collect();
        prop_assert_eq!(&by_marker, &numbers);
        prop_assert_eq!(&by_page, &numbers);
    }
}

#[test]
fn a_limit_out_of_range_is_drawn_into_it() {
    let sida = |limit| Sidval { limit, fran: Fran::Hopp(0) };
    assert_eq!(cut(vec![(1, 'a'), (2, 'b')], sida(0), 2).poster, ['a']);
    let all: Vec<(i64, i64)> = (1..1_500).map(|n| (n, n)).collect();
    assert_eq!(page(all, sida(u32::MAX)).poster.len(), 1_000);
}
