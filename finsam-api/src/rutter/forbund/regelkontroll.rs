//! `GET /forbund/{id}/regelkontroll`.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;
use finsam_core::insats::Insats;
use finsam_core::protokoll::Regelkontroll;
use finsam_core::regelkontroll::{Underlag, judge};
use finsam_store::rum::Akt;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::klocka::swedish_day;
use crate::openapi::fel;

/// As of which day.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Dagfraga {
    /// Dagen som prövas; i dag när den utelämnas / The day judged; today when left out
    #[param(example = "2015-04-30", required = false)]
    datum: Option<NaiveDate>,
}

impl FromFraga for Dagfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { datum: fragor.day("datum") }
    }
}

/// Pröva ett förbund mot lagen en viss dag / Judge a förbund by the act as of a day
///
/// Allt som finns registrerat prövas: medlemmar, område, förbundsordning, styrelse, revision, årets och nästa års
/// budget, föregående års utfall och pågående insatser. Det som inte är registrerat prövas inte. Pekaren går från
/// förbundets adress: `/medlemmar`, `/styrelse/ersattare`, `/budgetar/2016/rakning/bidrag`.
///
/// All that is registered is judged: members, area, förbundsordning, board, audit, the budget of the year and of the
/// next, the outcome of the year before and insatser that run. What is not registered is not judged. A pointer goes
/// from the address of the förbund on.
#[utoipa::path(get, path = "/forbund/{id}/regelkontroll", tag = "forbund", operation_id = "kontrolleraRegler",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"), Dagfraga),
    responses((status = 200, body = Regelkontroll, description = "Det som hittades / What was found"), fel::Hamta))]
pub(super) async fn hamta(
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    Fraga(fraga): Fraga<Dagfraga>,
) -> Svar<Json<Regelkontroll>> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    let datum = fraga.datum.unwrap_or_else(|| swedish_day(app.klocka.now()));
    let known = Known::read(&app, id).await?;
    Ok(Json(Regelkontroll { forbund_id: id, datum, avvikelser: known.judge(datum) }))
}

/// What the register has about a förbund.
struct Known {
    forbund: Forbund,
    others: Vec<Forbundsuppgift>,
    akter: Vec<Akt>,
    insatser: Vec<Insats>,
}

impl Known {
    async fn read(app: &App, id: ForbundId) -> Svar<Self> {
        let mut session = app.store.read().await?;
        let all = session.forbund().all().await?;
        let (own, others): (Vec<Forbund>, Vec<Forbund>) = all.into_iter().partition(|forbund| forbund.id == id);
        let forbund = own.into_iter().next().ok_or_else(ApiError::not_found)?;
        let akter = session.akter().list(id).await?;
        let insatser = session.insatser().all().await?;
        Ok(Self {
            forbund,
            others: others.into_iter().map(|forbund| forbund.uppgift).collect(),
            akter,
            insatser: insatser.into_iter().filter(|insats| insats.uppgift.forbund_id == id).collect(),
        })
    }

    fn judge(self, datum: NaiveDate) -> Vec<finsam_core::regel::Avvikelse> {
        let (mut board, mut audit, mut budgetar, mut utfall) = (None, None, Vec::new(), Vec::new());
        for akt in self.akter {
            match akt {
                Akt::Styrelse(one) => board = Some(one),
                Akt::Revision(one) => audit = Some(one),
                Akt::Budget(one) => budgetar.push(one),
                Akt::Utfall(one) => utfall.push(one),
            }
        }
        let underlag = Underlag {
            forbund: &self.forbund.uppgift,
            others: &self.others,
            styrelse: board.as_ref(),
            revision: audit.as_ref(),
            budgetar: &budgetar,
            utfall: &utfall,
            insatser: &self.insatser,
        };
        judge(&underlag, datum)
    }
}
