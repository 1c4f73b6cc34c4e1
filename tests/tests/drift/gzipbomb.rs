//! A small body that unpacks to a very large one: refused as soon as it is more than is let in, and hardly any of it is
//! held.

use std::io::Write;

use finsam_tests::{Databas, on_each_database};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::process::Finsam;
use crate::strom::Strom;

/// How much a member unpacks to, in bytes.
const MEMBER: usize = 16 * 1024 * 1024;
/// How many there are: 1.6 GiB in all.
const MEMBERS: usize = 100;
/// What the server may take for it above what it needs anyway, in bytes.
const ROOM: u64 = 48 * 1024 * 1024;

/// Many members one after the other are one body.
fn bomb(line: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&line.repeat(MEMBER / line.len())).unwrap();
    encoder.finish().unwrap().repeat(MEMBERS)
}

on_each_database!(what_unpacks_to_too_much_is_refused_at_the_limit);
async fn what_unpacks_to_too_much_is_refused_at_the_limit(databas: Databas) {
    let finsam = Finsam::start(databas, &[]).await;
    // Once without a bomb, so that what an import needs anyway has been taken.
    assert_eq!(finsam.send("POST", "/importer", &[finsam_tests::exakt::NDJSON], b"{}\n").await.status, 422);
    let before = finsam.peak();
    let blank = [&[b' '; 4_095][..], b"\n"].concat();
    for (path, line) in
        [("/importer?importlage=plan", &b" "[..]), ("/importer?importlage=plan&strategi=radera", &blank)]
    {
        let bomb = bomb(line);
        assert!(bomb.len() < 8 * 1024 * 1024, "{}", bomb.len());
        let length = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", bomb.len() + 1);
        let mut strom = Strom::open(finsam.addr).await;
        strom.write(&finsam.head("POST", path, &length)).await;
        // It may be refused before all of it has been taken.
        drop(tokio::io::AsyncWriteExt::write_all(&mut strom.0, &bomb).await);
        // The last byte never comes, and the connection is ended without it: waiting for it would come to 408.
        let (said, _) = strom.rest().await;
        assert!(said.starts_with("HTTP/1.1 413"), "{path}: {said}");
        let (_, body) = said.split_once("\r\n\r\n").unwrap();
        let problem: Value = serde_json::from_str(body).unwrap();
        assert_eq!((problem["kod"].as_str(), problem["status"].as_u64()), (Some("FOR_STORT"), Some(413)));
        assert!(problem["detail"].as_str().unwrap().contains(&(64 * 1024 * 1024).to_string()), "{problem}");
    }
    if let (Some(before), Some(after)) = (before, finsam.peak()) {
        assert!(after - before < ROOM, "{} MiB", (after - before) / 1024 / 1024);
    }
    assert_eq!((finsam.spooled(), finsam.count().await), (0, 0));
}
