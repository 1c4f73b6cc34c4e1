//! The money sums to the krona, the brake holds, nobody gets more than it asks for, and order means nothing.

use std::cell::Cell;

use proptest::prelude::*;

use super::*;

fn kronor(n: i64) -> Belopp {
    Belopp::from_kronor(n)
}

fn ansokan(nyckel: &str, matt: u32, befolkning: u32, foregaende: Option<i64>, askande: i64) -> Ansokan {
    Ansokan {
        nyckel: nyckel.to_owned(),
        forsorjningsmatt: matt,
        befolkning,
        foregaende: foregaende.map(kronor),
        askande: kronor(askande),
        overskott: Belopp::ZERO,
    }
}

fn uppgift(medel: i64, ansokningar: Vec<Ansokan>) -> Tilldelningsuppgift {
    Tilldelningsuppgift { parametrar: Parametrar::of(kronor(medel)), ansokningar }
}

fn amounts(svar: &Tilldelningssvar) -> Vec<i64> {
    svar.rader.iter().map(|rad| rad.tilldelat.kronor().unwrap()).collect()
}

/// What a step left for each.
fn after(svar: &Tilldelningssvar, slag: Stegslag) -> Vec<i64> {
    let of = |rad: &Tilldelningsrad| rad.steg.iter().find(|steg| steg.slag == slag).unwrap().belopp.kronor().unwrap();
    svar.rader.iter().map(of).collect()
}

#[test]
fn the_model_by_hand() {
    // 10 000 000 - 2 · 400 000 = 9 200 000; A: 0.75 · 1/4 + 0.25 · 1/2 = 0.3125.
    let svar = allocate(&uppgift(
        10_000_000,
        vec![ansokan("A", 100, 500, None, 99_000_000), ansokan("B", 300, 500, None, 99_000_000)],
    ));
    assert_eq!(amounts(&svar), [400_000 + 2_875_000, 400_000 + 6_325_000]);
    assert_eq!((svar.ofordelat, svar.avvikelser.len()), (Belopp::ZERO, 0));
}

#[test]
fn the_brake_is_paid_by_the_others() {
    let svar = allocate(&uppgift(
        10_000_000,
        vec![ansokan("A", 100, 500, Some(5_000_000), 99_000_000), ansokan("B", 300, 500, Some(5_000_000), 99_000_000)],
    ));
    assert_eq!(after(&svar, Stegslag::Modell), [3_275_000, 6_725_000]);
    assert_eq!(amounts(&svar), [4_500_000, 5_500_000]);
    let broms = &svar.rader[0].steg[1];
    assert_eq!(broms.forklaring.sv, "Högsta minskning från året före: +1225000.00 kr, till 4500000.00 kr.");
}

#[test]
fn excess_capital_lowers_below_the_brake_and_softens_the_others() {
    let mut rows =
        vec![ansokan("A", 100, 500, Some(5_000_000), 99_000_000), ansokan("B", 300, 500, Some(5_000_000), 99_000_000)];
    rows[1].overskott = kronor(300_000);
    let svar = allocate(&uppgift(10_000_000, rows));
    assert_eq!(after(&svar, Stegslag::Overskott), [4_500_000, 5_200_000]);
    assert_eq!(amounts(&svar), [4_800_000, 5_200_000], "A was reduced by 500 000 and gets what was freed");
}

#[test]
fn nobody_gets_more_than_asked_and_what_nobody_asks_for_is_told() {
    let svar = allocate(&uppgift(
        10_000_000,
        vec![ansokan("A", 100, 500, None, 1_000_000), ansokan("B", 300, 500, None, 2_000_000)],
    ));
    assert_eq!(amounts(&svar), [1_000_000, 2_000_000]);
    assert_eq!(svar.ofordelat, kronor(7_000_000));
    assert_eq!(svar.avvikelser.iter().map(|a| a.kod.as_ref()).collect::<Vec<_>>(), ["EKO-09"]);
}

#[test]
fn freed_money_goes_by_the_weights_where_that_is_the_rule() {
    let rows = vec![
        ansokan("A", 0, 0, Some(1_000_000), 1_000_000),
        ansokan("B", 100, 100, None, 99_000_000),
        ansokan("C", 100, 100, None, 500_000),
    ];
    let mut asked = uppgift(3_000_000, rows);
    assert_eq!(amounts(&allocate(&asked)), [1_000_000, 1_500_000, 500_000]);
    asked.parametrar.omfordelning = Omfordelning::Vikter;
    assert_eq!(amounts(&allocate(&asked)), [900_000, 1_600_000, 500_000]);
}

#[test]
fn a_brake_that_the_money_does_not_cover_is_eased_alike_and_told() {
    let svar = allocate(&uppgift(
        900_000,
        vec![ansokan("A", 1, 1, Some(2_000_000), 99_000_000), ansokan("B", 1, 1, Some(1_000_000), 99_000_000)],
    ));
    assert_eq!(amounts(&svar), [600_000, 300_000]);
    assert_eq!(svar.avvikelser.iter().map(|a| a.kod.as_ref()).collect::<Vec<_>>(), ["EKO-08"]);
}

#[test]
fn little_money_is_shared_and_equal_requests_differ_by_a_krona_at_most() {
    let rows = ["C", "A", "B"].map(|nyckel| ansokan(nyckel, 0, 0, None, 99_000_000));
    let svar = allocate(&uppgift(1_000, rows.to_vec()));
    assert_eq!(amounts(&svar), [333, 334, 333], "the first key gets what does not split");
}

#[test]
fn what_is_malformed_is_refused_with_its_place() {
    let mut asked = uppgift(10, vec![ansokan("A", 100_000_001, 0, Some(-1), -5), ansokan("A", 0, 0, None, 0)]);
    asked.parametrar.medel = "0.50".parse().unwrap();
    asked.parametrar.matt_procent = 101;
    asked.ansokningar[1].overskott = "1.01".parse().unwrap();
    let found: Vec<String> = validate(&asked).iter().map(|a| format!("{} {}", a.kod, a.pekare)).collect();
    let expected = [
        "REG-27 /parametrar/medel",
        "REG-27 /parametrar/mattProcent",
        "REG-27 /ansokningar/0/forsorjningsmatt",
        "REG-27 /ansokningar/0/foregaende",
        "REG-27 /ansokningar/0/askande",
        "REG-28 /ansokningar/1/nyckel",
        "REG-27 /ansokningar/1/overskott",
    ];
    assert_eq!(found, expected);
    assert_eq!(validate(&uppgift(10, Vec::new())).len(), 1);
}

/// A year of förbund for all 290 kommuner, made of a seed: 1-290 of them, with needs, requests, capital and money that
/// lie near what real ones have, and far from it.
fn year(seed: u64) -> Tilldelningsuppgift {
    let state = Cell::new(seed);
    let below = |most: u64| {
        state.set(state.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mixed = (state.get() ^ (state.get() >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    };
    let money = |most: u64| i64::try_from(below(most)).unwrap();
    let measure = |most: u64| u32::try_from(below(most)).unwrap();
    let n = [1, 3, 80, 290][usize::try_from(below(4)).unwrap()];
    let rows = (0..1 + below(n)).map(|i| {
        let before = (below(5) > 0).then(|| money(6_000_000));
        let mut row = ansokan(&format!("{i:03}"), measure(20_000), measure(400_000), before, money(9_000_000));
        if below(6) == 0 {
            row.overskott = kronor(money(2_000_000));
        }
        row
    });
    let rows: Vec<Ansokan> = rows.collect();
    let mut asked = uppgift(money(1 + 4_500_000 * rows.len() as u64), rows);
    asked.parametrar.broms_procent = u8::try_from(below(101)).unwrap();
    if below(3) == 0 {
        asked.parametrar.omfordelning = Omfordelning::Vikter;
    }
    asked
}

fn floor_of(ansokan: &Ansokan, parametrar: &Parametrar) -> i64 {
    let before = ansokan.foregaende.map_or(0, |before| before.kronor().unwrap());
    let kept = 100 - i64::from(parametrar.broms_procent);
    let protected = (before * kept + 99) / 100;
    protected.min(ansokan.askande.kronor().unwrap()) - ansokan.overskott.kronor().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn sums_are_exact_the_brake_holds_and_nobody_gets_more_than_it_asks(seed: u64) {
        let asked = year(seed);
        let svar = allocate(&asked);
        prop_assert_eq!(svar.rader.iter().map(|rad| rad.tilldelat).sum::<Belopp>() + svar.ofordelat, asked.parametrar.medel);
        let eased = svar.avvikelser.iter().any(|a| a.kod == "EKO-08");
        for (ansokan, rad) in asked.ansokningar.iter().zip(&svar.rader) {
            prop_assert_eq!(&ansokan.nyckel, &rad.nyckel);
            prop_assert!(!rad.tilldelat.is_negative() && rad.tilldelat <= ansokan.askande);
            prop_assert!(eased || rad.tilldelat.kronor().unwrap() >= floor_of(ansokan, &asked.parametrar));
            prop_assert_eq!(rad.steg.iter().map(|steg| steg.andring).sum::<Belopp>(), rad.tilldelat);
            let full = ansokan.overskott > Belopp::ZERO || rad.tilldelat == ansokan.askande;
            prop_assert!(svar.ofordelat == Belopp::ZERO || full, "money is left only where nobody may get more");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn order_means_nothing(seed: u64, turn in 0_usize..290) {
        let asked = year(seed);
        let by_key = |asked: &Tilldelningsuppgift| {
            let mut rows = allocate(asked).rader;
            rows.sort_by(|a, b| a.nyckel.cmp(&b.nyckel));
            rows
        };
        let mut turned = asked.clone();
        turned.ansokningar.reverse();
        let n = turned.ansokningar.len();
        turned.ansokningar.rotate_left(turn % n);
        prop_assert_eq!(by_key(&asked), by_key(&turned));
    }

    #[test]
    fn a_krona_more_takes_at_most_a_krona_in_the_model(seed: u64) {
        let asked = year(seed);
        let mut more = asked.clone();
        more.parametrar.medel += kronor(1);
        let (before, now) = (allocate(&asked), allocate(&more));
        for slag in [Stegslag::Modell, Stegslag::Broms] {
            let (before, now) = (after(&before, slag), after(&now, slag));
            prop_assert!(before.iter().zip(&now).all(|(before, now)| now - before >= -1), "{:?}", slag);
        }
        prop_assert!(amounts(&before).iter().zip(amounts(&now)).all(|(before, now)| now - before >= -2));
    }
}
