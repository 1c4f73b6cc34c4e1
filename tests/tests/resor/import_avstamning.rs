//! Reconciliation: an import that is the whole truth of its scopes removes what it lacks, and never too much.

use finsam_client::{Avstamma, Client, Fel, Importformat, Importval, Token};
use finsam_core::atkomst::Roll;
use finsam_core::protokoll::{Atomicitet, Felkod, Import, Importlage, Importstatus, Radutfall};
use finsam_tests::poster::{anonym, ndjson, nyckel, person, rad, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    what_is_missing_goes_and_nothing_else,
    too_much_stops_the_whole_import,
    refused_rows_are_present,
    jobs_reconcile_too,
    a_plan_shows_what_would_go,
    scopes_may_be_named,
    a_new_key_is_not_in_its_own_way,
);

fn val(max_raderade: u64, jobb: bool) -> Importval {
    let avstamning = Some(Avstamma { max_raderade: Some(max_raderade), ..Avstamma::default() });
    Importval { avstamning, jobb, ..Importval::default() }
}

async fn send(client: &Client, rader: &[Value], val: &Importval) -> Result<Import, Fel> {
    let import = client.importer().import(Importformat::Ndjson, ndjson(rader), val).await?;
    client.importer().follow(import).await
}

async fn kept(client: &Client) -> Vec<String> {
    let list = client.deltaganden().list(Default::default(), Default::default()).await.unwrap();
    list.poster.into_iter().map(|one| one.nyckel.nyckel).collect()
}

fn rows(numbers: impl IntoIterator<Item = u32>) -> Vec<Value> {
    numbers.into_iter().map(|n| rad(n, &anonym())).collect()
}

fn of_year(n: u32, year: u32) -> Value {
    rad(n, &with(anonym(), json!({"startdatum": format!("{year}-02-01")})))
}

/// Of another system of the part.
fn elsewhere(varld: &Varld, n: u32) -> Value {
    with(rad(n, &anonym()), json!({"kallsystem": "procapita", "insatsNyckel": null, "insatsId": varld.insats.id}))
}

async fn what_is_missing_goes_and_nothing_else(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let elsewhere = elsewhere(&varld, 8);
    let all = [rows(1..=4), vec![of_year(5, 2015), elsewhere]].concat();
    send(&client, &all, &Importval::default()).await.unwrap();
    send(&varld.client(Vem::Timra), &rows(1..=4), &Importval::default()).await.unwrap();
    for jobb in [false, true] {
        let rader = if jobb { rows([2, 7]) } else { rows([1, 2, 7]) };
        let import = send(&client, &rader, &val(2, jobb)).await.unwrap();
        let antal = import.antal;
        assert_eq!((import.status, antal.mottagna, antal.raderade), (Importstatus::Klar, rader.len() as u64, 0));
        let removed = if jobb { 1 } else { 2 };
        assert_eq!((antal.raderade_utanfor, antal.adds_up()), (removed, true));
        let left: &[&str] = if jobb { &["d-2", "d-5", "d-8", "d-7"] } else { &["d-1", "d-2", "d-5", "d-8", "d-7"] };
        assert_eq!(kept(&client).await, left, "another year's and another system's stay");
        let again = send(&client, &rader, &val(0, jobb)).await.unwrap();
        assert_eq!((again.antal.oforandrade, again.antal.raderade_utanfor), (rader.len() as u64, 0));
    }
    let events = varld.raw(Vem::Part).get("/andringar?limit=100").await.json();
    let deleted = events["poster"].as_array().unwrap().iter().filter(|event| event["typ"] == "raderad").count();
    assert_eq!((deleted, kept(&varld.client(Vem::Timra)).await.len()), (3, 4), "nor is another part's touched");
}

async fn too_much_stops_the_whole_import(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &rows(1..=250), &Importval::default()).await.unwrap();
    let unsaid = Avstamma::default();
    for (jobb, atomicitet) in [(false, "rad"), (true, "rad"), (true, "allt"), (false, "allt")] {
        let atomicitet: Atomicitet = atomicitet.parse().unwrap();
        let asked = |avstamning: &Avstamma| Importval {
            avstamning: Some(avstamning.clone()),
            jobb,
            atomicitet,
            ..Importval::default()
        };
        let rader = [rows(4..=250), vec![rad(999, &anonym())]].concat();
        match send(&client, &rader, &asked(&unsaid)).await {
            Err(fel) => {
                assert!(!jobb && fel.kod() == Some(Felkod::Avstamning), "{fel:?}");
                assert!(fel.problem().unwrap().detail.contains("3 av 250"), "{fel:?}");
            }
            Ok(import) => {
                assert!(jobb && import.status == Importstatus::Misslyckad, "{import:?}");
                assert!(import.orsak.unwrap().contains("3 of 250"));
                assert_eq!(import.framsteg.skrivna, 0);
            }
        }
        assert_eq!(client.deltaganden().get(&nyckel(999)).await.unwrap_err().kod(), Some(Felkod::Saknas));
        assert!(client.deltaganden().get(&nyckel(1)).await.is_ok());
        let judged = Importval {
            importlage: Importlage::Validera,
            ..asked(&Avstamma { max_raderade: Some(3), ..unsaid.clone() })
        };
        let judged = send(&client, &rader, &judged).await.unwrap();
        assert_eq!((judged.status, judged.antal.raderade_utanfor), (Importstatus::Klar, 3));
        assert!(client.deltaganden().get(&nyckel(1)).await.is_ok(), "nothing is written");
    }
    // One per cent may go unasked.
    let import =
        send(&client, &rows(3..=250), &Importval { avstamning: Some(unsaid), ..Importval::default() }).await.unwrap();
    assert_eq!(import.antal.raderade_utanfor, 2);
}

async fn refused_rows_are_present(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &rows(1..=5), &Importval::default()).await.unwrap();
    let faulty = rad(2, &with(anonym(), json!({"kon": "okand"})));
    for jobb in [false, true] {
        let rader = [rows([1]), vec![faulty.clone()], rows([3, 3])].concat();
        let import = send(&client, &rader, &val(5, jobb)).await.unwrap();
        assert_eq!((import.antal.avvisade, import.antal.oforandrade), (3, 1));
        assert_eq!(import.antal.raderade_utanfor, if jobb { 0 } else { 2 });
        assert_eq!(kept(&client).await, ["d-1", "d-2", "d-3"]);
    }
    // All or nothing: nothing goes when something is refused.
    for jobb in [false, true] {
        let rader = [rows([1]), vec![faulty.clone()]].concat();
        let refused = send(&client, &rader, &Importval { atomicitet: Atomicitet::Allt, ..val(5, jobb) }).await;
        let import = refused.unwrap_or_else(|fel| fel.import().unwrap().clone());
        assert_eq!((import.status, import.antal.raderade_utanfor), (Importstatus::Misslyckad, 0));
        assert_eq!(kept(&client).await.len(), 3);
    }
    // Where a key cannot be read it is not known what is missing.
    let raw = varld.raw(Vem::Part);
    let body = format!("{}\nspam\n", rad(1, &anonym()));
    let headers = [("content-type", "application/x-ndjson")];
    let answer = raw.send("POST", "/importer?avstamning=omfang&maxRaderade=5", &headers, body).await;
    assert_eq!((answer.status, answer.json()["kod"].as_str()), (422, Some("AVSTAMNING")), "{}", answer.text);
    assert!(answer.text.contains("rad 2"), "{}", answer.text);
    assert_eq!(kept(&client).await.len(), 3);
}

async fn jobs_reconcile_too(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = Importval { jobb: true, ..Importval::default() };
    send(&client, &rows(1..=5_200), &all).await.unwrap();
    for (atomicitet, numbers, removed) in [("rad", 1..=2_900, 2_300), ("allt", 1..=2_850, 50)] {
        let val = Importval { atomicitet: atomicitet.parse().unwrap(), ..val(2_500, true) };
        let done = send(&client, &rows(numbers.clone()), &val).await.unwrap();
        assert_eq!((done.status, done.antal.raderade_utanfor), (Importstatus::Klar, removed), "{done:?}");
        assert_eq!((done.antal.oforandrade, done.antal.adds_up()), (u64::from(*numbers.end()), true));
        let list = client.deltaganden().list(Default::default(), Default::default()).await.unwrap();
        assert_eq!(list.meta.total_records, u64::from(*numbers.end()));
    }
}

async fn a_plan_shows_what_would_go(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    send(&client, &rows(1..=4), &Importval::default()).await.unwrap();
    for jobb in [false, true] {
        let planning = Importval { importlage: Importlage::Plan, ..val(2, jobb) };
        let rader = if jobb { rows([2, 6]) } else { rows([1, 2, 6]) };
        let plan = send(&client, &rader, &planning).await.unwrap();
        let removed = if jobb { 1 } else { 2 };
        assert_eq!((plan.status, plan.antal.raderade_utanfor), (Importstatus::Planerad, removed));
        assert_eq!((plan.antal.mottagna, plan.antal.adds_up()), (rader.len() as u64, true));
        let told = client.importer().rows(plan.id, None, 100).await.unwrap().poster;
        let after = &told[rader.len()..];
        assert!(after.iter().all(|row| row.utfall == Radutfall::Raderad && row.rad > rader.len() as u64), "{after:?}");
        assert_eq!(after.len() as u64, removed);
        // One of those that were to go is changed: nothing is done.
        let key = after[0].nyckel.clone().unwrap();
        let before = kept(&client).await;
        let changed = with(anonym(), json!({"kon": "kvinna"}));
        let put = async |record: &Value| {
            let record = finsam_tests::poster::uppgift(record);
            client.deltaganden().put(&key, finsam_core::protokoll::Villkor::Inget, &record).await.unwrap();
        };
        put(&changed).await;
        assert_eq!(client.importer().carry_out(&plan).await.unwrap_err().kod(), Some(Felkod::Konflikt));
        assert_eq!(kept(&client).await, before);
        let plan = send(&client, &rader, &planning).await.unwrap();
        let done = client.importer().carry_out(&plan).await.unwrap();
        assert_eq!((done.antal, done.status), (plan.antal, Importstatus::Klar));
        assert_eq!(kept(&client).await.len(), rader.len());
    }
}

async fn scopes_may_be_named(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let insats = varld.insats.id;
    let named = |ar, kallsystem: Option<&str>| Importval {
        avstamning: Some(Avstamma {
            omfang: vec![(insats, ar)],
            kallsystem: kallsystem.map(str::to_owned),
            max_raderade: Some(5),
        }),
        ..Importval::default()
    };
    let empty = async |val: &Importval| client.importer().import(Importformat::Json, "[]", val).await;
    send(&client, &[of_year(1, 2014), of_year(2, 2015), of_year(3, 2015)], &Importval::default()).await.unwrap();
    // 2015 is empty: of the systems that the import has.
    let import = send(&client, &[of_year(1, 2014)], &named(2015, None)).await.unwrap();
    assert_eq!((import.antal.raderade_utanfor, kept(&client).await), (2, vec!["d-1".to_owned()]));
    // Without records it is said which system is meant, unless there is but one.
    send(&client, &[elsewhere(&varld, 4)], &Importval::default()).await.unwrap();
    assert_eq!(empty(&named(2014, None)).await.unwrap_err().kod(), Some(Felkod::Avstamning));
    let import = empty(&named(2014, Some("treserva"))).await.unwrap();
    assert_eq!((import.antal.mottagna, import.antal.raderade_utanfor), (0, 1));
    assert_eq!(kept(&client).await, ["d-4"]);
    assert_eq!(empty(&named(2014, None)).await.unwrap().antal.raderade_utanfor, 1);

    let raw = varld.raw(Vem::Part);
    let headers = [("content-type", "application/json")];
    for query in [
        "avstamning=allt".to_owned(),
        "maxRaderade=3".to_owned(),
        "avstamning=omfang&strategi=radera".to_owned(),
        "avstamning=omfang&omfang=2014".to_owned(),
        format!("avstamning=omfang&omfang={insats}:14"),
        format!("avstamning=omfang&omfang={}:2014", finsam_core::id::InsatsId(varld.server.app.new_id())),
    ] {
        let answer = raw.send("POST", &format!("/importer?{query}"), &headers, "[]").await;
        assert_eq!((answer.status, answer.json()["kod"].as_str()), (400, Some("FORMAT")), "{query}: {}", answer.text);
    }
    // A narrow key names only its own.
    let part = Some("kommun:2280".parse().unwrap());
    let narrow = varld.server.key(Roll::Partssystem, part, None, vec![varld.antalsinsats.id]).await;
    let narrow = varld.server.client(Some(Token::new(&narrow).unwrap()));
    let fel = narrow.importer().import(Importformat::Json, "[]", &named(2014, Some("treserva"))).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Format));
}

async fn a_new_key_is_not_in_its_own_way(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    for jobb in [false, true] {
        let (old, new) = if jobb { (2, 3) } else { (1, 2) };
        if !jobb {
            send(&client, &[rad(old, &person(6))], &Importval::default()).await.unwrap();
        }
        let refused = send(&client, &[rad(new, &person(6))], &Importval { jobb, ..Importval::default() }).await;
        let refused = refused.unwrap_or_else(|fel| fel.import().unwrap().clone());
        assert_eq!(refused.antal.avvisade, 1, "the same person, on the same days");
        let import = send(&client, &[rad(new, &person(6))], &val(1, jobb)).await.unwrap();
        assert_eq!((import.antal.skapade, import.antal.raderade_utanfor), (1, 1));
        assert_eq!(kept(&client).await, [format!("d-{new}")]);
    }
}
