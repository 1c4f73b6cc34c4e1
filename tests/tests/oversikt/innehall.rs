//! What stands in a page: its language, its choices, its table and chart, and nothing that a browser would run or fetch.

use finsam_core::statistik::Rapportnamn;
use finsam_tests::varld::{forbund, insats};
use finsam_tests::{Databas, Plats, Server, Varld, Vem};

use crate::{Sida, Webblasare, people};

async fn varld() -> (Varld, Webblasare) {
    let varld = Varld::new(Server::start(Plats::new(Databas::Sqlite)).await).await;
    people(&varld).await;
    let browser = Webblasare::logged_in(&varld.server.address(), varld.key(Vem::Nationell)).await;
    (varld, browser)
}

/// That a page is in a language, and neither runs nor fetches anything.
fn is_sound(sida: &Sida, language: &str) {
    let text = sida.text();
    assert!(text.starts_with(&format!("<!DOCTYPE html><html lang=\"{language}\">")), "{text}");
    assert_eq!(sida.header("content-language"), language);
    assert_eq!(
        sida.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    for forbidden in ["<script", "style=\"", " onload", "javascript:", "src=\"http", "<style", "<iframe"] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    assert_eq!(text.matches("<h1>").count(), 1);
    assert_eq!(text.matches("<main").count(), 1);
    let ids: Vec<&str> = text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice: {ids:?}");
    for label in text.split("<label for=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&label), "a label of nothing: {label}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_in_the_language_that_is_asked_for() {
    let (varld, browser) = varld().await;
    let pages = [
        "/".to_owned(),
        "/oversikt/forbund".to_owned(),
        format!("/oversikt/forbund/{}", varld.forbund.id),
        format!("/oversikt/insatser/{}", varld.insats.id),
        "/oversikt/tillganglighet".to_owned(),
        "/oversikt/inloggning".to_owned(),
        "/oversikt/forbund/x".to_owned(),
    ];
    for path in &pages {
        is_sound(&browser.get(path).await, "sv");
        is_sound(&browser.get_in(path, "en-GB,en;q=0.9").await, "en");
        let chosen = browser.get_in(&format!("{path}?sprak=en"), "sv").await;
        is_sound(&chosen, "en");
        assert!(chosen.text().contains("href=\"/?sprak=en\""), "{path}: the choice goes along");
        assert!(chosen.text().contains("?sprak=sv\" lang=\"sv\""), "{path}: the way back");
        let back = browser.get_in(&format!("{path}?sprak=sv"), "en").await;
        is_sound(&back, "sv");
    }
    let english = browser.get("/?sprak=en").await;
    let words = |text: &str| text.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
    let known = "kön förbund Förbund samordningsförbund Samordningsförbund Samordningsförbundet På Timrå Härnösand";
    let places = finsam_core::geografi::KOMMUNER.iter().flat_map(|kommun| words(kommun.namn));
    let known: Vec<String> = words(known).into_iter().chain(places).collect();
    let is_swedish = |word: &String| word.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']) && !known.contains(word);
    let swedish: Vec<String> = words(english.text()).into_iter().filter(is_swedish).collect();
    assert!(swedish.is_empty(), "{swedish:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_shows_what_is_chosen() {
    let (varld, browser) = varld().await;
    for namn in Rapportnamn::ALL {
        for place in [
            "/".to_owned(),
            format!("/oversikt/forbund/{}", varld.forbund.id),
            format!("/oversikt/insatser/{}", varld.insats.id),
        ] {
            let sida =
                browser.get(&format!("{place}?rapport={namn}&fran=2014&till=2015&indelning=kon&jamfor=landet")).await;
            assert_eq!(sida.status, 200, "{place} {namn}");
            is_sound(&sida, "sv");
            assert!(sida.text().contains(&format!("<h2 id=\"rapporten\">{}</h2>", namn.text().sv)), "{place} {namn}");
        }
    }
    let own = format!("/oversikt/insatser/{}?fran=2014&till=2014&rapport=sysselsattning-fore-efter", varld.insats.id);
    let alone = browser.get(&own).await;
    assert!(!alone.text().contains("Hela landet: "));
    for (jamfor, whose) in [("landet", "Hela landet"), ("forbundet", "Hela förbundet")] {
        let sida = browser.get(&format!("{own}&jamfor={jamfor}")).await;
        assert!(sida.text().contains(&format!("{whose}: Efter insatsen, andel")), "{}", sida.text());
        assert_eq!(sida.text().matches("<figure>").count(), 2);
        assert_eq!(
            sida.text().matches("Andelarna står i tabellen.").count(),
            1,
            "the table has no numbers of the other"
        );
    }
    let chart = format!(
        "/oversikt/rapporter/sysselsattning-fore-efter.svg?ar=2014&amp;insats={}&amp;sprak=sv",
        varld.insats.id
    );
    assert!(alone.text().contains(&chart), "{}", alone.text());
    for query in ["fran=14", "rapport=allt", "indelning=kommun", "personnummer=199003122380", "sprak=de"] {
        let sida = browser.get(&format!("/?{query}")).await;
        assert_eq!(sida.status, 400, "{query}");
        is_sound(&sida, "sv");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_is_not_repeated() {
    const NUMMER: &str = "199003122380";
    let (varld, browser) = varld().await;
    let nobody = Webblasare::new(&varld.server.address());
    for path in [
        format!("/?personnummer={NUMMER}"),
        format!("/?rapport={NUMMER}"),
        format!("/?fran=2014&till={NUMMER}"),
        format!("/{NUMMER}?x={NUMMER}"),
        format!("/oversikt/forbund?sok={NUMMER}"),
        format!("/oversikt/forbund/{NUMMER}"),
        format!("/oversikt/insatser/{}?id={NUMMER}", varld.insats.id),
        format!("/oversikt/rapporter/unga.csv?ar=2014&person={NUMMER}"),
        format!("/oversikt/rapporter/{NUMMER}.csv?ar=2014"),
        format!("/oversikt/aterrapport?halvar={NUMMER}"),
        format!("/oversikt/tillganglighet?{NUMMER}"),
        format!("/oversikt/inloggning?till=%2F%3Fpersonnummer%3D{NUMMER}"),
        format!("/oversikt/inloggning?{NUMMER}={NUMMER}"),
    ] {
        for visitor in [&browser, &nobody] {
            let sida = visitor.get(&path).await;
            let told = format!("{:?} {}", sida.headers, sida.text());
            assert!(!told.contains(NUMMER) && !told.contains("9003122380"), "{path}: {told}");
        }
    }
    let wrong = nobody.log_in("finsam_AAAA", &format!("/?id={NUMMER}")).await;
    assert!(!wrong.text().contains(NUMMER), "{}", wrong.text());
    let kept = nobody.get("/oversikt/rapporter/unga.csv?ar=2013..2014&indelning=kon&x=1").await;
    let back = "/oversikt/inloggning?till=%2Foversikt%2Frapporter%2Funga.csv%3Far%3D2013..2014%26indelning%3Dkon";
    assert_eq!(kept.header("location"), back, "what the pages know is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_say_which_year_they_are_of() {
    let (varld, browser) = varld().await;
    for place in [
        "/".to_owned(),
        format!("/oversikt/forbund/{}", varld.forbund.id),
        format!("/oversikt/insatser/{}", varld.insats.id),
    ] {
        let sida = browser.get(&format!("{place}?fran=2014&till=2014")).await;
        assert!(sida.text().contains("<h2 id=\"nyckeltal\">Nyckeltal 2014</h2><dl"), "{place}");
        let sida = browser.get(&format!("{place}?fran=2014&till=2014&sprak=en")).await;
        assert!(sida.text().contains("<h2 id=\"nyckeltal\">Key figures 2014</h2><dl"), "{place}");
    }
    let english = browser.get("/oversikt/forbund?sprak=en").await;
    assert!(english.text().contains("There are 2 förbund today."), "{}", english.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_by_two_things_heads_its_rows_with_both() {
    let (_varld, browser) = varld().await;
    let sida = browser.get("/?rapport=aldersgrupper&fran=2014&indelning=kon").await;
    let (_, table) = sida.text().split_once("<caption id=\"tabellen\"").unwrap();
    let (_, body) = table.split_once("<tbody>").unwrap();
    let row = body.split_once("</tr>").unwrap().0;
    assert_eq!((row.matches("<th scope=\"row\">").count(), row.matches("<td class=\"\"").count()), (2, 0), "{row}");
    assert!(row.contains("<td class=\"tal\">"), "{row}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_shown_as_they_are_written() {
    const NAMN: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let (varld, browser) = varld().await;
    let system = varld.client(Vem::System);
    let own = system.forbund().create(&forbund(NAMN, &["1480"]), None).await.unwrap();
    let one = system.insatser().create(&insats(own.id, NAMN, "personuppgifter"), None).await.unwrap();
    let map = "/oversikt/rapporter/registrerade-och-avslutade.svg?ar=2014&indelning=forbund";
    for path in [
        "/",
        "/oversikt/forbund",
        &format!("/oversikt/forbund/{}", own.id),
        &format!("/oversikt/insatser/{}", one.id),
        map,
    ] {
        let sida = browser.get(path).await;
        assert_eq!(sida.status, 200, "{path}");
        assert!(!sida.text().contains("<script") && !sida.text().contains("<img src=x"), "{path}: {}", sida.text());
        assert!(sida.text().contains("&lt;script&gt;"), "{path}");
    }
}

/// A page, an element a line, with what differs from run to run named.
fn readable(varld: &Varld, sida: &Sida) -> String {
    let named = [
        (varld.forbund.id.to_string(), "FORBUND"),
        (varld.annat.id.to_string(), "ANNAT"),
        (varld.insats.id.to_string(), "INSATS"),
        (varld.antalsinsats.id.to_string(), "ANTALSINSATS"),
    ];
    let text = named.iter().fold(sida.text().to_owned(), |text, (id, name)| text.replace(id, name));
    text.replace("><", ">\n<")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_as_they_are() {
    let (varld, browser) = varld().await;
    insta::assert_snapshot!("landet", readable(&varld, &browser.get("/?till=2014").await));
    let path = format!("/oversikt/insatser/{}?till=2014&jamfor=landet&sprak=en", varld.insats.id);
    insta::assert_snapshot!("insats", readable(&varld, &browser.get(&path).await));
    let path = format!("/oversikt/forbund/{}?till=2014", varld.forbund.id);
    insta::assert_snapshot!("forbund", readable(&varld, &browser.get(&path).await));
}
