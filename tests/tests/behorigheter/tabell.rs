//! Every cell of the table, over HTTP: role x operation x relation.

use std::collections::BTreeSet;

use finsam_core::atkomst::{Operation, Relation as Racker, Roll, Sak};
use finsam_tests::exakt::{BAS, JSON, Server, Svar};
use finsam_tests::on_each_database;

use super::anrop::{Anrop, anrop, relations};
use super::mal::{Allt, Relation};

/// What the table says that a role gets, of a request that comes to `status` for those who may.
fn expected(operation: Operation, roll: Roll, relation: Relation, status: u16) -> u16 {
    let is_within = match operation.relation(roll) {
        Racker::Ingen => return 403,
        Racker::Alla | Racker::Lasbart => true,
        Racker::Forbund => matches!(relation, Relation::Egen | Relation::AnnanInsats),
        Racker::Insats => relation == Relation::Egen,
        Racker::Part => relation != Relation::AnnanPart,
    };
    let seen_by_all = matches!(operation.sak(), Sak::Forbund | Sak::Insats);
    match (is_within, seen_by_all) {
        (true, _) => status,
        (false, true) => 403,
        (false, false) => 404,
    }
}

async fn ask(server: &Server, anrop: &Anrop, key: Option<&str>) -> Svar {
    let mut headers = Vec::new();
    headers.extend(anrop.version.map(|version| ("If-Match", version)));
    let body = if anrop.body.is_null() { String::new() } else { anrop.body.to_string() };
    if !body.is_empty() {
        headers.push(JSON);
    }
    server.call(anrop.method, &format!("{BAS}{}", anrop.path), key, &headers, body.as_bytes()).await
}

on_each_database!(the_server_does_what_the_table_says);
async fn the_server_does_what_the_table_says(server: Server) {
    let allt = Allt::make(&server).await;
    let before = server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    let (mut wrong, mut cells) = (Vec::new(), BTreeSet::new());
    for operation in Operation::ALL {
        for (roll, key) in allt.callers() {
            for relation in relations(*operation) {
                let anrop = anrop(*operation, &allt.mal(roll, *relation));
                let svar = ask(&server, &anrop, Some(key)).await;
                let expected = expected(*operation, roll, *relation, anrop.status);
                let text = svar.text();
                if svar.status != expected {
                    wrong
                        .push(format!("{operation:?} {roll} {relation:?}: {} and not {expected}: {text}", svar.status));
                }
                if !roll.acts_for_part() {
                    let leaked = allt.hemligt.iter().find(|secret| text.contains(*secret));
                    assert_eq!(leaked, None, "{operation:?} {roll} {relation:?}");
                }
                cells.insert((*operation, roll));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(cells.len(), Operation::ALL.len() * Roll::ALL.len());
    let after = server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    assert_eq!(before, after, "nothing changed");
}

on_each_database!(without_a_key_only_what_is_open_is_answered);
async fn without_a_key_only_what_is_open_is_answered(server: Server) {
    let allt = Allt::make(&server).await;
    for operation in Operation::ALL {
        let anrop = anrop(*operation, &allt.mal(Roll::Nationell, Relation::Egen));
        let svar = ask(&server, &anrop, None).await;
        let expected = if operation.is_open() { 200 } else { 401 };
        assert_eq!(svar.status, expected, "{operation:?}: {}", svar.text());
        assert!(operation.is_open() || svar.header("www-authenticate") == Some("Bearer realm=\"finsam\""));
    }
}

on_each_database!(identities_of_others_and_identities_of_nothing_get_one_answer);
async fn identities_of_others_and_identities_of_nothing_get_one_answer(server: Server) {
    let allt = Allt::make(&server).await;
    for (roll, key) in allt.callers() {
        let mut nothing = allt.mal(roll, Relation::AnnanPart);
        nothing.nyckel = "finns-inte";
        nothing.import = server.app.new_id().to_string();
        nothing.webhook = server.app.new_id().to_string();
        for operation in Operation::ALL {
            // A PUT names an identity that it may make: of nothing it tells that there is no such version.
            let others = *operation != Operation::AndraWebhook && relations(*operation).contains(&Relation::AnnanPart);
            if !others || operation.relation(roll) == Racker::Ingen {
                continue;
            }
            let their = ask(&server, &anrop(*operation, &allt.mal(roll, Relation::AnnanPart)), Some(key)).await;
            let none = ask(&server, &anrop(*operation, &nothing), Some(key)).await;
            let told = |svar: &Svar| {
                let mut problem = svar.json();
                problem["instance"].take();
                (svar.status, problem)
            };
            assert_eq!(told(&their), told(&none), "{operation:?} {roll}");
            assert_eq!(their.status, 404, "{operation:?} {roll}");
            assert_eq!(their.body.len(), none.body.len(), "{operation:?} {roll}");
        }
    }
}
