//! `POST /forbund/{id}/sammanslagning`.

use axum::Json;
use axum::extract::State;
use finsam_core::forbund::livscykel::{Sammanslagning, merge, validate_merger};
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;
use finsam_core::protokoll::{OverfortKapital, Sammanslaget};
use finsam_store::UnitOfWork;
use finsam_store::rum::Akt;

use super::akter::begin;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Slå samman flera förbund till ett / Merge several förbund into one
///
/// De uppgångna upphör dagen före och pekar på det nya i `ersattAv`; deras medlemmar och områden blir det nyas. Svaret
/// säger vilket eget kapital som följer med, enligt var och ens senaste utfall. Bara en systemadministratör.
///
/// Those that go up in it end on the day before and name it in `ersattAv`; their members and areas become its own. The
/// answer says which own capital comes along, by each one's latest outcome. Only a system administrator.
#[utoipa::path(post, path = "/forbund/{id}/sammanslagning", tag = "forbund", operation_id = "slaSammanForbund",
    params(("id" = ForbundId, Path, description = "Det nya förbundets id / The identity of the new one"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ändras / The version to change")),
    request_body = Sammanslagning,
    responses((status = 200, body = Sammanslaget, description = "Sammanslagna / Merged"), fel::Villkorad))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: sammanslagning, .. }: Kropp<Sammanslagning>,
) -> Svar<Json<Sammanslaget>> {
    let (mut unit, forbund) = begin(&app, &anropare, &id).await?;
    villkor.condition(Some(forbund.version))?;
    let old = named(unit.as_mut(), &sammanslagning).await?;
    let found = validate_merger(forbund.id, &forbund.uppgift, &sammanslagning, &old);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let old: Vec<Forbund> = old.into_iter().flatten().collect();
    let svar = save(unit.as_mut(), forbund, old, sammanslagning).await?;
    unit.commit().await?;
    Ok(Json(svar))
}

/// Those named; no more are looked up than may be named.
async fn named(unit: &mut dyn UnitOfWork, sammanslagning: &Sammanslagning) -> Svar<Vec<Option<Forbund>>> {
    let mut old = Vec::new();
    for id in sammanslagning.forbund.iter().take(20) {
        old.push(unit.forbund().get(*id).await?);
    }
    Ok(old)
}

async fn save(
    unit: &mut dyn UnitOfWork,
    forbund: Forbund,
    old: Vec<Forbund>,
    sammanslagning: Sammanslagning,
) -> Svar<Sammanslaget> {
    let before: Vec<Forbundsuppgift> = old.iter().map(|one| one.uppgift.clone()).collect();
    let (uppgift, ended) = merge(&forbund.uppgift, &before, sammanslagning.datum);
    let forbund = unit.forbund().update(forbund.id, forbund.version, uppgift).await?.ok_or_else(ApiError::stale)?;
    let (mut uppgangna, mut overfort_kapital) = (Vec::new(), Vec::new());
    for (one, uppgift) in old.into_iter().zip(ended) {
        let gone = unit.forbund().merge_into(one.id, one.version, uppgift, forbund.id).await?;
        uppgangna.push(gone.ok_or_else(ApiError::stale)?);
        overfort_kapital.push(capital(unit, one.id).await?);
    }
    Ok(Sammanslaget { forbund, uppgangna, overfort_kapital })
}

async fn capital(unit: &mut dyn UnitOfWork, id: ForbundId) -> Svar<OverfortKapital> {
    let akter = unit.akter().list(id).await?;
    let utfall = akter.iter().filter_map(|akt| if let Akt::Utfall(utfall) = akt { Some(utfall) } else { None });
    Ok(OverfortKapital::of(id, utfall))
}
