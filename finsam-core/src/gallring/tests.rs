use chrono::NaiveDate;

use super::{Gallringsfel, Gallringsregel, Gallringsslag};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn regel() -> Gallringsregel {
    Gallringsregel {
        slag: Gallringsslag::Anonyma,
        part: None,
        ar: 5,
        beslut: "SN 2031/12".to_owned(),
        datum: day("2031-03-01"),
        beslutat_av: "Socialnämnden".to_owned(),
    }
}

#[test]
fn years_are_counted_by_the_calendar() {
    for (idag, fore) in [("2031-04-01", "2026-04-01"), ("2032-02-29", "2027-02-28"), ("2037-02-28", "2032-02-28")] {
        assert_eq!(regel().fore(day(idag)), day(fore), "{idag}");
    }
    assert_eq!(Gallringsregel { ar: u32::MAX, ..regel() }.fore(day("2031-04-01")), NaiveDate::MIN, "nothing goes");
}

#[test]
fn every_fault_is_told() {
    let idag = day("2031-04-01");
    assert_eq!(regel().faults(idag), []);
    let part = Some("kommun:2280".parse().unwrap());
    assert_eq!(Gallringsregel { part, ..regel() }.faults(idag), []);
    let wrong = Gallringsregel {
        slag: Gallringsslag::Antal,
        part,
        ar: 0,
        beslut: " ".to_owned(),
        datum: day("2031-04-02"),
        beslutat_av: "x".repeat(201),
    };
    use Gallringsfel::{Ar, Beslut, BeslutatAv, Datum, Part};
    assert_eq!(wrong.faults(idag), [Ar, Beslut, Datum, BeslutatAv, Part]);
    assert_eq!(Gallringsregel { ar: 201, ..regel() }.faults(idag), [Ar]);
}

#[cfg(feature = "serde")]
#[test]
fn it_is_read_as_it_is_written() {
    let text = serde_json::to_string(&regel()).unwrap();
    assert_eq!(serde_json::from_str::<Gallringsregel>(&text).unwrap(), regel());
    assert!(text.contains(r#""slag":"anonyma""#) && text.contains("beslutatAv"), "{text}");
    assert!(serde_json::from_str::<Gallringsregel>(&text.replace("beslutatAv", "beslutad")).is_err());
}
