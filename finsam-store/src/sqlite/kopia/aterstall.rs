//! Putting a copy back in its place.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::filer::{BREDVID, Skrap, Tillfallig, is_same, sync_folder, with_ending};
use super::{Kopia, Kopiafel, Kopiering, check_register, copy};
use crate::sqlite::Settings;
use crate::sqlite::fel::database;
use crate::sqlite::oppna::{connect, leave_wal, reading};
use crate::sqlite::sql::{FLODE_GLOM, TRANSAKTION_ENSAM};
use crate::{Nyckelring, StoreError};

/// How long somebody may take to let go of the register.
const VANTA: Duration = Duration::from_secs(2);

/// The migration that made the table `flode`.
const FLODE_FRAN: u32 = 2;

/// What is to be put back, and where.
#[derive(Debug, Clone, Copy)]
pub struct Aterstallning<'a> {
    /// The copy.
    pub kopia: &'a Path,
    /// Where the register is to stand.
    pub till: &'a Path,
    /// The name that a register which stands there gets; `None` when none may stand there.
    pub undan: Option<&'a Path>,
    /// The key that the copy must open with.
    pub ring: Option<&'a Nyckelring>,
}

/// Puts a copy in its place. The copy is looked through before anything is touched. Returns what was put back, and
/// whether a register stood there, which then has the name `undan`.
///
/// # Errors
/// [`Kopiafel`], and then the register that stood there is as it was.
pub fn restore(order: Aterstallning<'_>, progress: &mut dyn FnMut(Kopiering)) -> Result<(Kopia, bool), Kopiafel> {
    let Aterstallning { kopia, till, undan, ring } = order;
    if !kopia.is_file() {
        return Err(Kopiafel::Saknas(kopia.to_owned()));
    }
    if is_same(kopia, till) {
        return Err(Kopiafel::SammaFil);
    }
    // A link stays a link.
    let real = fs::canonicalize(till);
    let till = real.as_deref().unwrap_or(till);
    for taken in undan.map_or_else(|| vec![till], |undan| vec![undan]) {
        if taken.exists() {
            return Err(Kopiafel::Finns(taken.to_owned()));
        }
    }
    // The copy is only read, and nothing is left beside it.
    let _tidied = Skrap::of_reading(kopia);
    let source = reading(kopia, Settings::default())?;
    check_register(&source, ring)?;
    let new = Tillfallig::beside(till)?;
    let put = copy(source, &new, progress)?;
    forget_markers(&new, &put)?;
    let stood = till.exists();
    // Held until the new one has its place: nobody opens the old one meanwhile.
    let held = if stood { alone(till)? } else { None };
    let aside = undan.map_or_else(|| with_ending(till, ".undan"), Path::to_owned);
    set_aside(till, &aside)?;
    new.become_file(till)?;
    drop(held);
    Ok((put, stood))
}

/// What has happened after the copy gets its numbers anew, so the places that were given out before mean other events.
/// Without the secret that they were sealed with, whoever holds one is told to begin again.
fn forget_markers(new: &Tillfallig, put: &Kopia) -> Result<(), Kopiafel> {
    if put.migration < FLODE_FRAN {
        return Ok(());
    }
    let settings = Settings::default();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    FLODE_GLOM.execute(&connect(new.path(), flags, settings, settings.cache_kib / 4)?, ())?;
    new.sync().map(drop)
}

/// Opens a register that nobody else has open, and keeps it so; `None` when it is too damaged to be opened.
fn alone(file: &Path) -> Result<Option<Connection>, Kopiafel> {
    match open_alone(file) {
        Ok(conn) => Ok(Some(conn)),
        Err(StoreError::Unavailable(_) | StoreError::InUse) => Err(Kopiafel::IBruk),
        // What is open has its files beside it; after a crash they stay, and then it cannot be told.
        Err(_) if BREDVID.iter().any(|ending| with_ending(file, ending).exists()) => Err(Kopiafel::Oklart),
        Err(_) => Ok(None),
    }
}

/// Leaving WAL mode is allowed only to one that is alone, and moves everything into the one file. Whoever opens it right
/// after that turns it back; then it is in use.
fn open_alone(file: &Path) -> Result<Connection, StoreError> {
    let settings = Settings { busy: VANTA, ..Settings::default() };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(file, flags, settings, settings.cache_kib / 4)?;
    leave_wal(&conn)?;
    TRANSAKTION_ENSAM.execute(&conn, ())?;
    let mode: String = conn.query_row("PRAGMA journal_mode", (), |row| row.get(0)).map_err(database("journal_mode"))?;
    if mode == "delete" { Ok(conn) } else { Err(StoreError::InUse) }
}

/// Gives the register another name, or a second one, so that there is no moment without one in its place. What is
/// beside it goes with it: next to another file it would be taken for that one's.
fn set_aside(file: &Path, aside: &Path) -> Result<(), Kopiafel> {
    let moved = |path: &Path, error| Kopiafel::Fil(path.to_owned(), error);
    if file.exists() && fs::hard_link(file, aside).is_err() {
        // Not every file system has a second name for a file.
        fs::rename(file, aside).map_err(|error| moved(file, error))?;
    }
    for ending in BREDVID {
        let (beside, to) = (with_ending(file, ending), with_ending(aside, ending));
        if beside.exists() {
            fs::rename(&beside, &to).map_err(|error| moved(&beside, error))?;
        }
    }
    sync_folder(file)
}
