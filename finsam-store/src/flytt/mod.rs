//! Moving a register, with its history, from one database to another of either kind.
//!
//! The source is read as one snapshot. The target is written in one transaction, and read back and compared in it before
//! it is committed: so there is never half a register. A mark that is committed first, and goes with the transaction,
//! keeps everybody from serving a database to which a move began and did not end. Rows keep their numbers, since those
//! who follow the change feed remember them.

mod fel;
mod kodning;
mod tabeller;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::migrering::{Funnet, Program};
use crate::nyckel::{self, Kanda};
use crate::{Nyckelring, StoreError, postgres, sqlite};
pub use fel::Flyttfel;
pub use kodning::Summa;
use kodning::Summering;
pub(crate) use kodning::{Bunt, Cell, cells, unfit};
#[cfg(test)]
pub(crate) use tabeller::EJ_FLYTTADE;
pub(crate) use tabeller::{Ordning, Rader, Slag, TABELLER, Tabell, count, lock};

/// So many bunches of rows may wait between two steps.
const KO: usize = 4;

/// Where a register is, or shall be.
#[derive(Debug, Clone)]
pub enum Plats {
    /// In a file.
    Sqlite(PathBuf),
    /// At a `postgres://` address.
    Postgres(String, postgres::Settings),
}

/// How far a move has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framsteg {
    /// Whether it is being compared, or else copied.
    pub jamfor: bool,
    /// The table.
    pub tabell: &'static str,
    /// How many of its rows.
    pub rader: u64,
}

/// What became of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flyttning {
    /// Whether the register stood at the target already, so that nothing was moved.
    pub redan: bool,
    /// Every table on both sides.
    pub tabeller: Vec<Tabellsumma>,
}

/// A table on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tabellsumma {
    /// Its name.
    pub tabell: &'static str,
    /// At the source.
    pub fran: Summa,
    /// At the target.
    pub till: Summa,
}

impl Tabellsumma {
    /// Whether both sides have the same rows.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.fran == self.till
    }
}

impl Flyttning {
    /// Whether both sides have the same register. Otherwise, unless it stood there already, nothing was moved.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.tabeller.iter().all(Tabellsumma::is_equal)
    }
}

/// One end of a move: a snapshot that is read, or the transaction that is written.
#[async_trait]
pub(crate) trait Ande: Send {
    /// What the database says of its migrations.
    async fn found(&mut self) -> Result<Funnet, StoreError>;
    /// Which register is being moved here.
    async fn marker(&mut self, funnet: &Funnet) -> Result<Option<Vec<u8>>, StoreError>;
    /// What shows which key it was made with: it never changes.
    async fn key(&mut self) -> Result<Option<Vec<u8>>, StoreError>;
    /// The keys that it knows.
    async fn keys(&mut self) -> Result<Kanda, StoreError>;
    /// Who wrote first, and when: it never changes.
    async fn beginning(&mut self) -> Result<Option<String>, StoreError>;
    /// Sends all rows of a table, in the order of its key, for as long as somebody takes them.
    async fn read(&mut self, tabell: &'static Tabell, to: Sender<Bunt>) -> Result<(), StoreError>;
    /// Writes rows of a table.
    async fn write(&mut self, tabell: &'static Tabell, from: Receiver<Bunt>) -> Result<(), StoreError>;
    /// Makes everything written lasting and takes the mark away.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

impl Plats {
    const fn program(&self) -> Program {
        match self {
            Self::Sqlite(_) => sqlite::migrering::PROGRAM,
            Self::Postgres(..) => postgres::migrering::PROGRAM,
        }
    }

    /// A snapshot of what is there; `None` where there is no file.
    async fn look(&self) -> Result<Option<Box<dyn Ande>>, StoreError> {
        match self {
            Self::Sqlite(file) => sqlite::flytt::look(file).await,
            Self::Postgres(url, settings) => postgres::flytt::look(url, settings).await.map(Some),
        }
    }

    /// Makes an empty register ready to be written, marks it, and begins the transaction.
    async fn begin(&self, mark: Vec<u8>) -> Result<Box<dyn Ande>, StoreError> {
        match self {
            Self::Sqlite(file) => sqlite::flytt::begin(file, mark).await,
            Self::Postgres(url, settings) => postgres::flytt::begin(url, settings, &mark).await,
        }
    }
}

/// Moves a register, or compares when it has been moved already. A key is not needed; one that is given must be the one
/// that the register was made with.
///
/// # Errors
/// [`Flyttfel`], and then nothing has been moved.
pub async fn move_register(
    fran: &Plats,
    till: &Plats,
    ring: Option<&Nyckelring>,
    progress: &mut (dyn FnMut(Framsteg) + Send),
) -> Result<Flyttning, Flyttfel> {
    let (mut kalla, mark) = source(fran, ring).await.map_err(Flyttfel::Kalla)?;
    if let Some(mut there) = target(till, kalla.as_mut(), &mark).await? {
        let mut tabeller = Vec::new();
        for tabell in TABELLER {
            let fran = sum(kalla.as_mut(), tabell, progress).await.map_err(Flyttfel::Kalla)?;
            let till = sum(there.as_mut(), tabell, progress).await.map_err(Flyttfel::Mal)?;
            tabeller.push(Tabellsumma { tabell: tabell.namn, fran, till });
        }
        return Ok(Flyttning { redan: true, tabeller });
    }
    let mut mal = till.begin(mark).await.map_err(|fel| match fel {
        // Something without a beginning.
        StoreError::Conflict(_) => Flyttfel::AnnatRegister,
        fel => Flyttfel::Mal(fel),
    })?;
    let mut tabeller = Vec::new();
    for tabell in TABELLER {
        let fran = pass(kalla.as_mut(), mal.as_mut(), tabell, progress).await?;
        tabeller.push((tabell, fran));
    }
    let mut flyttning = Flyttning { redan: false, tabeller: Vec::new() };
    for (tabell, fran) in tabeller {
        let till = sum(mal.as_mut(), tabell, progress).await.map_err(Flyttfel::Mal)?;
        flyttning.tabeller.push(Tabellsumma { tabell: tabell.namn, fran, till });
    }
    if flyttning.is_equal() {
        mal.commit().await.map_err(Flyttfel::Mal)?;
    }
    Ok(flyttning)
}

/// The register to be moved, and what it is known by.
async fn source(fran: &Plats, ring: Option<&Nyckelring>) -> Result<(Box<dyn Ande>, Vec<u8>), StoreError> {
    let there = fran.look().await?;
    let mut kalla = there.ok_or_else(|| StoreError::Unavailable("there is no such file".to_owned()))?;
    let funnet = kalla.found().await?;
    newest(fran.program(), &funnet)?;
    if kalla.marker(&funnet).await?.is_some() {
        return Err(StoreError::HalfMoved);
    }
    if let Some(ring) = ring {
        nyckel::judge(&kalla.keys().await?, ring)?;
    }
    let mark = mark(kalla.as_mut()).await?;
    Ok((kalla, mark))
}

/// What is moved is described for the newest form only.
fn newest(program: Program, funnet: &Funnet) -> Result<(), StoreError> {
    program.check(funnet)?;
    let (found, known, oldest) = (funnet.newest(), program.known(), funnet.kompatibel_fran);
    match found.cmp(&known) {
        std::cmp::Ordering::Less => Err(StoreError::NotMigrated { found, needed: known }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known, oldest }),
    }
}

/// What a register is known by: its key, and who wrote first.
async fn mark(ande: &mut dyn Ande) -> Result<Vec<u8>, StoreError> {
    let (key, first) = (ande.key().await?.unwrap_or_default(), ande.beginning().await?.unwrap_or_default());
    let digest = Sha256::new_with_prefix("finsam/flytt/1").chain_update(key).chain_update(first);
    Ok(digest.finalize().to_vec())
}

/// What stands at the target: `None` when the register can be moved there, else the register itself.
async fn target(till: &Plats, kalla: &mut dyn Ande, own: &[u8]) -> Result<Option<Box<dyn Ande>>, Flyttfel> {
    let Some(mut there) = till.look().await.map_err(Flyttfel::Mal)? else { return Ok(None) };
    let funnet = there.found().await.map_err(Flyttfel::Mal)?;
    till.program().check_known(&funnet).map_err(Flyttfel::Mal)?;
    if funnet.steg.is_empty() {
        return Ok(None);
    }
    if let Some(begun) = there.marker(&funnet).await.map_err(Flyttfel::Mal)? {
        return if begun == own { Ok(None) } else { Err(Flyttfel::AnnatRegister) };
    }
    if there.beginning().await.map_err(Flyttfel::Mal)?.is_none() {
        // What is sealed here from now on must open with the keys of the register.
        let (here, keys) = (there.keys().await.map_err(Flyttfel::Mal)?, kalla.keys().await.map_err(Flyttfel::Kalla)?);
        let known = here.iter().all(|(nummer, kontroll)| keys.get(nummer) == Some(kontroll));
        return if known { Ok(None) } else { Err(Flyttfel::AnnanNyckel) };
    }
    newest(till.program(), &funnet).map_err(Flyttfel::Mal)?;
    if mark(there.as_mut()).await.map_err(Flyttfel::Mal)? == own {
        Ok(Some(there))
    } else {
        Err(Flyttfel::AnnatRegister)
    }
}

/// Copies a table; its sum at the source.
async fn pass(
    kalla: &mut dyn Ande,
    mal: &mut dyn Ande,
    tabell: &'static Tabell,
    progress: &mut (dyn FnMut(Framsteg) + Send),
) -> Result<Summa, Flyttfel> {
    let (out, mut taken) = channel(KO);
    let (give, given) = channel(KO);
    let mut summering = Summering::new(tabell);
    let between = async {
        // Moved here, so that both ends are let go when it is done.
        let give = give;
        while let Some(bunt) = taken.recv().await {
            summering.add(&bunt);
            progress(Framsteg { jamfor: false, tabell: tabell.namn, rader: summering.antal() });
            if give.send(bunt).await.is_err() {
                taken.close();
                break;
            }
        }
        Ok(())
    };
    tokio::try_join!(async { kalla.read(tabell, out).await.map_err(Flyttfel::Kalla) }, between, async {
        mal.write(tabell, given).await.map_err(Flyttfel::Mal)
    },)?;
    Ok(summering.end())
}

/// The sum of a table.
async fn sum(
    ande: &mut dyn Ande,
    tabell: &'static Tabell,
    progress: &mut (dyn FnMut(Framsteg) + Send),
) -> Result<Summa, StoreError> {
    let (out, mut taken) = channel::<Bunt>(KO);
    let mut summering = Summering::new(tabell);
    let count = async {
        while let Some(bunt) = taken.recv().await {
            summering.add(&bunt);
            progress(Framsteg { jamfor: true, tabell: tabell.namn, rader: summering.antal() });
        }
        Ok(())
    };
    tokio::try_join!(ande.read(tabell, out), count)?;
    Ok(summering.end())
}
