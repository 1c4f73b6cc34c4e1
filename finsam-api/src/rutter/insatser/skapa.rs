//! `POST /insatser`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Insats, Insatsuppgift};

use super::{location, taken_key, validate};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::{ApiError, Svar};
use crate::kvitto::{Idempotensnyckel, Skapat, hash_of, once};
use crate::openapi::fel;

/// Registrera en insats / Register an insats
///
/// Förbundets administratör registrerar insatser i sitt förbund. / A förbund's administrator registers its insatser.
#[utoipa::path(post, path = "/insatser", tag = "insatser", operation_id = "skapaInsats",
    params(("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII")),
    request_body = Insatsuppgift,
    responses((status = 201, body = Insats, description = "Registrerad / Registered",
        headers(("Location" = String), ("ETag" = String))), fel::Skapa))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    kropp: Kropp<Insatsuppgift>,
) -> Svar<Skapat> {
    let Kropp { value: uppgift, bytes } = kropp;
    anropare.reach_forbund(uppgift.forbund_id)?;
    once(&app, &anropare, nyckel, hash_of(&bytes), async |kvittens| {
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        let found = validate(unit.as_mut(), &uppgift).await?;
        if !found.is_empty() {
            return Err(ApiError::rules(found));
        }
        let insats = unit.insatser().insert(InsatsId(app.new_id()), uppgift).await.map_err(taken_key)?;
        let svar = Skapat::new(StatusCode::CREATED, Some(location(&insats)), Some(insats.version), &insats)?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        unit.commit().await?;
        Ok(svar)
    })
    .await
}
