//! Imports of counts: planned, validated, carried out, reconciled.

use std::collections::BTreeMap;

use finsam_client::{Antalsimport, Client, Fel, Importformat, Villkor};
use finsam_core::id::InsatsId;
use finsam_core::insats::Antalsuppgift;
use finsam_core::protokoll::{Felkod, Import, Importlage, Importstatus, Radresultat, Radutfall};
use finsam_core::regel::Varde;
use finsam_tests::poster::with;
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    three_formats_say_the_same,
    what_is_planned_is_what_is_carried_out,
    a_plan_shows_each_field_that_would_change,
    all_or_nothing_and_row_by_row,
    reconciliation_removes_what_is_missing_and_has_a_brake,
    what_is_removed_is_told_and_may_come_back,
    one_writes_in_ones_own_insatser_alone,
    the_same_key_once,
    bodies_that_cannot_be_read,
);

/// Counts of half a year.
fn half(insats: InsatsId, ar: i32, second: bool, kvinnor: i32) -> Value {
    let (fran, till) = if second { ("07-01", "12-31") } else { ("01-01", "06-30") };
    json!({"insatsId": insats, "fran": format!("{ar}-{fran}"), "till": format!("{ar}-{till}"),
        "kvinnor": kvinnor, "man": 3, "nya": {"kvinnor": 2, "man": 1}, "pagaende": {"kvinnor": 1, "man": 2},
        "avslutade": {"arbeteStudierJobready": {"kvinnor": 1, "man": 0}, "ovrigt": 2}})
}

async fn send(client: &Client, rader: &[Value], val: Antalsimport) -> Result<Import, Fel> {
    let body = Value::Array(rader.to_vec()).to_string();
    client.antal().import(Importformat::Json, body, &Antalsimport { alla_rader: true, ..val }).await
}

fn outcomes(import: &Import) -> Vec<Radutfall> {
    import.rader.as_ref().unwrap().iter().map(|rad| rad.utfall).collect()
}

fn found(import: &Import, rad: usize) -> Vec<(String, String)> {
    let found = &import.rader.as_ref().unwrap()[rad].avvikelser;
    found.iter().map(|one| (one.kod.to_string(), one.pekare.as_str().to_owned())).collect()
}

/// What stands of an insats: first days and women.
async fn stands(client: &Client, insats: InsatsId) -> BTreeMap<String, i32> {
    let all = client.antal().list(insats).await.unwrap();
    all.iter().map(|antal| (antal.uppgift.fran.to_string(), antal.uppgift.kvinnor.unwrap())).collect()
}

async fn three_formats_say_the_same(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Forbund), varld.antalsinsats.id);
    let rader = [half(id, 2014, false, 5), half(id, 2014, true, 6)];
    let lines: String = rader.iter().map(|rad| format!("{rad}\n")).collect();
    let mut csv = "\u{feff}insatsId;fran;till;kvinnor;man;nyaKvinnor;nyaMan;pagaendeKvinnor;pagaendeMan;\
        arbeteStudierJobreadyKvinnor;arbeteStudierJobreadyMan;ovrigt\r\n"
        .to_owned();
    for rad in ["2014-01-01;2014-06-30;5", "2014-07-01;2014-12-31;6"] {
        csv.push_str(&format!("{id};{rad};3;2;1;1;2;1;0;2\r\n"));
    }
    let all = Antalsimport { alla_rader: true, ..Antalsimport::default() };
    let array = Value::Array(rader.to_vec()).to_string();
    for (n, (format, body)) in
        [(Importformat::Json, array), (Importformat::Ndjson, lines), (Importformat::Csv, csv)].into_iter().enumerate()
    {
        let import = client.antal().import(format, body, &all).await.unwrap();
        let expected = if n == 0 { Radutfall::Skapad } else { Radutfall::Oforandrad };
        assert_eq!(outcomes(&import), [expected; 2], "{format:?}");
        assert!(import.antal.adds_up() && import.status == Importstatus::Klar);
    }
    assert_eq!(stands(&client, id).await, BTreeMap::from([("2014-01-01".into(), 5), ("2014-07-01".into(), 6)]));
    let kept = client.antal().list(id).await.unwrap()[0].uppgift;
    let mut expected = half(id, 2014, false, 5);
    expected.as_object_mut().unwrap().remove("insatsId");
    assert_eq!(kept, serde_json::from_value::<Antalsuppgift>(expected).unwrap());
}

async fn what_is_planned_is_what_is_carried_out(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Insats), varld.antalsinsats.id);
    send(&client, &[half(id, 2014, false, 5)], Antalsimport::default()).await.unwrap();
    let before = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    let body = Value::Array(vec![half(id, 2014, false, 6), half(id, 2014, true, 7)]).to_string();
    let all = Antalsimport { alla_rader: true, ..Antalsimport::default() };
    let (plan, tag) = client.antal().plan(Importformat::Json, body.clone(), &all).await.unwrap();
    use Radutfall::{EjVerkstalld, Oforandrad, Skapad, Uppdaterad};
    assert_eq!((plan.status, outcomes(&plan)), (Importstatus::Planerad, vec![Uppdaterad, Skapad]));
    assert_eq!((plan.antal.uppdaterade, plan.antal.skapade, plan.framsteg.skrivna), (1, 1, 0));
    let judged = Antalsimport { importlage: Importlage::Validera, ..all.clone() };
    let judged = client.antal().import(Importformat::Json, body.clone(), &judged).await.unwrap();
    assert_eq!(outcomes(&judged), [EjVerkstalld, EjVerkstalld]);
    let after = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    assert_eq!(before, after, "nothing was written");

    // Another body, another option and another state are each another plan.
    let planned = Antalsimport { plan: Some(tag), ..all.clone() };
    let refused = async |body: String, val: &Antalsimport| {
        client.antal().import(Importformat::Json, body, val).await.unwrap_err().kod()
    };
    let other = Value::Array(vec![half(id, 2014, false, 6), half(id, 2014, true, 8)]).to_string();
    assert_eq!(refused(other, &planned).await, Some(Felkod::Konflikt));
    let allt = Antalsimport { atomicitet: "allt".parse().unwrap(), ..planned.clone() };
    assert_eq!(refused(body.clone(), &allt).await, Some(Felkod::Konflikt));
    let uppgift: Antalsuppgift =
        serde_json::from_value(json!({"fran": "2014-01-01", "till": "2014-06-30", "kvinnor": 9})).unwrap();
    client.antal().put(id, Villkor::Version(1), &uppgift).await.unwrap();
    assert_eq!(refused(body.clone(), &planned).await, Some(Felkod::Konflikt));
    assert_eq!(stands(&client, id).await, BTreeMap::from([("2014-01-01".into(), 9)]));

    let (_, tag) = client.antal().plan(Importformat::Json, body.clone(), &all).await.unwrap();
    let planned = Antalsimport { plan: Some(tag), ..all };
    let done = client.antal().import(Importformat::Json, body.clone(), &planned).await.unwrap();
    assert_eq!(outcomes(&done), outcomes(&plan));
    assert_eq!(stands(&client, id).await.len(), 2);
    let again = client.antal().import(Importformat::Json, body, &Antalsimport { plan: None, ..planned }).await.unwrap();
    assert_eq!(outcomes(&again), [Oforandrad, Oforandrad]);
}

/// A change as it is shown: where, before, after.
fn shown(rad: &Radresultat) -> Vec<(&str, Option<Varde>, Option<Varde>)> {
    let mut all: Vec<_> =
        rad.andringar.iter().map(|one| (one.pekare.as_str(), one.fore.clone(), one.efter.clone())).collect();
    all.sort_by_key(|one| one.0);
    all
}

async fn a_plan_shows_each_field_that_would_change(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Forbund), varld.antalsinsats.id);
    let standing = [half(id, 2014, false, 5), half(id, 2014, true, 6), half(id, 2015, false, 7)];
    send(&client, &standing, Antalsimport::default()).await.unwrap();
    let changed = with(
        half(id, 2014, false, 8),
        json!({"nya": null, "avslutade": {"arbeteStudierJobready": {"kvinnor": 1, "man": 0}, "ovrigt": {"kvinnor": 1, "man": 2}}}),
    );
    let faulty = with(half(id, 2014, false, 5), json!({"insatsId": null}));
    let rader = [changed, half(id, 2015, false, 7), half(id, 2016, false, 9), faulty];
    let val = |rader: &[Value]| (Value::Array(rader.to_vec()).to_string(), Antalsimport::default());
    let (body, rad) = val(&rader);
    let (plan, _) = client.antal().plan(Importformat::Json, body, &rad).await.unwrap();
    use Radutfall::{Avvisad, Oforandrad, Raderad, Skapad, Uppdaterad};
    assert_eq!(outcomes(&plan), [Uppdaterad, Oforandrad, Skapad, Avvisad], "every row, without being asked for");
    let rader_i_planen = plan.rader.as_ref().unwrap();
    let versions: Vec<_> = rader_i_planen.iter().map(|rad| rad.version).collect();
    assert_eq!(versions, [Some(1), Some(1), None, None]);
    let tal = |n| Some(Varde::Tal(n));
    let expected = [
        ("/avslutade/ovrigt", tal(2), None),
        ("/avslutade/ovrigt/kvinnor", None, tal(1)),
        ("/avslutade/ovrigt/man", None, tal(2)),
        ("/kvinnor", tal(5), tal(8)),
        ("/nya/kvinnor", tal(2), None),
        ("/nya/man", tal(1), None),
    ];
    assert_eq!(shown(&rader_i_planen[0]), expected);
    assert!(rader_i_planen[1].andringar.is_empty());
    let new = shown(&rader_i_planen[2]);
    assert!(new.contains(&("/kvinnor", None, tal(9))) && new.iter().all(|one| one.1.is_none()), "{new:?}");
    assert!(new.contains(&("/insatsId", None, Some(Varde::Text(id.to_string())))));

    // What reconciliation would take away stands after the rows, and is what then goes.
    let omfang =
        Antalsimport { avstamning: "omfang".parse().unwrap(), max_raderade: Some(1), ..Antalsimport::default() };
    let body = Value::Array(rader[..1].to_vec()).to_string();
    let (plan, tag) = client.antal().plan(Importformat::Json, body.clone(), &omfang).await.unwrap();
    assert_eq!((outcomes(&plan), plan.antal.mottagna), (vec![Uppdaterad, Raderad], 1));
    let gone = &plan.rader.as_ref().unwrap()[1];
    assert_eq!((gone.rad, gone.version), (2, Some(1)));
    assert!(shown(gone).contains(&("/fran", Some(Varde::Text("2014-07-01".to_owned())), None)));
    let done = Antalsimport { plan: Some(tag), ..omfang };
    client.antal().import(Importformat::Json, body, &done).await.unwrap();
    assert_eq!(stands(&client, id).await, BTreeMap::from([("2014-01-01".to_owned(), 8), ("2015-01-01".to_owned(), 7)]));
}

async fn all_or_nothing_and_row_by_row(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Forbund), varld.antalsinsats.id);
    let rader = [
        half(id, 2014, false, 5),
        with(half(id, 2015, false, 5), json!({"kvinnor": -1})),
        with(half(id, 2014, true, 5), json!({"till": "2015-01-31", "spam": 1})),
        half(varld.insats.id, 2014, false, 5),
        half(InsatsId(uuid::Uuid::nil()), 2014, false, 5),
        with(half(id, 2014, false, 5), json!({"insatsId": null})),
    ];
    let allt = Antalsimport { atomicitet: "allt".parse().unwrap(), ..Antalsimport::default() };
    let fel = send(&client, &rader, allt).await.unwrap_err();
    let import = fel.import().unwrap();
    use Radutfall::{Avvisad, EjVerkstalld, Skapad};
    assert_eq!(outcomes(import), [EjVerkstalld, Avvisad, Avvisad, Avvisad, Avvisad, Avvisad]);
    assert_eq!((fel.status(), import.status), (Some(422), Importstatus::Misslyckad));
    assert_eq!(stands(&client, id).await, BTreeMap::new());
    let import = send(&client, &rader, Antalsimport::default()).await.unwrap();
    assert_eq!(outcomes(&import), [Skapad, Avvisad, Avvisad, Avvisad, Avvisad, Avvisad]);
    assert!(import.antal.adds_up());
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(kod, place)| ((*kod).to_owned(), (*place).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(found(&import, 1), pairs(&[("REG-27", "/kvinnor")]));
    assert_eq!(found(&import, 2), pairs(&[("FMT-03", "/spam")]));
    assert_eq!(found(&import, 3), pairs(&[("REG-06", "")]));
    assert_eq!(found(&import, 4), pairs(&[("REG-20", "/insatsId")]));
    assert_eq!(found(&import, 5), pairs(&[("REG-20", "/insatsId")]));
    let skapa = Antalsimport { strategi: "skapa".parse().unwrap(), ..Antalsimport::default() };
    let import = send(&client, &[half(id, 2014, false, 6), half(id, 2014, true, 6)], skapa).await.unwrap();
    assert_eq!((outcomes(&import), found(&import, 0)), (vec![Avvisad, Skapad], pairs(&[("REG-29", "/fran")])));
    let uppdatera = Antalsimport { strategi: "uppdatera".parse().unwrap(), ..Antalsimport::default() };
    let fel = send(&client, &[half(id, 2015, false, 6)], uppdatera).await.unwrap_err();
    assert_eq!(found(fel.import().unwrap(), 0), pairs(&[("REG-30", "/fran")]));
}

async fn reconciliation_removes_what_is_missing_and_has_a_brake(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Forbund), varld.antalsinsats.id);
    let all = [2014, 2015].map(|ar| [half(id, ar, false, 5), half(id, ar, true, 5)]).concat();
    send(&client, &all, Antalsimport::default()).await.unwrap();
    let omfang = Antalsimport { avstamning: "omfang".parse().unwrap(), ..Antalsimport::default() };
    let fel = send(&client, &all[..1], omfang.clone()).await.unwrap_err();
    let Fel::Problem(problem) = &fel else { panic!("{fel:?}") };
    assert_eq!((problem.status, problem.avvikelser[0].kod.as_ref()), (422, "REG-33"));
    assert_eq!(problem.avvikelser[0].pekare.as_str(), "?maxRaderade");
    assert!(problem.detail.contains("maxRaderade=1"), "{}", problem.detail);
    assert_eq!(stands(&client, id).await.len(), 4);

    let one = Antalsimport { max_raderade: Some(1), ..omfang.clone() };
    let faulty = [all[0].clone(), with(all[1].clone(), json!({"insatsId": null}))];
    let fel = send(&client, &faulty, one.clone()).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-33", "not while a row is refused");
    let import = send(&client, &all[..1], one.clone()).await.unwrap();
    assert_eq!((import.antal.raderade_utanfor, outcomes(&import)), (1, vec![Radutfall::Oforandrad]));
    assert_eq!(stands(&client, id).await.len(), 3, "2015 is not touched");
    let named = Antalsimport { omfang: vec![(id, 2015)], max_raderade: Some(2), ..omfang.clone() };
    let import = send(&client, &[], named.clone()).await.unwrap();
    assert_eq!((import.antal.raderade_utanfor, import.antal.mottagna), (2, 0));
    assert_eq!(stands(&client, id).await, BTreeMap::from([("2014-01-01".into(), 5)]));

    // A year in place of its half, which is in its way until it goes.
    let year = with(half(id, 2014, false, 8), json!({"fran": "2014-02-01", "till": "2014-12-31"}));
    let import = send(&client, std::slice::from_ref(&year), one).await.unwrap();
    assert_eq!((import.antal.raderade_utanfor, outcomes(&import)), (1, vec![Radutfall::Skapad]));
    assert_eq!(stands(&client, id).await, BTreeMap::from([("2014-02-01".into(), 8)]));
    let other = Antalsimport { omfang: vec![(varld.annan_insats.id, 2015)], ..named };
    let fel = send(&client, &[year], other).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].pekare.as_str(), "?omfang", "an insats that is not its own");
}

/// A removed count is gone from lists and reports and told in the change feed; set again it goes on from its version.
async fn what_is_removed_is_told_and_may_come_back(server: Server) {
    let varld = Varld::new(server).await;
    let (client, id) = (varld.client(Vem::Forbund), varld.antalsinsats.id);
    send(&client, &[half(id, 2014, false, 5)], Antalsimport::default()).await.unwrap();
    let report = async || {
        let path = "/rapporter/avslut-per-insats?ar=2014";
        varld.raw(Vem::Nationell).send("GET", path, &[], "").await.json()["rader"].as_array().unwrap().len()
    };
    assert_eq!(report().await, 1);
    let gone = Antalsimport {
        avstamning: "omfang".parse().unwrap(),
        omfang: vec![(id, 2014)],
        max_raderade: Some(1),
        ..Antalsimport::default()
    };
    send(&client, &[], gone).await.unwrap();
    assert_eq!((stands(&client, id).await, report().await), (BTreeMap::new(), 0));
    let fran = "2014-01-01".parse().unwrap();
    assert_eq!(client.antal().get(id, fran, Default::default()).await.unwrap_err().status(), Some(404));
    send(&client, &[half(id, 2014, false, 5)], Antalsimport::default()).await.unwrap();
    assert_eq!(client.antal().get(id, fran, Default::default()).await.unwrap().version, 3);
    assert_eq!(report().await, 1);
    let feed = varld.raw(Vem::Forbund).send("GET", "/andringar?limit=1000", &[], "").await.json();
    let typer: Vec<_> = feed["poster"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["resurs"] == "antal")
        .map(|one| (one["typ"].as_str().unwrap().to_owned(), one["version"].as_i64().unwrap()))
        .collect();
    assert_eq!(typer, [("skapad".to_owned(), 1), ("raderad".to_owned(), 2), ("skapad".to_owned(), 3)]);
}

async fn one_writes_in_ones_own_insatser_alone(server: Server) {
    let varld = Varld::new(server).await;
    let id = varld.antalsinsats.id;
    for vem in [Vem::Part, Vem::Deltagar, Vem::Nationell, Vem::System, Vem::Logg] {
        let fel = send(&varld.client(vem), &[half(id, 2014, false, 5)], Antalsimport::default()).await.unwrap_err();
        assert_eq!(fel.kod(), Some(Felkod::Forbjudet), "{vem:?}");
    }
    let fel =
        send(&varld.client(Vem::Forbund), &[half(varld.annan_insats.id, 2014, false, 5)], Antalsimport::default())
            .await
            .unwrap_err();
    assert_eq!(found(fel.import().unwrap(), 0), [("REG-20".to_owned(), "/insatsId".to_owned())], "not theirs to see");
    // By a key that a part's system has for it.
    let mut named = varld.antalsinsats.uppgift.clone();
    let nyckel = json!({"part": "kommun:2280", "kallsystem": "treserva", "nyckel": "a-1"});
    named.nycklar = vec![serde_json::from_value(nyckel.clone()).unwrap()];
    varld.client(Vem::Forbund).insatser().put(id, Villkor::Version(varld.antalsinsats.version), &named).await.unwrap();
    let rad = with(half(id, 2014, false, 5), json!({"insatsId": null, "insatsNyckel": nyckel}));
    let import = send(&varld.client(Vem::Insats), &[rad], Antalsimport::default()).await.unwrap();
    assert_eq!(outcomes(&import), [Radutfall::Skapad]);
}

async fn the_same_key_once(server: Server) {
    let varld = Varld::new(server).await;
    let (raw, id) = (varld.raw(Vem::Forbund), varld.antalsinsats.id);
    let key = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    let body = Value::Array(vec![half(id, 2014, false, 5)]).to_string();
    let first = raw.send("POST", "/importer/antal", &key, body.clone()).await;
    let again = raw.send("POST", "/importer/antal", &key, body.clone()).await;
    assert_eq!((first.status, again.status, &first.text), (200, 200, &again.text));
    assert_eq!(first.json()["antal"]["skapade"], 1);
    let other = raw.send("POST", "/importer/antal?atomicitet=allt", &key, body.clone()).await;
    assert_eq!((other.status, other.json()["kod"].as_str()), (422, Some("IDEMPOTENS")));
    // A plan leaves no receipt.
    let plan = raw.send("POST", "/importer/antal?importlage=plan", &key, body).await;
    assert_eq!((plan.status, plan.json()["antal"]["oforandrade"].as_u64()), (200, Some(1)));
}

async fn bodies_that_cannot_be_read(server: Server) {
    let varld = Varld::new(server).await;
    let (raw, id) = (varld.raw(Vem::Forbund), varld.antalsinsats.id);
    for (content_type, body, status, kod) in [
        ("application/json", "{}".to_owned(), 400, "FMT-02"),
        ("text/csv", String::new(), 400, "FMT-09"),
        ("text/csv", "insatsId;fran\n".to_owned(), 400, "FMT-11"),
        ("text/plain", String::new(), 415, "FMT-14"),
    ] {
        let answer = raw.send("POST", "/importer/antal", &[("content-type", content_type)], body).await;
        let found = answer.json()["avvikelser"][0]["kod"].clone();
        assert_eq!((answer.status, found.as_str()), (status, Some(kod)), "{}", answer.text);
    }
    for query in
        ["importlage=x", "strategi=radera", "omfang=x", "avstamning=omfang&omfang=x:2014", "maxRaderade=1", "rader=x"]
    {
        let headers = [("content-type", "application/json")];
        assert_eq!(raw.send("POST", &format!("/importer/antal?{query}"), &headers, "[]").await.status, 400, "{query}");
    }
    let row = half(id, 2014, false, 5).to_string();
    let body = format!("{row}\n").repeat(10_001);
    let answer = raw.send("POST", "/importer/antal", &[("content-type", "application/x-ndjson")], body).await;
    assert_eq!((answer.status, answer.json()["kod"].as_str()), (413, Some("FOR_STORT")));
}
