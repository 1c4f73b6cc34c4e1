//! A report as a document: one table, and what must be said with it.

use chrono::NaiveDate;
use finsam_core::statistik::{Matt, Mattnamn, Mattslag, Rad as Rapportrad, Rapport};

use super::etikett::{Etiketter, Namnbok};
use crate::dokument::{Del, Dokument, Grupp, Kolumn, Rad, Radslag, Ruta};
use crate::sprak::Sprak;

/// The document. It is dated by the last year it is about, so that it is the same whenever it is made.
#[must_use]
pub fn to_document(rapport: &Rapport, namn: &Namnbok, sprak: Sprak) -> Dokument {
    let etiketter = Etiketter { rapport, namn, sprak };
    let (titel, underrubrik) = (etiketter.title().to_owned(), etiketter.selection());
    let rader = rapport.rader.iter().map(|rad| Rad::new(Radslag::Post, cells(&etiketter, rad))).collect();
    let last = rapport.urval.ar.last().copied().unwrap_or_default();
    Dokument {
        sprak,
        fakta: facts(rapport, sprak),
        delar: vec![Del {
            namn: sprak.pick("Tabell", "Table"),
            rubrik: format!("{titel}, {underrubrik}"),
            kolumner: columns(&etiketter),
            grupper: vec![Grupp { rubrik: None, rader }],
            tomt: sprak
                .pick("Det finns ingenting att visa för urvalet.", "There is nothing to show for the selection."),
            bred: true,
        }],
        kalla: etiketter.source(),
        forbehall: etiketter.caveats(),
        daterat: NaiveDate::from_ymd_opt(last, 12, 31).unwrap_or_default(),
        titel,
        underrubrik,
    }
}

fn facts(rapport: &Rapport, sprak: Sprak) -> Vec<(&'static str, Ruta)> {
    vec![
        (sprak.pick("Rapport", "Report"), Ruta::text(rapport.rapport.code())),
        (sprak.pick("Räknar", "Counts"), Ruta::text(sprak.of(rapport.enhet.text()))),
        (sprak.pick("Regelversion", "Rule version"), Ruta::text(rapport.regelversion.clone())),
        (sprak.pick("Dataversion", "Data version"), Ruta::Antal(rapport.dataversion)),
        (sprak.pick("Röjandeskydd", "Disclosure control"), Ruta::text(sprak.of(rapport.skydd.metod.text()))),
        (sprak.pick("Tröskel", "Threshold"), Ruta::Antal(rapport.skydd.troskel)),
    ]
}

fn columns(etiketter: &Etiketter<'_>) -> Vec<Kolumn> {
    let sprak = etiketter.sprak;
    let mut columns = vec![Kolumn::text("Period")];
    columns.extend(etiketter.divisions().map(|one| Kolumn::text(sprak.of(one.text()))));
    columns.push(Kolumn::text(sprak.pick("Kategori", "Category")));
    columns.push(Kolumn::tal(sprak.pick("Underlag", "Base")));
    let (number, share) = (sprak.pick("antal", "number"), sprak.pick("andel", "share"));
    for namn in etiketter.rapport.rapport.matt() {
        let text = etiketter.measure(*namn);
        match namn.slag() {
            Mattslag::Antal => {
                columns.extend([number, share].map(|one| Kolumn::tal(format!("{text}, {one}"))));
            }
            _ => columns.push(Kolumn::tal(text)),
        }
    }
    columns
}

fn cells(etiketter: &Etiketter<'_>, rad: &Rapportrad) -> Vec<Ruta> {
    let mut cells = vec![Ruta::text(etiketter.period(rad))];
    cells.extend(etiketter.divisions().map(|one| Ruta::text(etiketter.group(&rad.grupp, one))));
    cells.push(Ruta::text(etiketter.category(rad)));
    cells.push(cell(rad.underlag.map(Ruta::Antal), rad.underlag_skyddad));
    for namn in etiketter.rapport.rapport.matt() {
        cells.extend(measure(*namn, rad.matt.get(*namn)));
    }
    cells
}

fn measure(namn: Mattnamn, matt: Option<Matt>) -> Vec<Ruta> {
    match matt {
        Some(Matt::Antal(one)) => vec![Ruta::count(one), Ruta::share(one)],
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
