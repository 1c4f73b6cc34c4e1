//! `GET /rapporter`.

use axum::Json;
use finsam_core::protokoll::{Rapportlista, Rapportpost};
use finsam_core::statistik::{Indelning, Rapportnamn};

use crate::extract::{Anropare, Fraga};
use crate::fel::Svar;

/// Rapporterna / The reports
///
/// De som finns och vad de kan delas in efter. / Those there are and what they can be divided by.
#[utoipa::path(get, path = "/rapporter", tag = "rapporter", operation_id = "listaRapporter",
    responses((status = 200, body = Rapportlista, description = "Rapporterna / The reports")))]
pub(super) async fn lista(_: Fraga<()>, _: Anropare) -> Svar<Json<Rapportlista>> {
    let post =
        |namn: &Rapportnamn| Rapportpost { namn: *namn, text: namn.text().into(), indelning: Indelning::ALL.to_vec() };
    Ok(Json(Rapportlista { rapporter: Rapportnamn::ALL.iter().map(post).collect() }))
}
