//! Who may do what.

use super::*;

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
