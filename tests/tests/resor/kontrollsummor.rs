//! Checksums: two systems find where they differ, and neither sends a record.

use finsam_client::{Client, Omfangsfraga, Sidval, TryStreamExt, Villkor};
use finsam_core::avstamning::{ALGORITM, Summering, differing, digest};
use finsam_core::deltagande::Kanonisk;
use finsam_core::protokoll::{Felkod, Importpost, Omfang, Omfangssumma, Postsumma, Radutfall};
use finsam_tests::poster::{anonym, avslutad, nyckel, person, post, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    both_sides_come_to_the_same_sums,
    what_differs_is_found_by_its_keys,
    one_sees_ones_own_alone,
    what_is_asked_wrongly_is_said,
    nothing_of_it_is_kept,
);

/// The records of the sender's own system: persons, closed ones, anonymous ones, in two years.
fn own() -> Vec<Importpost> {
    let mut poster: Vec<_> = (1..=4).map(|n| post(n, &person(n))).collect();
    poster.extend((5..=6).map(|n| post(n, &avslutad(n))));
    poster.push(post(7, &anonym()));
    poster.push(post(8, &with(anonym(), json!({"startdatum": "2015-01-01"}))));
    poster
}

/// What the sender's own system computes.
fn summed(varld: &Varld, poster: &[Importpost]) -> Vec<Omfangssumma> {
    let mut summering = Summering::default();
    for post in poster {
        let (scope, digest) = of(varld, post);
        summering.add(scope, digest.kontrollsumma);
    }
    summering.poster()
}

fn of(varld: &Varld, post: &Importpost) -> (Omfang, Postsumma) {
    let idag = "2015-06-01".parse().unwrap();
    let form = Kanonisk::of_sent(&post.nyckel, post.uppgift.clone(), varld.insats.id, idag).unwrap();
    let scope = Omfang { kallsystem: post.nyckel.kallsystem.clone(), insats_id: varld.insats.id, ar: form.ar };
    (scope, Postsumma { nyckel: post.nyckel.nyckel.clone(), kontrollsumma: digest(&form.kanonisk) })
}

async fn send(client: &Client, poster: &[Importpost]) {
    let import = client.importer().import_posts(poster.to_vec(), &Default::default()).await.unwrap();
    assert_eq!(import.antal.avvisade, 0, "{:?}", import.rader);
}

async fn both_sides_come_to_the_same_sums(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    assert_eq!(client.kontrollsummor().get(Omfangsfraga::default()).await.unwrap().poster, []);
    send(&client, &own()).await;
    let svar = client.kontrollsummor().get(Omfangsfraga::default()).await.unwrap();
    assert_eq!((svar.part.to_string().as_str(), svar.algoritm.as_str()), ("kommun:2280", ALGORITM));
    assert_eq!(svar.poster, summed(&varld, &own()));
    assert_eq!(svar.poster.iter().map(|post| (post.omfang.ar, post.antal)).collect::<Vec<_>>(), [(2014, 7), (2015, 1)]);

    let asked = async |fraga: Omfangsfraga| client.kontrollsummor().get(fraga).await.unwrap().poster;
    let of = |ar| Omfangsfraga { ar: Some(ar), ..Omfangsfraga::default() };
    assert_eq!(asked(of(2015)).await, svar.poster[1..]);
    assert_eq!(asked(of(2016)).await, []);
    let insats = Omfangsfraga { insats: Some(varld.insats.id), kallsystem: Some("treserva".into()), ar: None };
    assert_eq!(asked(insats.clone()).await, svar.poster);
    assert_eq!(asked(Omfangsfraga { kallsystem: Some("procapita".into()), ..insats }).await, []);

    // The same said in another way makes no difference, and neither does sending it again.
    let otherwise = with(
        person(1),
        json!({"kon": "man", "skyddadIdentitet": false,
            "samtycke": {"registrering": {"datum": "2014-02-03", "textversion": " 2014-1 "}}}),
    );
    let kvitto = client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&otherwise)).await.unwrap();
    assert_eq!(kvitto.utfall, Radutfall::Oforandrad);
    assert_eq!(asked(Omfangsfraga::default()).await, svar.poster);
    let (scope, _) = self::of(&varld, &own()[0]);
    let keys: Vec<Postsumma> = client.kontrollsummor().stream(scope.clone()).try_collect().await.unwrap();
    let expected: Vec<Postsumma> = own()[..7].iter().map(|post| self::of(&varld, post).1).collect();
    assert_eq!(keys, expected);
    let second = client.kontrollsummor().keys(scope, Sidval::page(2).limit(3)).await.unwrap();
    assert_eq!((second.poster, second.meta.total_records), (expected[3..6].to_vec(), 7));
}

async fn what_differs_is_found_by_its_keys(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &own()).await;
    let mut mine = own();
    mine.remove(6);
    mine[0] = post(1, &with(person(1), json!({"utbildningsniva": "grundskola"})));
    mine.push(post(9, &anonym()));
    let dar = client.kontrollsummor().get(Omfangsfraga::default()).await.unwrap().poster;
    let found = differing(&summed(&varld, &mine), &dar);
    assert_eq!(found.len(), 1, "2015 is the same");
    assert_eq!((found[0].omfang.ar, found[0].har, found[0].dar), (2014, 7, 7), "as many, and yet not the same");
    client.deltaganden().delete(&nyckel(8), 1).await.unwrap();
    let dar = client.kontrollsummor().get(Omfangsfraga::default()).await.unwrap().poster;
    assert_eq!(differing(&summed(&varld, &mine), &dar).len(), 2, "a deleted one is in no scope");
}

async fn one_sees_ones_own_alone(server: Server) {
    let varld = Varld::new(server).await;
    send(&varld.client(Vem::Part), &own()).await;
    let timra = varld.client(Vem::Timra);
    assert_eq!(timra.kontrollsummor().get(Omfangsfraga::default()).await.unwrap().poster, []);
    let (scope, _) = of(&varld, &own()[0]);
    assert_eq!(timra.kontrollsummor().keys(scope.clone(), Sidval::default()).await.unwrap().poster, []);

    // A narrow key says which insats, one of its own.
    let narrow = varld.client(Vem::Deltagar);
    let fel = narrow.kontrollsummor().get(Omfangsfraga::default()).await.unwrap_err();
    assert_eq!((fel.kod(), fel.status()), (Some(Felkod::Format), Some(400)));
    let named = |insats| Omfangsfraga { insats: Some(insats), ..Omfangsfraga::default() };
    let svar = narrow.kontrollsummor().get(named(varld.insats.id)).await.unwrap();
    assert_eq!(svar.poster, summed(&varld, &own()));
    let other = Omfang { insats_id: varld.annan_insats.id, ..scope };
    assert_eq!(narrow.kontrollsummor().get(named(varld.annan_insats.id)).await.unwrap_err().status(), Some(404));
    assert_eq!(narrow.kontrollsummor().keys(other, Sidval::default()).await.unwrap_err().status(), Some(404));
}

async fn what_is_asked_wrongly_is_said(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    for (path, places) in [
        ("/kontrollsummor?ar=x&insats=1&spam=1", "?insats ?ar ?spam"),
        ("/kontrollsummor?kallsystem=", "?kallsystem"),
        ("/kontrollsummor?kallsystem=19900312-2380", "?kallsystem"),
        ("/kontrollsummor/poster", "?kallsystem ?insats ?ar"),
        ("/kontrollsummor/poster?kallsystem=treserva&limit=0", "?insats ?ar ?limit"),
    ] {
        let answer = raw.send("GET", path, &[], "").await;
        let found = answer.json()["avvikelser"].clone();
        let found: Vec<_> = found.as_array().unwrap().iter().map(|one| one["pekare"].as_str().unwrap()).collect();
        assert_eq!((answer.status, found.join(" ").as_str()), (400, places), "{path}");
        assert!(!answer.text.contains("19900312"), "{}", answer.text);
    }
}

/// Neither a digest nor a sum stands in the register afterwards; what was looked at is in the access log.
async fn nothing_of_it_is_kept(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &own()).await;
    let svar = client.kontrollsummor().get(Omfangsfraga::default()).await.unwrap();
    let (scope, first) = of(&varld, &own()[0]);
    client.kontrollsummor().keys(scope, Sidval::default()).await.unwrap();
    let everything = varld.server.plats().everything();
    let holds =
        |sought: &[u8]| everything.iter().any(|(_, bytes)| bytes.windows(sought.len()).any(|window| window == sought));
    for text in [first.kontrollsumma.to_string(), svar.poster[0].kontrollsumma.to_string()] {
        let bytes: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect();
        assert!(!holds(text.as_bytes()) && !holds(&bytes), "{text} stands in the register");
    }
    assert!(holds(b"/finsam/v1/kontrollsummor"), "that it was asked for does");
}
