//! `/forbund/{id}/budgetar/{ar}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::ekonomi::{Budget, Budgetuppgift};
use finsam_core::id::ForbundId;
use finsam_store::rum::{Aktnamn, Aktuppgift};

use super::akter::{get, put};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::Svar;
use crate::openapi::fel;
use crate::rutter::ar::year;

/// Budgeten för ett år / The budget of a year
///
/// Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/forbund/{id}/budgetar/{ar}", tag = "forbund", operation_id = "hamtaBudget",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016),
    ),
    responses((status = 200, body = Budget, description = "Budgeten för ett år / The budget of a year", headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta, fel::Ar))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag((id, ar)): Vag<(String, String)>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    get(&app, &id, Aktnamn::Budget(year(&ar)?), &villkor).await
}

/// Sätt budgeten för ett år / Set the budget of a year
///
/// Hela innehållet ersätts. Kräver `If-Match` när det finns. Lagens krav prövas inte här: de hindrar aldrig en
/// skrivning, se `regelkontroll`.
///
/// All of it is replaced. Needs `If-Match` when it exists. The act is not judged here: it never blocks a write, see
/// `regelkontroll`.
#[utoipa::path(put, path = "/forbund/{id}/budgetar/{ar}", tag = "forbund", operation_id = "sattBudget",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Budgetuppgift,
    responses((status = 200, body = Budget, description = "Ändrat / Changed", headers(("ETag" = String))),
        (status = 201, body = Budget, description = "Registrerat / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, ar)): Vag<(String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Budgetuppgift>,
) -> Svar<Response> {
    put(&app, &anropare, &id, &villkor, Aktuppgift::Budget(year(&ar)?, uppgift)).await
}
