//! Keys, read anew when the process is asked to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use finsam_store::{Nyckelring, Store};

use crate::kommando::Kommandofel;
use crate::kommando::lagerfel::refused;

/// Reads the key file anew each time the process gets `SIGHUP`. Where it cannot be read, or the register does not let its
/// keys in, those read before stay. Without a file the signal does nothing: unheard it would end the process.
///
/// # Errors
/// When the machine does not let it listen.
#[cfg(unix)]
pub(in crate::kommando) fn follow_keys(
    keys: Option<(Nyckelring, PathBuf)>,
    store: Arc<dyn Store>,
) -> Result<(), Kommandofel> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut asked = signal(SignalKind::hangup()).map_err(|error| Kommandofel::reach("signal", error))?;
    tokio::spawn(async move {
        while asked.recv().await.is_some() {
            let Some((ring, file)) = &keys else {
                tracing::info!("there is no key file to read anew");
                continue;
            };
            match reload(ring, file, store.as_ref()).await {
                Ok(()) => tracing::info!(sluter = ring.sealing(), "the keys were read anew"),
                Err(cause) => tracing::error!(%cause, "the keys could not be read anew; the former stay"),
            }
        }
    });
    Ok(())
}

/// There is no such signal: new keys need a restart.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, clippy::needless_pass_by_value, reason = "as elsewhere, where it is used")]
pub(in crate::kommando) fn follow_keys(_: Option<(Nyckelring, PathBuf)>, _: Arc<dyn Store>) -> Result<(), Kommandofel> {
    Ok(())
}

/// The register knows a key before anything is sealed with it.
async fn reload(ring: &Nyckelring, file: &Path, store: &dyn Store) -> Result<(), Kommandofel> {
    let read = Nyckelring::from_file(file).map_err(|fel| Kommandofel::reach("nyckel", fel))?;
    store.admit(&read).await.map_err(refused)?;
    ring.replace(&read);
    Ok(())
}
