//! Small numbers on the pages: hidden to everybody, and to anybody without a key with all that stands beside them.

use finsam_api::oversikt::Installning;
use finsam_client::{Importformat, Importval};
use finsam_tests::poster::{avslutad, ndjson, person, rad};
use finsam_tests::{Plats, Server, Varld, Vem, on_each_database};

use crate::Webblasare;

on_each_database!(
    nobody_without_a_key_sees_a_number_beside_a_small_one,
    a_small_number_is_hidden_wherever_a_page_shows_it,
);

const RAPPORT: &str = "registrerade-och-avslutade";

/// A world whose small numbers are hidden, of 37 people, two of whom have closed.
async fn few(plats: Plats) -> Varld {
    let server = Server::start_pages(plats, Installning { oppen: true, ..Installning::default() }).await;
    let varld = Varld::new(server).await;
    let rader: Vec<_> = (1..=37).map(|n| rad(n, &if n % 15 == 0 { avslutad(n) } else { person(n) })).collect();
    let part = varld.client(Vem::Part);
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    varld
}

/// What a reader sees of a piece of markup: its words and numbers.
fn words(markup: &str) -> Vec<&str> {
    let texts = markup.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect()
}

/// The piece of a page between two markers.
fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    assert!(page.contains(start), "{start} is not in {page}");
    let (_, after) = page.split_once(start).unwrap();
    after.split_once(end).unwrap().0
}

async fn nobody_without_a_key_sees_a_number_beside_a_small_one(plats: Plats) {
    let varld = few(plats).await;
    let address = varld.server.address();
    let nobody = Webblasare::new(&address);
    let keyed = Webblasare::logged_in(&address, varld.key(Vem::Nationell)).await;
    let page = format!("/?rapport={RAPPORT}&fran=2014");
    let chart = format!("/oversikt/rapporter/{RAPPORT}.svg?ar=2014");
    let map = format!("{chart}&indelning=forbund");
    for (path, hides) in [(&page, true), (&chart, true), (&map, true), (&"/?rapport=aldersgrupper".to_owned(), false)] {
        let (theirs, seen) = (nobody.get(path).await, keyed.get(path).await);
        assert_eq!((theirs.status, seen.status), (200, 200), "{path}");
        let main = |text: &str| text.split_once("<main").map_or(text, |(_, main)| main).to_owned();
        let (theirs, seen) = (main(theirs.text()), main(seen.text()));
        assert_eq!(words(&theirs).contains(&"37"), !hides, "{path}: {theirs}");
        assert!(words(&theirs).contains(&"skyddad") && words(&seen).contains(&"37"), "{path}: {seen}");
        assert!(theirs.contains("Visas inte: små tal."), "{path}: {theirs}");
        assert!(!seen.contains("Visas inte"), "{path}: {seen}");
    }
    let shown = nobody.get(&page).await;
    let table = between(shown.text(), "<caption id=\"tabellen\"", "</table>");
    assert_eq!(
        table.matches("<td class=\"tal").count(),
        table.matches("<td class=\"tal skyddad\">").count(),
        "{table}"
    );

    let query = format!("/rapporter/{RAPPORT}?ar=2014");
    let api = varld.raw(Vem::Nationell).get(&query).await.json();
    let file = |browser: Webblasare, ending| async move {
        browser.get(&format!("/oversikt/rapporter/{RAPPORT}.{ending}?ar=2014")).await
    };
    let json: serde_json::Value = serde_json::from_slice(&file(keyed, "json").await.bytes).unwrap();
    assert_eq!(json, api, "with a key it is what the API gives");
    assert!(api["rader"][0]["deltagare"]["antal"] == 37 && api["rader"][2]["deltagare"]["skyddad"] == true, "{api}");
    let json: serde_json::Value = serde_json::from_slice(&file(nobody, "json").await.bytes).unwrap();
    for rad in json["rader"].as_array().unwrap() {
        assert!(rad["underlag"].is_null() && rad["deltagare"]["antal"].is_null(), "{rad}");
        assert_eq!(rad["deltagare"]["skyddad"], true, "{rad}");
    }
    let csv = file(Webblasare::new(&address), "csv").await;
    assert_eq!(csv.text().matches("skyddad").count(), 9, "{}", csv.text());
    assert!(!csv.text().contains("37"), "{}", csv.text());
}

async fn a_small_number_is_hidden_wherever_a_page_shows_it(plats: Plats) {
    let varld = few(plats).await;
    let browser = Webblasare::logged_in(&varld.server.address(), varld.key(Vem::Nationell)).await;
    for place in [
        "/".to_owned(),
        format!("/oversikt/forbund/{}", varld.forbund.id),
        format!("/oversikt/insatser/{}", varld.insats.id),
    ] {
        let page = browser.get(&format!("{place}?rapport={RAPPORT}&fran=2014")).await;
        let figures = between(page.text(), "<dl class=\"nyckeltal\">", "</dl>");
        assert!(figures.contains("<dt>Avslutade</dt><dd class=\"varde\">skyddad</dd>"), "{place}: {figures}");
        let table = between(page.text(), "<caption id=\"tabellen\"", "</table>");
        assert!(table.contains("<td class=\"tal\">37</td>"), "{place}: {table}");
        assert!(table.contains("<td class=\"tal skyddad\">skyddad</td>"), "{place}: {table}");
        assert!(!table.contains("<td class=\"tal\">2</td>") && !table.contains(">5 %<"), "{place}: {table}");
        let address = between(page.text(), "<a class=\"bild\" href=\"", "\"").replace("&amp;", "&");
        let chart = browser.get(&address).await;
        let seen = words(chart.text());
        assert!(seen.contains(&"37") && seen.contains(&"skyddad"), "{place}: {}", chart.text());
        let told = between(chart.text(), "<desc", "</desc>");
        assert!(told.contains("37") && told.contains("skyddad") && !told.contains(" 2."), "{place}: {told}");
    }
    let insats = browser.get(&format!("/oversikt/insatser/{}", varld.insats.id)).await;
    let work = between(insats.text(), "id=\"att-gora\"", "</section>");
    assert!(work.contains("<td class=\"tal skyddad\">skyddad</td>"), "{work}");
    assert!(!work.contains("<td class=\"tal\">2</td>"), "{work}");
}
