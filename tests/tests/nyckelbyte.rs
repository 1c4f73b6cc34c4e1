//! The keys of a register changed by `finsam nycklar` while a server runs and is written to.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use finsam_tests::exakt::person;
use finsam_tests::process::{Finsam, finsam, told};
use finsam_tests::{Databas, Plats, on_each_database};
use serde_json::{Value, json};

/// What a command says of the keys, with its exit code.
fn nycklar(server: &Finsam, args: &[&str]) -> (i32, String) {
    let mut command = finsam(&[&["nycklar"], args].concat());
    let command = command.env("FINSAM_DATABASE", &server.database).env("FINSAM_NYCKEL", server.folder.join("nyckel"));
    told(&command.output().unwrap())
}

fn done(server: &Finsam, args: &[&str]) -> String {
    let (code, said) = nycklar(server, args);
    assert_eq!(code, 0, "{args:?}: {said}");
    said
}

/// Asks the server to read its keys anew, and waits until it has, or has said that it cannot.
async fn read_anew(server: &Finsam, expected: &str) {
    let times = || server.log().matches(expected).count();
    let before = times();
    server.signal("HUP");
    for _ in 0..200 {
        if times() > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(times() > before, "not read anew: {}", server.log());
}

/// A person of a number.
fn reserve(server: &Finsam, n: usize) -> Value {
    let mut post = person(server.insats.parse().unwrap(), "");
    post.as_object_mut().unwrap().remove("personnummer");
    post["reservnummer"] = json!({"utfardare": "region:22", "nummer": format!("R-{n}"),
        "fodelsedatum": "1990-03-12", "kon": "kvinna"});
    post
}

async fn put(server: &Finsam, from: usize, to: usize) {
    for n in from..to {
        let svar = server.json("PUT", &format!("/deltaganden/treserva/d-{n}"), &reserve(server, n)).await;
        assert!([200, 201].contains(&svar.status), "{n}: {} {}", svar.status, svar.text());
    }
}

async fn read(server: &Finsam, n: usize) -> u16 {
    server.get(&format!("/deltaganden/treserva/d-{n}")).await.status
}

on_each_database!(the_keys_are_changed_while_the_server_runs);
async fn the_keys_are_changed_while_the_server_runs(databas: Databas) {
    let plats = Plats::new(databas);
    let mut server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    put(&server, 0, 40).await;
    // A plan, and a record that was refused, are kept sealed too.
    let refused = json!({"kallsystem": "treserva", "nyckel": "fel", "insatsId": server.insats, "registrering": "x"});
    let svar = server.client().import("i-1", false, true, &format!("{refused}\n")).await;
    assert_eq!(svar.status, 202, "{}", svar.text());
    let job = svar.json()["id"].as_str().unwrap().to_owned();
    for _ in 0..200 {
        if server.get(&format!("/importer/{job}")).await.json()["status"] == "klar" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let file = server.folder.join("nyckel");
    let old = std::fs::read_to_string(&file).unwrap();

    assert!(done(&server, &["ny"]).contains("nyckel 2 är gjord"));
    let said = done(&server, &["lista"]);
    assert!(said.contains("  1  förseglar / seals  deltagande 40, importpost 1"), "{said}");
    assert!(said.contains("  2  öppnar / opens  deltagande 0"), "{said}");
    assert!(!said.contains(&old.trim()[..8]), "no key is shown");
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&file).unwrap()) & 0o777, 0o600);
    read_anew(&server, "the keys were read anew").await;
    assert!(nycklar(&server, &["anvand", "3"]).1.contains("nyckel 3 står inte i filen"));
    done(&server, &["anvand", "2"]);
    // Another process seals with the new key while this one seals with the old one and knows the new.
    put(&server, 40, 45).await;
    let (code, said) = nycklar(&server, &["ta-bort", "1"]);
    assert!(code == 1 && said.contains("nyckel 1 förseglar ännu något"), "{said}");
    read_anew(&server, "the keys were read anew").await;

    // Killed half way and run again, while the server is written to.
    let mut command = finsam(&["nycklar", "rotera", "--rader", "1", "--paus", "100"]);
    command.env("FINSAM_DATABASE", &server.database).env("FINSAM_NYCKEL", &file);
    let mut half = command.spawn().unwrap();
    put(&server, 45, 60).await;
    for _ in 0..200 {
        if !done(&server, &["lista"]).contains("deltagande 45") {
            break;
        }
    }
    half.kill().unwrap();
    half.wait().unwrap();
    let said = done(&server, &["lista"]);
    assert!(!said.contains("  1  öppnar / opens  deltagande 0") && !said.contains("deltagande 45"), "half way: {said}");
    let (rotated, ()) = tokio::join!(
        async {
            let args = (server.database.clone(), file.clone());
            tokio::task::spawn_blocking(move || {
                let mut command = finsam(&["nycklar", "rotera", "--rader", "7"]);
                told(&command.env("FINSAM_DATABASE", args.0).env("FINSAM_NYCKEL", args.1).output().unwrap())
            })
            .await
            .unwrap()
        },
        put(&server, 30, 90)
    );
    assert_eq!(rotated.0, 0, "{}", rotated.1);
    assert!(rotated.1.contains("nyckel 1 används inte längre: finsam nycklar ta-bort 1"), "{}", rotated.1);
    assert!(done(&server, &["lista"]).contains("  1  öppnar / opens  deltagande 0, importpost 0, webhook 0"));
    assert!(nycklar(&server, &["ta-bort", "2"]).1.contains("nyckel 2 förseglar"));
    done(&server, &["ta-bort", "1"]);
    assert!(!std::fs::read_to_string(&file).unwrap().contains(old.trim()));
    read_anew(&server, "the keys were read anew").await;
    for n in 0..90 {
        assert_eq!(read(&server, n).await, 200, "{n}");
    }
    // The old key alone is not let in, nor taken by a server that runs.
    std::fs::write(server.folder.join("gammal"), &old).unwrap();
    let mut command = finsam(&["kontrollera", "--logg", "--nyckel"]);
    let command = command.arg(server.folder.join("gammal")).env("FINSAM_DATABASE", &server.database);
    let (code, said) = told(&command.output().unwrap());
    assert!(code == 3 && said.contains("förseglat med nyckel 2"), "{said}");
    let kept = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &old).unwrap();
    read_anew(&server, "the keys could not be read anew").await;
    assert_eq!(read(&server, 1).await, 200);
    std::fs::write(&file, kept).unwrap();
    server.kill();
    server.run(&[], &[]).await;
    assert_eq!(read(&server, 1).await, 200);
    let avvisade = server.get(&format!("/importer/{job}/avvisade")).await;
    assert_eq!(avvisade.status, 200, "{}", avvisade.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_not_told_says_which_key_is_missing() {
    let plats = Plats::new(Databas::Sqlite);
    let server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    put(&server, 0, 2).await;
    done(&server, &["ny"]);
    let (code, said) = nycklar(&server, &["anvand", "2"]);
    assert!(code == 1 && said.contains("1 servrar har inte nyckel 2"), "{said}");
    assert!(!done(&server, &["lista"]).contains("  2  förseglar"), "nothing has been done");
    assert_eq!(read(&server, 1).await, 200);
    done(&server, &["anvand", "2", "--anda"]);
    done(&server, &["rotera"]);
    let svar = server.get("/deltaganden/treserva/d-1").await;
    assert_eq!((svar.status, svar.json()["kod"].as_str()), (503, Some("NYCKEL_SAKNAS")), "{}", svar.text());
    assert!(svar.text().contains("nyckel 2"), "{}", svar.text());
    // What it seals itself is not lost: others have its key too.
    put(&server, 2, 3).await;
    let said = done(&server, &["lista"]);
    assert!(said.contains("  1  öppnar / opens  deltagande 1"), "{said}");
    read_anew(&server, "the keys were read anew").await;
    assert_eq!((read(&server, 1).await, read(&server, 2).await), (200, 200));
}

on_each_database!(a_server_that_was_not_told_seals_nothing_with_a_key_that_went);
async fn a_server_that_was_not_told_seals_nothing_with_a_key_that_went(databas: Databas) {
    let plats = Plats::new(databas);
    let server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    put(&server, 0, 2).await;
    done(&server, &["ny"]);
    read_anew(&server, "the keys were read anew").await;
    let file = server.folder.join("nyckel");
    let stale = std::fs::read_to_string(&file).unwrap();
    // It opens with both keys, and seals with the first one, which goes.
    for step in [&["anvand", "2"][..], &["rotera"], &["ta-bort", "1"]] {
        done(&server, step);
    }
    let svar = server.json("PUT", "/deltaganden/treserva/d-2", &reserve(&server, 2)).await;
    assert_eq!((svar.status, svar.json()["kod"].as_str()), (503, Some("NYCKEL_SAKNAS")), "{}", svar.text());
    assert!(svar.text().contains("borttagen ur registret"), "{}", svar.text());
    let refused = json!({"kallsystem": "treserva", "nyckel": "fel", "insatsId": server.insats, "registrering": "x"});
    // Neither is a body put to wait, nor a refused record kept.
    for wait in [true, false] {
        let svar = server.client().import(&format!("i-{wait}"), false, wait, &format!("{refused}\n")).await;
        assert_eq!(svar.status, 503, "{}", svar.text());
    }
    assert_eq!(server.spooled(), 0);
    assert!(!done(&server, &["lista"]).contains("  1  "), "nothing is sealed with it");

    // The file from before lets nobody in.
    let old = server.folder.join("gammal");
    std::fs::write(&old, &stale).unwrap();
    let mut command = finsam(&["kontrollera", "--logg", "--nyckel"]);
    let (code, said) = told(&command.arg(&old).env("FINSAM_DATABASE", &server.database).output().unwrap());
    assert!(code == 3 && said.contains("borttagen ur registret"), "{said}");
    let holds = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &stale).unwrap();
    read_anew(&server, "the keys could not be read anew").await;
    std::fs::write(&file, holds).unwrap();
    read_anew(&server, "the keys were read anew").await;
    put(&server, 2, 3).await;
    assert_eq!((read(&server, 0).await, read(&server, 1).await, read(&server, 2).await), (200, 200, 200));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_from_before_opens_with_the_key_file_from_before() {
    let plats = Plats::new(Databas::Sqlite);
    let mut server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    put(&server, 0, 3).await;
    let old = std::fs::read_to_string(server.folder.join("nyckel")).unwrap();
    let copy = server.folder.join("kopia.db");
    let backed = finsam(&["sakerhetskopiera"]).arg(&copy).env("FINSAM_DATABASE", &server.database).output().unwrap();
    assert!(backed.status.success(), "{}", told(&backed).1);
    done(&server, &["ny"]);
    read_anew(&server, "the keys were read anew").await;
    done(&server, &["anvand", "2"]);
    read_anew(&server, "the keys were read anew").await;
    done(&server, &["rotera"]);
    done(&server, &["ta-bort", "1"]);
    server.kill();
    let key = server.folder.join("nyckel");
    let restore = || {
        let mut command = finsam(&["aterstall"]);
        command.arg(&copy).arg("--ersatt").env("FINSAM_DATABASE", &server.database).env("FINSAM_NYCKEL", &key);
        told(&command.output().unwrap())
    };
    let (code, said) = restore();
    assert!(code == 3 && said.contains("förseglat med nyckel 1"), "{said}");
    std::fs::write(&key, &old).unwrap();
    let (code, said) = restore();
    assert_eq!(code, 0, "{said}");
    server.run(&[], &[]).await;
    assert_eq!(read(&server, 1).await, 200);
}

on_each_database!(what_persons_are_found_by_is_changed_during_a_stop);
async fn what_persons_are_found_by_is_changed_during_a_stop(databas: Databas) {
    let plats = Plats::new(databas);
    let mut server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    put(&server, 0, 3).await;
    let file = server.folder.join("nyckel");
    let old = std::fs::read_to_string(&file).unwrap();
    let (code, said) = nycklar(&server, &["byt-sok"]);
    assert!(code == 3 && said.contains("någon har registret öppet"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), old, "nothing has been done");
    let kept = std::fs::read_to_string(server.folder.join("nyckel.sok")).unwrap();
    server.kill();
    // While somebody else changes the file nothing is begun.
    let held = server.folder.join("nyckel.ny");
    std::fs::write(&held, "").unwrap();
    let (code, busy) = nycklar(&server, &["byt-sok"]);
    assert!(code == 3 && busy.contains("en annan ändring pågår"), "{busy}");
    std::fs::remove_file(&held).unwrap();
    let mut said = (3, String::new());
    // PostgreSQL sees that the killed one is gone a moment later.
    for _ in 0..100 {
        said = nycklar(&server, &["byt-sok"]);
        if said.0 != 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(said.0 == 0 && said.1.contains("3 deltaganden hittas med en ny nyckel"), "{}", said.1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), kept, "begun with one key it goes on with that");
    assert!(!server.folder.join("nyckel.sok").exists());
    assert!(!held.exists(), "let go of");
    server.run(&[], &[]).await;
    assert_eq!(read(&server, 1).await, 200);
    let known = server.get("/deltaganden/treserva/d-1").await.json();
    let mut again = person(server.insats.parse().unwrap(), "");
    again.as_object_mut().unwrap().remove("personnummer");
    again["reservnummer"] = known["reservnummer"].clone();
    let svar = server.json("PUT", "/deltaganden/treserva/annan", &again).await;
    assert!(svar.status == 422 && svar.text().contains("REG-11"), "one person is one: {}", svar.text());
}
