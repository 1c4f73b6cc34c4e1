//! The annual report of a förbund whose every word is markup.

use chrono::NaiveDate;
use finsam_core::arsredovisning::{Arsredovisning, Insatsresultat, Underlag, draw_up};
use finsam_core::ekonomi::{Budget, Budgetuppgift};
use finsam_core::forbund::Forbund;
use finsam_core::insats::Insats;
use finsam_core::regelkontroll;
use finsam_core::statistik::{Kolumner, Skyddsmetod, Skyddsplaner};
use serde_json::{Value, json};

use super::to_document;
use crate::dokument::{Del, Dokument, Ruta, to_html, to_xlsx};

const BUDGET: &str = include_str!("../../../finsam-core/src/ekonomi/tests/harnosand-timra-2016.json");
const ID: &str = "0190a5c0-7c00-7000-8000-000000000001";

fn forbund(namn: &str) -> Forbund {
    let parter = ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"];
    let medlemmar: Vec<Value> = parter.iter().map(|part| json!({"part": part})).collect();
    let omrade = json!([{"kommunkod": "2280"}, {"kommunkod": "2262"}]);
    let value = json!({"id": ID, "version": 1, "namn": namn, "sate": "2280", "medlemmar": medlemmar, "omrade": omrade});
    serde_json::from_value(value).unwrap()
}

fn insats(namn: &str) -> Insats {
    let value = json!({"id": ID, "version": 1, "forbundId": ID, "namn": namn, "inriktning": "individ",
        "typ": "forberedande", "uppfoljningsmetod": "personuppgifter", "startdatum": "2016-01-01",
        "status": "pagaende", "budget": [{"ar": 2016, "belopp": "1650000.50", "planeratAntal": 40}],
        "mal": [{"matt": "arbete_eller_studier", "andel": 30, "inomManader": 3, "grupp": "unga_vuxna"}]});
    serde_json::from_value(value).unwrap()
}

/// The real budget under these words, and an insats under them.
fn report(words: &str) -> Arsredovisning {
    let mut uppgift: Budgetuppgift = serde_json::from_str(BUDGET).unwrap();
    uppgift.rakning.kostnader[0].benamning = Some(words.to_owned());
    uppgift.rakning.bidrag[0].belopp = "1820".parse().unwrap();
    let (forbund, insatser) = (forbund(words), [insats(words)]);
    let set = NaiveDate::from_ymd_opt(2015, 11, 27);
    let budgetar = [Budget::new(forbund.id, 2016, 1, set, set, uppgift)];
    let register = regelkontroll::Underlag {
        forbund: &forbund.uppgift,
        others: &[],
        styrelse: None,
        revision: None,
        budgetar: &budgetar,
        utfall: &[],
        insatser: &insatser,
    };
    let resultat =
        Insatsresultat::count(&Kolumner::new(), &insatser, 2016, (Skyddsmetod::Sekundar, 5), &Skyddsplaner::new());
    let underlag = Underlag { forbund: &forbund, register, resultat: Some(&resultat) };
    draw_up(&underlag, 2016, NaiveDate::from_ymd_opt(2017, 2, 1).unwrap()).unwrap()
}

fn part<'d>(document: &'d Dokument, namn: &str) -> &'d Del {
    document.delar.iter().find(|del| del.namn == namn).unwrap()
}

/// The cells of the row that begins with these words.
fn row<'d>(del: &'d Del, first: &str) -> &'d [Ruta] {
    let mut rows = del.grupper.iter().flat_map(|grupp| &grupp.rader);
    let found = rows.find(|rad| rad.rutor[0] == Ruta::text(first));
    &found.unwrap_or_else(|| panic!("{first} is in {}", del.namn)).rutor
}

fn belopp(text: &str) -> Ruta {
    Ruta::Belopp(text.parse().unwrap())
}

#[test]
fn figures_stand_where_a_reader_looks_for_them() {
    let document = to_document(&report("Härnösand-Timrå"));
    let namn: Vec<_> = document.delar.iter().map(|del| del.namn).collect();
    let expected = ["Resultaträkning", "Balansräkning", "Bidrag", "Insatser", "Resultat", "Mål", "Granskning"];
    assert_eq!(namn, expected);
    let statement = part(&document, "Resultaträkning");
    assert_eq!(statement.rubrik, "Resultaträkning 2016, tkr");
    assert_eq!(statement.kolumner.len(), 2, "a column without figures does not stand there");
    assert_eq!(row(statement, "Summa intäkter")[1], belopp("3632"));
    assert_eq!(row(statement, "Projekt, beviljade")[1], belopp("1650"));
    assert_eq!(row(part(&document, "Balansräkning"), "Summa tillgångar")[1..], [belopp("1484"), belopp("1225")]);
    let state = row(part(&document, "Bidrag"), "Staten (Försäkringskassan, även för Arbetsförmedlingen)");
    assert_eq!(state[1..5], [belopp("1820"), Ruta::text("hälften"), belopp("1816"), belopp("4")]);
    assert_eq!(state[6..], [Ruta::text("Nej"), Ruta::text("5 §")]);
    let goal = row(part(&document, "Mål"), "Härnösand-Timrå");
    assert_eq!(goal[1], Ruta::text("I arbete eller studier, inom 3 mån, unga vuxna"));
    let found = row(part(&document, "Granskning"), "LAG-5-1");
    assert_eq!(found[2], Ruta::text("5 § lagen (2003:1210), lydelse enligt SFS 2010:350"));
    assert_eq!(document.daterat, NaiveDate::from_ymd_opt(2016, 12, 31).unwrap());
}

#[test]
fn every_row_has_a_cell_for_each_column_and_every_part_can_be_a_sheet() {
    let document = to_document(&report("Härnösand-Timrå"));
    for del in &document.delar {
        for rad in del.grupper.iter().flat_map(|grupp| &grupp.rader) {
            assert_eq!(rad.rutor.len(), del.kolumner.len(), "{}: {:?}", del.namn, rad.rutor[0]);
        }
    }
    assert!(to_xlsx(&document).is_ok());
}

#[test]
fn a_name_that_is_markup_is_a_name() {
    let words = "<b>&\"";
    let page = to_html(&to_document(&report(words)));
    assert!(!page.contains("<b>") && !page.contains(words));
    let told = page.matches("&lt;b&gt;&amp;&quot;").count();
    assert_eq!(told, 5, "title, heading, cost, insats and goal");
}
