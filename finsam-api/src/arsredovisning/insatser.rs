//! Insatser: money and participants, closings by result, goals.

use finsam_core::arsredovisning::{Arsredovisning, Insatsredovisning, Malutfall};
use finsam_core::insats::Mal;
use finsam_core::statistik::Cell;

use crate::dokument::{Del, Grupp, Kolumn, Rad, Radslag, Ruta};

const INGA: &str = "Inga insatser är registrerade för året.";

/// A count about people.
fn antal(cell: Option<Cell>) -> Ruta {
    cell.map_or(Ruta::Tom, Ruta::count)
}

/// The share that goes with it.
fn andel(cell: Option<Cell>) -> Ruta {
    cell.map_or(Ruta::Tom, Ruta::share)
}

fn ungrouped(rader: Vec<Rad>) -> Vec<Grupp> {
    vec![Grupp { rubrik: None, rader }]
}

/// Money in kronor, and participants beside those planned.
pub(super) fn insatser(report: &Arsredovisning) -> Del {
    let mut rader: Vec<Rad> = report.insatser.iter().map(insats).collect();
    if !rader.is_empty() {
        let summa = &report.insatssumma;
        let rutor = vec![
            Ruta::text("Summa"),
            Ruta::Tom,
            Ruta::Tom,
            Ruta::Belopp(summa.budget),
            Ruta::Belopp(summa.utfall),
            Ruta::Tom,
            Ruta::Tom,
            Ruta::Antal(summa.planerat_antal),
            Ruta::Tom,
            Ruta::Tom,
        ];
        rader.push(Rad::new(Radslag::Summa, rutor));
    }
    Del {
        namn: "Insatser",
        rubrik: format!("Insatser {}, belopp i kronor", report.ar),
        kolumner: vec![
            Kolumn::text("Insats"),
            Kolumn::text("Inriktning"),
            Kolumn::text("Status"),
            Kolumn::tal("Budget"),
            Kolumn::tal("Utfall"),
            Kolumn::tal("ESF, budget"),
            Kolumn::tal("ESF, utfall"),
            Kolumn::tal("Planerat antal"),
            Kolumn::tal("Deltagare"),
            Kolumn::tal("Av planerat"),
        ],
        grupper: ungrouped(rader),
        tomt: INGA,
        bred: true,
    }
}

fn insats(one: &Insatsredovisning) -> Rad {
    let rutor = vec![
        Ruta::text(&one.namn),
        Ruta::text(one.inriktning.text().sv),
        Ruta::text(one.status.text().sv),
        Ruta::of(one.budget, Ruta::Belopp),
        Ruta::of(one.utfall, Ruta::Belopp),
        Ruta::of(one.esf_budget, Ruta::Belopp),
        Ruta::of(one.esf_utfall, Ruta::Belopp),
        Ruta::of(one.planerat_antal, |planned| Ruta::Antal(planned.into())),
        antal(one.deltagare),
        andel(one.deltagare),
    ];
    Rad::new(Radslag::Post, rutor)
}

/// Those who closed in the year, by result.
pub(super) fn resultat(report: &Arsredovisning) -> Del {
    let row = |one: &Insatsredovisning| {
        let avslut = one.avslut?;
        let rutor = vec![
            Ruta::text(&one.namn),
            antal(Some(avslut.underlag)),
            antal(Some(avslut.arbete_studier_jobready)),
            andel(Some(avslut.arbete_studier_jobready)),
            antal(Some(avslut.fortsatt_rehab)),
            andel(Some(avslut.fortsatt_rehab)),
            antal(Some(avslut.ovrigt)),
            andel(Some(avslut.ovrigt)),
        ];
        Some(Rad::new(Radslag::Post, rutor))
    };
    Del {
        namn: "Resultat",
        rubrik: format!("Avslutade deltagare {} efter resultat", report.ar),
        kolumner: vec![
            Kolumn::text("Insats"),
            Kolumn::tal("Avslutade"),
            Kolumn::tal("Arbete, studier, jobready"),
            Kolumn::tal("Andel"),
            Kolumn::tal("Fortsatt rehabilitering"),
            Kolumn::tal("Andel"),
            Kolumn::tal("Övrigt"),
            Kolumn::tal("Andel"),
        ],
        grupper: ungrouped(report.insatser.iter().filter_map(row).collect()),
        tomt: if report.resultatkalla.is_some() {
            "Inga avslut är kända för året."
        } else {
            "Din roll läser inte statistik."
        },
        bred: false,
    }
}

/// Goals beside what was reached.
pub(super) fn mal(report: &Arsredovisning) -> Del {
    let row = |one: &Insatsredovisning, goal: &Malutfall| {
        let judged = goal.bedomning.map_or("Din roll läser inte statistik.", |bedomning| bedomning.text().sv);
        let rutor = vec![
            Ruta::text(&one.namn),
            Ruta::text(words(&goal.mal)),
            Ruta::Procent(goal.mal.andel.into()),
            Ruta::of(goal.utfall, Ruta::Procent),
            Ruta::text(judged),
        ];
        Rad::new(Radslag::Post, rutor)
    };
    let rows = report.insatser.iter().flat_map(|one| one.mal.iter().map(move |goal| row(one, goal)));
    Del {
        namn: "Mål",
        rubrik: format!("Insatsernas mål {}", report.ar),
        kolumner: vec![
            Kolumn::text("Insats"),
            Kolumn::text("Mått"),
            Kolumn::tal("Mål"),
            Kolumn::tal("Utfall"),
            Kolumn::text("Bedömning"),
        ],
        grupper: ungrouped(rows.collect()),
        tomt: "Inga mål är registrerade för årets insatser.",
        bred: false,
    }
}

/// What a goal measures: within which time, for whom.
fn words(mal: &Mal) -> String {
    let mut words = mal.matt.text().sv.to_owned();
    if let Some(months) = mal.inom_manader {
        words.push_str(&format!(", inom {months} mån"));
    }
    if let Some(grupp) = mal.grupp {
        words.push_str(&format!(", {}", grupp.text().sv.to_lowercase()));
    }
    words
}
