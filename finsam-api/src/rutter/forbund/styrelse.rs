//! `/forbund/{id}/styrelse`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::forbund::styrelse::{Styrelse, Styrelseuppgift};
use finsam_core::id::ForbundId;
use finsam_store::rum::{Aktnamn, Aktuppgift};

use super::akter::{get, put};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::Svar;
use crate::openapi::fel;

/// Styrelsen / The board
///
/// Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/forbund/{id}/styrelse", tag = "forbund", operation_id = "hamtaStyrelse",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
    ),
    responses((status = 200, body = Styrelse, description = "Styrelsen / The board", headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    get(&app, &id, Aktnamn::Styrelse, &villkor).await
}

/// Sätt styrelsen / Set the board
///
/// Hela innehållet ersätts. Kräver `If-Match` när det finns. Lagens krav prövas inte här: de hindrar aldrig en
/// skrivning, se `regelkontroll`.
///
/// All of it is replaced. Needs `If-Match` when it exists. The act is not judged here: it never blocks a write, see
/// `regelkontroll`.
#[utoipa::path(put, path = "/forbund/{id}/styrelse", tag = "forbund", operation_id = "sattStyrelse",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Styrelseuppgift,
    responses((status = 200, body = Styrelse, description = "Ändrat / Changed", headers(("ETag" = String))),
        (status = 201, body = Styrelse, description = "Registrerat / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Styrelseuppgift>,
) -> Svar<Response> {
    put(&app, &anropare, &id, &villkor, Aktuppgift::Styrelse(uppgift)).await
}
