//! `POST /personer/aterkalla-samtycke`.

use axum::Json;
use axum::extract::State;
use finsam_core::protokoll::{Handelsetyp, Personatgard, Personatgardssvar};

use super::anonymisera::anonymise;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::Svar;
use crate::openapi::fel;

/// Återkalla samtycke / Withdraw consent
///
/// Den egna partens deltaganden om personen blir anonyma för gott: bara insats, kön, start och slut finns kvar. Under
/// samma nyckel kan personen registreras igen bara med ett samtycke som getts en senare dag (REG-34). En person som
/// parten inte känner ger ett tomt svar.
///
/// One's own part's participations of the person become anonymous for good: only insats, kön, first and last day are
/// left. Under the same key the person can be registered again only with a consent given on a later day (REG-34). A
/// person that the part does not know gives an empty answer.
#[utoipa::path(post, path = "/personer/aterkalla-samtycke", tag = "personer", operation_id = "aterkallaSamtycke",
    request_body = Personatgard,
    responses((status = 200, body = Personatgardssvar, description = "De som blev anonyma / Those made anonymous"),
        fel::Skapa))]
pub(super) async fn aterkalla(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: atgard, .. }: Kropp<Personatgard>,
) -> Svar<Json<Personatgardssvar>> {
    anonymise(&app, &anropare, atgard, Handelsetyp::SamtyckeAterkallat).await
}
