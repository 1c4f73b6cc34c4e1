//! Bad input of every kind: never a 500, never anything half written, always a problem that says what is wrong.
//!
//! That every status is described and every error a problem is asked of each answer by [`Server`] itself.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod adresser;
mod allt;
mod behorighet;
mod importer;
mod kroppar;
mod nummer;
mod stora;
mod villkor;

use finsam_tests::exakt::{Server, Svar, nummer, person};
use serde_json::Value;

const DEEP: usize = 50_000;

fn pairs(svar: &Svar) -> Vec<(String, String)> {
    svar.found()
}

fn has(svar: &Svar, kod: &str, pekare: &str) -> bool {
    pairs(svar).iter().any(|(k, p)| k == kod && p == pekare)
}

#[track_caller]
fn assert_found(svar: &Svar, status: u16, found: &[(&str, &str)]) {
    assert_eq!(svar.status, status, "{}", svar.text());
    for (kod, pekare) in found {
        assert!(has(svar, kod, pekare), "{kod} {pekare} is not in {}", svar.text());
    }
}

fn sound(server: &Server) -> Value {
    person(server.varld.insats, &nummer("1990-03-12", 238))
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A row: its number, what became of it and its findings.
type Rad = (u64, String, Vec<(String, String)>);

/// The rows of an import.
fn rows(svar: &Svar) -> Vec<Rad> {
    let json = svar.json();
    let import = if svar.status == 422 { &json["import"] } else { &json };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    import["rader"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rad| {
            let found = rad["avvikelser"].as_array().unwrap();
            let found = found.iter().map(|one| (text(&one["kod"]), text(&one["pekare"]))).collect();
            (rad["rad"].as_u64().unwrap(), text(&rad["utfall"]), found)
        })
        .collect()
}
