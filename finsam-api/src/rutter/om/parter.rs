//! `GET /parter`: the parties of today.

use axum::Json;
use axum::extract::OriginalUri;
use finsam_core::part::{PartKod, Partslag};
use finsam_core::protokoll::{Part, Sida};
use finsam_store::rum::{Fran, Sida as Lagersida};

use crate::extract::{Fraga, Fragor, FromFraga, Sidfraga, Vag, page};
use crate::fel::{ApiError, Svar};
use crate::openapi::{OPPEN, fel};

/// Which parties are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partfraga {
    slag: Option<Partslag>,
    sida: Sidfraga,
}

impl FromFraga for Partfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { slag: fragor.one("slag", "a code of the list partslag"), sida: Sidfraga::from_fraga(fragor) }
    }
}

/// Alla parter / All parties
///
/// De två statliga myndigheterna, 20 regioner och 290 kommuner, sida för sida.
///
/// The two state agencies, 20 regions and 290 kommuner, page by page.
#[utoipa::path(get, path = "/parter", tag = OPPEN, operation_id = "listaParter",
    params(("slag" = Option<Partslag>, Query, description = "Bara detta slag / Only this kind"), Sidfraga),
    responses((status = 200, body = Sida<Part>, description = "Parterna / The parties")))]
pub(super) async fn lista(OriginalUri(uri): OriginalUri, Fraga(fraga): Fraga<Partfraga>) -> Json<Sida<Part>> {
    let all: Vec<PartKod> = PartKod::all().filter(|part| fraga.slag.is_none_or(|slag| part.slag() == slag)).collect();
    let sidval = fraga.sida.sidval();
    let skip = match sidval.fran {
        Fran::Hopp(skip) => usize::try_from(skip).unwrap_or(usize::MAX),
        Fran::Efter(after) => usize::try_from(after).unwrap_or_default(),
    };
    let poster: Vec<PartKod> = all.iter().copied().skip(skip).take(sidval.limit as usize).collect();
    let end = skip.saturating_add(poster.len());
    let sista = (end < all.len()).then(|| i64::try_from(end).unwrap_or(i64::MAX));
    Json(page(&uri, fraga.sida, Lagersida { poster, totalt: all.len() as u64, sista }, Part::from))
}

/// En part / One party
///
/// Också de allmänna försäkringskassorna (före 2005) och länsarbetsnämnderna (före 2008) kan frågas efter.
///
/// The regional insurance offices (before 2005) and county labour boards (before 2008) can be asked for too.
#[utoipa::path(get, path = "/parter/{kod}", tag = OPPEN, operation_id = "hamtaPart",
    params(("kod" = PartKod, Path, description = "Partens kod / The code of the party")),
    responses((status = 200, body = Part, description = "Parten / The party"), fel::Hamta))]
pub(super) async fn hamta(_: Fraga<()>, Vag(kod): Vag<String>) -> Svar<Json<Part>> {
    let kod: PartKod = kod.parse().map_err(|_| ApiError::not_found())?;
    Ok(Json(kod.into()))
}
