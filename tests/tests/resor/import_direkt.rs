//! Imports that are answered at once.

use std::time::Duration;

use finsam_client::{Client, Deltagandefraga, Fel, Importformat, Importval, Sidval, Villkor};
use finsam_core::protokoll::{Felkod, Import, Importstatus, Radutfall};
use finsam_tests::poster::{anonym, avslutad, ndjson, nyckel, person, post, rad, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

on_each_database!(
    three_formats_come_to_the_same,
    row_by_row_and_all_or_nothing,
    strategies_differ,
    a_key_twice_is_refused_everywhere,
    validating_writes_nothing,
    bodies_that_cannot_be_read,
    records_may_be_streamed,
    records_may_come_as_a_stream,
);

async fn kept(client: &Client) -> u64 {
    client.deltaganden().list(Deltagandefraga::default(), Sidval::default()).await.unwrap().meta.total_records
}

fn alla() -> Importval {
    Importval { alla_rader: true, ..Importval::default() }
}

async fn send(client: &Client, rader: &[Value], val: &Importval) -> Result<Import, Fel> {
    client.importer().import(Importformat::Ndjson, ndjson(rader), val).await
}

fn outcomes(import: &Import) -> Vec<Radutfall> {
    import.rader.as_ref().unwrap().iter().map(|rad| rad.utfall).collect()
}

/// What became of an import that was refused whole.
fn refused(fel: &Fel) -> &Import {
    assert_eq!(fel.status(), Some(422), "{fel:?}");
    fel.import().unwrap()
}

async fn three_formats_come_to_the_same(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let rader = [rad(1, &anonym()), rad(2, &with(anonym(), json!({"startdatum": "2013-12-31"}))), rad(3, &anonym())];
    let array = Value::Array(rader.to_vec()).to_string();
    let csv = "kallsystem;nyckel;insatsNyckel;registrering;kon;startdatum\n\
               treserva;d-1;i-1;anonym;man;2014-05-01\n\
               treserva;d-2;i-1;anonym;man;2013-12-31\n\
               treserva;d-3;i-1;anonym;man;2014-05-01\n";
    let formats =
        [(Importformat::Json, array), (Importformat::Ndjson, ndjson(&rader)), (Importformat::Csv, csv.into())];
    for (n, (format, body)) in formats.into_iter().enumerate() {
        let import = client.importer().import(format, body, &alla()).await.unwrap();
        let first = if n == 0 { Radutfall::Skapad } else { Radutfall::Oforandrad };
        assert_eq!(outcomes(&import), [first, Radutfall::Avvisad, first], "{format:?}");
        let refused = &import.rader.as_ref().unwrap()[1];
        assert_eq!((refused.rad, refused.avvikelser[0].kod.as_ref()), (2, "REG-02"), "{format:?}");
        assert_eq!(refused.avvikelser[0].pekare.as_str(), "/startdatum", "{format:?}");
        assert!(import.antal.adds_up() && import.status == Importstatus::Klar);
    }
    assert_eq!(kept(&client).await, 2);
}

async fn row_by_row_and_all_or_nothing(server: Server) {
    let varld = Varld::new(server).await;
    let (client, raw) = (varld.client(Vem::Part), varld.raw(Vem::Part));
    let good = [rad(1, &person(1)), rad(2, &person(2))];
    let mixed = [rad(1, &person(1)), rad(3, &with(person(3), json!({"samtycke": null})))];
    let bad = [rad(3, &with(person(3), json!({"samtycke": null})))];
    let status = async |rader: &[Value], query: &str| {
        let headers = [("content-type", "application/x-ndjson")];
        raw.send("POST", &format!("/importer?{query}"), &headers, ndjson(rader)).await.status
    };
    assert_eq!(status(&mixed, "atomicitet=allt").await, 422);
    let all = Importval { atomicitet: "allt".parse().unwrap(), ..alla() };
    let fel = send(&client, &mixed, &all).await.unwrap_err();
    let import = refused(&fel);
    assert_eq!(outcomes(import), [Radutfall::EjVerkstalld, Radutfall::Avvisad]);
    assert_eq!((import.status, kept(&client).await), (Importstatus::Misslyckad, 0));
    assert_eq!(status(&bad, "atomicitet=rad").await, 422, "nothing was written");
    assert_eq!(status(&mixed, "atomicitet=rad").await, 207);
    assert_eq!(status(&good, "atomicitet=allt").await, 200);
    assert_eq!(status(&good, "").await, 200, "all unchanged");
    assert_eq!(kept(&client).await, 2);

    // What only the register knows is found too, and takes everything back: one person twice at the same time.
    let twice = [rad(4, &person(4)), rad(5, &person(1))];
    let fel = send(&client, &twice, &all).await.unwrap_err();
    assert_eq!(outcomes(refused(&fel)), [Radutfall::EjVerkstalld, Radutfall::Avvisad]);
    assert_eq!(refused(&fel).rader.as_ref().unwrap()[1].avvikelser[0].kod, "REG-11");
    let import = send(&client, &twice, &alla()).await.unwrap();
    assert_eq!(outcomes(&import), [Radutfall::Skapad, Radutfall::Avvisad]);
    let within = [rad(6, &person(6)), rad(7, &person(6))];
    let import = send(&client, &within, &alla()).await.unwrap();
    assert_eq!(outcomes(&import), [Radutfall::Skapad, Radutfall::Avvisad], "the later sees the earlier");
}

async fn strategies_differ(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &[rad(1, &person(1))], &alla()).await.unwrap();
    let rader = [rad(1, &avslutad(1)), rad(2, &person(2))];
    let of = |strategi: &str| Importval { strategi: strategi.parse().unwrap(), ..alla() };
    let created = send(&client, &rader, &of("skapa")).await.unwrap();
    assert_eq!(outcomes(&created), [Radutfall::Avvisad, Radutfall::Skapad]);
    assert_eq!(created.rader.as_ref().unwrap()[0].avvikelser[0].kod, "REG-29");
    let rader = [rad(1, &avslutad(1)), rad(3, &person(3))];
    let updated = send(&client, &rader, &of("uppdatera")).await.unwrap();
    assert_eq!(outcomes(&updated), [Radutfall::Uppdaterad, Radutfall::Avvisad]);
    assert_eq!(updated.rader.as_ref().unwrap()[1].avvikelser[0].kod, "REG-30");
    let either = send(&client, &rader, &of("upsert")).await.unwrap();
    assert_eq!(outcomes(&either), [Radutfall::Oforandrad, Radutfall::Skapad]);

    // A deleted one is not known any more: it is created again, never updated.
    client.deltaganden().delete(&nyckel(3), 1).await.unwrap();
    let fel = send(&client, &rader[1..], &of("uppdatera")).await.unwrap_err();
    assert_eq!(outcomes(refused(&fel)), [Radutfall::Avvisad]);
    assert_eq!(outcomes(&send(&client, &rader[1..], &of("skapa")).await.unwrap()), [Radutfall::Skapad]);
}

async fn a_key_twice_is_refused_everywhere(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let rader = [rad(1, &person(1)), rad(2, &person(2)), rad(1, &person(1)), rad(1, &avslutad(1))];
    let import = send(&client, &rader, &alla()).await.unwrap();
    use Radutfall::{Avvisad, Skapad};
    assert_eq!(outcomes(&import), [Avvisad, Skapad, Avvisad, Avvisad]);
    let rader = import.rader.unwrap();
    for (index, others) in [(0, "3, 4"), (2, "1, 4"), (3, "1, 3")] {
        let found = &rader[index].avvikelser[0];
        assert_eq!(found.kod, "REG-22");
        assert!(found.meddelande.sv.contains(others), "{}", found.meddelande.sv);
    }
    assert_eq!(kept(&client).await, 1);
}

async fn validating_writes_nothing(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &[rad(1, &person(1))], &alla()).await.unwrap();
    let before = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    let rader = [
        rad(1, &person(1)),
        rad(2, &person(2)),
        rad(3, &with(person(3), json!({"samtycke": null}))),
        rad(4, &person(1)),
    ];
    let val = Importval { importlage: "validera".parse().unwrap(), ..alla() };
    let import = send(&client, &rader, &val).await.unwrap();
    use Radutfall::{Avvisad, EjVerkstalld};
    assert_eq!(outcomes(&import), [EjVerkstalld, EjVerkstalld, Avvisad, Avvisad]);
    assert_eq!((import.antal.mottagna, import.antal.avvisade, import.antal.ej_verkstallda), (4, 2, 2));
    assert!(import.rader.unwrap()[..2].iter().all(|rad| rad.id.is_none()));

    let poster = [post(1, &person(1)), post(4, &person(1))];
    let rapport = client.deltaganden().validate(&poster).await.unwrap();
    assert_eq!(rapport.rader.iter().map(|rad| rad.utfall).collect::<Vec<_>>(), [EjVerkstalld, Avvisad]);
    let after = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    assert_eq!((before, kept(&client).await), (after, 1), "nothing was written");
    let many: Vec<_> = (1..=1_001).map(|n| post(n, &anonym())).collect();
    let fel = client.deltaganden().validate(&many).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::ForStort));
}

async fn bodies_that_cannot_be_read(server: Server) {
    let varld = Varld::new(server).await;
    let (client, raw) = (varld.client(Vem::Part), varld.raw(Vem::Part));
    let (ndjson_type, json_type, csv_type) = ("application/x-ndjson", "application/json", "text/csv");
    let good = ndjson(&[rad(1, &anonym())]);
    for (content_type, body, status, kod) in [
        (ndjson_type, String::new(), 400, "FMT-09"),
        (json_type, String::new(), 400, "FMT-09"),
        (csv_type, String::new(), 400, "FMT-09"),
        (json_type, "{}".into(), 400, "FMT-02"),
        (json_type, "[{}".into(), 400, "FMT-01"),
        (csv_type, "a;b\n1;2\n".into(), 400, "FMT-11"),
        ("text/plain", good.clone(), 415, "FMT-14"),
    ] {
        let answer = raw.send("POST", "/importer", &[("content-type", content_type)], body.clone()).await;
        let found = answer.json()["avvikelser"][0]["kod"].clone();
        assert_eq!((answer.status, found.as_str()), (status, Some(kod)), "{content_type} {body:?}: {}", answer.text);
    }
    let encoded = [("content-type", ndjson_type), ("content-encoding", "br")];
    assert_eq!(raw.send("POST", "/importer", &encoded, good.clone()).await.status, 415);
    assert_eq!(raw.send("POST", "/importer?spam=1", &[("content-type", ndjson_type)], good).await.status, 400);

    // A faulty line is a fault of its row; the others are written.
    let lines =
        [rad(1, &anonym()).to_string(), "{".into(), "[]".into(), rad(2, &with(anonym(), json!({"x": 1}))).to_string()];
    let import = client.importer().import(Importformat::Ndjson, lines.join("\n"), &alla()).await.unwrap();
    use Radutfall::{Avvisad, Skapad};
    assert_eq!(outcomes(&import), [Skapad, Avvisad, Avvisad, Avvisad]);
    let koder: Vec<_> =
        import.rader.as_ref().unwrap()[1..].iter().map(|rad| rad.avvikelser[0].kod.to_string()).collect();
    assert_eq!(koder, ["FMT-01", "FMT-02", "FMT-03"]);
    assert_eq!(kept(&client).await, 1);
    let fel = client.deltaganden().put(&nyckel(3), Villkor::Version(1), &uppgift(&anonym())).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::VillkorBrutet));
}

async fn records_may_be_streamed(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let poster = (1..=300).map(|n| post(n, &anonym()));
    let import = client.importer().import_posts(poster, &Importval::default()).await.unwrap();
    assert_eq!((import.antal.skapade, import.rader), (300, Some(vec![])));
    assert_eq!(kept(&client).await, 300);
}

/// From a source that is slow, comes in bursts, and breaks off.
async fn records_may_come_as_a_stream(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let come = |last: u32| {
        stream::iter(1..=last).then(|n| async move {
            if n % 100 == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok::<_, std::io::Error>(post(n, &anonym()))
        })
    };
    let import = client.importer().import_post_stream(come(300), &Importval::default()).await.unwrap();
    assert_eq!((import.antal.skapade, import.antal.mottagna), (300, 300));
    let broken = come(400).chain(stream::iter([Err(std::io::Error::other("the cursor was lost"))]));
    let fel = client.importer().import_post_stream(broken, &Importval::default()).await.unwrap_err();
    assert!(matches!(fel, Fel::Transport(_)), "{fel:?}");
    assert_eq!(kept(&client).await, 300, "nothing of what broke off is written");
}
