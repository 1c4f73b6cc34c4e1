//! `GET /forbund/{id}/regelkontroll`.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use finsam_core::id::ForbundId;
use finsam_core::protokoll::Regelkontroll;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::forbundsbild::Forbundsbild;
use crate::klocka::swedish_day;
use crate::openapi::fel;

/// As of which day.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Dagfraga {
    /// Dagen som prövas; i dag när den utelämnas / The day judged; today when left out
    #[param(example = "2015-04-30", required = false)]
    datum: Option<NaiveDate>,
}

impl FromFraga for Dagfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { datum: fragor.day("datum") }
    }
}

/// Pröva ett förbund mot lagen en viss dag / Judge a förbund by the act as of a day
///
/// Allt som finns registrerat prövas: medlemmar, område, förbundsordning, styrelse, revision, årets och nästa års
/// budget, föregående års utfall och pågående insatser. Det som inte är registrerat prövas inte. Pekaren går från
/// förbundets adress: `/medlemmar`, `/styrelse/ersattare`, `/budgetar/2016/rakning/bidrag`.
///
/// All that is registered is judged: members, area, förbundsordning, board, audit, the budget of the year and of the
/// next, the outcome of the year before and insatser that run. What is not registered is not judged. A pointer goes
/// from the address of the förbund on.
#[utoipa::path(get, path = "/forbund/{id}/regelkontroll", tag = "forbund", operation_id = "kontrolleraRegler",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"), Dagfraga),
    responses((status = 200, body = Regelkontroll, description = "Det som hittades / What was found"), fel::Hamta))]
pub(super) async fn hamta(
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    Fraga(fraga): Fraga<Dagfraga>,
) -> Svar<Json<Regelkontroll>> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    let datum = fraga.datum.unwrap_or_else(|| swedish_day(app.klocka.now()));
    let bild = Forbundsbild::read(app.store.read().await?.as_mut(), id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(Regelkontroll { forbund_id: id, datum, avvikelser: bild.judge(datum) }))
}
