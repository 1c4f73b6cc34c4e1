use proptest::prelude::*;

use super::super::{Insatsuppgift, PerKon};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One from 2012 on.
fn insats(n: u128) -> Insats {
    let uppgift = Insatsuppgift { startdatum: day("2012-01-01"), slutdatum: None, ..super::super::tests::insats() };
    Insats { id: InsatsId(uuid::Uuid::from_u128(n)), version: 1, uppgift }
}

fn uppgift(fran: &str, till: &str, kvinnor: i32) -> Antalsuppgift {
    Antalsuppgift {
        fran: day(fran),
        till: day(till),
        enhet: Enhet::Personer,
        kvinnor: Some(kvinnor),
        man: None,
        nya: Some(PerKon { kvinnor: 1, man: 0 }),
        pagaende: None,
        avslutade: None,
    }
}

fn stands(insats: &Insats, uppgifter: &[Antalsuppgift]) -> Vec<Antal> {
    uppgifter.iter().map(|uppgift| Antal { insats_id: insats.id, version: 3, uppgift: *uppgift }).collect()
}

/// What becomes of rows in one insats, in short, and how much is removed.
fn planned(rader: &[Antalsuppgift], standing: &[Antalsuppgift], reconciled: bool) -> (String, usize) {
    let insats = insats(1);
    let rader: Vec<_> = rader.iter().map(|uppgift| Ok((&insats, *uppgift))).collect();
    let plan = plan_antal(&rader, &stands(&insats, standing), reconciled.then(BTreeSet::new).as_ref());
    let short = |utfall: &Antalsutfall| match utfall {
        Antalsutfall::Skapas => "ny".to_owned(),
        Antalsutfall::Uppdateras(Antal { version: 3, .. }) => "andrad".to_owned(),
        Antalsutfall::Oforandrade(3) => "lika".to_owned(),
        Antalsutfall::Avvisas(found) => found.iter().map(|finding| finding.kod.as_ref()).collect::<Vec<_>>().join("+"),
        other => panic!("{other:?}"),
    };
    (plan.rader.iter().map(short).collect::<Vec<_>>().join(" "), plan.bort.len())
}

#[test]
fn rows_are_new_changed_or_the_same() {
    let standing = [uppgift("2014-01-01", "2014-06-30", 5), uppgift("2014-07-01", "2014-12-31", 6)];
    let rader = [
        uppgift("2014-07-01", "2014-12-31", 7),
        uppgift("2014-01-01", "2014-06-30", 5),
        uppgift("2013-01-01", "2013-12-31", 4),
    ];
    assert_eq!(planned(&rader, &standing, false), ("andrad lika ny".to_owned(), 0));
    let mut visits = uppgift("2014-01-01", "2014-12-31", 70);
    visits.enhet = Enhet::Besok;
    assert_eq!(planned(&[visits], &standing, false).0, "ny", "another unit has periods of its own");
    let mut more = standing[0];
    more.nya = None;
    assert_eq!(planned(&[more], &standing, false).0, "andrad");
}

#[test]
fn periods_are_divided_anew_in_whatever_order_they_come() {
    let year = [uppgift("2014-01-01", "2014-12-31", 5)];
    let halves = [uppgift("2014-07-01", "2014-12-31", 3), uppgift("2014-01-01", "2014-06-30", 2)];
    assert_eq!(planned(&halves, &year, false).0, "ny andrad");
    assert_eq!(planned(&halves[..1], &year, false).0, "REG-23", "the year is there to stay");
    assert_eq!(planned(&year, &halves, false).0, "REG-23", "the second half is there to stay");
    assert_eq!(planned(&year, &halves, true), ("andrad".to_owned(), 1), "reconciled, it goes first");
}

#[test]
fn the_same_twice_is_refused_in_every_copy_and_what_overlaps_in_the_later() {
    let rader = [
        uppgift("2014-01-01", "2014-03-31", 1),
        uppgift("2014-01-01", "2014-03-31", 1),
        uppgift("2014-06-01", "2014-08-31", 1),
        uppgift("2014-08-31", "2014-12-31", 1),
        uppgift("2014-12-01", "2015-01-31", -1),
    ];
    assert_eq!(planned(&rader, &[], false).0, "REG-22 REG-22 ny REG-23 REG-23+REG-27");
}

#[test]
fn what_is_not_named_goes_in_the_reconciled_years_and_nowhere_else() {
    let (one, other) = (insats(1), insats(2));
    let years = ["2013", "2014", "2015"].map(|ar| uppgift(&format!("{ar}-01-01"), &format!("{ar}-12-31"), 1));
    let standing = [stands(&one, &years), stands(&other, &years)].concat();
    let rader = [Ok((&one, uppgift("2014-02-01", "2014-12-31", 1))), Err(vec![REG_22.at("")])];
    let scopes = BTreeSet::from([(other.id, 2015)]);
    let plan = plan_antal(&rader, &standing, Some(&scopes));
    let gone: Vec<_> = plan.bort.iter().map(|antal| (antal.insats_id, antal.uppgift.fran.year())).collect();
    assert_eq!(gone, [(one.id, 2014), (other.id, 2015)]);
    assert_eq!((plan.i_omfang, plan.brake(), plan.refuses()), (2, 0, true));
    assert_eq!(plan.rader[0], Antalsutfall::Skapas);
    // A refused row still names its counts, which are not taken for missing.
    let refused = [Ok((&one, uppgift("2014-01-01", "2013-12-31", 1)))];
    assert_eq!(plan_antal(&refused, &standing, Some(&BTreeSet::new())).bort, []);
    assert_eq!(plan_antal(&rader, &standing, None).bort, []);
}

/// Days of one year, so that periods meet often.
fn any_uppgift() -> impl Strategy<Value = Antalsuppgift> {
    (1..40_u32, 0..12_u32, 0..3_i32, any::<bool>()).prop_map(|(fran, length, kvinnor, visits)| {
        let day = |n| NaiveDate::from_yo_opt(2014, n).unwrap();
        let enhet = if visits { Enhet::Besok } else { Enhet::Personer };
        Antalsuppgift {
            enhet,
            till: day(fran + length),
            fran: day(fran),
            ..uppgift("2014-01-01", "2014-01-01", kvinnor)
        }
    })
}

/// What stands after a plan has been carried out.
fn carried_out(rader: &[(Insats, Antalsuppgift)], standing: &[Antal], reconciled: bool) -> (Antalsplan, Vec<Antal>) {
    let rows: Vec<Antalsrad<'_>> = rader.iter().map(|(insats, uppgift)| Ok((insats, *uppgift))).collect();
    let plan = plan_antal(&rows, standing, reconciled.then(BTreeSet::new).as_ref());
    let mut after: BTreeMap<Namn, Antal> = standing.iter().map(|a| (name(a.insats_id, &a.uppgift), *a)).collect();
    for antal in &plan.bort {
        after.remove(&name(antal.insats_id, &antal.uppgift));
    }
    for ((insats, uppgift), utfall) in rader.iter().zip(&plan.rader) {
        let version = match utfall {
            Antalsutfall::Avvisas(_) => continue,
            Antalsutfall::Skapas => 1,
            Antalsutfall::Uppdateras(known) => known.version + 1,
            Antalsutfall::Oforandrade(version) => *version,
        };
        after.insert(name(insats.id, uppgift), Antal { insats_id: insats.id, version, uppgift: *uppgift });
    }
    (plan, after.into_values().collect())
}

fn overlaps(standing: &[Antal]) -> bool {
    standing.iter().enumerate().any(|(i, one)| {
        let same = |other: &&Antal| (other.insats_id, other.uppgift.enhet) == (one.insats_id, one.uppgift.enhet);
        let mut others = standing.iter().skip(i + 1).filter(same);
        others.any(|other| other.uppgift.period().overlaps(one.uppgift.period()))
    })
}

proptest! {
    /// Whatever is imported, in whatever order: no two periods of an insats and a unit ever share a day, the same again
    /// changes nothing, and the order of the rows makes no difference.
    #[test]
    fn what_stands_never_overlaps(
        imports in proptest::collection::vec(
            (proptest::collection::vec((1..3_u128, any_uppgift()), 0..12), any::<bool>()), 1..4),
    ) {
        let mut standing = Vec::new();
        for (rader, reconciled) in imports {
            let rader: Vec<_> = rader.into_iter().map(|(n, uppgift)| (insats(n), uppgift)).collect();
            let (plan, after) = carried_out(&rader, &standing, reconciled);
            prop_assert!(!overlaps(&after));
            prop_assert_eq!(plan.rader.len(), rader.len());
            let mut turned = rader.clone();
            turned.reverse();
            prop_assert_eq!(&carried_out(&turned, &standing, reconciled).1, &after);
            let sound: Vec<_> = rader.iter().zip(&plan.rader)
                .filter(|(_, utfall)| !matches!(utfall, Antalsutfall::Avvisas(_)))
                .map(|(rad, _)| rad.clone()).collect();
            let (again, same) = carried_out(&sound, &after, false);
            prop_assert!(again.rader.iter().all(|utfall| matches!(utfall, Antalsutfall::Oforandrade(_))));
            prop_assert_eq!(&same, &after);
            standing = after;
        }
    }
}
