//! The annual report of a förbund, from what is registered to what is printed.

use finsam_client::{Fel, Villkor};
use finsam_core::arsredovisning::{Arsredovisning, Malbedomning};
use finsam_core::atkomst::Roll;
use finsam_core::ekonomi::{Budgetuppgift, Penningenhet, Utfallsuppgift};
use finsam_core::insats::Insatsuppgift;
use finsam_core::protokoll::Felkod;
use finsam_tests::exakt::{self, BAS};
use finsam_tests::poster::{anonym, avslutad, nyckel, person, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

const BUDGET: &str = include_str!("../../../finsam-core/src/ekonomi/tests/harnosand-timra-2016.json");
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

on_each_database!(
    the_real_budget_comes_out_as_an_annual_report,
    results_follow_what_is_registered,
    the_caller_chooses_the_format,
    who_reads_budgets_reads_it_and_statistics_only_by_role,
    names_are_names_in_every_format,
    small_numbers_are_hidden
);

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn kod(fel: &Fel) -> Felkod {
    fel.kod().unwrap_or_else(|| panic!("a problem, not {fel}"))
}

async fn with_budget(varld: &Varld) {
    let uppgift: Budgetuppgift = serde_json::from_str(BUDGET).unwrap();
    let own = varld.client(Vem::Forbund);
    let rum = own.forbund();
    rum.akter(varld.forbund.id).put_budget(2016, Villkor::Inget, &uppgift).await.unwrap();
}

fn address(varld: &Varld, ar: i32) -> String {
    format!("/forbund/{}/arsredovisningar/{ar}", varld.forbund.id)
}

async fn the_real_budget_comes_out_as_an_annual_report(server: Server) {
    let varld = Varld::new(server).await;
    let own = varld.client(Vem::Forbund);
    let rum = own.forbund();
    let akter = rum.akter(varld.forbund.id);
    assert_eq!(kod(&akter.arsredovisning(2016).await.unwrap_err()), Felkod::Saknas);
    with_budget(&varld).await;
    akter.set_budget(2016, Villkor::Version(1), day("2015-11-27")).await.unwrap();
    let report = akter.arsredovisning(2016).await.unwrap();
    assert_eq!((report.enhet, report.budget_faststalld), (Penningenhet::Tkr, Some(day("2015-11-27"))));

    let sent: Value = serde_json::from_str(BUDGET).unwrap();
    let rakning = &sent["rakning"];
    let told = serde_json::to_value(&report).unwrap();
    let statement = &told["resultatrakning"];
    for (i, bidrag) in rakning["bidrag"].as_array().unwrap().iter().enumerate() {
        let told = &statement["bidrag"][i];
        assert_eq!((&told["part"], &told["budget"]), (&bidrag["part"], &bidrag["belopp"]));
    }
    for (told, sent) in [
        ("summaIntakter", "summaIntakter"),
        ("summaKostnader", "summaKostnader"),
        ("resultat", "resultat"),
        ("ianspraktagetKapital", "ianspraktagetKapital"),
    ] {
        assert_eq!(statement[told]["budget"], rakning[sent], "{told}");
    }
    let items = |value: &Value| -> Vec<(String, String)> {
        let text = |one: &Value| one.as_str().unwrap().to_owned();
        value.as_array().unwrap().iter().map(|one| (text(&one["benamning"]), text(&one["belopp"]))).collect()
    };
    let mut sent_costs = items(&rakning["kostnader"]);
    let groups = statement["kostnader"].as_array().unwrap().iter();
    let mut told_costs: Vec<(String, String)> = groups
        .flat_map(|grupp| grupp["poster"].as_array().unwrap())
        .map(|post| (post["benamning"].as_str().unwrap().to_owned(), post["budget"].as_str().unwrap().to_owned()))
        .collect();
    sent_costs.sort();
    told_costs.sort();
    assert_eq!(told_costs, sent_costs, "every cost as it was sent, in tkr");
    for (name, value) in rakning["balans"].as_object().unwrap() {
        assert_eq!(&told["balansrakning"]["budget"][name], value, "{name}");
    }
    assert_eq!(told["balansrakning"]["foregaende"]["summaTillgangar"], "1484.00");
    assert!(report.bidrag.budget.iter().all(|andel| andel.foljer));
    assert_eq!(report.avvikelser.iter().filter(|a| a.pekare.as_str().starts_with("/budgetar/")).count(), 0);

    let page = akter.arsredovisning_html(2016).await.unwrap();
    for words in ["<html lang=\"sv\">", "Resultaträkning 2016, tkr", "3\u{a0}882", "\u{2212}259", "Härnösand-Timrå"]
    {
        assert!(page.contains(words), "{words}");
    }
    let book = akter.arsredovisning_xlsx(2016).await.unwrap();
    assert_eq!(&book[..4], b"PK\x03\x04");
    varld.server.klocka.forward(chrono::Duration::seconds(3));
    assert!(akter.arsredovisning_xlsx(2016).await.unwrap() == book, "the same request, the same bytes");
}

async fn results_follow_what_is_registered(server: Server) {
    let varld = Varld::new(server).await;
    let (own, part) = (varld.client(Vem::Forbund), varld.client(Vem::Part));
    let mut planned: Insatsuppgift = varld.insats.uppgift.clone();
    planned.budget = serde_json::from_value(json!([{"ar": 2014, "belopp": "400000", "planeratAntal": 8}])).unwrap();
    planned.utfall = serde_json::from_value(json!([{"ar": 2014, "belopp": "390000"}])).unwrap();
    let goals = json!([{"matt": "arbete_eller_studier", "andel": 75}, {"matt": "egen_forsorjning", "andel": 76}]);
    planned.mal = serde_json::from_value(goals).unwrap();
    own.insatser().put(varld.insats.id, Villkor::Version(1), &planned).await.unwrap();
    let utfall: Utfallsuppgift =
        serde_json::from_value(json!({"enhet": "kr", "arsredovisning": "2015-03-30", "rakning": {}})).unwrap();
    let rum = own.forbund();
    let akter = rum.akter(varld.forbund.id);
    akter.put_utfall(2014, Villkor::Inget, &utfall).await.unwrap();
    let told = async || {
        let report: Arsredovisning = akter.arsredovisning(2014).await.unwrap();
        let of = report.insatser.into_iter().find(|one| one.id == varld.insats.id).unwrap();
        (of.deltagare.and_then(|cell| cell.antal), of.avslut, of.mal, report.resultatkalla.unwrap().dataversion)
    };
    let (deltagare, avslut, mal, before) = told().await;
    assert_eq!((deltagare, avslut), (Some(0), None));
    assert!(mal.iter().all(|goal| goal.bedomning == Some(Malbedomning::UtanAvslut)));
    for n in 1..=3 {
        part.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&avslutad(n))).await.unwrap();
    }
    let other = finsam_tests::poster::with(
        avslutad(4),
        json!({"efter": {
        "forsorjning": [{"form": "forsorjningsstod", "omfattning": 100}], "sysselsattning": [{"slag": "ingen"}]}}),
    );
    part.deltaganden().put(&nyckel(4), Villkor::Inget, &uppgift(&other)).await.unwrap();
    part.deltaganden().put(&nyckel(5), Villkor::Inget, &uppgift(&person(5))).await.unwrap();
    part.deltaganden().put(&nyckel(6), Villkor::Inget, &uppgift(&anonym())).await.unwrap();
    let (deltagare, avslut, mal, after) = told().await;
    assert_eq!(deltagare, Some(5), "the anonymous one is not among the persons");
    let avslut = avslut.unwrap();
    assert_eq!((avslut.underlag.antal, avslut.arbete_studier_jobready.antal), (Some(4), Some(3)));
    let judged: Vec<_> = mal.iter().map(|goal| (goal.utfall, goal.bedomning)).collect();
    assert_eq!(judged, [(Some(75), Some(Malbedomning::Uppnatt)), (Some(75), Some(Malbedomning::EjUppnatt))]);
    assert!(after > before, "the report says which state it counted");
}

async fn the_caller_chooses_the_format(server: Server) {
    let varld = Varld::new(server).await;
    with_budget(&varld).await;
    let raw = varld.raw(Vem::Forbund);
    let address_of = |ar| address(&varld, ar);
    let address = address_of(2016);
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (accept, expected) in [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (browser, "text/html; charset=utf-8"),
        (XLSX, XLSX),
        ("text/html;q=0.1, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX),
    ] {
        let svar = raw.send("GET", &address, &[("accept", accept)], "").await;
        assert_eq!((svar.status, svar.header("content-type")), (200, expected), "{accept}");
        assert_eq!(svar.header("vary"), "accept");
    }
    let page = raw.send("GET", &address, &[("accept", "text/html")], "").await;
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    let book = raw.send("GET", &address, &[("accept", XLSX)], "").await;
    assert_eq!(book.header("content-disposition"), "attachment; filename=\"arsredovisning-2016.xlsx\"");
    let refused = raw.send("GET", &address, &[("accept", "application/pdf")], "").await;
    assert_eq!((refused.status, refused.json()["kod"].as_str()), (406, Some("INTE_ACCEPTABELT")));
    for (path, status, kod) in [
        (address_of(2015), 404, "SAKNAS"),
        (address_of(20_160), 422, "REGLER"),
        (format!("{address}?format=html"), 400, "FORMAT"),
        ("/forbund/0190a5c0-7c00-7000-8000-000000000001/arsredovisningar/2016".to_owned(), 404, "SAKNAS"),
        ("/forbund/x/arsredovisningar/2016".to_owned(), 404, "SAKNAS"),
    ] {
        let svar = raw.send("GET", &path, &[("accept", "text/html")], "").await;
        assert_eq!((svar.status, svar.json()["kod"].as_str()), (status, Some(kod)), "{path}");
    }
    let nothing = raw.get(&address_of(2015)).await.json();
    assert!(nothing["detail"].as_str().unwrap().contains("Varken budget eller utfall"), "{nothing}");
}

async fn who_reads_budgets_reads_it_and_statistics_only_by_role(server: Server) {
    let varld = Varld::new(server).await;
    with_budget(&varld).await;
    for vem in Vem::ALLA {
        let raw = varld.raw(vem);
        let budget = raw.get(&format!("/forbund/{}/budgetar/2016", varld.forbund.id)).await;
        let report = raw.get(&address(&varld, 2016)).await;
        assert_eq!(report.status, budget.status, "{vem:?}");
        if report.status == 200 {
            let statistics = raw.get("/rapporter/avslut-per-insats?ar=2016").await.status == 200;
            assert_eq!(!report.json()["resultatkalla"].is_null(), statistics, "{vem:?} sees results as in /rapporter");
            assert_eq!(!report.json()["insatser"][0]["deltagare"].is_null(), statistics, "{vem:?}");
        }
    }
    assert_eq!(varld.raw(Vem::Logg).get(&address(&varld, 2016)).await.status, 403);
    assert_eq!(varld.server.raw(None).get(&address(&varld, 2016)).await.status, 401);
}

async fn names_are_names_in_every_format(server: Server) {
    let varld = Varld::new(server).await;
    let words = "<b>&\"";
    let mut named = varld.forbund.uppgift.clone();
    named.namn = words.to_owned();
    let system = varld.client(Vem::System);
    system.forbund().put(varld.forbund.id, Villkor::Version(1), &named).await.unwrap();
    with_budget(&varld).await;
    let own = varld.client(Vem::Forbund);
    let rum = own.forbund();
    let akter = rum.akter(varld.forbund.id);
    assert_eq!(akter.arsredovisning(2016).await.unwrap().namn, words);
    let page = akter.arsredovisning_html(2016).await.unwrap();
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;&amp;&quot;"));
    assert!(akter.arsredovisning_xlsx(2016).await.is_ok());
}

async fn small_numbers_are_hidden(server: exakt::Server) {
    let (own, part) = (server.key(Roll::Forbundsadministrator, |_| ()).await, server.part_key().await);
    let forbund = format!("{BAS}/forbund/{}", server.varld.forbund);
    let ar = 2015;
    let body = json!({"enhet": "kr", "rakning": {}});
    assert_eq!(server.json("PUT", &format!("{forbund}/utfall/{ar}"), &own, &body).await.status, 201);
    for n in 0..4_u32 {
        let record = exakt::person(server.varld.insats, &exakt::nummer(&format!("1990-03-1{n}"), 238));
        let path = format!("{BAS}/deltaganden/treserva/d-{n}");
        assert_eq!(server.json("PUT", &path, &part, &record).await.status, 201);
    }
    let report = server.get(&format!("{forbund}/arsredovisningar/{ar}"), &own).await;
    assert_eq!(report.status, 200, "{}", report.text());
    let told = report.json();
    let insatser = told["insatser"].as_array().unwrap();
    let of = insatser.iter().find(|one| one["id"] == json!(server.varld.insats)).unwrap();
    assert_eq!(of["deltagare"], json!({"antal": null, "andel": null, "skyddad": true}));
    assert_eq!(told["resultatkalla"]["troskel"], 5);
    let page = server
        .call("GET", &format!("{forbund}/arsredovisningar/{ar}"), Some(&own), &[("Accept", "text/html")], b"")
        .await;
    assert!(page.text().contains(">skyddad<") && page.text().contains("under 5 visas som skyddad"));
}
