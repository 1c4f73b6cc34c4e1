//! Migrations: numbered steps from an empty file to the newest form.

use rusqlite::{Connection, TransactionBehavior};

use super::fel::database;
use super::sql::{MIGRERING_INSERT, MIGRERING_LISTA, MIGRERING_SENASTE, MIGRERING_TABELL};
use crate::StoreError;
use crate::migrering::{Migrering, check_applied, known_of};

/// All steps, in order; the first is number 1.
const MIGRERINGAR: &[Migrering] = &[
    Migrering { namn: "0001_grund", text: include_str!("../../migrations/sqlite/0001_grund.sql") },
    Migrering { namn: "0002_andringar", text: include_str!("../../migrations/sqlite/0002_andringar.sql") },
];

/// The newest migration that this program knows.
pub(super) fn known() -> u32 {
    known_of(MIGRERINGAR)
}

/// The newest migration that the database has.
pub(super) fn newest(conn: &Connection) -> Result<u32, StoreError> {
    Ok(u32::try_from(MIGRERING_SENASTE.number(conn, ())?).unwrap_or(u32::MAX))
}

/// Brings the database to the newest migration, all steps or none.
pub(super) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let step = "migrering";
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(database(step))?;
    MIGRERING_TABELL.execute(&transaction, ())?;
    let found = newest(&transaction)?;
    if found > known() {
        return Err(StoreError::Newer { found, known: known() });
    }
    applied(&transaction)?;
    for (nummer, migrering) in (1_u32..).zip(MIGRERINGAR).skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(migrering.text).map_err(database(migrering.namn))?;
        MIGRERING_INSERT.execute(&transaction, (nummer, migrering.namn, migrering.checksum()))?;
    }
    transaction.commit().map_err(database(step))
}

fn applied(conn: &Connection) -> Result<(), StoreError> {
    let sums = MIGRERING_LISTA.all(conn, (), |rad| rad.get::<String>(2, "summa"))?;
    check_applied(MIGRERINGAR, &sums)
}
