//! Webhooks: who sees them, what becomes of their calls, and that one at a time calls.

use chrono::TimeDelta;
use finsam_core::atkomst::{Hyresgast, Roll};
use finsam_core::id::{ForbundId, WebhookId};
use finsam_core::protokoll::{Leveransfel, Webhookuppgift};
use uuid::Uuid;

use super::{Databas, FORBUND, Prov, aktor, first, moment, on_each_database, part, skrivning};
use crate::rum::{Fran, Lan, Leveranstillstand, Sidval, Webhook};
use crate::{StoreError, UnitOfWork};

const FIRST: WebhookId = WebhookId(Uuid::from_u128(0xa1));
const OTHER: Uuid = Uuid::from_u128(0xee);

fn uppgift(url: &str) -> Webhookuppgift {
    Webhookuppgift { url: url.to_owned(), aktiv: true }
}

fn webhook(id: WebhookId, hyresgast: &str, forbund: Option<ForbundId>) -> Webhook {
    let hyresgast: Hyresgast = hyresgast.parse().unwrap();
    Webhook {
        id,
        version: 1,
        roll: if matches!(hyresgast, Hyresgast::Part(_)) { Roll::Partssystem } else { Roll::Forbundsadministrator },
        hyresgast,
        forbund,
        uppgift: uppgift("https://kommun.example.org/finsam"),
        skapad: moment(),
        leverans: Leveranstillstand::default(),
    }
}

async fn with_first(databas: Databas) -> Prov {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    enhet.webhookar().insert(&webhook(FIRST, "kommun:2280", None), b"hemligt").await.unwrap();
    enhet.commit().await.unwrap();
    prov
}

async fn read(prov: &Prov) -> Webhook {
    prov.store.read().await.unwrap().webhookar().get(FIRST).await.unwrap().unwrap()
}

fn lan(av: u128, minutes: i64) -> Lan {
    let nu = moment() + TimeDelta::minutes(minutes);
    Lan { av: Uuid::from_u128(av), nu, till: nu + TimeDelta::minutes(1), meddelande: Uuid::from_u128(av + 100) }
}

on_each_database!(a_webhook_is_kept_changed_and_removed);
async fn a_webhook_is_kept_changed_and_removed(databas: Databas) {
    let prov = with_first(databas).await;
    let made = read(&prov).await;
    let begun = Leveranstillstand { levererad: 3, sedd: 3, ..Leveranstillstand::default() };
    assert_eq!(made, Webhook { leverans: begun, ..webhook(FIRST, "kommun:2280", None) }, "from the newest event on");
    assert_eq!(made.synfalt().part, Some(part("kommun:2280")));

    let mut enhet = prov.begin().await;
    let mut rum = enhet.webhookar();
    let again = rum.insert(&webhook(FIRST, "kommun:2262", None), b"x").await.unwrap_err();
    assert!(matches!(again, StoreError::Conflict("webhook")), "{again}");
    assert_eq!(rum.update(FIRST, 1, made.uppgift.clone()).await.unwrap().unwrap().version, 1, "nothing changes");
    let off = Webhookuppgift { aktiv: false, ..uppgift("https://b.example.org/") };
    let changed = rum.update(FIRST, 1, off.clone()).await.unwrap().unwrap();
    assert_eq!((changed.version, &changed.uppgift), (2, &off));
    assert_eq!(rum.update(FIRST, 1, off.clone()).await.unwrap(), None, "stale");
    let sekret = rum.replace_secret(FIRST, 2, b"nytt", moment()).await.unwrap().unwrap();
    assert_eq!((sekret.version, sekret.uppgift), (3, off));
    assert_eq!(rum.replace_secret(FIRST, 2, b"x", moment()).await.unwrap(), None);
    let secrets = rum.secrets(FIRST).await.unwrap().unwrap();
    assert_eq!(secrets.hemlighet, b"nytt");
    assert_eq!(secrets.forra, Some((b"hemligt".to_vec(), moment())));
    assert_eq!(format!("{secrets:?}"), "Hemligheter(…)");
    assert!(rum.active().await.unwrap().is_empty(), "it is off");
    assert!(!rum.delete(FIRST, 2).await.unwrap());
    assert!(rum.delete(FIRST, 3).await.unwrap());
    assert_eq!((rum.get(FIRST).await.unwrap(), rum.secrets(FIRST).await.unwrap()), (None, None));
    drop(rum);
    enhet.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'webhook'"), 5);
    assert_eq!(prov.count("SELECT count(*) FROM handelse"), 3);
}

on_each_database!(the_secret_is_sealed);
async fn the_secret_is_sealed(databas: Databas) {
    let prov = with_first(databas).await;
    let clear = match databas {
        Databas::Sqlite => "SELECT count(*) FROM webhook WHERE instr(hemlighet, 'hemligt') > 0",
        Databas::Postgres => "SELECT count(*) FROM webhook WHERE position('hemligt'::bytea IN hemlighet) > 0",
    };
    assert_eq!(prov.count(clear), 0);
    let bare = prov.open(None).await.unwrap();
    let fel = bare.read().await.unwrap().webhookar().secrets(FIRST).await.unwrap_err();
    assert!(matches!(fel, StoreError::NoKey), "{fel}");
    let mut enhet = bare.begin(aktor("prov")).await.unwrap();
    let other = webhook(WebhookId(OTHER), "kommun:2280", None);
    let fel = enhet.webhookar().insert(&other, b"x").await.unwrap_err();
    assert!(matches!(fel, StoreError::NoKey), "{fel}");
    let fel = enhet.webhookar().replace_secret(FIRST, 1, b"x", moment()).await.unwrap_err();
    assert!(matches!(fel, StoreError::NoKey), "{fel}");
    // The rest needs no key.
    assert!(enhet.webhookar().update(FIRST, 1, uppgift("https://b.example.org/")).await.unwrap().is_some());
    enhet.commit().await.unwrap();
}

on_each_database!(tenants_see_their_own);
async fn tenants_see_their_own(databas: Databas) {
    let prov = Prov::new(databas).await;
    let of_forbund = format!("forbund:{FORBUND}");
    let elsewhere = ForbundId(Uuid::from_u128(0xf2));
    let mut enhet = prov.begin().await;
    for (n, hyresgast, forbund) in [
        (1, "kommun:2280", None),
        (2, "kommun:2262", None),
        (3, "kommun:2280", Some(FORBUND)),
        (4, of_forbund.as_str(), Some(FORBUND)),
        (5, "kommun:2280", Some(elsewhere)),
    ] {
        let one = webhook(WebhookId(Uuid::from_u128(n)), hyresgast, forbund);
        enhet.webhookar().insert(&one, b"x").await.unwrap();
    }
    enhet.commit().await.unwrap();
    let list = async |hyresgast: &str, forbund, sida: Sidval| {
        let mut las = prov.store.read().await.unwrap();
        let found = las.webhookar().list(hyresgast.parse().unwrap(), forbund, sida).await.unwrap();
        (found.poster.iter().map(|one| one.id.0.as_u128()).collect::<Vec<_>>(), found.totalt, found.sista)
    };
    assert_eq!(list("kommun:2280", None, first(10)).await, (vec![1, 3, 5], 3, None));
    assert_eq!(list("kommun:2280", Some(FORBUND), first(10)).await, (vec![3], 1, None));
    assert_eq!(list(&of_forbund, Some(FORBUND), first(10)).await, (vec![4], 1, None));
    assert_eq!(list("region:22", None, first(10)).await, (vec![], 0, None));
    let (page, _, sista) = list("kommun:2280", None, first(2)).await;
    assert_eq!(page, [1, 3]);
    let rest = Sidval { limit: 2, fran: Fran::Efter(sista.unwrap()) };
    assert_eq!(list("kommun:2280", None, rest).await.0, [5]);
    assert_eq!(list("kommun:2280", None, Sidval { limit: 2, fran: Fran::Hopp(2) }).await.0, [5]);
    assert_eq!(prov.store.read().await.unwrap().webhookar().active().await.unwrap().len(), 5);
}

on_each_database!(one_at_a_time_calls);
async fn one_at_a_time_calls(databas: Databas) {
    let prov = with_first(databas).await;
    let known = read(&prov).await;
    let borrow = async |known: &Webhook, lan: Lan| {
        let mut enhet = prov.begin().await;
        let borrowed = enhet.webhookar().borrow(known, lan).await.unwrap();
        enhet.commit().await.unwrap();
        borrowed
    };
    let mine = borrow(&known, lan(1, 0)).await.unwrap();
    assert_eq!(mine.leverans.meddelande, Some(Uuid::from_u128(101)));
    assert_eq!(mine.leverans.lanad_till, Some(lan(1, 0).till));
    assert_eq!(borrow(&known, lan(2, 0)).await, None, "on loan");
    let theirs = borrow(&known, lan(2, 1)).await.unwrap();
    assert_eq!(theirs.leverans.meddelande, Some(Uuid::from_u128(101)), "the same call, gone on with");

    let failed = Leveranstillstand {
        misslyckade: 1,
        fran: Some(moment()),
        nasta: Some(moment() + TimeDelta::seconds(5)),
        fel: Some(Leveransfel::Svar),
        status: Some(503),
        ..theirs.leverans.clone()
    };
    let give_back = async |webhook: Webhook, av: u128| {
        let mut enhet = prov.begin().await;
        enhet.webhookar().give_back(&webhook, Uuid::from_u128(av)).await.unwrap();
        enhet.commit().await.unwrap();
        read(&prov).await
    };
    let unheard = give_back(Webhook { leverans: failed.clone(), ..theirs.clone() }, 1).await;
    assert_eq!(unheard, theirs, "the loan of the first has run out");
    let returned = give_back(Webhook { leverans: failed.clone(), ..theirs.clone() }, 2).await;
    assert_eq!(returned.leverans, Leveranstillstand { lanad_till: None, ..failed });
    assert_eq!(borrow(&known, lan(1, 9)).await, None, "not as it was read");
    let again = borrow(&returned, lan(1, 9)).await.unwrap();
    let received = Leveranstillstand { levererad: 9, sedd: 9, senast: Some(moment()), ..Leveranstillstand::default() };
    let done = give_back(Webhook { leverans: received.clone(), ..again }, 1).await;
    assert_eq!(done.leverans, received);

    // Who changes it while it is on loan has the last word.
    let lent = borrow(&done, lan(1, 20)).await.unwrap();
    let mut enhet = prov.begin().await;
    enhet.webhookar().update(FIRST, 1, uppgift("https://b.example.org/")).await.unwrap().unwrap();
    enhet.commit().await.unwrap();
    let after =
        give_back(Webhook { leverans: Leveranstillstand { misslyckade: 7, ..lent.leverans.clone() }, ..lent }, 1);
    let after = after.await;
    assert_eq!((after.version, after.leverans.misslyckade, after.leverans.meddelande), (2, 0, None));
    assert_eq!((after.uppgift.url.as_str(), after.leverans.levererad), ("https://b.example.org/", 9));
}

on_each_database!(what_is_not_to_be_told_is_passed_over);
async fn what_is_not_to_be_told_is_passed_over(databas: Databas) {
    let prov = with_first(databas).await;
    let nothing = async |known: &Webhook, till: i64| {
        let mut enhet: Box<dyn UnitOfWork> = prov.begin().await;
        enhet.webhookar().nothing_new(known, till, moment()).await.unwrap();
        enhet.commit().await.unwrap();
        let leverans = read(&prov).await.leverans;
        (leverans.levererad, leverans.sedd)
    };
    let known = read(&prov).await;
    assert_eq!(nothing(&known, 7).await, (7, 7));
    assert_eq!(nothing(&known, 9).await, (7, 7), "it is not as it was read any more");
    // Given up, what it was not told of stays untold.
    let mut enhet = prov.begin().await;
    let lent = enhet.webhookar().borrow(&read(&prov).await, lan(1, 0)).await.unwrap().unwrap();
    let given_up = Leveranstillstand { sedd: 8, misslyckade: 3, uppgiven: true, ..lent.leverans.clone() };
    enhet.webhookar().give_back(&Webhook { leverans: given_up, ..lent }, lan(1, 0).av).await.unwrap();
    enhet.commit().await.unwrap();
    assert_eq!(nothing(&read(&prov).await, 12).await, (7, 12));
    let mut enhet = prov.begin().await;
    let up = enhet.webhookar().update(FIRST, 1, read(&prov).await.uppgift).await.unwrap().unwrap();
    assert_eq!((up.version, up.leverans.uppgiven, up.leverans.misslyckade), (2, false, 0), "taken up again");
    assert_eq!((up.leverans.levererad, up.leverans.sedd), (7, 7), "with what it was not told of");
    enhet.commit().await.unwrap();
    prov.save(vec![skrivning("a", None, "2014-01-01", None)]).await;
}
