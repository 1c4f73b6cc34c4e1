//! Plans of the statements of the hot path: made for an empty table they must not be kept while it is filled.

use super::settings;
use crate::postgres::PostgresStore;
use crate::tests::{Databas, Prov, ring};

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_made_for_the_values() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    for prepared in [true, false] {
        let settings = super::Settings { prepared, ..settings() };
        let store = PostgresStore::open(&prov.address(), Some(ring()), settings).await.unwrap();
        let session = store.session(None).await.unwrap();
        for (name, value) in [
            ("plan_cache_mode", "force_custom_plan"),
            ("lock_timeout", "10s"),
            ("statement_timeout", "2min"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("transaction_isolation", "repeatable read"),
        ] {
            let row = session.conn.client.query_one("SELECT current_setting($1)", &[&name]).await.unwrap();
            assert_eq!(row.get::<_, String>(0), value, "{name}");
        }
    }
}
