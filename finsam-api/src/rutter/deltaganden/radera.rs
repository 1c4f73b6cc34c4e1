//! `DELETE /deltaganden/{kallsystem}/{nyckel}`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::deltagande::Nyckel;
use finsam_store::rum::{Raderingsutfall, Villkor};

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Radera ett deltagande / Delete a participation
///
/// Kräver `If-Match`. Kvar blir en gravsten utan personuppgifter.
///
/// Needs `If-Match`. What stays is a tombstone without personal data.
#[utoipa::path(delete, path = "/deltaganden/{kallsystem}/{nyckel}", tag = "deltaganden",
    operation_id = "raderaDeltagande",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel / Its own key", example = "d-1"),
        ("If-Match" = String, Header, description = "Versionen som raderas / The version to delete")),
    responses((status = 204, description = "Raderat / Deleted"), fel::Radera))]
pub(super) async fn radera(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((kallsystem, nyckel)): Vag<(String, String)>,
    villkor: Villkorshuvud,
) -> Svar<StatusCode> {
    let part = anropare.part()?;
    let nyckel = Nyckel { kallsystem, nyckel };
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.deltaganden().get(part, &nyckel).await?.ok_or_else(ApiError::not_found)?;
    let insats = unit.insatser().get(standing.post.insats_id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    let villkor = villkor.decide(Some(standing.version))?.map_or(Villkor::Inget, Villkor::Version);
    let outcome = unit.deltaganden().delete(part, &nyckel, villkor).await?;
    match outcome {
        Raderingsutfall::Raderad(_) => {
            unit.commit().await?;
            Ok(StatusCode::NO_CONTENT)
        }
        Raderingsutfall::Redan(_) | Raderingsutfall::Saknas => Err(ApiError::not_found()),
        Raderingsutfall::VillkorBrutet(_) => Err(ApiError::stale()),
    }
}
