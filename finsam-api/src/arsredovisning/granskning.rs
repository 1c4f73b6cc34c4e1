//! What an auditor would ask about.

use finsam_core::arsredovisning::Arsredovisning;
use finsam_core::part::PartKod;
use finsam_core::regel::{Avvikelse, Varde};

use crate::dokument::{Del, Grupp, Kolumn, Rad, Radslag, Ruta};

/// The findings, with the paragraph and its wording of the day.
pub(super) fn avvikelser(report: &Arsredovisning) -> Del {
    Del {
        namn: "Granskning",
        rubrik: format!("Det en revisor kan fråga om, prövat per {}", report.provad),
        kolumner: vec![
            Kolumn::text("Regel"),
            Kolumn::text("Allvar"),
            Kolumn::text("Källa och lydelse"),
            Kolumn::text("Iakttagelse"),
            Kolumn::text("Det som står"),
            Kolumn::text("Plats"),
        ],
        grupper: vec![Grupp { rubrik: None, rader: report.avvikelser.iter().map(row).collect() }],
        tomt: "Inget hittades i det som är registrerat.",
        bred: true,
    }
}

fn row(found: &Avvikelse) -> Rad {
    let rutor = vec![
        Ruta::text(found.kod.as_ref()),
        Ruta::text(found.allvar.text().sv),
        Ruta::text(found.rattskalla.as_ref()),
        Ruta::text(found.meddelande.sv.as_ref()),
        Ruta::of(found.varde.as_ref(), |varde| Ruta::text(words(varde))),
        Ruta::text(found.pekare.as_str()),
    ];
    Rad::new(Radslag::Post, rutor)
}

/// What stood there; a part by its name.
fn words(varde: &Varde) -> String {
    match varde {
        Varde::Sant(true) => "ja".to_owned(),
        Varde::Sant(false) => "nej".to_owned(),
        Varde::Tal(tal) => tal.to_string(),
        Varde::Text(text) => text.parse::<PartKod>().map_or_else(|_| text.clone(), |part| part.name().into_owned()),
    }
}
