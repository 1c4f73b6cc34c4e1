//! Those who are slow, silent, or never read: cut off when their time is out, and not before.

use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::process::Finsam;
use crate::strom::Strom;
use finsam_tests::Databas;

const TIDER: [&str; 6] = ["--tid-huvud", "800ms", "--tid-tystnad", "700ms", "--tid-kropp", "4s"];

fn about(took: Duration, millis: u64) -> bool {
    (Duration::from_millis(millis.saturating_sub(150))..Duration::from_millis(millis + 2_500)).contains(&took)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_must_come_in_time() {
    let finsam = Finsam::start(Databas::Sqlite, &TIDER).await;
    let mut silent = Strom::open(finsam.addr).await;
    assert!(about(silent.rest().await.1, 800));
    // A byte now and then does not help.
    let mut slow = Strom::open(finsam.addr).await;
    slow.write("GET /livez HTTP/1.1\r\nHost: x\r\n").await;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        slow.write("X-A: b\r\n").await;
    }
    let (said, took) = slow.rest().await;
    assert!(about(took + Duration::from_millis(400), 800) && !said.contains("200 OK"), "{took:?} {said}");
    // Used in time, a connection stays.
    let mut kept = Strom::open(finsam.addr).await;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        kept.write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(kept.answer().await.ends_with("levande\n"));
    }
    assert!(about(kept.rest().await.1, 800));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_may_be_slow_but_not_silent() {
    let finsam = Finsam::start(Databas::Sqlite, &TIDER).await;
    let body = finsam.records("l", 1);
    let length = format!("Content-Length: {}\r\n", body.len());
    let mut slow = Strom::open(finsam.addr).await;
    slow.write(&finsam.head("POST", "/importer", &length)).await;
    for piece in body.as_bytes().chunks(body.len() / 5 + 1) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        slow.write(std::str::from_utf8(piece).unwrap()).await;
    }
    let answer = slow.answer().await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"skapade\":1"), "{answer}");

    let mut dead = Strom::open(finsam.addr).await;
    dead.write(&finsam.head("POST", "/importer", &length)).await;
    dead.write(&body[..10]).await;
    let (said, took) = dead.rest().await;
    assert!(about(took, 700) && said.starts_with("HTTP/1.1 400") && said.contains("helhet"), "{took:?} {said}");

    let mut endless = Strom::open(finsam.addr).await;
    endless.write(&finsam.head("POST", "/importer", "Content-Length: 1000\r\n")).await;
    let started = std::time::Instant::now();
    while started.elapsed() < Duration::from_secs(10) && endless.0.write_all(b"\n").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if endless.0.try_read(&mut [0; 0]).is_err() && started.elapsed() > Duration::from_millis(4_500) {
            break;
        }
    }
    let (said, _) = endless.rest().await;
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("lång tid"), "{said}");
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    assert_eq!(finsam.count().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_takes_is_given_up() {
    let mut finsam = Finsam::start(Databas::Sqlite, &TIDER).await;
    let mut deaf = Strom::open(finsam.addr).await;
    let asked = "GET /finsam/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200);
    deaf.write(&asked).await;
    // More than the machine keeps for the two of them is left when nothing has been taken for so long.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let (said, _) = deaf.rest().await;
    assert!(said.matches("HTTP/1.1 200").count() < 150, "it went on");
    finsam.signal("TERM");
    assert!(finsam.ended().await.0.success());
}
