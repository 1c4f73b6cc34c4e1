//! `POST /validera/deltaganden`.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use finsam_core::protokoll::{Importlage, Strategi, Valideringsrapport};
use finsam_store::rum::Atkomstmal;

use crate::app::App;
use crate::extract::{Anropare, Fraga, too_large};
use crate::fel::Svar;
use crate::import::{Avsandare, Granskare, Importfraga, Mottagen, Mottagning, Skanning, granser};
use crate::openapi::fel;
use crate::rutter::importer::{carry_out, format_of, judge};

/// Pröva poster utan att spara / Judge records without storing them
///
/// Samma kontroller som en import; ingenting lagras. POST i stället för GET, för att identitetsnummer aldrig får stå i
/// en adress. Åtkomstloggen får en rad utan nummer.
///
/// The same checks as an import; nothing is stored. POST stands for a GET because identity numbers must never stand in
/// an address. The access log gets a line without numbers.
#[utoipa::path(post, path = "/validera/deltaganden", tag = "deltaganden", operation_id = "valideraDeltaganden",
    request_body(description = "Posterna / The records", content((String = "application/x-ndjson"),
        (Vec<finsam_core::protokoll::Importpost> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Valideringsrapport, description = "Varje rad / Every row"), fel::Skapa))]
pub(super) async fn validera(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    headers: HeaderMap,
    body: Body,
) -> Svar<Json<Valideringsrapport>> {
    let format = format_of(&headers)?;
    let limits = Importfraga::default().limits();
    let skanning = Skanning { format, limits, most: granser::DIREKT_POSTER, keys: false };
    let mottagning = Mottagning { most: granser::DIREKT_BYTE, ..Mottagning::new(&app, app.new_id(), skanning) };
    let Mottagen { kalla, skannat, .. } = mottagning.receive(body).await?;
    if skannat.poster > granser::DIREKT_POSTER {
        return Err(too_large(granser::DIREKT_BYTE).saying(
            format!("Högst {} poster valideras direkt. Använd importlage=validera.", granser::DIREKT_POSTER),
            format!("At most {} records are judged at once. Use importlage=validera.", granser::DIREKT_POSTER),
        ));
    }
    let avsandare = Avsandare { anropare: &anropare, part: anropare.part()? };
    let granskare = Granskare::new(app.clone(), avsandare, Strategi::Upsert, Arc::new(skannat)).await?;
    let bedomda = judge(Arc::new(granskare), Arc::new(kalla), format).await?;
    let fraga = Importfraga { importlage: Importlage::Validera, ..Importfraga::default() };
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let svar = carry_out(unit.as_mut(), &anropare, fraga, None, bedomda).await?;
    drop(unit);
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Validering(svar.antal.mottagna)]).await?;
    unit.commit().await?;
    Ok(Json(Valideringsrapport { antal: svar.antal, rader: svar.rader }))
}
