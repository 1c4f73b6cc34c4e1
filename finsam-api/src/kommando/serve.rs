//! `finsam serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::statistik::TROSKEL;

use super::lager::{Databas, sandbox_ring};
use super::{Kommandofel, Utfall, logg, server, visa};
use crate::app::{App, Installning};
use crate::klocka::Systemklocka;

/// Kör servern / Run the server
///
/// Skapar och migrerar en SQLite-databas; en i PostgreSQL migreras först med finsam migrate. I sandlådan tas bara testnummer och reservnummer emot. Utan --nyckel validerar
/// skarp drift men svarar 503 på det som skulle spara ett identitetsnummer.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam serve --sandlada --database sqlite:finsam.db --listen 127.0.0.1:8080")]
pub struct Serve {
    #[command(flatten)]
    databas: Databas,
    /// Ta bara emot testnummer och reservnummer / Take only test numbers and reservnummer
    #[arg(long, env = "FINSAM_SANDLADA")]
    sandlada: bool,
    /// Fil med fler testnummer, ett per rad / File with more test numbers, one a line
    #[arg(long, env = "FINSAM_TESTNUMMER", value_name = "FIL")]
    testnummer: Option<PathBuf>,
    /// Under detta döljs antal om människor, 0 döljer inget / Below this counts about people are hidden
    #[arg(long, env = "FINSAM_ROJANDESKYDD", value_name = "N", default_value_t = TROSKEL_U32)]
    rojandeskydd: u32,
    /// Adress att lyssna på / Address to listen on
    #[arg(long, env = "FINSAM_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Mapp där stora importer väntar, krypterade / Folder where large imports wait, sealed
    #[arg(long, env = "FINSAM_SPOLE", value_name = "MAPP")]
    spole: Option<PathBuf>,
}

/// The threshold where nothing is said.
#[expect(clippy::cast_possible_truncation, reason = "a small constant")]
pub(super) const TROSKEL_U32: u32 = TROSKEL as u32;

impl Serve {
    pub(super) async fn run(self) -> Utfall {
        logg::start();
        let listed = test_numbers(self.testnummer.as_ref())?;
        let file = self.databas.beside()?;
        let mut ring = self.databas.ring()?;
        if self.sandlada && ring.is_none() {
            ring = Some(sandbox_ring(&file.with_added_extension("nyckel"))?);
        }
        let numrering = if self.sandlada { Numrering::sandlada(listed) } else { Numrering::skarp(listed) };
        let spole = self.spole.unwrap_or_else(|| file.with_added_extension("spole"));
        let installning = Installning { numrering, rojandeskydd: self.rojandeskydd, spole };
        let store = self.databas.open_to_serve(ring.clone()).await?;
        let app = App::new(store, Arc::new(Systemklocka), installning, ring);
        let listener = server::bind(self.listen).await?;
        visa::note(&format!("Finsam lyssnar på http://{0} - referens http://{0}/docs/", self.listen));
        server::serve(app, listener).await
    }
}

/// The test numbers listed in a file.
pub(super) fn test_numbers(file: Option<&PathBuf>) -> Result<Testnummer, Kommandofel> {
    let Some(file) = file else { return Ok(Testnummer::default()) };
    let text = std::fs::read_to_string(file).map_err(|error| Kommandofel::reach("--testnummer", error))?;
    Testnummer::parse(&text).map_err(|fel| Kommandofel::Data(format!("--testnummer: {fel}")))
}
