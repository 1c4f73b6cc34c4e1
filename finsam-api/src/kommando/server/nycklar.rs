//! Keys, read anew when the process is asked to.

use std::path::{Path, PathBuf};

use finsam_store::{Nyckelring, Store};

use super::innehav::told;
use crate::app::App;
use crate::kommando::Kommandofel;
use crate::kommando::lagerfel::refused;

/// The signal that asks for keys to be read anew, `SIGHUP`, from when it is first listened for. Unheard it would end the
/// process.
pub(in crate::kommando) struct Omlasning {
    #[cfg(unix)]
    asked: tokio::signal::unix::Signal,
    keys: Option<(Nyckelring, PathBuf)>,
}

impl Omlasning {
    /// Listens from now on. What comes before it is followed is heard when it is.
    ///
    /// # Errors
    /// When the machine does not let it listen.
    #[cfg(unix)]
    pub(in crate::kommando) fn listen() -> Result<Self, Kommandofel> {
        use tokio::signal::unix::{SignalKind, signal};
        let asked = signal(SignalKind::hangup()).map_err(|error| Kommandofel::reach("signal", error))?;
        Ok(Self { asked, keys: None })
    }

    /// There is no such signal: new keys need a restart.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "as elsewhere, where it is used")]
    pub(in crate::kommando) fn listen() -> Result<Self, Kommandofel> {
        Ok(Self { keys: None })
    }

    /// The same, for the keys of a file.
    pub(in crate::kommando) fn of(self, keys: Option<(Nyckelring, PathBuf)>) -> Self {
        Self { keys, ..self }
    }

    /// Reads the key file anew each time the process is asked to. Where it cannot be read, or the register does not let its
    /// keys in, those read before stay; without a file nothing is read.
    pub(super) fn follow(mut self, app: App) {
        tokio::spawn(async move {
            while self.next().await.is_some() {
                let Some((ring, file)) = &self.keys else {
                    tracing::info!("there is no key file to read anew");
                    continue;
                };
                match reload(ring, file, app.store.as_ref()).await {
                    Ok(()) => {
                        told(&app).await;
                        tracing::info!(sluter = ring.sealing(), "the keys were read anew");
                    }
                    Err(cause) => tracing::error!(%cause, "the keys could not be read anew; the former stay"),
                }
            }
        });
    }

    #[cfg(unix)]
    async fn next(&mut self) -> Option<()> {
        self.asked.recv().await
    }

    #[cfg(not(unix))]
    async fn next(&mut self) -> Option<()> {
        None
    }
}

/// The register knows a key before anything is sealed with it.
async fn reload(ring: &Nyckelring, file: &Path, store: &dyn Store) -> Result<(), Kommandofel> {
    let read = Nyckelring::from_file(file).map_err(|fel| Kommandofel::reach("nyckel", fel))?;
    store.admit(&read).await.map_err(refused)?;
    ring.replace(&read);
    Ok(())
}
