//! `finsam importera` and `finsam avstam` as their users run them: the program itself, a register in each database, a
//! server.
#![expect(clippy::unwrap_used, reason = "tests")]

mod antal;
mod avstam;
mod behandling;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use finsam_api::app::{App, Installning};
use finsam_api::klocka::{Klocka, Systemklocka};
use finsam_api::kommando::{Kommandofel, random_bytes, serve_until};
use finsam_api::token::Bestallning;
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_store::provdatabas::{Begin, Databas, Plats};
use finsam_store::{Aktor, Nyckelfil, Nyckelring, Store, on_each_database};
use serde_json::json;
use uuid::Uuid;

/// A folder beside a register that has one insats.
struct Mapp {
    plats: Plats,
    insats: InsatsId,
}

fn aktor() -> Aktor {
    let text = || "test".to_owned();
    Aktor {
        vem: text(),
        roll: text(),
        handling: text(),
        anrop: text(),
        varfor: None,
        varifran: None,
        tid: Systemklocka.now(),
    }
}

impl Begin for Mapp {
    async fn begin(databas: Databas) -> Self {
        let mapp = Self { plats: Plats::new(databas), insats: InsatsId(Uuid::now_v7()) };
        // Where it looks for the key of a sandbox: beside a file, else in the current folder.
        for name in ["finsam.db.nyckel", "finsam.nyckel"] {
            fs::write(mapp.path(name), Nyckelfil::single([7; 32]).text()).unwrap();
        }
        let store = mapp.store().await;
        let forbund = ForbundId(Uuid::now_v7());
        let members: Vec<_> = ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280"]
            .iter()
            .map(|part| json!({"part": part, "fran": null}))
            .collect();
        let uppgift = json!({"namn": "F", "sate": "2280", "bildat": null, "medlemmar": members,
            "omrade": [{"kommunkod": "2280"}]});
        let insats = json!({"forbundId": forbund, "namn": "I", "inriktning": "individ",
            "typ": "rehabilitering_arbete_utbildning", "uppfoljningsmetod": "personuppgifter",
            "startdatum": "2013-01-01", "status": "pagaende",
            "nycklar": [{"part": "kommun:2280", "kallsystem": "eget", "nyckel": "i-1"}]});
        let mut unit = store.begin(aktor()).await.unwrap();
        unit.forbund().insert(forbund, serde_json::from_value(uppgift).unwrap()).await.unwrap();
        unit.insatser().insert(mapp.insats, serde_json::from_value(insats).unwrap()).await.unwrap();
        unit.commit().await.unwrap();
        store.close().await;
        mapp
    }
}

impl Mapp {
    fn path(&self, name: &str) -> PathBuf {
        self.plats.folder().join(name)
    }

    async fn store(&self) -> Arc<dyn Store> {
        self.plats.open(Some(ring())).await.unwrap().into()
    }

    /// Made-up records in a file.
    fn records(&self, antal: u32) -> PathBuf {
        let file = self.path("poster.ndjson");
        let made = finsam(&[
            "generera",
            "--deltaganden",
            &antal.to_string(),
            "--fro",
            "1",
            "--insats",
            &self.insats.to_string(),
        ]);
        fs::write(&file, made.stdout).unwrap();
        file
    }

    fn import_here(&self, file: &Path, more: &[&str]) -> (i32, String) {
        self.run_here("importera", file, more)
    }

    /// Runs a command on a file and the register.
    fn run_here(&self, command_name: &str, file: &Path, more: &[&str]) -> (i32, String) {
        let (file, database) = (file.display().to_string(), self.plats.address());
        let args = [command_name, &file, "--database", &database, "--part", "kommun:2280", "--sandlada"];
        let ran = command(&[&args, more].concat()).current_dir(self.plats.folder()).output();
        told(&ran.unwrap())
    }

    /// Serves the register, with a key of a part's system and one of a national role in the folder.
    async fn serve(&self) -> (String, tokio::task::JoinHandle<Result<(), Kommandofel>>) {
        let store = self.store().await;
        let installning = Installning {
            numrering: Numrering::sandlada(Testnummer::default()),
            rojandeskydd: 5,
            spole: self.path("spole"),
            andringar: finsam_api::flode::Installning::default(),
            skydd: finsam_api::skydd::Skydd::default(),
            oversikt: finsam_api::oversikt::Installning::default(),
        };
        let app = App::new(Arc::clone(&store), Arc::new(Systemklocka), installning, None);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(serve_until(app, listener, std::future::pending()));
        for (name, roll) in [("partssystem", Roll::Partssystem), ("nationell", Roll::Nationell)] {
            let part = roll.acts_for_part().then(|| "kommun:2280".parse().unwrap());
            let order =
                Bestallning { namn: name.into(), roll, part, forbund: None, insatser: vec![], giltig_till: None };
            let (token, text) = order.make(Uuid::now_v7(), random_bytes().unwrap(), Systemklocka.now());
            let mut unit = store.begin(aktor()).await.unwrap();
            unit.tokens().insert(&token).await.unwrap();
            unit.commit().await.unwrap();
            fs::write(self.path(name), format!("{}\n", text.reveal())).unwrap();
        }
        (address, server)
    }

    /// Runs a command on a file and a server, with a key in the folder.
    async fn run_there(&self, command_name: &str, file: &str, address: &str, token: &str) -> (i32, String) {
        let token = self.path(token).display().to_string();
        let args = [command_name, file, "--mot", address, "--token-fil", &token].map(ToOwned::to_owned);
        let run = move || finsam(&args.each_ref().map(String::as_str));
        told(&tokio::task::spawn_blocking(run).await.unwrap())
    }
}

fn ring() -> Nyckelring {
    Nyckelring::from_bytes([7; 32])
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finsam"));
    command.args(args);
    command
}

fn finsam(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// The exit code and everything said.
fn told(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

on_each_database!(
    a_file_goes_into_a_register,
    a_large_file_is_followed_to_its_end,
    a_plan_is_printed_field_by_field,
    what_is_missing_from_a_file_goes,
    a_file_goes_to_a_server
);

async fn a_file_goes_into_a_register(mapp: Mapp) {
    let file = mapp.records(20);
    let judged = mapp.import_here(&file, &["--importlage", "validera"]);
    assert_eq!(judged.0, 0, "{}", judged.1);
    assert!(judged.1.contains("20 mottagna: 0 skapade"), "{}", judged.1);
    let first = mapp.import_here(&file, &[]);
    assert_eq!(first.0, 0, "{}", first.1);
    assert!(first.1.contains("20 mottagna: 20 skapade"), "{}", first.1);
    assert!(mapp.import_here(&file, &[]).1.contains("20 oförändrade"));

    let mut lines = fs::read_to_string(&file).unwrap();
    lines.push_str("{\"kallsystem\":\"g\"}\n");
    fs::write(&file, lines).unwrap();
    for more in [&[][..], &["--atomicitet", "allt"]] {
        let (code, text) = mapp.import_here(&file, more);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("rad 21 fel FMT-04") && text.contains("1 avvisade"), "{text}");
    }
    for name in ["finsam.db.importera", "finsam.importera"] {
        assert!(!mapp.path(name).exists(), "nothing stays behind");
    }
}

async fn a_large_file_is_followed_to_its_end(mapp: Mapp) {
    let file = mapp.records(1_001);
    let mut lines = fs::read_to_string(&file).unwrap();
    lines.push_str("{\"kallsystem\":\"g\"}\n");
    fs::write(&file, lines).unwrap();
    let (code, text) = mapp.import_here(&file, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("1002 mottagna: 1001 skapade") && text.contains("rad 1002 fel FMT-04"), "{text}");
}

async fn a_plan_is_printed_field_by_field(mapp: Mapp) {
    let file = mapp.records(3);
    assert_eq!(mapp.import_here(&file, &[]).0, 0);
    let lines = fs::read_to_string(&file).unwrap();
    let mut first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let before = first["startdatum"].as_str().unwrap().to_owned();
    first["tidIOffentligForsorjning"] = "mer_an_9_ar".into();
    let faulty = "{\"kallsystem\":\"g\"}";
    let rest: Vec<_> = lines.lines().skip(1).collect();
    fs::write(&file, format!("{first}\n{}\n{faulty}\n", rest.join("\n"))).unwrap();
    let refused = mapp.path("avvisade.ndjson");
    let (code, text) = mapp.import_here(&file, &["--importlage", "plan", "--avvisade", &refused.display().to_string()]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("4 mottagna: 0 skapade, 1 uppdaterade, 2 oförändrade"), "{text}");
    assert!(
        text.contains("rad 1: uppdaterad /tidIOffentligForsorjning: ") && text.contains("-> mer_an_9_ar"),
        "{text}"
    );
    assert!(!text.contains(&before), "what stays is not printed: {text}");
    assert_eq!(fs::read_to_string(refused).unwrap(), format!("{faulty}\n"));
    let (_, text) = mapp.import_here(&file, &[]);
    assert!(text.contains("1 uppdaterade"), "nothing had been written: {text}");
}

async fn what_is_missing_from_a_file_goes(mapp: Mapp) {
    let file = mapp.records(9);
    assert_eq!(mapp.import_here(&file, &[]).0, 0);
    let lines = fs::read_to_string(&file).unwrap();
    let fewer = mapp.path("farre.ndjson");
    fs::write(&fewer, lines.lines().take(8).map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let ar: serde_json::Value = serde_json::from_str(lines.lines().nth(8).unwrap()).unwrap();
    let omfang = format!("{}:{}", mapp.insats, &ar["startdatum"].as_str().unwrap()[..4]);
    let (code, text) = mapp.import_here(&fewer, &["--avstamning", "--omfang", &omfang]);
    assert!(code == 1 && text.contains("maxRaderade=1"), "{code} {text}");
    let (code, text) = mapp.import_here(&fewer, &["--avstamning", "--omfang", &omfang, "--max-raderade", "1"]);
    assert!(code == 0 && text.contains("8 oförändrade") && text.contains("1 raderade utanför"), "{code} {text}");
    let (code, text) = mapp.import_here(&file, &["--strategi", "radera"]);
    assert!(code == 0 && text.contains("1 oförändrade, 8 raderade"), "{code} {text}");
}

async fn a_file_goes_to_a_server(mapp: Mapp) {
    let file = mapp.records(5).display().to_string();
    let (address, server) = mapp.serve().await;
    let run = async |file: &str, address: &str, token: &str| mapp.run_there("importera", file, address, token).await;
    let (code, text) = run(&file, &address, "partssystem").await;
    assert!(code == 0 && text.contains("5 mottagna: 5 skapade"), "{code} {text}");
    let key = fs::read_to_string(mapp.path("nationell")).unwrap();
    let (code, text) = run(&file, &address, "nationell").await;
    assert!(code == 2 && text.contains("FORBJUDET") && !text.contains(key.trim()), "{code} {text}");
    assert_eq!(run(&file, "http://127.0.0.1:1", "partssystem").await.0, 3);
    assert_eq!(run(&file, "ftp://127.0.0.1", "partssystem").await.0, 2);
    assert_eq!(run(&file, &address, "there-is-none").await.0, 3);
    assert_eq!(run("there-is-none.ndjson", &address, "partssystem").await.0, 3);
    assert_eq!(run("poster.txt", &address, "partssystem").await.0, 2);
    server.abort();
}

#[test]
fn arguments_go_together() {
    let code = |args: &[&str]| told(&finsam(&[&["importera", "poster.ndjson"], args].concat())).0;
    assert_eq!(code(&[]), 2, "a server or a register");
    assert_eq!(code(&["--mot", "http://h"]), 2, "a server takes a key");
    assert_eq!(code(&["--database", "sqlite:x"]), 2, "a register takes a part");
    assert_eq!(code(&["--mot", "http://h", "--token-fil", "t", "--database", "sqlite:x", "--part", "kommun:2280"]), 2);
    assert_eq!(code(&["--mot", "http://h", "--token-fil", "t", "--atomicitet", "spam"]), 2);
    assert_eq!(code(&["--mot", "http://h", "--token-fil", "t", "--max-raderade", "1"]), 2, "with --avstamning");
}
