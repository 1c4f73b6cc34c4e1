//! A year is frozen: what it says stays the same to the byte, whatever becomes of the register.

use std::time::Duration;

use finsam_client::{Client, Importformat, Importval, Villkor};
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::{Faststallelse, Faststallelsestatus, Faststallelseuppgift, Felkod, Personatgard};
use finsam_core::statistik::{Rapportnamn, Skyddsmetod, Urval};
use finsam_store::rum::Nyfaststallelse;
use finsam_tests::poster::{avslutad, ndjson, nyckel, person, rad, uppgift};
use finsam_tests::{Plats, Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    a_frozen_year_says_the_same_for_ever,
    later_utgavor_stand_beside_the_earlier_and_differ,
    small_differences_and_numbers_are_hidden,
    what_was_under_way_goes_on_after_a_kill,
    a_state_that_cannot_be_counted_says_why,
    without_a_key_nothing_is_frozen,
);

fn ar(ar: i32) -> Faststallelseuppgift {
    Faststallelseuppgift { ar, anmarkning: None }
}

/// Waits until a state answers.
async fn answering(client: &Client, id: FaststallelseId) -> Faststallelse {
    for _ in 0..600 {
        let one = client.rapporter().frozen_state(id).await.unwrap();
        if one.status == Faststallelsestatus::Klar {
            return one;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not come to its end");
}

async fn freeze(client: &Client, year: i32) -> Faststallelse {
    let kept = client.rapporter().freeze(&ar(year), None).await.unwrap();
    answering(client, kept.id).await
}

/// Registers these participations, every third of which goes on.
async fn register(varld: &Varld, which: std::ops::RangeInclusive<u32>) {
    let rader: Vec<_> = which.map(|n| rad(n, &if n % 3 == 0 { person(n) } else { avslutad(n) })).collect();
    let part = varld.client(Vem::Part);
    let done = part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    assert_eq!(done.antal.avvisade, 0);
}

/// Everything that may be asked of a year, in every format, as its bytes.
async fn bytes(client: &Client, dataversion: Option<i64>) -> Vec<(String, Vec<u8>)> {
    let all = client.rapporter();
    let all = dataversion.map_or(all, |version| all.at(version));
    let mut found = Vec::new();
    for namn in Rapportnamn::ALL {
        for indelning in ["", "kon", "forbund", "kommun"] {
            let indelning: Vec<_> = indelning.split(',').filter_map(|one| one.parse().ok()).collect();
            let urval = Urval { indelning, ..Urval::of_years([2014]) };
            let Ok(json) = all.get(*namn, &urval).await else { continue };
            let name = format!("{namn} {:?}", urval.indelning);
            found.push((format!("{name} json"), serde_json::to_vec(&json).unwrap()));
            found.push((format!("{name} csv"), all.csv(*namn, &urval).await.unwrap().into_bytes()));
            found.push((format!("{name} xlsx"), all.xlsx(*namn, &urval).await.unwrap().to_vec()));
            found.push((format!("{name} svg"), all.svg(*namn, &urval).await.unwrap().into_bytes()));
        }
    }
    assert!(found.len() > 100);
    found
}

fn differing(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) -> Vec<String> {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).filter(|(one, other)| one != other).map(|(one, _)| one.0.clone()).collect()
}

async fn a_frozen_year_says_the_same_for_ever(server: Server) {
    let varld = Varld::new(server).await;
    register(&varld, 1..=20).await;
    let nation = varld.client(Vem::Nationell);
    let before = bytes(&nation, None).await;
    let state = freeze(&nation, 2014).await;
    assert_eq!((state.ar, state.utgava, state.troskel, state.regelversion.as_str()), (2014, 1, 0, "2"));
    assert_eq!(state.digest.as_deref().unwrap().len(), 64);
    let version = Some(state.dataversion);
    assert_eq!(differing(&bytes(&nation, version).await, &before), [""; 0], "as the register was");

    register(&varld, 21..=40).await;
    varld.client(Vem::Part).deltaganden().delete(&nyckel(1), 1).await.unwrap();
    let withdrawn = Personatgard { personer: vec![numbered(2)], ..Personatgard::default() };
    varld.client(Vem::Part).personer().withdraw_consent(&withdrawn).await.unwrap();
    let mut renamed = varld.insats.uppgift.clone();
    renamed.namn = "Ett annat namn".to_owned();
    let forbund = varld.client(Vem::Forbund);
    forbund.insatser().put(varld.insats.id, Villkor::Version(varld.insats.version), &renamed).await.unwrap();
    let now = bytes(&nation, None).await;
    assert!(differing(&now, &before).len() > 20);
    assert_eq!(differing(&bytes(&nation, version).await, &before), [""; 0], "whatever has changed");

    let varld = varld.kill_and_restart().await;
    let nation = varld.client(Vem::Nationell);
    assert_eq!(differing(&bytes(&nation, version).await, &before), [""; 0], "after a restart");
    assert_eq!(nation.rapporter().frozen().await.unwrap(), std::slice::from_ref(&state));

    // The state of now may be named too, and no other.
    let live = nation.rapporter().get(Rapportnamn::Aldersgrupper, &Urval::of_years([2013, 2014])).await.unwrap();
    let named = nation.rapporter().at(live.dataversion).get(live.rapport, &live.urval).await.unwrap();
    assert_eq!(named, live);
    let fel = nation.rapporter().at(live.dataversion + 1).get(live.rapport, &live.urval).await.unwrap_err();
    assert_eq!((fel.status(), fel.kod()), (Some(404), Some(Felkod::OkandDataversion)));
    let raw = varld.raw(Vem::Nationell);
    let other = raw.get(&format!("/rapporter/aldersgrupper?ar=2013,2014&dataversion={}", state.dataversion)).await;
    assert_eq!((other.status, other.json()["avvikelser"][0]["kod"].as_str()), (422, Some("STA-04")));
    assert_eq!(other.json()["avvikelser"][0]["forvantat"], "2014");
    assert_eq!(raw.get("/rapporter/aldersgrupper?ar=2014&dataversion=nu").await.status, 400);
}

/// The person of a participation.
fn numbered(n: u32) -> finsam_core::deltagande::Personuppgift {
    let record = uppgift(&avslutad(n));
    finsam_core::deltagande::Personuppgift { personnummer: record.personnummer, reservnummer: record.reservnummer }
}

async fn later_utgavor_stand_beside_the_earlier_and_differ(server: Server) {
    let varld = Varld::new(server).await;
    register(&varld, 1..=20).await;
    let nation = varld.client(Vem::Nationell);
    let first = freeze(&nation, 2014).await;
    let fel = nation.rapporter().freeze(&ar(2014), None).await.unwrap_err();
    assert_eq!((fel.status(), fel.kod()), (Some(409), Some(Felkod::Konflikt)), "nothing has changed");
    let of_2013 = freeze(&varld.client(Vem::System), 2013).await;
    assert_eq!((of_2013.utgava, of_2013.dataversion), (1, first.dataversion), "another year of the same state");
    register(&varld, 21..=33).await;
    let said = Faststallelseuppgift { ar: 2014, anmarkning: Some("sen registrering".to_owned()) };
    let second = nation.rapporter().freeze(&said, None).await.unwrap();
    let second = answering(&nation, second.id).await;
    assert_eq!((second.utgava, second.anmarkning.as_deref()), (2, Some("sen registrering")));
    let all = nation.rapporter().frozen().await.unwrap();
    assert_eq!(all, [of_2013, first.clone(), second.clone()], "by year and utgåva");

    let (namn, urval) = (Rapportnamn::RegistreradeOchAvslutade, Urval::of_years([2014]));
    let count = async |state: &Faststallelse| {
        let rapport = nation.rapporter().at(state.dataversion).get(namn, &urval).await.unwrap();
        rapport.rader[0].underlag
    };
    assert_eq!((count(&first).await, count(&second).await), (Some(20), Some(33)), "the earlier is still asked");
    let (from, till) = (first.dataversion, second.dataversion);
    let between = nation.rapporter().differences(namn, &urval, from, Some(till)).await.unwrap();
    assert_eq!((between.fran, between.till, between.rader.len()), (from, till, 3));
    let told = |n: usize| (between.rader[n].kategori.as_str(), between.rader[n].skillnader[1].antal);
    assert_eq!([told(0), told(2)], [("registrerade", Some(13)), ("avslutade", Some(8))]);
    let until_now = nation.rapporter().differences(namn, &urval, from, None).await.unwrap();
    assert_eq!(until_now, between, "nothing has changed since");
    let none = nation.rapporter().differences(namn, &urval, till, None).await.unwrap();
    assert_eq!(none.rader, []);
    let fel = nation.rapporter().differences(namn, &urval, 99_999, None).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::OkandDataversion));
    let raw = varld.raw(Vem::Nationell);
    for query in ["ar=2014", "ar=2014&fran=x", "ar=2014&fran=1&fran=2", "ar=2014&fran=1&till=", "fran=1"] {
        let svar = raw.get(&format!("/rapporter/aldersgrupper/skillnader?{query}")).await;
        assert_eq!(svar.status, 400, "{query}: {}", svar.text);
    }
    assert_eq!(raw.get(&format!("/rapporter/inget/skillnader?ar=2014&fran={from}")).await.status, 404);
}

async fn small_differences_and_numbers_are_hidden(plats: Plats) {
    let pages = finsam_api::oversikt::Installning { oppen: true, ..finsam_api::oversikt::Installning::default() };
    let varld = Varld::new(Server::start_pages(plats, pages).await).await;
    register(&varld, 1..=20).await;
    let nation = varld.client(Vem::Nationell);
    let first = freeze(&nation, 2014).await;
    assert_eq!(first.troskel, 5);
    register(&varld, 21..=23).await;
    let few = freeze(&nation, 2014).await;
    register(&varld, 24..=40).await;
    let (namn, urval) = (Rapportnamn::RegistreradeOchAvslutade, Urval::of_years([2014]));
    let frozen = nation.rapporter().at(first.dataversion).get(namn, &urval).await.unwrap();
    assert_eq!((frozen.skydd.metod, frozen.skydd.troskel), (Skyddsmetod::Sekundar, 5));
    assert_eq!(nation.rapporter().get(namn, &urval).await.unwrap().skydd.metod, Skyddsmetod::Sekundar);
    let states = (first.dataversion, few.dataversion);
    let between = nation.rapporter().differences(namn, &urval, states.0, Some(states.1)).await.unwrap();
    assert!(!between.rader.is_empty());
    for one in between.rader.iter().flat_map(|rad| &rad.skillnader) {
        assert_eq!((one.antal, one.skyddad), (None, true), "three more: {}", one.matt);
    }
    let many = nation.rapporter().differences(namn, &urval, states.0, None).await.unwrap();
    assert_eq!((many.rader[0].skillnader[0].antal, many.rader[0].skillnader[0].skyddad), (Some(20), false));
}

async fn what_was_under_way_goes_on_after_a_kill(server: Server) {
    let varld = Varld::new(server).await;
    register(&varld, 1..=9).await;
    // As if the server had been killed between keeping the state and working out what is hidden.
    let (app, aktor) = (&varld.server.app, varld.server.aktor());
    let id = FaststallelseId(app.new_id());
    let bestallning = finsam_api::statistik::Bestallning { id, uppgift: ar(2014), troskel: 5 };
    let ny = app.statistik.freeze(bestallning, &aktor).await.unwrap();
    let mut unit = app.store.begin(aktor).await.unwrap();
    assert!(unit.faststallelser().insert(ny).await.unwrap());
    unit.commit().await.unwrap();
    let nation = varld.client(Vem::Nationell);
    let state = nation.rapporter().frozen_state(id).await.unwrap();
    assert_eq!((state.status, state.digest), (Faststallelsestatus::Pagar, None));
    let (namn, urval) = (Rapportnamn::Aldersgrupper, Urval::of_years([2014]));
    let fel = nation.rapporter().at(state.dataversion).get(namn, &urval).await.unwrap_err();
    assert_eq!((fel.status(), fel.kod()), (Some(409), Some(Felkod::FaststallelsePagar)));
    let varld = varld.kill_and_restart().await;
    let nation = varld.client(Vem::Nationell);
    answering(&nation, id).await;
    let rapport = nation.rapporter().at(state.dataversion).get(namn, &urval).await.unwrap();
    assert_eq!((rapport.dataversion, rapport.skydd.metod), (state.dataversion, Skyddsmetod::Sekundar));

    // Asked for again while it is under way it is the same.
    register(&varld, 10..=12).await;
    let once = nation.rapporter().freeze(&ar(2014), None).await.unwrap();
    let again = varld.raw(Vem::Nationell).json("POST", "/rapporter/faststallda", &[], &json!({"ar": 2014})).await;
    assert!(matches!(again.status, 202 | 409), "{}", again.text);
    assert!(again.status == 409 || again.json()["id"] == once.id.to_string());
    answering(&nation, once.id).await;
}

async fn a_state_that_cannot_be_counted_says_why(server: Server) {
    let varld = Varld::new(server).await;
    let (app, aktor) = (&varld.server.app, varld.server.aktor());
    let state = |dataversion, regelversion: &str| Nyfaststallelse {
        id: FaststallelseId(app.new_id()),
        ar: 2014,
        dataversion,
        regelversion: regelversion.to_owned(),
        troskel: 5,
        tid: aktor.tid,
        vem: "<test>".to_owned(),
        anmarkning: None,
        innehall: Vec::new(),
    };
    let mut unit = app.store.begin(aktor.clone()).await.unwrap();
    for ny in [state(7_000, "1"), state(7_001, "2")] {
        let id = ny.id;
        assert!(unit.faststallelser().insert(ny).await.unwrap());
        assert!(unit.faststallelser().finish(id, [0; 32], b"inget".to_vec()).await.unwrap());
    }
    unit.commit().await.unwrap();
    let nation = varld.client(Vem::Nationell);
    let ask = async |version| {
        let asked = nation.rapporter().at(version).get(Rapportnamn::Aldersgrupper, &Urval::of_years([2014])).await;
        let fel = asked.unwrap_err();
        (fel.status(), fel.kod())
    };
    assert_eq!(ask(7_000).await, (Some(409), Some(Felkod::AnnanRegelversion)));
    assert_eq!(ask(7_001).await, (Some(500), Some(Felkod::OlasligtTillstand)));
    let svar = varld.raw(Vem::Nationell).get("/rapporter/aldersgrupper?ar=2014&dataversion=7001").await;
    assert!(!svar.text.contains("gzip") && svar.json()["detail"].as_str().unwrap().contains("öppna"), "{}", svar.text);

    let raw = varld.raw(Vem::System);
    for (body, place) in [
        (json!({"ar": 1999}), "/ar"),
        (json!({"ar": 2014, "anmarkning": "om 19900312-2380"}), "/anmarkning"),
        (json!({"ar": 2014, "anmarkning": ""}), "/anmarkning"),
    ] {
        let svar = raw.json("POST", "/rapporter/faststallda", &[], &body).await;
        assert_eq!((svar.status, svar.json()["avvikelser"][0]["pekare"].as_str()), (422, Some(place)), "{}", svar.text);
    }
    assert_eq!(raw.get("/rapporter/faststallda/inget").await.status, 404);
    assert_eq!(raw.get(&format!("/rapporter/faststallda/{}", app.new_id())).await.status, 404);
    let forbidden = varld.raw(Vem::Forbund).json("POST", "/rapporter/faststallda", &[], &json!({"ar": 2014})).await;
    assert_eq!(forbidden.status, 403);
}

async fn without_a_key_nothing_is_frozen(plats: Plats) {
    let varld = Varld::new(Server::without_key(plats).await).await;
    let refused = varld.raw(Vem::System).json("POST", "/rapporter/faststallda", &[], &json!({"ar": 2014})).await;
    assert_eq!((refused.status, refused.json()["kod"].as_str()), (503, Some("NYCKEL_SAKNAS")));
    assert_eq!(varld.client(Vem::System).rapporter().frozen().await.unwrap(), []);
}
