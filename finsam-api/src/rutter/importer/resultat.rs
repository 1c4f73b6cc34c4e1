//! `GET /importer/{id}/resultat`.

use axum::Json;
use axum::extract::State;
use finsam_core::id::ImportId;
use finsam_core::protokoll::Radsvar;
use utoipa::IntoParams;

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, MAX_LIMIT, Vag};
use crate::fel::Svar;
use crate::openapi::fel;

/// Which rows are asked for.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Radfraga {
    /// Högst så många, 1-1000 / At most so many
    #[param(required = false, value_type = u32, example = 100)]
    limit: u32,
    /// Raden att fortsätta efter / The row to go on after
    #[param(required = false, value_type = u64, example = 0)]
    markor: u64,
}

impl FromFraga for Radfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let limit = fragor.one("limit", "1-1000").unwrap_or(100);
        if !(1..=MAX_LIMIT).contains(&limit) {
            fragor.fault("limit", "1-1000");
        }
        Self { limit: limit.clamp(1, MAX_LIMIT), markor: fragor.one("markor", "a marker").unwrap_or(0) }
    }
}

/// Avvisade och varnade rader / Refused and warned rows
///
/// I ordning, sida för sida. / In order, page by page.
#[utoipa::path(get, path = "/importer/{id}/resultat", tag = "importer", operation_id = "listaImportresultat",
    params(("id" = ImportId, Path, description = "Importens id / Its identity"), Radfraga),
    responses((status = 200, body = Radsvar, description = "Raderna / The rows"), fel::Hamta))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    Fraga(fraga): Fraga<Radfraga>,
) -> Svar<Json<Radsvar>> {
    let mut session = app.store.read().await?;
    let id = find(session.as_mut(), &anropare, &id).await?.id;
    let poster = session.importer().rows(id, fraga.markor, fraga.limit).await?;
    let full = poster.len() == fraga.limit as usize;
    let markor = poster.last().filter(|_| full).map(|rad| rad.rad.to_string());
    Ok(Json(Radsvar { poster, markor }))
}
