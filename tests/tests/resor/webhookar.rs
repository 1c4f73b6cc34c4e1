//! Webhooks are set up, read, changed and removed.

use finsam_client::{Fel, Idempotensnyckel, Sidval, TryStreamExt, Villkor};
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Felkod, Leveranslage, Webhookuppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    a_webhook_is_set_up_changed_and_removed,
    the_secret_is_shown_where_it_is_made,
    each_tenant_has_its_own,
    receivers_are_elsewhere,
    there_is_a_limit
);

fn to(url: &str) -> Webhookuppgift {
    Webhookuppgift { url: url.to_owned(), aktiv: true }
}

const URL: &str = "https://kommun.example.org/finsam";

async fn a_webhook_is_set_up_changed_and_removed(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let rum = part.webhookar();
    let made = rum.create(&to(URL), None).await.unwrap();
    assert_eq!((made.version, made.hyresgast.to_string().as_str(), &made.uppgift), (1, "kommun:2280", &to(URL)));
    let read = rum.get(made.id).await.unwrap();
    assert_eq!((read.hemlighet, read.skapad, read.version), (None, made.skapad, 1));
    let leverans = rum.delivery(made.id).await.unwrap();
    assert_eq!((leverans.lage, leverans.misslyckade, leverans.senast), (Leveranslage::IDrift, 0, None));

    let off = Webhookuppgift { aktiv: false, ..to("https://kommun.example.org/annan") };
    let kod = |fel: Fel| fel.kod().unwrap();
    assert_eq!(kod(rum.put(made.id, Villkor::Inget, &off).await.unwrap_err()), Felkod::VillkorKravs);
    assert_eq!(kod(rum.put(made.id, Villkor::Version(9), &off).await.unwrap_err()), Felkod::VillkorBrutet);
    let changed = rum.put(made.id, Villkor::Version(1), &off).await.unwrap();
    assert_eq!((changed.version, changed.uppgift, changed.hemlighet), (2, off.clone(), None));
    assert_eq!(rum.delivery(made.id).await.unwrap().lage, Leveranslage::Avstangd);
    let again = rum.put(made.id, Villkor::Version(2), &off).await.unwrap();
    assert_eq!(again.version, 2, "nothing changed");

    let raw = varld.raw(Vem::Part);
    let path = format!("/webhookar/{}", made.id);
    assert_eq!(raw.get(&path).await.header("etag"), "\"2\"");
    assert_eq!(raw.send("GET", &path, &[("if-none-match", "\"2\"")], "").await.status, 304);
    assert_eq!(raw.send("DELETE", &path, &[], "").await.status, 428);
    assert_eq!(raw.send("POST", &format!("{path}/hemlighet"), &[], "").await.status, 428);
    assert_eq!(kod(rum.delete(made.id, 1).await.unwrap_err()), Felkod::VillkorBrutet);
    rum.delete(made.id, 2).await.unwrap();
    assert_eq!(kod(rum.get(made.id).await.unwrap_err()), Felkod::Saknas);
    assert_eq!(kod(rum.delete(made.id, 2).await.unwrap_err()), Felkod::Saknas);

    // Under an identity of one's own; whether it is called need not be said.
    let own = WebhookId(varld.server.app.new_id());
    let answer = raw.json("PUT", &format!("/webhookar/{own}"), &[], &json!({"url": URL})).await;
    assert_eq!((answer.status, answer.header("etag")), (201, "\"1\""));
    assert_eq!(answer.header("location"), format!("/finsam/v1/webhookar/{own}"));
    assert_eq!(answer.json()["aktiv"], true);
    assert!(answer.json()["hemlighet"].as_str().unwrap().starts_with("whsec_"));
}

async fn the_secret_is_shown_where_it_is_made(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let key = Idempotensnyckel::new("webhook-1").unwrap();
    let first = part.webhookar().create(&to(URL), &key).await.unwrap();
    let secret = first.hemlighet.clone().unwrap();
    assert!(secret.reveal().starts_with("whsec_") && secret.reveal().len() == 50);
    let varld = varld.kill_and_restart().await;
    let part = varld.client(Vem::Part);
    let again = part.webhookar().create(&to(URL), &key).await.unwrap();
    assert_eq!(again, first, "the same answer, with what no receipt keeps");
    let fel = part.webhookar().create(&to("https://kommun.example.org/annan"), &key).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Idempotens));

    let replaced = part.webhookar().replace_secret(first.id, 1).await.unwrap();
    assert_eq!(replaced.version, 2);
    assert_ne!(replaced.hemlighet.unwrap(), secret);
    assert_eq!(part.webhookar().replace_secret(first.id, 1).await.unwrap_err().kod(), Some(Felkod::VillkorBrutet));
    let again = part.webhookar().create(&to(URL), &key).await.unwrap();
    assert_eq!((again.id, again.hemlighet), (first.id, None), "it is not that of the first answer any more");
    let listed: Vec<_> = part.webhookar().stream().try_collect().await.unwrap();
    assert!(listed.len() == 1 && listed[0].hemlighet.is_none());
}

async fn each_tenant_has_its_own(server: Server) {
    let varld = Varld::new(server).await;
    let mut made = Vec::new();
    for vem in [Vem::Part, Vem::Timra, Vem::Forbund] {
        made.push(varld.client(vem).webhookar().create(&to(URL), None).await.unwrap());
    }
    assert_eq!(made[2].hyresgast.to_string(), format!("forbund:{}", varld.forbund.id));
    for (i, vem) in [Vem::Part, Vem::Timra, Vem::Forbund].into_iter().enumerate() {
        let client = varld.client(vem);
        let listed = client.webhookar().list(Sidval::default()).await.unwrap();
        assert_eq!((listed.poster.len(), listed.poster[0].id), (1, made[i].id));
        for (j, other) in made.iter().enumerate() {
            let rum = client.webhookar();
            let seen = [
                rum.get(other.id).await.err(),
                rum.delivery(other.id).await.err(),
                rum.put(other.id, Villkor::Version(1), &to(URL)).await.err(),
            ];
            for fel in seen {
                assert_eq!(fel.and_then(|fel| fel.kod()), (i != j).then_some(Felkod::Saknas), "{vem:?}");
            }
            if i != j {
                assert_eq!(rum.delete(other.id, 1).await.unwrap_err().kod(), Some(Felkod::Saknas));
                assert_eq!(rum.replace_secret(other.id, 1).await.unwrap_err().kod(), Some(Felkod::Saknas));
                // An identity that is taken is not had, and not said to be.
                assert_eq!(rum.put(other.id, Villkor::Inget, &to(URL)).await.unwrap_err().kod(), Some(Felkod::Saknas));
            }
        }
    }
    for vem in [Vem::System, Vem::Insats, Vem::Deltagar, Vem::Nationell, Vem::Logg] {
        let rum = varld.client(vem);
        let fel = rum.webhookar().create(&to(URL), None).await.unwrap_err();
        assert_eq!(fel.kod(), Some(Felkod::Forbjudet), "{vem:?}");
        assert_eq!(rum.webhookar().get(made[0].id).await.unwrap_err().kod(), Some(Felkod::Forbjudet), "{vem:?}");
    }
    // A key that is narrowed to a förbund has webhooks that tell no more than it sees.
    let roll = finsam_core::atkomst::Roll::Partssystem;
    let narrow = varld.server.key(roll, "kommun:2280".parse().ok(), Some(varld.forbund.id), vec![]).await;
    let narrow = varld.server.client(Some(finsam_client::Token::new(&narrow).unwrap()));
    assert_eq!(narrow.webhookar().get(made[0].id).await.unwrap_err().kod(), Some(Felkod::Saknas));
    let own = narrow.webhookar().create(&to(URL), None).await.unwrap();
    assert_eq!(narrow.webhookar().list(Sidval::default()).await.unwrap().meta.total_records, 1);
    assert_eq!(varld.client(Vem::Part).webhookar().get(own.id).await.unwrap().id, own.id);
}

async fn receivers_are_elsewhere(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    for (body, status, kod) in [
        (json!({"url": "https://10.0.0.1/"}), 422, "REG-32"),
        (json!({"url": "https://169.254.169.254/latest/meta-data/"}), 422, "REG-32"),
        (json!({"url": "https://[::ffff:192.168.0.1]/"}), 422, "REG-32"),
        (json!({"url": "https://kommun.example.org/199003122380"}), 422, "REG-32"),
        (json!({"url": format!("https://kommun.example.org/{}", "x".repeat(1_000))}), 422, "REG-27"),
        (json!({"url": "kommun.example.org"}), 400, "FMT-06"),
        (json!({"url": "https://user:secret@kommun.example.org/"}), 400, "FMT-06"),
        (json!({"url": "javascript:alert(1)"}), 400, "FMT-06"),
        (json!({"url": 1}), 400, "FMT-02"),
        (json!({}), 400, "FMT-04"),
        (json!({"url": URL, "hemlighet": "whsec_eA=="}), 400, "FMT-03"),
        (json!({"url": URL, "aktiv": "ja"}), 400, "FMT-02"),
    ] {
        let answer = raw.json("POST", "/webhookar", &[], &body).await;
        let found = &answer.json()["avvikelser"][0];
        assert_eq!((answer.status, found["kod"].as_str()), (status, Some(kod)), "{body}: {}", answer.text);
        assert!(!answer.text.contains("1990") && !answer.text.contains("secret"), "{}", answer.text);
    }
    let made = varld.client(Vem::Part).webhookar().create(&to(URL), None).await.unwrap();
    let fel = varld.client(Vem::Part).webhookar().put(made.id, Villkor::Version(1), &to("https://10.0.0.1/")).await;
    assert_eq!(fel.unwrap_err().kod(), Some(Felkod::Regler));
    assert_eq!(varld.client(Vem::Part).webhookar().list(Sidval::default()).await.unwrap().meta.total_records, 1);
}

async fn there_is_a_limit(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let limit = part.om().begransningar().await.unwrap().webhookar;
    for _ in 0..limit {
        part.webhookar().create(&to(URL), None).await.unwrap();
    }
    assert_eq!(part.webhookar().create(&to(URL), None).await.unwrap_err().kod(), Some(Felkod::Konflikt));
    let one = part.webhookar().list(Sidval::default()).await.unwrap().poster.remove(0);
    part.webhookar().delete(one.id, 1).await.unwrap();
    part.webhookar().create(&to(URL), None).await.unwrap();
    varld.client(Vem::Timra).webhookar().create(&to(URL), None).await.unwrap();
}
