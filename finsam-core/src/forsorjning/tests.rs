//! Forms, groups and occupations.

use super::*;

#[test]
fn every_group_has_a_form() {
    for grupp in Forsorjningsgrupp::ALL {
        assert!(Forsorjningsform::ALL.iter().any(|form| form.grupp() == *grupp), "{grupp}");
    }
}

#[test]
fn forms_are_grouped_as_the_national_statistics_do() {
    assert_eq!(Forsorjningsform::Utvecklingsersattning.grupp(), Forsorjningsgrupp::Aktivitetsstod);
    assert_eq!(Forsorjningsform::Etableringsersattning.grupp(), Forsorjningsgrupp::AnnanOffentlig);
}

#[test]
fn work_and_studies_are_four_occupations() {
    let work: Vec<&str> = Sysselsattning::ALL.iter().filter(|s| s.is_work_or_studies()).map(|s| s.code()).collect();
    assert_eq!(work, ["arbete_icke_subventionerat", "arbete_subventionerat", "eget_foretag", "studier"]);
}

#[test]
fn order_makes_no_difference() {
    let post = |form| Forsorjningspost { form, omfattning: 50 };
    let mut one = Lage {
        forsorjning: vec![post(Forsorjningsform::Sjukpenning), post(Forsorjningsform::AKassa)],
        sysselsattning: vec![],
    };
    let mut other = Lage { forsorjning: one.forsorjning.iter().rev().copied().collect(), sysselsattning: vec![] };
    one.normalize();
    other.normalize();
    assert_eq!(one, other);
}
