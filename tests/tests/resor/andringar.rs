//! The change feed over the API.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use finsam_client::{Andringsfraga, Client, Efter, Fel, TryStreamExt, Villkor};
use finsam_core::protokoll::{Andring, Felkod, Handelsetyp, Resurs};
use finsam_tests::poster::{nyckel, person, uppgift, with};
use finsam_tests::{Server, VANTANDE, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    each_sees_what_it_may_read_and_nothing_else,
    a_narrow_key_learns_of_what_leaves_it,
    markers_say_nothing_and_hold_everywhere,
    questions_have_their_limits,
    what_has_been_pruned_is_gone,
    a_change_is_told_of_at_once,
    what_is_not_for_one_wakes_no_one,
    other_processes_are_heard,
    only_so_many_may_wait,
    those_who_wait_do_not_keep_the_server
);

/// Changes as they are compared: what happened to what, and its version.
type Rad = (Handelsetyp, Resurs, String, i64);

fn rad(andring: &Andring) -> Rad {
    let what = andring.nyckel.as_ref().map_or_else(|| andring.id.to_string(), |nyckel| nyckel.nyckel.clone());
    (andring.typ, andring.resurs, what, andring.version)
}

/// Everything that there is after a place, and the place after that.
async fn all(client: &Client, efter: Efter) -> (Vec<Rad>, String) {
    let (mut found, mut efter) = (Vec::new(), efter);
    loop {
        let fraga = Andringsfraga { efter, limit: Some(3), ..Andringsfraga::default() };
        let part = client.andringar().list(&fraga).await.unwrap();
        assert!(part.poster.len() <= 3);
        found.extend(part.poster.iter().map(rad));
        if part.meta.ikapp {
            return (found, part.meta.markor);
        }
        efter = part.meta.markor.into();
    }
}

async fn now(client: &Client) -> String {
    all(client, Efter::Nu).await.1
}

async fn put(client: &Client, n: u32, record: &serde_json::Value) {
    client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(record)).await.unwrap();
}

async fn each_sees_what_it_may_read_and_nothing_else(server: Server) {
    let varld = Varld::new(server).await;
    let start = now(&varld.client(Vem::System)).await;
    let (part, timra, forbund) = (varld.client(Vem::Part), varld.client(Vem::Timra), varld.client(Vem::Forbund));
    put(&part, 1, &person(1)).await;
    put(&timra, 1, &person(1)).await;
    put(&part, 1, &with(person(1), json!({"kommun": "2262"}))).await;
    let mut changed = varld.insats.uppgift.clone();
    changed.namn = "Vägen framåt".to_owned();
    forbund.insatser().put(varld.insats.id, Villkor::Version(1), &changed).await.unwrap();
    let counts = json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 1, "man": 2});
    let counts = serde_json::from_value(counts).unwrap();
    forbund.antal().put(varld.antalsinsats.id, Villkor::Inget, &counts).await.unwrap();
    part.deltaganden().delete(&nyckel(1), 2).await.unwrap();

    let insats = (Handelsetyp::Andrad, Resurs::Insats, varld.insats.id.to_string(), 2);
    let antal = (Handelsetyp::Skapad, Resurs::Antal, varld.antalsinsats.id.to_string(), 1);
    let of = |typ, version| (typ, Resurs::Deltagande, "d-1".to_owned(), version);
    let own = vec![of(Handelsetyp::Skapad, 1), of(Handelsetyp::Andrad, 2), insats.clone(), of(Handelsetyp::Raderad, 3)];
    for (vem, expected) in [
        (Vem::System, vec![insats.clone()]),
        (Vem::Forbund, vec![insats.clone(), antal.clone()]),
        (Vem::Insats, vec![insats.clone(), antal]),
        (Vem::Deltagar, own.clone()),
        (Vem::Part, own),
        (Vem::Timra, vec![of(Handelsetyp::Skapad, 1), insats.clone()]),
        (Vem::Utanfor, vec![insats.clone()]),
        (Vem::Nationell, vec![insats]),
    ] {
        let (found, _) = all(&varld.client(vem), start.clone().into()).await;
        assert_eq!(found, expected, "{vem:?}");
    }
    let fel = varld.client(Vem::Logg).andringar().list(&Andringsfraga::default()).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Forbjudet));

    // From the beginning there are the förbund and insatser too; and each reading of participations was logged.
    let (found, _) = all(&varld.client(Vem::Nationell), Efter::Borjan).await;
    assert_eq!(found.len(), 6);
    let (found, _) = all(&timra, Efter::Borjan).await;
    assert_eq!(found.iter().filter(|rad| rad.1 == Resurs::Deltagande).count(), 1);
}

async fn a_narrow_key_learns_of_what_leaves_it(server: Server) {
    let varld = Varld::new(server).await;
    let (part, narrow) = (varld.client(Vem::Part), varld.client(Vem::Deltagar));
    let mut second = varld.insats.uppgift.clone();
    (second.namn, second.nycklar) = ("Den andra".to_owned(), Vec::new());
    let second = varld.client(Vem::System).insatser().create(&second, None).await.unwrap();
    let place = now(&narrow).await;
    let there = |n: u32| with(person(n), json!({"insatsNyckel": null, "insatsId": second.id}));
    put(&part, 1, &person(1)).await;
    put(&part, 2, &there(2)).await;
    let (found, place) = all(&narrow, place.into()).await;
    let of = |typ, n: u32, version| (typ, Resurs::Deltagande, format!("d-{n}"), version);
    assert_eq!(found, [of(Handelsetyp::Skapad, 1, 1)]);

    put(&part, 2, &with(there(2), json!({"kommun": "2262"}))).await;
    put(&part, 1, &there(1)).await;
    put(&part, 1, &with(there(1), json!({"kommun": "2262"}))).await;
    let (found, place) = all(&narrow, place.into()).await;
    assert_eq!(found, [of(Handelsetyp::Andrad, 1, 2)], "it went away; what comes of it then is nobody's business here");
    assert_eq!(narrow.deltaganden().get(&nyckel(1)).await.unwrap_err().kod(), Some(Felkod::Saknas));

    put(&part, 2, &person(2)).await;
    part.deltaganden().delete(&nyckel(2), 3).await.unwrap();
    part.deltaganden().delete(&nyckel(1), 3).await.unwrap();
    let (found, _) = all(&narrow, place.into()).await;
    // It came while nobody looked, and was deleted.
    assert_eq!(found, [of(Handelsetyp::Andrad, 2, 3), of(Handelsetyp::Raderad, 2, 4)]);
    let (found, _) = all(&part, Efter::Borjan).await;
    assert_eq!(found.iter().filter(|rad| rad.1 == Resurs::Deltagande).count(), 8);
}

async fn markers_say_nothing_and_hold_everywhere(server: Server) {
    let varld = Varld::new(server).await;
    let (part, timra) = (varld.client(Vem::Part), varld.client(Vem::Timra));
    put(&part, 1, &person(1)).await;
    // The same place looks different each time, and so does the place after the last change from that of the answer.
    let mut seen = BTreeSet::new();
    let fraga = Andringsfraga { limit: Some(100), ..Andringsfraga::default() };
    for _ in 0..20 {
        let found = part.andringar().list(&fraga).await.unwrap();
        assert!(found.poster.last().is_some_and(|last| last.markor.len() == found.meta.markor.len()));
        seen.insert(found.meta.markor);
        seen.extend(found.poster.into_iter().map(|andring| andring.markor));
    }
    assert_eq!(seen.len(), 20 * 7);

    // A marker holds with another key, after a restart and in another process, whoever writes meanwhile.
    let place = now(&timra).await;
    put(&part, 2, &person(2)).await;
    let varld = varld.kill_and_restart().await;
    let (part, timra) = (varld.client(Vem::Part), varld.client(Vem::Timra));
    assert_eq!(all(&part, place.clone().into()).await.0.len(), 1);
    assert!(all(&timra, place.clone().into()).await.0.is_empty());
    let mut other = place.clone().into_bytes();
    let last = other.last_mut().unwrap();
    *last = if *last == b'A' { b'E' } else { b'A' };
    let forged = String::from_utf8(other).unwrap();
    let fel = part.andringar().list(&Andringsfraga { efter: forged.into(), ..Andringsfraga::default() }).await;
    let Err(Fel::Utgangen { markor, .. }) = fel else { panic!("{fel:?}") };
    assert!(all(&part, markor.into()).await.0.is_empty(), "of no register: it is begun anew from now");
    for odd in ["x", &place[1..], &format!("{place}AAAA"), "Nu", " "] {
        let fraga = Andringsfraga { efter: odd.to_owned().into(), ..Andringsfraga::default() };
        let problem = part.andringar().list(&fraga).await.unwrap_err();
        let found = &problem.problem().unwrap().avvikelser[0];
        assert_eq!((found.kod.as_ref(), found.pekare.as_str()), ("FMT-13", "?efter"), "{odd}");
    }
}

async fn questions_have_their_limits(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    for (query, place) in [
        ("limit=0", "?limit"),
        ("limit=1001", "?limit"),
        ("vanta=31", "?vanta"),
        ("vanta=-1", "?vanta"),
        ("vanta=1.5", "?vanta"),
        ("efter=", "?efter"),
        ("page=1", "?page"),
        ("markor=x", "?markor"),
    ] {
        let answer = raw.get(&format!("/andringar?{query}")).await;
        let found = &answer.json()["avvikelser"][0];
        assert_eq!((answer.status, found["pekare"].as_str()), (400, Some(place)), "{query}");
    }
    let first = raw.get("/andringar?limit=2&vanta=0").await.json();
    assert_eq!((&first["_meta"]["limit"], &first["_meta"]["count"]), (&json!(2), &json!(2)));
    assert_eq!(first["_meta"]["ikapp"], false);
    assert_eq!(first["_links"]["self"]["href"], "/finsam/v1/andringar?limit=2&vanta=0");
    assert_eq!(first["_links"]["first"]["href"], "/finsam/v1/andringar?vanta=0&limit=2");
    let next = first["_links"]["next"]["href"].as_str().unwrap();
    let second = raw.get(next.strip_prefix("/finsam/v1").unwrap()).await.json();
    assert_eq!(second["_meta"]["count"], 2);
    assert_ne!(second["poster"][0]["id"], first["poster"][0]["id"]);
    let event = &first["poster"][0];
    assert_eq!((&event["typ"], &event["resurs"]), (&json!("skapad"), &json!("forbund")));
    assert_eq!((&event["tid"], &event["version"]), (&json!("2015-06-01T08:00:00Z"), &json!(1)));
    assert!(event.get("nyckel").is_none());
    put(&varld.client(Vem::Part), 1, &person(1)).await;
    let last = raw.get("/andringar?limit=1000").await.json();
    let event = last["poster"].as_array().unwrap().last().unwrap();
    assert_eq!(event["nyckel"], json!({"kallsystem": "treserva", "nyckel": "d-1"}));
    let own = varld.client(Vem::Part).deltaganden().get(&nyckel(1)).await.unwrap();
    assert_eq!(event["id"], json!(own.id));
}

async fn what_has_been_pruned_is_gone(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    put(&part, 1, &person(1)).await;
    let rapport = async |client: &Client| {
        let fraga = "/rapporter/registrerade-och-avslutade?ar=2014";
        assert!(client.om().api_info().await.is_ok());
        varld.raw(Vem::Part).get(fraga).await.json()["rader"].clone()
    };
    let before = rapport(&part).await;
    let (_, place) = all(&part, Efter::Borjan).await;
    varld.server.klocka.forward(chrono::Duration::days(91));
    put(&part, 2, &person(2)).await;
    let (found, newer) = all(&part, place.clone().into()).await;
    assert_eq!(found.len(), 1);
    put(&part, 3, &person(3)).await;
    // As the server does by itself every hour.
    let store = &varld.server.app.store;
    let mut unit = store.begin(varld.server.aktor()).await.unwrap();
    let removed = unit.handelser().prune(varld.server.aktor().tid - chrono::Duration::days(90), 1_000).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(removed, 6, "two förbund, three insatser, one participation");

    let (found, _) = all(&part, place.into()).await;
    assert_eq!(found.len(), 2, "whoever had read what is gone goes on");
    assert_eq!(all(&part, newer.into()).await.0.len(), 1);
    assert_eq!(all(&part, Efter::Borjan).await.0.len(), 2, "from the beginning of what is kept");
    // One who had read only some of it is told so, and where to go on.
    let old = varld.server.app.flode.sigill(&varld.server.app).await.unwrap().seal(3, 1);
    let mut steps = part.andringar().stream(old.clone());
    let Err(Fel::Utgangen { markor, problem }) = steps.try_next().await else { panic!("it has expired") };
    assert_eq!((problem.status, problem.kod.as_str()), (410, "UTGANGEN"));
    put(&part, 4, &person(4)).await;
    assert_eq!(all(&part, markor.into()).await.0.len(), 1);
    let answer = varld.raw(Vem::Part).get(&format!("/andringar?efter={old}&vanta=5")).await;
    assert_eq!(answer.status, 410, "without waiting");
    // The statistics had seen none of what is gone: they are read anew.
    let after = rapport(&part).await;
    assert_ne!(before, after);
    assert_eq!(after[0]["deltagare"]["antal"], 4, "{after}");
}

/// Asks for what comes, and tells how long it took.
async fn waited(client: &Client, efter: &str, seconds: u64) -> (Vec<Rad>, Duration) {
    let (efter, vanta) = (efter.to_owned().into(), Duration::from_secs(seconds));
    let begun = Instant::now();
    let found = client.andringar().list(&Andringsfraga { efter, limit: None, vanta }).await.unwrap();
    (found.poster.iter().map(rad).collect(), begun.elapsed())
}

async fn a_change_is_told_of_at_once(server: Server) {
    let varld = Varld::new(server).await;
    let (part, forbund) = (varld.client(Vem::Part), varld.client(Vem::Forbund));
    let place = now(&part).await;
    let waiting = {
        let (part, place) = (part.clone(), place.clone());
        tokio::spawn(async move { waited(&part, &place, 30).await })
    };
    tokio::time::sleep(Duration::from_millis(700)).await;
    let begun = Instant::now();
    put(&part, 1, &person(1)).await;
    let (found, took) = waiting.await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(took >= Duration::from_millis(700) && begun.elapsed() < Duration::from_secs(5), "{took:?}");
    // What is there already is not waited for, and an insats concerns everyone.
    assert!(waited(&part, &place, 30).await.1 < Duration::from_secs(5));
    let place = now(&part).await;
    let waiting = tokio::spawn(async move { waited(&part, &place, 30).await });
    let mut changed = varld.insats.uppgift.clone();
    changed.namn = "Vägen framåt".to_owned();
    forbund.insatser().put(varld.insats.id, Villkor::Version(1), &changed).await.unwrap();
    assert_eq!(waiting.await.unwrap().0.len(), 1);
}

async fn what_is_not_for_one_wakes_no_one(server: Server) {
    let varld = Varld::new(server).await;
    let (part, narrow, timra) = (varld.client(Vem::Part), varld.client(Vem::Deltagar), varld.client(Vem::Timra));
    let mut second = varld.insats.uppgift.clone();
    (second.namn, second.nycklar) = ("Den andra".to_owned(), Vec::new());
    let second = varld.client(Vem::System).insatser().create(&second, None).await.unwrap();
    let (place, other) = (now(&timra).await, now(&narrow).await);
    let waiting = tokio::spawn(async move { tokio::join!(waited(&timra, &place, 2), waited(&narrow, &other, 2)) });
    for n in 0..20 {
        put(&part, n, &with(person(n), json!({"insatsNyckel": null, "insatsId": second.id}))).await;
    }
    let (timra, narrow) = waiting.await.unwrap();
    for (found, took) in [timra, narrow] {
        assert!(found.is_empty() && took >= Duration::from_secs(2), "{found:?} {took:?}");
    }
}

async fn other_processes_are_heard(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let beside = varld.server.beside().await;
    let place = now(&part).await;
    let waiting = tokio::spawn(async move { waited(&part, &place, 30).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut unit = beside.store.begin(varld.server.aktor()).await.unwrap();
    let mut changed = varld.insats.uppgift.clone();
    changed.namn = "Vägen framåt".to_owned();
    unit.insatser().update(varld.insats.id, 1, changed).await.unwrap().unwrap();
    unit.commit().await.unwrap();
    let (found, took) = waiting.await.unwrap();
    assert!(found.len() == 1 && took < Duration::from_secs(10), "{found:?} {took:?}");
    beside.store.close().await;
}

/// So many wait as may, which is more than there are connections; everything else goes on beside them.
async fn only_so_many_may_wait(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let place = now(&part).await;
    let path = format!("/andringar?efter={place}&vanta=30");
    // More than may wait: those that come last are refused, and so is whoever asks now and then until it is.
    let waiting: Vec<_> = (0..VANTANDE + 4)
        .map(|_| {
            let (raw, path) = (varld.raw(Vem::Part), path.clone());
            tokio::spawn(async move { raw.get(&path).await })
        })
        .collect();
    let full = async || {
        for _ in 0..100 {
            let begun = Instant::now();
            let answer = varld.raw(Vem::Timra).get(&format!("/andringar?efter={place}&vanta=1")).await;
            if answer.status == 429 {
                assert!(begun.elapsed() < Duration::from_secs(1));
                return answer;
            }
        }
        panic!("all may wait");
    };
    let answer = full().await;
    assert_eq!((answer.header("retry-after"), answer.json()["kod"].as_str()), ("5", Some("FOR_MANGA")));
    assert!(part.forbund().get(varld.forbund.id).await.is_ok());
    let without = varld.raw(Vem::Timra).get(&format!("/andringar?efter={place}")).await;
    assert_eq!(without.status, 200, "asking without waiting is always possible");
    // Those who go leave room for others.
    for one in &waiting {
        one.abort();
    }
    for _ in 0..100 {
        let answer = varld.raw(Vem::Timra).get(&format!("/andringar?efter={place}&vanta=1")).await;
        if answer.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("they have gone, and their places are still taken");
}

async fn those_who_wait_do_not_keep_the_server(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let place = now(&part).await;
    let waiting = tokio::spawn(async move { waited(&part, &place, 30).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    let varld = varld.restart().await;
    let (found, _) = waiting.await.unwrap();
    assert!(found.is_empty() && begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(varld.client(Vem::Part).andringar().list(&Andringsfraga::default()).await.is_ok());
}
