//! The access log as its reviewer sees it, and a person's own extract.

use finsam_client::{Fel, Loggfraga, Sidval, TryStreamExt, Villkor};
use finsam_core::deltagande::{Nummertext, Personuppgift};
use finsam_core::protokoll::{Felkod, Loggpost};
use finsam_store::logg::verify;
use finsam_tests::poster::{anonym, nyckel, person, post};
use finsam_tests::{Server, Varld, Vem, on_each_database};

on_each_database!(
    every_reading_is_a_line,
    a_part_is_told_what_is_its_own,
    only_the_reviewer_reads_it,
    a_person_learns_who_has_seen_them,
    after_all_that_the_chain_is_whole,
);

async fn lines(varld: &Varld, fraga: Loggfraga) -> Vec<Loggpost> {
    varld.client(Vem::Logg).atkomstlogg().stream(fraga).try_collect().await.unwrap()
}

async fn every_reading_is_a_line(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let made = client.deltaganden().put(&nyckel(1), Villkor::Inget, &post(1, &person(1)).uppgift).await.unwrap();
    client.deltaganden().put(&nyckel(2), Villkor::Inget, &post(2, &anonym()).uppgift).await.unwrap();
    client.deltaganden().get(&nyckel(1)).await.unwrap();
    client.deltaganden().list(Default::default(), Sidval::default()).await.unwrap();
    let own = Loggfraga { id: Some(made.id.0), ..Loggfraga::default() };
    let found = lines(&varld, own.clone()).await;
    let route = "/finsam/v1/deltaganden/{kallsystem}/{nyckel}";
    let what: Vec<_> = found.iter().map(|line| line.handling.as_str()).collect();
    assert_eq!(what, [format!("PUT {route}").as_str(), &format!("GET {route}"), "GET /finsam/v1/deltaganden"]);
    for line in &found {
        assert_eq!((line.roll.as_str(), line.resurs.as_str()), ("partssystem", "deltagande"));
        assert_eq!(line.varifran.as_deref(), Some("127.0.0.1"));
        assert_eq!(line.tid, "2015-06-01T08:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    }
    assert!(found.iter().all(|line| line.vem == found[0].vem) && found[0].anrop != found[1].anrop);

    // That the log was read is in it.
    let read = Loggfraga { resurs: Some("atkomstlogg".to_owned()), ..Loggfraga::default() };
    let first = lines(&varld, read.clone()).await;
    assert_eq!(first.last().map(|line| line.antal), Some(Some(3)));
    assert_eq!(lines(&varld, read).await.len(), first.len() + 1);
    for nothing in [
        Loggfraga { vem: Some("ingen".to_owned()), ..own.clone() },
        Loggfraga { till: Some("2015-06-01T08:00:00Z".parse().unwrap()), ..own.clone() },
        Loggfraga { fran: Some("2015-06-01T08:00:01Z".parse().unwrap()), ..own.clone() },
        Loggfraga { handling: Some("DELETE".to_owned()), ..own.clone() },
        Loggfraga { part: Some("kommun:2262".parse().unwrap()), ..own.clone() },
    ] {
        assert_eq!(lines(&varld, nothing).await, []);
    }
    assert_eq!(lines(&varld, Loggfraga { handling: Some(format!("GET {route}")), ..own }).await.len(), 1);
}

/// What a part has registered is told of whoever did it, and what others have registered is not.
async fn a_part_is_told_what_is_its_own(server: Server) {
    let varld = Varld::new(server).await;
    for (vem, n) in [(Vem::Part, 1), (Vem::Part, 2), (Vem::Timra, 3)] {
        varld.client(vem).deltaganden().put(&nyckel(n), Villkor::Inget, &post(n, &anonym()).uppgift).await.unwrap();
    }
    varld.client(Vem::Deltagar).deltaganden().get(&nyckel(1)).await.unwrap();
    varld.client(Vem::Part).deltaganden().delete(&nyckel(2), 1).await.unwrap();
    varld.client(Vem::Timra).deltaganden().get(&nyckel(3)).await.unwrap();
    let of = |part: &str| Loggfraga { part: Some(part.parse().unwrap()), ..Loggfraga::default() };
    let route = "/finsam/v1/deltaganden/{kallsystem}/{nyckel}";
    let what = async |fraga| {
        let found = lines(&varld, fraga).await;
        assert!(found.iter().all(|line| line.resurs == "deltagande" && line.id.is_some()));
        let told = found.iter().map(|line| line.handling.strip_suffix(route).unwrap().trim().to_owned());
        told.collect::<Vec<_>>()
    };
    assert_eq!(what(of("kommun:2280")).await, ["PUT", "PUT", "GET", "DELETE"], "of what was deleted too");
    assert_eq!(what(of("kommun:2262")).await, ["PUT", "GET"]);
    assert_eq!(what(of("region:22")).await, Vec::<String>::new(), "one that has registered nothing");
    let narrowed = Loggfraga { handling: Some(format!("GET {route}")), ..of("kommun:2280") };
    assert_eq!(what(narrowed).await, ["GET"]);
    let (fraga, sidval) = (of("kommun:2280"), Sidval::default().limit(1));
    let first = varld.client(Vem::Logg).atkomstlogg().list(&fraga, sidval).await.unwrap();
    assert_eq!((first.poster.len(), first.meta.total_records), (1, 4));
}

async fn only_the_reviewer_reads_it(server: Server) {
    let varld = Varld::new(server).await;
    for vem in Vem::ALLA {
        let answer = varld.client(vem).atkomstlogg().list(&Loggfraga::default(), Sidval::default()).await;
        match (vem, answer) {
            (Vem::Logg, Ok(sida)) => assert!(sida.meta.total_records > 0),
            (Vem::Logg, Err(fel)) => panic!("{fel}"),
            (_, Err(Fel::Problem(problem))) => assert_eq!(problem.kod, Felkod::Forbjudet.code(), "{vem:?}"),
            (_, other) => panic!("{vem:?}: {other:?}"),
        }
    }
}

async fn a_person_learns_who_has_seen_them(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let uppgift = post(1, &person(1)).uppgift;
    let fraga = Personuppgift { personnummer: None, reservnummer: uppgift.reservnummer.clone() };
    let empty = client.personer().extract(&fraga).await.unwrap();
    assert_eq!((empty.deltaganden, empty.visningar), (vec![], vec![]));
    client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift).await.unwrap();
    client.deltaganden().put(&nyckel(2), Villkor::Inget, &post(2, &person(2)).uppgift).await.unwrap();
    varld.client(Vem::Deltagar).deltaganden().get(&nyckel(1)).await.unwrap();
    let utdrag = client.personer().extract(&fraga).await.unwrap();
    assert_eq!(utdrag.deltaganden.iter().map(|one| &one.nyckel).collect::<Vec<_>>(), [&nyckel(1)]);
    let roles: Vec<_> = utdrag.visningar.iter().map(|seen| seen.roll.as_str()).collect();
    assert_eq!(roles, ["partssystem", "deltagaransvarig"]);
    assert!(utdrag.visningar.iter().all(|seen| seen.deltagande_id == utdrag.deltaganden[0].id));
    // The extract itself was seen too, and says why.
    let again = client.personer().extract(&fraga).await.unwrap();
    assert_eq!(again.visningar.len(), 3);
    assert!(again.visningar[2].varfor.as_deref().is_some_and(|why| why.contains("artikel 15")));
    let searches = lines(&varld, Loggfraga { resurs: Some("sokning".to_owned()), ..Loggfraga::default() }).await;
    assert_eq!(searches.iter().map(|line| line.antal).collect::<Vec<_>>(), [Some(0), Some(1), Some(1)]);
    let number = Some(Nummertext::from("19900312-2381".to_owned()));
    // Another part knows nothing of it, and whoever sees only some of the part's participations makes none.
    assert_eq!(varld.client(Vem::Timra).personer().extract(&fraga).await.unwrap().deltaganden, []);
    for (vem, fraga) in [
        (Vem::Deltagar, fraga.clone()),
        (Vem::Part, Personuppgift { personnummer: None, reservnummer: None }),
        (Vem::Part, Personuppgift { personnummer: number, reservnummer: None }),
        (
            Vem::Part,
            Personuppgift { personnummer: Some(Nummertext::from("19900312-2380".to_owned())), ..fraga.clone() },
        ),
    ] {
        let Err(Fel::Problem(problem)) = varld.client(vem).personer().extract(&fraga).await else { panic!() };
        let kod = if vem == Vem::Part { Felkod::Regler } else { Felkod::Forbjudet };
        assert_eq!(problem.kod, kod.code());
        assert!(!format!("{problem:?}").contains("2381"));
    }
}

async fn after_all_that_the_chain_is_whole(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let poster: Vec<_> = (1..=300).map(|n| post(n, &anonym())).collect();
    client.importer().import_posts(poster, &Default::default()).await.unwrap();
    let readers = (0..8).map(|n| {
        let client = client.clone();
        tokio::spawn(async move { client.deltaganden().get(&nyckel(n + 1)).await.unwrap() })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.await.unwrap();
    }
    let mut session = varld.server.app.store.read().await.unwrap();
    let kontroll = verify(session.as_mut(), &[]).await.unwrap();
    assert_eq!(kontroll.fel, []);
    assert!(kontroll.rader > 308, "{kontroll:?}");
}
