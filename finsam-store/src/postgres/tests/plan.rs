//! What a session is told, and the plans of the statements of the hot path.

use super::settings;
use crate::postgres::PostgresStore;
use crate::postgres::sql::{DELTAGANDE_BEFINTLIGA, DELTAGANDE_PERIODER, HANDELSE_AV_PART, HANDELSE_AV_REGISTRET};
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
            ("jit", "off"),
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

/// Writing is planned once on a connection; reading on the same one is not, before it or after.
#[tokio::test(flavor = "multi_thread")]
async fn writing_is_planned_in_another_way_than_reading() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    for prepared in [true, false] {
        let settings = super::Settings { prepared, connections: 1, ..settings() };
        let store = PostgresStore::open(&prov.address(), Some(ring()), settings).await.unwrap();
        for writes in [true, false, true, false] {
            let session = store.session(writes.then(|| aktor("prov"))).await.unwrap();
            let seqscan = if writes { "off" } else { "on" };
            let plans = if writes && prepared { "force_generic_plan" } else { "auto" };
            for (name, value) in [("enable_seqscan", seqscan), ("plan_cache_mode", plans)] {
                let client = &session.conn.client;
                let row = session.conn.send(client.query_one("SELECT current_setting($1)", &[&name])).await.unwrap();
                assert_eq!(row.get::<_, String>(0), value, "{name}, {prepared}, {writes}");
            }
        }
    }
}

/// However many events there are, a part's own are found without reading all of them, with statistics and without.
#[tokio::test(flavor = "multi_thread")]
async fn a_parts_events_are_found_among_many() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let (client, connection) = tokio_postgres::connect(&prov.address(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let filled = "INSERT INTO part VALUES (1, 'kommun:2280'), (2, 'region:22');
        INSERT INTO kalla VALUES (1, 1, 's'), (2, 2, 's');
        INSERT INTO deltagande (nummer, id, kalla, nyckel, version, part, insats)
        SELECT n, decode(md5(n::text), 'hex'), 1 + (n % 500 = 0)::int, n, 1, 1 + (n % 500 = 0)::int, 1
        FROM generate_series(1, 50000) n;
        INSERT INTO handelse (nummer, arende, typ, resurs, rad, version, id)
        SELECT n + 3, 1, 1, 3, n, 1, decode(md5(n::text), 'hex') FROM generate_series(1, 50000) n;
        INSERT INTO handelsespann (part, till, fran)
        SELECT part, nummer + 3, nummer + 3 FROM deltagande WHERE nummer % 10 = 0 OR part = 2;";
    client.batch_execute(filled).await.unwrap();
    for analyze in [false, true] {
        if analyze {
            client.batch_execute("ANALYZE").await.unwrap();
        }
        client.batch_execute("SET jit = off").await.unwrap();
        for sats in [HANDELSE_AV_PART, HANDELSE_AV_REGISTRET] {
            let values = if sats == HANDELSE_AV_PART { ["'region:22'", "0", "1000"] } else { ["0", "1000", ""] };
            let text =
                (1..).zip(values).fold(sats.text.to_owned(), |text, (n, value)| text.replace(&format!("${n}"), value));
            let rows = client.query(&format!("EXPLAIN {text}"), &[]).await.unwrap();
            let plan: String = rows.iter().map(|row| row.get::<_, String>(0) + "\n").collect();
            for table in ["handelse h", "handelse h_1", "deltagande"] {
                assert!(!plan.contains(&format!("Seq Scan on {table}")), "{}: {plan}", sats.namn);
            }
        }
    }
    let found =
        prov.store.read().await.unwrap().handelser().of_part("region:22".parse().unwrap(), 0, 1_000).await.unwrap();
    assert_eq!((found.len(), found[0].handelse.nummer, found[99].handelse.nummer), (100, 503, 50_003));
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
