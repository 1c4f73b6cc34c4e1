//! Who may do what: api.md section 6, every role against every kind of operation.

use finsam_client::{Deltagandefraga, Importformat, Importval, Sidval, TryStreamExt, Villkor};
use finsam_core::atkomst::Roll;
use finsam_core::protokoll::Felkod;
use finsam_tests::poster::{anonym, ndjson, nyckel, person, rad, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(each_role_does_its_own, nobody_sees_what_is_anothers, a_narrow_key_stays_narrow, keys_must_hold);

/// An operation: its name, method, path under the root, headers and body.
type Operation = (&'static str, &'static str, String, Vec<(&'static str, &'static str)>, Value);

fn operations(varld: &Varld) -> Vec<Operation> {
    let (forbund, insats, antal) = (varld.forbund.id, varld.insats.id, varld.antalsinsats.id);
    let counts = json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 1, "man": 2});
    let changed = |mut value: Value| {
        value["namn"] = "Nytt namn".into();
        value
    };
    // A faulty förbund and insats: refused by the rules (422) by whom the roles let through, so nothing changes.
    let named = json!({"namn": "", "sate": "2283", "bildat": null, "medlemmar": [], "omrade": []});
    let new_insats = changed(json!(varld.insats.uppgift));
    let digests = format!("/kontrollsummor/poster?kallsystem=treserva&insats={insats}&ar=2014");
    let match_none = || vec![("if-match", "\"99\"")];
    vec![
        ("read förbund", "GET", format!("/forbund/{forbund}"), vec![], Value::Null),
        ("list förbund", "GET", "/forbund".into(), vec![], Value::Null),
        ("create förbund", "POST", "/forbund".into(), vec![], named),
        ("change förbund", "PUT", format!("/forbund/{forbund}"), match_none(), json!(varld.forbund.uppgift)),
        ("read insats", "GET", format!("/insatser/{insats}"), vec![], Value::Null),
        ("list insatser", "GET", "/insatser".into(), vec![], Value::Null),
        ("create insats", "POST", "/insatser".into(), vec![], new_insats.clone()),
        ("change insats", "PUT", format!("/insatser/{insats}"), match_none(), new_insats),
        ("list antal", "GET", format!("/insatser/{antal}/antal"), vec![], Value::Null),
        ("set antal", "PUT", format!("/insatser/{antal}/antal/2014-01-01"), match_none(), counts),
        ("read deltagande", "GET", "/deltaganden/treserva/d-1".into(), vec![], Value::Null),
        ("list deltaganden", "GET", format!("/deltaganden?insats={insats}"), vec![], Value::Null),
        ("save deltagande", "PUT", "/deltaganden/treserva/d-1".into(), match_none(), anonym()),
        ("delete deltagande", "DELETE", "/deltaganden/treserva/d-1".into(), match_none(), Value::Null),
        ("validate", "POST", "/validera/deltaganden".into(), vec![], json!([])),
        ("import", "POST", "/importer".into(), vec![], json!([])),
        ("list reports", "GET", "/rapporter".into(), vec![], Value::Null),
        ("read report", "GET", "/rapporter/registrerade-och-avslutade?ar=2014".into(), vec![], Value::Null),
        ("follow changes", "GET", "/andringar".into(), vec![], Value::Null),
        ("list webhooks", "GET", "/webhookar".into(), vec![], Value::Null),
        ("sum up", "GET", format!("/kontrollsummor?insats={insats}"), vec![], Value::Null),
        ("sum up keys", "GET", digests, vec![], Value::Null),
        ("set up webhook", "POST", "/webhookar".into(), vec![], json!({"url": "https://10.0.0.1/"})),
    ]
}

/// What each role gets, in the order of [`operations`]. Nothing of it changes anything: what a role may do meets a
/// condition that does not hold (412), a rule (422) or an import of nothing (200).
const FACIT: [(Vem, [u16; 23]); 9] = {
    use Vem::{Deltagar, Forbund, Insats, Logg, Nationell, Part, System, Timra, Utanfor};
    [
        (
            System,
            [
                200, 200, 422, 412, 200, 200, 422, 412, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200, 403,
                403, 403, 403,
            ],
        ),
        (
            Forbund,
            [
                200, 200, 403, 412, 200, 200, 422, 412, 200, 412, 403, 403, 403, 403, 403, 403, 200, 200, 200, 200,
                403, 403, 422,
            ],
        ),
        (
            Insats,
            [
                200, 200, 403, 403, 200, 200, 403, 412, 200, 412, 403, 403, 403, 403, 403, 403, 200, 200, 200, 403,
                403, 403, 403,
            ],
        ),
        (
            Deltagar,
            [
                200, 200, 403, 403, 200, 200, 403, 403, 403, 403, 200, 200, 412, 412, 200, 200, 200, 200, 200, 403,
                200, 200, 403,
            ],
        ),
        (
            Part,
            [
                200, 200, 403, 403, 200, 200, 403, 403, 403, 403, 200, 200, 412, 412, 200, 200, 200, 200, 200, 200,
                200, 200, 422,
            ],
        ),
        (
            Timra,
            [
                200, 200, 403, 403, 200, 200, 403, 403, 403, 403, 404, 200, 412, 404, 200, 200, 200, 200, 200, 200,
                200, 200, 422,
            ],
        ),
        (
            Utanfor,
            [
                200, 200, 403, 403, 200, 200, 403, 403, 403, 403, 404, 200, 412, 404, 200, 200, 200, 200, 200, 200,
                200, 200, 422,
            ],
        ),
        (
            Nationell,
            [
                200, 200, 403, 403, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200, 200, 200, 403,
                403, 403, 403,
            ],
        ),
        (Logg, [403; 23]),
    ]
};

async fn each_role_does_its_own(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    part.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    let before = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    let mut wrong = Vec::new();
    for (vem, expected) in FACIT {
        let raw = varld.raw(vem);
        for ((name, method, path, headers, body), expected) in operations(&varld).into_iter().zip(expected) {
            let answer = match body {
                Value::Null => raw.send(method, &path, &headers, "").await,
                body => raw.json(method, &path, &headers, &body).await,
            };
            if answer.status != expected {
                wrong.push(format!("{vem:?}, {name}: {} and not {expected}: {}", answer.status, answer.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let after = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    assert_eq!(before, after, "nothing changed");
    for (name, method, path, headers, _) in operations(&varld) {
        let answer = varld.server.raw(None).send(method, &path, &headers, "").await;
        let told = answer.header("www-authenticate");
        assert_eq!((answer.status, told), (401, "Bearer realm=\"finsam\""), "{name} without a key");
    }
}

async fn nobody_sees_what_is_anothers(server: Server) {
    let varld = Varld::new(server).await;
    let (own, other) = (varld.client(Vem::Part), varld.client(Vem::Timra));
    own.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    let fel = other.deltaganden().get(&nyckel(1)).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Saknas));
    assert_eq!(other.deltaganden().delete(&nyckel(1), 1).await.unwrap_err().kod(), Some(Felkod::Saknas));
    let seen = other.deltaganden().list(Deltagandefraga::default(), Sidval::default()).await.unwrap();
    assert_eq!((seen.poster.len(), seen.meta.total_records), (0, 0));

    // The same key and the same person with another part are another participation.
    let made = other.deltaganden().put(&nyckel(1), Villkor::Saknas, &uppgift(&person(1))).await.unwrap();
    let first = own.deltaganden().get(&nyckel(1)).await.unwrap();
    assert_ne!(made.id, first.id);
    own.deltaganden().delete(&nyckel(1), 1).await.unwrap();
    assert_eq!(other.deltaganden().get(&nyckel(1)).await.unwrap().id, made.id);

    // An insats that is not there and one whose förbund the part does not belong to are both refused.
    let mut away = uppgift(&anonym());
    (away.insats_nyckel, away.insats_id) = (None, Some(varld.annan_insats.id));
    let fel = own.deltaganden().put(&nyckel(2), Villkor::Inget, &away).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-18");
    away.insats_id = Some(varld.server.app.new_id().to_string().parse().unwrap());
    let fel = own.deltaganden().put(&nyckel(2), Villkor::Inget, &away).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-20");
}

async fn a_narrow_key_stays_narrow(server: Server) {
    let varld = Varld::new(server).await;
    let (part, narrow) = (varld.client(Vem::Part), varld.client(Vem::Deltagar));
    let mut second = varld.insats.uppgift.clone();
    second.namn = "Den andra".to_owned();
    second.nycklar =
        serde_json::from_value(json!([{"part": "kommun:2280", "kallsystem": "treserva", "nyckel": "i-2"}])).unwrap();
    let second = varld.client(Vem::Forbund).insatser().create(&second, None).await.unwrap();
    let mut elsewhere = uppgift(&person(2));
    elsewhere.insats_nyckel = Some("i-2".to_owned());
    part.deltaganden().put(&nyckel(2), Villkor::Inget, &elsewhere).await.unwrap();

    let fel = narrow.deltaganden().get(&nyckel(2)).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Saknas), "of another insats");
    let fel = narrow.deltaganden().put(&nyckel(3), Villkor::Inget, &elsewhere).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-20");
    let fel = narrow.deltaganden().list(Deltagandefraga::default(), Sidval::default()).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Format), "it must name an insats");
    let of = |id| Deltagandefraga { insats: Some(id), ..Deltagandefraga::default() };
    let fel = narrow.deltaganden().list(of(second.id), Sidval::default()).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Saknas));
    assert!(narrow.deltaganden().list(of(varld.insats.id), Sidval::default()).await.unwrap().poster.is_empty());
    assert_eq!(narrow.deltaganden().delete(&nyckel(2), 1).await.unwrap_err().kod(), Some(Felkod::Saknas));

    // Nor may it pull another insats's participation over to its own by writing on the same key, one by one or many.
    let own = narrow.deltaganden();
    let fel = own.put(&nyckel(2), Villkor::Inget, &uppgift(&person(2))).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Saknas));
    let rader = ndjson(&[rad(2, &person(2)), rad(3, &person(3))]);
    for jobb in [false, true] {
        let val = Importval { jobb, ..Importval::default() };
        let import = narrow.importer().import(Importformat::Ndjson, rader.clone(), &val).await.unwrap();
        let import = narrow.importer().follow(import).await.unwrap();
        assert_eq!((import.antal.avvisade, import.antal.skapade + import.antal.oforandrade), (1, 1));
        let rows: Vec<_> = match import.rader {
            Some(rader) => rader,
            None => narrow.importer().stream_rows(import.id).try_collect().await.unwrap(),
        };
        assert_eq!((rows[0].rad, rows[0].avvikelser[0].kod.as_ref()), (1, "REG-26"));
    }
    assert_eq!(part.deltaganden().get(&nyckel(2)).await.unwrap().post.insats_id, second.id);
}

async fn keys_must_hold(server: Server) {
    let varld = Varld::new(server).await;
    let key = varld.key(Vem::Part);
    for (token, challenge) in [
        (format!("{key}x"), "Bearer realm=\"finsam\", error=\"invalid_token\""),
        ("finsam_spam".to_owned(), "Bearer realm=\"finsam\", error=\"invalid_token\""),
    ] {
        let answer = varld.server.raw(Some(&token)).get("/forbund").await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, challenge));
        assert!(!answer.text.contains(&token));
    }
    let in_query = varld.server.raw(None).get(&format!("/forbund?access_token={key}")).await;
    assert_eq!(in_query.status, 401, "never in the query");
    let basic = varld.server.raw(None).send("GET", "/forbund", &[("authorization", "Basic YTpi")], "").await;
    assert_eq!(basic.status, 401);

    let mut unit = varld.server.app.store.begin(varld.server.aktor()).await.unwrap();
    let order = finsam_api::token::Bestallning {
        namn: "short".to_owned(),
        roll: Roll::Nationell,
        part: None,
        forbund: None,
        insatser: vec![],
        giltig_till: Some("2015-06-02T00:00:00Z".parse().unwrap()),
    };
    let now = "2015-06-01T00:00:00Z".parse().unwrap();
    let (token, text) = order.make(varld.server.app.new_id(), [9; 32], now);
    unit.tokens().insert(&token).await.unwrap();
    unit.commit().await.unwrap();
    let short = varld.server.raw(Some(text.reveal()));
    assert_eq!(short.get("/forbund").await.status, 200);
    varld.server.klocka.forward(chrono::Duration::hours(16));
    assert_eq!(short.get("/forbund").await.status, 401, "it has expired");
}
