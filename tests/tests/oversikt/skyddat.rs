//! Small numbers on the pages: hidden to everybody alike, with a key or without.

use finsam_api::oversikt::Installning;
use finsam_client::{Importformat, Importval};
use finsam_tests::poster::{avslutad, ndjson, person, rad};
use finsam_tests::{Plats, Server, Varld, Vem, on_each_database};

use crate::Webblasare;

on_each_database!(
    nobody_without_a_key_sees_more_of_the_country_than_the_api_gives,
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

async fn nobody_without_a_key_sees_more_of_the_country_than_the_api_gives(plats: Plats) {
    let varld = few(plats).await;
    let address = varld.server.address();
    let nobody = Webblasare::new(&address);
    let keyed = Webblasare::logged_in(&address, varld.key(Vem::Nationell)).await;
    let table = |text: &str| between(text, "<caption id=\"tabellen\"", "</table>").to_owned();
    for rapport in [RAPPORT, "aldersgrupper"] {
        let page = format!("/?rapport={rapport}&fran=2014");
        let (theirs, seen) = (nobody.get(&page).await, keyed.get(&page).await);
        assert_eq!((theirs.status, seen.status), (200, 200), "{page}");
        let (theirs, seen) = (table(theirs.text()), table(seen.text()));
        assert_eq!(theirs, seen, "{page}");
        assert!(words(&theirs).contains(&"37"), "{page}: {theirs}");
        assert_eq!(words(&theirs).contains(&"skyddad"), rapport == RAPPORT, "{page}: {theirs}");
    }
    for file in ["svg?ar=2014", "svg?ar=2014&indelning=forbund", "csv?ar=2014", "json?ar=2014"] {
        let path = format!("/oversikt/rapporter/{RAPPORT}.{file}");
        let (theirs, seen) = (nobody.get(&path).await, keyed.get(&path).await);
        assert_eq!((theirs.status, &theirs.bytes), (200, &seen.bytes), "{path}");
    }
    let api = varld.raw(Vem::Nationell).get(&format!("/rapporter/{RAPPORT}?ar=2014")).await.json();
    let path = format!("/oversikt/rapporter/{RAPPORT}.json?ar=2014");
    let json: serde_json::Value = serde_json::from_slice(&nobody.get(&path).await.bytes).unwrap();
    assert_eq!(json, api, "what the API gives");
    assert!(api["rader"][0]["deltagare"]["antal"] == 37 && api["rader"][2]["deltagare"]["skyddad"] == true, "{api}");
    assert_eq!(api["skydd"]["metod"], "sekundar");
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
