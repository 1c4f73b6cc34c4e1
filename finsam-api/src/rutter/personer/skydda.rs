//! `POST /personer/skydda`.

use axum::Json;
use axum::extract::State;
use finsam_core::protokoll::{Handelsetyp, Personatgard, Personatgardssvar};

use super::anonymisera::anonymise;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::Svar;
use crate::openapi::fel;

/// Skydda personer / Protect persons
///
/// När någon får skyddade personuppgifter efter registreringen: den egna partens deltaganden om personen blir anonyma
/// för gott, som när samtycke återkallas. Skyddet självt lagras aldrig. Ta många på en gång med `personer`.
///
/// When somebody comes to have protected identity after the registration: one's own part's participations of the person
/// become anonymous for good, as when consent is withdrawn. The protection itself is never stored. `personer` takes many
/// at once.
#[utoipa::path(post, path = "/personer/skydda", tag = "personer", operation_id = "skyddaPersoner",
    request_body = Personatgard,
    responses((status = 200, body = Personatgardssvar, description = "De som blev anonyma / Those made anonymous"),
        fel::Skapa))]
pub(super) async fn skydda(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: atgard, .. }: Kropp<Personatgard>,
) -> Svar<Json<Personatgardssvar>> {
    anonymise(&app, &anropare, atgard, Handelsetyp::Anonymiserad).await
}
