//! Migrations: numbered steps from an empty database to the newest form.

use std::time::Duration;

use super::anslut::Anslutning;
use super::fel::{database, gave_up_waiting};
use super::las;
use super::sql::{
    FLYTT_MARKE, KOMPATIBILITET_ALDRE, KOMPATIBILITET_GET, KOMPATIBILITET_HOJ, MIGRERING_FINNS, MIGRERING_INSERT,
    MIGRERING_LISTA, MIGRERING_TABELL, TRANSAKTION_ATER, TRANSAKTION_BORJA, TRANSAKTION_LAS_RUM, TRANSAKTION_VERKSTALL,
};
use crate::StoreError;
use crate::migrering::{self, Fas, Funnet, KOMPATIBILITET, Migrering, Program};

/// All steps, in order.
const MIGRERINGAR: &[Migrering] = &[
    Migrering { namn: "0001_grund", text: include_str!("../../migrations/postgres/0001_grund.sql") },
    Migrering { namn: "0002_andringar", text: include_str!("../../migrations/postgres/0002_andringar.sql") },
    Migrering {
        namn: "0003_kompatibilitet_och_flytt",
        text: include_str!("../../migrations/postgres/0003_kompatibilitet_och_flytt.sql"),
    },
    Migrering { namn: "0004_importer", text: include_str!("../../migrations/postgres/0004_importer.sql") },
    Migrering { namn: "0005_avstamning", text: include_str!("../../migrations/postgres/0005_avstamning.sql") },
    Migrering {
        namn: "0006_lag_och_ekonomi",
        text: include_str!("../../migrations/postgres/0006_lag_och_ekonomi.sql"),
    },
    Migrering { namn: "0007_nycklar", text: include_str!("../../migrations/postgres/0007_nycklar.sql") },
    Migrering { namn: "0008_samtycke", text: include_str!("../../migrations/postgres/0008_samtycke.sql") },
    Migrering { namn: "0009_logg", text: include_str!("../../migrations/postgres/0009_logg.sql") },
    Migrering { namn: "0010_forsegling", text: include_str!("../../migrations/postgres/0010_forsegling.sql") },
    Migrering { namn: "0011_gallring", text: include_str!("../../migrations/postgres/0011_gallring.sql") },
    Migrering { namn: "0012_uppfoljningar", text: include_str!("../../migrations/postgres/0012_uppfoljningar.sql") },
    Migrering {
        namn: "0013_borttagna_nycklar",
        text: include_str!("../../migrations/postgres/0013_borttagna_nycklar.sql"),
    },
    Migrering { namn: "0014_nyckelinnehav", text: include_str!("../../migrations/postgres/0014_nyckelinnehav.sql") },
    Migrering { namn: "0015_faststallelser", text: include_str!("../../migrations/postgres/0015_faststallelser.sql") },
    Migrering { namn: "0016_bakgrundstal", text: include_str!("../../migrations/postgres/0016_bakgrundstal.sql") },
    Migrering { namn: "0017_ny_i_ett_anrop", text: include_str!("../../migrations/postgres/0017_ny_i_ett_anrop.sql") },
    Migrering {
        namn: "0018_strukturdeltagande",
        text: include_str!("../../migrations/postgres/0018_strukturdeltagande.sql"),
    },
    Migrering {
        namn: "0019_skyddstillstand",
        text: include_str!("../../migrations/postgres/0019_skyddstillstand.sql"),
    },
];

/// This program.
pub(crate) const PROGRAM: Program = Program(MIGRERINGAR);

/// What the database says of its migrations.
pub(super) async fn found(conn: &Anslutning) -> Result<Funnet, StoreError> {
    if MIGRERING_FINNS.number(conn, &[]).await? == 0 {
        return Ok(Funnet::default());
    }
    let steg = MIGRERING_LISTA.all(conn, &[], |rad| Ok((rad.get(0, "nummer")?, rad.get(2, "summa")?))).await?;
    let mut funnet = Funnet { steg, kompatibel_fran: 0 };
    if funnet.newest() >= KOMPATIBILITET {
        let fran = KOMPATIBILITET_GET.first(conn, &[], |rad| rad.get(1, "fran")).await?;
        funnet.kompatibel_fran = fran.unwrap_or_default();
    }
    Ok(funnet)
}

/// Whether the database is in a form that the program can use, and is a whole register.
pub(super) async fn check(conn: &Anslutning, program: Program) -> Result<(), StoreError> {
    let funnet = found(conn).await?;
    program.check(&funnet)?;
    if marker(conn, &funnet).await?.is_some() { Err(StoreError::HalfMoved) } else { Ok(()) }
}

/// Which register is being moved here.
pub(super) async fn marker(conn: &Anslutning, funnet: &Funnet) -> Result<Option<Vec<u8>>, StoreError> {
    if funnet.newest() < KOMPATIBILITET {
        return Ok(None);
    }
    FLYTT_MARKE.first(conn, &[], |rad| rad.get(1, "kalla")).await
}

/// Takes the steps that the database does not have, up to one that has to wait until the database lets no older programs
/// in. With `contract`, and in a new one, it lets none in any more and no step waits, unless such programs are connected.
///
/// Each step is a transaction of its own, so that its locks are held no longer than it takes. A lock is waited for as
/// long as the connection has been told (`limit`); failing, the steps before it stay.
pub(super) async fn migrate(
    conn: &Anslutning,
    program: Program,
    contract: bool,
    limit: Duration,
) -> Result<(), StoreError> {
    let funnet = found(conn).await?;
    program.check_known(&funnet)?;
    let contract = contract || funnet.steg.is_empty();
    loop {
        while step(conn, program, limit).await? {}
        let Some(fran) = program.oldest(&found(conn).await?).filter(|_| contract) else { return Ok(()) };
        // From here on no older one is let in; those that were before may still be there.
        if KOMPATIBILITET_HOJ.execute(conn, &[&i64::from(fran)]).await? == 0 {
            return Err(migrering::without_row());
        }
    }
}

/// Takes the next step; whether there was one. Another one that migrates is waited for, and so is whoever uses a table
/// that the step changes.
async fn step(conn: &Anslutning, program: Program, limit: Duration) -> Result<bool, StoreError> {
    let Some(steg) = program.next(&found(conn).await?) else { return Ok(false) };
    let waited = |fel: StoreError| if gave_up_waiting(&fel) { migrering::waited(fel, steg.namn, limit) } else { fel };
    TRANSAKTION_BORJA.control(conn).await?;
    let (class, key) = las::MIGRERING;
    TRANSAKTION_LAS_RUM.execute(conn, &[&class, &key]).await.map_err(waited)?;
    let funnet = found(conn).await?;
    program.check_known(&funnet)?;
    if program.next(&funnet).map(Migrering::nummer) != Some(steg.nummer()) {
        // Another one has taken it meanwhile.
        TRANSAKTION_ATER.control(conn).await?;
        return Ok(true);
    }
    if let Fas::Contract { fran } = steg.fas() {
        older_programs(conn, fran).await?;
    }
    MIGRERING_TABELL.control(conn).await?;
    conn.client.batch_execute(steg.text).await.map_err(database(steg.namn)).map_err(waited)?;
    let nummer = i64::from(steg.nummer());
    MIGRERING_INSERT.execute(conn, &[&nummer, &steg.namn, &steg.checksum()]).await?;
    TRANSAKTION_VERKSTALL.control(conn).await?;
    Ok(true)
}

/// Whether programs are connected that do not know a step.
pub(super) async fn older_programs(conn: &Anslutning, oldest: u32) -> Result<(), StoreError> {
    let count = KOMPATIBILITET_ALDRE.number(conn, &[&i64::from(oldest)]).await?.unsigned_abs();
    if count == 0 { Ok(()) } else { Err(StoreError::OlderPrograms { count, oldest }) }
}
