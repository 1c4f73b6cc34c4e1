//! `GET /rapporter/{namn}/skillnader`.

use axum::Json;
use axum::extract::State;
use finsam_core::protokoll::Skillnadsrapport;
use finsam_core::statistik::{Rapport, Rapportnamn, Urval};
use utoipa::IntoParams;

use super::urval::Urvalsfraga;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Which states are compared.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Tillstandsfraga {
    /// Dataversion för det tidigare tillståndet / Of the earlier state
    #[param(example = 25690)]
    fran: i64,
    /// Dataversion för det senare; registret som det är nu om inget sägs / Of the later state; the register as it is now
    /// when nothing is said
    #[param(example = 25812)]
    till: Option<i64>,
}

/// What is compared, and in which states.
#[derive(Debug, Clone)]
pub(super) struct Skillnadsfraga {
    urval: Urvalsfraga,
    tillstand: Tillstandsfraga,
}

impl FromFraga for Skillnadsfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        const VERSION: &str = "a dataversion, as a report states it";
        let urval = Urvalsfraga::from_fraga(fragor);
        let fran = fragor.all("fran");
        let parsed = match &fran[..] {
            [one] => one.parse().ok(),
            _ => None,
        };
        if parsed.is_none() {
            fragor.fault("fran", VERSION);
        }
        let tillstand = Tillstandsfraga { fran: parsed.unwrap_or_default(), till: fragor.one("till", VERSION) };
        Self { urval, tillstand }
    }
}

/// Hur en rapport skiljer sig mellan två tillstånd / How a report differs between two states
///
/// Rad för rad, det senare minus det tidigare; rader utan skillnad utelämnas. En skillnad visas bara där båda talen visas,
/// och aldrig från 1 till under tröskeln, åt något håll. Andelar följer av talen och sägs inte.
///
/// Row by row, the later less the earlier; rows without a difference are left out. A difference is shown only where both
/// numbers are, and never from 1 to below the threshold, in either direction. Shares follow from the numbers and are not told.
#[utoipa::path(get, path = "/rapporter/{namn}/skillnader", tag = "rapporter", operation_id = "hamtaSkillnader",
    params(("namn" = Rapportnamn, Path, description = "Rapportens namn / Its name"), Urvalsfraga, Tillstandsfraga),
    responses((status = 200, body = Skillnadsrapport, description = "Skillnaderna / The differences"), fel::Skillnader))]
pub(super) async fn hamta(
    State(app): State<App>,
    _: Anropare,
    Vag(namn): Vag<String>,
    Fraga(fraga): Fraga<Skillnadsfraga>,
) -> Svar<Json<Skillnadsrapport>> {
    let namn: Rapportnamn = namn.parse().map_err(|_| ApiError::not_found())?;
    let (urval, Tillstandsfraga { fran, till }) = (Urval::from(fraga.urval), fraga.tillstand);
    let of = async |version| {
        let asked = (namn, urval.clone());
        app.statistik.answer(asked, version, app.installning.rojandeskydd, |rapport, _| rapport).await
    };
    let (before, now) = (of(Some(fran)).await?, of(till).await?);
    Ok(Json(between(before, &now)))
}

/// How one differs from the other, hidden by the stricter of their thresholds.
fn between(before: Rapport, now: &Rapport) -> Skillnadsrapport {
    let troskel = before.skydd.troskel.max(now.skydd.troskel);
    Skillnadsrapport {
        rapport: now.rapport,
        fran: before.dataversion,
        till: now.dataversion,
        regelversion: now.regelversion.clone(),
        troskel,
        rader: now.less(&before, troskel),
        urval: before.urval,
    }
}
