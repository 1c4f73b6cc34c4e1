//! A copy of a register in a file: made while the register is used, and put back in its place.
//!
//! A copy is one file that needs no other. It is written under another name, looked through, compared with what it is
//! a copy of, and only then given its name: so whatever has the name of a copy is a whole one.

mod aterstall;
mod fel;
mod filer;

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::fel::database;
use super::migrering::{self, PROGRAM};
use super::nyckel;
use super::oppna::{connect, looking, pragma};
use super::sql::{FLYTT_TABELLER, TRANSAKTION_LAS};
use super::{Settings, granska};
use crate::flytt::count;
use crate::migrering::Funnet;
use crate::{Nyckelring, StoreError};
pub use aterstall::{Aterstallning, restore};
pub use fel::Kopiafel;
use filer::{Tillfallig, is_same};

/// So many pages are copied between two reports: two megabytes.
const STEG: i32 = 256;
/// How long to wait when the file is in use in a way that has to be waited for, and how many times.
const PAUS: Duration = Duration::from_millis(50);
const FORSOK: u32 = 200;

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kopiering {
    /// How many bytes are copied.
    pub kopierat: u64,
    /// How many there are.
    pub totalt: u64,
}

/// A copy that holds what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kopia {
    /// Its size in bytes.
    pub storlek: u64,
    /// Its newest migration.
    pub migration: u32,
    /// Its tables and how many rows each has.
    pub tabeller: Vec<(String, u64)>,
}

/// Copies the register in a file to another file, while others use it. The copy is what had been committed when it was
/// begun. With `replace` a file that has the name may be replaced. A key that is given must be the register's.
///
/// # Errors
/// [`Kopiafel`], and then there is no new copy, and an old one is as it was.
pub fn back_up(
    from: &Path,
    to: &Path,
    replace: bool,
    ring: Option<&Nyckelring>,
    progress: &mut dyn FnMut(Kopiering),
) -> Result<Kopia, Kopiafel> {
    if !from.is_file() {
        return Err(Kopiafel::Saknas(from.to_owned()));
    }
    if is_same(from, to) {
        return Err(Kopiafel::SammaFil);
    }
    if !replace && to.exists() {
        return Err(Kopiafel::Finns(to.to_owned()));
    }
    let source = looking(from, Settings::default())?;
    check_register(&source, ring)?;
    let new = Tillfallig::beside(to)?;
    let kopia = copy(source, &new, progress)?;
    new.become_file(to)?;
    Ok(kopia)
}

/// Copies a register, lets go of it, and looks through the copy.
fn copy(source: Connection, to: &Tillfallig, progress: &mut dyn FnMut(Kopiering)) -> Result<Kopia, Kopiafel> {
    let settings = Settings::default();
    // One snapshot for the whole time: others may write meanwhile, and the copy need not be begun again for it.
    TRANSAKTION_LAS.execute(&source, ())?;
    let funnet = check_register(&source, None)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copied = connect(to.path(), flags, settings, settings.cache_kib / 4)?;
    copy_pages(&source, &mut copied, progress)?;
    let tabeller = counts(&source)?;
    drop(source);
    // So that it needs no other files beside it.
    pragma(&copied, "journal_mode", "DELETE")?;
    granska::whole(&copied)?;
    let found = migrering::found(&copied)?;
    let differs = counts(&copied)?.into_iter().zip(&tabeller).find(|(copied, source)| copied != *source);
    if let Some(((table, _), _)) = differs {
        return Err(Kopiafel::Olika(table));
    }
    if found.steg != funnet.steg {
        return Err(Kopiafel::Olika("migrering".to_owned()));
    }
    drop(copied);
    Ok(Kopia { storlek: to.sync()?, migration: funnet.newest(), tabeller })
}

/// Whether it is a whole register that this program can judge, and was made with the key.
fn check_register(conn: &Connection, ring: Option<&Nyckelring>) -> Result<Funnet, Kopiafel> {
    let funnet = migrering::found(conn)?;
    if funnet.steg.is_empty() {
        return Err(Kopiafel::IngetRegister);
    }
    PROGRAM.check_known(&funnet)?;
    if migrering::marker(conn, &funnet)?.is_some() {
        return Err(StoreError::HalfMoved.into());
    }
    ring.map(|ring| nyckel::check(conn, funnet.newest(), ring)).transpose()?;
    Ok(funnet)
}

fn copy_pages(from: &Connection, to: &mut Connection, progress: &mut dyn FnMut(Kopiering)) -> Result<(), StoreError> {
    let failed = || database("backup");
    let page: u32 = from.query_row("PRAGMA page_size", (), |row| row.get(0)).map_err(failed())?;
    let backup = Backup::new(from, to).map_err(failed())?;
    let mut waited = 0;
    loop {
        let step = backup.step(STEG).map_err(failed())?;
        let done = backup.progress();
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or_default() * u64::from(page);
        progress(Kopiering { kopierat: bytes(done.pagecount - done.remaining), totalt: bytes(done.pagecount) });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => waited = 0,
            _ if waited == FORSOK => return Err(StoreError::Unavailable("backup: the file is in use".to_owned())),
            _ => {
                waited += 1;
                std::thread::sleep(PAUS);
            }
        }
    }
}

/// Every table and how many rows it has.
fn counts(conn: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let tables: Vec<String> = FLYTT_TABELLER.all(conn, (), |rad| rad.get(0, "name"))?;
    let counted = tables.into_iter().map(|table| {
        let rows: i64 = conn.query_row(&count(&table), (), |row| row.get(0)).map_err(database("count"))?;
        Ok((table, rows.unsigned_abs()))
    });
    counted.collect()
}
