//! What is not moved, and that nothing is touched then.

use super::{Databas, Flyttfel, Plats, Prov, StoreError, crossings, empty, fill, flytta, move_register, opened, plats};
use crate::Nyckelring;
use crate::tests::{FORBUND, aktor, forbund, skrivning};

#[tokio::test(flavor = "multi_thread")]
async fn another_register_is_left_alone() {
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        let other = Prov::empty(to).await;
        let mut enhet = other.store.begin(aktor("another")).await.unwrap();
        enhet.forbund().insert(FORBUND, forbund("Annat")).await.unwrap();
        enhet.commit().await.unwrap();
        let fel = flytta(&plats(from, &source), &plats(to, &other)).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::AnnatRegister), "{fel}");
        assert_eq!(other.count("SELECT count(*) FROM flytt"), 0);
        assert_eq!(other.store.read().await.unwrap().forbund().all().await.unwrap()[0].uppgift.namn, "Annat");
        // Something that came there without a beginning.
        let odd = empty(to).await;
        assert_eq!(odd.refusal("INSERT INTO part (kod) VALUES ('region:22')"), None);
        let fel = flytta(&plats(from, &source), &plats(to, &odd)).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::AnnatRegister), "{fel}");
        assert_eq!((odd.count("SELECT count(*) FROM part"), odd.count("SELECT count(*) FROM flytt")), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_must_be_the_register_s() {
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        let wrong = Nyckelring::from_bytes([2; 32]);
        let fel = move_register(&fran, &till, Some(&wrong), &mut |_| ()).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::Kalla(StoreError::WrongKey)), "{fel}");
        // A server would go on sealing with the other key.
        let forget = |table: &str| target.refusal(&format!("DELETE FROM {table}"));
        assert_eq!((forget("nyckelkontroll"), forget("registernyckel")), (None, None));
        target.open(Some(wrong)).await.unwrap().close().await;
        let fel = flytta(&fran, &till).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::AnnanNyckel), "{fel}");
        assert_eq!(target.count("SELECT count(*) FROM forbund"), 0);
        // One that has no key yet takes that of the register.
        let forget = |table: &str| target.refusal(&format!("DELETE FROM {table}"));
        assert_eq!((forget("nyckelkontroll"), forget("registernyckel")), (None, None));
        assert!(flytta(&fran, &till).await.unwrap().is_equal());
        opened(target).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_or_of_another_form_is_not_moved() {
    let folder = tempfile::tempdir().unwrap();
    let new = Plats::Sqlite(folder.path().join("new.db"));
    let fel = flytta(&Plats::Sqlite(folder.path().join("none.db")), &new).await.unwrap_err();
    assert!(matches!(fel, Flyttfel::Kalla(StoreError::Unavailable(_))), "{fel}");
    assert!(!folder.path().join("none.db").exists(), "no file is made of a name");
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        // A newer one that lets this program in may have what this program does not move.
        let newer = "INSERT INTO migrering VALUES (97, '0097_framtid', '')";
        assert_eq!(source.refusal(newer), None);
        let fel = flytta(&fran, &till).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::Kalla(StoreError::Newer { found: 97, .. })), "{fel}");
        assert_eq!(source.refusal("DELETE FROM migrering WHERE nummer = 97"), None);
        assert!(flytta(&fran, &till).await.unwrap().is_equal());
        assert_eq!(target.refusal(newer), None);
        let fel = flytta(&fran, &till).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::Mal(StoreError::Newer { found: 97, .. })), "{fel}");
        // An older one is migrated first, by whoever it belongs to.
        let older = "DELETE FROM migrering WHERE nummer > 1";
        assert_eq!(source.refusal(older), None);
        let fel = flytta(&fran, &till).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::Kalla(StoreError::NotMigrated { found: 1, .. })), "{fel}");
    }
}

/// A target that alters what it is given is found out before anything is kept.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_come_out_as_it_went_in_is_not_kept() {
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        fill(&source).await;
        let target = empty(to).await;
        let meddle = match to {
            Databas::Sqlite => {
                "CREATE TRIGGER rattar AFTER INSERT ON deltagande WHEN NEW.nummer = 9 \
                 BEGIN UPDATE deltagande SET version = 5 WHERE nummer = 9; END"
            }
            Databas::Postgres => {
                "CREATE FUNCTION rattar() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN IF NEW.nummer = 9 THEN NEW.version = 5; END IF; RETURN NEW; END $$; \
                 CREATE TRIGGER rattar BEFORE INSERT ON deltagande FOR EACH ROW EXECUTE FUNCTION rattar()"
            }
        };
        assert_eq!(target.refusal(meddle), None);
        let (fran, till) = (plats(from, &source), plats(to, &target));
        let moved = flytta(&fran, &till).await.unwrap();
        let differ: Vec<_> = moved.tabeller.iter().filter(|tabell| !tabell.is_equal()).collect();
        assert_eq!(differ.iter().map(|tabell| tabell.tabell).collect::<Vec<_>>(), ["deltagande"]);
        assert_eq!(differ[0].fran.antal, differ[0].till.antal);
        assert!(!moved.redan);
        assert_eq!(target.count("SELECT count(*) FROM deltagande"), 0);
        assert!(matches!(target.open(None).await, Err(StoreError::HalfMoved)));
        let cure = if to == Databas::Sqlite { "DROP TRIGGER rattar" } else { "DROP TRIGGER rattar ON deltagande" };
        assert_eq!(target.refusal(cure), None);
        assert!(flytta(&fran, &till).await.unwrap().is_equal());
    }
}

/// SQLite keeps what PostgreSQL does not.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_target_cannot_keep_is_named() {
    let source = Prov::new(Databas::Sqlite).await;
    source.save((0..3).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    if Databas::postgres().is_some() {
        let target = empty(Databas::Postgres).await;
        assert_eq!(source.refusal("UPDATE deltagande SET nyckel = 'a' || char(0) || 'b' WHERE nummer = 2"), None);
        let fel = flytta(&plats(Databas::Sqlite, &source), &plats(Databas::Postgres, &target)).await.unwrap_err();
        let expected =
            "target: row 2 of deltagande does not decode in column nyckel: a NUL, which PostgreSQL keeps in no text";
        assert_eq!(fel.to_string(), expected);
        assert!(matches!(target.open(None).await, Err(StoreError::HalfMoved)));
    }
    assert_eq!(source.refusal("UPDATE deltagande SET start = 3000000000 WHERE nummer = 3"), None);
    let target = empty(Databas::Sqlite).await;
    let fel = flytta(&plats(Databas::Sqlite, &source), &plats(Databas::Sqlite, &target)).await.unwrap_err();
    assert_eq!(fel.to_string(), "source: row 3 of deltagande does not decode in column start: another type of value");
}
