//! Opening the register that `--database` names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Nyckelring, Store, StoreError};

use super::Kommandofel;

/// Where the register is.
#[derive(Debug, Clone, Args)]
pub struct Databas {
    /// Registret: sqlite:FIL / The register: sqlite:FILE
    #[arg(long, env = "FINSAM_DATABASE", value_name = "URL")]
    pub database: String,
    /// Fil med krypteringsnyckeln, 64 hexadecimala siffror / File with the encryption key, 64 hexadecimal digits
    #[arg(long, env = "FINSAM_NYCKEL", value_name = "FIL")]
    pub nyckel: Option<PathBuf>,
}

impl Databas {
    /// The file that the address names.
    pub(super) fn file(&self) -> Result<PathBuf, Kommandofel> {
        let file = self.database.strip_prefix("sqlite:").filter(|file| !file.is_empty());
        file.map(PathBuf::from)
            .ok_or_else(|| Kommandofel::Bruk("--database tar sqlite:FIL / --database takes sqlite:FILE".to_owned()))
    }

    /// The key, if one is named.
    pub(super) fn ring(&self) -> Result<Option<Nyckelring>, Kommandofel> {
        let Some(file) = &self.nyckel else { return Ok(None) };
        Nyckelring::from_file(file).map(Some).map_err(|fel| Kommandofel::reach("--nyckel", fel))
    }

    /// Opens a register that is there already.
    pub(super) fn open_existing(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        let file = self.file()?;
        if !file.exists() {
            return Err(Kommandofel::reach("--database", format!("{} finns inte / is not there", file.display())));
        }
        open(&file, ring)
    }

    /// Opens the register, making and migrating it where needed.
    pub(super) fn open(&self, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
        open(&self.file()?, ring)
    }
}

/// Opens a register in a file.
pub(super) fn open(file: &Path, ring: Option<Nyckelring>) -> Result<Arc<dyn Store>, Kommandofel> {
    let store = SqliteStore::open(file, ring, Settings::default()).map_err(|fel| match fel {
        StoreError::WrongKey => Kommandofel::Natt(
            "nyckeln öppnar inte registret; ange den som det skapades med / \
             the key does not open the register; name the one it was made with"
                .to_owned(),
        ),
        fel => Kommandofel::reach("--database", fel),
    })?;
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
