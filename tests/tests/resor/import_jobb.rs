//! Imports that become jobs.

use std::time::Duration;

use finsam_api::pahittat::generera;
use finsam_client::{Client, Importformat, Importval, TryStreamExt};
use finsam_core::protokoll::{Felkod, Import, Importpost, Importstatus, Radutfall};
use finsam_core::tid::Period;
use finsam_tests::poster::{anonym, ndjson, person, post, rad, with};
use finsam_tests::{Begin, Databas, Server, Varld, Vem, on_each_database, spooled};
use serde_json::json;

on_each_database!(
    a_large_import_becomes_a_job,
    a_person_of_an_earlier_round_is_seen_in_the_next,
    all_or_nothing_as_a_job,
    a_job_can_be_cancelled,
    a_large_body_waits_sealed,
);

pub(crate) fn made_up(varld: &Varld, antal: u64) -> impl Iterator<Item = Importpost> + use<> {
    let period = Period::new("2014-01-01".parse().unwrap(), Some("2014-12-31".parse().unwrap()));
    generera(antal, 1, &[varld.insats.id], "kommun:2280".parse().unwrap(), period)
}

pub(crate) async fn job(
    client: &Client,
    poster: impl Iterator<Item = Importpost> + Send + 'static,
    val: &Importval,
) -> Import {
    let import = client.importer().import_posts(poster, val).await.unwrap();
    assert!(import.rader.is_none(), "a job");
    import
}

async fn a_large_import_becomes_a_job(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let limit = client.om().begransningar().await.unwrap().import_direkt_poster;
    let bad = |n| post(n, &with(anonym(), json!({"startdatum": "2013-12-31"})));
    let faulty: Vec<_> = (1..=1_100).map(bad).collect();
    let poster = made_up(&varld, limit + 200).chain(faulty).chain(made_up(&varld, 1));
    let started = job(&client, poster, &Importval::default()).await;
    assert_eq!(started.status, Importstatus::Koad);
    let mut looked = 0;
    let done = client.importer().follow_with(started.clone(), |_| looked += 1).await.unwrap();
    assert_eq!((done.id, done.status, done.orsak.clone()), (started.id, Importstatus::Klar, None));
    let antal = done.antal;
    assert!(antal.adds_up() && looked >= 1);
    assert_eq!((antal.mottagna, antal.skapade, antal.avvisade), (limit + 1_301, limit + 199, 1_102));
    assert_eq!((done.framsteg.lasta, done.framsteg.skrivna), (limit + 1_301, limit + 199));

    let rader: Vec<_> = client.importer().stream_rows(done.id).try_collect().await.unwrap();
    let refused: Vec<_> = rader.iter().filter(|rad| rad.utfall == Radutfall::Avvisad).collect();
    assert_eq!(refused.len(), 1_102, "every refused row, over more than one page");
    assert!(rader.windows(2).all(|pair| pair[0].rad < pair[1].rad));
    assert_eq!((refused[0].rad, refused[0].avvikelser[0].kod.as_ref()), (1, "REG-22"));

    let other = varld.client(Vem::Timra);
    assert_eq!(other.importer().get(done.id).await.unwrap_err().kod(), Some(Felkod::Saknas), "another part's");
    assert_eq!(other.importer().rows(done.id, None, 10).await.unwrap_err().kod(), Some(Felkod::Saknas));
    assert_eq!(client.importer().cancel(done.id).await.unwrap_err().kod(), Some(Felkod::Konflikt));
    let raw = varld.raw(Vem::Part);
    let headers = [("content-type", "application/x-ndjson"), ("prefer", "respond-async")];
    let asked = raw.send("POST", "/importer", &headers, ndjson(&[rad(9, &anonym())])).await;
    let place = asked.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
    assert_eq!((asked.status, raw.get(&place).await.status), (202, 200));
}

async fn a_person_of_an_earlier_round_is_seen_in_the_next(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    // The same person comes again under another key: soon, in the next round, and in the one after that.
    let mut poster: Vec<Importpost> = made_up(&varld, 9_000).collect();
    let mut expected = Vec::new();
    for (of, place) in [(50, 60), (2_100, 4_050), (3_990, 6_200), (6_190, 6_300), (7_000, 8_010)] {
        let mut again = poster[of].clone();
        again.nyckel.nyckel = format!("igen-{of}");
        poster.insert(place, again);
        expected.push((place as u64 + 1, format!("igen-{of}")));
    }
    let started = job(&client, poster.into_iter(), &Importval::default()).await;
    let done = client.importer().follow(started).await.unwrap();
    assert_eq!((done.status, done.antal.skapade, done.antal.avvisade), (Importstatus::Klar, 9_000, 5));
    let rader: Vec<_> = client.importer().stream_rows(done.id).try_collect().await.unwrap();
    let refused = rader.iter().filter(|rad| rad.utfall == Radutfall::Avvisad);
    let refused: Vec<_> = refused.map(|rad| (rad.rad, rad.nyckel.clone().unwrap().nyckel)).collect();
    assert_eq!(refused, expected);
    assert!(rader.iter().all(|rad| rad.avvikelser[0].kod.as_ref() == "REG-11"));
    let list = client.deltaganden().list(Default::default(), Default::default()).await.unwrap();
    assert_eq!(list.meta.total_records, 9_000);
}

async fn all_or_nothing_as_a_job(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let val = Importval { atomicitet: "allt".parse().unwrap(), ..Importval::default() };
    let faulty = post(1, &with(anonym(), json!({"startdatum": "2013-12-31"})));
    let started = job(&client, made_up(&varld, 1_200).chain([faulty]), &val).await;
    let failed = client.importer().follow(started).await.unwrap();
    assert_eq!(
        (failed.status, failed.antal.ej_verkstallda, failed.antal.avvisade),
        (Importstatus::Misslyckad, 1_200, 1)
    );
    assert!(failed.orsak.unwrap().contains("ingenting skrevs"));
    let none = client.deltaganden().list(Default::default(), Default::default()).await.unwrap();
    assert_eq!((none.meta.total_records, failed.framsteg.skrivna), (0, 0));

    let started = job(&client, made_up(&varld, 1_200), &val).await;
    let done = client.importer().follow(started).await.unwrap();
    assert_eq!((done.status, done.antal.skapade), (Importstatus::Klar, 1_200));
    let only = Importval { importlage: "validera".parse().unwrap(), ..val };
    let started = job(&client, made_up(&varld, 1_200), &only).await;
    let judged = client.importer().follow(started).await.unwrap();
    assert_eq!((judged.status, judged.antal.ej_verkstallda), (Importstatus::Klar, 1_200));
}

async fn a_job_can_be_cancelled(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let started = job(&client, made_up(&varld, 8_000), &Importval::default()).await;
    client.importer().cancel(started.id).await.unwrap();
    let ended = client.importer().follow(started).await.unwrap();
    assert_eq!(ended.status, Importstatus::Avbruten);
    assert!(ended.antal.adds_up() && ended.antal.mottagna < 8_000);
    let kept = client.deltaganden().list(Default::default(), Default::default()).await.unwrap().meta.total_records;
    assert_eq!((kept, ended.framsteg.skrivna), (ended.antal.skapade, ended.antal.skapade));
}

/// Its connections are ended again and again: by itself it goes on from where it stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_outlives_its_connections() {
    const END: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let Some(databas) = Databas::postgres() else { return };
    let varld = Varld::new(Server::begin(databas).await).await;
    let client = varld.client(Vem::Part);
    let faulty = |n| post(n, &with(anonym(), json!({"startdatum": "2013-12-31"})));
    for (atomicitet, faults) in [("rad", 3), ("allt", 0), ("allt", 3)] {
        let val = Importval { atomicitet: atomicitet.parse().unwrap(), ..Importval::default() };
        let poster = (1..=faults).map(faulty).chain(made_up(&varld, 9_000));
        let mut import = job(&client, poster, &val).await;
        let mut ended = 0;
        while !import.status.is_final() {
            if ended < 4 {
                assert_eq!(varld.server.plats().refusal(END), None);
                ended += 1;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
            import = client.importer().get(import.id).await.unwrap();
        }
        assert!(ended > 1, "it was over before it was disturbed");
        let antal = import.antal;
        assert!(antal.adds_up() && antal.mottagna == 9_000 + u64::from(faults), "each is counted once: {import:?}");
        let kept = client.deltaganden().list(Default::default(), Default::default()).await.unwrap();
        assert_eq!(kept.meta.total_records, 9_000);
        assert_eq!(u64::from(faults), antal.avvisade);
        let told: Vec<_> = client.importer().stream_rows(import.id).try_collect().await.unwrap();
        assert_eq!(told.iter().filter(|rad| rad.utfall == Radutfall::Avvisad).count() as u64, antal.avvisade);
        match (atomicitet, faults) {
            ("rad", _) => assert_eq!((import.status, antal.skapade), (Importstatus::Klar, 9_000)),
            (_, 0) => assert_eq!((import.status, antal.oforandrade), (Importstatus::Klar, 9_000)),
            _ => assert_eq!((import.status, antal.ej_verkstallda), (Importstatus::Misslyckad, 9_000)),
        }
    }
}

async fn a_large_body_waits_sealed(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    // Few records, but more bytes than are held in memory: each begins with white space.
    let blank = " ".repeat(200 * 1024);
    let body: String = (1..=42).map(|n| format!("{blank}{}\n", rad(n, &person(n)))).collect();
    let started = client.importer().import(Importformat::Ndjson, body, &Importval::default()).await.unwrap();
    let done = client.importer().follow(started).await.unwrap();
    assert_eq!((done.status, done.antal.skapade), (Importstatus::Klar, 42));
    assert_eq!(spooled(&varld.server.folder().join("spole")), 0);
}
