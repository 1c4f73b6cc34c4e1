//! Whoever writes checkpoints while the server works.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use finsam_store::Nyckelring;
use finsam_store::rum::Loggande;

use super::{Filfel, Kontrollfil, Kontrollnyckel, Kontrollpunkt, Signeringsnyckel};
use crate::app::App;

/// Writes what has come since the last checkpoint.
#[derive(Debug)]
pub struct Vakt {
    nyckel: Signeringsnyckel,
    takt: Duration,
    lage: Mutex<Lage>,
}

#[derive(Debug)]
struct Lage {
    fil: Kontrollfil,
    sista: Option<Kontrollpunkt>,
    /// What is known of each segment: its last link.
    kanda: BTreeMap<i64, i64>,
}

/// Why there are no checkpoints.
#[derive(Debug, thiserror::Error)]
pub enum Vaktfel {
    /// The file.
    #[error(transparent)]
    Fil(#[from] Filfel),
    /// The register.
    #[error(transparent)]
    Store(#[from] finsam_store::StoreError),
}

impl Vakt {
    /// Goes on in a file, signing with the key of the register, every `takt`.
    ///
    /// # Errors
    /// When the file cannot be written, or what stands in it has been altered.
    pub fn open(path: &Path, ring: &Nyckelring, takt: Duration) -> Result<Self, Vaktfel> {
        let nyckel = Signeringsnyckel::of(ring)?;
        let (fil, punkter) = Kontrollfil::open(path, nyckel.publik())?;
        let kanda = punkter.iter().flat_map(|punkt| &punkt.segment).map(|punkt| (punkt.segment, punkt.led)).collect();
        let lage = Mutex::new(Lage { fil, sista: punkter.into_iter().next_back(), kanda });
        Ok(Self { nyckel, takt, lage })
    }

    /// What tells whether the checkpoints are this server's.
    #[must_use]
    pub fn kontrollnyckel(&self) -> Kontrollnyckel {
        self.nyckel.publik()
    }

    /// Writes a checkpoint of what has come since the last one, if anything has; whether it did.
    ///
    /// # Errors
    /// When the register does not answer, or the file cannot be written.
    pub async fn write(&self, app: &App) -> Result<bool, Vaktfel> {
        let andar = app.store.ask().await?.logg().ends().await?;
        Ok(self.add(app, andar)?)
    }

    fn add(&self, app: &App, andar: Vec<Loggande>) -> Result<bool, Filfel> {
        let mut lage = self.lage.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = |ande: &Loggande| lage.kanda.get(&ande.segment) != Some(&ande.led);
        let andar: Vec<Loggande> = andar.into_iter().filter(changed).collect();
        if andar.is_empty() {
            return Ok(false);
        }
        let punkt = Kontrollpunkt::next(lage.sista.as_ref(), app.klocka.now(), andar, &self.nyckel);
        lage.fil.add(&punkt)?;
        lage.kanda.extend(punkt.segment.iter().map(|punkt| (punkt.segment, punkt.led)));
        lage.sista = Some(punkt);
        Ok(true)
    }
}

/// Writes checkpoints until the server is about to end. The last one is written when all is done.
pub async fn keep_checkpoints(app: App, vakt: Arc<Vakt>) {
    while !app.drift.is_ending() {
        if let Err(cause) = vakt.write(&app).await {
            tracing::error!(%cause, "no checkpoint of the access log was written");
        }
        tokio::select! {
            () = app.drift.ends() => {}
            () = tokio::time::sleep(vakt.takt) => {}
        }
    }
}
