//! What is moved is what the databases have: a table or a column that a migration adds must be described.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::flytt::{EJ_FLYTTADE, Rader, Slag, TABELLER};
use crate::tests::{Databas, Egen, Prov};

/// A column as a catalogue has it: its name, its type, and its place in the primary key, from 1.
type Kolumn = (String, String, i64);
type Katalog = BTreeMap<String, Vec<Kolumn>>;

/// What the description says there should be.
fn described(name_of: fn(Slag) -> &'static str) -> Katalog {
    let tables = TABELLER.iter().map(|tabell| {
        let columns = tabell.kolumner.iter().zip(1..).map(|(kolumn, place)| {
            let key = if place <= i64::try_from(tabell.nyckel).unwrap() { place } else { 0 };
            (kolumn.namn.to_owned(), name_of(kolumn.slag).to_owned(), key)
        });
        (tabell.namn.to_owned(), columns.collect())
    });
    tables.collect()
}

fn without_unmoved(mut katalog: Katalog) -> Katalog {
    for table in EJ_FLYTTADE {
        assert!(katalog.remove(table).is_some(), "{table} is not there");
    }
    katalog
}

fn of_sqlite(conn: &Connection) -> Katalog {
    let sql = "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
               WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               ORDER BY t.name, c.cid";
    let mut katalog = Katalog::new();
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map((), |row| Ok((row.get::<_, String>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))));
    for row in rows.unwrap() {
        let (table, column) = row.unwrap();
        katalog.entry(table).or_default().push(column);
    }
    katalog
}

async fn of_postgres(client: &tokio_postgres::Client) -> Katalog {
    let sql = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), \
                   COALESCE(array_position(i.indkey::int2[], a.attnum), -1)::bigint + 1, a.attidentity <> '' \
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
               LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
               WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname, a.attnum";
    let mut katalog = Katalog::new();
    for row in client.query(sql, &[]).await.unwrap() {
        let table: String = row.get(0);
        let numrerad = TABELLER.iter().any(|tabell| tabell.namn == table && tabell.rader == Rader::Numrerade);
        let column: String = row.get(1);
        let given: bool = row.get(4);
        assert_eq!(given, numrerad && column == "nummer", "{table}.{column}: who gives the numbers");
        katalog.entry(table).or_default().push((column, row.get(2), row.get(3)));
    }
    katalog
}

const fn sqlite_type(slag: Slag) -> &'static str {
    match slag {
        Slag::Int8 | Slag::Int4 | Slag::Int2 => "INTEGER",
        Slag::Text => "TEXT",
        Slag::Bytes => "BLOB",
    }
}

const fn postgres_type(slag: Slag) -> &'static str {
    match slag {
        Slag::Int8 => "bigint",
        Slag::Int4 => "integer",
        Slag::Int2 => "smallint",
        Slag::Text => "text",
        Slag::Bytes => "bytea",
    }
}

#[tokio::test]
async fn everything_in_sqlite_is_moved() {
    let prov = Prov::empty(Databas::Sqlite).await;
    let conn = Connection::open(super::file(&prov)).unwrap();
    assert_eq!(without_unmoved(of_sqlite(&conn)), described(sqlite_type));
    // The comparison sees what is new.
    conn.execute_batch("CREATE TABLE ny (x TEXT); ALTER TABLE token ADD COLUMN y INTEGER").unwrap();
    let more = without_unmoved(of_sqlite(&conn));
    let new: BTreeSet<_> =
        more.iter().filter(|(table, columns)| described(sqlite_type).get(*table) != Some(columns)).collect();
    assert_eq!(new.iter().map(|(table, _)| table.as_str()).collect::<Vec<_>>(), ["ny", "token"]);
}

#[tokio::test]
async fn everything_in_postgres_is_moved() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(true);
    let (client, connection) = tokio_postgres::connect(&egen.address(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    assert_eq!(without_unmoved(of_postgres(&client).await), described(postgres_type));
    client.batch_execute("CREATE TABLE ny (x text); ALTER TABLE token ADD COLUMN y bigint").await.unwrap();
    let more = without_unmoved(of_postgres(&client).await);
    let new = more.iter().filter(|(table, columns)| described(postgres_type).get(*table) != Some(columns));
    assert_eq!(new.map(|(table, _)| table.as_str()).collect::<Vec<_>>(), ["ny", "token"]);
}

/// Rows that others name come before them.
#[tokio::test]
async fn tables_come_after_those_that_they_name() {
    let prov = Prov::empty(Databas::Sqlite).await;
    let conn = Connection::open(super::file(&prov)).unwrap();
    let mut before = BTreeSet::new();
    for tabell in TABELLER {
        before.insert(tabell.namn.to_owned());
        let mut statement = conn.prepare("SELECT \"table\" FROM pragma_foreign_key_list(?1)").unwrap();
        let named = statement.query_map((tabell.namn,), |row| row.get::<_, String>(0)).unwrap();
        for named in named {
            assert!(before.contains(&named.unwrap()), "{}", tabell.namn);
        }
    }
}
