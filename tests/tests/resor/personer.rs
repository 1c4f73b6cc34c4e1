//! Persons: looked up with a purpose, seen by others with their consent, anonymous for good when they take it back.

use finsam_client::{Fel, Importformat, Importval};
use finsam_core::deltagande::{Personuppgift, Registrering};
use finsam_core::identitet::Reservnummeruppgift;
use finsam_core::protokoll::{
    Felkod, Handelsetyp, Importlage, Importstatus, Personatgard, Personfraga, Radutfall, Villkor,
};
use finsam_tests::poster::{anonym, avslutad, ndjson, nyckel, person, rad, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    a_person_is_looked_up_with_a_purpose,
    others_see_only_what_the_person_lets_them,
    withdrawn_consent_is_for_good,
    the_nightly_sync_does_not_undo_it,
    many_are_protected_at_once,
    a_plan_with_the_person_ends,
    a_narrow_key_reaches_its_own_insatser,
    faults_are_told_together,
);

fn number(n: u32) -> Reservnummeruppgift {
    serde_json::from_value(person(n)["reservnummer"].clone()).unwrap()
}

fn asked(n: u32) -> Personfraga {
    Personfraga {
        personnummer: None,
        reservnummer: Some(number(n)),
        andamal: "uppföljning".to_owned(),
        rattslig_grund: "samtycke".to_owned(),
        arende: Some("KS 2026/17".to_owned()),
    }
}

fn one(n: u32) -> Personatgard {
    Personatgard { reservnummer: Some(number(n)), ..Personatgard::default() }
}

fn many(numbers: impl Iterator<Item = u32>) -> Personatgard {
    let personer = numbers.map(|n| Personuppgift { personnummer: None, reservnummer: Some(number(n)) }).collect();
    Personatgard { personer, ..Personatgard::default() }
}

async fn write(varld: &Varld, rader: &[Value]) {
    let client = varld.client(Vem::Part);
    let written = client.importer().import(Importformat::Ndjson, ndjson(rader), &Importval::default()).await.unwrap();
    assert_eq!(written.antal.avvisade, 0, "{:?}", written.rader);
}

fn log_lines(varld: &Varld, resurs: &str) -> i64 {
    varld.server.plats().count(&format!(
        "SELECT count(*) FROM atkomst l JOIN arende a ON a.nummer = l.arende
         WHERE a.handling LIKE '%/personer/sok' AND l.resurs = {resurs}"
    ))
}

async fn a_person_is_looked_up_with_a_purpose(server: Server) {
    let varld = Varld::new(server).await;
    let later = with(person(1), json!({"startdatum": "2015-01-01"}));
    write(&varld, &[rad(1, &avslutad(1)), rad(2, &later), rad(3, &person(3))]).await;
    let client = varld.client(Vem::Part);
    let found = client.personer().search(&asked(1)).await.unwrap();
    assert_eq!(found.poster.iter().map(|post| post.nyckel.clone()).collect::<Vec<_>>(), [nyckel(1), nyckel(2)]);
    assert!(found.poster.iter().all(|post| post.reservnummer == Some(number(1))));
    let nobody = client.personer().search(&asked(9)).await.unwrap();
    assert!(nobody.poster.is_empty() && nobody.delade.is_empty());
    // Both searches, and each record that one of them found.
    assert_eq!((log_lines(&varld, "10"), log_lines(&varld, "3")), (2, 2));
    let why = "SELECT count(*) FROM arende WHERE varfor = 'ändamål: uppföljning; rättslig grund: samtycke; ärende: KS 2026/17'";
    assert_eq!(varld.server.plats().count(why), 2);
    // Another part gets the same for one that it does not know as for one that nobody knows.
    let (known, unknown) = (json!(asked(1)), json!(asked(9)));
    let raw = varld.raw(Vem::Timra);
    let known = raw.json("POST", "/personer/sok", &[], &known).await;
    let unknown = raw.json("POST", "/personer/sok", &[], &unknown).await;
    assert_eq!((known.status, &known.text), (200, &unknown.text));
}

async fn others_see_only_what_the_person_lets_them(server: Server) {
    let varld = Varld::new(server).await;
    let consent = json!({"registrering": {"datum": "2014-02-03", "textversion": "2014-1"},
        "sekretess": {"datum": "2014-02-03", "parter": ["kommun:2262"]}});
    let shared = with(person(1), json!({"samtycke": consent}));
    write(&varld, &[rad(1, &shared), rad(2, &person(2))]).await;
    let (timra, outside) = (varld.client(Vem::Timra), varld.client(Vem::Utanfor));
    let found = timra.personer().search(&asked(1)).await.unwrap();
    assert!(found.poster.is_empty());
    assert_eq!((found.delade.len(), found.delade[0].part.to_string().as_str()), (1, "kommun:2280"));
    assert_eq!(found.delade[0].post.kommun.map(|kommun| kommun.to_string()).as_deref(), Some("2280"));
    let text = serde_json::to_string(&found).unwrap();
    assert!(!text.contains("R-1") && !text.contains("d-1"), "neither number nor key of another's record: {text}");
    assert!(timra.personer().search(&asked(2)).await.unwrap().delade.is_empty(), "no consent");
    assert!(outside.personer().search(&asked(1)).await.unwrap().delade.is_empty(), "not to this part");
    assert!(varld.client(Vem::Part).personer().search(&asked(1)).await.unwrap().delade.is_empty(), "its own");
    // What another may see it can still not touch.
    assert!(timra.personer().withdraw_consent(&one(1)).await.unwrap().deltaganden.is_empty());
    varld.client(Vem::Part).personer().withdraw_consent(&one(1)).await.unwrap();
    assert!(timra.personer().search(&asked(1)).await.unwrap().delade.is_empty(), "taken back");
}

async fn withdrawn_consent_is_for_good(server: Server) {
    let varld = Varld::new(server).await;
    write(&varld, &[rad(1, &avslutad(1)), rad(2, &person(2))]).await;
    let client = varld.client(Vem::Part);
    let report = || varld.raw(Vem::Nationell);
    let ask = "/rapporter/registrerade-och-avslutade?ar=2014";
    let before = report().get(ask).await.json();
    let done = client.personer().withdraw_consent(&one(1)).await.unwrap().deltaganden;
    assert_eq!(done.iter().map(|one| (one.nyckel.clone(), one.version)).collect::<Vec<_>>(), [(nyckel(1), 2)]);
    assert!(client.personer().withdraw_consent(&one(1)).await.unwrap().deltaganden.is_empty(), "there is nobody now");
    let left = client.deltaganden().get(&nyckel(1)).await.unwrap();
    assert_eq!((left.post.registrering, left.reservnummer), (Registrering::Anonym, None));
    assert_eq!(left.post, left.post.anonymised());
    assert_eq!(left.post.slutdatum.unwrap().to_string(), "2014-09-30");
    assert!(client.personer().search(&asked(1)).await.unwrap().poster.is_empty());
    let feed = varld.raw(Vem::Part).get("/andringar?limit=100").await.json();
    let events = feed["poster"].as_array().unwrap().iter();
    let events = events.filter(|event| event["typ"] == Handelsetyp::SamtyckeAterkallat.code());
    let events: Vec<_> = events.map(|event| (event["id"].clone(), event["version"].clone())).collect();
    assert_eq!(events, [(json!(left.id), json!(2))]);
    let after = report().get(ask).await.json();
    assert_ne!(before["rader"], after["rader"], "the tables follow");

    let again = client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap_err();
    let Fel::Problem(problem) = again else { panic!("{again:?}") };
    assert_eq!(problem.status, 422);
    let found = &problem.avvikelser[0];
    assert_eq!((found.kod.as_ref(), found.pekare.as_str()), ("REG-34", "/samtycke/registrering/datum"));
    let today = varld.server.aktor().tid.date_naive();
    let consent = json!({"registrering": {"datum": today.to_string(), "textversion": "2014-1"}});
    let same_day = with(avslutad(1), json!({"samtycke": consent}));
    let refused = client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&same_day)).await;
    assert!(refused.is_err(), "of the same day");
    let other_key = client.deltaganden().put(&nyckel(7), Villkor::Inget, &uppgift(&same_day)).await.unwrap();
    assert_eq!(other_key.utfall, Radutfall::Skapad, "new registration, new consent");
}

async fn the_nightly_sync_does_not_undo_it(server: Server) {
    let varld = Varld::new(server).await;
    let rader = [rad(1, &person(1)), rad(2, &person(2))];
    write(&varld, &rader).await;
    let client = varld.client(Vem::Part);
    client.personer().withdraw_consent(&one(1)).await.unwrap();
    let val = Importval::default();
    let night = client.importer().import(Importformat::Ndjson, ndjson(&rader), &val).await.unwrap();
    assert_eq!((night.antal.avvisade, night.antal.oforandrade), (1, 1));
    let told = night.rader.as_ref().unwrap();
    assert_eq!(told[0].avvikelser[0].kod, "REG-34");
    let kept = varld.server.plats().count("SELECT count(*) FROM importpost");
    assert_eq!(kept, 0, "a refused record of somebody without consent is not kept");
    // A sync that has taken the person out removes nothing either.
    let scope =
        format!("/importer?avstamning=omfang&omfang={}:2014&kallsystem=treserva&maxRaderade=9", varld.insats.id);
    let kind = [("content-type", "application/x-ndjson")];
    let answer = varld.raw(Vem::Part).send("POST", &scope, &kind, ndjson(&rader[1..])).await;
    assert_eq!((answer.status, &answer.json()["antal"]["raderadeUtanfor"]), (200, &json!(0)), "{}", answer.text);
    assert_eq!(client.deltaganden().get(&nyckel(1)).await.unwrap().version, 2);
    let anonymous = [rad(1, &with(anonym(), json!({"startdatum": "2014-02-03"})))];
    write(&varld, &anonymous).await;
}

async fn many_are_protected_at_once(server: Server) {
    let varld = Varld::new(server).await;
    let rader: Vec<Value> = (1..=30).map(|n| rad(n, &person(n))).collect();
    write(&varld, &rader).await;
    let client = varld.client(Vem::Part);
    let done = client.personer().protect(&many(1..=20)).await.unwrap().deltaganden;
    assert_eq!(done.len(), 20);
    let typ = "SELECT count(*) FROM handelser WHERE typ = 'anonymiserad'";
    assert_eq!(varld.server.plats().count(typ), 20);
    let left = "SELECT count(*) FROM deltagande WHERE identitet IS NOT NULL OR sok IS NOT NULL";
    assert_eq!(varld.server.plats().count(left), 10);
    // That it was for protection stands nowhere in the record.
    let post = client.deltaganden().get(&nyckel(1)).await.unwrap();
    assert_eq!(post.post, post.post.anonymised());
}

async fn a_plan_with_the_person_ends(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let val = Importval { importlage: Importlage::Plan, ..Importval::default() };
    let planned = async |rader: &[Value]| {
        let import = client.importer().import(Importformat::Ndjson, ndjson(rader), &val).await.unwrap();
        client.importer().follow(import).await.unwrap()
    };
    let (with_her, without) =
        (planned(&[rad(1, &person(1)), rad(2, &person(2))]).await, planned(&[rad(3, &person(3))]).await);
    client.personer().withdraw_consent(&one(1)).await.unwrap();
    let ended = client.importer().get(with_her.id).await.unwrap();
    assert_eq!(ended.status, Importstatus::Avbruten, "{ended:?}");
    assert_eq!(client.importer().get(without.id).await.unwrap().status, Importstatus::Planerad);
    assert_eq!(varld.server.plats().count("SELECT count(*) FROM importpost"), 1);
    // A refused record goes too, also one that can not be read whole.
    let faulty = with(person(4), json!({"samtycke": null}));
    let mut unread = rad(5, &with(person(5), json!({"reservnummer": null, "personnummer": "19900312-2380"})));
    unread["utbildningsniva"] = json!(7);
    let (val, rader) = (Importval::default(), ndjson(&[rad(4, &faulty), unread]));
    let refused = client.importer().import(Importformat::Ndjson, rader, &val).await;
    assert!(refused.is_err() || refused.is_ok_and(|import| import.antal.avvisade == 2));
    assert_eq!(varld.server.plats().count("SELECT count(*) FROM importpost"), 3);
    let both = Personatgard {
        personer: vec![
            Personuppgift { personnummer: None, reservnummer: Some(number(4)) },
            Personuppgift { personnummer: Some("199003122380".to_owned().into()), reservnummer: None },
        ],
        ..Personatgard::default()
    };
    client.personer().withdraw_consent(&both).await.unwrap();
    assert_eq!(varld.server.plats().count("SELECT count(*) FROM importpost"), 1);
}

async fn a_narrow_key_reaches_its_own_insatser(server: Server) {
    let varld = Varld::new(server).await;
    let system = varld.client(Vem::System);
    let more = finsam_tests::varld::insats(varld.forbund.id, "Andra", "personuppgifter");
    let more = system.insatser().create(&more, None).await.unwrap();
    let elsewhere = with(person(1), json!({"insatsNyckel": null, "insatsId": more.id}));
    write(&varld, &[rad(1, &person(1)), rad(2, &elsewhere)]).await;
    let narrow = varld.client(Vem::Deltagar);
    let found = narrow.personer().search(&asked(1)).await.unwrap();
    assert_eq!(found.poster.iter().map(|post| post.nyckel.clone()).collect::<Vec<_>>(), [nyckel(1)]);
    let done = narrow.personer().withdraw_consent(&one(1)).await.unwrap().deltaganden;
    assert_eq!(done.len(), 1, "those of other insatser are not its own to change");
    assert_eq!(varld.client(Vem::Part).personer().search(&asked(1)).await.unwrap().poster.len(), 1);
}

async fn faults_are_told_together(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    for (path, body, expected) in [
        (
            "/personer/sok",
            json!({"andamal": "om 19900312-2380", "rattsligGrund": " "}),
            vec![("REG-17", "/personnummer"), ("REG-27", "/andamal"), ("REG-27", "/rattsligGrund")],
        ),
        (
            "/personer/sok",
            json!({"personnummer": "199003122381", "andamal": "prov", "rattsligGrund": "samtycke"}),
            vec![("ID-03", "/personnummer")],
        ),
        (
            "/personer/skydda",
            json!({"personer": [{"personnummer": "199003122380"}, {}, {"personnummer": "1"}], "datum": "2999-01-01"}),
            vec![("REG-03", "/datum"), ("REG-17", "/personer/1/personnummer"), ("ID-01", "/personer/2/personnummer")],
        ),
        (
            "/personer/aterkalla-samtycke",
            json!({"personnummer": "199003122380", "personer": [{"personnummer": "199003122380"}]}),
            vec![("REG-17", "/personer")],
        ),
    ] {
        let answer = raw.json("POST", path, &[], &body).await;
        let problem = answer.json();
        let found = problem["avvikelser"].as_array().unwrap().iter();
        let found: Vec<_> = found.map(|one| (one["kod"].as_str().unwrap(), one["pekare"].as_str().unwrap())).collect();
        assert_eq!((answer.status, found), (422, expected), "{}", answer.text);
        assert!(!answer.text.contains("3122380") && !answer.text.contains("312-2380"), "{}", answer.text);
    }
    let too_many = json!({"personer": vec![json!({"personnummer": "199003122380"}); 1_001]});
    assert_eq!(raw.json("POST", "/personer/skydda", &[], &too_many).await.status, 413);
    let unknown = json!({"personnummer": "199003122380", "varför": "x"});
    let answer = raw.json("POST", "/personer/aterkalla-samtycke", &[], &unknown).await;
    assert_eq!((answer.status, answer.json()["kod"].as_str()), (400, Some(Felkod::Format.code())));
}
