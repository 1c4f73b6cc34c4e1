//! The life of a participation.

use finsam_client::{Deltagandefraga, Sidval, Villkor};
use finsam_core::deltagande::Nyckel;
use finsam_core::protokoll::{Felkod, Handelsetyp, Radutfall, Resurs};
use finsam_tests::poster::{anonym, avslutad, nyckel, person, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    a_participation_lives_dies_and_lives_again,
    headers_tell_versions_and_places,
    many_are_read_at_once,
    faults_come_all_at_once,
    what_is_new_is_judged_by_what_its_insats_is_now
);

async fn a_participation_lives_dies_and_lives_again(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let (all, key) = (client.deltaganden(), nyckel(1));
    let events_before = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();

    let made = all.put(&key, Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    assert_eq!((made.utfall, made.version), (Radutfall::Skapad, 1));
    let again = all.put(&key, Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    assert_eq!((again.utfall, again.version, again.id), (Radutfall::Oforandrad, 1, made.id));
    let closed = all.put(&key, Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap();
    assert_eq!((closed.utfall, closed.version, closed.id), (Radutfall::Uppdaterad, 2, made.id));

    let read = all.get(&key).await.unwrap();
    assert_eq!((read.id, read.version, read.nyckel.clone()), (made.id, 2, key.clone()));
    assert_eq!(read.post.slutdatum, Some("2014-09-30".parse().unwrap()));
    assert_eq!(read.reservnummer.as_ref().unwrap(), uppgift(&person(1)).reservnummer.as_ref().unwrap());
    assert_eq!(all.get_if_changed(&key, 2).await.unwrap(), None);
    assert_eq!(all.get_if_changed(&key, 1).await.unwrap().unwrap(), read);

    let stale = all.put(&key, Villkor::Version(1), &uppgift(&person(1))).await.unwrap_err();
    assert_eq!(stale.kod(), Some(Felkod::VillkorBrutet));
    let taken = all.put(&key, Villkor::Saknas, &uppgift(&person(1))).await.unwrap_err();
    assert_eq!(taken.kod(), Some(Felkod::VillkorBrutet));
    let open = all.put(&key, Villkor::Version(2), &uppgift(&person(1))).await.unwrap();
    assert_eq!((open.utfall, open.version), (Radutfall::Uppdaterad, 3));

    assert_eq!(all.delete(&key, 2).await.unwrap_err().kod(), Some(Felkod::VillkorBrutet));
    all.delete(&key, 3).await.unwrap();
    assert_eq!(all.get(&key).await.unwrap_err().kod(), Some(Felkod::Saknas));
    assert_eq!(all.delete(&key, 3).await.unwrap_err().kod(), Some(Felkod::Saknas));
    assert!(all.list(Deltagandefraga::default(), Sidval::default()).await.unwrap().poster.is_empty());

    let revived = all.put(&key, Villkor::Saknas, &uppgift(&person(1))).await.unwrap();
    assert_eq!(revived.utfall, Radutfall::Skapad);
    assert!(revived.version > 3, "a version is never used twice");
    assert_eq!(all.get(&key).await.unwrap().version, revived.version);

    let events = varld.server.app.store.read().await.unwrap().handelser().after(events_before, 100).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| (event.resurs, event.typ, event.version)).collect();
    let of = |typ, version| (Resurs::Deltagande, typ, version);
    assert_eq!(
        told,
        [
            of(Handelsetyp::Skapad, 1),
            of(Handelsetyp::Avslutad, 2),
            of(Handelsetyp::Andrad, 3),
            of(Handelsetyp::Raderad, 4),
            of(Handelsetyp::Skapad, revived.version),
        ]
    );
}

async fn headers_tell_versions_and_places(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    let path = "/deltaganden/treserva/d%2F1%20%C3%A5";
    let made = raw.json("PUT", path, &[], &person(1)).await;
    assert_eq!((made.status, made.header("etag")), (201, "\"1\""));
    let place = made.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
    assert_eq!(raw.get(&place).await.json()["nyckel"], "d/1 å", "Location leads to it");
    let again = raw.json("PUT", path, &[], &person(1)).await;
    assert_eq!((again.status, again.header("etag"), again.header("location")), (200, "\"1\"", ""));
    assert_eq!(again.json()["utfall"], "oforandrad");
    let read = raw.get(path).await;
    assert_eq!((read.status, read.header("etag"), read.header("cache-control")), (200, "\"1\"", "no-store"));
    let same = raw.send("GET", path, &[("if-none-match", "\"1\"")], "").await;
    assert_eq!((same.status, same.header("etag"), same.text.as_str()), (304, "\"1\"", ""));
    let unconditional = raw.send("DELETE", path, &[], "").await;
    assert_eq!((unconditional.status, unconditional.json()["kod"].as_str()), (428, Some("VILLKOR_KRAVS")));
    let weak = raw.send("DELETE", path, &[("if-match", "W/\"1\"")], "").await;
    assert_eq!(weak.status, 412);
    let gone = raw.send("DELETE", path, &[("if-match", "\"1\"")], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(raw.send("DELETE", path, &[("if-match", "\"1\"")], "").await.status, 404);
    assert_eq!(raw.send("PATCH", path, &[], "").await.status, 405);
}

async fn many_are_read_at_once(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    for n in [1, 2] {
        all.put(&nyckel(n), Villkor::Inget, &uppgift(&person(n))).await.unwrap();
    }
    let svar = all.get_many(vec![nyckel(2), nyckel(3), nyckel(1)]).await.unwrap();
    assert_eq!(svar.poster, [all.get(&nyckel(2)).await.unwrap(), all.get(&nyckel(1)).await.unwrap()]);
    assert_eq!(svar.saknas, [nyckel(3)]);
    let other = varld.client(Vem::Timra).deltaganden().get_many(vec![nyckel(1)]).await.unwrap();
    assert_eq!((other.poster.len(), other.saknas), (0, vec![nyckel(1)]), "another part's");
    let fel = all.get_many(vec![nyckel(1); 1_001]).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::ForStort));
    let raw = varld.raw(Vem::Nationell);
    assert_eq!(raw.json("POST", "/deltaganden/hamta", &[], &json!({"nycklar": []})).await.status, 403);
}

async fn faults_come_all_at_once(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let record = with(
        avslutad(1),
        json!({"slutdatum": "2014-01-01", "samtycke": null, "fore": {
            "forsorjning": [{"form": "sjukpenning", "omfattning": 60}, {"form": "sjukpenning", "omfattning": 50}],
            "sysselsattning": [{"slag": "studier"}],
        }}),
    );
    let fel = client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&record)).await.unwrap_err();
    let problem = fel.problem().unwrap();
    let mut found: Vec<_> = problem.avvikelser.iter().map(|a| format!("{} {}", a.kod, a.pekare)).collect();
    found.sort_unstable();
    let expected = [
        "REG-01 /slutdatum",
        "REG-03 /samtycke/registrering",
        "REG-08 /fore/forsorjning/1",
        "REG-09 /fore/forsorjning/0/omfattning",
        "REG-09 /fore/sysselsattning/0/omfattning",
    ];
    assert_eq!((problem.status, found.iter().map(String::as_str).collect::<Vec<_>>()), (422, expected.to_vec()));

    let number = "199003122380";
    let mut key = nyckel(1);
    key.nyckel = number.to_owned();
    let fel = client.deltaganden().put(&key, Villkor::Inget, &uppgift(&anonym())).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-19");
    assert!(!format!("{fel:?}").contains(number), "a key that is a number is not told back");

    client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    let fel = client.deltaganden().put(&nyckel(2), Villkor::Inget, &uppgift(&person(1))).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-11", "one person takes part once at a time");

    let raw = varld.raw(Vem::Part);
    let path = "/deltaganden/treserva/d-3";
    let odd = raw.json("PUT", path, &[("accept-language", "en")], &with(person(3), json!({"spam": 1, "kon": 7}))).await;
    assert_eq!((odd.status, odd.header("content-type")), (400, "application/problem+json"));
    assert_eq!((odd.header("content-language"), odd.json()["avvikelser"].as_array().unwrap().len()), ("en", 2));
    for (body, status) in [("{", 400), ("", 400), ("[]", 400)] {
        let answer = raw.send("PUT", path, &[("content-type", "application/json")], body).await;
        assert_eq!(answer.status, status, "{body}");
    }
    assert_eq!(raw.send("PUT", path, &[("content-type", "text/plain")], "{}").await.status, 415);
}

/// What is thought to be new is judged by what its insats is now, by the name that it is called by, and by what its person
/// does already. Each case comes from a system of its own, which has sent something new just before.
async fn what_is_new_is_judged_by_what_its_insats_is_now(server: Server) {
    let varld = Varld::new(server).await;
    let (client, admin) = (varld.client(Vem::Part), varld.client(Vem::System));
    let all = client.deltaganden();
    let systems = ["a", "b", "c", "d", "e"];
    let mut insats = varld.insats.uppgift.clone();
    let called = |system: &&str| json!({"part": "kommun:2280", "kallsystem": system, "nyckel": "i-1"});
    insats.nycklar = systems.iter().map(called).map(|one| serde_json::from_value(one).unwrap()).collect();
    admin.insatser().put(varld.insats.id, Villkor::Version(1), &insats).await.unwrap();
    let key = |system: &str, n| Nyckel { kallsystem: system.to_owned(), ..nyckel(n) };
    for (system, n) in systems.iter().zip((10..).step_by(2)) {
        for n in [n, n + 1] {
            let made = all.put(&key(system, n), Villkor::Saknas, &uppgift(&person(n))).await.unwrap();
            assert_eq!((made.utfall, made.version), (Radutfall::Skapad, 1));
        }
    }
    let refused = async |system, record: &_| {
        let fel = all.put(&key(system, 1), Villkor::Inget, &uppgift(record)).await.unwrap_err();
        assert_eq!(fel.kod(), Some(Felkod::Regler), "{system}");
    };
    refused("a", &person(10)).await;
    insats.startdatum = "2014-03-01".parse().unwrap();
    admin.insatser().put(varld.insats.id, Villkor::Version(2), &insats).await.unwrap();
    refused("b", &person(1)).await;
    let later = with(person(1), json!({"startdatum": "2014-03-01"}));
    assert_eq!(all.put(&key("c", 1), Villkor::Inget, &uppgift(&later)).await.unwrap().utfall, Radutfall::Skapad);
    insats.startdatum = "2014-01-01".parse().unwrap();
    admin.insatser().put(varld.insats.id, Villkor::Version(3), &insats).await.unwrap();
    assert_eq!(all.put(&key("d", 2), Villkor::Inget, &uppgift(&person(2))).await.unwrap().version, 1);
    insats.nycklar.clear();
    admin.insatser().put(varld.insats.id, Villkor::Version(4), &insats).await.unwrap();
    refused("e", &person(3)).await;
    assert_eq!(all.list(Deltagandefraga::default(), Sidval::default()).await.unwrap().poster.len(), 12);
}
