//! `finsam serve`.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::statistik::TROSKEL;

use super::installningar::Serverval;
use super::lager::{Databas, sandbox_ring};
use super::{Kommandofel, Utfall, logg, server, visa};
use crate::app::{App, Installning};
use crate::klocka::Systemklocka;
use crate::matvarden::Matvarden;

/// Kör servern / Run the server
///
/// Skapar och migrerar en SQLite-databas; en i PostgreSQL migreras först med finsam migrate. I sandlådan tas bara
/// testnummer och reservnummer emot. Utan --nyckel validerar skarp drift men svarar 503 på det som skulle spara ett
/// identitetsnummer. Varje inställning kan också stå i miljön (FINSAM_…) eller i filen som --config anger: kommandoraden
/// går före miljön och miljön före filen. --help visar alla, -h de vanligaste.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam serve --sandlada --database sqlite:finsam.db --listen 127.0.0.1:8080\n  finsam serve --config /etc/finsam/finsam.toml"
)]
pub struct Serve {
    #[command(flatten)]
    databas: Databas,
    #[command(flatten)]
    val: Serverval,
}

/// The threshold where nothing is said.
#[expect(clippy::cast_possible_truncation, reason = "a small constant")]
pub(super) const TROSKEL_U32: u32 = TROSKEL as u32;

impl Serve {
    pub(super) async fn run(self) -> Utfall {
        let omlasning = server::Omlasning::listen()?;
        let val = self.val.or(&self.databas.fil()?);
        logg::start_with(val.logg.as_deref(), val.loggform.unwrap_or_default())?;
        let sandlada = val.sandlada.unwrap_or_default();
        let listed = test_numbers(val.testnummer.as_ref())?;
        let file = self.databas.beside()?;
        let mut ring = self.databas.ring()?;
        let mut key_file = self.databas.key_file()?.map(Path::to_owned);
        if sandlada && ring.is_none() {
            let beside = key_file.insert(file.with_added_extension("nyckel"));
            ring = Some(sandbox_ring(beside)?);
        }
        let numrering = if sandlada { Numrering::sandlada(listed) } else { Numrering::skarp(listed) };
        let spole = val.spole.clone().unwrap_or_else(|| file.with_added_extension("spole"));
        let _taken = take_spool(&spole)?;
        let (rojandeskydd, andringar, skydd) = (val.rojandeskydd(), val.andringar()?, val.skydd()?);
        let tls = val.tls()?.map(server::Tls::read).transpose()?;
        let installning = Installning { numrering, rojandeskydd, spole, andringar, skydd, oversikt: val.oversikt() };
        let matvarden = match val.matvarden {
            Some(address) => {
                let matvarden = Matvarden::start().map_err(|fel| Kommandofel::reach("matvarden", fel))?;
                Some((matvarden, server::bind(address).await?))
            }
            None => None,
        };
        let listener = server::bind(val.listen()).await?;
        let store = self.databas.open_to_serve(ring.clone()).await?;
        let omlasning = omlasning.of(ring.clone().zip(key_file));
        let vakt = val.vakt(ring.as_ref())?;
        let app = App::new(store, Arc::new(Systemklocka), installning, ring).with_tider(val.tider()).with_vakt(vakt);
        let scheme = if tls.is_some() { "https" } else { "http" };
        visa::note(&format!(
            "Finsam lyssnar på {scheme}://{0} - översikt {scheme}://{0}/ - referens {scheme}://{0}/docs/",
            val.listen()
        ));
        server::serve(app, server::Dorr { listener, tls }, matvarden, val.avslut(), omlasning).await
    }
}

/// Takes the spool for this process, for as long as what is returned stands: starting, a process goes on with what an
/// earlier one left in it, and must not take what another one is carrying out.
fn take_spool(folder: &Path) -> Result<File, Kommandofel> {
    let name = folder.with_added_extension("las");
    let unusable = |error| Kommandofel::reach(&name.display().to_string(), error);
    if let Some(parent) = name.parent() {
        std::fs::create_dir_all(parent).map_err(unusable)?;
    }
    let file = File::options().create(true).write(true).truncate(false).open(&name).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
        Err(TryLockError::WouldBlock) => Err(Kommandofel::Natt(format!(
            "{}: används av en annan process; ange en egen mapp med --spole / \
             in use by another process; name a folder of its own with --spole",
            folder.display()
        ))),
    }
}

/// The test numbers listed in a file.
pub(super) fn test_numbers(file: Option<&PathBuf>) -> Result<Testnummer, Kommandofel> {
    let Some(file) = file else { return Ok(Testnummer::default()) };
    let text = std::fs::read_to_string(file).map_err(|error| Kommandofel::reach("--testnummer", error))?;
    Testnummer::parse(&text).map_err(|fel| Kommandofel::Data(format!("--testnummer: {fel}")))
}
