//! Opening the register that `--database` names.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use clap::Args;
use finsam_store::postgres::{self, PostgresStore};
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Nyckelfil, Nyckelring, Store};

use super::Kommandofel;
use super::installningar::{Adress, Fil, Registerval};
use super::lagerfel::refused;

/// Where the register is, and how it is reached.
#[derive(Debug, Clone, Default, Args)]
pub struct Databas {
    /// Fil med inställningar, se docs/DRIFT.md / File with settings
    #[arg(long, env = "FINSAM_CONFIG", value_name = "FIL")]
    config: Option<PathBuf>,
    #[command(flatten)]
    val: Registerval,
    /// The same with what the file says.
    #[arg(skip)]
    samlat: OnceLock<Registerval>,
}

impl Databas {
    /// A register by its address, or by a file that has it; with a file of settings that says how it is reached.
    pub(super) fn of(
        config: Option<PathBuf>,
        database: Option<String>,
        database_fil: Option<PathBuf>,
        nyckel: Option<PathBuf>,
    ) -> Self {
        let val = Registerval { database: database.map(Adress), database_fil, nyckel, ..Registerval::default() };
        Self { config, val, samlat: OnceLock::new() }
    }

    /// What the file of settings says, if one is named.
    pub(super) fn fil(&self) -> Result<Fil, Kommandofel> {
        self.config.as_deref().map_or_else(|| Ok(Fil::default()), Fil::read)
    }

    /// Whether a file of settings is named.
    pub(super) const fn has_fil(&self) -> bool {
        self.config.is_some()
    }

    /// The settings with those of the file.
    fn val(&self) -> Result<&Registerval, Kommandofel> {
        if let Some(val) = self.samlat.get() {
            return Ok(val);
        }
        let mut fil = self.fil()?;
        // The address is one setting in two forms: whoever says one of them passes over both of the file.
        if self.val.database.is_some() || self.val.database_fil.is_some() {
            (fil.database, fil.database_fil) = (None, None);
        }
        let val = self.val.clone().or(&fil);
        Ok(self.samlat.get_or_init(|| val))
    }

    /// Where it is.
    pub(super) fn address(&self) -> Result<Adressat, Kommandofel> {
        let val = self.val()?;
        let text = match (&val.database, &val.database_fil) {
            (Some(address), None) => address.0.clone(),
            (None, Some(file)) => std::fs::read_to_string(file)
                .map_err(|error| Kommandofel::reach(&file.display().to_string(), error))?
                .trim()
                .to_owned(),
            (Some(_), Some(_)) => return Err(used_wrongly("ange bara en av / name only one of")),
            (None, None) => return Err(used_wrongly("ange / name")),
        };
        text.parse()
    }

    /// What stands on this machine beside the register begins with this: the file itself, or `finsam` in the current
    /// folder where the register is elsewhere.
    pub(super) fn beside(&self) -> Result<PathBuf, Kommandofel> {
        Ok(match self.address()? {
            Adressat::Sqlite(file) => file,
            Adressat::Postgres(_) => PathBuf::from("finsam"),
        })
    }

    /// The key file, if one is named.
    pub(super) fn key_file(&self) -> Result<Option<&Path>, Kommandofel> {
        Ok(self.val()?.nyckel.as_deref())
    }

    /// The keys, if a file of them is named.
    pub(super) fn ring(&self) -> Result<Option<Nyckelring>, Kommandofel> {
        let Some(file) = self.key_file()? else { return Ok(None) };
        Nyckelring::from_file(file).map(Some).map_err(|fel| Kommandofel::reach("--nyckel", fel))
    }

    /// Opens a register that is there already.
    pub(super) async fn open_existing(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        if let Adressat::Sqlite(file) = self.address()?
            && !file.exists()
        {
            return Err(Kommandofel::reach("--database", format!("{} finns inte / is not there", file.display())));
        }
        self.open(ring).await
    }

    /// Opens the register to serve it: a SQLite file is first looked through for damage.
    pub(super) async fn open_to_serve(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        match self.address()? {
            Adressat::Sqlite(file) => {
                let settings = Settings { check: self.val()?.granskning(), ..self.sqlite()? };
                open_with(&file, ring, settings)
            }
            Adressat::Postgres(_) => self.open(ring).await,
        }
    }

    /// Opens the register. A SQLite file is made and migrated where needed; PostgreSQL is migrated by `finsam migrate`
    /// alone, since others may use it.
    pub(super) async fn open(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        match self.address()? {
            Adressat::Sqlite(file) => open_with(&file, ring, self.sqlite()?),
            Adressat::Postgres(url) => {
                let store = PostgresStore::open(&url, ring, self.postgres()?).await.map_err(refused)?;
                Ok(Arc::new(store))
            }
        }
    }

    /// How PostgreSQL is reached.
    pub(super) fn postgres(&self) -> Result<postgres::Settings, Kommandofel> {
        Ok(self.val()?.postgres())
    }

    /// How a SQLite file is opened.
    pub(super) fn sqlite(&self) -> Result<Settings, Kommandofel> {
        Ok(self.val()?.sqlite())
    }
}

/// Where a register is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Adressat {
    /// In a file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database.
    Postgres(String),
}

fn used_wrongly(what: &str) -> Kommandofel {
    Kommandofel::Bruk(format!("{what} --database, --database-fil, FINSAM_DATABASE, FINSAM_DATABASE_FIL, --config"))
}

/// Whether an argument shows a password of a database to everybody who lists the processes of the machine.
pub(super) fn shows_password(argument: &str) -> bool {
    let address = argument.split_once("postgres://").or_else(|| argument.split_once("postgresql://"));
    let login = address.and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'));
    login.is_some_and(|(login, _)| login.contains(':')) || (address.is_some() && argument.contains("password="))
}

impl FromStr for Adressat {
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
        write_secret(file, Nyckelfil::single(super::random_bytes()?).text())?;
    }
    Nyckelring::from_file(file).map_err(|fel| Kommandofel::reach("nyckel", fel))
}

/// Writes a file that only its owner may read.
pub(super) fn write_secret(file: &Path, text: impl AsRef<[u8]>) -> Result<(), Kommandofel> {
    use std::io::Write;
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut opened| {
        opened.write_all(text.as_ref())?;
        opened.sync_all()
    });
    written.map_err(|error| Kommandofel::reach(&file.display().to_string(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_seen_where_they_stand() {
        for shown in [
            "postgres://anna:hemligt@db/finsam",
            "--database=postgresql://anna:hemligt@db/finsam?sslmode=require",
            "postgres://anna:he@mligt@db",
            "postgres://db/finsam?user=anna&password=hemligt",
        ] {
            assert!(shows_password(shown), "{shown}");
        }
        for fine in
            ["postgres://anna@db:5432/finsam", "postgres://db:5432/finsam", "sqlite:a:b@c", "--database", "a:b@c/"]
        {
            assert!(!shows_password(fine), "{fine}");
        }
    }
}
