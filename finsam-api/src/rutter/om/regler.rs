//! `GET /regler`: every rule with its source and the time for which it holds.

use axum::Json;
use chrono::NaiveDate;
use finsam_core::protokoll::Regelsvar;
use utoipa::IntoParams;

use crate::extract::{Fraga, Fragor, FromFraga};
use crate::openapi::OPPEN;

/// Which rules are asked for.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Regelfraga {
    /// De som gäller den dagen / Those that hold on this day
    #[param(example = "2014-05-01", required = false)]
    datum: Option<NaiveDate>,
}

impl FromFraga for Regelfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { datum: fragor.day("datum") }
    }
}

/// Alla regler / All rules
///
/// Kod, slag, allvar, text, källa och giltighetstid, och lagens paragrafer med sina lydelser; med `datum` bara det som
/// gällde den dagen, med den dagens lydelse.
///
/// Code, kind, severity, text, source and validity, and the paragraphs of the act with their wordings; with `datum`
/// only what held on that day, in the wording of that day.
#[utoipa::path(get, path = "/regler", tag = OPPEN, operation_id = "listaRegler", params(Regelfraga),
    responses((status = 200, body = Regelsvar, description = "Reglerna / The rules")))]
pub(super) async fn lista(Fraga(fraga): Fraga<Regelfraga>) -> Json<Regelsvar> {
    Json(Regelsvar::on(fraga.datum))
}
