//! What a session is told, and the plans of the statements of the hot path.

use super::settings;
use crate::postgres::PostgresStore;
use crate::postgres::sql::{DELTAGANDE_BEFINTLIGA, DELTAGANDE_PERIODER};
use crate::tests::{Databas, Prov, aktor, ring, skrivning};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_knows_its_limits() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    for prepared in [true, false] {
        let settings = super::Settings { prepared, ..settings() };
        let store = PostgresStore::open(&prov.address(), Some(ring()), settings).await.unwrap();
        let session = store.session(None).await.unwrap();
        for (name, value) in [
            ("lock_timeout", "10s"),
            ("statement_timeout", "2min"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("transaction_isolation", "repeatable read"),
        ] {
            let row =
                session.conn.send(session.conn.client.query_one("SELECT current_setting($1)", &[&name])).await.unwrap();
            assert_eq!(row.get::<_, String>(0), value, "{name}");
        }
    }
}

/// Plans of writing are kept: made while the tables are empty, or hold so little that reading them whole would be
/// cheapest, they must be good when the tables are large.
#[tokio::test(flavor = "multi_thread")]
async fn writing_never_reads_a_table_whole() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 0);
    for analyzed in [false, true] {
        if analyzed {
            prov.save(vec![skrivning("d-1", Some("19900312-2380"), "2014-05-01", None)]).await;
            prov.refusal("VACUUM ANALYZE deltagande");
        }
        let store = PostgresStore::open(&prov.address(), Some(ring()), settings()).await.unwrap();
        let unit = store.session(Some(aktor("prov"))).await.unwrap();
        for (sats, types) in
            [(DELTAGANDE_BEFINTLIGA, "text, text[], text[]"), (DELTAGANDE_PERIODER, "text, bytea[], bytea[]")]
        {
            let namn = format!("plan_{analyzed}_{}", types.len());
            let nulls = vec!["NULL"; types.split(", ").count()].join(", ");
            let prepare = format!("PREPARE {namn} ({types}) AS {}", sats.text);
            unit.conn.send(unit.conn.client.batch_execute(&prepare)).await.unwrap();
            let explain = format!("EXPLAIN EXECUTE {namn} ({nulls})");
            let rows = unit.conn.client.query(&explain, &[]).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
            let plan = plan.join("\n");
            assert!(plan.contains("Index Scan using deltagande_"), "{}: {plan}", sats.namn);
            assert!(!plan.contains("Seq Scan on deltagande"), "{}: {plan}", sats.namn);
        }
    }
}
