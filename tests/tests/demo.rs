//! The demo as its users meet it: its register, in each database, asked over HTTP with the demo's own keys.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use finsam_api::app::router;
use finsam_api::kommando::prepare_demo;
use finsam_store::Nyckelring;
use finsam_tests::{Plats, on_each_database};
use serde_json::Value;

on_each_database!(the_demo_gives_the_real_forbund_and_the_printed_tables, small_cells_are_hidden_by_default);

/// A demo that listens.
struct Demo {
    plats: Plats,
    address: String,
    client: reqwest::Client,
}

impl Demo {
    async fn start(plats: Plats, rojandeskydd: u32) -> Self {
        // A second one changes nothing: all tests of a process share the first.
        drop(rustls::crypto::ring::default_provider().install_default());
        let ring = Nyckelring::from_bytes([7; 32]);
        let store = plats.open(Some(ring.clone())).await.unwrap().into();
        let app = prepare_demo(store, ring, plats.folder(), rojandeskydd).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/finsam/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router(app)).await });
        Self { plats, address, client: reqwest::Client::new() }
    }

    fn key(&self, roll: &str) -> String {
        std::fs::read_to_string(self.plats.folder().join("tokens").join(format!("{roll}.token"))).unwrap()
    }

    /// Asks again while the server works out what is hidden, as it tells to.
    async fn get(&self, path: &str) -> Value {
        loop {
            let request = self.client.get(format!("{}{path}", self.address)).bearer_auth(self.key("nationell"));
            let response = request.send().await.unwrap();
            if response.status() == 503 && response.headers().contains_key("retry-after") {
                continue;
            }
            assert_eq!(response.status(), 200, "{path}");
            return response.json().await.unwrap();
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The printed numbers that the project keeps, as (table, year, measure, category, unit, number) without kön.
fn printed() -> Vec<(String, i64, String, String, String, i64)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../finsam-api/data/marginaler.csv");
    let lines = std::fs::read_to_string(file).unwrap();
    let numbers = lines.lines().skip(1).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = || cells[6].parse().unwrap();
        cells[2].is_empty().then(|| {
            (cells[0].into(), cells[1].parse().unwrap(), cells[3].into(), cells[4].into(), cells[5].into(), number())
        })
    });
    numbers.collect()
}

async fn the_demo_gives_the_real_forbund_and_the_printed_tables(plats: Plats) {
    let demo = Demo::start(plats, 0).await;
    forbund_of_2015(&demo).await;
    national_tables(&demo).await;
    goteborg_nordost(&demo).await;
}

async fn forbund_of_2015(demo: &Demo) {
    let answer = demo.get("/forbund?limit=1000&datum=2015-04-30").await;
    let forbund = answer["poster"].as_array().unwrap();
    assert_eq!(forbund.len(), 80);
    let areas = forbund.iter().flat_map(|forbund| forbund["omrade"].as_array().unwrap());
    let kommuner: BTreeSet<&str> = areas.map(|area| text(&area["kommunkod"])).collect();
    assert_eq!((kommuner.len(), 290 - kommuner.len()), (241, 49));

    let goteborg = demo.get("/forbund?kommun=1480").await;
    let parts: BTreeSet<&str> =
        goteborg["poster"].as_array().unwrap().iter().map(|f| text(&f["omrade"][0]["kommundel"])).collect();
    assert_eq!(parts, BTreeSet::from(["Centrum", "Hisingen", "Nordost", "Väster"]));

    let has = |forbund: &Value, part: &str| forbund["medlemmar"].as_array().unwrap().iter().any(|m| m["part"] == part);
    let two_regions: Vec<&Value> =
        forbund.iter().filter(|forbund| has(forbund, "region:14") && has(forbund, "region:17")).collect();
    assert_eq!(two_regions.len(), 1, "BÅD-ESÅ lies in two regions");
    let gotland = forbund.iter().find(|forbund| has(forbund, "kommun:0980")).unwrap();
    assert!(!gotland["medlemmar"].to_string().contains("region:"), "Gotland has no region");
}

/// 1 861 young people with aktivitetsersättning would be 11 % of all, of whom the text gives it to 10 %; and the structural
/// participants of 2013 are others in table 14.
const CONTRADICTED: [(&str, i64, &str); 3] =
    [("2", 2014, "varav_aktivitetsersattning"), ("3", 2013, "struktur"), ("3", 2013, "totalt")];

async fn national_tables(demo: &Demo) {
    let reports = [
        ("2", "unga"),
        ("3", "deltagare-per-inriktning"),
        ("4", "insatser-per-typ"),
        ("5", "insatser-per-typ"),
        ("6", "aldersgrupper"),
        ("7", "utbildningsniva"),
        ("8", "tid-i-offentlig-forsorjning"),
        ("9", "registrerade-och-avslutade"),
        ("11", "arbete-och-studier-efter"),
        ("12", "sysselsattning-fore-efter"),
        ("13", "forsorjning-fore-efter"),
        ("14", "strukturdeltagare-per-typ"),
        ("17", "statliga-medel"),
    ];
    for (tabell, namn) in reports {
        let report = demo.get(&format!("/rapporter/{namn}?ar=2005..2015")).await;
        let rows = report["rader"].as_array().unwrap();
        let mut checked = 0;
        for (_, ar, matt, kategori, enhet, number) in printed().iter().filter(|line| line.0 == tabell) {
            if CONTRADICTED.contains(&(tabell, *ar, kategori.as_str())) {
                continue;
            }
            let named = |kategori: &str| {
                let mut of_year = rows.iter().filter(|row| row["ar"] == *ar);
                let parts = format!("{kategori}.");
                let is_named = |row: &str| row == kategori || row.starts_with(&parts);
                of_year.find(|row| is_named(text(&row["kategori"]))).unwrap()
            };
            let found = match tabell {
                "3" => named(kategori)[matt].as_f64().map(|number| (number / 100.0).round() * 100.0),
                "4" => named(kategori)["underlag"].as_f64(),
                "5" => named(&format!("individ.{kategori}"))[matt][enhet].as_f64(),
                "17" => text(&named(kategori)[matt]).parse::<f64>().ok().map(|mnkr| mnkr * 1000.0),
                _ => named(kategori)[matt][enhet].as_f64(),
            };
            let found = found.map(|number| number.round() as i64);
            assert_eq!(found, Some(*number), "table {tabell}, {ar}, {kategori}, {matt}, {enhet}");
            checked += 1;
        }
        assert!(checked >= 3, "only {checked} printed numbers of table {tabell} were compared");
    }
    let report = demo.get("/rapporter/deltagare-per-inriktning?ar=2013..2014").await;
    let reached = report["rader"].as_array().unwrap().iter().filter(|row| row["kategori"] == "struktur");
    assert_eq!(reached.map(|row| row["summa"].as_i64()).collect::<Vec<_>>(), [Some(21_770), Some(23_899)]);
    let report = demo.get("/rapporter/budget-och-utfall?ar=2013..2014").await;
    for row in report["rader"].as_array().unwrap().iter().filter(|row| row["kategori"] == "kostnader") {
        assert!(row["budget"].is_string() && row["utfall"].is_string(), "{row}");
    }
}

async fn goteborg_nordost(demo: &Demo) {
    let report = demo.get("/rapporter/avslut-per-insats?ar=2013").await;
    let rows = report["rader"].as_array().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../finsam-api/data/goteborg-nordost-avslut-2013.csv");
    let printed = std::fs::read_to_string(file).unwrap();
    let (mut sum, mut lines) = ([0, 0, 0], 0);
    for line in printed.lines().skip(1) {
        let (namn, rest) = match line.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\",").unwrap(),
            None => line.split_once(',').unwrap(),
        };
        let row = rows.iter().find(|row| row["namn"] == namn).unwrap_or_else(|| panic!("{namn} has a row"));
        let cells: Vec<Option<i64>> = rest.split(',').map(|cell| cell.parse().ok()).collect();
        let shares = [&row["andelArbeteStudierJobready"], &row["andelVidareSteg"]].map(Value::as_i64);
        assert_eq!(shares, [cells[5], cells[6]], "{namn}");
        for (total, matt) in sum.iter_mut().zip(["arbeteStudierJobready", "fortsattRehab", "ovrigt"]) {
            *total += row[matt]["antal"].as_i64().unwrap();
        }
        lines += 1;
    }
    assert_eq!((lines, sum), (18, [243, 180, 117]));
    let all: i64 = sum.iter().sum();
    let share = |part: i64| (200 * part + all) / (2 * all);
    assert_eq!((share(sum[0]), share(sum[0] + sum[1])), (45, 78));
}

async fn small_cells_are_hidden_by_default(plats: Plats) {
    let demo = Demo::start(plats, 5).await;
    let report = demo.get("/rapporter/avslut-per-insats?ar=2013").await;
    assert!(report["skydd"]["undertryckta"].as_i64().unwrap() > 0);
    let hidden = |cell: &Value| cell["skyddad"] == true && cell["antal"].is_null() && cell["andel"].is_null();
    for row in report["rader"].as_array().unwrap() {
        for matt in ["arbeteStudierJobready", "fortsattRehab", "ovrigt"] {
            let cell = &row[matt];
            assert!(hidden(cell) || !(1..5).contains(&cell["antal"].as_i64().unwrap()), "{row}");
        }
    }
}
