//! Migrations: numbered steps from an empty file to the newest form.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::fel::database;
use super::sql::{
    FLYTT_MARKE, KOMPATIBILITET_GET, KOMPATIBILITET_HOJ, MIGRERING_FINNS, MIGRERING_INSERT, MIGRERING_LISTA,
    MIGRERING_TABELL,
};
use crate::StoreError;
use crate::migrering::{self, Funnet, KOMPATIBILITET, Migrering, Program};

/// All steps, in order.
const MIGRERINGAR: &[Migrering] = &[
    Migrering { namn: "0001_grund", text: include_str!("../../migrations/sqlite/0001_grund.sql") },
    Migrering { namn: "0002_andringar", text: include_str!("../../migrations/sqlite/0002_andringar.sql") },
    Migrering {
        namn: "0003_kompatibilitet_och_flytt",
        text: include_str!("../../migrations/sqlite/0003_kompatibilitet_och_flytt.sql"),
    },
    Migrering { namn: "0004_importer", text: include_str!("../../migrations/sqlite/0004_importer.sql") },
    Migrering { namn: "0005_avstamning", text: include_str!("../../migrations/sqlite/0005_avstamning.sql") },
    Migrering { namn: "0006_lag_och_ekonomi", text: include_str!("../../migrations/sqlite/0006_lag_och_ekonomi.sql") },
    Migrering { namn: "0007_nycklar", text: include_str!("../../migrations/sqlite/0007_nycklar.sql") },
    Migrering { namn: "0008_samtycke", text: include_str!("../../migrations/sqlite/0008_samtycke.sql") },
    Migrering { namn: "0009_logg", text: include_str!("../../migrations/sqlite/0009_logg.sql") },
    Migrering { namn: "0010_forsegling", text: include_str!("../../migrations/sqlite/0010_forsegling.sql") },
    Migrering { namn: "0011_gallring", text: include_str!("../../migrations/sqlite/0011_gallring.sql") },
    Migrering { namn: "0012_uppfoljningar", text: include_str!("../../migrations/sqlite/0012_uppfoljningar.sql") },
    Migrering {
        namn: "0013_borttagna_nycklar",
        text: include_str!("../../migrations/sqlite/0013_borttagna_nycklar.sql"),
    },
    Migrering { namn: "0014_nyckelinnehav", text: include_str!("../../migrations/sqlite/0014_nyckelinnehav.sql") },
    Migrering { namn: "0015_faststallelser", text: include_str!("../../migrations/sqlite/0015_faststallelser.sql") },
    Migrering { namn: "0016_bakgrundstal", text: include_str!("../../migrations/sqlite/0016_bakgrundstal.sql") },
    Migrering { namn: "0017_ny_i_ett_anrop", text: include_str!("../../migrations/sqlite/0017_ny_i_ett_anrop.sql") },
    Migrering {
        namn: "0018_strukturdeltagande",
        text: include_str!("../../migrations/sqlite/0018_strukturdeltagande.sql"),
    },
    Migrering { namn: "0019_skyddstillstand", text: include_str!("../../migrations/sqlite/0019_skyddstillstand.sql") },
];

/// This program.
pub(crate) const PROGRAM: Program = Program(MIGRERINGAR);

/// What the database says of its migrations.
pub(super) fn found(conn: &Connection) -> Result<Funnet, StoreError> {
    if MIGRERING_FINNS.number(conn, ())? == 0 {
        return Ok(Funnet::default());
    }
    let steg = MIGRERING_LISTA.all(conn, (), |rad| Ok((rad.get(0, "nummer")?, rad.get(2, "summa")?)))?;
    let mut funnet = Funnet { steg, kompatibel_fran: 0 };
    if funnet.newest() >= KOMPATIBILITET {
        let fran = KOMPATIBILITET_GET.first(conn, (), |rad| rad.get(1, "fran"))?;
        funnet.kompatibel_fran = fran.unwrap_or_default();
    }
    Ok(funnet)
}

/// Whether the database is in a form that the program can use, and is a whole register.
pub(super) fn check(conn: &Connection, program: Program) -> Result<(), StoreError> {
    let funnet = found(conn)?;
    program.check(&funnet)?;
    if marker(conn, &funnet)?.is_some() { Err(StoreError::HalfMoved) } else { Ok(()) }
}

/// Which register is being moved here.
pub(super) fn marker(conn: &Connection, funnet: &Funnet) -> Result<Option<Vec<u8>>, StoreError> {
    if funnet.newest() < KOMPATIBILITET {
        return Ok(None);
    }
    FLYTT_MARKE.first(conn, (), |rad| rad.get(1, "kalla"))
}

/// Takes the steps that the database does not have, all of them or none, up to one that has to wait until the database
/// lets no older programs in. With `contract`, and in a new one, it lets none in any more and no step waits. Whoever writes is waited for
/// as long as the connection has been told (`busy`).
pub(super) fn migrate(
    conn: &mut Connection,
    program: Program,
    contract: bool,
    busy: Duration,
) -> Result<(), StoreError> {
    let funnet = found(conn)?;
    program.check_known(&funnet)?;
    if program.next(&funnet).is_none() && !(contract && program.oldest(&funnet).is_some()) {
        return Ok(());
    }
    let contract = contract || funnet.steg.is_empty();
    let first = program.next(&funnet).map_or("kompatibilitet", |steg| steg.namn);
    let transaction = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(database(first))
        .map_err(|fel| migrering::waited(fel, first, busy))?;
    MIGRERING_TABELL.execute(&transaction, ())?;
    let mut funnet = found(&transaction)?;
    program.check_known(&funnet)?;
    loop {
        while let Some(steg) = program.next(&funnet) {
            transaction.execute_batch(steg.text).map_err(database(steg.namn))?;
            MIGRERING_INSERT.execute(&transaction, (steg.nummer(), steg.namn, steg.checksum()))?;
            funnet = found(&transaction)?;
        }
        let Some(fran) = program.oldest(&funnet).filter(|_| contract) else { break };
        if KOMPATIBILITET_HOJ.execute(&transaction, (fran,))? == 0 {
            return Err(migrering::without_row());
        }
        funnet = found(&transaction)?;
    }
    transaction.commit().map_err(database(first))
}
