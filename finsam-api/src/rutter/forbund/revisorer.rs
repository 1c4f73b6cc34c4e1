//! `/forbund/{id}/revisorer`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::forbund::revision::{Revision, Revisionsuppgift};
use finsam_core::id::ForbundId;
use finsam_store::rum::{Aktnamn, Aktuppgift};

use super::akter::{get, put};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::Svar;
use crate::openapi::fel;

/// Revisorerna / The auditors
///
/// Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/forbund/{id}/revisorer", tag = "forbund", operation_id = "hamtaRevisorer",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
    ),
    responses((status = 200, body = Revision, description = "Revisorerna / The auditors", headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    get(&app, &id, Aktnamn::Revision, &villkor).await
}

/// Sätt revisorerna / Set the auditors
///
/// Hela innehållet ersätts. Kräver `If-Match` när det finns. Lagens krav prövas inte här: de hindrar aldrig en
/// skrivning, se `regelkontroll`.
///
/// All of it is replaced. Needs `If-Match` when it exists. The act is not judged here: it never blocks a write, see
/// `regelkontroll`.
#[utoipa::path(put, path = "/forbund/{id}/revisorer", tag = "forbund", operation_id = "sattRevisorer",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Revisionsuppgift,
    responses((status = 200, body = Revision, description = "Ändrat / Changed", headers(("ETag" = String))),
        (status = 201, body = Revision, description = "Registrerat / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Revisionsuppgift>,
) -> Svar<Response> {
    put(&app, &anropare, &id, &villkor, Aktuppgift::Revision(uppgift)).await
}
