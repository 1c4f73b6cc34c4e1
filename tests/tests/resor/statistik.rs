//! Statistics follow what is written.

use finsam_client::{Client, Importformat, Importval, Villkor};
use finsam_core::insats::Antalsuppgift;
use finsam_core::statistik::{Matt, Mattnamn, Rapport, Rapportnamn, Urval};
use finsam_tests::poster::{avslutad, ndjson, nyckel, person, rad, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    reports_follow_writes,
    reports_count_the_same_after_a_restart,
    counts_come_in_too,
    money_comes_in_too,
    every_report_comes_as_a_workbook_and_as_a_chart,
);

fn number(rapport: &Rapport, kategori: &str, matt: Mattnamn) -> Option<i64> {
    let rad = rapport.rader.iter().find(|rad| rad.kategori == kategori).unwrap_or_else(|| panic!("no row {kategori}"));
    rad.matt.cell(matt).unwrap().antal
}

async fn registered(client: &Client) -> [Option<i64>; 3] {
    let rapport =
        client.rapporter().get(Rapportnamn::RegistreradeOchAvslutade, &Urval::of_years([2014])).await.unwrap();
    ["registrerade", "nyinskrivna", "avslutade"].map(|kategori| number(&rapport, kategori, Mattnamn::Deltagare))
}

async fn reports_follow_writes(server: Server) {
    let varld = Varld::new(server).await;
    let (part, nation) = (varld.client(Vem::Part), varld.client(Vem::Nationell));
    let all = part.deltaganden();
    assert_eq!(registered(&nation).await, [Some(0); 3]);
    all.put(&nyckel(1), Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    assert_eq!(registered(&nation).await, [Some(1), Some(1), Some(0)]);
    all.put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap();
    assert_eq!(registered(&nation).await, [Some(1); 3]);
    let rader: Vec<_> = (2..=11).map(|n| rad(n, &avslutad(n))).collect();
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    assert_eq!(registered(&nation).await, [Some(11); 3]);
    let only = Importval { importlage: "validera".parse().unwrap(), ..Importval::default() };
    part.importer().import(Importformat::Ndjson, ndjson(&[rad(12, &avslutad(12))]), &only).await.unwrap();
    all.delete(&nyckel(1), 2).await.unwrap();
    assert_eq!(registered(&nation).await, [Some(10); 3]);

    let urval = Urval { indelning: vec!["kon".parse().unwrap()], ..Urval::of_years([2014]) };
    let by_kon = nation.rapporter().get(Rapportnamn::SysselsattningForeEfter, &urval).await.unwrap();
    let counts: Vec<_> = by_kon.rader.iter().map(|rad| (rad.grupp.kon.unwrap().code(), rad.underlag)).collect();
    assert_eq!(counts, [("kvinna", Some(5)), ("man", Some(5))]);
    let elsewhere = Urval { forbund: vec![varld.annat.id], ..Urval::of_years([2014]) };
    let none = nation.rapporter().get(Rapportnamn::SysselsattningForeEfter, &elsewhere).await.unwrap();
    assert!(none.rader.iter().all(|rad| rad.underlag == Some(0)));
}

async fn reports_count_the_same_after_a_restart(server: Server) {
    let varld = Varld::new(server).await;
    let rader: Vec<_> = (1..=20).map(|n| rad(n, &if n % 3 == 0 { person(n) } else { avslutad(n) })).collect();
    let part = varld.client(Vem::Part);
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    part.deltaganden().delete(&nyckel(3), 1).await.unwrap();
    let urval = Urval { indelning: vec!["kon".parse().unwrap()], ..Urval::of_years([2013, 2014]) };
    let namn = Rapportnamn::ForsorjningForeEfter;
    let moved_forward = varld.client(Vem::Nationell).rapporter().get(namn, &urval).await.unwrap();
    let varld = varld.restart().await;
    let loaded = varld.client(Vem::Nationell).rapporter().get(namn, &urval).await.unwrap();
    assert_eq!(loaded, moved_forward);
}

async fn counts_come_in_too(server: Server) {
    let varld = Varld::new(server).await;
    let year: Antalsuppgift = serde_json::from_value(json!({
        "fran": "2014-01-01", "till": "2014-12-31",
        "avslutade": {
            "arbeteStudierJobready": {"kvinnor": 6, "man": 4}, "fortsattRehab": {"kvinnor": 5, "man": 5}, "ovrigt": 20,
        },
    }))
    .unwrap();
    varld.client(Vem::Forbund).antal().put(varld.antalsinsats.id, Villkor::Inget, &year).await.unwrap();
    let part = varld.client(Vem::Part);
    part.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap();
    let nation = varld.client(Vem::Nationell);
    let rapport = nation.rapporter().get(Rapportnamn::AvslutPerInsats, &Urval::of_years([2014])).await.unwrap();
    let counted = varld.antalsinsats.id.to_string();
    assert_eq!(number(&rapport, &counted, Mattnamn::ArbeteStudierJobready), Some(10));
    assert_eq!(number(&rapport, &counted, Mattnamn::Ovrigt), Some(20));
    let persons = varld.insats.id.to_string();
    assert_eq!(number(&rapport, &persons, Mattnamn::ArbeteStudierJobready), Some(1));
}

async fn money_comes_in_too(server: Server) {
    let varld = Varld::new(server).await;
    let (own, nation) = (varld.client(Vem::Forbund), varld.client(Vem::Nationell));
    let (rapporter, rum) = (nation.rapporter(), own.forbund());
    let told = |rapport: Rapport| rapport.records().map(|record| record[2..].join(" ")).collect::<Vec<_>>();
    let urval = Urval::of_years([2014]);
    let before = told(rapporter.get(Rapportnamn::StatligaMedel, &urval).await.unwrap());
    assert_eq!(before, [" ", " "], "what is not registered is absent");

    let rakning = |cost: &str| {
        let bidrag = |part: &str, belopp: &str| json!({"part": part, "belopp": belopp});
        json!({"enhet": "tkr", "rakning": {"kostnader": [{"slag": "individ", "belopp": cost},
            {"slag": "lokaler", "belopp": "100"}],
            "bidrag": [bidrag("forsakringskassan", "1811"), bidrag("region:22", "906"), bidrag("kommun:2280", "905")]}})
    };
    let akter = rum.akter(varld.forbund.id);
    akter.put_budget(2014, Villkor::Inget, &serde_json::from_value(rakning("3000")).unwrap()).await.unwrap();
    akter.put_utfall(2014, Villkor::Inget, &serde_json::from_value(rakning("2900")).unwrap()).await.unwrap();
    let tilldelning = json!({"parametrar": {"medel": "280000000"}, "ansokningar": [
        {"nyckel": "A", "forsorjningsmatt": 100, "befolkning": 500, "askande": "99000000"}]});
    let tilldelning = serde_json::from_value(tilldelning).unwrap();
    nation.tilldelningar().put(2014, Villkor::Inget, &tilldelning).await.unwrap();

    let expected = ["280", "1.811"];
    let money = |rows: Vec<String>| rows.iter().map(|row| row.trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(money(told(rapporter.get(Rapportnamn::StatligaMedel, &urval).await.unwrap())), expected);
    let of_forbund = Urval { forbund: vec![varld.forbund.id], ..urval.clone() };
    let rapport = rapporter.get(Rapportnamn::BudgetOchUtfall, &of_forbund).await.unwrap();
    let kostnader = rapport.rader.iter().find(|rad| rad.kategori == "kostnader").unwrap();
    let belopp = [Mattnamn::Budget, Mattnamn::Utfall].map(|namn| match kostnader.matt.get(namn) {
        Some(Matt::Belopp { belopp, .. }) => belopp.map(|belopp| belopp.to_string()),
        other => panic!("{other:?} is no amount"),
    });
    assert_eq!(belopp, [Some("3100000.00".to_owned()), Some("3000000.00".to_owned())]);
    let varld = varld.restart().await;
    let again = varld.client(Vem::Nationell).rapporter().get(Rapportnamn::StatligaMedel, &urval).await.unwrap();
    assert_eq!(money(told(again)), expected, "loaded as it was moved forward");
}

async fn every_report_comes_as_a_workbook_and_as_a_chart(server: Server) {
    let varld = Varld::new(server).await;
    let rader: Vec<_> = (1..=20).map(|n| rad(n, &avslutad(n))).collect();
    let part = varld.client(Vem::Part);
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    let nation = varld.client(Vem::Nationell);
    let all = nation.rapporter();
    let urval = Urval::of_years([2013, 2014]);
    for namn in Rapportnamn::ALL {
        let (svg, file) = (all.svg(*namn, &urval).await.unwrap(), all.xlsx(*namn, &urval).await.unwrap());
        assert!(svg.contains("<svg") && svg.contains(namn.text().sv), "{namn}");
        assert!(file.starts_with(b"PK"), "{namn}: a workbook is a zip");
        assert_eq!(svg, all.svg(*namn, &urval).await.unwrap(), "the same request, the same bytes");
        assert_eq!(file, all.xlsx(*namn, &urval).await.unwrap(), "the same request, the same bytes");
    }
    let by_forbund = Urval { indelning: vec!["forbund".parse().unwrap()], ..Urval::of_years([2014]) };
    let map = all.svg(Rapportnamn::ArbeteOchStudierEfter, &by_forbund).await.unwrap();
    let place = "<title>Timrå – Samordningsförbundet Härnösand-Timrå: 100\u{a0}% (20)</title>";
    assert!(map.contains(place), "the kommuner of a förbund are filled by its value");

    let raw = varld.raw(Vem::Nationell);
    let path = "/rapporter/aldersgrupper?ar=2014";
    let svg = raw.send("GET", path, &[("accept", "image/svg+xml")], "").await;
    assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml"));
    assert_eq!((svg.header("vary"), svg.header("content-language")), ("accept, accept-language", "sv"));
    let english = raw.send("GET", path, &[("accept", "image/svg+xml"), ("accept-language", "en")], "").await;
    assert_eq!((english.status, english.header("content-language")), (200, "en"));
    assert!(english.text.contains("<svg") && english.text.contains(Rapportnamn::Aldersgrupper.text().en));
    let none = raw.send("GET", path, &[("accept", "application/pdf")], "").await;
    assert_eq!(none.status, 406);
}
