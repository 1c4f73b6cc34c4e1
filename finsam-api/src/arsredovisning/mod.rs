//! An annual report as a document: which parts it has, and what stands in their tables.

mod ekonomi;
mod granskning;
mod insatser;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use finsam_core::arsredovisning::Arsredovisning;

use crate::dokument::{Dokument, Ruta};
use crate::sprak::Sprak;

/// The document. It is dated by the year it is about, so that it is the same whenever it is made.
#[must_use]
pub fn to_document(report: &Arsredovisning) -> Dokument {
    Dokument {
        sprak: Sprak::Svenska,
        titel: format!("Årsredovisning {}", report.ar),
        underrubrik: report.namn.clone(),
        fakta: facts(report),
        delar: vec![
            ekonomi::resultatrakning(report),
            ekonomi::balansrakning(report),
            ekonomi::bidrag(report),
            insatser::insatser(report),
            insatser::resultat(report),
            insatser::mal(report),
            granskning::avvikelser(report),
        ],
        kalla: source(report),
        forbehall: report.forbehall.iter().map(|said| said.sv.clone().into_owned()).collect(),
        daterat: NaiveDate::from_ymd_opt(report.ar, 12, 31).unwrap_or(report.provad),
    }
}

fn facts(report: &Arsredovisning) -> Vec<(&'static str, Ruta)> {
    let mut facts = Vec::new();
    if let Some(number) = &report.organisationsnummer {
        facts.push(("Organisationsnummer", Ruta::text(number.to_string())));
    }
    facts.push(("Belopp anges i", Ruta::text(report.enhet.text().sv.to_lowercase())));
    let budget = match (report.budgetstatus, report.budget_faststalld) {
        (Some(status), Some(day)) => format!("{} {day}", status.text().sv),
        (Some(status), None) => status.text().sv.to_owned(),
        (None, _) => "Inte registrerad".to_owned(),
    };
    facts.push(("Budget", Ruta::text(budget)));
    let drawn_up = report.upprattad.map_or_else(|| Ruta::text("Ingen dag registrerad"), Ruta::Dag);
    facts.push(("Årsredovisningen upprättad", drawn_up));
    facts.push(("Prövad mot lagen per", Ruta::Dag(report.provad)));
    facts
}

fn source(report: &Arsredovisning) -> String {
    let counted = report.resultatkalla.as_ref().map(|kalla| {
        let protection = match kalla.troskel {
            0 => "utan röjandeskydd".to_owned(),
            troskel => format!("antal om människor under {troskel} visas som skyddad"),
        };
        format!(
            " Deltagare och resultat är räknade enligt regelversion {} över dataversion {}, {protection}.",
            kalla.regelversion, kalla.dataversion
        )
    });
    format!("Källa: Finsam, det som är registrerat för förbundet.{}", counted.unwrap_or_default())
}
