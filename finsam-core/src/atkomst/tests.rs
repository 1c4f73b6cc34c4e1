//! Who may do what.

use super::*;
use crate::id::{ForbundId, InsatsId};

#[test]
fn only_roles_of_a_part_see_persons() {
    for roll in Roll::ALL {
        let sees = roll.may(Handling::LasaDeltaganden) || roll.may(Handling::AndraDeltaganden);
        assert_eq!(sees, roll.acts_for_part(), "{roll}");
    }
}

#[test]
fn every_action_has_a_role() {
    for handling in Handling::ALL {
        assert!(Roll::ALL.iter().any(|roll| roll.may(*handling)), "{handling}");
    }
}

#[test]
fn the_reviewer_of_the_log_does_nothing_else() {
    assert!(Handling::ALL.iter().all(|handling| !Roll::Loggranskare.may(*handling)));
}

fn synfalt(roll: Roll, forbund: Option<u128>, insatser: &[u128]) -> Synfalt {
    let part = roll.acts_for_part().then(|| "kommun:2280".parse().unwrap());
    let id = uuid::Uuid::from_u128;
    Synfalt {
        roll,
        part,
        forbund: forbund.map(|n| ForbundId(id(n))),
        insatser: insatser.iter().map(|n| InsatsId(id(*n))).collect(),
    }
}

const fn plats(insats: u128, forbund: u128) -> Plats {
    Plats { insats: InsatsId(uuid::Uuid::from_u128(insats)), forbund: ForbundId(uuid::Uuid::from_u128(forbund)) }
}

#[test]
fn only_a_part_sees_events_of_its_own_persons() {
    let of = |part: &str| Handelsesak::Deltagande { part: part.parse().unwrap(), nu: Some(plats(1, 2)), fore: None };
    for roll in Roll::ALL {
        let whole = synfalt(*roll, None, &[]);
        assert_eq!(whole.sees(&of("kommun:2280")), roll.acts_for_part(), "{roll}");
        assert!(!whole.sees(&of("kommun:2262")), "{roll}");
        // Even where a key of a förbund should name a part by mistake.
        let named = Synfalt { part: Some("kommun:2280".parse().unwrap()), ..whole };
        assert_eq!(named.sees(&of("kommun:2280")), roll.acts_for_part(), "{roll}");
    }
}

#[test]
fn a_narrow_key_learns_what_leaves_its_sight_and_nothing_else() {
    let moved = |nu, fore| Handelsesak::Deltagande { part: "kommun:2280".parse().unwrap(), nu, fore };
    for own in [synfalt(Roll::Deltagaransvarig, None, &[1]), synfalt(Roll::Partssystem, Some(2), &[])] {
        assert!(own.sees(&moved(Some(plats(1, 2)), None)), "it stands here");
        assert!(own.sees(&moved(Some(plats(8, 9)), Some(plats(1, 2)))), "it went away");
        assert!(own.sees(&moved(Some(plats(1, 2)), Some(plats(8, 9)))), "it came");
        assert!(own.sees(&moved(None, Some(plats(1, 2)))), "it was deleted");
        assert!(!own.sees(&moved(Some(plats(8, 9)), None)));
        assert!(!own.sees(&moved(None, Some(plats(8, 9)))));
        assert!(!own.sees(&moved(None, None)), "where it stood is not known");
    }
    assert!(synfalt(Roll::Partssystem, None, &[]).sees(&moved(None, None)));
}

#[test]
fn events_are_seen_by_those_who_may_read_what_they_are_about() {
    use Roll::{Forbundsadministrator, Insatsansvarig, Loggranskare};
    for roll in Roll::ALL {
        for sak in [Handelsesak::Forbund, Handelsesak::Insats] {
            assert_eq!(synfalt(*roll, None, &[]).sees(&sak), *roll != Loggranskare, "{roll}");
        }
        let counts = Handelsesak::Antal(plats(1, 2));
        let may = matches!(roll, Forbundsadministrator | Insatsansvarig);
        assert_eq!(synfalt(*roll, Some(2), &[]).sees(&counts), may, "{roll}");
        assert_eq!(synfalt(*roll, Some(2), &[1]).sees(&counts), may, "{roll}");
        assert!(!synfalt(*roll, Some(3), &[]).sees(&counts), "{roll}");
        assert!(!synfalt(*roll, Some(2), &[4]).sees(&counts), "{roll}");
        assert_eq!(synfalt(*roll, None, &[]).sees(&Handelsesak::Forbund), roll.may(Handling::LasaAndringar), "{roll}");
    }
}

#[test]
fn tenants_are_read_as_they_are_written() {
    for text in ["kommun:2280", "forsakringskassan", "forbund:0190a5c0-7c00-7000-8000-000000000001"] {
        assert_eq!(text.parse::<Hyresgast>().unwrap().to_string(), text);
    }
    for text in ["", "forbund:", "forbund:1", "kommun:0000", "insats:0190a5c0-7c00-7000-8000-000000000001"] {
        assert_eq!(text.parse::<Hyresgast>(), Err(OkandHyresgast), "{text}");
    }
}
