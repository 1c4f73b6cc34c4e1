//! `GET /deltaganden`.

use axum::Json;
use axum::extract::OriginalUri;
use axum::extract::State;
use finsam_core::deltagande::Deltagande;
use finsam_core::id::InsatsId;
use finsam_core::protokoll::Sida;
use finsam_store::rum::{Atkomstmal, Deltagandeurval};
use utoipa::IntoParams;

use super::must_cover;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, page};
use crate::fel::Svar;
use crate::openapi::fel;

/// Which participations are asked for.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// De i insatsen / Those in this insats
    #[param(required = false)]
    insats: Option<InsatsId>,
    /// De som pågår under året / Those under way in this year
    #[param(example = 2014, required = false)]
    ar: Option<i32>,
    /// Avslutade, eller pågående / Closed ones, or open ones
    #[param(required = false)]
    avslutad: Option<bool>,
    #[param(ignore)]
    sida: Sidfraga,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self {
            insats: fragor.one("insats", "the identity of an insats"),
            ar: fragor.one("ar", "a calendar year"),
            avslutad: fragor.one("avslutad", "true or false"),
            sida: Sidfraga::from_fraga(fragor),
        }
    }
}

/// Den egna partens deltaganden / One's own part's participations
///
/// I den ordning de registrerades, sida för sida. Varje post som visas loggas. En nyckel som är begränsad till vissa
/// insatser eller ett förbund anger `insats`.
///
/// In the order in which they were registered, page by page. Each record shown is logged. A key narrowed to certain
/// insatser or a förbund names `insats`.
#[utoipa::path(get, path = "/deltaganden", tag = "deltaganden", operation_id = "listaDeltaganden",
    params(Urval, Sidfraga),
    responses((status = 200, body = Sida<Deltagande>, description = "Deltagandena / The participations"), fel::Hamta))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Sida<Deltagande>>> {
    let part = anropare.part()?;
    let mut session = app.store.read().await?;
    must_cover(session.as_mut(), &anropare, urval.insats).await?;
    let wanted = Deltagandeurval { part, insats: urval.insats, ar: urval.ar, avslutad: urval.avslutad };
    let found = session.deltaganden().list(wanted, urval.sida.sidval()).await?;
    drop(session);
    let shown: Vec<Atkomstmal> = found.poster.iter().map(|post| Atkomstmal::Deltagande(post.id)).collect();
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&shown).await?;
    unit.commit().await?;
    Ok(Json(page(&uri, urval.sida, found, |deltagande| deltagande)))
}
