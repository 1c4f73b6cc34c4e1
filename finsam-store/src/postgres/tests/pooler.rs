//! Through a PgBouncer in transaction pooling, where the next transaction may be on another connection.

use std::time::Duration;

use super::bouncer::Pooler;
use super::{PostgresStore, Settings, settings};
use crate::rum::{Skrivning, Skrivutfall, Strategi};
use crate::tests::{Databas, Prov, aktor, ring, skrivning};
use crate::{Store, StoreError};

/// Fewer than the store has, so that they are handed from one to another.
const ANSLUTNINGAR: usize = 3;

/// A database as PgBouncer is told of it.
fn server(address: &str) -> String {
    let config: tokio_postgres::Config = address.parse().unwrap();
    let tokio_postgres::config::Host::Tcp(host) = &config.get_hosts()[0] else { panic!("{address}") };
    let password = config.get_password().map(|password| format!(" password={}", String::from_utf8_lossy(password)));
    format!(
        "host={host} port={} dbname={} user={}{}",
        config.get_ports().first().copied().unwrap_or(5432),
        config.get_dbname().unwrap(),
        config.get_user().unwrap(),
        password.unwrap_or_default()
    )
}

fn unprepared() -> Settings {
    Settings { prepared: false, ..settings() }
}

/// Participations that are all changed from one round to the next.
fn batch(n: usize, len: usize, round: u32) -> Vec<Skrivning> {
    let slut = format!("2014-02-{:02}", round + 1);
    (0..len).map(|i| skrivning(&format!("p{n}-{i}"), None, "2014-01-01", Some(&slut))).collect()
}

async fn save(store: &PostgresStore, n: usize, round: u32) -> Vec<Skrivutfall> {
    let part = format!("kommun:{}", [2280, 2281, 2282, 2283, 2284, 2260, 2262, 2303][n]).parse().unwrap();
    let mut unit = store.begin(aktor("pooler")).await.unwrap();
    let outcomes = unit.deltaganden().save(part, Strategi::Upsert, batch(n, 40, round)).await.unwrap();
    unit.commit().await.unwrap();
    let mut reading = store.read().await.unwrap();
    assert_eq!(reading.forbund().all().await.unwrap().len(), 1);
    assert!(reading.deltaganden().get(part, &batch(n, 1, 0)[0].nyckel).await.unwrap().is_some());
    outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_prepared_statements_everything_works() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let Some(pooler) = Pooler::start(&server(&prov.address()), ANSLUTNINGAR) else { return };
    let open = async |settings| PostgresStore::open(&pooler.address(), Some(ring()), settings).await;
    let store = std::sync::Arc::new(open(unprepared()).await.unwrap());

    // The first time that a part sends anything takes a connection more, so not all of them at once.
    for n in 0..8 {
        let outcomes = save(&store, n, 0).await;
        assert!(outcomes.iter().all(|one| matches!(one, Skrivutfall::Skapad { .. })));
    }
    // More at once than there are connections, each in several rounds.
    let mut under_way = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = std::sync::Arc::clone(&store);
        under_way.spawn(async move {
            for round in 1..5 {
                let outcomes = save(&store, n, round).await;
                assert!(outcomes.iter().all(|one| matches!(one, Skrivutfall::Uppdaterad { .. })));
            }
        });
    }
    while let Some(ended) = under_way.join_next().await {
        ended.unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 320);
    assert_eq!(prov.count("SELECT count(*) FROM handelse"), 3 + 5 * 320);
    assert!(store.load().upptagna == 0 && store.state().await.is_ok());

    // The limits of a session hold on whatever connection it gets.
    let hasty = open(Settings { lock: Duration::from_millis(80), ..unprepared() }).await.unwrap();
    let part = "kommun:2280".parse().unwrap();
    let mut holder = store.begin(aktor("holder")).await.unwrap();
    holder.deltaganden().save(part, Strategi::Upsert, batch(0, 1, 9)).await.unwrap();
    let mut waiting = hasty.begin(aktor("hasty")).await.unwrap();
    let fel = waiting.deltaganden().save(part, Strategi::Upsert, batch(0, 1, 9)).await.unwrap_err();
    assert!(matches!(&fel, StoreError::Unavailable(said) if said.ends_with("55P03")), "{fel}");
    drop((waiting, holder));
    hasty.close().await;
    store.close().await;
}

/// Why the mode is there: PgBouncer has handed statements prepared by name along since 1.21 only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_prepared_statements_an_older_one_fails() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let Some(pooler) = Pooler::start(&server(&prov.address()), ANSLUTNINGAR) else { return };
    if pooler.version >= (1, 21) {
        return;
    }
    let failed = async {
        let first = PostgresStore::open(&pooler.address(), Some(ring()), settings()).await?;
        let second = PostgresStore::open(&pooler.address(), Some(ring()), settings()).await?;
        // A round goes well where each happens to get the connection that it prepared on: not so many in a row.
        for _ in 0..200 {
            let (one, other) = tokio::join!(first.read(), second.read());
            one?.forbund().all().await?;
            other?.forbund().all().await?;
        }
        Ok::<_, StoreError>(())
    };
    assert!(failed.await.is_err());
}
