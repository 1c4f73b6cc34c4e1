//! `POST /importer/antal`.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Antalspost, Felkod, Import as Importvy, Importlage};
use finsam_store::UnitOfWork;
use finsam_store::rum::Atkomstmal;

use super::format_of;
use crate::antal::{Antalsfraga, Antalsval, BYTE, Planering, Utgang, carry_out, plan, read, view};
use crate::app::App;
use crate::extract::{Anropare, Bitar, Fraga, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::kvitto::{Idempotensnyckel, Kvittens, Skapat, hash_of, once, with_options};
use crate::openapi::fel;

/// Importera antal / Import counts
///
/// En rad för varje insats, period och enhet: `insatsId` eller `insatsNyckel`, och det som PUT av antal tar. Högst 10 000
/// rader; svaret kommer direkt. CSV: se `docs/CSV.md`. Med `avstamning=omfang` är importen hela sanningen för varje
/// insats och år som den nämner: det som saknas tas bort, högst en på hundra om inte `maxRaderade` säger fler, och inget
/// alls medan rader avvisas.
///
/// `importlage=plan` skriver inget: svaret visar varje rad, vad som skulle bli av den, vilken version som står där och
/// varje fält som skulle ändras, före och efter. Vad avstämningen skulle ta bort står efter raderna. Svaret har en `ETag`:
/// skicka samma innehåll igen med `importlage=verkstall` och den i `If-Match`, så blir det precis så eller 409, om något
/// har ändrats.
///
/// One row for each insats, period and unit: `insatsId` or `insatsNyckel`, and what PUT of counts takes. At most 10 000
/// rows; the answer comes at once. CSV: see `docs/CSV.md`. With `avstamning=omfang` the import is the whole truth of each
/// insats and year that it names: what is missing is removed, at most one in a hundred unless `maxRaderade` says more,
/// and nothing at all while rows are refused.
///
/// `importlage=plan` writes nothing: the answer shows each row, what would become of it, which version stands there and
/// every field that would change, before and after. What reconciliation would remove stands after the rows. The answer
/// has an `ETag`: send the same body again with `importlage=verkstall` and that in `If-Match`, and it comes to exactly
/// that, or to 409 where something has changed.
#[utoipa::path(post, path = "/importer/antal", tag = "importer", operation_id = "importeraAntal",
    params(Antalsfraga, Antalsval,
        ("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken; gäller `verkstall` / visible ASCII, for `verkstall`"),
        ("If-Match" = Option<String>, Header, description = "Planens ETag / The ETag of the plan")),
    request_body(description = "Raderna / The rows", content((String = "application/x-ndjson"),
        (Vec<Antalspost> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Importvy, description = "Alla rader är införda, eller planen / All rows applied or unchanged, or the plan", headers(("ETag" = String))),
        (status = 207, body = Importvy, description = "Några rader avvisades / Some rows were refused"), fel::Skapa))]
pub(super) async fn importera(
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    Fraga(fraga): Fraga<Antalsfraga>,
    villkor: Villkorshuvud,
    headers: HeaderMap,
    body: Body,
) -> Svar<Skapat> {
    let format = format_of(&headers)?;
    let bytes = Bitar::new(body, BYTE)?.collect().await?;
    let rader = read(format, &bytes)?;
    let kropp = with_options(hash_of(&bytes), &fraga.val);
    // What writes nothing leaves no receipt: asked again it tells how things stand then.
    let nyckel = if fraga.importlage == Importlage::Verkstall { nyckel } else { Idempotensnyckel::INGEN };
    once(&app, &anropare, nyckel, kropp, async |kvittens| {
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        let planering = plan(unit.as_mut(), &anropare, rader, &fraga.val).await?;
        let request = Request { app: &app, anropare: &anropare, fraga: &fraga, tag: planering.tag(kropp) };
        request.unchanged(&villkor)?;
        request.end(unit, &planering, kvittens).await
    })
    .await
}

/// What the steps of one import share.
struct Request<'a> {
    app: &'a App,
    anropare: &'a Anropare,
    fraga: &'a Antalsfraga,
    /// The number of its plan.
    tag: i64,
}

impl Request<'_> {
    /// Goes on only if the plan that is to be carried out, if one is named, is the one that was shown.
    fn unchanged(&self, villkor: &Villkorshuvud) -> Svar<()> {
        if self.fraga.importlage != Importlage::Verkstall || villkor.condition(Some(self.tag)).is_ok() {
            return Ok(());
        }
        let sv =
            "Planen gäller inte längre: något som den rör har ändrats, eller så är innehållet ett annat. Planera om.";
        let en = "The plan no longer holds: something that it touches has changed, or the body is another. Plan again.";
        Err(ApiError::new(Felkod::Konflikt, sv, en))
    }

    /// Carries it out, or only tells what would come of it.
    async fn end(&self, mut unit: Box<dyn UnitOfWork>, planering: &Planering, kvittens: Kvittens) -> Svar<Skapat> {
        match planering.ending(self.fraga.val.atomicitet) {
            Utgang::Stoppas => Err(self.refusal(planering)),
            Utgang::Verkstalls if self.fraga.importlage == Importlage::Verkstall => {
                carry_out(unit.as_mut(), planering).await?;
                let answer = self.answer(planering, None)?;
                kvittens.keep(unit.as_mut(), &answer).await?;
                unit.commit().await?;
                Ok(answer)
            }
            Utgang::Verkstalls => {
                drop(unit);
                self.only_told(planering, kvittens).await
            }
        }
    }

    fn view(&self, planering: &Planering, utgang: Utgang) -> Svar<Importvy> {
        view(ImportId(self.app.new_id()), self.fraga, planering, utgang).map_err(ApiError::internal)
    }

    fn refusal(&self, planering: &Planering) -> ApiError {
        let refused = match self.view(planering, Utgang::Stoppas) {
            Ok(import) => ApiError::refused_import(import),
            Err(fel) => return fel,
        };
        match &planering.stopp {
            None => refused,
            Some(stopp) => {
                refused.saying(stopp.meddelande.sv.clone(), stopp.meddelande.en.clone()).with(vec![stopp.clone()])
            }
        }
    }

    fn answer(&self, planering: &Planering, etag: Option<i64>) -> Svar<Skapat> {
        let status = if planering.plan.refuses() { StatusCode::MULTI_STATUS } else { StatusCode::OK };
        Skapat::new(status, None, etag, &self.view(planering, Utgang::Verkstalls)?)
    }

    /// A plan or a validation: nothing is written but a line in the access log.
    async fn only_told(&self, planering: &Planering, kvittens: Kvittens) -> Svar<Skapat> {
        let etag = (self.fraga.importlage == Importlage::Plan).then_some(self.tag);
        let answer = self.answer(planering, etag)?;
        let mut unit = self.app.store.begin(self.anropare.aktor(self.app)).await?;
        unit.atkomst().log(&[Atkomstmal::Validering(planering.plan.rader.len() as u64)]).await?;
        kvittens.keep(unit.as_mut(), &answer).await?;
        unit.commit().await?;
        Ok(answer)
    }
}
