//! Income statement, balance sheet and contributions.

use finsam_core::arsredovisning::{Arsredovisning, Balansstallning, Jamforelse, Rakningspost};
use finsam_core::belopp::Belopp;
use finsam_core::ekonomi::Bidragsandel;

use crate::dokument::{Del, Grupp, Kolumn, Rad, Radslag, Ruta};

/// What an unnamed item beside named ones is called.
const UTAN_BENAMNING: &str = "Utan benämning";

/// A column of a comparison: its heading, and its amount of a row.
type Spalt = (String, fn(&Jamforelse) -> Option<Belopp>);

/// The columns that have figures.
fn columns(report: &Arsredovisning) -> Vec<Spalt> {
    let ar = report.ar;
    let all: [Spalt; 4] = [
        (format!("Utfall {}", ar - 1), |one| one.foregaende),
        (format!("Budget {ar}"), |one| one.budget),
        (format!("Utfall {ar}"), |one| one.utfall),
        ("Utfall minus budget".to_owned(), |one| one.avvikelse),
    ];
    all.into_iter().filter(|(_, amount)| amount(&report.resultatrakning.resultat).is_some()).collect()
}

fn row(columns: &[Spalt], slag: Radslag, namn: &str, belopp: &Jamforelse) -> Rad {
    let amounts = columns.iter().map(|(_, amount)| Ruta::of(amount(belopp), Ruta::Belopp));
    Rad::new(slag, std::iter::once(Ruta::text(namn)).chain(amounts).collect())
}

/// A kind and below it its items; one that says no more than the kind does not stand there again.
fn kind(columns: &[Spalt], namn: &str, poster: &[Rakningspost], summa: &Jamforelse) -> Vec<Rad> {
    let mut rows = vec![row(columns, Radslag::Post, namn, summa)];
    if poster.iter().any(|post| post.benamning.as_deref().is_some_and(|name| name != namn)) {
        let named = |post: &Rakningspost| {
            let name = post.benamning.as_deref().unwrap_or(UTAN_BENAMNING);
            row(columns, Radslag::Underpost, name, &post.belopp)
        };
        rows.extend(poster.iter().map(named));
    }
    rows
}

/// The income statement.
pub(super) fn resultatrakning(report: &Arsredovisning) -> Del {
    let columns = columns(report);
    let statement = &report.resultatrakning;
    let post = |namn: &str, belopp| row(&columns, Radslag::Post, namn, belopp);
    let summa = |namn: &str, belopp| row(&columns, Radslag::Summa, namn, belopp);
    let mut income: Vec<Rad> =
        statement.bidrag.iter().map(|rad| post(&format!("Bidrag, {}", rad.namn), &rad.belopp)).collect();
    for grupp in &statement.ovriga_intakter {
        income.extend(kind(&columns, grupp.slag.text().sv, &grupp.poster, &grupp.summa));
    }
    income.push(summa("Summa intäkter", &statement.summa_intakter));
    let mut costs: Vec<Rad> = Vec::new();
    for grupp in &statement.kostnader {
        costs.extend(kind(&columns, grupp.slag.text().sv, &grupp.poster, &grupp.summa));
    }
    costs.push(summa("Summa kostnader", &statement.summa_kostnader));
    costs.push(row(&columns, Radslag::Underpost, "varav administration", &statement.varav_administration));
    let result = vec![
        summa("Resultat", &statement.resultat),
        post("Ianspråktaget eget kapital (ingen intäkt)", &statement.ianspraktaget_kapital),
    ];
    let headings = columns.iter().map(|(rubrik, _)| Kolumn::tal(rubrik.clone()));
    Del {
        namn: "Resultaträkning",
        rubrik: format!("Resultaträkning {}, {}", report.ar, report.enhet),
        kolumner: std::iter::once(Kolumn::text("Post")).chain(headings).collect(),
        grupper: vec![group("Intäkter", income), group("Kostnader", costs), group("Resultat", result)],
        tomt: "",
        bred: false,
    }
}

fn group(rubrik: &str, rader: Vec<Rad>) -> Grupp {
    Grupp { rubrik: Some(rubrik.to_owned()), rader }
}

/// The balance sheet.
pub(super) fn balansrakning(report: &Arsredovisning) -> Del {
    let (ar, sheet) = (report.ar, &report.balansrakning);
    let all = [
        (format!("31 december {}", ar - 1), sheet.foregaende),
        (format!("Budget, 31 december {ar}"), sheet.budget),
        (format!("31 december {ar}"), sheet.utfall),
    ];
    let sheets: Vec<_> = all.into_iter().filter_map(|(rubrik, one)| Some((rubrik, one?))).collect();
    let row = |slag, namn: &str, amount: fn(&Balansstallning) -> Belopp| {
        let amounts = sheets.iter().map(|(_, one)| Ruta::Belopp(amount(one)));
        Rad::new(slag, std::iter::once(Ruta::text(namn)).chain(amounts).collect())
    };
    let post = |namn, amount| row(Radslag::Post, namn, amount);
    let summa = |namn, amount| row(Radslag::Summa, namn, amount);
    let grupper = vec![
        group(
            "Tillgångar",
            vec![
                post("Anläggningstillgångar", |one| one.balans.anlaggningstillgangar),
                post("Omsättningstillgångar", |one| one.balans.omsattningstillgangar),
                summa("Summa tillgångar", |one| one.summa_tillgangar),
            ],
        ),
        group(
            "Eget kapital och skulder",
            vec![
                post("Ingående eget kapital", |one| one.balans.eget_kapital),
                post("Årets resultat", |one| one.balans.arets_resultat),
                summa("Utgående eget kapital", |one| one.utgaende_eget_kapital),
                post("Kortfristiga skulder", |one| one.balans.kortfristiga_skulder),
                post("Långfristiga skulder", |one| one.balans.langfristiga_skulder),
                summa("Summa skulder", |one| one.summa_skulder),
                summa("Summa eget kapital och skulder", |one| one.summa_eget_kapital_och_skulder),
                post("Skillnad mot tillgångarna", |one| one.differens),
            ],
        ),
        group("Utanför balansräkningen", vec![post("Borgen", |one| one.balans.borgen)]),
    ];
    let headings = sheets.iter().map(|(rubrik, _)| Kolumn::tal(rubrik.clone()));
    Del {
        namn: "Balansräkning",
        rubrik: format!("Balansräkning {ar}, {}", report.enhet),
        kolumner: std::iter::once(Kolumn::text("Post")).chain(headings).collect(),
        grupper: if sheets.is_empty() { Vec::new() } else { grupper },
        tomt: "Ingen balansräkning är registrerad.",
        bred: false,
    }
}

/// Contributions beside 5 and 5 a §§.
pub(super) fn bidrag(report: &Arsredovisning) -> Del {
    let of = |rubrik: &str, shares: &[Bidragsandel]| Grupp {
        rubrik: Some(format!("{rubrik} {}", report.ar)),
        rader: shares.iter().map(share).collect(),
    };
    let all = [of("Budget", &report.bidrag.budget), of("Utfall", &report.bidrag.utfall)];
    Del {
        namn: "Bidrag",
        rubrik: format!("Medlemmarnas bidrag mot lagens andelar {}, {}", report.ar, report.enhet),
        kolumner: vec![
            Kolumn::text("Bidragsgivare"),
            Kolumn::tal("Bidrag"),
            Kolumn::text("Andel enligt lagen"),
            Kolumn::tal("Andelen i belopp"),
            Kolumn::tal("Skillnad"),
            Kolumn::tal("Avrundning som godtas"),
            Kolumn::text("Följer lagen"),
            Kolumn::text("Paragraf"),
        ],
        grupper: all.into_iter().filter(|grupp| !grupp.rader.is_empty()).collect(),
        tomt: "Inga bidrag är registrerade, eller så är lagens andelar för året inte kända.",
        bred: false,
    }
}

fn share(andel: &Bidragsandel) -> Rad {
    let part = if andel.delar == 2 { "hälften" } else { "en fjärdedel" };
    let words = if andel.hogst { format!("högst {part}") } else { part.to_owned() };
    let rutor = vec![
        Ruta::text(andel.grupp.text().sv),
        Ruta::Belopp(andel.belopp),
        Ruta::text(words),
        Ruta::Belopp(andel.ska_vara),
        Ruta::Belopp(andel.belopp - andel.ska_vara),
        Ruta::Belopp(andel.tolerans),
        Ruta::text(if andel.foljer { "Ja" } else { "Nej" }),
        Ruta::text(format!("{} §", andel.paragraf)),
    ];
    Rad::new(Radslag::Post, rutor)
}
