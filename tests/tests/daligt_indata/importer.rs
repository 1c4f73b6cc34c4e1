//! Bodies of imports, and their rows.

use finsam_tests::exakt::{BAS, CSV, JSON, NDJSON, Server, post};
use finsam_tests::on_each_database;

use crate::{DEEP, pairs, rows, sound};

on_each_database!(imports_that_cannot_be_read_as_a_whole);
async fn imports_that_cannot_be_read_as_a_whole(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let record = post("d-1", sound(&server)).to_string();
    let cases = vec![
        (NDJSON, b"".to_vec(), "FMT-09"),
        (NDJSON, b"\n\n \n".to_vec(), "FMT-09"),
        (JSON, b"".to_vec(), "FMT-09"),
        (JSON, b"{}".to_vec(), "FMT-02"),
        (JSON, format!("[{record},").into_bytes(), "FMT-01"),
        (JSON, format!("[{record}] []").into_bytes(), "FMT-01"),
        (JSON, format!("[{record}}}]").into_bytes(), "FMT-01"),
        (CSV, b"".to_vec(), "FMT-09"),
        (CSV, b"a,b,c\n1,2,3\n".to_vec(), "FMT-11"),
        (CSV, b"kallsystem,nyckel,nyckel\n1,2,3\n".to_vec(), "FMT-11"),
        (CSV, b"\xff\xfe,nyckel\n".to_vec(), "FMT-08"),
    ];
    for (kind, body, kod) in cases {
        for path in [format!("{BAS}/importer"), format!("{BAS}/importer?atomicitet=allt")] {
            let svar = server.call("POST", &path, Some(&key), &[kind], &body).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!(svar.status, 400, "{kind:?} {shown}: {}", svar.text());
            assert!(pairs(&svar).iter().any(|(k, _)| k == kod), "{kind:?} {shown}: {}", svar.text());
        }
    }
    assert_eq!(server.counts().await, before);
}

on_each_database!(rows_of_an_import_tell_their_faults_and_the_others_are_written);
async fn rows_of_an_import_tell_their_faults_and_the_others_are_written(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let mut unknown = post("d-2", sound(&server));
    unknown["extra"] = 1.into();
    unknown["mer"] = 2.into();
    let body = [
        post("d-1", sound(&server)).to_string().into_bytes(),
        unknown.to_string().into_bytes(),
        b"{\"kallsystem\":\"treserva\",\"nyckel\":\"d-3\"".to_vec(),
        b"{\"kallsystem\":\"treserva\",\"nyckel\":\"d-4\",\"x\":\"\xff\"}".to_vec(),
        "[".repeat(DEEP).into_bytes(),
        b"\0\0\0".to_vec(),
    ]
    .join(&b'\n');
    for path in ["/importer?atomicitet=allt", "/importer?importlage=validera", "/importer"] {
        let svar = server
            .call(
                "POST",
                &format!("{BAS}{path}&rader=alla").replace("importer&", "importer?"),
                Some(&key),
                &[NDJSON],
                &body,
            )
            .await;
        let (status, first) = match path {
            "/importer?atomicitet=allt" => (422, "ej_verkstalld"),
            "/importer?importlage=validera" => (207, "ej_verkstalld"),
            _ => (207, "skapad"),
        };
        assert_eq!(svar.status, status, "{path}: {}", svar.text());
        let rows = rows(&svar);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[0].1, first, "{}", svar.text());
        assert!(rows[1..].iter().all(|row| row.1 == "avvisad"));
        for place in ["/extra", "/mer"] {
            assert!(rows[1].2.contains(&("FMT-03".to_owned(), place.to_owned())), "{rows:?}");
        }
        let codes: Vec<&str> = rows[2..].iter().map(|row| row.2[0].0.as_str()).collect();
        assert_eq!(codes, ["FMT-01", "FMT-08", "FMT-01", "FMT-01"]);
        let added = u64::from(status == 207 && first == "skapad");
        assert_eq!(server.counts().await, [before[0], before[1], before[2] + added], "{path}");
    }
    assert!(server.spool().is_empty());
}

on_each_database!(csv_rows_tell_their_column);
async fn csv_rows_tell_their_column(server: Server) {
    let key = server.part_key().await;
    let head = "kallsystem,nyckel,insatsId,registrering,kon,startdatum";
    let insats = server.varld.insats;
    let body = format!(
        "{head}\ntreserva,d-1,{insats},anonym,man,2014-05-01\ntreserva,d-2,{insats},anonym,\ntreserva,d-3,{insats},anonym,man,20140501\n\"\n"
    );
    let svar = server.call("POST", &format!("{BAS}/importer?rader=alla"), Some(&key), &[CSV], body.as_bytes()).await;
    assert_eq!(svar.status, 207, "{}", svar.text());
    let rows = rows(&svar);
    assert_eq!(rows[0].1, "skapad");
    assert_eq!(rows[1].2[0].0, "FMT-12");
    assert_eq!(rows[2].2[0], ("FMT-06".to_owned(), "/startdatum".to_owned()));
}
