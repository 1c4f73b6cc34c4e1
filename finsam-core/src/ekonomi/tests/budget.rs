//! Budgets and outcomes as wholes.

use super::*;

#[cfg(feature = "serde")]
const TEXT: &str = include_str!("harnosand-timra-2016.json");

#[cfg(feature = "serde")]
fn real() -> Budgetuppgift {
    serde_json::from_str(TEXT).unwrap()
}

#[cfg(feature = "serde")]
#[test]
fn the_real_budget_goes_in_balances_and_comes_out_equal() {
    let budget = of_year(2016, real());
    assert_eq!(validate_budget(&real()), []);
    assert_eq!(codes(&judge_budget(&budget, &harnosand_timra(), day("2016-01-01"))), [""; 0]);
    let out: serde_json::Value = serde_json::to_value(real()).unwrap();
    assert_eq!(out, serde_json::from_str::<serde_json::Value>(TEXT).unwrap());
    assert_eq!(out["enhet"], "tkr");
    assert_eq!(out["rakning"]["bidrag"][0]["belopp"], "1811.00", "tkr are kept as tkr");
    assert_eq!(real().rakning.result(), belopp("-259"));
}

#[cfg(feature = "serde")]
#[test]
fn nine_thousand_kronor_more_from_the_state_break_5() {
    let mut uppgift = real();
    uppgift.rakning.bidrag[0].belopp = belopp("1820");
    let found = judge_budget(&of_year(2016, uppgift), &harnosand_timra(), day("2016-01-01"));
    let of_5: Vec<_> = found.iter().filter(|a| a.kod.starts_with("LAG-5-")).collect();
    assert_eq!(of_5.iter().map(|a| a.kod.as_ref()).collect::<Vec<_>>(), ["LAG-5-1", "LAG-5-2"]);
    assert!(of_5.iter().all(|a| a.pekare.as_str() == "/rakning/bidrag" && a.rattskalla.contains("2010:350")));
    let sums: Vec<String> = codes(&found).into_iter().filter(|kod| kod.starts_with("EKO")).collect();
    let expected = [
        "EKO-01 /rakning/summaIntakter",
        "EKO-02 /rakning/resultat",
        "EKO-02 /rakning/balans/aretsResultat",
        "EKO-07 /rakning/ianspraktagetKapital",
    ];
    assert_eq!(sums, expected);
}

#[cfg(feature = "serde")]
#[test]
fn sums_capital_and_balance_are_held_against_each_other_over_the_years() {
    let judged = |change: fn(&mut Budgetuppgift)| {
        let mut uppgift = real();
        change(&mut uppgift);
        codes(&judge_budget(&of_year(2016, uppgift), &harnosand_timra(), day("2016-01-01")))
    };
    assert_eq!(judged(|b| b.rakning.summa_kostnader = Some(belopp("3883"))), ["EKO-01 /rakning/summaKostnader"]);
    assert_eq!(judged(|b| b.flerarsplan[1].resultat = Some(belopp("1"))), ["EKO-02 /flerarsplan/1/resultat"]);
    let kapital = |b: &mut Budgetuppgift| {
        let balans = b.flerarsplan[0].balans.as_mut().unwrap();
        balans.eget_kapital = belopp("984");
        balans.omsattningstillgangar = belopp("1484");
    };
    assert_eq!(
        judged(kapital),
        ["EKO-03 /flerarsplan/0/balans/egetKapital", "EKO-03 /flerarsplan/1/balans/egetKapital"]
    );
    let tillgangar = |b: &mut Budgetuppgift| b.rakning.balans.as_mut().unwrap().omsattningstillgangar = belopp("1226");
    assert_eq!(judged(tillgangar), ["EKO-04 /rakning/balans"]);
    assert_eq!(
        judged(|b| b.rakning.ianspraktaget_kapital = Some(belopp("300"))),
        ["EKO-07 /rakning/ianspraktagetKapital"]
    );
}

#[cfg(feature = "serde")]
#[test]
fn administration_and_the_ladder_are_notices_against_levels_that_are_set() {
    let judged = |mal: Ekonomimal| {
        let uppgift = Budgetuppgift { mal: Some(mal), ..real() };
        let found = judge_budget(&of_year(2016, uppgift), &harnosand_timra(), day("2016-01-01"));
        assert!(found.iter().all(|a| a.allvar == crate::regel::Allvar::Upplysning));
        codes(&found)
    };
    // 877 of 3 882 are 22.6 per cent; in the years after, of 3 623, 24.2.
    assert_eq!(real().rakning.administration(), belopp("877"));
    let level = |procent| Ekonomimal { administration_procent: Some(procent), ..Ekonomimal::default() };
    assert_eq!(judged(level(25)), [""; 0]);
    assert_eq!(judged(level(23)), ["EKO-05 /flerarsplan/0/kostnader", "EKO-05 /flerarsplan/1/kostnader"]);
    assert_eq!(judged(level(20))[0], "EKO-05 /rakning/kostnader");
    // 725 tkr of 3 623 tkr are 20.01 per cent.
    let ladder = |procent| Ekonomimal {
        kapitaltrappa: vec![Trappsteg { till: Some(belopp("2000000")), procent: 1 }, Trappsteg { till: None, procent }],
        ..Ekonomimal::default()
    };
    assert_eq!(judged(ladder(21)), [""; 0]);
    let over = ["EKO-06 /rakning/balans", "EKO-06 /flerarsplan/0/balans", "EKO-06 /flerarsplan/1/balans"];
    assert_eq!(judged(ladder(20)), over);
}

#[test]
fn a_budget_is_set_by_30_november_after_consulting_the_members() {
    let judged = |set: Option<&str>, consulted: Option<&str>, datum: &str, formed: &str| {
        let uppgift = Budgetuppgift { samradd: consulted.map(day), ..Budgetuppgift::default() };
        let set = set.map(day);
        let budget = Budget::new(ForbundId(uuid::Uuid::nil()), 2016, 1, set, set, uppgift);
        let forbund = Forbundsuppgift { bildat: Some(day(formed)), ..harnosand_timra() };
        codes(&judge_budget(&budget, &forbund, day(datum)))
    };
    let old = "2005-11-01";
    assert_eq!(judged(Some("2015-11-30"), Some("2015-10-01"), "2016-01-01", old), [""; 0]);
    assert_eq!(judged(Some("2015-12-01"), Some("2015-10-01"), "2016-01-01", old), ["LAG-23-1 /forstFaststalld"]);
    assert_eq!(judged(None, None, "2015-11-30", old), [""; 0], "it may still be set in time");
    assert_eq!(judged(None, None, "2015-12-01", old), ["LAG-23-1 /forstFaststalld"]);
    assert_eq!(judged(Some("2015-11-20"), None, "2016-01-01", old), ["LAG-23-2 /samradd"]);
    assert_eq!(judged(Some("2015-11-20"), Some("2015-11-21"), "2016-01-01", old), ["LAG-23-2 /samradd"]);
    assert_eq!(
        judged(Some("2016-02-01"), None, "2016-06-01", "2016-02-01"),
        [""; 0],
        "set at formation by the members"
    );
}

#[test]
fn an_annual_report_is_drawn_up_within_three_months() {
    let judged = |drawn_up: Option<&str>, datum: &str| {
        let uppgift = Utfallsuppgift { arsredovisning: drawn_up.map(day), ..Utfallsuppgift::default() };
        let utfall = Utfall { forbund_id: ForbundId(uuid::Uuid::nil()), ar: 2015, version: 1, uppgift };
        codes(&judge_utfall(&utfall, &harnosand_timra(), day(datum)))
    };
    assert_eq!(judged(Some("2016-03-31"), "2016-06-01"), [""; 0]);
    assert_eq!(judged(Some("2016-04-01"), "2016-06-01"), ["LAG-24-1 /arsredovisning"]);
    assert_eq!(judged(None, "2016-03-31"), [""; 0]);
    assert_eq!(judged(None, "2016-04-01"), ["LAG-24-1 /arsredovisning"]);
}

#[test]
fn no_surety_no_long_debt_and_a_shortage_is_shared() {
    let mut uppgift =
        with_bidrag(Penningenhet::Kr, &[("forsakringskassan", 200), ("region:22", 100), ("kommun:2280", 100)]);
    uppgift.rakning.balans = Some(Balans {
        omsattningstillgangar: belopp("100"),
        eget_kapital: belopp("-400"),
        arets_resultat: belopp("400"),
        kortfristiga_skulder: belopp("60"),
        langfristiga_skulder: belopp("40.10"),
        borgen: belopp("1"),
        ..Balans::default()
    });
    let found = judge_budget(&of_year(2016, uppgift), &harnosand_timra(), day("2016-01-01"));
    let expected = [
        "EKO-04 /rakning/balans",
        "LAG-21-1 /rakning/balans/borgen",
        "LAG-21-2 /rakning/balans/langfristigaSkulder",
        "LAG-22-1 /rakning/balans",
    ];
    assert_eq!(codes(&found), expected);
    assert_eq!(found[3].forvantat.as_deref(), Some("forsakringskassan 0.05, region:22 0.03, kommun:2280 0.02"));
}

#[test]
fn what_is_malformed_is_refused_with_its_place() {
    let mut uppgift =
        with_bidrag(Penningenhet::Kr, &[("forsakringskassan", -1), ("kommun:2280", 1), ("kommun:2280", 1)]);
    uppgift.rakning.ianspraktaget_kapital = Some(belopp("-1"));
    uppgift.rakning.kostnader =
        vec![Kostnad { slag: Kostnadsslag::Resor, benamning: Some(" ".into()), belopp: belopp("1") }];
    uppgift.rakning.balans = Some(Balans { kortfristiga_skulder: belopp("-1"), ..Balans::default() });
    uppgift.flerarsplan = vec![Rakning::default(); 3];
    uppgift.bud = bidrag(&[("region:22", 1), ("region:22", -1)]);
    let step = |till: Option<&str>, procent| Trappsteg { till: till.map(belopp), procent };
    uppgift.mal = Some(Ekonomimal {
        administration_procent: Some(101),
        kapitaltrappa: vec![step(Some("2"), 1001), step(Some("2"), 5), step(None, 5), step(None, 4)],
    });
    let expected = [
        "REG-27 /rakning/bidrag/0/belopp",
        "REG-28 /rakning/bidrag/2/part",
        "REG-27 /rakning/ianspraktagetKapital",
        "REG-27 /rakning/kostnader/0/benamning",
        "REG-27 /rakning/balans/kortfristigaSkulder",
        "REG-27 /bud/1/belopp",
        "REG-28 /bud/1/part",
        "REG-27 /flerarsplan",
        "REG-27 /mal/administrationProcent",
        "REG-27 /mal/kapitaltrappa/0/procent",
        "REG-27 /mal/kapitaltrappa/0/till",
        "REG-27 /mal/kapitaltrappa/2/till",
    ];
    assert_eq!(codes(&validate_budget(&uppgift)), expected);
    assert_eq!(codes(&validate_year("/ar", 20_016)), ["REG-27 /ar"]);
    assert_eq!(validate_year("/ar", 2016), []);
    let early = Utfallsuppgift { arsredovisning: Some(day("2015-12-31")), ..Utfallsuppgift::default() };
    assert_eq!(codes(&validate_utfall(2015, &early)), ["REG-01 /arsredovisning"]);
}

#[test]
fn a_change_after_it_was_set_makes_a_draft_again() {
    let uppgift = Budgetuppgift { samradd: Some(day("2015-10-01")), ..Budgetuppgift::default() };
    let status = |first: Option<&str>, set: Option<&str>, uppgift: &Budgetuppgift| {
        Budget::new(ForbundId(uuid::Uuid::nil()), 2016, 1, first.map(day), set.map(day), uppgift.clone()).status
    };
    assert_eq!(status(None, None, &Budgetuppgift::default()), Budgetstatus::Utkast);
    assert_eq!(status(None, None, &uppgift), Budgetstatus::Samradd);
    assert_eq!(status(Some("2015-11-27"), Some("2015-11-27"), &uppgift), Budgetstatus::Faststalld);
    assert_eq!(status(Some("2015-11-27"), None, &uppgift), Budgetstatus::Samradd);
}
