//! A PostgreSQL database as one end of a move.

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use bytes::BytesMut;
use futures_util::TryStreamExt;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::anslut::{self, Anslutning, Settings};
use super::fel::{database, ended};
use super::migrering::{self, PROGRAM};
use super::nyckel;
use super::sql::{
    FLYTT_ANALYSERA, FLYTT_BORJAN, FLYTT_SATT_MARKE, FLYTT_TA_MARKE, NYCKEL_GET, TRANSAKTION_ATER, TRANSAKTION_BORJA,
    TRANSAKTION_LAS, TRANSAKTION_VERKSTALL,
};
use super::{MIGRERINGSTID, direct};
use crate::flytt::{Ande, Bunt, Cell, Ordning, Rader, Slag, TABELLER, Tabell, cells, lock, unfit};
use crate::migrering::Funnet;
use crate::nyckel::Kanda;
use crate::{StoreError, avkoda};

/// How long one end may be silent while the other works.
const VILA: Duration = Duration::from_secs(60 * 60);

/// A connection with a transaction open. Dropped, it is closed with the pool that nobody else has.
struct Databas {
    conn: Anslutning,
}

/// A connection of its own.
async fn connect(url: &str, settings: &Settings) -> Result<Anslutning, StoreError> {
    let settings = Settings { connections: 1, statement: MIGRERINGSTID, idle: VILA, ..settings.clone() };
    let pool = anslut::pool(anslut::parse(url, &settings, PROGRAM)?, &settings)?;
    direct(&pool, &settings).await
}

/// A snapshot of what is there.
pub(crate) async fn look(url: &str, settings: &Settings) -> Result<Box<dyn Ande>, StoreError> {
    let conn = connect(url, settings).await?;
    TRANSAKTION_LAS.control(&conn).await?;
    // Reading anything makes the snapshot.
    migrering::found(&conn).await?;
    Ok(Box::new(Databas { conn }))
}

/// Makes an empty register ready to be written, marks it, and begins the transaction.
pub(crate) async fn begin(url: &str, settings: &Settings, mark: &[u8]) -> Result<Box<dyn Ande>, StoreError> {
    let conn = connect(url, settings).await?;
    migrering::migrate(&conn, PROGRAM, true, settings.lock).await?;
    own(&conn).await?;
    for tabell in TABELLER.iter().filter(|tabell| tabell.rader == Rader::En) {
        conn.client.batch_execute(&tabell.clear()).await.map_err(database(tabell.namn))?;
    }
    FLYTT_SATT_MARKE.execute(&conn, &[&mark]).await?;
    TRANSAKTION_VERKSTALL.control(&conn).await?;
    // From here on nobody is let in. Whoever was in before may have written first.
    if let Err(fel) = own(&conn).await {
        TRANSAKTION_ATER.control(&conn).await?;
        FLYTT_TA_MARKE.execute(&conn, &[]).await?;
        return Err(fel);
    }
    Ok(Box::new(Databas { conn }))
}

/// Begins a transaction that alone writes to the register, in which is no more than in an empty one.
async fn own(conn: &Anslutning) -> Result<(), StoreError> {
    TRANSAKTION_BORJA.control(conn).await?;
    conn.client.batch_execute(&lock()).await.map_err(database("flytt"))?;
    for tabell in TABELLER.iter().filter(|tabell| tabell.rader != Rader::En) {
        let row = conn.client.query_one(tabell.any().as_str(), &[]).await.map_err(database(tabell.namn))?;
        if row.try_get::<_, i64>(0).map_err(database(tabell.namn))? > 0 {
            return Err(StoreError::Conflict(tabell.namn));
        }
    }
    Ok(())
}

#[async_trait]
impl Ande for Databas {
    async fn found(&mut self) -> Result<Funnet, StoreError> {
        migrering::found(&self.conn).await
    }

    async fn marker(&mut self, funnet: &Funnet) -> Result<Option<Vec<u8>>, StoreError> {
        migrering::marker(&self.conn, funnet).await
    }

    async fn key(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        NYCKEL_GET.first(&self.conn, &[], |rad| rad.get(1, "varde")).await
    }

    async fn keys(&mut self) -> Result<Kanda, StoreError> {
        nyckel::known(&self.conn).await
    }

    async fn beginning(&mut self) -> Result<Option<String>, StoreError> {
        FLYTT_BORJAN.first(&self.conn, &[], avkoda::borjan).await
    }

    async fn read(&mut self, tabell: &'static Tabell, to: Sender<Bunt>) -> Result<(), StoreError> {
        let select = tabell.select(Ordning::C);
        let none: [&(dyn ToSql + Sync); 0] = [];
        let rows = self.conn.client.query_raw(select.as_str(), none).await.map_err(database(tabell.namn))?;
        let mut rows = pin!(rows);
        let mut bunt = Bunt::default();
        let mut place = 0;
        while let Some(row) = rows.try_next().await.map_err(database(tabell.namn))? {
            place += 1;
            if bunt.push(&cells(tabell, &row, place)?) && to.send(std::mem::take(&mut bunt)).await.is_err() {
                return Ok(());
            }
        }
        if !bunt.is_empty() {
            drop(to.send(bunt).await);
        }
        Ok(())
    }

    async fn write(&mut self, tabell: &'static Tabell, mut from: Receiver<Bunt>) -> Result<(), StoreError> {
        let sink = self.conn.client.copy_in(tabell.copy().as_str()).await.map_err(database(tabell.namn))?;
        let types: Vec<Type> = tabell.kolumner.iter().map(|kolumn| typ(kolumn.slag)).collect();
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
        let mut place = 0;
        while let Some(bunt) = from.recv().await {
            for row in bunt.rows(types.len()) {
                place += 1;
                if let Some(column) = row.iter().position(holds_nul) {
                    return Err(unfit(tabell, column, &row, place, "a NUL, which PostgreSQL keeps in no text"));
                }
                writer.as_mut().write_raw(row).await.map_err(database(tabell.namn))?;
            }
        }
        writer.finish().await.map_err(database(tabell.namn))?;
        if tabell.rader == Rader::Numrerade {
            self.conn.client.batch_execute(&tabell.go_on()).await.map_err(database(tabell.namn))?;
        }
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        if FLYTT_TA_MARKE.execute(&self.conn, &[]).await? == 0 {
            return Err(ended());
        }
        TRANSAKTION_VERKSTALL.control(&self.conn).await?;
        // Until somebody has looked at the tables, plans are made as if they were empty. Failing, the server does it
        // itself after a while.
        drop(FLYTT_ANALYSERA.control(&self.conn).await);
        Ok(())
    }
}

fn holds_nul(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.contains('\0'))
}

const fn typ(slag: Slag) -> Type {
    match slag {
        Slag::Int8 => Type::INT8,
        Slag::Int4 => Type::INT4,
        Slag::Int2 => Type::INT2,
        Slag::Text => Type::TEXT,
        Slag::Bytes => Type::BYTEA,
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self, typ: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Int(value) => match *typ {
                Type::INT2 => i16::try_from(*value)?.to_sql(typ, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(typ, out),
                _ => value.to_sql(typ, out),
            },
            Cell::Text(text) => text.to_sql(typ, out),
            Cell::Bytes(bytes) => bytes.to_sql(typ, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
