//! `POST /personer/registerutdrag`.

use axum::Json;
use axum::extract::State;
use finsam_core::deltagande::{Deltagande, asked_about};
use finsam_core::protokoll::{Registerutdrag, Utdragsfraga, Visning};
use finsam_store::rum::{Atkomstmal, Fran, Loggurval, Sidval};
use finsam_store::{Aktor, ReadSession, StoreError};

use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, MAX_LIMIT};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Why it is asked.
const VARFOR: &str = "registerutdrag, dataskyddsförordningen artikel 15";

/// Registerutdrag för en person / A person's own extract
///
/// Allt som den egna parten har registrerat om personen, och vilka som har läst eller skrivit det. Bara en nyckel som når
/// alla partens deltaganden kan göra ett. POST i stället för GET, för att numret aldrig får stå i en adress. Loggas.
///
/// Everything that one's own part has registered about the person, and who has read or written it. Only a key that reaches
/// all of the part's participations can make one. POST stands for a GET because the number must never be in an address.
/// Logged.
#[utoipa::path(post, path = "/personer/registerutdrag", tag = "deltaganden", operation_id = "hamtaRegisterutdrag",
    request_body = Utdragsfraga,
    responses((status = 200, body = Registerutdrag, description = "Utdraget / The extract"), fel::Skapa))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: fraga, .. }: Kropp<Utdragsfraga>,
) -> Svar<Json<Registerutdrag>> {
    let part = anropare.part()?;
    if anropare.is_narrowed() {
        return Err(ApiError::forbidden());
    }
    let vem = asked_about(fraga.personnummer.as_ref(), fraga.reservnummer.as_ref(), app.klocka.today());
    let vem = vem.map_err(ApiError::rules)?;
    let mut session = app.store.read().await?;
    let deltaganden = session.deltaganden().of_person(part, &vem).await?;
    let visningar = seen(session.as_mut(), &deltaganden).await?;
    drop(session);
    let mut unit = app.store.begin(Aktor { varfor: Some(VARFOR.to_owned()), ..anropare.aktor(&app) }).await?;
    unit.atkomst().log(&shown(&deltaganden)).await?;
    unit.commit().await?;
    Ok(Json(Registerutdrag { deltaganden, visningar }))
}

/// The search, and each participation that it found.
fn shown(deltaganden: &[Deltagande]) -> Vec<Atkomstmal> {
    let found = deltaganden.iter().map(|deltagande| Atkomstmal::Deltagande(deltagande.id));
    std::iter::once(Atkomstmal::Sokning(deltaganden.len() as u64)).chain(found).collect()
}

/// Who has seen them.
async fn seen(session: &mut dyn ReadSession, deltaganden: &[Deltagande]) -> Result<Vec<Visning>, StoreError> {
    let mut visningar = Vec::new();
    for deltagande in deltaganden {
        let urval = Loggurval { id: Some(deltagande.id.0), ..Loggurval::default() };
        let mut fran = Some(Fran::Hopp(0));
        while let Some(place) = fran {
            let sida = session.logg().list(urval.clone(), Sidval { limit: MAX_LIMIT, fran: place }).await?;
            fran = sida.sista.map(Fran::Efter);
            visningar.extend(sida.poster.into_iter().map(|post| Visning {
                deltagande_id: deltagande.id,
                tid: post.tid,
                vem: post.vem,
                roll: post.roll,
                handling: post.handling,
                varfor: post.varfor,
            }));
        }
    }
    Ok(visningar)
}
