//! Differences between states.

use super::*;

/// So many who closed in 2014, in insats 1 and in insats 2.
fn state(one: usize, other: usize) -> Kolumner {
    let closed = |n| closed_in(insats_id(n));
    let posts: Vec<_> = vec![closed(1); one].into_iter().chain(vec![closed(2); other]).collect();
    let mut kolumner = columns(&posts);
    kolumner.put_insats(&insats(2));
    kolumner
}

fn closed_in(insats_id: InsatsId) -> Deltagandepost {
    let closed = closed(forms(&[Forsorjningsform::AKassa]), does(&[Sysselsattning::Studier]));
    Deltagandepost { insats_id, ..closed }
}

fn by_insats(kolumner: &Kolumner) -> Rapport {
    let urval = Urval { indelning: vec![Indelning::Insats], ..Urval::of_years([2014]) };
    let namn = Rapportnamn::SysselsattningForeEfter;
    fraga_med(namn, kolumner, &urval, (Skyddsmetod::Primar, TROSKEL), &Skyddsplaner::new()).unwrap()
}

/// Which insats differs in what.
fn told(before: &Rapport, now: &Rapport) -> Vec<(u128, String, Option<i64>, bool)> {
    let rows = now.less(before, TROSKEL);
    let of = |rad: &Skillnadsrad| {
        let insats = rad.grupp.insats.unwrap().0.as_u128();
        rad.skillnader.iter().map(move |one| (insats, one.matt.clone(), one.antal, one.skyddad)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of).collect()
}

fn row(insats: u128, matt: &str, antal: Option<i64>) -> (u128, String, Option<i64>, bool) {
    (insats, matt.to_owned(), antal, antal.is_none())
}

#[test]
fn what_differs_is_told_row_by_row() {
    let (before, now) = (by_insats(&state(20, 30)), by_insats(&state(20, 40)));
    assert_eq!(told(&before, &now), [row(2, "underlag", Some(10)), row(2, "efter", Some(10))]);
    assert_eq!(told(&now, &before), [row(2, "underlag", Some(-10)), row(2, "efter", Some(-10))]);
    assert_eq!(told(&now, &now), []);
}

#[test]
fn a_difference_that_tells_of_a_few_is_hidden() {
    let before = by_insats(&state(20, 30));
    for few in 1..5 {
        let hidden = [row(2, "underlag", None), row(2, "efter", None)];
        assert_eq!(told(&before, &by_insats(&state(20, 30 + few))), hidden);
        assert_eq!(told(&by_insats(&state(20, 30 + few)), &before), hidden);
    }
    assert_eq!(told(&before, &by_insats(&state(20, 35)))[0], row(2, "underlag", Some(5)));
}

#[test]
fn what_is_hidden_in_either_is_hidden_whether_it_differs_or_not() {
    let (few, many) = (by_insats(&state(20, 3)), by_insats(&state(20, 30)));
    for (before, now) in [(&few, &many), (&many, &few), (&few, &few)] {
        assert_eq!(told(before, now), [row(2, "underlag", None), row(2, "efter", None)]);
    }
}

#[test]
fn a_row_that_is_in_one_of_them_only_was_nobody_in_the_other() {
    let alone = columns(&vec![closed_in(insats_id(1)); 20]);
    let (before, now) = (by_insats(&alone), by_insats(&state(20, 30)));
    assert_eq!(told(&before, &now), [row(2, "underlag", Some(30)), row(2, "efter", Some(30))]);
    assert_eq!(told(&now, &before), [row(2, "underlag", Some(-30)), row(2, "efter", Some(-30))]);
}

#[test]
fn money_differs_to_the_ore() {
    let medel = |kronor| {
        let mut kolumner = columns(&[]);
        let utfall = Some(crate::belopp::Belopp::from_kronor(kronor));
        kolumner.put_statliga_medel(2014, StatligaMedel { tilldelat: None, utfall });
        rapport(Rapportnamn::StatligaMedel, &kolumner, &Urval::of_years([2014]))
    };
    let rows = medel(164_000_000).less(&medel(163_600_000), TROSKEL);
    let told: Vec<_> = rows[0].skillnader.iter().map(|one| (one.matt.as_str(), one.tal.unwrap().to_string())).collect();
    assert_eq!((rows.len(), told), (1, vec![("mnkr", "0.4".to_owned())]));
}
