//! Migrations: numbered steps from an empty database to the newest form.

use super::anslut::Anslutning;
use super::fel::database;
use super::las;
use super::sql::{
    MIGRERING_FINNS, MIGRERING_INSERT, MIGRERING_LISTA, MIGRERING_SENASTE, MIGRERING_TABELL, TRANSAKTION_BORJA,
    TRANSAKTION_LAS_RUM, TRANSAKTION_VERKSTALL,
};
use crate::StoreError;
use crate::migrering::{Migrering, check_applied, known_of};

/// All steps, in order; the first is number 1.
pub(crate) const MIGRERINGAR: &[Migrering] = &[
    Migrering { namn: "0001_grund", text: include_str!("../../migrations/postgres/0001_grund.sql") },
    Migrering { namn: "0002_andringar", text: include_str!("../../migrations/postgres/0002_andringar.sql") },
];

/// The newest migration that this program knows.
pub(super) fn known() -> u32 {
    known_of(MIGRERINGAR)
}

/// The newest migration that the database has.
pub(super) async fn newest(conn: &Anslutning) -> Result<u32, StoreError> {
    if MIGRERING_FINNS.number(conn, &[]).await? == 0 {
        return Ok(0);
    }
    Ok(u32::try_from(MIGRERING_SENASTE.number(conn, &[]).await?).unwrap_or(u32::MAX))
}

/// Whether the database is in the form that this program needs.
pub(super) async fn check(conn: &Anslutning) -> Result<(), StoreError> {
    let (found, known) = (newest(conn).await?, known());
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found < known {
        return Err(StoreError::NotMigrated { found, known });
    }
    applied(conn).await
}

/// Brings the database to the newest migration, all steps or none. Another one that migrates is waited for, for as long
/// as a lock may be waited for; so is whoever uses a table that a step changes.
pub(super) async fn migrate(conn: &Anslutning) -> Result<(), StoreError> {
    TRANSAKTION_BORJA.control(conn).await?;
    let (class, key) = las::MIGRERING;
    TRANSAKTION_LAS_RUM.execute(conn, &[&class, &key]).await?;
    let found = newest(conn).await?;
    if found > known() {
        return Err(StoreError::Newer { found, known: known() });
    }
    MIGRERING_TABELL.control(conn).await?;
    applied(conn).await?;
    for (nummer, migrering) in (1_i64..).zip(MIGRERINGAR).skip(usize::try_from(found).unwrap_or_default()) {
        conn.client.batch_execute(migrering.text).await.map_err(database(migrering.namn))?;
        MIGRERING_INSERT.execute(conn, &[&nummer, &migrering.namn, &migrering.checksum()]).await?;
    }
    TRANSAKTION_VERKSTALL.control(conn).await
}

async fn applied(conn: &Anslutning) -> Result<(), StoreError> {
    let sums = MIGRERING_LISTA.all(conn, &[], |rad| rad.get::<String>(2, "summa")).await?;
    check_applied(MIGRERINGAR, &sums)
}
