//! Every statement file, prepared.

use std::collections::BTreeSet;
use std::path::Path;

use tokio_postgres::types::Type;

use super::super::anslut::{connect, parse, pool};
use super::super::migrering::PROGRAM;
use super::super::sql::ALLA;
use super::{Egen, settings};
use crate::tests::Databas;

/// The statement files: those for PostgreSQL only, and those for both.
fn files(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
            found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

#[tokio::test]
async fn every_file_is_used_and_every_statement_prepares() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    let mut found = BTreeSet::new();
    files(&root, &mut found);
    let own: BTreeSet<&str> = found.iter().map(String::as_str).filter(|name| name.ends_with(".postgres.sql")).collect();
    let used: BTreeSet<&str> =
        ALLA.iter().map(|sats| sats.namn).filter(|name| name.ends_with(".postgres.sql")).collect();
    assert_eq!(own, used);

    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(true);
    let settings = settings();
    let conn = connect(&pool(parse(&egen.address(), &settings, PROGRAM).unwrap(), &settings).unwrap(), &settings)
        .await
        .unwrap();
    for name in found.iter().filter(|name| !name.ends_with(".sqlite.sql")) {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        assert!(!text.trim_end().contains(';'), "{name}: one statement, without an end");
        // A value that may be NULL says nothing of its type, so the store gives the types of all. These cannot be told.
        let types: &[Type] = match name.split_once('/').unwrap() {
            ("insats", "lista.postgres.sql" | "rakna.postgres.sql") => {
                &[Type::BYTEA_ARRAY, Type::TEXT, Type::TEXT, Type::INT8, Type::INT8]
            }
            ("deltagande", "jamfor.sql" | "jamfor_insats.sql" | "rakna_jamfor.sql") => {
                &[Type::TEXT, Type::TEXT, Type::INT8, Type::INT8]
            }
            ("deltagande", name) if name.starts_with("lista") || name.starts_with("rakna") => {
                &[Type::TEXT, Type::INT8, Type::INT8, Type::INT8]
            }
            ("deltagande", "arbetslage.sql") => &[Type::BYTEA, Type::TEXT],
            ("logg", "rakna_id.sql") => {
                &[Type::INT8, Type::INT8, Type::TEXT, Type::TEXT, Type::INT8, Type::TEXT, Type::BYTEA]
            }
            ("logg", name) if name.starts_with("lista") || name.starts_with("rakna") => {
                &[Type::INT8, Type::INT8, Type::TEXT, Type::TEXT, Type::INT8, Type::TEXT]
            }
            ("webhook", "lista.sql" | "rakna.sql") => &[Type::TEXT, Type::BYTEA],
            ("gallring", "bara.sql") => &[Type::INT8, Type::INT4, Type::INT8, Type::TEXT, Type::INT8],
            _ => &[],
        };
        conn.client.prepare_typed(&text, types).await.unwrap_or_else(|fel| panic!("{name}: {fel:?}"));
    }
}
