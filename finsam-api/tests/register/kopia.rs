//! `finsam sakerhetskopiera` and `finsam aterstall`.

use finsam_api::app::router;
use finsam_store::Store;
use finsam_store::sqlite::{Settings, SqliteStore};
use serde_json::Value;

use super::fragor::{ask, markers};
use super::process::{Demo, Server, expect};

async fn lines(file: &std::path::Path) -> i64 {
    let store = SqliteStore::open(file, None, Settings::default()).unwrap();
    let last = store.read().await.unwrap().handelser().last().await.unwrap();
    store.close().await;
    last
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_register_is_copied_and_put_back_when_it_is_stopped() {
    let demo = Demo::new().await;
    let server = Server::start(&demo.database(), demo.folder.path()).await;
    let kopia = demo.path("kopia.db");
    let name = kopia.display().to_string();
    let copy = ["sakerhetskopiera", &name, "--database", &demo.database()];
    let words =
        ["Kopian är gjord och granskad", "31666 deltaganden", "Nyckelfilen ingår inte", "The key file is not in it"];
    expect(0, &words, &copy);
    expect(2, &["finns redan", "is there already", "--ersatt"], &copy);
    expect(0, &[], &[&copy[..], &["--ersatt"]].concat());
    // A key that is made after the copy.
    expect(0, &[], &["token", "skapa", "--roll", "nationell", "--database", &demo.database()]);
    let restore = ["aterstall", &name, "--database", &demo.database()];
    expect(2, &["finns redan", "--ersatt"], &restore);
    let replace = [&restore[..], &["--ersatt"]].concat();
    expect(3, &["någon har registret öppet", "somebody has the register open"], &replace);
    server.kill();
    let wrong = demo.path("fel.nyckel");
    std::fs::write(&wrong, "02".repeat(32)).unwrap();
    let with =
        |key: &str| [&replace[..], &["--nyckel", key]].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let run = |code, words: &[&str], args: Vec<String>| {
        expect(code, words, &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    run(3, &["nyckeln öppnar inte kopian", "the key does not open the copy"], with(&wrong.display().to_string()));
    let text = run(0, &["Registret är återställt", "31666 deltaganden"], with(&demo.key_file()));
    let aside =
        text.lines().find_map(|line| line.strip_prefix("Det gamla heter nu / The old one is now called ")).unwrap();
    assert!(std::path::Path::new(aside).starts_with(demo.folder.path()), "{aside}");
    let tokens = async |file: &std::path::Path| {
        let other = format!("sqlite:{}", demo.path("jamfor.db").display());
        drop(std::fs::remove_file(demo.path("jamfor.db")));
        let text = expect(0, &[], &["flytta", &format!("sqlite:{}", file.display()), &other]);
        text.lines().find(|line| line.starts_with("token ")).unwrap().split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!((tokens(aside.as_ref()).await.as_str(), tokens(&demo.path("finsam.db")).await.as_str()), ("8", "7"));
    assert_eq!(lines(aside.as_ref()).await, lines(&demo.path("finsam.db")).await);
    Server::start(&demo.database(), demo.folder.path()).await.kill();
    // To where none stands.
    let new = format!("sqlite:{}", demo.path("ny.db").display());
    let text = expect(0, &["Registret är återställt"], &["aterstall", &name, "--database", &new]);
    assert!(!text.contains("Det gamla"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_copy_or_no_register_is_refused() {
    let demo = Demo::new().await;
    let none = demo.path("none.db").display().to_string();
    let kopia = demo.path("kopia.db").display().to_string();
    expect(3, &["finns inte", "is not there"], &["sakerhetskopiera", &kopia, "--database", &format!("sqlite:{none}")]);
    expect(3, &["finns inte"], &["aterstall", &none, "--database", &format!("sqlite:{kopia}")]);
    let own = demo.path("finsam.db").display().to_string();
    expect(2, &["samma fil", "the same file"], &["sakerhetskopiera", &own, "--ersatt", "--database", &demo.database()]);
    expect(2, &["samma fil"], &["aterstall", &own, "--ersatt", "--database", &demo.database()]);
    let url = "postgres://finsam@localhost/finsam";
    for args in [["sakerhetskopiera", &kopia, "--database", url], ["aterstall", &kopia, "--database", url]] {
        expect(2, &["pg_dump", "docs/DRIFT.md"], &args);
    }
    std::fs::write(&kopia, "this is no database, however long it may be: ".repeat(100)).unwrap();
    let put = ["aterstall", &kopia, "--ersatt", "--database", &demo.database()];
    expect(3, &["kopian är skadad", "the copy is damaged"], &put);
    let key = demo.key_file();
    expect(3, &["kopian är skadad"], &["aterstall", &key, "--ersatt", "--database", &demo.database()]);
    Server::start(&demo.database(), demo.folder.path()).await.kill();
}

/// Numbers of events are given anew after a restore: a marker from before must not be taken for one of them.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_the_changes_is_told_to_begin_again() {
    let demo = Demo::new().await;
    let app = demo.app().await;
    let markers = markers(&router(app.clone()), &demo).await;
    app.store.close().await;
    let kopia = demo.path("kopia.db").display().to_string();
    expect(0, &[], &["sakerhetskopiera", &kopia, "--database", &demo.database()]);
    expect(0, &[], &["aterstall", &kopia, "--ersatt", "--database", &demo.database()]);
    let restored = router(demo.app().await);
    for (roll, markor) in markers {
        let (status, problem) = ask(&restored, &demo, roll, &format!("/andringar?efter={markor}")).await;
        assert_eq!(status, 410, "{problem}");
        let problem: Value = serde_json::from_str(&problem).unwrap();
        let nu = problem["markor"].as_str().unwrap();
        let (status, text) = ask(&restored, &demo, roll, &format!("/andringar?efter={nu}")).await;
        assert_eq!((status.as_u16(), text.contains("\"count\":0")), (200, true), "{text}");
    }
}
