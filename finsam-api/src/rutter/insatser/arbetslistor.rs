//! `/insatser/{id}/arbetslistor`: what there is to do for the statistics to be true.

use axum::Json;
use axum::extract::{OriginalUri, State};
use finsam_core::deltagande::{Arbetsgranser, Arbetslista, Arbetspost};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Arbetslage, Sida};
use finsam_core::regel::format::FMT_13;
use finsam_store::ReadSession;
use finsam_store::rum::Atkomstmal;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, Vag, page};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// How many months are long where nothing is said.
pub(crate) const MANADER: u32 = 6;

/// What is long.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Langd {
    /// Så många månader utan ändring är länge, 1-60, 6 om inget sägs / So many months without a change are long
    #[param(value_type = Option<u32>, example = 6, required = false)]
    manader: u32,
}

impl FromFraga for Langd {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let manader = fragor.one("manader", "1-60").unwrap_or(MANADER);
        if !(1..=60).contains(&manader) {
            fragor.fault("manader", "1-60");
        }
        Self { manader }
    }
}

/// What is long, and which page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listfraga {
    langd: Langd,
    sida: Sidfraga,
}

impl FromFraga for Listfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { langd: Langd::from_fraga(fragor), sida: Sidfraga::from_fraga(fragor) }
    }
}

/// Hur mycket som återstår i en insats / How much there is to do in an insats
///
/// Öppna deltaganden som inte ändrats på länge eller blivit kvar efter insatsens slut, uppföljningar som saknas och andelen
/// utan samtycke. En part får sina egna. Andra får alla parters tillsammans, med små tal dolda, utan underlag och andelar, och
/// bara för 6 månader: två svar ska inte kunna dras från varandra.
///
/// Open participations not changed for long or left after the end of the insats, follow-ups that are missing, and the share
/// without consent. A part gets its own. Others get those of all parts together, small numbers hidden, without what they are
/// counted among and shares of it, and for 6 months only: no answer is to be subtracted from another.
#[utoipa::path(get, path = "/insatser/{id}/arbetslistor", tag = "insatser", operation_id = "hamtaArbetslage",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"), Langd),
    responses((status = 200, body = Arbetslage, description = "Varje lista / Every list"), fel::Hamta))]
pub(super) async fn hamta(
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    Fraga(Langd { manader }): Fraga<Langd>,
) -> Svar<Json<Arbetslage>> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    let part = anropare.synfalt().part;
    if part.is_none() && manader != MANADER {
        return Err(ApiError::format(vec![FMT_13.at("?manader").value("manader").expected("6, or nothing")]));
    }
    Ok(Json(state(&app, session.as_mut(), id, part, manader).await?))
}

/// How much there is to do in an insats: to a part its own; to others what is all parts' together, small numbers hidden.
pub(crate) async fn state(
    app: &App,
    session: &mut dyn ReadSession,
    id: InsatsId,
    part: Option<PartKod>,
    manader: u32,
) -> Svar<Arbetslage> {
    let per = app.klocka.today();
    let tal = session.deltaganden().work(id, part, Arbetsgranser::of(per, manader)).await?;
    let lage = Arbetslage::of(id, part, per, manader, &tal);
    let troskel = i64::from(app.installning.rojandeskydd);
    Ok(if part.is_some() { lage } else { lage.protected(troskel) })
}

/// En arbetslista / A work list
///
/// Den egna partens deltaganden som står på listan, i den ordning de registrerades. Varje post som visas loggas.
///
/// One's own part's participations that stand on the list, in the order in which they were registered. Each record shown
/// is logged.
#[utoipa::path(get, path = "/insatser/{id}/arbetslistor/{lista}", tag = "insatser", operation_id = "listaArbetsposter",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("lista" = Arbetslista, Path, description = "Vilken lista / Which list"), Langd, Sidfraga),
    responses((status = 200, body = Sida<Arbetspost>, description = "Posterna / The records"), fel::Hamta))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Vag((id, lista)): Vag<(String, String)>,
    Fraga(fraga): Fraga<Listfraga>,
) -> Svar<Json<Sida<Arbetspost>>> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let lista: Arbetslista = lista.parse().map_err(|_| ApiError::not_found())?;
    let part = anropare.part()?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    let granser = Arbetsgranser::of(app.klocka.today(), fraga.langd.manader);
    let found = session.deltaganden().work_list(id, part, lista, granser, fraga.sida.sidval()).await?;
    drop(session);
    let shown: Vec<Atkomstmal> = found.poster.iter().map(|post| Atkomstmal::Deltagande(post.id)).collect();
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&shown).await?;
    unit.commit().await?;
    Ok(Json(page(&uri, fraga.sida, found, |post| post)))
}
