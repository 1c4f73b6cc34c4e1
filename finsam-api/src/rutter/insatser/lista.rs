//! `GET /insatser`.

use axum::Json;
use axum::extract::OriginalUri;
use axum::extract::State;
use finsam_core::id::ForbundId;
use finsam_core::insats::{Inriktning, Insats, Insatstyp};
use finsam_core::protokoll::Sida;
use finsam_store::rum::Insatsurval;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, page};
use crate::fel::Svar;

/// Which insatser are asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// De i förbundet / Those of this förbund
    #[param(value_type = Option<ForbundId>)]
    forbund: Vec<ForbundId>,
    /// De som pågår under året / Those under way in this year
    #[param(example = 2014, required = false)]
    ar: Option<i32>,
    /// De med denna inriktning / Those of this inriktning
    #[param(required = false)]
    inriktning: Option<Inriktning>,
    /// De av denna typ / Those of this kind
    #[param(required = false)]
    typ: Option<Insatstyp>,
    #[param(ignore)]
    sida: Sidfraga,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self {
            forbund: fragor.list("forbund", "the identity of a förbund"),
            ar: fragor.one("ar", "a calendar year"),
            inriktning: fragor.one("inriktning", "individ or struktur"),
            typ: fragor.one("typ", "a code of the list insatstyp"),
            sida: Sidfraga::from_fraga(fragor),
        }
    }
}

/// Insatser / Insatser
///
/// I den ordning de registrerades, sida för sida. / In the order in which they were registered, page by page.
#[utoipa::path(get, path = "/insatser", tag = "insatser", operation_id = "listaInsatser", params(Urval, Sidfraga),
    responses((status = 200, body = Sida<Insats>, description = "Insatserna / The insatser")))]
pub(super) async fn lista(
    State(app): State<App>,
    _: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Sida<Insats>>> {
    let forbund = (!urval.forbund.is_empty()).then_some(urval.forbund);
    let wanted = Insatsurval { forbund, ar: urval.ar, inriktning: urval.inriktning, typ: urval.typ };
    let found = app.store.read().await?.insatser().list(&wanted, urval.sida.sidval()).await?;
    Ok(Json(page(&uri, urval.sida, found, |insats| insats)))
}
