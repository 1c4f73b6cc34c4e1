//! `finsam flytta`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use finsam_api::app::router;
use finsam_core::statistik::Rapportnamn;
use finsam_store::postgres::{self, PostgresStore};
use finsam_store::provdatabas::{Databas, Plats};
use finsam_store::sqlite::{Settings, SqliteStore};
use serde_json::Value;

use super::fragor::{answer, app, changes, markers};
use super::process::{Demo, Server, command, expect, finsam};

/// What the API says of the register, by those who may ask, and what has changed since the markers were given.
async fn answers(app: &Router, demo: &Demo, markers: &[(&str, String)]) -> Vec<String> {
    let mut said = Vec::new();
    for namn in Rapportnamn::ALL {
        said.push(answer(app, demo, "nationell", &format!("/rapporter/{namn}?ar=2013..2014")).await);
        said.push(answer(app, demo, "nationell", &format!("/rapporter/{namn}?ar=2014&lan=22")).await);
    }
    for (roll, path) in [
        ("partssystem", "/forbund?limit=1000"),
        ("partssystem", "/forbund?kommun=2280"),
        ("partssystem", "/insatser?limit=1000"),
        ("partssystem", "/deltaganden?limit=1000"),
        ("partssystem", "/deltaganden?limit=20&page=2&ar=2014"),
        ("nationell", "/insatser?limit=1000&ar=2013"),
    ] {
        said.push(answer(app, demo, roll, path).await);
    }
    for (roll, markor) in markers {
        for efter in [String::new(), format!("&efter={markor}")] {
            let changes = changes(app, demo, roll, &efter).await;
            said.push(Value::from_iter(changes.into_iter().map(|(_, post)| post)).to_string());
        }
    }
    said
}

/// There and back with the program, and everything that the API says is the same.
#[tokio::test(flavor = "multi_thread")]
async fn the_api_answers_the_same_from_a_moved_register() {
    let demo = Demo::new().await;
    let original = router(demo.app().await);
    let markers = markers(&original, &demo).await;
    let expected = answers(&original, &demo, &markers).await;
    assert!(expected.iter().all(|answer| answer.len() > 100));
    let back = demo.path("tillbaka.db");
    let back_address = format!("sqlite:{}", back.display());
    let said = if let Some(databas) = Databas::postgres() {
        let plats = Plats::new(databas);
        let address = plats.address();
        let words = ["deltagande              31666", "Registret är flyttat. / The register has been moved."];
        let there = expect(0, &words, &["flytta", &demo.database(), &address, "--nyckel", &demo.key_file()]);
        let again =
            expect(0, &["redan flyttat, och allt är lika", "all is equal"], &["flytta", &demo.database(), &address]);
        assert!(!again.contains("flyttar / moving"), "{again}");
        let settings = postgres::Settings { connections: 4, ..postgres::Settings::default() };
        let store = PostgresStore::open(&address, Some(demo.ring()), settings).await.unwrap();
        assert!(answers(&app(&demo, Arc::new(store)).await, &demo, &markers).await == expected);
        expect(0, &["Registret är flyttat"], &["flytta", &address, &back_address]);
        there
    } else {
        expect(0, &["Registret är flyttat"], &["flytta", &demo.database(), &back_address])
    };
    assert!(said.contains("flyttar / moving: deltagande") && said.contains("jämför / comparing: deltagande"), "{said}");
    let store = SqliteStore::open(&back, Some(demo.ring()), Settings::default()).unwrap();
    assert!(answers(&app(&demo, Arc::new(store)).await, &demo, &markers).await == expected);
    assert!(!demo.path("tillbaka.db-journal").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_moved_is_said() {
    let demo = Demo::new().await;
    let (database, none) = (demo.database(), format!("sqlite:{}", demo.path("none.db").display()));
    expect(2, &["är samma", "are the same"], &["flytta", &database, &database]);
    expect(2, &["sqlite:FIL"], &["flytta", "mysql://x", &database]);
    expect(2, &[], &["flytta", &database]);
    expect(3, &["FRÅN / FROM"], &["flytta", &none, &database]);
    assert!(!demo.path("none.db").exists());
    expect(3, &["TILL / TO"], &["flytta", &database, "postgres://127.0.0.1:1/finsam"]);
    let wrong = demo.path("fel.nyckel");
    std::fs::write(&wrong, "02".repeat(32)).unwrap();
    let words = ["nyckeln öppnar inte", "the key does not open"];
    expect(3, &words, &["flytta", &database, &none, "--nyckel", &wrong.display().to_string()]);
    // Another register, that is left as it was.
    let other = Demo::other().await;
    let before = std::fs::read(other.path("finsam.db")).unwrap();
    expect(2, &["ett annat register", "another register"], &["flytta", &database, &other.database()]);
    assert_eq!(std::fs::read(other.path("finsam.db")).unwrap(), before);
    // One that has been opened with another key.
    let empty = format!("sqlite:{}", demo.path("empty.db").display());
    expect(0, &[], &["migrate", "--database", &empty, "--nyckel", &wrong.display().to_string()]);
    expect(2, &["en annan nyckel", "another key"], &["flytta", &database, &empty]);
    // What has changed since.
    expect(0, &[], &["flytta", &database, &none]);
    demo.write(&demo.store(), "later").await;
    let tables = "arende, atkomst, loggsegment, loggled";
    let words = [format!("skiljer: {tables} /"), format!("differ: {tables}")];
    let text = expect(1, &words.each_ref().map(String::as_str), &["flytta", &database, &none]);
    assert!(text.contains("arende <") && text.contains("arende >"), "{text}");
}

/// A target, and what goes with it.
struct Mal {
    address: String,
    _folder: tempfile::TempDir,
    _plats: Option<Plats>,
}

impl Mal {
    fn new(databas: Databas) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plats = (databas == Databas::Postgres).then(|| Plats::new(databas));
        let file = || format!("sqlite:{}", folder.path().join("mal.db").display());
        Self { address: plats.as_ref().map_or_else(file, Plats::address), _folder: folder, _plats: plats }
    }
}

/// Kills a move when it has come to a table; `None` when it was done first.
fn killed(demo: &Demo, databas: Databas, stage: &str) -> Option<Mal> {
    let mal = Mal::new(databas);
    let mut moving = command(&["flytta", &demo.database(), &mal.address]);
    let mut moving = moving.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let said = BufReader::new(moving.stderr.take().unwrap()).lines();
    assert!(said.map(Result::unwrap).any(|line| line == stage));
    moving.kill().unwrap();
    moving.wait().unwrap();
    let whole = finsam(&["rapport", "avslut-per-insats", "--ar", "2014", "--database", &mal.address]).0 == 0;
    (!whole).then_some(mal)
}

/// Killed in the middle, it leaves nothing to serve; and it is done again.
#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_is_killed_is_made_again() {
    let demo = Demo::new().await;
    for databas in std::iter::once(Databas::Sqlite).chain(Databas::postgres()) {
        for stage in ["flyttar / moving: deltagande", "jämför / comparing: deltagande"] {
            // A fast machine may be done before the signal comes.
            let mal = (0..20).find_map(|_| killed(&demo, databas, stage)).unwrap();
            let target = &mal.address;
            let words = ["flytt hit blev inte klar", "a move to here was not finished"];
            expect(3, &words, &["serve", "--sandlada", "--database", target]);
            expect(3, &words, &["rapport", "avslut-per-insats", "--ar", "2014", "--database", target]);
            if databas == Databas::Sqlite {
                let kopia = demo.path("k.db").display().to_string();
                expect(3, &["flytt hit"], &["sakerhetskopiera", &kopia, "--database", target]);
            }
            expect(2, &["inte blev klar", "not finished"], &["flytta", target, "sqlite:annan.db"]);
            expect(0, &["Registret är flyttat"], &["flytta", &demo.database(), target]);
            expect(0, &[], &["rapport", "avslut-per-insats", "--ar", "2014", "--database", target]);
        }
    }
}

/// The source is read while a server serves it; a file that a server serves is no target.
#[tokio::test(flavor = "multi_thread")]
async fn servers_may_read_the_source_and_not_the_target() {
    let demo = Demo::new().await;
    let server = Server::start(&demo.database(), demo.folder.path()).await;
    let target = format!("sqlite:{}", demo.path("mal.db").display());
    expect(0, &["Registret är flyttat"], &["flytta", &demo.database(), &target]);
    server.kill();
    let empty = demo.path("empty");
    std::fs::create_dir(&empty).unwrap();
    std::fs::copy(demo.path("finsam.nyckel"), empty.join("finsam.nyckel")).unwrap();
    let other = format!("sqlite:{}", empty.join("finsam.db").display());
    let server = Server::start(&other, &empty).await;
    let args = ["flytta", &demo.database(), &other].map(str::to_owned);
    let (code, text) = tokio::task::spawn_blocking(move || finsam(&args.each_ref().map(String::as_str))).await.unwrap();
    assert!(code == 3 && text.contains("TILL / TO") && text.contains("stoppa"), "{code} {text}");
    server.kill();
    expect(0, &["Registret är flyttat"], &["flytta", &demo.database(), &other]);
}
