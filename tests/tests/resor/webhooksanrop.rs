//! Webhooks are called: signed, once for what is new, again where they were not heard, and by one process at a time.

use chrono::Duration;
use finsam_api::webhook::Motor;
use finsam_client::webhook::{Signaturfel, verify};
use finsam_client::{Andringsfraga, Client, Efter, Hemlighet, Villkor};
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Leveransfel, Leveranslage, Webhook, Webhookuppgift};
use finsam_tests::poster::{nyckel, person, uppgift};
use finsam_tests::{Mottagare, Server, Varld, Vem, on_each_database};

on_each_database!(
    a_call_says_that_there_is_something_new_and_where,
    only_what_its_tenant_sees_is_told,
    a_call_that_is_not_heard_is_made_again,
    after_a_day_it_is_given_up_until_the_next_change,
    a_receiver_that_wants_no_more_is_left_alone,
    secrets_overlap_while_they_are_replaced,
    what_was_not_told_is_told_after_a_restart,
    one_of_several_processes_calls
);

/// A webhook of someone's, and its receiver.
async fn set_up(varld: &Varld, vem: Vem) -> (Webhook, Mottagare) {
    let mottagare = Mottagare::start().await;
    let uppgift = Webhookuppgift { url: mottagare.url(), aktiv: true };
    (varld.client(vem).webhookar().create(&uppgift, None).await.unwrap(), mottagare)
}

async fn put(client: &Client, n: u32) {
    client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&person(n))).await.unwrap();
}

/// How many changes a caller sees after a place.
async fn since(client: &Client, markor: &str) -> usize {
    let fraga = Andringsfraga { efter: Efter::Markor(markor.to_owned()), limit: Some(1_000), ..Default::default() };
    client.andringar().list(&fraga).await.unwrap().poster.len()
}

/// Waits until the calls of a webhook are going like this.
async fn is(client: &Client, id: WebhookId, lage: Leveranslage, misslyckade: u32) {
    for _ in 0..200 {
        let leverans = client.webhookar().delivery(id).await.unwrap();
        if (leverans.lage, leverans.misslyckade) == (lage, misslyckade) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{:?} is not {lage} after {misslyckade}", client.webhookar().delivery(id).await.unwrap());
}

async fn a_call_says_that_there_is_something_new_and_where(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    put(&part, 1).await;
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    let secret = webhook.hemlighet.unwrap();
    mottagare.has_been_called(0).await;
    put(&part, 2).await;
    let calls = mottagare.has_been_called(1).await;
    let now = varld.server.app.klocka.now();
    let anrop = verify(&calls[0].headers, &calls[0].body, &secret, now).unwrap();
    assert_eq!(anrop.meddelande.hyresgast, webhook.hyresgast);
    assert_eq!(since(&part, &anrop.meddelande.markor).await, 1, "what came after it was set up");
    let body: serde_json::Value = serde_json::from_slice(&calls[0].body).unwrap();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["hyresgast", "markor"]);
    assert_eq!(calls[0].header("content-type"), "application/json");
    assert!(calls[0].header("user-agent").starts_with("finsam/"));
    assert_eq!(calls[0].header("webhook-timestamp"), now.timestamp().to_string());
    // It is nobody else's, and not an old one.
    let other = Hemlighet::from("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned());
    assert_eq!(verify(&calls[0].headers, &calls[0].body, &other, now), Err(Signaturfel::Signatur));
    assert_eq!(verify(&calls[0].headers, &calls[0].body, &secret, now + Duration::minutes(6)), Err(Signaturfel::Tid));

    // The next one goes on from there, and has an identity of its own.
    put(&part, 3).await;
    let calls = mottagare.has_been_called(2).await;
    let next = verify(&calls[1].headers, &calls[1].body, &secret, now).unwrap();
    assert_ne!(next.id, anrop.id);
    assert_eq!(since(&part, &next.meddelande.markor).await, 1);
    is(&part, webhook.id, Leveranslage::IDrift, 0).await;
    assert_eq!(part.webhookar().delivery(webhook.id).await.unwrap().senast, Some(now));
}

async fn only_what_its_tenant_sees_is_told(server: Server) {
    let varld = Varld::new(server).await;
    let (_, own) = set_up(&varld, Vem::Part).await;
    let (_, others) = set_up(&varld, Vem::Timra).await;
    let (_, forbund) = set_up(&varld, Vem::Forbund).await;
    put(&varld.client(Vem::Timra), 1).await;
    others.has_been_called(1).await;
    let mut changed = varld.insats.uppgift.clone();
    changed.namn = "Vägen framåt".to_owned();
    varld.client(Vem::Forbund).insatser().put(varld.insats.id, Villkor::Version(1), &changed).await.unwrap();
    others.has_been_called(2).await;
    own.has_been_called(1).await;
    forbund.has_been_called(1).await;
}

async fn a_call_that_is_not_heard_is_made_again(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    let secret = webhook.hemlighet.unwrap();
    mottagare.answers([500, 503]);
    put(&part, 1).await;
    is(&part, webhook.id, Leveranslage::Omsands, 1).await;
    let leverans = part.webhookar().delivery(webhook.id).await.unwrap();
    assert_eq!((leverans.fel, leverans.status), (Some(Leveransfel::Svar), Some(500)));
    let wait = leverans.nasta.unwrap() - varld.server.app.klocka.now();
    assert!((4..=6).contains(&wait.num_seconds()), "{wait}");
    // Not before it is time, however much happens.
    put(&part, 2).await;
    mottagare.has_been_called(1).await;
    varld.server.klocka.forward(Duration::seconds(6));
    is(&part, webhook.id, Leveranslage::Omsands, 2).await;
    varld.server.klocka.forward(Duration::seconds(18));
    is(&part, webhook.id, Leveranslage::IDrift, 0).await;
    let calls = mottagare.has_been_called(3).await;
    let now = varld.server.app.klocka.now();
    let anrop: Vec<_> = calls.iter().map(|call| verify(&call.headers, &call.body, &secret, now).unwrap()).collect();
    assert!(anrop.iter().all(|one| *one == anrop[0]), "the same call: {anrop:?}");
    let times: Vec<&str> = calls.iter().map(|call| call.header("webhook-timestamp")).collect();
    assert!(times[0] != times[1] && times[1] != times[2], "signed anew: {times:?}");
    assert_eq!(since(&part, &anrop[0].meddelande.markor).await, 2, "one call for both changes");
    mottagare.has_been_called(3).await;
}

async fn after_a_day_it_is_given_up_until_the_next_change(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    mottagare.answers([503; 60]);
    put(&part, 1).await;
    let mut failures = 0;
    for _ in 0..200 {
        let leverans = part.webhookar().delivery(webhook.id).await.unwrap();
        if leverans.lage == Leveranslage::Uppgiven {
            break;
        }
        if leverans.misslyckade > failures {
            failures = leverans.misslyckade;
            varld.server.klocka.forward(leverans.nasta.unwrap() - varld.server.app.klocka.now());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let given_up = part.webhookar().delivery(webhook.id).await.unwrap();
    assert_eq!((given_up.lage, given_up.nasta), (Leveranslage::Uppgiven, None), "{given_up:?}");
    let calls = mottagare.calls().len();
    assert!((15..=25).contains(&calls), "{calls}");
    varld.server.klocka.forward(Duration::days(2));
    mottagare.has_been_called(calls).await;

    // The next change takes it up, from where the receiver was left.
    put(&part, 2).await;
    is(&part, webhook.id, Leveranslage::Omsands, 1).await;
    let fresh = Mottagare::start().await;
    let moved = Webhookuppgift { url: fresh.url(), aktiv: true };
    part.webhookar().put(webhook.id, Villkor::Version(1), &moved).await.unwrap();
    let calls = fresh.has_been_called(1).await;
    let now = varld.server.app.klocka.now();
    let anrop = verify(&calls[0].headers, &calls[0].body, &webhook.hemlighet.unwrap(), now).unwrap();
    assert_eq!(since(&part, &anrop.meddelande.markor).await, 2);
    is(&part, webhook.id, Leveranslage::IDrift, 0).await;
}

async fn a_receiver_that_wants_no_more_is_left_alone(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    mottagare.answers([410]);
    put(&part, 1).await;
    is(&part, webhook.id, Leveranslage::Avstangd, 0).await;
    let off = part.webhookar().get(webhook.id).await.unwrap();
    assert_eq!((off.version, off.uppgift.aktiv), (2, false));
    put(&part, 2).await;
    mottagare.has_been_called(1).await;
    let on = Webhookuppgift { aktiv: true, ..off.uppgift };
    part.webhookar().put(webhook.id, Villkor::Version(2), &on).await.unwrap();
    mottagare.has_been_called(2).await;
    // One that is removed is not called either.
    part.webhookar().delete(webhook.id, 3).await.unwrap();
    put(&part, 3).await;
    mottagare.has_been_called(2).await;
}

async fn secrets_overlap_while_they_are_replaced(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    let replaced = part.webhookar().replace_secret(webhook.id, 1).await.unwrap();
    let (old, new) = (webhook.hemlighet.unwrap(), replaced.hemlighet.unwrap());
    for (n, hours, holds) in [(1, 0, true), (2, 25, false)] {
        varld.server.klocka.forward(Duration::hours(hours));
        put(&part, n).await;
        let calls = mottagare.has_been_called(n as usize).await;
        let (call, now) = (calls.last().unwrap(), varld.server.app.klocka.now());
        assert!(verify(&call.headers, &call.body, &new, now).is_ok());
        assert_eq!(verify(&call.headers, &call.body, &old, now).is_ok(), holds, "after {hours} hours");
        assert_eq!(call.header("webhook-signature").split(' ').count(), if holds { 2 } else { 1 });
    }
}

async fn what_was_not_told_is_told_after_a_restart(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (webhook, mottagare) = set_up(&varld, Vem::Part).await;
    mottagare.answers([500]);
    put(&part, 1).await;
    is(&part, webhook.id, Leveranslage::Omsands, 1).await;
    let varld = varld.kill_and_restart().await;
    varld.server.klocka.forward(Duration::seconds(6));
    let calls = mottagare.has_been_called(2).await;
    assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"), "the same call is gone on with");
    is(&varld.client(Vem::Part), webhook.id, Leveranslage::IDrift, 0).await;
}

/// Three processes of the server on one register, and one call for each change.
async fn one_of_several_processes_calls(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    let (_, mottagare) = set_up(&varld, Vem::Part).await;
    let beside = [varld.server.beside().await, varld.server.beside().await];
    let motors = beside.each_ref().map(|app| Motor::start(app.clone()).unwrap());
    for n in 1..=5 {
        put(&part, n).await;
        let calls = mottagare.has_been_called(n as usize).await;
        let ids: std::collections::BTreeSet<&str> = calls.iter().map(|call| call.header("webhook-id")).collect();
        assert_eq!(ids.len(), n as usize);
    }
    for (app, motor) in beside.into_iter().zip(motors) {
        app.drift.end();
        motor.ended().await;
        app.store.close().await;
    }
}
