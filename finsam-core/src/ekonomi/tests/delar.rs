//! Contributions by 5 and 5 a §§, the level, shares of a shortage, payoff.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::ekonomi::samhallsekonomi::Kalkyl;
use crate::part::PartKod;

fn judged(ar: i32, enhet: Penningenhet, forbund: &Forbundsuppgift, all: &[(&str, i64)]) -> Vec<String> {
    let budget = of_year(ar, with_bidrag(enhet, all));
    codes(&judge_budget(&budget, forbund, NaiveDate::from_yo_opt(ar, 1).unwrap()))
}

#[test]
fn four_times_the_same_is_half_a_quarter_and_a_quarter() {
    let all = [("forsakringskassan", 1350), ("arbetsformedlingen", 1350), ("region:22", 1350), ("kommun:2280", 1350)];
    assert_eq!(judged(2014, Penningenhet::Tkr, &harnosand_timra(), &all), [""; 0]);
}

#[test]
fn the_tolerance_is_one_unit_a_member_and_no_more() {
    let off = |state, region, kommun| {
        judged(
            2014,
            Penningenhet::Kr,
            &harnosand_timra(),
            &[("forsakringskassan", state), ("region:22", region), ("kommun:2280", kommun)],
        )
    };
    assert_eq!(off(2_001, 1_000, 1_000), [""; 0]);
    assert_eq!(off(2_002, 1_000, 1_000), [""; 0], "a krona from half of 4 002");
    assert_eq!(off(2_003, 1_000, 1_000), ["LAG-5-1 /rakning/bidrag"], "a krona and a half");
    assert_eq!(off(2_000, 1_002, 998), ["LAG-5-2 /rakning/bidrag", "LAG-5-3 /rakning/bidrag"]);
    assert_eq!(off(0, 0, 0), [""; 0]);
}

#[test]
fn the_level_is_that_of_the_least_offer() {
    let given = [("forsakringskassan", 1811), ("region:22", 906), ("kommun:2280", 453), ("kommun:2262", 453)];
    let judged = |bud: &[(&str, i64)]| {
        let uppgift = Budgetuppgift { bud: bidrag(bud), ..with_bidrag(Penningenhet::Tkr, &given) };
        let found = judge_budget(&of_year(2016, uppgift), &harnosand_timra(), day("2016-01-01"));
        found.iter().map(|a| format!("{} {} {}", a.kod, a.pekare, a.forvantat.as_deref().unwrap())).collect::<Vec<_>>()
    };
    let offers = |state, region| {
        [("arbetsformedlingen", state), ("region:22", region), ("kommun:2280", 500), ("kommun:2262", 500)]
    };
    assert_eq!(judged(&offers(2_000, 906)), [""; 0], "3 623 is 3 624 to a unit a member");
    assert_eq!(judged(&offers(2_000, 950)), ["EKO-10 /bud 3800.00 tkr, to one tkr a member"], "more was to be had");
    assert_eq!(
        judged(&offers(1_800, 950)),
        ["EKO-10 /bud 3600.00 tkr, to one tkr a member"],
        "more than the state offered"
    );
    assert_eq!(judged(&offers(1_800, 950)[..3]), [""; 0], "what Timrå offered is not registered");
    assert_eq!(judged(&[]), [""; 0]);
}

#[test]
fn contributions_come_from_members_of_that_year() {
    let all = [("forsakringskassan", 200), ("region:22", 100), ("kommun:2281", 100)];
    assert_eq!(judged(2014, Penningenhet::Kr, &harnosand_timra(), &all), ["LAG-5-4 /rakning/bidrag/2/part"]);
}

#[test]
fn gotland_pays_half_alone_and_counts_twice_beside_a_region() {
    let gotland = forbund(&["forsakringskassan", "arbetsformedlingen", "kommun:0980"]);
    let pays = |ar, state, kommun| {
        judged(ar, Penningenhet::Kr, &gotland, &[("forsakringskassan", state), ("kommun:0980", kommun)])
    };
    assert_eq!(pays(2014, 500, 500), [""; 0]);
    assert_eq!(pays(2014, 600, 300), ["LAG-5-1 /rakning/bidrag", "LAG-5A-1 /rakning/bidrag"]);
    assert_eq!(pays(2010, 600, 300), [""; 0], "its shares before 5 a § are not known");
    let both = forbund(&["forsakringskassan", "arbetsformedlingen", "kommun:0980", "region:01", "kommun:0192"]);
    let pays = |state, region, gotland, kommun| {
        let all =
            [("forsakringskassan", state), ("region:01", region), ("kommun:0980", gotland), ("kommun:0192", kommun)];
        judged(2014, Penningenhet::Kr, &both, &all)
    };
    assert_eq!(pays(1_000, 200, 500, 300), [""; 0]);
    assert_eq!(pays(1_000, 600, 200, 200), ["LAG-5A-2 /rakning/bidrag"], "a region gives no more than a quarter");
}

#[test]
fn whoever_offers_least_sets_the_level() {
    let part = |kod: &str| kod.parse::<PartKod>().unwrap();
    let bud = |stat, region, kommuner: [i64; 2]| Bud {
        stat,
        regioner: vec![(part("region:22"), region, 1)],
        kommuner: vec![(part("kommun:2280"), kommuner[0], 24_500), (part("kommun:2262"), kommuner[1], 17_992)],
    };
    assert_eq!(level(&bud(1_000, 9_000, [9_000, 9_000])).total, 2_000);
    assert_eq!(level(&bud(9_000, 1_000, [9_000, 9_000])).total, 4_000);
    let least = level(&bud(9_000, 9_000, [400, 506]));
    assert_eq!(least.total, 3_624);
    assert_eq!(
        least.bidrag,
        bidrag(&[("forsakringskassan", 1_812), ("region:22", 906), ("kommun:2280", 522), ("kommun:2262", 384)])
    );
    assert_eq!(level(&bud(-5, 9_000, [9_000, 9_000])).total, 0);
    let gotland = Bud { stat: 500, regioner: vec![], kommuner: vec![(part("kommun:0980"), 400, 1)] };
    assert_eq!(level(&gotland).bidrag, bidrag(&[("forsakringskassan", 400), ("kommun:0980", 400)]));
    let beside_a_region = Bud {
        stat: 9_000,
        regioner: vec![(part("region:01"), 100, 1)],
        kommuner: vec![(part("kommun:0980"), 500, 1), (part("kommun:0192"), 200, 1)],
    };
    let level = level(&beside_a_region);
    assert_eq!(level.total, 1_600, "half of it from region and kommuner, who have 800");
    assert_eq!(level.bidrag[1].belopp, belopp("100"));
}

#[test]
fn a_payoff_needs_an_income() {
    let kalkyl = Kalkyl { kostnad: belopp("100"), intakt_per_ar: Belopp::ZERO, ar: 3 };
    assert_eq!((kalkyl.payoff().manader, kalkyl.payoff().lonsamhet), (None, belopp("-100")));
    let kalkyl = Kalkyl { intakt_per_ar: belopp("-1"), ..kalkyl };
    assert_eq!(kalkyl.payoff().manader, None);
    assert!(kalkyl.payoff().forbehall.iter().any(|text| text.sv.contains("65 procent")));
}

fn parties() -> impl Strategy<Value = Vec<(PartKod, i64, u64)>> {
    let kommuner: Vec<PartKod> = PartKod::all().skip(22).collect();
    vec((0_i64..10_000, 0_u64..1_000_000), 1..12).prop_map(move |offers| {
        offers.iter().zip(&kommuner).map(|((offer, population), part)| (*part, *offer, *population)).collect()
    })
}

proptest! {
    #[test]
    fn a_level_sums_exactly_and_follows_the_act(stat in 0_i64..100_000, region in 0_i64..50_000, kommuner in parties()) {
        let bud = Bud { stat, regioner: vec![("region:01".parse().unwrap(), region, 1)], kommuner };
        let niva = level(&bud);
        prop_assert_eq!(niva.bidrag.iter().map(|one| one.belopp).sum::<Belopp>(), Belopp::from_kronor(niva.total));
        let parts: Vec<String> = niva.bidrag.iter().map(|one| one.part.to_string()).collect();
        let all: Vec<(&str, i64)> =
            parts.iter().map(String::as_str).zip(niva.bidrag.iter().map(|one| one.belopp.kronor().unwrap())).collect();
        let members: Vec<&str> = parts.iter().map(String::as_str).collect();
        prop_assert_eq!(judged(2014, Penningenhet::Kr, &forbund(&members), &all), Vec::<String>::new());
        let more = level(&Bud { stat: stat + 1, ..bud });
        prop_assert!(more.total >= niva.total && more.total <= niva.total + 2);
    }

    #[test]
    fn a_krona_more_takes_at_most_a_krona_from_any_kommun(quarter in 1_i64..10_000, kommuner in parties()) {
        let bud = |stat| Bud { stat, regioner: vec![("region:01".parse().unwrap(), 90_000, 1)],
            kommuner: kommuner.iter().map(|(part, _, population)| (*part, 90_000, *population)).collect() };
        let (before, now) = (level(&bud(2 * quarter)), level(&bud(2 * quarter + 1)));
        for (before, now) in before.bidrag.iter().zip(&now.bidrag) {
            prop_assert!(now.belopp + Belopp::from_kronor(1) >= before.belopp);
        }
    }

    #[test]
    fn a_shortage_is_shared_to_the_ore(ore in 0_i64..10_000_000, amounts in vec(0_i64..1_000_000, 4)) {
        let all = ["forsakringskassan", "region:22", "kommun:2280", "kommun:2262"];
        let all: Vec<(&str, i64)> = all.into_iter().zip(amounts).collect();
        let shares = shortage(Belopp::from_ore(ore), &bidrag(&all));
        prop_assert_eq!(shares.iter().map(|one| one.belopp).sum::<Belopp>(), Belopp::from_ore(ore));
        let state = shares[0].belopp.ore().unwrap();
        prop_assert!((2 * state - ore).abs() <= 1, "the state pays half whatever was contributed");
    }
}
