//! `finsam rapport arsredovisning`: from the register, and from a server over it.

use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;
use finsam_store::Store;
use finsam_store::rum::Aktuppgift;

use super::process::{Demo, Server, aktor, command, expect};

const BUDGET: &str = include_str!("../../../finsam-core/src/ekonomi/tests/harnosand-timra-2016.json");

/// The demo's register with the real budget of Härnösand-Timrå in it.
async fn with_budget() -> (Demo, ForbundId) {
    let demo = Demo::new().await;
    let store = demo.store();
    let all: Vec<Forbund> = store.read().await.unwrap().forbund().all().await.unwrap();
    let id = all.iter().find(|forbund| forbund.uppgift.namn.contains("Härnösand")).unwrap().id;
    let mut unit = store.begin(aktor("budget")).await.unwrap();
    let uppgift = Aktuppgift::Budget(2016, serde_json::from_str(BUDGET).unwrap());
    unit.akter().put(id, None, uppgift).await.unwrap().unwrap();
    unit.commit().await.unwrap();
    store.close().await;
    (demo, id)
}

/// What it writes to standard output.
fn output(args: &[&str]) -> Vec<u8> {
    let output = command(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_as_page_as_workbook_and_as_json() {
    let (demo, id) = with_budget().await;
    let (id, database) = (id.to_string(), demo.database());
    let asked = ["rapport", "arsredovisning", "--forbund", &id, "--ar", "2016", "--database", &database];
    let page = String::from_utf8(output(&asked)).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Resultaträkning 2016, tkr"));
    let json: serde_json::Value =
        serde_json::from_slice(&output(&[&asked[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(json["resultatrakning"]["resultat"]["budget"], "-259.00");
    let file = demo.path("arsredovisning.xlsx").display().to_string();
    expect(0, &[], &[&asked[..], &["--ut", &file]].concat());
    let book = std::fs::read(&file).unwrap();
    assert_eq!(&book[..4], b"PK\x03\x04", "by the name of the file");
    assert!(output(&[&asked[..], &["--format", "xlsx"]].concat()) == book, "the same bytes again");

    let server = Server::start(&database, demo.folder.path()).await;
    let address = format!("http://{}", server.addr);
    let token = demo.path("tokens/forbundsadministrator.token").display().to_string();
    let there =
        ["rapport", "arsredovisning", "--forbund", &id, "--ar", "2016", "--mot", &address, "--token-fil", &token];
    assert!(output(&[&there[..], &["--format", "xlsx"]].concat()) == book, "a server writes the same");
    assert_eq!(String::from_utf8(output(&there)).unwrap(), page);
    expect(1, &["SAKNAS"], &[&there[..5], &["2017"], &there[6..]].concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_drawn_up_is_told_of() {
    let (demo, id) = with_budget().await;
    let (id, database) = (id.to_string(), demo.database());
    let asked = |forbund: &str, ar: &str, more: &[&str], code: i32, words: &str| {
        let args = ["rapport", "arsredovisning", "--forbund", forbund, "--ar", ar];
        expect(code, &[words], &[&args[..], more].concat());
    };
    let here = ["--database", database.as_str()];
    asked(&id, "2015", &here, 1, "varken budget eller utfall");
    asked("0190a5c0-7c00-7000-8000-000000000001", "2016", &here, 1, "inget sådant förbund");
    asked(&id, "1999", &here, 2, "2004-2100");
    asked("x", "2016", &here, 2, "--forbund");
    asked(&id, "2016", &["--database", "sqlite:there-is-none.db"], 3, "there-is-none.db");
    asked(&id, "2016", &[], 2, "--database");
    asked(&id, "2016", &["--mot", "http://127.0.0.1:1"], 2, "--token-fil");
    let nowhere = demo.path("no/folder.html").display().to_string();
    asked(&id, "2016", &[&here[..], &["--ut", &nowhere]].concat(), 3, "folder.html");
    expect(2, &["--ar"], &["rapport", "avslut-per-insats", "--database", &database]);
    expect(2, &["avslut-per-insats"], &["rapport", "inget-sadant", "--ar", "2016", "--database", &database]);
    expect(0, &["Avslut per insats"], &["rapport", "avslut-per-insats", "--ar", "2013", "--database", &database]);
}
