//! Bodies that are too large, and lines without end.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, CSV, JSON, NDJSON, Server, nummer, person, post};
use finsam_tests::{on_each_database, peak};

use crate::sound;

on_each_database!(a_line_of_200_mib_is_refused_and_the_others_are_written);
async fn a_line_of_200_mib_is_refused_and_the_others_are_written(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let first = format!("{}\n{{\"kallsystem\":\"", post("d-1", sound(&server))).into_bytes();
    let last = format!("\"}}\n{}\n", post("d-2", person(server.varld.insats, &nummer("1991-04-13", 239))));
    let high = peak(std::process::id());
    let pieces = std::iter::once(first)
        .chain((0..200).map(|_| vec![b'x'; 1024 * 1024]))
        .chain(std::iter::once(last.into_bytes()));
    let svar = server.stream(&format!("{BAS}/importer"), &key, &[NDJSON], pieces).await;
    assert_eq!(svar.status, 202, "{}", svar.text());
    let location = svar.header("location").unwrap().to_owned();
    let import = server.ended(&location, &key).await;
    assert_eq!(import["status"], "klar", "{import}");
    assert_eq!(import["antal"]["skapade"], 2);
    assert_eq!(import["antal"]["avvisade"], 1);
    let told = server.get(&format!("{location}/resultat"), &key).await.json();
    assert_eq!(told["poster"][0]["rad"], 2);
    assert_eq!(told["poster"][0]["avvikelser"][0]["kod"], "FMT-10");
    assert_eq!(server.counts().await[2], before[2] + 2);
    if let (Some(before), Some(after)) = (high, peak(std::process::id())) {
        assert!(after - before < 120 * 1024 * 1024, "{} MiB", (after - before) / 1024 / 1024);
    }
    assert!(server.spool().is_empty());
}

on_each_database!(one_line_without_end_is_refused_too);
async fn one_line_without_end_is_refused_too(server: Server) {
    let key = server.part_key().await;
    for (kind, first) in [(NDJSON, ""), (JSON, "[\""), (CSV, "kallsystem,nyckel,insatsId,registrering,startdatum\n\"")]
    {
        let pieces = std::iter::once(first.as_bytes().to_vec()).chain((0..20).map(|_| vec![b'x'; 1024 * 1024]));
        let svar = server.stream(&format!("{BAS}/importer"), &key, &[kind], pieces.filter(|p| !p.is_empty())).await;
        match svar.status {
            202 => {
                let import = server.ended(svar.header("location").unwrap(), &key).await;
                assert_eq!(import["antal"]["skapade"], 0, "{import}");
            }
            400 => {}
            other => panic!("{kind:?}: {other} {}", svar.text()),
        }
    }
    assert_eq!(server.counts().await[2], 0);
    assert!(server.spool().is_empty());
}

on_each_database!(bodies_that_are_too_large);
async fn bodies_that_are_too_large(server: Server) {
    let key = server.part_key().await;
    let system = server.key(Roll::Systemadministrator, |_| ()).await;
    let before = server.counts().await;
    let large = vec![b' '; 1024 * 1024 + 1];
    let put = format!("{BAS}/deltaganden/treserva/d-1");
    assert_eq!(server.call("PUT", &put, Some(&key), &[JSON], &large).await.status, 413);
    for path in ["/forbund", "/insatser"] {
        assert_eq!(server.call("POST", &format!("{BAS}{path}"), Some(&system), &[JSON], &large).await.status, 413);
    }
    // A validation takes what is answered at once, and says so before the rest has come.
    let pieces = (0..30).map(|_| vec![b'\n'; 1024 * 1024]);
    let svar = server.stream(&format!("{BAS}/validera/deltaganden"), &key, &[NDJSON], pieces).await;
    assert_eq!(svar.status, 413, "{}", svar.text());
    // More records than a validation answers at once.
    let many = (0..1_001).map(|_| "{}\n").collect::<String>();
    let svar =
        server.call("POST", &format!("{BAS}/validera/deltaganden"), Some(&key), &[NDJSON], many.as_bytes()).await;
    assert_eq!(svar.status, 413, "{}", svar.text());
    // More than an import of all or nothing takes.
    let many = "{}\n".repeat(50_001);
    let path = format!("{BAS}/importer?atomicitet=allt");
    assert_eq!(server.call("POST", &path, Some(&key), &[NDJSON], many.as_bytes()).await.status, 413);
    assert_eq!(server.counts().await, before);
    assert!(server.spool().is_empty());
}
