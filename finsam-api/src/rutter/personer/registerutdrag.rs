//! `POST /personer/registerutdrag`.

use axum::Json;
use axum::extract::State;
use finsam_core::deltagande::{Deltagande, Personuppgift};
use finsam_core::protokoll::{Registerutdrag, Visning};
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
#[utoipa::path(post, path = "/personer/registerutdrag", tag = "personer", operation_id = "hamtaRegisterutdrag",
    request_body = Personuppgift,
    responses((status = 200, body = Registerutdrag, description = "Utdraget / The extract"), fel::Skapa))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: fraga, .. }: Kropp<Personuppgift>,
) -> Svar<Json<Registerutdrag>> {
    let part = anropare.part()?;
    if anropare.is_narrowed() {
        return Err(ApiError::forbidden());
    }
    let vem = fraga.identify(app.klocka.today(), &app.installning.numrering);
    let vem = app.store.person_key(&vem.map_err(|fault| ApiError::rules(vec![*fault]))?)?;
    let mut session = app.store.read().await?;
    let deltaganden = session.personer().own(part, vem).await?;
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
