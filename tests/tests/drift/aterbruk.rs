//! A connection is used again when a request has come whole, and is said to end when it has not.

use crate::process::Finsam;
use crate::strom::Strom;
use finsam_tests::Databas;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_not_read_ends_the_connection_and_the_answer_says_so() {
    let finsam = Finsam::start(Databas::Sqlite, &[]).await;
    let body = finsam.records("a", 1);
    let length = format!("Content-Length: {}\r\n", body.len());
    let mut kept = Strom::open(finsam.addr).await;
    for _ in 0..2 {
        kept.write(&(finsam.head("POST", "/importer", &length) + &body)).await;
        let said = kept.answer().await;
        assert!(said.starts_with("HTTP/1.1 200") && !said.contains("\r\nconnection:"), "{said}");
    }
    kept.write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(kept.answer().await.ends_with("levande\n"), "nothing but a head");

    // Refused for what stands in the head.
    let mut early = Strom::open(finsam.addr).await;
    early.write(&finsam.head("POST", "/importer?strategi=ingen", "Content-Length: 1000\r\n")).await;
    let (said, _) = early.rest().await;
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("\r\nconnection: close\r\n"), "{said}");
    let mut large = Strom::open(finsam.addr).await;
    let head = "POST /oversikt/inloggning HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    large.write(&format!("{head}Content-Length: 10000\r\n\r\nnyckel=")).await;
    let (said, _) = large.rest().await;
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("\r\nconnection: close\r\n"), "{said}");
}
