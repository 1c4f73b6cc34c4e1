//! `GET /kontrollsummor/poster`.

use axum::Json;
use axum::extract::{OriginalUri, State};
use finsam_core::deltagande::Deltagande;
use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Omfang, Postsumma, Sida};
use finsam_store::rum::{Atkomstmal, Jamforelseurval, Sida as Lagersida};
use utoipa::IntoParams;
use uuid::Uuid;

use super::kallsystem;
use super::summor::digest_of;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Sidfraga, page};
use crate::fel::Svar;
use crate::openapi::fel;
use crate::rutter::deltaganden::must_cover;

/// Which scope is asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// Källsystemet / The sending system
    #[param(value_type = String, example = "treserva")]
    kallsystem: String,
    /// Insatsen / The insats
    insats: InsatsId,
    /// Startdatums år / The calendar year of startdatum
    #[param(example = 2014)]
    ar: i32,
    #[param(ignore)]
    sida: Sidfraga,
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let (kallsystem, insats) = (kallsystem(fragor), fragor.one("insats", "the identity of an insats"));
        let ar = fragor.one("ar", "a calendar year");
        for (name, is_there) in
            [("kallsystem", kallsystem.is_some()), ("insats", insats.is_some()), ("ar", ar.is_some())]
        {
            if !is_there {
                fragor.fault(name, "the scope: kallsystem, insats and ar");
            }
        }
        Self {
            kallsystem: kallsystem.unwrap_or_default(),
            insats: insats.unwrap_or(InsatsId(Uuid::nil())),
            ar: ar.unwrap_or_default(),
            sida: Sidfraga::from_fraga(fragor),
        }
    }
}

/// Ett omfångs nycklar med sina kontrollsummor / The keys of one scope with their digests
///
/// För ett omfång som skiljer sig: jämför nyckel för nyckel. I den ordning posterna registrerades, sida för sida. Varje
/// post vars kontrollsumma visas loggas.
///
/// For a scope that differs: compare key by key. In the order in which the records were registered, page by page. Each
/// record whose digest is shown is logged.
#[utoipa::path(get, path = "/kontrollsummor/poster", tag = "deltaganden", operation_id = "listaKontrollsummor",
    params(Urval, Sidfraga),
    responses((status = 200, body = Sida<Postsumma>, description = "Nycklarna / The keys"), fel::Hamta))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Sida<Postsumma>>> {
    let part = anropare.part()?;
    let mut session = app.store.read().await?;
    must_cover(session.as_mut(), &anropare, Some(urval.insats)).await?;
    let omfang = Omfang { kallsystem: urval.kallsystem, insats_id: urval.insats, ar: urval.ar };
    let totalt = session.deltaganden().count_to_compare(part, omfang.clone()).await?;
    let sidval = urval.sida.sidval();
    let found = session.deltaganden().to_compare(Jamforelseurval::of(part, omfang), sidval).await?;
    drop(session);
    let shown: Vec<Atkomstmal> = found.iter().map(|(_, post)| Atkomstmal::Deltagande(post.id)).collect();
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&shown).await?;
    unit.commit().await?;
    // A full page may be the last one: then the next is empty.
    let sista = found.last().filter(|_| found.len() == sidval.limit as usize).map(|(nummer, _)| *nummer);
    let found = Lagersida { poster: found, totalt, sista };
    Ok(Json(page(&uri, urval.sida, found, |(_, deltagande)| summed(&deltagande))))
}

fn summed(deltagande: &Deltagande) -> Postsumma {
    Postsumma { nyckel: deltagande.nyckel.nyckel.clone(), kontrollsumma: digest_of(deltagande) }
}
