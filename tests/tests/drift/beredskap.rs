//! `/readyz` and `/livez`: what they say, how soon, and when a balancer should turn away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::process::Finsam;
use finsam_tests::{Databas, on_each_database};

on_each_database!(it_tells_of_database_migration_and_statistics);
async fn it_tells_of_database_migration_and_statistics(databas: Databas) {
    let slag = if databas == Databas::Sqlite { "sqlite" } else { "postgres" };
    let finsam = Finsam::start(databas, &[]).await;
    assert_eq!(finsam.probe("/livez").await.text(), "levande\n");
    let mut svar = finsam.probe("/readyz").await;
    for _ in 0..100 {
        if svar.json()["statistikLaddad"] == true {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        svar = finsam.probe("/readyz").await;
    }
    assert_eq!((svar.status, svar.header("content-type")), (200, Some("application/json")));
    assert_eq!(svar.header("cache-control"), Some("no-store"));
    let told = svar.json();
    let known = &told["kandMigration"];
    assert!(known.as_u64().unwrap() >= 1);
    let expected = json!({"redo": true, "databas": slag, "databasSvarar": true, "migration": known,
        "kandMigration": known, "statistikLaddad": true, "avslutar": false});
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_not_migrated_is_not_ready() {
    let Some(databas) = Databas::postgres() else { return };
    let finsam = Finsam::start(databas, &[]).await;
    finsam
        .plats
        .egen()
        .unwrap()
        .execute("CREATE TABLE undan AS SELECT * FROM migrering; DELETE FROM migrering")
        .unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let svar = finsam.probe("/readyz").await;
    assert_eq!((svar.status, svar.header("retry-after")), (503, Some("5")));
    let told = svar.json();
    assert_eq!((&told["redo"], &told["databasSvarar"], &told["migration"]), (&json!(false), &json!(true), &json!(0)));
    finsam.plats.egen().unwrap().execute("INSERT INTO migrering SELECT * FROM undan").unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(finsam.probe("/readyz").await.status, 200);
}

/// A way to PostgreSQL that can be held up.
struct Vag {
    port: u16,
    held: Arc<AtomicBool>,
}

impl Vag {
    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, held) = (listener.local_addr().unwrap().port(), Arc::new(AtomicBool::new(false)));
        let stop = Arc::clone(&held);
        tokio::spawn(async move {
            while let Ok((theirs, _)) = listener.accept().await {
                let ours = TcpStream::connect(&server).await.unwrap();
                let (their_half, their_other) = theirs.into_split();
                let (our_half, our_other) = ours.into_split();
                tokio::spawn(carry(their_half, our_other, Arc::clone(&stop)));
                tokio::spawn(carry(our_half, their_other, Arc::clone(&stop)));
            }
        });
        Self { port, held }
    }
}

async fn carry(mut from: impl AsyncReadExt + Unpin, mut to: impl AsyncWriteExt + Unpin, held: Arc<AtomicBool>) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        while held.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_answers_soon_when_the_database_hangs() {
    let Some(databas) = Databas::postgres() else { return };
    let mut finsam = Finsam::start(databas, &[]).await;
    let address = finsam.database.clone();
    let (login, rest) = address.rsplit_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let vag = Vag::to(server.to_owned()).await;
    finsam.kill();
    let through = format!("{login}@127.0.0.1:{}/{database}", vag.port);
    finsam.run(&[], &[("FINSAM_DATABASE", &through)]).await;
    assert_eq!(finsam.probe("/readyz").await.status, 200);

    vag.held.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let started = Instant::now();
    // Many at once ask the database once.
    let asked = four(&finsam).await;
    assert!(started.elapsed() < Duration::from_millis(2_500), "{:?}", started.elapsed());
    for svar in asked {
        let told = svar.json();
        assert_eq!((svar.status, svar.header("retry-after")), (503, Some("5")));
        assert_eq!(
            (&told["redo"], &told["databasSvarar"], &told["migration"]),
            (&json!(false), &json!(false), &json!(null))
        );
    }
    assert_eq!(finsam.probe("/livez").await.status, 200);
    vag.held.store(false, Ordering::Relaxed);
    for _ in 0..50 {
        if finsam.probe("/readyz").await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it does not become ready again: {}", finsam.log());
}

async fn four(finsam: &Finsam) -> [finsam_tests::exakt::Svar; 4] {
    let ask = || finsam.probe("/readyz");
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    [a, b, c, d]
}

/// systemd is told when the server answers, and when it begins to end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_supervisor_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let heard = || {
        let mut buffer = [0; 256];
        let count = socket.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..count]).trim().to_owned()
    };
    let mut server = Finsam::start(Databas::Sqlite, &[]).await;
    server.signal("TERM");
    server.ended().await;
    server.run(&[], &[("NOTIFY_SOCKET", path.to_str().unwrap())]).await;
    assert_eq!(heard(), "READY=1");
    server.signal("TERM");
    assert_eq!(heard(), "STOPPING=1");
    assert!(server.ended().await.0.success());
}
