//! Opening the register that `--database` names.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use finsam_store::postgres::{self, PostgresStore};
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Nyckelring, Store, StoreError};

use super::Kommandofel;

/// How long a SQLite file is looked through before it is served: enough for fifteen gigabytes from a quick disk.
const GRANSKNING: Duration = Duration::from_secs(30);

/// Where the register is.
#[derive(Debug, Clone, Args)]
pub struct Databas {
    /// Registret: sqlite:FIL eller postgres://ANVÄNDARE@VÄRD/DATABAS / The register: sqlite:FILE or postgres://USER@HOST/DATABASE
    #[arg(long, env = "FINSAM_DATABASE", value_name = "URL")]
    pub database: String,
    /// Fil med krypteringsnyckeln, 64 hexadecimala siffror / File with the encryption key, 64 hexadecimal digits
    #[arg(long, env = "FINSAM_NYCKEL", value_name = "FIL")]
    pub nyckel: Option<PathBuf>,
}

impl Databas {
    pub(super) fn address(&self) -> Result<Adress, Kommandofel> {
        self.database.parse()
    }

    /// What stands on this machine beside the register begins with this: the file itself, or `finsam` in the current
    /// folder where the register is elsewhere.
    pub(super) fn beside(&self) -> Result<PathBuf, Kommandofel> {
        Ok(match self.address()? {
            Adress::Sqlite(file) => file,
            Adress::Postgres(_) => PathBuf::from("finsam"),
        })
    }

    /// The key, if one is named.
    pub(super) fn ring(&self) -> Result<Option<Nyckelring>, Kommandofel> {
        named_ring(self.nyckel.as_deref())
    }

    /// Opens a register that is there already.
    pub(super) async fn open_existing(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        if let Adress::Sqlite(file) = self.address()?
            && !file.exists()
        {
            return Err(Kommandofel::reach("--database", format!("{} finns inte / is not there", file.display())));
        }
        self.open(ring).await
    }

    /// Opens the register to serve it: a SQLite file is first looked through for damage.
    pub(super) async fn open_to_serve(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        match self.address()? {
            Adress::Sqlite(file) => open_with(&file, ring, Settings { check: Some(GRANSKNING), ..Settings::default() }),
            Adress::Postgres(_) => self.open(ring).await,
        }
    }

    /// Opens the register. A SQLite file is made and migrated where needed; PostgreSQL is migrated by `finsam migrate`
    /// alone, since others may use it.
    pub(super) async fn open(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        match self.address()? {
            Adress::Sqlite(file) => open(&file, ring),
            Adress::Postgres(url) => {
                let store = PostgresStore::open(&url, ring, postgres::Settings::default()).await.map_err(refused)?;
                Ok(Arc::new(store))
            }
        }
    }
}

/// The key in a file, if one is named.
pub(super) fn named_ring(file: Option<&Path>) -> Result<Option<Nyckelring>, Kommandofel> {
    let ring = file.map(Nyckelring::from_file).transpose();
    ring.map_err(|fel| Kommandofel::reach("--nyckel", fel))
}

/// Where a register is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Adress {
    /// In a file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database.
    Postgres(String),
}

impl FromStr for Adress {
    type Err = Kommandofel;

    fn from_str(text: &str) -> Result<Self, Kommandofel> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let file = text.strip_prefix("sqlite:").filter(|file| !file.is_empty());
        file.map(|file| Self::Sqlite(PathBuf::from(file))).ok_or_else(|| {
            Kommandofel::Bruk(
                "ange registret som sqlite:FIL eller postgres://… / name the register as sqlite:FILE or postgres://…"
                    .to_owned(),
            )
        })
    }
}

/// Why a register could not be opened, and what to do.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
pub(super) fn refused(fel: StoreError) -> Kommandofel {
    explain(&fel).map_or_else(|| Kommandofel::reach("--database", &fel), Kommandofel::Natt)
}

/// What a failure of the store means to whoever runs a command, and what to do; `None` when there is no more to say than
/// it says itself.
pub(super) fn explain(fel: &StoreError) -> Option<String> {
    Some(match fel {
        StoreError::WrongKey => "nyckeln öppnar inte registret; ange den som det skapades med / \
             the key does not open the register; name the one it was made with"
            .to_owned(),
        StoreError::NotMigrated { found, needed } => format!(
            "registret är inte migrerat: det är på steg {found} och programmet behöver {needed}; kör finsam migrate / \
             the register is not migrated: it is at step {found} and the program needs {needed}; run finsam migrate"
        ),
        StoreError::Newer { found, known, .. } => format!(
            "registret är från en nyare version: det är på steg {found} och programmet känner till {known}; använd den \
             nyare versionen, eller läs tillbaka en säkerhetskopia från före migreringen / \
             the register is of a newer version: it is at step {found} and the program knows {known}; use the newer \
             version, or restore a backup from before the migration"
        ),
        StoreError::Locked { step, seconds } => format!(
            "{step}: andra höll låset i {seconds} s; inget av steget är gjort, försök igen när färre skriver / \
             {step}: others held the lock for {seconds} s; nothing of the step was done, try again when fewer write"
        ),
        StoreError::OlderPrograms { count, oldest } => format!(
            "{count} anslutningar är från program äldre än steg {oldest}; stoppa dem och kör igen (nya släpps inte in) / \
             {count} connections are of programs older than step {oldest}; stop them and run again (no new ones are let in)"
        ),
        StoreError::Damaged(found) => format!(
            "registret är skadat ({found}); stoppa det som använder det och läs tillbaka en säkerhetskopia med \
             finsam aterstall, som behåller den skadade filen under annat namn / \
             the register is damaged; stop what uses it and restore a backup with finsam aterstall, which keeps the \
             damaged file under another name"
        ),
        StoreError::NoDatabase => {
            "filen är ingen databas, eller så är dess början skadad; kontrollera --database, eller \
             läs tillbaka en säkerhetskopia med finsam aterstall / \
             the file is no database, or its beginning is damaged; check --database, or restore a backup with \
             finsam aterstall"
                .to_owned()
        }
        StoreError::InUse => "någon har filen öppen; stoppa servern och kör igen / \
             somebody has the file open; stop the server and run again"
            .to_owned(),
        StoreError::HalfMoved => "en flytt hit blev inte klar; kör samma finsam flytta igen / \
             a move to here was not finished; run the same finsam flytta again"
            .to_owned(),
        _ => return None,
    })
}

/// Opens a register in a file.
pub(super) fn open(file: &Path, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
    open_with(file, ring, Settings::default())
}

fn open_with(file: &Path, ring: Option<Nyckelring>, settings: Settings) -> Result<Arc<dyn Store>, Kommandofel> {
    let store = SqliteStore::open(file, ring, settings).map_err(refused)?;
    Ok(Arc::new(store))
}

/// The key of a sandbox: kept beside its register, made when it is not there.
pub(super) fn sandbox_ring(file: &Path) -> Result<Nyckelring, Kommandofel> {
    if !file.exists() {
        let ring = Nyckelring::from_bytes(super::random_bytes()?);
        write_secret(file, &format!("{}\n", ring.to_hex()))?;
    }
    Nyckelring::from_file(file).map_err(|fel| Kommandofel::reach("nyckel", fel))
}

/// Writes a file that only its owner may read.
pub(super) fn write_secret(file: &Path, text: &str) -> Result<(), Kommandofel> {
    use std::io::Write;
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|error| Kommandofel::reach(&file.display().to_string(), error))
}
