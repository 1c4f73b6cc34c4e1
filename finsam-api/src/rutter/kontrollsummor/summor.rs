//! `GET /kontrollsummor`.

use axum::Json;
use axum::extract::State;
use finsam_core::avstamning::{ALGORITM, Summering, digest};
use finsam_core::deltagande::{Deltagande, Kanonisk};
use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Kontrollsummor, Omfang};
use finsam_store::rum::{Atkomstmal, Fran, Jamforelseurval, Sidval};
use finsam_store::{ReadSession, StoreError};
use utoipa::IntoParams;

use super::kallsystem;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, MAX_LIMIT};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::deltaganden::must_cover;

/// Which scopes are asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// Bara det källsystemet / Only this sending system
    #[param(required = false, example = "treserva")]
    kallsystem: Option<String>,
    /// Bara insatsen / Only this insats
    #[param(required = false)]
    insats: Option<InsatsId>,
    /// Bara deltaganden som börjar det året / Only participations that begin in this calendar year
    #[param(required = false, example = 2014)]
    ar: Option<i32>,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self {
            kallsystem: kallsystem(fragor),
            insats: fragor.one("insats", "the identity of an insats"),
            ar: fragor.one("ar", "a calendar year"),
        }
    }
}

/// Kontrollsummor för den egna partens deltaganden / Checksums of one's own part's participations
///
/// Antal och kontrollsumma för varje omfång (källsystem, insats och startdatums år), så att två system kan hitta var de
/// skiljer sig utan att skicka poster. Hur summan räknas står i `docs/AVSTAMNING.md`. Den räknas när den efterfrågas;
/// en fråga om allt tar den tid det tar att läsa allt, och en sådan fråga besvaras i taget. En nyckel som är begränsad
/// till vissa insatser eller ett förbund anger `insats`.
///
/// Count and checksum of each scope (sending system, insats and the year of startdatum), so that two systems can find
/// where they differ without sending records. How the sum is taken is told in `docs/AVSTAMNING.md`. It is taken when it
/// is asked for: a question about everything takes the time of reading everything, and one such question is answered at
/// a time. A key narrowed to certain insatser or a förbund names `insats`.
#[utoipa::path(get, path = "/kontrollsummor", tag = "deltaganden", operation_id = "hamtaKontrollsummor",
    params(Urval),
    responses((status = 200, body = Kontrollsummor, description = "Kontrollsummorna / The checksums"), fel::Hamta))]
pub(super) async fn hamta(
    State(app): State<App>,
    anropare: Anropare,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Kontrollsummor>> {
    let part = anropare.part()?;
    let _turn = app.avstamning.acquire().await.map_err(ApiError::internal)?;
    let mut session = app.store.read().await?;
    must_cover(session.as_mut(), &anropare, urval.insats).await?;
    let wanted = Jamforelseurval { part, kallsystem: urval.kallsystem, insats: urval.insats, ar: urval.ar };
    let (summering, antal) = sum_up(session.as_mut(), wanted).await?;
    drop(session);
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Kontrollsumma(antal)]).await?;
    unit.commit().await?;
    Ok(Json(Kontrollsummor { part, algoritm: ALGORITM.to_owned(), poster: summering.poster() }))
}

/// Reads the records a page at a time, all from one state of the register; how many there were.
async fn sum_up(session: &mut dyn ReadSession, urval: Jamforelseurval) -> Result<(Summering, u64), StoreError> {
    let (mut summering, mut antal, mut after) = (Summering::default(), 0, 0);
    loop {
        let sida = Sidval { limit: MAX_LIMIT, fran: Fran::Efter(after) };
        let found = session.deltaganden().to_compare(urval.clone(), sida).await?;
        let Some((last, _)) = found.last() else { return Ok((summering, antal)) };
        after = *last;
        antal += found.len() as u64;
        found.iter().for_each(|(_, deltagande)| summering.add(scope_of(deltagande), digest_of(deltagande)));
    }
}

fn scope_of(deltagande: &Deltagande) -> Omfang {
    Omfang {
        kallsystem: deltagande.nyckel.kallsystem.clone(),
        insats_id: deltagande.post.insats_id,
        ar: chrono::Datelike::year(&deltagande.post.startdatum),
    }
}

pub(super) fn digest_of(deltagande: &Deltagande) -> finsam_core::protokoll::Kontrollsumma {
    digest(&Kanonisk::of_kept(deltagande))
}
