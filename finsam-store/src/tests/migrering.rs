//! Programs of several versions on one database. The versions are steps of the tests' own after those of the program.

use std::time::Duration;

use finsam_core::id::ForbundId;
use uuid::Uuid;

use super::{Databas, Prov, aktor, forbund, on_each_database, ring, settings};
use crate::migrering::{Migrering, Program};
use crate::postgres::{self, PostgresStore};
use crate::sqlite::{self, SqliteStore};
use crate::{Store, StoreError};

const A: Migrering =
    Migrering { namn: "0091_kortnamn", text: "-- phase: expand\n\nALTER TABLE forbund ADD COLUMN kortnamn text" };
const B: Migrering =
    Migrering { namn: "0092_kortform", text: "-- phase: expand\n\nALTER TABLE forbund ADD COLUMN kortform text" };
const C: Migrering = Migrering {
    namn: "0093_utan_kortnamn",
    text: "-- phase: contract, programs from 92\n\nALTER TABLE forbund DROP COLUMN kortnamn",
};
const D: Migrering =
    Migrering { namn: "0094_telefon", text: "-- phase: expand\n\nALTER TABLE forbund ADD COLUMN telefon text" };

/// The program with more steps.
fn program(databas: Databas, more: &[Migrering]) -> Program {
    let own = match databas {
        Databas::Sqlite => sqlite::migrering::PROGRAM,
        Databas::Postgres => postgres::migrering::PROGRAM,
    };
    Program(Vec::leak([own.0, more].concat()))
}

/// One version of the program, and the database that they all use.
#[derive(Clone, Copy)]
struct Version<'p> {
    databas: Databas,
    prov: &'p Prov,
    program: Program,
}

impl<'p> Version<'p> {
    fn new(databas: Databas, prov: &'p Prov, more: &[Migrering]) -> Self {
        Self { databas, prov, program: program(databas, more) }
    }

    async fn open(self) -> Result<Box<dyn Store>, StoreError> {
        let address = self.prov.address();
        Ok(match self.databas {
            Databas::Sqlite => {
                let settings = sqlite::Settings::default();
                Box::new(SqliteStore::open_as(self.program, file(&address), Some(ring()), settings)?)
            }
            Databas::Postgres => {
                Box::new(PostgresStore::open_as(self.program, &address, Some(ring()), settings()).await?)
            }
        })
    }

    async fn migrate(self, contract: bool) -> Result<(), StoreError> {
        self.migrate_within(contract, Duration::from_secs(5)).await
    }

    /// All the way, when the connections of closed stores have ended.
    async fn contract(self) -> Result<(), StoreError> {
        for _ in 0..200 {
            match self.migrate(true).await {
                Err(StoreError::OlderPrograms { .. } | StoreError::InUse) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                other => return other,
            }
        }
        self.migrate(true).await
    }

    async fn migrate_within(self, contract: bool, limit: Duration) -> Result<(), StoreError> {
        let address = self.prov.address();
        match self.databas {
            Databas::Sqlite => {
                let settings = sqlite::Settings { busy: limit, ..sqlite::Settings::default() };
                SqliteStore::migrate_as(self.program, file(&address), settings, contract)
            }
            Databas::Postgres => {
                let settings = postgres::Settings { lock: limit, ..settings() };
                PostgresStore::migrate_as(self.program, &address, settings, contract).await
            }
        }
    }
}

/// Writes a förbund with one program and reads it with another.
async fn pass(from: &dyn Store, to: &dyn Store, number: u128) {
    let id = ForbundId(Uuid::from_u128(number));
    let mut enhet = from.begin(aktor("prov")).await.unwrap();
    enhet.forbund().insert(id, forbund("Härnösand-Timrå")).await.unwrap();
    enhet.commit().await.unwrap();
    let mut enhet = to.begin(aktor("prov")).await.unwrap();
    assert_eq!(enhet.forbund().update(id, 1, forbund("Sundsvall")).await.unwrap().unwrap().version, 2);
    enhet.commit().await.unwrap();
    let read = from.read().await.unwrap().forbund().get(id).await.unwrap().unwrap();
    assert_eq!((read.version, read.uppgift.namn.as_str()), (2, "Sundsvall"));
}

on_each_database!(old_and_new_go_side_by_side);
async fn old_and_new_go_side_by_side(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let version = |more: &[Migrering]| Version::new(databas, &prov, more);
    let old = version(&[]).open().await.unwrap();
    // A session of the old one is under way while the new one migrates.
    let mut under_way = old.begin(aktor("prov")).await.unwrap();
    drop(under_way.tokens().find(&[0; 32]).await.unwrap());
    if databas == Databas::Sqlite {
        // One writes at a time.
        under_way.commit().await.unwrap();
        version(&[A]).migrate(false).await.unwrap();
    } else {
        version(&[A]).migrate(false).await.unwrap();
        under_way.commit().await.unwrap();
    }
    let new = version(&[A]).open().await.unwrap();
    pass(old.as_ref(), new.as_ref(), 1).await;
    pass(new.as_ref(), old.as_ref(), 2).await;
    assert_eq!(prov.refusal("UPDATE forbund SET kortnamn = 'S' WHERE nummer = 1"), None);
    pass(old.as_ref(), new.as_ref(), 3).await;
    assert_eq!(prov.count("SELECT count(*) FROM forbund WHERE kortnamn = 'S'"), 1);
    // The old one is let in again, and knows that it is not the newest.
    let again = version(&[]).open().await.unwrap();
    let state = again.state().await.unwrap();
    assert_eq!((state.migration, state.kand_migration), (91, version(&[]).program.known()));
    assert!(state.is_usable() && old.state().await.unwrap().is_usable());
    // Migrating with it does nothing.
    version(&[]).migrate(true).await.unwrap();
    assert_eq!(again.state().await.unwrap(), state);
}

on_each_database!(what_is_taken_away_waits_for_those_that_use_it);
async fn what_is_taken_away_waits_for_those_that_use_it(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let version = |more: &[Migrering]| Version::new(databas, &prov, more);
    let old = version(&[A]);
    old.migrate(false).await.unwrap();
    let running = old.open().await.unwrap();
    let newest = version(&[A, B, C]);
    // It waits, and the newest program goes without it.
    newest.migrate(false).await.unwrap();
    assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), 92);
    assert_eq!(prov.count("SELECT count(kortnamn) FROM forbund"), 0);
    let store = newest.open().await.unwrap();
    let waiting = store.state().await.unwrap();
    assert_eq!((waiting.migration, waiting.kand_migration, waiting.behovd_migration), (92, 93, 92));
    assert!(waiting.is_usable());
    pass(running.as_ref(), store.as_ref(), 1).await;
    // It also waits for the old ones to end. Where connections tell whose they are, nobody old is let in meanwhile.
    for _ in 0..2 {
        let fel = newest.migrate_within(true, Duration::from_millis(200)).await.unwrap_err();
        match databas {
            Databas::Postgres => {
                assert!(matches!(fel, StoreError::OlderPrograms { count: 1.., oldest: 92 }), "{fel}");
                assert!(matches!(old.open().await, Err(StoreError::Newer { found: 92, known: 91, oldest: 92 })));
                assert!(!running.state().await.unwrap().is_usable());
            }
            // Whoever has the file open may be an old one.
            Databas::Sqlite => assert!(matches!(fel, StoreError::InUse), "{fel}"),
        }
        assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), 92);
    }
    running.close().await;
    store.close().await;
    prov.store.close().await;
    newest.contract().await.unwrap();
    let store = newest.open().await.unwrap();
    assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), 93);
    assert!(prov.refusal("UPDATE forbund SET kortnamn = 'S'").is_some(), "it is gone");
    let before = version(&[A, B]);
    for old in [version(&[]), old] {
        assert!(matches!(old.open().await, Err(StoreError::Newer { found: 93, oldest: 92, .. })));
        assert!(matches!(old.migrate(true).await, Err(StoreError::Newer { .. })));
    }
    let before = before.open().await.unwrap();
    assert!(before.state().await.unwrap().is_usable());
    pass(before.as_ref(), store.as_ref(), 2).await;
}

on_each_database!(what_comes_after_waits_too);
async fn what_comes_after_waits_too(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let newest = Version::new(databas, &prov, &[A, B, C, D]);
    newest.migrate(false).await.unwrap();
    assert!(matches!(newest.open().await, Err(StoreError::NotMigrated { found: 92, needed: 94 })));
    prov.store.close().await;
    newest.contract().await.unwrap();
    let state = newest.open().await.unwrap().state().await.unwrap();
    assert_eq!((state.migration, state.kompatibel_fran), (94, 92));
}

on_each_database!(a_lock_is_waited_for_and_then_no_longer);
async fn a_lock_is_waited_for_and_then_no_longer(databas: Databas) {
    let prov = Prov::new(databas).await;
    let newer = Version::new(databas, &prov, &[A, B]);
    let mut holder = prov.begin().await;
    holder.forbund().update(super::FORBUND, 1, forbund("Sundsvall")).await.unwrap();
    let fel = newer.migrate_within(false, Duration::from_secs(1)).await.unwrap_err();
    assert!(matches!(fel, StoreError::Locked { step: "0091_kortnamn", seconds: 1 }), "{fel}");
    let before = newer.program.0[newer.program.0.len() - 3].nummer();
    assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), i64::from(before));
    assert!(prov.refusal("UPDATE forbund SET kortnamn = 'S'").is_some(), "nothing of it was done");
    holder.commit().await.unwrap();
    newer.migrate(false).await.unwrap();
    assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), 92);
}

/// The file that an address names.
fn file(address: &str) -> &std::path::Path {
    address.strip_prefix("sqlite:").unwrap().as_ref()
}
