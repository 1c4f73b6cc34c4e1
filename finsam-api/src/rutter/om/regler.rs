//! `GET /regler`: every rule with its source and the time for which it holds.

use axum::Json;
use chrono::NaiveDate;
use finsam_core::protokoll::{Regelpost, Regelsvar};
use finsam_core::regel::{Regel, register};
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
/// Kod, slag, allvar, text, källa och giltighetstid; med `datum` bara de som gällde den dagen.
///
/// Code, kind, severity, text, source and validity; with `datum` only those that held on that day.
#[utoipa::path(get, path = "/regler", tag = OPPEN, operation_id = "listaRegler", params(Regelfraga),
    responses((status = 200, body = Regelsvar, description = "Reglerna / The rules")))]
pub(super) async fn lista(Fraga(fraga): Fraga<Regelfraga>) -> Json<Regelsvar> {
    let holds = |regel: &&Regel| fraga.datum.is_none_or(|datum| regel.holds_on(datum));
    Json(Regelsvar { regler: register::all().filter(holds).map(Regelpost::from).collect() })
}
