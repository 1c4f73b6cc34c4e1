//! Planned imports: shown field by field, and carried out exactly so or not at all.

use chrono::TimeDelta;
use finsam_client::{Client, Fel, Importformat, Importval};
use finsam_core::deltagande::Nyckel;
use finsam_core::protokoll::{
    Atomicitet, Faltandring, Felkod, Import, Importlage, Importstatus, Radutfall, Strategi, Villkor,
};
use finsam_core::regel::Varde;
use finsam_tests::poster::{anonym, avslutad, ndjson, nyckel, person, rad, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    a_plan_tells_field_by_field_and_is_carried_out,
    what_has_changed_since_stops_the_whole_plan,
    a_plan_as_a_job,
    a_plan_that_deletes,
    a_plan_is_not_kept_for_ever,
    conditions_are_asked_for,
);

fn val() -> Importval {
    Importval { importlage: Importlage::Plan, ..Importval::default() }
}

async fn planned(client: &Client, rader: &[Value], val: &Importval) -> Result<Import, Fel> {
    let import = client.importer().import(Importformat::Ndjson, ndjson(rader), val).await?;
    client.importer().follow(import).await
}

async fn write(client: &Client, rader: &[Value]) {
    let written = client.importer().import(Importformat::Ndjson, ndjson(rader), &Importval::default()).await.unwrap();
    assert_eq!(written.antal.avvisade, 0);
}

async fn kept(client: &Client) -> u64 {
    client.deltaganden().list(Default::default(), Default::default()).await.unwrap().meta.total_records
}

/// The change of a field.
fn change(andringar: &[Faltandring], pekare: &str) -> (Option<String>, Option<String>, bool) {
    let text = |value: &Option<Varde>| match value {
        Some(Varde::Text(text)) => Some(text.clone()),
        Some(Varde::Tal(number)) => Some(number.to_string()),
        _ => None,
    };
    let found = andringar.iter().find(|one| one.pekare.as_str() == pekare).unwrap_or_else(|| panic!("{pekare}"));
    (text(&found.fore), text(&found.efter), found.dold)
}

async fn a_plan_tells_field_by_field_and_is_carried_out(server: Server) {
    use Radutfall::{Avvisad, Oforandrad, Skapad, Uppdaterad};
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    write(&client, &[rad(1, &person(1)), rad(2, &person(2)), rad(3, &person(3))]).await;
    let before = varld.raw(Vem::Part).get("/andringar?limit=100").await.json()["poster"].as_array().unwrap().len();
    let faulty = rad(5, &with(person(5), json!({"samtycke": null})));
    let rader = [rad(1, &avslutad(1)), rad(2, &person(7)), rad(3, &person(3)), rad(4, &person(4)), faulty.clone()];
    let plan = planned(&client, &rader, &val()).await.unwrap();
    assert_eq!((plan.status, plan.antal.skapade, plan.antal.uppdaterade), (Importstatus::Planerad, 1, 2));
    let told = plan.rader.clone().unwrap();
    assert_eq!(
        told.iter().map(|rad| rad.utfall).collect::<Vec<_>>(),
        [Uppdaterad, Uppdaterad, Oforandrad, Skapad, Avvisad]
    );
    assert_eq!(told.iter().map(|rad| rad.version).collect::<Vec<_>>(), [Some(1), Some(1), Some(1), None, None]);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(change(&told[0].andringar, "/slutdatum"), (None, text("2014-09-30"), false));
    assert_eq!(change(&told[0].andringar, "/efter/sysselsattning/0/omfattning"), (None, text("75"), false));
    assert_eq!(told[1].andringar.len(), 2, "who it is, and the kön that goes with it: {:?}", told[1].andringar);
    assert_eq!(change(&told[1].andringar, "/identitet"), (None, None, true));
    assert_eq!(change(&told[1].andringar, "/kon"), (text("kvinna"), text("man"), false));
    assert!(told[2].andringar.is_empty());
    assert_eq!(change(&told[3].andringar, "/startdatum"), (None, text("2014-02-03"), false));
    assert!(!serde_json::to_string(&told).unwrap().contains("R-"), "no number is shown");

    // It stands in the register, and nothing else does.
    assert_eq!(client.importer().get(plan.id).await.unwrap().status, Importstatus::Planerad);
    assert_eq!(client.importer().rows(plan.id, None, 10).await.unwrap().poster, told);
    assert_eq!(client.importer().refused(plan.id).await.unwrap().unwrap(), format!("{faulty}\n"));
    assert_eq!(kept(&client).await, 3);
    let events = varld.raw(Vem::Part).get("/andringar?limit=100").await.json();
    assert_eq!(events["poster"].as_array().unwrap().len(), before, "nothing has happened");

    let varld = varld.kill_and_restart().await;
    let client = varld.client(Vem::Part);
    let done = client.importer().carry_out(&plan).await.unwrap();
    assert_eq!((done.status, done.antal, done.framsteg.skrivna), (Importstatus::Klar, plan.antal, 4));
    assert_eq!(client.importer().get(plan.id).await.unwrap().version, done.version);
    let left = client.importer().rows(plan.id, None, 10).await.unwrap().poster;
    assert_eq!(left, told[4..], "of the others nothing is left");
    assert_eq!(client.deltaganden().get(&nyckel(1)).await.unwrap().version, 2);
    assert_eq!(kept(&client).await, 4);
    assert_eq!(client.importer().refused(plan.id).await.unwrap().unwrap(), format!("{faulty}\n"), "still there");
    let fel = client.importer().carry_out(&done).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Konflikt), "once");
    let again = planned(&client, &rader[..4], &val()).await.unwrap();
    assert_eq!((again.antal.oforandrade, again.status), (4, Importstatus::Planerad));
}

async fn what_has_changed_since_stops_the_whole_plan(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    write(&client, &[rad(1, &person(1)), rad(2, &person(2))]).await;
    let rader = [rad(1, &avslutad(1)), rad(2, &person(2)), rad(3, &person(3))];
    // Changed, changed where nothing was to change, created meanwhile, deleted, in the way.
    for n in 0..5 {
        let plan = planned(&client, &rader, &val()).await.unwrap();
        let put = async |n, record: &Value| {
            client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(record)).await.unwrap();
        };
        match n {
            0 => put(1, &with(person(1), json!({"utbildningsniva": "grundskola"}))).await,
            1 => put(2, &with(person(2), json!({"utbildningsniva": "grundskola"}))).await,
            2 => put(3, &person(3)).await,
            3 => client.deltaganden().delete(&nyckel(2), 3).await.unwrap(),
            _ => put(9, &person(3)).await,
        }
        let stood = client.deltaganden().get(&nyckel(1)).await.unwrap();
        let fel = client.importer().carry_out(&plan).await.unwrap_err();
        assert_eq!(fel.kod(), Some(Felkod::Konflikt), "{n}: {fel:?}");
        assert_eq!(client.deltaganden().get(&nyckel(1)).await.unwrap(), stood, "nothing is written");
        assert_eq!(client.importer().get(plan.id).await.unwrap().status, Importstatus::Planerad);
        // As it was, but for versions.
        put(1, &person(1)).await;
        put(2, &person(2)).await;
        if n == 2 {
            client.deltaganden().delete(&nyckel(3), 1).await.unwrap();
        }
    }
}

async fn a_plan_as_a_job(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let rows = |from, to| (from..=to).map(|n| rad(n, &anonym())).collect::<Vec<_>>();
    write(&client, &rows(1, 900)).await;
    for atomicitet in [Atomicitet::Rad, Atomicitet::Allt] {
        let faulty = rad(9_999, &with(anonym(), json!({"startdatum": "2013-12-31"})));
        let all = [rows(1, 2_600), vec![faulty]].concat();
        let plan = planned(&client, &all, &Importval { atomicitet, ..val() }).await.unwrap();
        assert!(plan.rader.is_none() && plan.antal.adds_up());
        if atomicitet == Atomicitet::Allt {
            assert_eq!((plan.status, plan.antal.ej_verkstallda), (Importstatus::Misslyckad, 2_600));
            continue;
        }
        assert_eq!((plan.status, plan.antal.skapade, plan.antal.oforandrade), (Importstatus::Planerad, 1_700, 900));
        assert_eq!((plan.antal.avvisade, kept(&client).await), (1, 900));
        let varld_rows = client.importer().rows(plan.id, Some("2599"), 10).await.unwrap().poster;
        assert_eq!(
            varld_rows.iter().map(|rad| rad.utfall).collect::<Vec<_>>(),
            [Radutfall::Skapad, Radutfall::Avvisad]
        );
        let done = client.importer().carry_out(&plan).await.unwrap();
        assert_eq!((done.status, done.antal, kept(&client).await), (Importstatus::Klar, plan.antal, 2_600));
    }
    let csv = "kallsystem;nyckel;insatsNyckel;registrering;kon;startdatum\ntreserva;c-1;i-1;anonym;man;2014-05-01\n";
    let plan = client.importer().import(Importformat::Csv, csv, &Importval { jobb: true, ..val() }).await.unwrap();
    let plan = client.importer().follow(plan).await.unwrap();
    assert_eq!(client.importer().carry_out(&plan).await.unwrap().antal.skapade, 1);
    let key = Nyckel { kallsystem: "treserva".to_owned(), nyckel: "c-1".to_owned() };
    assert!(client.deltaganden().get(&key).await.is_ok());
}

async fn a_plan_that_deletes(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    write(&client, &[rad(1, &person(1)), rad(2, &anonym()), rad(3, &anonym())]).await;
    client.deltaganden().delete(&nyckel(3), 1).await.unwrap();
    let key = |n| json!({"kallsystem": "treserva", "nyckel": format!("d-{n}")});
    let radera = Importval { strategi: Strategi::Radera, ..val() };
    let plan = planned(&client, &[key(1), key(2), key(3), key(4)], &radera).await.unwrap();
    let rader = plan.rader.clone().unwrap();
    use Radutfall::{Avvisad, Oforandrad, Raderad};
    assert_eq!(rader.iter().map(|rad| rad.utfall).collect::<Vec<_>>(), [Raderad, Raderad, Oforandrad, Avvisad]);
    assert_eq!(change(&rader[0].andringar, "/identitet"), (None, None, true));
    assert_eq!(change(&rader[1].andringar, "/startdatum"), (Some("2014-05-01".to_owned()), None, false));
    let changed = with(anonym(), json!({"kon": "kvinna"}));
    client.deltaganden().put(&nyckel(2), Villkor::Inget, &uppgift(&changed)).await.unwrap();
    assert_eq!(client.importer().carry_out(&plan).await.unwrap_err().kod(), Some(Felkod::Konflikt));
    assert_eq!(kept(&client).await, 2);
    let plan = planned(&client, &[key(1), key(2), key(3)], &radera).await.unwrap();
    let done = client.importer().carry_out(&plan).await.unwrap();
    assert_eq!((done.antal.raderade, done.antal.oforandrade, kept(&client).await), (2, 1, 0));
}

async fn a_plan_is_not_kept_for_ever(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let plan = planned(&client, &[rad(1, &person(1))], &val()).await.unwrap();
    let other = planned(&client, &[rad(2, &person(2))], &val()).await.unwrap();
    client.importer().cancel(other.id).await.unwrap();
    assert_eq!(client.importer().get(other.id).await.unwrap().status, Importstatus::Avbruten);
    varld.server.klocka.forward(TimeDelta::hours(25));
    let varld = varld.restart().await;
    let client = varld.client(Vem::Part);
    for _ in 0..500 {
        if client.importer().get(plan.id).await.unwrap().status.is_final() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let ended = client.importer().get(plan.id).await.unwrap();
    assert_eq!(ended.status, Importstatus::Avbruten);
    assert!(ended.orsak.unwrap().contains("24"));
    for id in [plan.id, other.id] {
        let app = varld.server.beside().await;
        let posts = app.store.read().await.unwrap().importer().posts(id, None, 10).await.unwrap();
        assert!(posts.is_empty(), "its records are gone");
        let rows = app.store.read().await.unwrap().importer().rows(id, 0, 10).await.unwrap();
        assert!(rows.is_empty(), "and what it would have changed");
        app.store.close().await;
    }
}

async fn conditions_are_asked_for(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    let headers = [("content-type", "application/x-ndjson")];
    let asked = raw.send("POST", "/importer?importlage=plan", &headers, ndjson(&[rad(1, &person(1))])).await;
    assert_eq!((asked.status, asked.json()["status"].as_str()), (200, Some("planerad")), "{}", asked.text);
    let place = asked.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
    let tag = asked.header("etag").to_owned();
    assert_eq!(raw.get(&place).await.header("etag"), tag);
    let carry_out = format!("{place}/verkstall");
    assert_eq!(raw.send("POST", &carry_out, &[], "").await.status, 428);
    assert_eq!(raw.send("POST", &carry_out, &[("if-match", "\"7\"")], "").await.status, 412);
    for (vem, status) in [(Vem::Timra, 404), (Vem::Forbund, 403)] {
        assert_eq!(varld.raw(vem).send("POST", &carry_out, &[("if-match", &tag)], "").await.status, status);
    }
    let done = raw.send("POST", &carry_out, &[("if-match", &tag)], "").await;
    assert_eq!((done.status, done.json()["status"].as_str()), (200, Some("klar")), "{}", done.text);
    assert_eq!(raw.get(&place).await.header("etag"), done.header("etag"));
    assert_eq!(raw.send("POST", &carry_out, &[("if-match", done.header("etag"))], "").await.status, 409);
    // Nothing that could be carried out is no plan.
    let faulty = ndjson(&[rad(1, &with(person(1), json!({"samtycke": null})))]);
    let refused = raw.send("POST", "/importer?importlage=plan", &headers, faulty).await;
    assert_eq!((refused.status, refused.json()["import"]["status"].as_str()), (422, Some("misslyckad")));
}
