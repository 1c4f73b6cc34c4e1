//! Moving a register from each kind of database to each.

mod avbrott;
mod beskrivning;
mod vagran;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use finsam_core::atkomst::Roll;
use finsam_core::bakgrund::Bakgrundsuppgift;
use finsam_core::ekonomi::Budgetuppgift;
use finsam_core::forbund::styrelse::Styrelseuppgift;
use finsam_core::id::{BakgrundstalId, ImportId, TilldelningId, TokenId, WebhookId};
use finsam_core::protokoll::{Importantal, Importstatus, Radresultat, Radutfall, Webhookuppgift};
use proptest::prelude::*;
use uuid::Uuid;

use super::akt::allocation;
use super::faststallelse::frozen;
use super::modell::{Enhet, Modell, actions, compare, play};
use super::{
    ANNA, Databas, FORBUND, INSATS, Prov, aktor, day, insats, moment, nyckel, part, ring, settings, skrivning,
};
use crate::StoreError;
use crate::flytt::{Flyttfel, Flyttning, Framsteg, Plats, TABELLER, move_register};
use crate::rum::{
    Aktuppgift, Atkomstmal, Gallringsmal, Gallringsstopp, Import, Importinnehall, Kvitto, Leveranstillstand, Logghuvud,
    Token, Villkor, Webhook,
};

/// From what to what, and whether PostgreSQL answers for it.
const VAGAR: [(Databas, Databas); 4] = [
    (Databas::Sqlite, Databas::Postgres),
    (Databas::Postgres, Databas::Sqlite),
    (Databas::Sqlite, Databas::Sqlite),
    (Databas::Postgres, Databas::Postgres),
];

/// The ways that can be gone here.
fn ways() -> Vec<(Databas, Databas)> {
    let both = Databas::postgres().is_some();
    VAGAR.into_iter().filter(|way| both || *way == (Databas::Sqlite, Databas::Sqlite)).collect()
}

/// The ways that have each kind of database once at each end, or the one that can be gone.
fn crossings() -> Vec<(Databas, Databas)> {
    let ways = ways();
    if ways.len() == 1 { ways } else { ways[..2].to_vec() }
}

fn plats(databas: Databas, prov: &Prov) -> Plats {
    match databas {
        Databas::Sqlite => Plats::Sqlite(file(prov)),
        Databas::Postgres => Plats::Postgres(prov.address(), settings()),
    }
}

/// The file of a register that is in one.
fn file(prov: &Prov) -> PathBuf {
    prov.address().strip_prefix("sqlite:").unwrap().into()
}

/// A register that is empty, and that nobody has open.
async fn empty(databas: Databas) -> Prov {
    let prov = Prov::empty(databas).await;
    prov.store.close().await;
    prov
}

/// Opens it again.
async fn opened(mut prov: Prov) -> Prov {
    prov.store = prov.open(Some(ring())).await.unwrap();
    prov
}

async fn flytta(fran: &Plats, till: &Plats) -> Result<Flyttning, Flyttfel> {
    move_register(fran, till, None, &mut |_| ()).await
}

/// Something in every table.
pub(super) async fn fill(prov: &Prov) {
    let mut uppgift = insats("Resurscentrum");
    let key = |part| serde_json::json!({"part": part, "kallsystem": "ä", "nyckel": "Å-1"});
    uppgift.nycklar =
        serde_json::from_value(serde_json::json!([key("region:22"), key("kommun:2280"), key("kommun:2262")])).unwrap();
    let antal = serde_json::json!({"fran": "2014-01-01", "till": "2014-12-31", "enhet": "personer"});
    let mut enhet = prov.begin().await;
    enhet.insatser().update(INSATS, 1, uppgift).await.unwrap();
    enhet.antal().put(INSATS, serde_json::from_value(antal).unwrap()).await.unwrap();
    let reached = serde_json::json!({"fran": "2014-01-01", "till": "2014-12-31", "antal": 45});
    enhet.strukturdeltagande().put(INSATS, serde_json::from_value(reached).unwrap()).await.unwrap();
    enhet.akter().put(FORBUND, None, Aktuppgift::Budget(2014, Budgetuppgift::default())).await.unwrap();
    enhet.akter().set(FORBUND, 2014, 1, day("2013-11-27")).await.unwrap();
    enhet.akter().put(FORBUND, None, Aktuppgift::Styrelse(Styrelseuppgift::default())).await.unwrap();
    let (id, uppgift) = (TilldelningId(Uuid::from_u128(9)), allocation());
    enhet.tilldelningar().put(id, 2014, None, uppgift).await.unwrap();
    enhet.bakgrundstal().put(BakgrundstalId(id.0), 2014, None, Bakgrundsuppgift::default()).await.unwrap();
    let token = Token {
        id: TokenId(Uuid::from_u128(1)),
        hash: [1; 32],
        namn: "Treserva".to_owned(),
        roll: Roll::Partssystem,
        part: Some(part("region:22")),
        forbund: None,
        insatser: vec![INSATS],
        skapad: moment(),
        giltig_till: Some(moment() + TimeDelta::days(365)),
    };
    enhet.tokens().insert(&token).await.unwrap();
    let import = Import {
        id: ImportId(Uuid::from_u128(1)),
        part: part("kommun:2280"),
        vem: "t-1".into(),
        status: Importstatus::Klar,
        installning: "{}".to_owned(),
        antal: Importantal::default(),
        lasta: 3,
        skrivna: 2,
        orsak: None,
        skapad: moment(),
        andrad: moment(),
        version: 2,
        agare: Some(Uuid::from_u128(4)),
        lan_till: Some(moment()),
        nyckel: Some(1),
    };
    enhet.importer().insert(&import).await.unwrap();
    let row = |rad| Radresultat { nyckel: Some(nyckel("d-1")), ..Radresultat::new(rad, Radutfall::Avvisad) };
    enhet.importer().add_rows(import.id, &[row(2), row(1)]).await.unwrap();
    let post = Importinnehall { rad: 2, post: b"{}".to_vec(), person: None };
    enhet.importer().add_posts(import.id, &[post]).await.unwrap();
    for (handling, plats) in [("POST /insatser", None), ("POST /forbund", Some("/finsam/v1/forbund/1".to_owned()))] {
        let (anropare, nyckel) = ("t-1".to_owned(), "Ö".to_owned());
        let kvitto = Kvitto {
            anropare,
            handling: handling.to_owned(),
            nyckel,
            kropp: [3; 32],
            status: 201,
            plats,
            svar: "{}".to_owned(),
            skapat: moment(),
        };
        enhet.kvitton().insert(&kvitto, moment()).await.unwrap();
    }
    let webhook = Webhook {
        id: WebhookId(Uuid::from_u128(1)),
        version: 1,
        roll: Roll::Partssystem,
        hyresgast: "kommun:2280".parse().unwrap(),
        forbund: None,
        uppgift: Webhookuppgift { url: "https://kommun.example.org/finsam".to_owned(), aktiv: true },
        skapad: moment(),
        leverans: Leveranstillstand::default(),
    };
    enhet.webhookar().insert(&webhook, b"hemligt").await.unwrap();
    assert!(enhet.faststallelser().insert(frozen(2014, 7)).await.unwrap());
    enhet.faststallelser().finish(frozen(2014, 7).id, [9; 32], b"2014".to_vec()).await.unwrap();
    let (anledning, vem) = ("tvist".to_owned(), "<prov>".to_owned());
    let stopp = Gallringsstopp { mal: Gallringsmal::Insats(INSATS), anledning, vem, tid: moment(), havd: None };
    assert!(enhet.gallring().hold(stopp).await.unwrap());
    enhet.handelser().secret([5; 32]).await.unwrap();
    enhet.commit().await.unwrap();
    prov.save((0..300).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    prov.save(vec![skrivning("p-1", Some(ANNA), "2014-01-01", None)]).await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(part("kommun:2280"), &nyckel("d-7"), Villkor::Inget).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Validering(4)]).await.unwrap();
    enhet.commit().await.unwrap();
    // Another process, whose segment of the log is then pruned.
    let other = prov.open(Some(ring())).await.unwrap();
    let mut enhet = other.begin(aktor("annan")).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Validering(5)]).await.unwrap();
    enhet.commit().await.unwrap();
    other.close().await;
    let ande = prov.store.read().await.unwrap().logg().ends().await.unwrap()[1];
    let (tid, beslut, signatur) = (moment(), "dnr 1".to_owned(), vec![1]);
    assert_eq!(prov.store.prune_log(&Logghuvud { ande, tid, beslut, signatur }).await.unwrap(), 1);
    prov.store.forget_key(9).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_goes_over_and_is_told_of() {
    for (from, to) in ways() {
        let source = Prov::new(from).await;
        fill(&source).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        let (copied, compared) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut seen = |framsteg: Framsteg| {
            let of = if framsteg.jamfor { &compared } else { &copied };
            of.fetch_max(framsteg.rader, Ordering::Relaxed);
        };
        let moved = move_register(&fran, &till, Some(&ring()), &mut seen).await.unwrap();
        assert!(!moved.redan && moved.is_equal(), "{moved:?}");
        let names: Vec<_> = moved.tabeller.iter().map(|tabell| tabell.tabell).collect();
        assert_eq!(names, TABELLER.iter().map(|tabell| tabell.namn).collect::<Vec<_>>());
        for tabell in &moved.tabeller {
            let rows = source.count(&format!("SELECT count(*) FROM {}", tabell.tabell));
            assert!(rows > 0, "{}: a table without rows shows nothing", tabell.tabell);
            assert_eq!(tabell.till.antal, rows.unsigned_abs(), "{}", tabell.tabell);
            assert_eq!(rows, target.count(&format!("SELECT count(*) FROM {}", tabell.tabell)));
        }
        for seen in [copied, compared] {
            assert!(seen.into_inner() >= 301);
        }
        // Again: nothing is moved, and all is equal.
        let again = flytta(&fran, &till).await.unwrap();
        assert_eq!((again.redan, &again.tabeller), (true, &moved.tabeller));
        // The one that was moved answers as the first.
        let target = opened(target).await;
        assert!(target.store.state().await.unwrap().is_usable());
        let (mut one, mut other) = (source.store.read().await.unwrap(), target.store.read().await.unwrap());
        let kontroll = crate::logg::verify(other.as_mut(), &[]).await.unwrap();
        assert_eq!((kontroll.fel, kontroll.huvuden.len()), (Vec::new(), 1), "the chain of the log holds");
        assert_eq!(one.insatser().all().await.unwrap(), other.insatser().all().await.unwrap());
        assert_eq!(one.antal().all().await.unwrap(), other.antal().all().await.unwrap());
        assert_eq!(one.strukturdeltagande().all().await.unwrap(), other.strukturdeltagande().all().await.unwrap());
        assert_eq!(one.tokens().find(&[1; 32]).await.unwrap(), other.tokens().find(&[1; 32]).await.unwrap());
        let events = other.handelser().after(0, 1_000).await.unwrap();
        assert_eq!(one.handelser().after(0, 1_000).await.unwrap(), events);
        assert_eq!(one.handelser().feed().await.unwrap(), other.handelser().feed().await.unwrap());
        let here = part("kommun:2280");
        let own = other.handelser().of_part(here, 0, 1_000).await.unwrap();
        assert_eq!((one.handelser().of_part(here, 0, 1_000).await.unwrap(), own.len()), (own, 302));
        let id = WebhookId(Uuid::from_u128(1));
        assert_eq!(one.webhookar().get(id).await.unwrap(), other.webhookar().get(id).await.unwrap());
        assert_eq!(other.webhookar().secrets(id).await.unwrap().unwrap().hemlighet, b"hemligt");
        let id = ImportId(Uuid::from_u128(1));
        assert_eq!(one.importer().rows(id, 0, 10).await.unwrap(), other.importer().rows(id, 0, 10).await.unwrap());
        let person = other.deltaganden().get(part("kommun:2280"), &nyckel("p-1")).await.unwrap().unwrap();
        assert_eq!(person.personnummer.unwrap().reveal(), ANNA);
    }
}

/// Both go on after the move: what differs is said by table.
#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_was_made_is_compared_with_what_has_become_of_both() {
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        assert!(flytta(&fran, &till).await.unwrap().is_equal());
        source.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
        let target = opened(target).await;
        target.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
        target.save(vec![skrivning("d-2", None, "2014-01-01", None)]).await;
        let compared = flytta(&fran, &till).await.unwrap();
        assert!(compared.redan && !compared.is_equal());
        let differ: Vec<_> = compared.tabeller.iter().filter(|tabell| !tabell.is_equal()).collect();
        let names: Vec<_> = differ.iter().map(|tabell| tabell.tabell).collect();
        assert_eq!(names, ["arende", "deltagande", "handelse", "handelsespann", "atkomst", "loggsegment", "loggled"]);
        assert!(
            differ
                .iter()
                .all(|tabell| (tabell.till.antal, tabell.fran.antal + 1) == (tabell.fran.antal + 1, tabell.till.antal))
        );
    }
}

/// A snapshot is moved: what is written meanwhile is not in it, in no table.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_meanwhile_is_not_moved() {
    for (from, to) in crossings() {
        let source = std::sync::Arc::new(Prov::new(from).await);
        source.save((0..300).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let writing = tokio::spawn({
            let (source, stop) = (std::sync::Arc::clone(&source), std::sync::Arc::clone(&stop));
            async move {
                let mut n = 0;
                while !stop.load(Ordering::Relaxed) {
                    source.save(vec![skrivning(&format!("m-{n}"), None, "2014-01-01", None)]).await;
                    n += 1;
                }
                n
            }
        });
        let moved = flytta(&fran, &till).await.unwrap();
        stop.store(true, Ordering::Relaxed);
        assert!(writing.await.unwrap() > 0, "somebody wrote");
        assert!(moved.is_equal());
        let whole = "SELECT count(*) FROM handelse h LEFT JOIN deltagande d ON d.nummer = h.rad \
                     LEFT JOIN arende a ON a.nummer = h.arende WHERE h.resurs = 3 AND (d.nummer IS NULL OR a.nummer IS NULL)";
        assert_eq!(target.count(whole), 0);
        let events = target.count("SELECT count(*) FROM handelse WHERE resurs = 3");
        assert_eq!(target.count("SELECT count(*) FROM deltagande"), events);
        assert!(target.count("SELECT count(*) FROM arende") <= source.count("SELECT count(*) FROM arende"));
    }
}

/// Writes at random, moves, writes more at the target, moves back, and compares with the model.
async fn there_and_back(from: Databas, to: Databas, first: Vec<Enhet>, second: Vec<Enhet>) {
    let source = Prov::new(from).await;
    let mut modell = Modell::default();
    play(&source, &mut modell, first).await;
    let there = empty(to).await;
    let (fran, till) = (plats(from, &source), plats(to, &there));
    let moved = flytta(&fran, &till).await.unwrap();
    assert!(moved.is_equal());
    let there = opened(there).await;
    compare(&there, &modell).await;
    // Numbers go on after those that came along.
    play(&there, &mut modell, second).await;
    compare(&there, &modell).await;
    let back = empty(from).await;
    let again = flytta(&till, &plats(from, &back)).await.unwrap();
    assert!(again.is_equal() && !again.redan);
    compare(&opened(back).await, &modell).await;
}

fn run(from: Databas, to: Databas, cases: u32) {
    let config = ProptestConfig { cases, ..ProptestConfig::default() };
    proptest!(config, |(first in actions(), second in actions())| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(there_and_back(from, to, first, second));
    });
}

#[test]
fn a_register_goes_to_postgres_and_back() {
    if Databas::postgres().is_some() {
        run(Databas::Sqlite, Databas::Postgres, 4);
    }
}

#[test]
fn a_register_goes_from_postgres_and_back() {
    if Databas::postgres().is_some() {
        run(Databas::Postgres, Databas::Sqlite, 4);
    }
}

#[test]
fn a_register_goes_to_another_file_and_back() {
    run(Databas::Sqlite, Databas::Sqlite, 16);
}
