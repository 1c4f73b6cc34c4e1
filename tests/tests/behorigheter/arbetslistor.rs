//! How much there is to do, as a förbund is told of it.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, Server, nummer, person};
use finsam_tests::on_each_database;
use serde_json::{Value, json};

on_each_database!(a_forbund_is_told_no_small_number);
async fn a_forbund_is_told_no_small_number(server: Server) {
    let (id, part) = (server.varld.insats, server.part_key().await);
    let admin = server.key(Roll::Forbundsadministrator, |_| ()).await;
    let path = format!("{BAS}/insatser/{id}/arbetslistor");
    let shown = async |key: &str| {
        let svar = server.get(&path, key).await.json();
        let rad = svar["listor"].as_array().unwrap().iter().find(|rad| rad["lista"] == "ororda").unwrap().clone();
        (rad["underlag"].clone(), rad["deltaganden"].clone())
    };
    for n in 1..=6 {
        if n == 5 {
            let hidden = json!({"antal": null, "andel": null, "skyddad": true});
            assert_eq!(shown(&admin).await, (Value::Null, hidden), "four");
        }
        let body = person(id, &nummer(&format!("1990-01-1{n}"), 238));
        let made = server.json("PUT", &format!("{BAS}/deltaganden/treserva/d{n}"), &part, &body).await;
        assert_eq!(made.status, 201);
    }
    let none = json!({"antal": 0, "andel": null});
    assert_eq!(shown(&admin).await, (Value::Null, none), "what they are counted among is not told");
    assert_eq!(shown(&part).await.0, json!(6));
    let other = format!("{path}?manader=7");
    assert_eq!(server.get(&other, &admin).await.status, 400, "one answer less another tells of one person");
    assert_eq!(server.get(&other, &part).await.status, 200);
}
