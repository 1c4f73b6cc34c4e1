//! An import that becomes a job: kept in the register, its body on disk.

use std::sync::Arc;

use axum::http::StatusCode;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Importlage, Importstatus};
use finsam_store::StoreError;
use finsam_store::rum::Import;

use super::{new_import, place};
use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::import::{Kalla, LAN, Uppdrag, cannot_wait, start, view};
use crate::kvitto::{Kvittens, Skapat};

/// Keeps the import and starts its job: a caller who goes away in between must not leave one that waits for ever.
pub(super) async fn queue(
    app: &App,
    anropare: &Anropare,
    id: ImportId,
    uppdrag: Uppdrag,
    kvittens: Kvittens,
) -> Svar<Skapat> {
    let (app, anropare) = (app.clone(), anropare.clone());
    let queued = tokio::spawn(async move {
        let uppdrag = on_disk(&app, id, uppdrag).await?;
        let import = waiting(&app, &anropare, id, &uppdrag)?;
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        unit.importer().insert(&import).await?;
        let fore = unit.importer().ahead(id).await?;
        let svar = Skapat::new(StatusCode::ACCEPTED, Some(place(id)), Some(import.version), &view(&import, fore))?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        let kept = unit.commit().await;
        // Without an answer it is not known whether it was kept; then the job, too, must not be missing.
        if matches!(kept, Ok(()) | Err(StoreError::Unavailable(_))) {
            start(app, anropare, import, uppdrag, kept.is_ok());
        }
        kept?;
        Ok(svar)
    });
    queued.await.map_err(ApiError::internal)?
}

fn waiting(app: &App, anropare: &Anropare, id: ImportId, uppdrag: &Uppdrag) -> Svar<Import> {
    let import =
        new_import(app, anropare, id, (uppdrag.fraga, uppdrag.avstamning.clone()), uppdrag.format, Importstatus::Koad)?;
    let agare = Some(app.jobb.instans(|| app.new_id()));
    Ok(Import { agare, lan_till: Some(import.skapad + LAN), nyckel: uppdrag.kalla.nyckel(), ..import })
}

/// What the memory holds does not outlive the process. Without a key nothing can wait on disk: then only what writes
/// nothing is taken, and stays in memory.
async fn on_disk(app: &App, id: ImportId, uppdrag: Uppdrag) -> Svar<Uppdrag> {
    let Some(ring) = app.jobb.ring() else {
        let writes = uppdrag.fraga.importlage != Importlage::Validera;
        return if writes { Err(cannot_wait()) } else { Ok(uppdrag) };
    };
    let Uppdrag { fraga, avstamning, format, kalla, granskare } = uppdrag;
    let folder = app.installning.spole.clone();
    let moved = tokio::task::spawn_blocking(move || match Arc::try_unwrap(kalla) {
        Ok(kalla) => kalla.on_disk(&folder, id.0, &ring).map(Arc::new),
        Err(shared) => Ok(shared),
    });
    let kalla: Arc<Kalla> = moved.await.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    Ok(Uppdrag { fraga, avstamning, format, kalla, granskare })
}
