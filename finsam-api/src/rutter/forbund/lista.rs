//! `GET /forbund`.

use axum::Json;
use axum::extract::OriginalUri;
use axum::extract::State;
use chrono::NaiveDate;
use finsam_core::forbund::Forbund;
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::protokoll::Sida;
use finsam_store::rum::Forbundsurval;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, page};
use crate::fel::Svar;

/// Which förbund are asked for.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// De som finns den dagen / Those that exist on this day
    #[param(example = "2015-04-30", required = false)]
    datum: Option<NaiveDate>,
    /// De vars område rör länet / Those whose area touches this län
    #[param(value_type = Option<String>, example = "14")]
    lan: Option<LanKod>,
    /// De vars område rör kommunen / Those whose area touches this kommun
    #[param(value_type = Option<String>, example = "1480")]
    kommun: Option<KommunKod>,
    #[param(ignore)]
    sida: Sidfraga,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self {
            datum: fragor.day("datum"),
            lan: fragor.one("lan", "a länskod of two digits"),
            kommun: fragor.one("kommun", "a kommunkod of four digits"),
            sida: Sidfraga::from_fraga(fragor),
        }
    }
}

/// Förbund / Förbund
///
/// I den ordning de registrerades, sida för sida. / In the order in which they were registered, page by page.
#[utoipa::path(get, path = "/forbund", tag = "forbund", operation_id = "listaForbund", params(Urval, Sidfraga),
    responses((status = 200, body = Sida<Forbund>, description = "Förbunden / The förbund")))]
pub(super) async fn lista(
    State(app): State<App>,
    _: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Sida<Forbund>>> {
    let wanted = Forbundsurval { datum: urval.datum, lan: urval.lan, kommun: urval.kommun };
    let found = app.store.read().await?.forbund().list(wanted, urval.sida.sidval()).await?;
    Ok(Json(page(&uri, urval.sida, found, |forbund| forbund)))
}
