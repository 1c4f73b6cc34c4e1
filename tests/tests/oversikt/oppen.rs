//! What anybody may see, where the pages are open.

use std::sync::Arc;
use std::time::Duration;

use finsam_api::oversikt::{Installning, Kontakt};
use finsam_core::statistik::Rapportnamn;
use finsam_tests::{Plats, Server, Varld, Vem, on_each_database};
use tokio::time::timeout;

use crate::{Webblasare, people};

on_each_database!(the_country_is_open_and_places_are_not);
async fn the_country_is_open_and_places_are_not(plats: Plats) {
    let server = Server::start_pages(plats, Installning { oppen: true, ..Installning::default() }).await;
    let varld = Varld::new(server).await;
    people(&varld).await;
    let nobody = Webblasare::new(&varld.server.address());
    let (forbund, insats) = (varld.forbund.id, varld.insats.id);
    let start = nobody.get("/").await;
    for namn in Rapportnamn::ALL {
        let of_places =
            matches!(namn, Rapportnamn::AvslutPerInsats | Rapportnamn::Maluppfyllelse | Rapportnamn::BudgetOchUtfall);
        let status = if of_places { 303 } else { 200 };
        assert_eq!(nobody.get(&format!("/?rapport={namn}&fran=2014")).await.status, status, "{namn}");
        assert_eq!(nobody.get(&format!("/oversikt/rapporter/{namn}.svg?ar=2014")).await.status, status, "{namn}");
        let offered = start.text().contains(&format!("<option value=\"{namn}\""));
        assert_eq!(offered, !of_places, "{namn}: what is not open is not offered");
    }
    assert!(!start.text().contains("name=\"indelning\""), "no division is offered");
    for namn in ["registrerade-och-avslutade", "arbete-och-studier-efter"] {
        let map = nobody.get(&format!("/oversikt/rapporter/{namn}.svg?ar=2014&indelning=forbund")).await;
        assert_eq!(map.status, 200, "{namn}: the map");
    }
    for path in [
        "/oversikt/forbund".to_owned(),
        format!("/oversikt/forbund/{forbund}"),
        format!("/oversikt/insatser/{insats}"),
        format!("/oversikt/rapporter/unga.csv?ar=2014&forbund={forbund}"),
        format!("/oversikt/rapporter/unga.csv?ar=2014&insats={insats}"),
        "/oversikt/rapporter/unga.csv?ar=2014&lan=22".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&kommun=2280".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&malgrupp=unga_vuxna".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&indelning=insats".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&indelning=kommun".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&indelning=lan".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&indelning=forbund".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&indelning=kon".to_owned(),
        "/oversikt/rapporter/registrerade-och-avslutade.csv?ar=2014&indelning=forbund,kon".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&enhet=individ".to_owned(),
        "/oversikt/rapporter/unga.csv?ar=2014&period=manad".to_owned(),
        "/oversikt/rapporter/avslut-per-insats.csv?ar=2014".to_owned(),
        "/oversikt/rapporter/budget-och-utfall.csv?ar=2014&indelning=forbund".to_owned(),
        "/oversikt/rapporter/allt.csv?ar=2014".to_owned(),
        "/?rapport=avslut-per-insats".to_owned(),
        "/?indelning=kon".to_owned(),
        "/oversikt/aterrapport".to_owned(),
        "/oversikt/aterrapport.xlsx?ar=2014".to_owned(),
    ] {
        let sida = nobody.get(&path).await;
        assert_eq!(sida.status, 303, "{path}");
        assert!(sida.header("location").starts_with("/oversikt/inloggning?"), "{path}");
    }
    for path in ["/oversikt/finns-inte", "/oversikt/forbund/x/y"] {
        let none = nobody.get(path).await;
        assert_eq!((none.status, none.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        assert!(none.text().contains("Till startsidan"), "{path}");
    }
    // Who has no key waits for others who have none; who has one does not.
    let turn = Arc::clone(&varld.server.app.oppen_tur).acquire_owned().await.unwrap();
    let waits = timeout(Duration::from_millis(300), nobody.get("/")).await;
    assert!(waits.is_err());
    assert_eq!(nobody.get("/oversikt/inloggning").await.status, 200);
    let nation = Webblasare::logged_in(&varld.server.address(), varld.key(Vem::Nationell)).await;
    assert_eq!(nation.get("/").await.status, 200);
    drop(turn);
    assert_eq!(nobody.get("/").await.status, 200);
    assert_eq!(nation.get(&format!("/oversikt/forbund/{forbund}")).await.status, 200);
    assert_eq!(varld.server.raw(None).get("/rapporter/unga?ar=2014").await.status, 401, "the API is not open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_statement_names_whom_to_turn_to() {
    let kontakt = Kontakt {
        ansvarig: Some("Förbundet <b>".to_owned()),
        epost: Some("hej@example.org".to_owned()),
        telefon: Some("010-123 45 67".to_owned()),
    };
    let installning = Installning { kontakt, ..Installning::default() };
    let server = Server::start_pages(Plats::new(finsam_tests::Databas::Sqlite), installning).await;
    let nobody = Webblasare::new(&server.address());
    for language in ["sv", "en"] {
        let sida = nobody.get(&format!("/oversikt/tillganglighet?sprak={language}")).await;
        let text = sida.text();
        assert!(text.contains("Förbundet &lt;b&gt;") && text.contains("mailto:hej@example.org"), "{text}");
        assert!(text.contains("010-123 45 67") && text.contains("digg.se/tdosanmalan"), "{text}");
    }
}
