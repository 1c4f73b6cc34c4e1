//! `finsam avstam`: a file against a register.

use std::fs;
use std::path::Path;

use finsam_store::on_each_database;
use serde_json::{Value, json};

use super::{Mapp, finsam, told};

on_each_database!(a_file_is_compared_with_a_register, a_file_is_compared_with_a_server);

fn write(file: &Path, poster: &[Value]) {
    let lines: String = poster.iter().map(|post| format!("{post}\n")).collect();
    fs::write(file, lines).unwrap();
}

/// Made-up records in a file, and one that names the insats by its key.
fn poster(mapp: &Mapp) -> (std::path::PathBuf, Vec<Value>) {
    let file = mapp.records(20);
    let text = fs::read_to_string(&file).unwrap();
    let mut poster: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    poster.push(json!({"kallsystem": "eget", "nyckel": "e-1", "insatsNyckel": "i-1", "registrering": "anonym",
        "kon": "man", "startdatum": "2014-05-01"}));
    write(&file, &poster);
    (file, poster)
}

async fn a_file_is_compared_with_a_register(mapp: Mapp) {
    let (file, mut poster) = poster(&mapp);
    let (code, text) = mapp.run_here("avstam", &file, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("21 nycklar: 21 saknas där, 0 saknas här, 0 olika"), "{text}");
    assert_eq!(mapp.import_here(&file, &[]).0, 0);
    let (code, text) = mapp.run_here("avstam", &file, &[]);
    assert!(code == 0 && text.contains("0 omfång skiljer sig, 0 nycklar"), "{code} {text}");

    // Another order, and numbers written otherwise, are the same.
    poster.reverse();
    for post in &mut poster {
        if let Some(number) = post["personnummer"].as_str().map(str::to_owned) {
            let digits = number.replace('-', "");
            post["personnummer"] = format!("{}-{}", &digits[..8], &digits[8..]).into();
        }
    }
    write(&file, &poster);
    let (code, text) = mapp.run_here("avstam", &file, &[]);
    assert!(code == 0, "{code} {text}");

    // One goes, one comes, one changes: each is found by its key, and nothing but its key is told.
    let gone = poster.pop().unwrap();
    let person = poster.iter_mut().find(|post| post["registrering"] == "person").unwrap();
    let level = if person["utbildningsniva"] == "gymnasium" { "grundskola" } else { "gymnasium" };
    person["utbildningsniva"] = level.into();
    let changed = person["nyckel"].clone();
    poster.push(json!({"kallsystem": "eget", "nyckel": "e-2", "insatsNyckel": "i-1", "registrering": "anonym",
        "kon": "man", "startdatum": "2014-05-01"}));
    write(&file, &poster);
    let (code, text) = mapp.run_here("avstam", &file, &[]);
    assert_eq!(code, 1, "{text}");
    for (word, nyckel) in [("saknas här", &gone["nyckel"]), ("olika     ", &changed), ("saknas där", &"e-2".into())] {
        assert!(text.contains(&format!("  {word}  {}\n", nyckel.as_str().unwrap())), "{word} {nyckel}: {text}");
    }
    assert!(text.contains("3 nycklar: 1 saknas där, 1 saknas här, 1 olika"), "{text}");
    for post in &poster {
        if let Some(number) = post["personnummer"].as_str() {
            assert!(!text.contains(number) && !text.contains(&number.replace('-', "")), "{text}");
        }
    }
    let (code, text) = mapp.run_here("avstam", &file, &["--kallsystem", "eget"]);
    assert!(code == 1 && text.contains("1 omfång skiljer sig, 1 nycklar: 1 saknas där"), "{code} {text}");
    let (code, text) = mapp.run_here("avstam", &file, &["--kallsystem", "eget", "--ar", "2013"]);
    assert!(code == 0, "{code} {text}");

    // What the register would refuse cannot be compared, and all of it is said.
    let twice = poster.last().unwrap().clone();
    poster.push(twice);
    poster.push(json!({"kallsystem": "eget", "nyckel": "e-3", "insatsNyckel": "i-2", "registrering": "anonym",
        "kon": "man", "startdatum": "2014-05-01"}));
    poster.push(json!({"kallsystem": "eget"}));
    write(&file, &poster);
    let (code, text) = mapp.run_here("avstam", &file, &["--kallsystem", "eget"]);
    assert!(code == 1 && text.contains("4 poster i filen går inte att jämföra"), "{code} {text}");
    assert!(text.contains("REG-22") && text.contains("REG-20 /insatsNyckel") && text.contains("FMT-04"), "{text}");
}

async fn a_file_is_compared_with_a_server(mapp: Mapp) {
    let (file, _) = poster(&mapp);
    let file = file.display().to_string();
    let (address, server) = mapp.serve().await;
    let (code, text) = mapp.run_there("avstam", &file, &address, "partssystem").await;
    assert!(code == 1 && text.contains("21 saknas där"), "{code} {text}");
    assert_eq!(mapp.run_there("importera", &file, &address, "partssystem").await.0, 0);
    let (code, text) = mapp.run_there("avstam", &file, &address, "partssystem").await;
    assert!(code == 0, "{code} {text}");
    let (code, text) = mapp.run_there("avstam", &file, &address, "nationell").await;
    assert!(code == 2 && text.contains("FORBJUDET"), "{code} {text}");
    assert_eq!(mapp.run_there("avstam", &file, "http://127.0.0.1:1", "partssystem").await.0, 3);
    assert_eq!(mapp.run_there("avstam", "there-is-none.ndjson", &address, "partssystem").await.0, 3);
    server.abort();
}

#[test]
fn arguments_go_together() {
    let code = |args: &[&str]| told(&finsam(&[&["avstam", "poster.ndjson"], args].concat())).0;
    assert_eq!(code(&[]), 2, "a server or a register");
    assert_eq!(code(&["--mot", "http://h"]), 2, "a server takes a key");
    assert_eq!(code(&["--database", "sqlite:x"]), 2, "a register takes a part");
}
