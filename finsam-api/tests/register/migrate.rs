//! `finsam migrate`.

use finsam_store::provdatabas::{Databas, Egen, Plats};

use super::process::expect;

const STEPS: [&str; 2] = ["0001_grund", "lägger till; äldre program går vidare / adds; older programs go on"];

#[test]
fn a_plan_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("ny.db").display());
    let plan = ["migrate", "--plan", "--database", &database];
    let text = expect(0, &STEPS, &plan);
    assert!(text.contains("registret är på steg 0") && text.contains("the register is at step 0"), "{text}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is made");
    let done = expect(0, &["gjort / done: 0001_grund", "Registret är migrerat"], &["migrate", "--database", &database]);
    assert!(done.contains("0004_importer"), "{done}");
    let before = std::fs::read(folder.path().join("ny.db")).unwrap();
    expect(0, &["inget steg återstår / no step is pending"], &plan);
    let again = expect(0, &["Registret är migrerat"], &["migrate", "--dra-ihop", "--database", &database]);
    assert!(!again.contains("done"), "{again}");
    assert_eq!(std::fs::read(folder.path().join("ny.db")).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    if Databas::postgres().is_some() {
        let egen = Egen::new(false);
        let address = egen.address();
        expect(0, &STEPS, &["migrate", "--plan", "--database", &address]);
        egen.execute("CREATE TABLE arende (x integer); DROP TABLE arende").unwrap();
        expect(3, &["finsam migrate"], &["rapport", "avslut-per-insats", "--ar", "2014", "--database", &address]);
        expect(0, &["gjort / done: 0001_grund"], &["migrate", "--database", &address]);
        expect(0, &["inget steg återstår"], &["migrate", "--plan", "--database", &address]);
    }
}

#[test]
fn arguments_go_together() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("ny.db").display());
    expect(2, &[], &["migrate", "--plan", "--dra-ihop", "--database", &database]);
    expect(2, &[], &["migrate", "--postgres-las", "0", "--database", &database]);
    expect(2, &["sqlite:FIL"], &["migrate", "--database", "mysql://x"]);
    expect(3, &[], &["migrate", "--plan", "--database", "postgres://127.0.0.1:1/finsam"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Each kind of database that can be had here.
fn places() -> Vec<Plats> {
    let postgres = Databas::postgres().map(Plats::new);
    std::iter::once(Plats::new(Databas::Sqlite)).chain(postgres).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_register_is_used_while_it_lets_this_program_in() {
    for plats in places() {
        plats.open(None).await.unwrap().close().await;
        let database = plats.address();
        let report = ["rapport", "avslut-per-insats", "--ar", "2014", "--database", &database];
        assert_eq!(plats.refusal("INSERT INTO migrering VALUES (97, '0097_framtid', '')"), None);
        expect(0, &[], &report);
        let text = expect(0, &["no step is pending"], &["migrate", "--plan", "--database", &database]);
        assert!(text.contains("97"), "{text}");
        expect(0, &[], &["migrate", "--dra-ihop", "--database", &database]);
        assert_eq!(plats.refusal("UPDATE kompatibilitet SET fran = 95"), None);
        let words = ["nyare version", "newer version", "97", "säkerhetskopia", "backup"];
        expect(3, &words, &report);
        for args in [&["migrate"][..], &["migrate", "--plan"], &["migrate", "--dra-ihop"], &["serve", "--sandlada"]] {
            expect(3, &words, &[args, &["--database", &database]].concat());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_waited_for_as_long_as_is_said() {
    let words = ["0001_grund", "inget av steget är gjort", "nothing of the step was done"];
    let patience = ["migrate", "--sqlite-vanta", "1s", "--postgres-las", "1s", "--database"];

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("finsam.db");
    let database = format!("sqlite:{}", file.display());
    let migrate = [&patience[..], &[&database]].concat();
    let writer = rusqlite::Connection::open(&file).unwrap();
    writer.execute_batch("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE").unwrap();
    expect(3, &words, &migrate);
    writer.execute_batch("COMMIT").unwrap();
    expect(0, &["gjort / done: 0001_grund"], &migrate);

    if Databas::postgres().is_some() {
        let egen = Egen::new(false);
        let database = egen.address();
        let migrate = [&patience[..], &[&database]].concat();
        let (client, connection) = tokio_postgres::connect(&database, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        // Another one that migrates.
        client.batch_execute("SELECT pg_advisory_lock(253034499, 0)").await.unwrap();
        expect(3, &words, &migrate);
        drop(client);
        connection.await.unwrap().unwrap();
        expect(0, &["gjort / done: 0001_grund"], &migrate);
    }
}
