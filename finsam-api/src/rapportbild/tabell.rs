//! A report as a document: one table, and what must be said with it.

use chrono::NaiveDate;
use finsam_core::statistik::{Matt, Mattnamn, Mattslag, Rad as Rapportrad, Rapport};

use super::etikett::{Namnbok, category, divisions, period, source};
use crate::dokument::{Del, Dokument, Grupp, Kolumn, Rad, Radslag, Ruta};

/// The document. It is dated by the last year it is about, so that it is the same whenever it is made.
#[must_use]
pub fn to_document(rapport: &Rapport, namn: &Namnbok) -> Dokument {
    let titel = rapport.rapport.text().sv.to_owned();
    let underrubrik = namn.selection(&rapport.urval);
    let rader = rapport.rader.iter().map(|rad| Rad::new(Radslag::Post, cells(rapport, rad, namn))).collect();
    let last = rapport.urval.ar.last().copied().unwrap_or_default();
    Dokument {
        fakta: facts(rapport),
        delar: vec![Del {
            namn: "Tabell",
            rubrik: format!("{titel}, {underrubrik}"),
            kolumner: columns(rapport),
            grupper: vec![Grupp { rubrik: None, rader }],
            tomt: "Det finns ingenting att visa för urvalet.",
            bred: true,
        }],
        kalla: source(rapport),
        forbehall: rapport.forbehall.iter().map(|said| said.sv.clone()).collect(),
        daterat: NaiveDate::from_ymd_opt(last, 12, 31).unwrap_or_default(),
        titel,
        underrubrik,
    }
}

fn facts(rapport: &Rapport) -> Vec<(&'static str, Ruta)> {
    vec![
        ("Rapport", Ruta::text(rapport.rapport.code())),
        ("Räknar", Ruta::text(rapport.enhet.text().sv)),
        ("Regelversion", Ruta::text(rapport.regelversion.clone())),
        ("Dataversion", Ruta::Antal(rapport.dataversion)),
        ("Röjandeskydd", Ruta::text(rapport.skydd.metod.text().sv)),
        ("Tröskel", Ruta::Antal(rapport.skydd.troskel)),
    ]
}

fn columns(rapport: &Rapport) -> Vec<Kolumn> {
    let mut columns = vec![Kolumn::text("Period")];
    columns.extend(divisions(&rapport.urval).map(|one| Kolumn::text(one.text().sv)));
    columns.extend([Kolumn::text("Kategori"), Kolumn::tal("Underlag")]);
    for namn in rapport.rapport.matt() {
        let text = namn.text().sv;
        match namn.slag() {
            Mattslag::Antal => {
                columns.extend([Kolumn::tal(format!("{text}, antal")), Kolumn::tal(format!("{text}, andel"))]);
            }
            _ => columns.push(Kolumn::tal(text)),
        }
    }
    columns
}

fn cells(rapport: &Rapport, rad: &Rapportrad, namn: &Namnbok) -> Vec<Ruta> {
    let mut cells = vec![Ruta::text(period(rad))];
    cells.extend(divisions(&rapport.urval).map(|one| Ruta::text(namn.group(&rad.grupp, one))));
    cells.push(Ruta::text(category(rapport, rad)));
    cells.push(cell(rad.underlag.map(Ruta::Antal), rad.underlag_skyddad));
    for namn in rapport.rapport.matt() {
        cells.extend(measure(*namn, rad.matt.get(*namn)));
    }
    cells
}

fn measure(namn: Mattnamn, matt: Option<Matt>) -> Vec<Ruta> {
    match matt {
        Some(Matt::Antal(one)) => {
            vec![cell(one.antal.map(Ruta::Antal), one.skyddad), cell(one.andel.map(Ruta::Procent), one.skyddad)]
        }
        Some(Matt::Andel { andel, skyddad }) => vec![cell(andel.map(Ruta::Procent), skyddad)],
        Some(Matt::Tal { antal, skyddad }) => vec![cell(antal.map(Ruta::Antal), skyddad)],
        Some(Matt::Belopp { belopp, skyddad }) => vec![cell(belopp.map(Ruta::Belopp), skyddad)],
        Some(Matt::Decimal { tal, skyddad }) => vec![cell(tal.map(Ruta::Decimal), skyddad)],
        None if namn.slag() == Mattslag::Antal => vec![Ruta::Tom, Ruta::Tom],
        None => vec![Ruta::Tom],
    }
}

fn cell(value: Option<Ruta>, hidden: bool) -> Ruta {
    if hidden { Ruta::Skyddad } else { value.unwrap_or(Ruta::Tom) }
}
