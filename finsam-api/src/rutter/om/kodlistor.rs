//! `GET /kodlistor`: every code list of the domain with its texts.

use axum::Json;
use finsam_core::kodlista::Kodlista;
use finsam_core::{
    arsredovisning, atkomst, deltagande, ekonomi, forbund, forsorjning, identitet, insats, part, protokoll, regel,
    statistik, tid,
};

use crate::extract::{Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::openapi::{OPPEN, fel};
use finsam_core::protokoll::{Felkod, Kodlistor, Kodlistsvar};

/// Every code list that callers meet.
static ALLA: &[Kodlista] = &[
    insats::Inriktning::LISTA,
    insats::Insatstyp::LISTA,
    insats::Uppfoljningsmetod::LISTA,
    insats::Samverkansform::LISTA,
    insats::Insatsstatus::LISTA,
    insats::Malgrupp::LISTA,
    insats::Malmatt::LISTA,
    insats::Enhet::LISTA,
    arsredovisning::Malbedomning::LISTA,
    identitet::Kon::LISTA,
    tid::Aldersgrupp::LISTA,
    part::Partslag::LISTA,
    deltagande::Registrering::LISTA,
    deltagande::Remitterande::LISTA,
    deltagande::Utbildningsniva::LISTA,
    deltagande::TidIOffentligForsorjning::LISTA,
    deltagande::Avslutsanledning::LISTA,
    deltagande::Resultat::LISTA,
    deltagande::Arbetslista::LISTA,
    forsorjning::Forsorjningsform::LISTA,
    forsorjning::Forsorjningsgrupp::LISTA,
    forsorjning::Sysselsattning::LISTA,
    forbund::revision::Ansvarsfrihet::LISTA,
    forbund::styrelse::Behorighet::LISTA,
    forbund::styrelse::Postslag::LISTA,
    forbund::styrelse::Avgang::LISTA,
    forbund::styrelse::Arendeslag::LISTA,
    forbund::styrelse::Organslag::LISTA,
    ekonomi::Bidragsgrupp::LISTA,
    ekonomi::Penningenhet::LISTA,
    ekonomi::Intaktsslag::LISTA,
    ekonomi::Kostnadsslag::LISTA,
    ekonomi::Budgetstatus::LISTA,
    ekonomi::samhallsekonomi::Schablon::LISTA,
    ekonomi::tilldelning::Omfordelning::LISTA,
    ekonomi::tilldelning::Stegslag::LISTA,
    regel::Slag::LISTA,
    regel::Allvar::LISTA,
    regel::Atergivning::LISTA,
    atkomst::Roll::LISTA,
    protokoll::Importlage::LISTA,
    protokoll::Strategi::LISTA,
    protokoll::Atomicitet::LISTA,
    protokoll::Importstatus::LISTA,
    protokoll::Radutfall::LISTA,
    protokoll::Handelsetyp::LISTA,
    protokoll::Resurs::LISTA,
    protokoll::Leveranslage::LISTA,
    protokoll::Leveransfel::LISTA,
    statistik::Rapportnamn::LISTA,
    statistik::Indelning::LISTA,
    statistik::Mattnamn::LISTA,
    statistik::Rapportenhet::LISTA,
    statistik::Skyddsmetod::LISTA,
    statistik::Arbetskategori::LISTA,
    statistik::Registreringskategori::LISTA,
    statistik::Periodslag::LISTA,
    statistik::Ungdomskategori::LISTA,
    statistik::Langd::LISTA,
    statistik::Varaktighetstid::LISTA,
    statistik::Deltagarkategori::LISTA,
    statistik::Registreringsslag::LISTA,
    statistik::Forbundskategori::LISTA,
    statistik::Medelskategori::LISTA,
    statistik::Ekonomikategori::LISTA,
    statistik::Behovskategori::LISTA,
    Felkod::LISTA,
];

/// Alla kodlistor / All code lists
///
/// Varje kod med svensk och engelsk text. / Every code with its Swedish and English text.
#[utoipa::path(get, path = "/kodlistor", tag = OPPEN, operation_id = "listaKodlistor",
    responses((status = 200, body = Kodlistor, description = "Kodlistorna / The code lists")))]
pub(super) async fn lista(_: Fraga<()>) -> Json<Kodlistor> {
    Json(Kodlistor { kodlistor: ALLA.iter().map(Kodlistsvar::from).collect() })
}

/// En kodlista / One code list
///
/// Listans koder i domänens ordning. / The codes of the list in the order of the domain.
#[utoipa::path(get, path = "/kodlistor/{namn}", tag = OPPEN, operation_id = "hamtaKodlista",
    params(("namn" = String, Path, description = "Listans namn / The name of the list", example = "forsorjningsform")),
    responses((status = 200, body = Kodlistsvar, description = "Kodlistan / The code list"), fel::Hamta))]
pub(super) async fn hamta(_: Fraga<()>, Vag(namn): Vag<String>) -> Svar<Json<Kodlistsvar>> {
    let lista = ALLA.iter().find(|lista| lista.namn == namn).ok_or_else(ApiError::not_found)?;
    Ok(Json(lista.into()))
}
