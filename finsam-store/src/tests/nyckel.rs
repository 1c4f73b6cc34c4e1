//! Keys: who is let in with which, and sealing anew while others write.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{Days, NaiveDate, TimeDelta};
use finsam_core::atkomst::Roll;
use finsam_core::deltagande::Deltagande;
use finsam_core::id::WebhookId;
use finsam_core::identitet::Identitet;
use finsam_core::protokoll::{Importstatus, Webhookuppgift};
use uuid::Uuid;

use super::jobb::import;
use super::{
    ANNA, BO, Databas, Egen, Prov, aktor, day, moment, nyckel, on_each_database, part, ring, settings, skrivning,
};
use crate::postgres::PostgresStore;
use crate::rum::{
    Forvar, Importinnehall, Leveranstillstand, Nyckelhallare, Skrivning, Skrivutfall, Slutna, Stalle, Strategi, Webhook,
};
use crate::sqlite::{Settings, SqliteStore};
use crate::{Nyckelfil, Nyckelring, Store, StoreError};

pub(super) const HERE: &str = "kommun:2280";
pub(super) const HOOK: WebhookId = WebhookId(Uuid::from_u128(0xa1));

/// Two keys, of which the second seals.
pub(super) fn both() -> Nyckelfil {
    let mut fil = Nyckelfil::single([7; 32]);
    fil.add([8; 32]).unwrap();
    fil.seal_with(2).unwrap();
    fil
}

/// The second alone.
pub(super) fn second() -> Nyckelring {
    let mut fil = both();
    fil.remove(1).unwrap();
    Nyckelring::of(&fil)
}

/// A participation of one day.
pub(super) fn one_day(namn: &str, vem: &str, n: u64) -> Skrivning {
    let dag = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(n);
    skrivning(namn, Some(vem), &dag.to_string(), Some(&dag.to_string()))
}

pub(super) fn of(slutna: &[Slutna], nyckel: u8) -> Vec<(Forvar, u64)> {
    slutna.iter().filter(|one| one.nyckel == nyckel).map(|one| (one.forvar, one.antal)).collect()
}

pub(super) async fn all(store: &dyn Store) -> Vec<Deltagande> {
    let mut las = store.read().await.unwrap();
    let person = |vem| store.person_key(&Identitet::parse_nummer(vem, day("2014-05-01")).unwrap()).unwrap();
    let mut found = las.personer().own(part(HERE), person(ANNA)).await.unwrap();
    found.extend(las.personer().own(part(HERE), person(BO)).await.unwrap());
    found
}

/// A register with so many participations and one of everything else that is sealed.
pub(super) async fn filled(databas: Databas, deltaganden: u64) -> Prov {
    let prov = Prov::new(databas).await;
    prov.save((0..deltaganden).map(|n| one_day(&format!("d-{n}"), ANNA, n)).collect()).await;
    let webhook = Webhook {
        id: HOOK,
        version: 1,
        roll: Roll::Partssystem,
        hyresgast: HERE.parse().unwrap(),
        forbund: None,
        uppgift: Webhookuppgift { url: "https://kommun.example.org/finsam".to_owned(), aktiv: true },
        skapad: moment(),
        leverans: Leveranstillstand::default(),
    };
    let mut enhet = prov.begin().await;
    enhet.webhookar().insert(&webhook, b"hemligt").await.unwrap();
    enhet.webhookar().replace_secret(HOOK, 1, b"nytt", moment()).await.unwrap();
    for n in [1, 2] {
        let kept = import(n, Importstatus::Klar);
        enhet.importer().insert(&kept).await.unwrap();
        let poster = (0..5).map(|rad| Importinnehall { rad, post: format!("rad {rad}").into_bytes(), person: None });
        enhet.importer().add_posts(kept.id, &poster.collect::<Vec<_>>()).await.unwrap();
    }
    enhet.commit().await.unwrap();
    prov
}

on_each_database!(who_is_let_in);
async fn who_is_let_in(databas: Databas) {
    let prov = filled(databas, 1).await;
    let foretold = {
        let mut fil = Nyckelfil::single([7; 32]);
        fil.add([8; 32]).unwrap();
        Nyckelring::of(&fil)
    };
    // First everybody knows the key; nothing is sealed with it yet, so who does not know it is let in.
    prov.open(Some(foretold)).await.unwrap();
    prov.open(Some(ring())).await.unwrap();
    assert_eq!(prov.count("SELECT fran FROM kompatibilitet"), 3);
    prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    assert!(prov.count("SELECT fran FROM kompatibilitet") >= 10, "an older program knows one key only");
    let fel = prov.open(Some(ring())).await.unwrap_err();
    assert!(matches!(fel, StoreError::UnknownKey(2)), "{fel}");
    assert_eq!(fel.to_string(), "sealed with key 2, which is not among those given");
    let fel = prov.open(Some(second())).await.unwrap_err();
    assert!(matches!(fel, StoreError::UnknownKey(1)), "{fel}");
    let mut other = Nyckelfil::single([7; 32]);
    other.add([9; 32]).unwrap();
    for wrong in [Nyckelring::of(&other), Nyckelring::from_bytes([8; 32])] {
        assert!(matches!(prov.open(Some(wrong)).await.unwrap_err(), StoreError::WrongKey));
    }
    prov.open(None).await.unwrap();
    let fel = prov.store.forget_key(1).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("nyckel")), "{fel}");
}

on_each_database!(a_running_process_meets_and_learns_a_newer_key);
async fn a_running_process_meets_and_learns_a_newer_key(databas: Databas) {
    let prov = filled(databas, 0).await;
    let own = ring();
    let running = prov.open(Some(own.clone())).await.unwrap();
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    let mut unit = newer.begin(aktor("1")).await.unwrap();
    let outcome = unit.deltaganden().save(part(HERE), Strategi::Upsert, vec![one_day("d-1", ANNA, 1)]).await.unwrap();
    assert!(matches!(outcome[..], [Skrivutfall::Skapad { .. }]));
    unit.webhookar().replace_secret(HOOK, 2, b"nyast", moment()).await.unwrap();
    unit.importer().add_posts(import(1, Importstatus::Klar).id, &[post(7)]).await.unwrap();
    unit.commit().await.unwrap();
    let read = async || running.read().await.unwrap();
    let participation = read().await.deltaganden().get(part(HERE), &nyckel("d-1")).await.map(drop);
    let secret = read().await.webhookar().secrets(HOOK).await.map(drop);
    let kept = read().await.importer().posts(import(1, Importstatus::Klar).id, None, 99).await.map(drop);
    for fel in [participation, secret, kept] {
        assert!(matches!(fel, Err(StoreError::UnknownKey(2))), "{fel:?}");
    }
    let given = Nyckelring::of(&both());
    running.admit(&given).await.unwrap();
    own.replace(&given);
    assert_eq!(all(running.as_ref()).await.len(), 1, "without being opened again");
    let wrong = running.admit(&Nyckelring::from_bytes([9; 32])).await.unwrap_err();
    assert!(matches!(wrong, StoreError::WrongKey), "{wrong}");
}

pub(super) fn post(rad: u64) -> Importinnehall {
    Importinnehall { rad, post: b"rad".to_vec(), person: None }
}

/// Tells the process that it is the one to be killed, and where the register is.
const OFFER: &str = "FINSAM_TEST_OMSLUTER";

/// Seals anew until it is killed or done, a few rows at a time, and says so of each round.
async fn reseal_until_killed(address: &str) {
    let ring = Some(Nyckelring::of(&both()));
    let store: Box<dyn Store> = match address.strip_prefix("sqlite:") {
        Some(file) => Box::new(SqliteStore::open(file.as_ref(), ring, Settings::default()).unwrap()),
        None => Box::new(PostgresStore::open(address, ring, settings()).await.unwrap()),
    };
    let mut fran = Some(Stalle::default());
    while let Some(stalle) = fran {
        fran = store.reseal(stalle, 3).await.unwrap().vidare;
        std::io::stdout().lock().write_all(b"omsluten\n").unwrap();
    }
}

/// The same in this process, to the end.
pub(super) async fn reseal(store: &dyn Store) -> u64 {
    let (mut fran, mut rader) = (Some(Stalle::default()), 0);
    while let Some(stalle) = fran {
        let omgang = store.reseal(stalle, 3).await.unwrap();
        rader += omgang.rader;
        fran = omgang.vidare;
    }
    rader
}

/// Writes new records and changes old ones for as long as it may; what it wrote.
async fn write(store: &dyn Store, which: u64, go_on: &AtomicBool) -> u64 {
    let mut written = 0;
    while go_on.load(Ordering::Relaxed) && written < 2_000 {
        let n = which * 2_000 + written;
        let mut changed = one_day(&format!("d-{}", 4 * (n % 15) + which), ANNA, 4 * (n % 15) + which);
        changed.godkand.post.samtycke.as_mut().unwrap().registrering.as_mut().unwrap().textversion = n.to_string();
        let batch = vec![one_day(&format!("n-{n}"), BO, n), changed];
        let mut unit = store.begin(aktor(&n.to_string())).await.unwrap();
        unit.deltaganden().save(part(HERE), Strategi::Upsert, batch).await.unwrap();
        unit.commit().await.unwrap();
        written += 1;
    }
    written
}

on_each_database!(nothing_is_lost_when_it_is_killed_while_four_write);
async fn nothing_is_lost_when_it_is_killed_while_four_write(databas: Databas) {
    if let Ok(address) = std::env::var(OFFER) {
        return reseal_until_killed(&address).await;
    }
    let prov = filled(databas, 60).await;
    let before = all(prov.store.as_ref()).await;
    assert_eq!(
        of(&prov.store.sealed().await.unwrap(), 1),
        [(Forvar::Deltagande, 60), (Forvar::Importpost, 10), (Forvar::Webhook, 2)]
    );
    let store = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    let go_on = AtomicBool::new(true);
    let kill_and_go_on = async {
        let name = format!("{databas:?}").to_lowercase();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--exact")
            .arg(format!("tests::nyckel::nothing_is_lost_when_it_is_killed_while_four_write::{name}"))
            .arg("--nocapture")
            .env(OFFER, prov.address())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let killed = tokio::task::spawn_blocking(move || {
            let rounds = lines.map_while(Result::ok).filter(|line| line.ends_with("omsluten")).take(5).count();
            child.kill().unwrap();
            child.wait().unwrap();
            rounds
        });
        assert_eq!(killed.await.unwrap(), 5);
        assert!(!of(&store.sealed().await.unwrap(), 1).is_empty(), "it was killed half way");
        // What a writer has in its hands is passed over and comes the next time.
        while !of(&store.sealed().await.unwrap(), 1).is_empty() {
            reseal(store.as_ref()).await;
        }
        go_on.store(false, Ordering::Relaxed);
    };
    let writer = |which| write(store.as_ref(), which, &go_on);
    let (a, b, c, d, ()) = tokio::join!(writer(0), writer(1), writer(2), writer(3), kill_and_go_on);
    assert!([a, b, c, d].iter().all(|written| *written > 0));
    assert_eq!(reseal(store.as_ref()).await, 0, "there is no more to do");
    store.forget_key(1).await.unwrap();

    let newest = prov.open(Some(second())).await.unwrap();
    let after = all(newest.as_ref()).await;
    assert_eq!(after.len() as u64, 60 + a + b + c + d);
    for one in &before {
        let now = after.iter().find(|now| now.id == one.id).unwrap();
        assert_eq!((&now.nyckel, &now.personnummer), (&one.nyckel, &one.personnummer));
    }
    let mut las = newest.read().await.unwrap();
    let secrets = las.webhookar().secrets(HOOK).await.unwrap().unwrap();
    assert_eq!((secrets.hemlighet.as_slice(), secrets.forra.unwrap().0.as_slice()), (&b"nytt"[..], &b"hemligt"[..]));
    for n in [1, 2] {
        let poster = las.importer().posts(import(n, Importstatus::Klar).id, None, 99).await.unwrap();
        assert_eq!(
            poster.iter().map(|one| one.post.clone()).collect::<Vec<_>>().concat(),
            b"rad 0rad 1rad 2rad 3rad 4"
        );
    }
    drop(las);
    assert!(matches!(prov.open(Some(ring())).await.unwrap_err(), StoreError::UnknownKey(2)));
    let old = prov.store.read().await.unwrap().deltaganden().get(part(HERE), &nyckel("d-1")).await;
    assert!(matches!(old, Err(StoreError::UnknownKey(2))), "the old key opens nothing");
    let versions = "SELECT count(*) FROM handelse h WHERE resurs = 3 AND version <> 1";
    let changes = "SELECT CAST(COALESCE(sum(version - 1), 0) AS bigint) FROM deltagande";
    assert_eq!(prov.count(versions), prov.count(changes), "sealing anew is no change");
}

#[tokio::test]
async fn what_a_writer_has_in_its_hands_is_passed_over() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(true);
    let store = PostgresStore::open(&egen.address(), Some(ring()), settings()).await.unwrap();
    let mut unit = store.begin(aktor("1")).await.unwrap();
    unit.forbund().insert(super::FORBUND, super::forbund("Härnösand")).await.unwrap();
    unit.insatser().insert(super::INSATS, super::insats("Vägen")).await.unwrap();
    let both_days = vec![one_day("d-1", ANNA, 1), one_day("d-2", ANNA, 2)];
    unit.deltaganden().save(part(HERE), Strategi::Upsert, both_days).await.unwrap();
    unit.commit().await.unwrap();
    let newer = PostgresStore::open(&egen.address(), Some(Nyckelring::of(&both())), settings()).await.unwrap();
    let mut unit = newer.begin(aktor("2")).await.unwrap();
    unit.deltaganden().delete(part(HERE), &nyckel("d-1"), crate::rum::Villkor::Inget).await.unwrap();
    let omgang = newer.reseal(Stalle::default(), 9).await.unwrap();
    assert_eq!(omgang.rader, 1, "it does not wait for the other");
    unit.commit().await.unwrap();
    assert_eq!(of(&newer.sealed().await.unwrap(), 1), []);
}

on_each_database!(who_does_not_hold_a_key_is_known);
async fn who_does_not_hold_a_key_is_known(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let (one, other, third) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let own = ring();
    let running = prov.open(Some(own.clone())).await.unwrap();
    let blind = prov.open(None).await.unwrap();
    let tell = async |store: &dyn Store, server, tid| {
        let mut unit = store.begin(aktor("1")).await.unwrap();
        unit.innehav().tell(server, tid).await.unwrap();
        unit.commit().await.unwrap();
    };
    let unaware = async |nyckel, efter| prov.store.unaware(nyckel, efter).await.unwrap();
    tell(running.as_ref(), one, moment()).await;
    tell(prov.store.as_ref(), other, moment() - TimeDelta::minutes(20)).await;
    tell(blind.as_ref(), third, moment()).await;
    let (now, before) = (moment() - TimeDelta::minutes(15), moment() - TimeDelta::hours(1));
    assert_eq!((unaware(1, now).await, unaware(2, now).await, unaware(2, before).await), (0, 1, 2));
    own.replace(&Nyckelring::of(&both()));
    tell(running.as_ref(), one, moment()).await;
    assert_eq!((unaware(2, now).await, unaware(2, before).await, unaware(3, now).await), (0, 1, 1));
    // One that ends says so, and what nobody has said for a day goes with it.
    let mut unit = running.begin(aktor("2")).await.unwrap();
    unit.innehav().end(one, moment() + TimeDelta::days(2)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM nyckelinnehav"), 0);
    assert_eq!(prov.count("SELECT count(*) FROM arende"), 0, "it leaves no trace in the log");
}
