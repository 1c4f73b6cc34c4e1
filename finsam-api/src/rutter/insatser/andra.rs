//! `PUT /insatser/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::atkomst::{Operation, Plats};
use finsam_core::id::InsatsId;
use finsam_core::insats::{Insats, Insatsuppgift, validate_change};
use finsam_store::UnitOfWork;

use super::{location, taken_key, validate};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::{changed, created};

/// Ändra en insats / Change an insats
///
/// Inriktning, uppföljningsmetod och ESF-finansiering kan inte ändras (REG-25). Kräver `If-Match` när den finns.
///
/// Inriktning, uppföljningsmetod and ESF financing cannot change (REG-25). Needs `If-Match` when it exists.
#[utoipa::path(put, path = "/insatser/{id}", tag = "insatser", operation_id = "andraInsats",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Insatsuppgift,
    responses((status = 200, body = Insats, description = "Ändrad / Changed", headers(("ETag" = String))),
        (status = 201, body = Insats, description = "Registrerad / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn andra(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Insatsuppgift>,
) -> Svar<Response> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.insatser().get(id).await?;
    may_change(&anropare, standing.as_ref(), &uppgift)?;
    let version = villkor.decide(standing.as_ref().map(|insats| insats.version))?;
    let mut found = standing.map(|insats| validate_change(&insats.uppgift, &uppgift)).unwrap_or_default();
    found.extend(validate(unit.as_mut(), &uppgift).await?);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let answer = save(unit.as_mut(), id, version, uppgift).await?;
    unit.commit().await?;
    Ok(answer)
}

async fn save(unit: &mut dyn UnitOfWork, id: InsatsId, version: Option<i64>, uppgift: Insatsuppgift) -> Svar<Response> {
    let Some(version) = version else {
        let insats = unit.insatser().insert(id, uppgift).await.map_err(taken_key)?;
        return Ok(created(location(&insats), insats.version, insats));
    };
    let updated = unit.insatser().update(id, version, uppgift).await.map_err(taken_key)?;
    let insats = updated.ok_or_else(ApiError::stale)?;
    Ok(changed(insats.version, insats))
}

/// An insats that the caller reaches, and goes on reaching; a new one only for whoever may register one there.
fn may_change(anropare: &Anropare, standing: Option<&Insats>, uppgift: &Insatsuppgift) -> Svar<()> {
    let Some(insats) = standing else {
        let may = anropare.may_in(Operation::SkapaInsats, uppgift.forbund_id);
        return if may { Ok(()) } else { Err(ApiError::forbidden()) };
    };
    anropare.reach(insats)?;
    anropare.reach_at(Plats { insats: insats.id, forbund: uppgift.forbund_id })
}
