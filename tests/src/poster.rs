//! Records to send: sound ones to begin with, for a test to spoil.

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::protokoll::Importpost;
use serde_json::{Value, json};

/// The key `d-<n>` of the system treserva.
#[must_use]
pub fn nyckel(n: u32) -> Nyckel {
    Nyckel { kallsystem: "treserva".to_owned(), nyckel: format!("d-{n}") }
}

/// Person number `n`, with a reservnummer of her own, from 2014-02-03 on in the insats that the sender calls `i-1`.
/// Women have even numbers, men odd ones, and all are born in 1980.
#[must_use]
pub fn person(n: u32) -> Value {
    let kon = if n.is_multiple_of(2) { "kvinna" } else { "man" };
    json!({
        "insatsNyckel": "i-1",
        "registrering": "person",
        "reservnummer": {"utfardare": "kommun:2280", "nummer": format!("R-{n}"), "fodelsedatum": "1980-05-04", "kon": kon},
        "kommun": "2280",
        "samtycke": {"registrering": {"datum": "2014-02-03", "textversion": "2014-1"}},
        "startdatum": "2014-02-03",
        "remitterande": "kommun",
        "utbildningsniva": "gymnasium",
        "tidIOffentligForsorjning": "upp_till_1_ar",
        "fore": {
            "forsorjning": [{"form": "forsorjningsstod", "omfattning": 100}],
            "sysselsattning": [{"slag": "ingen"}],
        },
    })
}

/// The same person, who has closed on 2014-09-30 and gone to work.
#[must_use]
pub fn avslutad(n: u32) -> Value {
    with(
        person(n),
        json!({
            "slutdatum": "2014-09-30",
            "avslutsanledning": "fullfoljd",
            "efter": {
                "forsorjning": [{"form": "ingen_offentlig", "omfattning": 100}],
                "sysselsattning": [{"slag": "arbete_icke_subventionerat", "omfattning": 75}],
            },
        }),
    )
}

/// An anonymous participation in the insats `i-1`.
#[must_use]
pub fn anonym() -> Value {
    json!({"insatsNyckel": "i-1", "registrering": "anonym", "kon": "man", "startdatum": "2014-05-01"})
}

/// A record with other values for some of its fields; null takes one away.
#[must_use]
pub fn with(mut record: Value, other: Value) -> Value {
    if let (Value::Object(record), Value::Object(other)) = (&mut record, other) {
        for (name, value) in other {
            match value {
                Value::Null => drop(record.remove(&name)),
                value => drop(record.insert(name, value)),
            }
        }
    }
    record
}

/// A record as the client takes it.
#[must_use]
pub fn uppgift(record: &Value) -> Deltagandeuppgift {
    serde_json::from_value(record.clone()).unwrap()
}

/// A record with its key, as an import takes it.
#[must_use]
pub fn rad(n: u32, record: &Value) -> Value {
    with(json!({"kallsystem": "treserva", "nyckel": format!("d-{n}")}), record.clone())
}

/// The same as a record of the client.
#[must_use]
pub fn post(n: u32, record: &Value) -> Importpost {
    serde_json::from_value(rad(n, record)).unwrap()
}

/// Records as ndjson.
#[must_use]
pub fn ndjson(rader: &[Value]) -> String {
    rader.iter().map(|rad| format!("{rad}\n")).collect()
}
