//! Who may do what.

use super::*;
use crate::id::{ForbundId, InsatsId};

const PERSONAL: [Sak; 2] = [Sak::Deltagande, Sak::Import];

#[test]
fn only_roles_of_a_part_see_persons() {
    for operation in Operation::ALL {
        for roll in Roll::ALL {
            let relation = operation.relation(*roll);
            if PERSONAL.contains(&operation.sak()) {
                let own = [Relation::Insats, Relation::Part].contains(&relation);
                assert_eq!(own, roll.acts_for_part(), "{operation:?} {roll}");
                assert!(own || relation == Relation::Ingen, "{operation:?} {roll}");
            } else if roll.acts_for_part() {
                assert_ne!(relation, Relation::Forbund, "{operation:?} {roll}");
            }
        }
    }
}

#[test]
fn every_operation_has_a_role_and_a_code_of_its_own() {
    for (i, operation) in Operation::ALL.iter().enumerate() {
        assert!(Roll::ALL.iter().any(|roll| operation.relation(*roll) != Relation::Ingen), "{operation:?}");
        assert!(!Operation::ALL[..i].iter().any(|other| other.code() == operation.code()), "{operation:?}");
        assert_eq!(Operation::from_code(operation.code()), Some(*operation));
    }
}

#[test]
fn the_reviewer_of_the_log_does_nothing_else() {
    for operation in Operation::ALL {
        let own = *operation == Operation::LasAtkomstlogg;
        let expected = if operation.is_open() || own { Relation::Alla } else { Relation::Ingen };
        assert_eq!(operation.relation(Roll::Loggranskare), expected, "{operation:?}");
    }
}

#[test]
fn a_role_writes_no_further_than_it_reads() {
    for roll in Roll::ALL {
        for (read, write) in [
            (Operation::HamtaForbund, Operation::AndraForbund),
            (Operation::HamtaInsats, Operation::AndraInsats),
            (Operation::HamtaAntal, Operation::SattAntal),
            (Operation::HamtaDeltagande, Operation::SparaDeltagande),
            (Operation::HamtaUppfoljning, Operation::SparaUppfoljning),
            (Operation::HamtaImport, Operation::SkapaImport),
            (Operation::HamtaTilldelning, Operation::SattTilldelning),
            (Operation::HamtaBakgrundstal, Operation::SattBakgrundstal),
            (Operation::HamtaWebhook, Operation::AndraWebhook),
        ] {
            let (read, write) = (read.relation(*roll), write.relation(*roll));
            assert!(write == Relation::Ingen || write == read || read == Relation::Alla, "{roll}: {read} {write}");
        }
    }
}

#[test]
fn what_others_have_is_forbidden_where_it_is_seen_and_not_there_where_it_is_not() {
    for roll in Roll::ALL {
        let reads = *roll != Roll::Loggranskare;
        assert_eq!(Operation::AndraForbund.shows_others(*roll), reads, "{roll}");
        assert_eq!(Operation::AndraInsats.shows_others(*roll), reads, "{roll}");
        for operation in Operation::ALL {
            let hidden = [Sak::Antal, Sak::Deltagande, Sak::Import, Sak::Webhook].contains(&operation.sak());
            assert!(!hidden || !operation.shows_others(*roll), "{operation:?} {roll}");
        }
    }
}

#[test]
fn a_key_gets_what_its_role_needs_and_no_more() {
    use Fullmaktsfel::{ForbundKravs, IngenPart, InsatsKravs, Obegransad, PartKravs};
    let bare = |roll| Synfalt { roll, part: None, forbund: None, insatser: vec![] };
    for (roll, faults) in [
        (Roll::Systemadministrator, vec![]),
        (Roll::Forbundsadministrator, vec![ForbundKravs]),
        (Roll::Insatsansvarig, vec![InsatsKravs]),
        (Roll::Deltagaransvarig, vec![PartKravs, InsatsKravs]),
        (Roll::Partssystem, vec![PartKravs]),
        (Roll::Nationell, vec![]),
        (Roll::Loggranskare, vec![]),
    ] {
        assert_eq!(bare(roll).faults(), faults, "{roll}");
        let full = Synfalt { part: Some("kommun:2280".parse().unwrap()), ..synfalt(roll, Some(1), &[2]) };
        let too_much = match roll {
            Roll::Deltagaransvarig | Roll::Partssystem => vec![],
            Roll::Forbundsadministrator | Roll::Insatsansvarig => vec![IngenPart],
            _ => vec![IngenPart, Obegransad],
        };
        assert_eq!(full.faults(), too_much, "{roll}");
    }
}

#[test]
fn roles_that_must_be_kept_apart_are() {
    use Roll::{Deltagaransvarig, Forbundsadministrator, Insatsansvarig, Loggranskare, Nationell, Partssystem};
    for (roller, apart) in [
        (vec![Forbundsadministrator, Deltagaransvarig], true),
        (vec![Insatsansvarig, Partssystem], true),
        (vec![Roll::Systemadministrator, Partssystem], true),
        (vec![Nationell, Deltagaransvarig], true),
        (vec![Nationell, Insatsansvarig, Loggranskare], true),
        (vec![Forbundsadministrator, Insatsansvarig], false),
        (vec![Deltagaransvarig, Partssystem], false),
        (vec![Roll::Systemadministrator, Nationell], false),
        (vec![Loggranskare, Loggranskare], false),
        (vec![Deltagaransvarig], false),
        (vec![], false),
    ] {
        let found = Roll::kept_apart(&roller);
        assert_eq!(found.is_some(), apart, "{roller:?}");
        if let Some(oforenliga) = found {
            assert!(oforenliga.roll.is_apart_from(oforenliga.med) && oforenliga.med.is_apart_from(oforenliga.roll));
            let words = oforenliga.to_string();
            assert!(words.contains(oforenliga.roll.code()) && words.contains(" / "), "{words}");
        }
    }
}

#[test]
fn a_relation_reaches_its_own_and_nothing_else() {
    let at = plats(1, 2);
    let forbund = ForbundId(uuid::Uuid::from_u128(2));
    let admin = synfalt(Roll::Forbundsadministrator, Some(2), &[]);
    assert!(admin.reaches(Operation::SattAntal, at) && admin.reaches_forbund(Operation::SattBudget, forbund));
    assert!(!admin.reaches_forbund(Operation::SkapaForbund, forbund));
    let narrow = synfalt(Roll::Forbundsadministrator, Some(2), &[1]);
    assert!(narrow.reaches(Operation::SattAntal, at) && !narrow.reaches(Operation::SattAntal, plats(9, 2)));
    assert!(!narrow.reaches_forbund(Operation::SattBudget, forbund), "a part of it is not the whole");
    assert_eq!(narrow.hyresgast(Operation::SkapaWebhook), None);
    let nameless = synfalt(Roll::Forbundsadministrator, None, &[]);
    assert!(!nameless.reaches(Operation::SattAntal, at) && !nameless.reaches_forbund(Operation::SattBudget, forbund));
    let insats = synfalt(Roll::Insatsansvarig, None, &[1]);
    assert!(insats.reaches(Operation::AndraInsats, at) && !insats.reaches(Operation::AndraInsats, plats(9, 2)));
    assert!(!synfalt(Roll::Insatsansvarig, Some(3), &[1]).reaches(Operation::AndraInsats, at));
    assert!(!synfalt(Roll::Insatsansvarig, Some(2), &[]).reaches(Operation::AndraInsats, at));
    let part = synfalt(Roll::Partssystem, None, &[]);
    assert!(part.reaches(Operation::SparaDeltagande, at) && !part.reaches(Operation::SattAntal, at));
    assert!(!synfalt(Roll::Partssystem, Some(3), &[]).reaches(Operation::SparaDeltagande, at));
    assert_eq!(part.hyresgast(Operation::SkapaWebhook), part.part.map(Hyresgast::Part));
    assert_eq!(admin.hyresgast(Operation::SkapaWebhook), Some(Hyresgast::Forbund(forbund)));
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
        assert_eq!(synfalt(*roll, Some(2), &[]).sees(&counts), *roll == Forbundsadministrator, "{roll}");
        let may = matches!(roll, Forbundsadministrator | Insatsansvarig);
        assert_eq!(synfalt(*roll, Some(2), &[1]).sees(&counts), may, "{roll}");
        assert!(!synfalt(*roll, Some(3), &[1]).sees(&counts), "{roll}");
        assert!(!synfalt(*roll, Some(2), &[4]).sees(&counts), "{roll}");
        let follows = synfalt(*roll, None, &[]).may(Operation::LasAndringar);
        assert_eq!(synfalt(*roll, None, &[]).sees(&Handelsesak::Forbund), follows, "{roll}");
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
