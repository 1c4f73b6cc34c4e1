//! Sound things to send.

use finsam_core::id::{ForbundId, InsatsId};
use serde_json::{Value, json};

/// A sound förbund.
#[must_use]
pub fn forbund() -> Value {
    json!({"namn": "Testförbundet", "sate": "2280", "bildat": "2004-01-01",
        "medlemmar": [{"part": "forsakringskassan", "fran": null}, {"part": "arbetsformedlingen", "fran": null},
            {"part": "region:22", "fran": null}, {"part": "kommun:2280", "fran": null}],
        "omrade": [{"kommunkod": "2280"}]})
}

/// A sound insats.
#[must_use]
pub fn insats(forbund: ForbundId, namn: &str, metod: &str) -> Value {
    json!({"forbundId": forbund, "namn": namn, "inriktning": "individ", "typ": "rehabilitering_arbete_utbildning",
        "uppfoljningsmetod": metod, "samverkansform": "finsam", "malgrupper": [], "startdatum": "2010-01-01",
        "parter": ["kommun:2280"], "esf": false, "utforare": [{"part": "kommun:2280"}], "status": "pagaende",
        "nycklar": [{"part": "kommun:2280", "kallsystem": "treserva", "nyckel": namn}],
        "budget": [], "utfall": [], "mal": []})
}

/// A structural insats.
#[must_use]
pub fn strukturinsats(forbund: ForbundId, namn: &str) -> Value {
    let mut uppgift = insats(forbund, namn, "antal");
    (uppgift["inriktning"], uppgift["typ"]) = ("struktur".into(), "dialog_kommunikation".into());
    uppgift
}

/// A test number: born on that day, with 238 for women and 239 for men.
#[must_use]
pub fn nummer(day: &str, serie: u16) -> String {
    let digits = format!("{}{serie}", day.replace('-', ""));
    let sum: u32 = digits[2..]
        .bytes()
        .enumerate()
        .map(|(i, digit)| {
            let product = u32::from(digit - b'0') * if i % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A sound participation of a person.
#[must_use]
pub fn person(insats: InsatsId, nummer: &str) -> Value {
    json!({"insatsId": insats, "registrering": "person", "personnummer": nummer,
        "samtycke": {"registrering": {"datum": "2014-05-01", "textversion": "1"}},
        "startdatum": "2014-05-01", "remitterande": "kommun", "utbildningsniva": "gymnasium",
        "tidIOffentligForsorjning": "upp_till_1_ar", "kommun": "2280",
        "fore": {"forsorjning": [{"form": "forsorjningsstod", "omfattning": 100}], "sysselsattning": []}})
}

/// The same, closed after a month.
#[must_use]
pub fn avslutad(insats: InsatsId, nummer: &str) -> Value {
    let mut uppgift = person(insats, nummer);
    uppgift["slutdatum"] = "2014-06-01".into();
    uppgift["avslutsanledning"] = "fullfoljd".into();
    uppgift["efter"] = uppgift["fore"].clone();
    uppgift
}

/// A sound follow-up of it, three months later.
#[must_use]
pub fn uppfoljning() -> Value {
    json!({"datum": "2014-09-01", "lage": {"forsorjning": [], "sysselsattning": [{"slag": "studier", "omfattning": 50}]}})
}

/// The same as a record of an import.
#[must_use]
pub fn post(nyckel: &str, mut uppgift: Value) -> Value {
    uppgift["kallsystem"] = "treserva".into();
    uppgift["nyckel"] = nyckel.into();
    uppgift
}
