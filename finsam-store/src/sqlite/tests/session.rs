//! Sessions: what they see, how they end, and what happens to those that fail.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{ANNA, Prov, aktor, nyckel, part, skrivning};
use crate::sqlite::lank::{Lank, Slag};
use crate::sqlite::lasare::Lasning;
use crate::sqlite::migrering::PROGRAM;
use crate::sqlite::skrivare::Borjan;
use crate::sqlite::sql::{FORBUND_ALLA, HANDELSE_SISTA, Sats};
use crate::sqlite::{Settings, enqueue, wait};
use crate::{Store, StoreError, Tillstand};

/// A statement that no room has, for meddling.
const SLASK: Sats = Sats { namn: "slask", text: "CREATE TABLE slask (x)" };

/// A unit of work whose steps the test writes itself.
pub(super) async fn bare(prov: &Prov) -> Lank {
    let (lank, bud) = Lank::new();
    let (tur, turn) = oneshot::channel();
    enqueue(&prov.store.koer().unwrap().skriv, Borjan { aktor: aktor("prov"), apart: false, bud, tur }).unwrap();
    wait(turn).await.unwrap();
    lank
}

/// The same of a reading session.
async fn bare_read(prov: &Prov) -> Lank {
    let (lank, bud) = Lank::new();
    let (tur, turn) = oneshot::channel();
    enqueue(&prov.store.koer().unwrap().las, Lasning { bud, tur }).unwrap();
    wait(turn).await.unwrap();
    lank
}

/// Nobody waits for the answer, so nobody knows what was done: it must not be kept.
#[tokio::test]
async fn a_cancelled_step_ends_the_unit_of_work() {
    let prov = Prov::new().await;
    for already_answered in [false, true] {
        let lank = bare(&prov).await;
        let answer = lank.start(Slag::Skriv, |plats| SLASK.execute(plats.conn, ()));
        if already_answered {
            lank.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await.unwrap();
        }
        drop(answer);
        assert!(lank.commit().await.is_err());
    }
    assert_eq!(prov.count("SELECT count(*) FROM sqlite_schema WHERE name = 'slask'"), 0);
    // A cancelled read has done nothing.
    let lank = bare(&prov).await;
    drop(lank.start(Slag::Las, |plats| HANDELSE_SISTA.number(plats.conn, ())));
    lank.write(|plats| SLASK.execute(plats.conn, ())).await.unwrap();
    lank.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM sqlite_schema WHERE name = 'slask'"), 1);
}

#[tokio::test]
async fn a_panic_ends_only_its_own_session() {
    let prov = Prov::new().await;
    for slag in [Slag::Las, Slag::Skriv, Slag::Tung] {
        let lank = bare(&prov).await;
        lank.write(|plats| SLASK.execute(plats.conn, ())).await.unwrap();
        let answer = lank.run(slag, |_| -> Result<(), StoreError> { panic!("on purpose") }).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{slag:?}");
        let next = lank.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await;
        assert!(matches!(next, Err(StoreError::Unavailable(_))), "nothing more is done in it");
        assert!(lank.commit().await.is_err());
    }
    for _ in 0..8 {
        let lank = bare_read(&prov).await;
        assert!(lank.read(|_| -> Result<(), StoreError> { panic!("on purpose") }).await.is_err());
    }
    assert_eq!(prov.count("SELECT count(*) FROM sqlite_schema WHERE name = 'slask'"), 0);
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None)]).await;
    assert!(
        prov.store
            .read()
            .await
            .unwrap()
            .deltaganden()
            .get(part("kommun:2280"), &nyckel("d-1"))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let prov = Prov::new().await;
    let lank = bare_read(&prov).await;
    assert!(lank.read(|plats| SLASK.execute(plats.conn, ())).await.is_err());
    assert_eq!(prov.count("SELECT count(*) FROM sqlite_schema WHERE name = 'slask'"), 0);
}

#[tokio::test]
async fn the_silent_are_ended() {
    let prov = Prov::with(Settings { idle: Duration::from_millis(100), readers: 1, ..Settings::default() });
    let silent = bare(&prov).await;
    silent.write(|plats| SLASK.execute(plats.conn, ())).await.unwrap();
    let reader = bare_read(&prov).await;
    // Others get their turn without its being dropped.
    timeout(Duration::from_secs(5), prov.store.begin(aktor("next"))).await.unwrap().unwrap().commit().await.unwrap();
    timeout(Duration::from_secs(5), prov.store.read()).await.unwrap().unwrap();
    assert!(silent.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await.is_err());
    assert!(silent.commit().await.is_err());
    assert!(reader.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await.is_err());
    assert_eq!(prov.count("SELECT count(*) FROM sqlite_schema WHERE name = 'slask'"), 0);
}

#[tokio::test]
async fn the_queue_is_bounded_and_those_that_leave_it_are_passed_over() {
    let prov = Prov::with(Settings { queue: 2, readers: 1, ..Settings::default() });
    let holder = prov.begin().await;
    let mut waiting = vec![Box::pin(prov.store.begin(aktor("a"))), Box::pin(prov.store.begin(aktor("b")))];
    for one in &mut waiting {
        assert!(timeout(Duration::from_millis(20), one).await.is_err(), "it waits");
    }
    let refused = prov.store.begin(aktor("c")).await.err().unwrap();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    let last = waiting.pop().unwrap();
    drop(waiting);
    holder.commit().await.unwrap();
    last.await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn readers_do_not_wait_for_the_writer() {
    let prov = Prov::new().await;
    let lank = bare(&prov).await;
    lank.write(|plats| SLASK.execute(plats.conn, ())).await.unwrap();
    let forbund = timeout(Duration::from_secs(5), async { prov.store.read().await.unwrap().forbund().all().await });
    assert_eq!(forbund.await.unwrap().unwrap().len(), 1);
    lank.commit().await.unwrap();
}

#[tokio::test]
async fn it_tells_its_state() {
    let prov = Prov::empty();
    let (migration, behovd_migration) = (PROGRAM.known(), PROGRAM.needed());
    assert_eq!(
        prov.store.state().await.unwrap(),
        Tillstand { migration, kand_migration: migration, behovd_migration, kompatibel_fran: 3 }
    );
}

/// A row that was tampered with is named without being quoted.
#[tokio::test]
async fn a_row_that_does_not_decode_is_named() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None)]).await;
    let here = part("kommun:2280");
    let read = async || prov.store.read().await.unwrap().deltaganden().get(here, &nyckel("d-1")).await.unwrap_err();
    prov.conn().execute("UPDATE deltagande SET post = replace(post, 'sjukpenning', 'hemligt')", ()).unwrap();
    let fel = read().await;
    assert!(matches!(fel, StoreError::Decode { table: "deltagande", column: "post", .. }), "{fel}");
    assert!(!fel.to_string().contains("hemligt"), "{fel}");
    prov.conn().execute("UPDATE deltagande SET id = x'00'", ()).unwrap();
    assert_eq!(read().await.to_string(), "row 1 of deltagande does not decode in column id: not 16 bytes");
    prov.conn().execute("UPDATE forbund SET uppgift = '{'", ()).unwrap();
    let lank = bare(&prov).await;
    let fel =
        lank.read(|plats| FORBUND_ALLA.all(plats.conn, (), |rad| rad.json::<Vec<u8>>(4, "uppgift"))).await.unwrap_err();
    assert!(fel.to_string().starts_with("row 1 of forbund does not decode in column uppgift: JSON: "), "{fel}");
    assert!(lank.commit().await.is_ok(), "a row that does not decode is no failure of the database");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_is_told_while_every_reader_is_in_use() {
    let prov = Prov::new_with(Settings { readers: 2, ..Settings::default() }).await;
    let before = prov.store.load().begun;
    let (one, two) = (prov.store.read().await.unwrap(), prov.store.read().await.unwrap());
    let writing = prov.begin().await;
    let waiting = async { both(prov.store.read(), prov.store.begin(aktor("väntar"))).await };
    let told = async {
        while prov.store.load().vantar == 0 || prov.store.load().skrivko == Some(0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let load = prov.store.load();
        let state = tokio::time::timeout(Duration::from_secs(2), prov.store.state()).await.unwrap().unwrap();
        assert_eq!(state.migration, state.kand_migration);
        drop((one, two, writing));
        load
    };
    let ((), load) = tokio::join!(waiting, told);
    assert_eq!((load.platser, load.upptagna, load.vantar, load.skrivko), (2, 2, 1, Some(1)));
    assert_eq!(load.begun - before, 2, "the one that waits too, and what only reads is none");
    prov.store.close().await;
    assert_eq!((prov.store.load().upptagna, prov.store.load().vantar), (0, 0));
}

/// Waits for both and lets both go.
async fn both(
    reading: impl Future<Output = Result<Box<dyn crate::ReadSession>, StoreError>>,
    writing: impl Future<Output = Result<Box<dyn crate::UnitOfWork>, StoreError>>,
) {
    let (reading, writing) = tokio::join!(reading, writing);
    drop((reading.unwrap(), writing.unwrap()));
}
