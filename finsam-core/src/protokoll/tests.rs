//! Records of imports as they travel.

use super::{Importpost, Raderingspost};

const ANONYM: &str = r#"{"insatsNyckel":"i-1","nyckel":"d-1","registrering":"anonym","kon":"man",
    "startdatum":"2014-05-01","kallsystem":"treserva"}"#;

fn fault(json: &str) -> String {
    serde_json::from_str::<Importpost>(json).unwrap_err().to_string()
}

#[test]
fn the_key_may_stand_anywhere() {
    let post: Importpost = serde_json::from_str(ANONYM).unwrap();
    assert_eq!((post.nyckel.kallsystem.as_str(), post.nyckel.nyckel.as_str()), ("treserva", "d-1"));
    assert_eq!(post.uppgift.insats_nyckel.as_deref(), Some("i-1"));
    let again = serde_json::to_string(&post).unwrap();
    assert!(again.starts_with(r#"{"kallsystem":"treserva","nyckel":"d-1","#), "{again}");
    assert_eq!(serde_json::from_str::<Importpost>(&again).unwrap(), post);
}

#[test]
fn unknown_missing_and_repeated_fields_are_faults() {
    assert!(fault(&ANONYM.replace("kon", "koen")).starts_with("unknown field `koen`"));
    assert!(fault(&ANONYM.replace(r#""nyckel":"d-1","#, "")).starts_with("missing field `nyckel`"));
    assert!(fault(&ANONYM.replace(r#","kallsystem":"treserva""#, "")).starts_with("missing field `kallsystem`"));
    assert!(fault(&ANONYM.replace("insatsNyckel", "nyckel")).starts_with("duplicate field `nyckel`"));
    assert!(fault(&ANONYM.replace(r#""insatsNyckel":"i-1""#, r#""kon":"man""#)).starts_with("duplicate field `kon`"));
    assert!(fault("[]").starts_with("invalid type"));
}

#[test]
fn dates_have_one_form() {
    for date in ["2014-5-1", " 2014-05-01", "+2014-05-01", "20140501", "2014-02-30", "12014-05-01"] {
        assert!(fault(&ANONYM.replace("2014-05-01", date)).starts_with("not a date"), "{date}");
    }
    assert!(serde_json::from_str::<Importpost>(&ANONYM.replace(r#""kon""#, r#""slutdatum":null,"kon""#)).is_ok());
}

#[test]
fn a_deletion_needs_only_its_key() {
    let read = |json: &str| serde_json::from_str::<Raderingspost>(json).map(|post| post.nyckel.nyckel);
    assert_eq!(read(r#"{"kallsystem":"treserva","nyckel":"d-1"}"#).unwrap(), "d-1");
    assert_eq!(read(ANONYM).unwrap(), "d-1");
    assert_eq!(read(&ANONYM.replace("2014-05-01", "never")).unwrap(), "d-1");
    assert!(read(&ANONYM.replace("kon", "koen")).is_err());
    assert!(read(r#"{"kallsystem":"treserva"}"#).is_err());
}

#[cfg(feature = "utoipa")]
#[test]
fn the_schema_is_one_object_that_refuses_unknown_fields() {
    use utoipa::PartialSchema;

    let schema = serde_json::to_value(Importpost::schema()).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["required"], serde_json::json!(["kallsystem", "nyckel", "registrering", "startdatum"]));
    assert!(schema["properties"]["fore"].is_object() && schema["properties"]["kallsystem"].is_object());
    let schema = serde_json::to_value(Raderingspost::schema()).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["kallsystem", "nyckel"]));
    assert_eq!(schema["properties"]["fore"], serde_json::json!({}));
}
