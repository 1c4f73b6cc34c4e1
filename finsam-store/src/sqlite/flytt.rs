//! A SQLite file as one end of a move.
//!
//! The target is written with a rollback journal, not in WAL mode: then the log would grow as large as the register,
//! while of pages that are added to a file a journal keeps nothing. It goes back to WAL mode when it is opened.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use tokio::sync::mpsc::{Receiver, Sender};

use super::Settings;
use super::fel::{database, ended};
use super::migrering::{self, PROGRAM};
use super::nyckel;
use super::oppna::{alone, looking};
use super::sql::{
    FLYTT_BORJAN, FLYTT_SATT_MARKE, FLYTT_TA_MARKE, NYCKEL_GET, TRANSAKTION_ATER, TRANSAKTION_BORJA, TRANSAKTION_LAS,
    TRANSAKTION_VERKSTALL,
};
use crate::flytt::{Ande, Bunt, Cell, Ordning, Rader, TABELLER, Tabell, cells};
use crate::migrering::Funnet;
use crate::nyckel::Kanda;
use crate::{StoreError, avkoda};

/// A connection with a transaction open.
struct Fil {
    /// Away while a thread has it.
    conn: Option<Connection>,
}

/// A snapshot of what is there; `None` where there is no file.
pub(crate) async fn look(file: &Path) -> Result<Option<Box<dyn Ande>>, StoreError> {
    if !file.exists() {
        return Ok(None);
    }
    let file = file.to_owned();
    let open = move || {
        let conn = looking(&file, Settings::default())?;
        TRANSAKTION_LAS.execute(&conn, ())?;
        // Reading anything makes the snapshot.
        migrering::found(&conn)?;
        Ok(conn)
    };
    Ok(Some(Box::new(Fil { conn: Some(on_thread(open).await?) })))
}

/// Makes an empty register ready to be written, marks it, and begins the transaction.
pub(crate) async fn begin(file: &Path, mark: Vec<u8>) -> Result<Box<dyn Ande>, StoreError> {
    let file = file.to_owned();
    let open = move || {
        let settings = Settings::default();
        let mut conn = alone(&file, settings)?;
        migrering::migrate(&mut conn, PROGRAM, true, settings.busy)?;
        TRANSAKTION_BORJA.execute(&conn, ())?;
        clear(&conn)?;
        FLYTT_SATT_MARKE.execute(&conn, (mark,))?;
        TRANSAKTION_VERKSTALL.execute(&conn, ())?;
        // Nobody comes in between: the file is this connection's alone.
        TRANSAKTION_BORJA.execute(&conn, ())?;
        Ok(conn)
    };
    Ok(Box::new(Fil { conn: Some(on_thread(open).await?) }))
}

/// Takes away what an empty register has too; there may be nothing else.
fn clear(conn: &Connection) -> Result<(), StoreError> {
    for tabell in TABELLER {
        if tabell.rader == Rader::En {
            conn.execute(&tabell.clear(), ()).map_err(database(tabell.namn))?;
        }
        let any: i64 = conn.query_row(&tabell.any(), (), |row| row.get(0)).map_err(database(tabell.namn))?;
        if any > 0 {
            return Err(StoreError::Conflict(tabell.namn));
        }
    }
    Ok(())
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(ended()))
}

impl Fil {
    /// Lets a thread that may wait work with the connection.
    async fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let conn = self.conn.take().ok_or_else(ended)?;
        let (conn, answer) = on_thread(move || {
            let answer = work(&conn);
            Ok((conn, answer))
        })
        .await?;
        self.conn = Some(conn);
        answer
    }
}

#[async_trait]
impl Ande for Fil {
    async fn found(&mut self) -> Result<Funnet, StoreError> {
        self.with(migrering::found).await
    }

    async fn marker(&mut self, funnet: &Funnet) -> Result<Option<Vec<u8>>, StoreError> {
        let funnet = funnet.clone();
        self.with(move |conn| migrering::marker(conn, &funnet)).await
    }

    async fn key(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(|conn| NYCKEL_GET.first(conn, (), |rad| rad.get(1, "varde"))).await
    }

    async fn keys(&mut self) -> Result<Kanda, StoreError> {
        self.with(|conn| nyckel::known(conn, migrering::found(conn)?.newest())).await
    }

    async fn beginning(&mut self) -> Result<Option<String>, StoreError> {
        self.with(|conn| FLYTT_BORJAN.first(conn, (), avkoda::borjan)).await
    }

    async fn read(&mut self, tabell: &'static Tabell, to: Sender<Bunt>) -> Result<(), StoreError> {
        self.with(move |conn| read(conn, tabell, &to)).await
    }

    async fn write(&mut self, tabell: &'static Tabell, from: Receiver<Bunt>) -> Result<(), StoreError> {
        self.with(move |conn| write(conn, tabell, from)).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.with(|conn| {
            if FLYTT_TA_MARKE.execute(conn, ())? == 0 {
                return Err(ended());
            }
            TRANSAKTION_VERKSTALL.execute(conn, ()).map(drop)
        })
        .await
    }
}

/// Dropped, it is rolled back by closing; saying so does it before the file is closed.
impl Drop for Fil {
    fn drop(&mut self) {
        if let Some(conn) = &self.conn
            && !conn.is_autocommit()
        {
            drop(TRANSAKTION_ATER.execute(conn, ()));
        }
    }
}

fn read(conn: &Connection, tabell: &'static Tabell, to: &Sender<Bunt>) -> Result<(), StoreError> {
    let mut statement = conn.prepare(&tabell.select(Ordning::Given)).map_err(database(tabell.namn))?;
    let mut rows = statement.raw_query();
    let mut bunt = Bunt::default();
    let mut place = 0;
    while let Some(row) = rows.next().map_err(database(tabell.namn))? {
        place += 1;
        if bunt.push(&cells(tabell, row, place)?) && to.blocking_send(std::mem::take(&mut bunt)).is_err() {
            return Ok(());
        }
    }
    if !bunt.is_empty() {
        drop(to.blocking_send(bunt));
    }
    Ok(())
}

fn write(conn: &Connection, tabell: &'static Tabell, mut from: Receiver<Bunt>) -> Result<(), StoreError> {
    let mut statement = conn.prepare(&tabell.insert()).map_err(database(tabell.namn))?;
    while let Some(bunt) = from.blocking_recv() {
        for row in bunt.rows(tabell.kolumner.len()) {
            statement.execute(params_from_iter(row)).map_err(database(tabell.namn))?;
        }
    }
    Ok(())
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(value) => ValueRef::Integer(*value),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
