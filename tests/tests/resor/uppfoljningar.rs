//! Follow-ups: how it went after the end, and what statistics tell of it; persons counted once.

use finsam_client::{Client, Villkor};
use finsam_core::deltagande::{Uppfoljningsmanad, Uppfoljningsuppgift};
use finsam_core::forsorjning::Sysselsattning;
use finsam_core::protokoll::{Felkod, Handelsetyp, Personatgard};
use finsam_core::statistik::{Mattnamn, Rapport, Rapportenhet, Rapportnamn, Urval};
use finsam_tests::poster::{anonym, avslutad, nyckel, person, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    a_follow_up_is_saved_read_and_removed,
    a_follow_up_comes_in_its_time,
    nothing_of_it_is_left_of_one_who_withdraws,
    results_that_last_are_counted,
    a_person_in_several_parts_is_one_individ,
);

const TRE: Uppfoljningsmanad = Uppfoljningsmanad::Tre;

fn told(datum: &str, slag: &[Sysselsattning]) -> Uppfoljningsuppgift {
    let post = |slag: &Sysselsattning| match slag {
        Sysselsattning::Studier => json!({"slag": slag, "omfattning": 50}),
        _ => json!({"slag": slag}),
    };
    let slag: Vec<_> = slag.iter().map(post).collect();
    serde_json::from_value(json!({"datum": datum, "lage": {"forsorjning": [], "sysselsattning": slag}})).unwrap()
}

async fn closed(client: &Client, n: u32) {
    client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&avslutad(n))).await.unwrap();
}

async fn a_follow_up_is_saved_read_and_removed(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    closed(&client, 1).await;
    let studies = [Sysselsattning::Studier];
    let sent = told("2015-01-02", &[Sysselsattning::Studier, Sysselsattning::ArbetssokandeAf]);
    let kept = all.put_follow_up(&nyckel(1), TRE, Villkor::Saknas, &sent).await.unwrap();
    let mut in_order = sent.clone();
    in_order.lage.normalize();
    assert_eq!(kept, in_order);
    assert_eq!(all.follow_up(&nyckel(1), TRE).await.unwrap(), kept);
    let read = all.get(&nyckel(1)).await.unwrap();
    assert_eq!((read.version, read.uppfoljningar.clone()), (2, [(TRE, kept)].into()));
    all.put_follow_up(&nyckel(1), TRE, Villkor::Inget, &in_order).await.unwrap();
    assert_eq!(all.get(&nyckel(1)).await.unwrap().version, 2, "the same again changes nothing");
    let taken = all.put_follow_up(&nyckel(1), TRE, Villkor::Saknas, &in_order).await.unwrap_err();
    assert_eq!(taken.kod(), Some(Felkod::VillkorBrutet));
    let stale = all.put_follow_up(&nyckel(1), TRE, Villkor::Version(1), &in_order).await.unwrap_err();
    assert_eq!(stale.kod(), Some(Felkod::VillkorBrutet));
    let later = told("2015-04-01", &studies);
    let stale = all.put_follow_up(&nyckel(1), Uppfoljningsmanad::Sex, Villkor::Version(1), &later).await.unwrap_err();
    assert_eq!(stale.kod(), Some(Felkod::VillkorBrutet), "the participation has changed");
    all.put_follow_up(&nyckel(1), Uppfoljningsmanad::Sex, Villkor::Version(2), &later).await.unwrap();
    all.put_follow_up(&nyckel(1), TRE, Villkor::Version(3), &told("2015-01-03", &studies)).await.unwrap();

    // Saved again from the sender's system it keeps them; another person under the key has none.
    let again = with(avslutad(1), json!({"utbildningsniva": "eftergymnasial"}));
    let saved = all.put(&nyckel(1), Villkor::Inget, &uppgift(&again)).await.unwrap();
    assert_eq!(saved.version, 5);
    assert_eq!(all.get(&nyckel(1)).await.unwrap().uppfoljningar.len(), 2);
    assert_eq!(all.delete_follow_up(&nyckel(1), TRE, 4).await.unwrap_err().kod(), Some(Felkod::VillkorBrutet));
    all.delete_follow_up(&nyckel(1), TRE, 5).await.unwrap();
    assert_eq!(all.follow_up(&nyckel(1), TRE).await.unwrap_err().kod(), Some(Felkod::Saknas));
    assert_eq!(all.delete_follow_up(&nyckel(1), TRE, 6).await.unwrap_err().kod(), Some(Felkod::Saknas));
    all.put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(3))).await.unwrap();
    assert!(all.get(&nyckel(1)).await.unwrap().uppfoljningar.is_empty(), "they were of another person");

    let feed = varld.raw(Vem::Part).get("/andringar?limit=100").await.json();
    let events = feed["poster"].as_array().unwrap().iter().filter(|event| event["resurs"] == "deltagande");
    let events: Vec<_> = events.map(|event| (event["typ"].clone(), event["version"].clone())).collect();
    let changed = (2..=7).map(|version| (json!(Handelsetyp::Andrad.code()), json!(version)));
    assert_eq!(events[1..], changed.collect::<Vec<_>>());
}

async fn a_follow_up_comes_in_its_time(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    let faults = |n: u32, sent: Uppfoljningsuppgift| async move {
        let fel = all.put_follow_up(&nyckel(n), TRE, Villkor::Inget, &sent).await.unwrap_err();
        let problem = fel.problem().unwrap_or_else(|| panic!("{fel:?}")).clone();
        problem.avvikelser.iter().map(|one| format!("{} {}", one.kod, one.pekare)).collect::<Vec<_>>()
    };
    closed(&client, 1).await;
    all.put(&nyckel(2), Villkor::Inget, &uppgift(&person(2))).await.unwrap();
    let nobody = with(anonym(), json!({"slutdatum": "2014-09-30"}));
    all.put(&nyckel(3), Villkor::Inget, &uppgift(&nobody)).await.unwrap();
    assert_eq!(faults(1, told("2014-12-29", &[])).await, ["REG-16 /datum"]);
    assert_eq!(faults(1, told("2999-01-01", &[])).await, ["REG-27 /datum"]);
    assert_eq!(faults(2, told("2015-06-01", &[])).await, ["REG-16 /datum"]);
    assert_eq!(faults(3, told("2015-06-01", &[])).await, ["REG-05 "]);
    let twice = [Sysselsattning::Studier, Sysselsattning::Studier];
    assert_eq!(faults(1, told("2015-01-01", &twice)).await, ["REG-08 /lage/sysselsattning/1"]);
    all.put_follow_up(&nyckel(1), TRE, Villkor::Inget, &told("2014-12-30", &[])).await.unwrap();

    let raw = varld.raw(Vem::Part);
    let path = "/deltaganden/treserva/d-1/uppfoljningar";
    let body = json!({"datum": "2015-01-01", "lage": {"forsorjning": [], "sysselsattning": []}});
    for manad in ["0", "4", "03", "tolv"] {
        assert_eq!(raw.json("PUT", &format!("{path}/{manad}"), &[], &body).await.status, 404, "{manad}");
    }
    let made = raw.json("PUT", &format!("{path}/6"), &[], &with(body.clone(), json!({"datum": "2015-04-01"}))).await;
    let place = made.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
    assert_eq!((made.status, made.header("etag"), raw.get(&place).await.status), (201, "\"3\"", 200));
    assert_eq!(raw.send("GET", &place, &[("if-none-match", "\"3\"")], "").await.status, 304);
    assert_eq!(raw.send("DELETE", &place, &[], "").await.status, 428);
    let odd = raw.json("PUT", &format!("{path}/3"), &[], &with(body, json!({"spam": 1, "datum": "2015-1-1"}))).await;
    assert_eq!((odd.status, odd.json()["avvikelser"].as_array().unwrap().len()), (400, 2));
    let unknown = told("2015-06-01", &[]);
    let none = varld.client(Vem::Timra).deltaganden().put_follow_up(&nyckel(1), TRE, Villkor::Inget, &unknown).await;
    assert_eq!(none.unwrap_err().kod(), Some(Felkod::Saknas), "another part's");
}

async fn nothing_of_it_is_left_of_one_who_withdraws(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    for n in [1, 2] {
        closed(&client, n).await;
        all.put_follow_up(&nyckel(n), TRE, Villkor::Inget, &told("2015-01-01", &[])).await.unwrap();
    }
    let kept = || varld.server.plats().count("SELECT count(*) FROM deltagande WHERE uppfoljningar IS NOT NULL");
    let asked: Value = json!({"reservnummer": person(1)["reservnummer"]});
    let extract = varld.raw(Vem::Part).json("POST", "/personer/registerutdrag", &[], &asked).await.json();
    assert_eq!(extract["deltaganden"][0]["uppfoljningar"]["3"]["datum"], "2015-01-01", "all that is kept is shown");
    assert_eq!(kept(), 2);
    let who =
        Personatgard { reservnummer: serde_json::from_value(asked["reservnummer"].clone()).ok(), ..Default::default() };
    client.personer().withdraw_consent(&who).await.unwrap();
    assert!(all.get(&nyckel(1)).await.unwrap().uppfoljningar.is_empty());
    assert_eq!(kept(), 1);
    all.delete(&nyckel(2), 2).await.unwrap();
    assert_eq!(kept(), 0);
}

fn lasting(rapport: &Rapport, kategori: &str) -> (Option<i64>, Option<i64>) {
    let rad = rapport.rader.iter().find(|rad| rad.kategori == kategori).unwrap();
    (rad.underlag, rad.matt.cell(Mattnamn::ArbeteEllerStudier).unwrap().antal)
}

async fn results_that_last_are_counted(server: Server) {
    let varld = Varld::new(server).await;
    let (client, nation) = (varld.client(Vem::Part), varld.client(Vem::Nationell));
    let urval = Urval::of_years([2014]);
    let ask = |nation: Client| {
        let urval = urval.clone();
        async move { nation.rapporter().get(Rapportnamn::Varaktighet, &urval).await.unwrap() }
    };
    for n in 1..=7 {
        closed(&client, n).await;
    }
    assert_eq!(lasting(&ask(nation.clone()).await, "3_manader"), (Some(0), Some(0)));
    for n in 1..=6 {
        let slag = if n <= 5 { Sysselsattning::Studier } else { Sysselsattning::Ingen };
        let sent = told("2015-01-01", &[slag]);
        client.deltaganden().put_follow_up(&nyckel(n), TRE, Villkor::Inget, &sent).await.unwrap();
    }
    let moved_forward = ask(nation.clone()).await;
    assert_eq!(lasting(&moved_forward, "3_manader"), (Some(6), Some(5)));
    assert_eq!(lasting(&moved_forward, "90_dagar"), (Some(6), Some(5)));
    assert_eq!(lasting(&moved_forward, "6_manader"), (Some(0), Some(0)));
    let varld = varld.restart().await;
    assert_eq!(ask(varld.client(Vem::Nationell)).await, moved_forward, "loaded anew");
    // Whoever withdraws is not told of any more.
    let who = serde_json::from_value(person(1)["reservnummer"].clone()).ok();
    let who = Personatgard { reservnummer: who, ..Default::default() };
    varld.client(Vem::Part).personer().withdraw_consent(&who).await.unwrap();
    let fewer = ask(varld.client(Vem::Nationell)).await;
    assert_eq!(lasting(&fewer, "3_manader"), (Some(5), Some(4)));
}

async fn a_person_in_several_parts_is_one_individ(server: Server) {
    let varld = Varld::new(server).await;
    for vem in [Vem::Part, Vem::Timra] {
        for n in 1..=6 {
            let record = with(avslutad(n), json!({"kommun": "2262"}));
            varld.client(vem).deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&record)).await.unwrap();
        }
    }
    let counted = |nation: Client, enhet| async move {
        let urval = Urval { enhet, ..Urval::of_years([2014]) };
        let rapport = nation.rapporter().get(Rapportnamn::RegistreradeOchAvslutade, &urval).await.unwrap();
        rapport.rader.iter().find(|rad| rad.kategori == "avslutade").unwrap().underlag
    };
    let nation = varld.client(Vem::Nationell);
    assert_eq!(counted(nation.clone(), Rapportenhet::Deltagande).await, Some(12));
    assert_eq!(counted(nation, Rapportenhet::Individ).await, Some(6));
    let varld = varld.restart().await;
    assert_eq!(counted(varld.client(Vem::Nationell), Rapportenhet::Individ).await, Some(6), "loaded anew");
}
