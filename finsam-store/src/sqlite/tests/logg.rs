//! The change feed and the access log: written by every change, and never changed.

use finsam_core::id::ForbundId;
use uuid::Uuid;

use super::session::bare;
use super::{ANNA, FORBUND, INSATS, Prov, forbund, insats, moment, part, skrivning};
use crate::Store;
use crate::koder;
use crate::rum::{Atkomstmal, Handelsetyp, Resurs, Strategi};
use crate::sqlite::sql::Sats;

#[tokio::test]
async fn every_line_says_who_and_what() {
    let prov = Prov::new().await;
    let here = part("kommun:2280");
    let one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let mut enhet = prov.store.begin(super::aktor("r-1")).await.unwrap();
    enhet.deltaganden().save(here, Strategi::Upsert, vec![one.clone(), one.clone()]).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Deltagande(one.nytt_id), Atkomstmal::Validering(7)]).await.unwrap();
    enhet.commit().await.unwrap();
    let conn = prov.conn();
    let mut lines = conn
        .prepare(
            "SELECT tid, vem, roll, handling, resurs, id, antal FROM atkomstlogg WHERE anrop = 'r-1' ORDER BY nummer",
        )
        .unwrap();
    let aktor = super::aktor("");
    let lines: Vec<(String, Option<[u8; 16]>, Option<i64>)> = lines
        .query_map((), |row| {
            assert_eq!(row.get::<_, i64>(0)?, moment().timestamp_micros());
            assert_eq!(row.get::<_, String>(1)?, aktor.vem);
            assert_eq!(row.get::<_, String>(2)?, aktor.roll);
            assert_eq!(row.get::<_, String>(3)?, aktor.handling);
            Ok((row.get(4)?, row.get(5)?, row.get(6)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let line = || ("deltagande".to_owned(), Some(one.nytt_id.0.into_bytes()), None);
    assert_eq!(lines, [line(), line(), line(), ("validering".to_owned(), None, Some(7))]);
    assert_eq!(prov.count("SELECT count(*) FROM arende WHERE anrop = 'r-1'"), 1);
}

/// A step that fails leaves nothing behind, the row that says who acts among it.
#[tokio::test]
async fn a_failed_step_forgets_what_it_began() {
    let prov = Prov::new().await;
    let mut enhet = prov.begin().await;
    let lank_fails = {
        let mut uppgift = insats("Med nyckel");
        uppgift.forbund_id = ForbundId(Uuid::nil());
        enhet.insatser().update(INSATS, 1, uppgift).await
    };
    assert!(lank_fails.is_err());
    enhet.forbund().update(FORBUND, 1, forbund("Nytt namn")).await.unwrap().unwrap();
    enhet.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE nummer = 4 AND resurs = 'forbund'"), 1);

    let lank = bare(&prov).await;
    let failed = lank.write(|plats| {
        plats.log(koder::VALIDERING, None, Some(1))?;
        Err::<(), _>(crate::StoreError::Conflict("on purpose"))
    });
    assert!(failed.await.is_err());
    lank.write(|plats| plats.log(koder::VALIDERING, None, Some(2))).await.unwrap();
    lank.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'validering'"), 1);
    assert_eq!(prov.count("SELECT antal FROM atkomstlogg WHERE resurs = 'validering'"), 2);
}

#[tokio::test]
async fn the_log_is_append_only_and_numbers_are_never_used_again() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    let conn = prov.conn();
    for sql in [
        "UPDATE atkomst SET antal = 1",
        "DELETE FROM atkomst",
        "DELETE FROM atkomst WHERE nummer = 1",
        "UPDATE arende SET vem = 'x'",
        "DELETE FROM arende",
        "DELETE FROM deltagande",
        "DELETE FROM handelse WHERE nummer = (SELECT max(nummer) FROM handelse)",
    ] {
        let fel = conn.execute(sql, ()).unwrap_err();
        assert_eq!(fel.sqlite_error().unwrap().extended_code, rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER, "{sql}");
    }
    // Nor does the writer's own connection replace a line.
    const ERSATT: Sats =
        Sats { namn: "ersatt", text: "REPLACE INTO atkomst (nummer, arende, resurs) VALUES (1, 1, 1)" };
    let lank = bare(&prov).await;
    let fel = lank.write(|plats| ERSATT.execute(plats.conn, ())).await.unwrap_err();
    assert_eq!(fel.to_string(), "ersatt: the access log is append-only");
    drop(lank);
    // Old events may go, and the next one still gets a new number.
    let last = prov.count("SELECT max(nummer) FROM handelse");
    conn.execute("DELETE FROM handelse WHERE nummer < (SELECT max(nummer) FROM handelse)", ()).unwrap();
    prov.save(vec![skrivning("d-2", None, "2014-01-01", None)]).await;
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.handelser().after(last, 10).await.unwrap().len(), 1);
    assert_eq!(las.handelser().last().await.unwrap(), last + 1);
}

/// The numbers stand in databases and in the views of the first migration.
#[test]
fn codes_and_views_agree() {
    let prov = Prov::empty();
    let conn = prov.conn();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.execute("INSERT INTO arende (nummer, tid, vem, roll, handling, anrop) VALUES (1, 0, '', '', '', '')", ())
        .unwrap();
    for typ in Handelsetyp::ALL {
        for resurs in Resurs::ALL {
            assert_eq!(koder::typ_of(koder::typ(*typ)), Some(*typ));
            assert_eq!(koder::resurs_of(koder::resurs(*resurs)), Some(*resurs));
            let values = (koder::typ(*typ), koder::resurs(*resurs));
            conn.execute(
                "INSERT INTO handelse (arende, typ, resurs, rad, version, id) VALUES (1, ?1, ?2, 1, 1, x'')",
                values,
            )
            .unwrap();
            let read: (String, String) = conn
                .query_row("SELECT typ, resurs FROM handelser ORDER BY nummer DESC LIMIT 1", (), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .unwrap();
            assert_eq!(read, (typ.code().to_owned(), resurs.code().to_owned()));
        }
    }
    assert_eq!(koder::typ_of(0), None);
    assert_eq!(koder::resurs_of(koder::TOKEN), None);
}
