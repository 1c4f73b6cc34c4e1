//! How a report stands on the wire.

use super::*;

fn json(report: &Rapport) -> String {
    serde_json::to_string_pretty(report).unwrap()
}

/// Six closed in 2014, of whom two went on to studies.
fn protected(namn: Rapportnamn, troskel: i64) -> Rapport {
    let mut posts = vec![closed(forms(&[Forsorjningsform::AKassa]), does(&[Sysselsattning::Ingen])); 4];
    posts.extend(vec![closed(forms(&[Forsorjningsform::AKassa]), does(&[Sysselsattning::Studier])); 2]);
    fraga(namn, &columns(&posts), &Urval::of_years([2014]), troskel, &Skyddsplaner::new()).unwrap()
}

#[test]
fn a_row_is_flat_with_its_measures_in_order() {
    let urval = Urval { indelning: vec![Indelning::Kon], ..Urval::of_years([2014]) };
    let posts = vec![closed(forms(&[Forsorjningsform::AKassa]), Lage::default()); 7];
    let report = rapport(Rapportnamn::ForsorjningForeEfter, &columns(&posts), &urval);
    let rad = report.rader.iter().find(|rad| rad.kategori == "a_kassa").unwrap();
    let expected = concat!(
        r#"{"underlag":7,"ar":2014,"kon":"kvinna","kategori":"a_kassa","#,
        r#""fore":{"antal":7,"andel":100},"efter":{"antal":0,"andel":0}}"#
    );
    assert_eq!(serde_json::to_string(rad).unwrap(), expected);
}

#[test]
fn a_protected_cell_says_so() {
    let report = protected(Rapportnamn::AvslutPerInsats, TROSKEL);
    let expected = concat!(
        r#"{"underlag":6,"ar":2014,"kategori":"00000000-0000-0000-0000-000000000001","namn":"Insats 1","#,
        r#""arbeteStudierJobready":{"antal":null,"andel":null,"skyddad":true},"#,
        r#""fortsattRehab":{"antal":0,"andel":0},"ovrigt":{"antal":null,"andel":null,"skyddad":true},"#,
        r#""andelArbeteStudierJobready":null,"andelVidareSteg":null}"#
    );
    assert_eq!(serde_json::to_string(&report.rader[0]).unwrap(), expected);
}

#[test]
fn the_whole_answer() {
    let mut report = protected(Rapportnamn::SysselsattningForeEfter, TROSKEL);
    report.urval.forbund = vec![forbund_id(1)];
    report.urval.lan = vec!["22".parse().unwrap()];
    insta::assert_snapshot!(json(&report));
}

#[test]
fn what_is_written_can_be_read() {
    for namn in Rapportnamn::ALL {
        for troskel in [0, TROSKEL] {
            let written = json(&protected(*namn, troskel));
            let read: Rapport = serde_json::from_str(&written).unwrap();
            assert_eq!(json(&read), written);
        }
    }
}

#[test]
fn a_measure_of_a_later_version_is_passed_over() {
    let text =
        r#"{"underlag":6,"ar":2014,"kategori":"x","nytt":{"antal":1,"andel":2},"efter":{"antal":6,"andel":100}}"#;
    let rad: Rad = serde_json::from_str(text).unwrap();
    assert_eq!(rad.matt.0.len(), 1);
    assert_eq!(rad.matt.cell(Mattnamn::Efter).unwrap().antal, Some(6));
}

#[cfg(feature = "utoipa")]
#[test]
fn every_measure_stands_in_the_schema() {
    use utoipa::PartialSchema;
    let schema = serde_json::to_value(Mattlista::schema()).unwrap();
    for namn in Mattnamn::ALL {
        assert!(schema["properties"][namn.code()].is_object(), "{namn}");
    }
    let rad = serde_json::to_value(Rad::schema()).unwrap();
    assert!(rad.to_string().contains("Grupp"));
    let grupp = serde_json::to_value(Grupp::schema()).unwrap();
    assert!(grupp.to_string().contains("aldersgrupp"));
    assert!(!rad.to_string().contains("underlagSkyddad"), "what stays at home is not described");
}
