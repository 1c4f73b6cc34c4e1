//! `POST /forbund`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::forbund::{self, Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;

use super::location;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::{ApiError, Svar};
use crate::kvitto::{Idempotensnyckel, Skapat, hash_of, once};
use crate::openapi::fel;

/// Registrera ett förbund / Register a förbund
///
/// Bara en systemadministratör registrerar förbund. Lagens krav prövas inte här: de hindrar aldrig en skrivning.
///
/// Only a system administrator registers förbund. The law is not judged here: it never blocks a write.
#[utoipa::path(post, path = "/forbund", tag = "forbund", operation_id = "skapaForbund",
    params(("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII")),
    request_body = Forbundsuppgift,
    responses((status = 201, body = Forbund, description = "Registrerat / Registered",
        headers(("Location" = String), ("ETag" = String))), fel::Skapa))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    kropp: Kropp<Forbundsuppgift>,
) -> Svar<Skapat> {
    let Kropp { value: uppgift, bytes } = kropp;
    once(&app, &anropare, nyckel, hash_of(&bytes), async |kvittens| {
        let found = forbund::validate(&uppgift);
        if !found.is_empty() {
            return Err(ApiError::rules(found));
        }
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        let forbund = unit.forbund().insert(ForbundId(app.new_id()), uppgift).await?;
        let svar = Skapat::new(StatusCode::CREATED, Some(location(&forbund)), Some(forbund.version), &forbund)?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        unit.commit().await?;
        Ok(svar)
    })
    .await
}
