//! Parts by their codes.

use super::*;

#[test]
fn there_are_312_parts_and_each_code_parses_back() {
    let all: Vec<PartKod> = PartKod::all().collect();
    assert_eq!(all.len(), 2 + 20 + 290);
    for part in all {
        assert_eq!(part.to_string().parse(), Ok(part));
    }
}

#[test]
fn agencies_follow_their_predecessors() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let kassa: PartKod = "forsakringskassa:22".parse().unwrap();
    assert!(kassa.exists_on(day(2004, 12, 31)) && !kassa.exists_on(day(2005, 1, 1)));
    assert!(!PartKod::Forsakringskassan.exists_on(day(2004, 12, 31)));
    assert!(PartKod::Arbetsformedlingen.exists_on(day(2008, 1, 1)));
}

#[test]
fn what_is_no_part_is_refused() {
    for text in ["", "kommun", "kommun:", "kommun:22", "region:09", "region:99", "KOMMUN:2280", "stat:1"] {
        assert_eq!(text.parse::<PartKod>(), Err(OkandPart), "{text}");
    }
}
