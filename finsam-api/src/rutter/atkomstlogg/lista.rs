//! `GET /atkomstlogg`.

use axum::Json;
use axum::extract::{OriginalUri, State};
use chrono::{DateTime, Utc};
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Loggpost, Sida};
use finsam_store::rum::{Atkomstmal, Atkomstpost, Loggurval};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, page};
use crate::fel::Svar;

/// Which lines are asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// Från och med denna tidpunkt / From this moment on
    #[param(required = false, example = "2015-06-01T00:00:00Z")]
    fran: Option<DateTime<Utc>>,
    /// Före denna tidpunkt / Before this moment
    #[param(required = false, example = "2015-07-01T00:00:00Z")]
    till: Option<DateTime<Utc>>,
    /// Den som gjorde det / Whoever did it
    #[param(required = false, example = "0190a5c0-7c00-7000-8000-000000000001")]
    vem: Option<String>,
    /// Vad som gjordes: metod och väg / What was done: method and route
    #[param(required = false, example = "GET /finsam/v1/deltaganden/{kallsystem}/{nyckel}")]
    handling: Option<String>,
    /// Slag av post / Kind of record
    #[param(required = false, example = "deltagande")]
    resurs: Option<String>,
    /// Om deltaganden som parten har registrerat / About participations that the part has registered
    #[param(required = false, example = "kommun:2280")]
    part: Option<PartKod>,
    /// Postens identitet / The identity of the record
    #[param(required = false, example = "0190a5c0-7c00-7000-8000-000000000003")]
    id: Option<Uuid>,
    #[param(ignore)]
    sida: Sidfraga,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self {
            fran: fragor.one("fran", "a moment, RFC 3339"),
            till: fragor.one("till", "a moment, RFC 3339"),
            vem: fragor.one("vem", "a caller"),
            handling: fragor.one("handling", "a method and a route"),
            resurs: fragor.one("resurs", "a kind of record"),
            part: fragor.one("part", "a part"),
            id: fragor.one("id", "the identity of a record"),
            sida: Sidfraga::from_fraga(fragor),
        }
    }
}

/// Åtkomstloggen / The access log
///
/// Vem som läste eller skrev vilken post, när, i vilken roll, varför och varifrån, i den ordning raderna fick sina nummer.
/// Bara för loggranskaren, och att den lästs loggas.
///
/// Who read or wrote which record, when, in which role, why and from where, in the order of the numbers of the lines. Only
/// for the reviewer of the log, and that it was read is logged.
#[utoipa::path(get, path = "/atkomstlogg", tag = "atkomstlogg", operation_id = "lasAtkomstlogg",
    params(Urval, Sidfraga),
    responses((status = 200, body = Sida<Loggpost>, description = "Raderna / The lines")))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Sida<Loggpost>>> {
    let Urval { fran, till, vem, handling, resurs, part, id, sida } = urval;
    let wanted = Loggurval { fran, till, vem, handling, resurs, part, id };
    let found = app.store.read().await?.logg().list(wanted, sida.sidval()).await?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Atkomstlogg(found.poster.len() as u64)]).await?;
    unit.commit().await?;
    Ok(Json(page(&uri, sida, found, shown)))
}

fn shown(post: Atkomstpost) -> Loggpost {
    let Atkomstpost { nummer, tid, vem, roll, handling, anrop, resurs, id, antal, varfor, varifran } = post;
    let resurs = resurs.to_owned();
    Loggpost { nummer, tid, vem, roll, handling, anrop, resurs, id, antal, varfor, varifran }
}
