//! `POST /importer`.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use finsam_core::id::ImportId;
use finsam_core::protokoll::Import as Importvy;

use super::bestallning::Bestallning;
use super::direkt::at_once;
use super::ko::queue;
use crate::app::App;
use crate::extract::{Anropare, Fraga};
use crate::fel::Svar;
use crate::import::{Avstamningsval, Importfraga, Mottagen};
use crate::kvitto::{Idempotensnyckel, Skapat, once};
use crate::openapi::fel;

/// Importera deltaganden / Import participations
///
/// En post är innehållet i PUT med `kallsystem` och `nyckel` överst. Upp till gränserna i `/begransningar` kommer
/// svaret direkt; större, eller med `Prefer: respond-async`, blir ett jobb (202 och `Location`). CSV: se `docs/CSV.md`.
/// Med `strategi=skapa` avvisas en nyckel som finns, med `uppdatera` en som saknas. Med `radera` läses bara
/// `kallsystem` och `nyckel`; en post som redan är raderad är oförändrad, en nyckel som aldrig har funnits avvisas.
/// Jobb överlever att servern startas om, eftersom innehållet väntar förseglat på disk. En server utan krypteringsnyckel
/// svarar därför 503 (NYCKEL_SAKNAS) där det skulle bli ett jobb; bara `importlage=validera` blir ett, upp till 8 MiB, och
/// säger `misslyckad` om servern startas om innan det är klart. En parts jobb körs ett i taget, i den ordning de kom; svar som kommer direkt
/// väntar inte i kön. Med `importlage=plan` skrivs ingenting: varje rad får sitt utfall och sina ändringar fält för
/// fält, planen sparas förseglad i 24 timmar och verkställs med `POST …/verkstall`. En plan har högst så många poster
/// som `atomicitet=allt` och 64 MiB. Med `avstamning=omfang` är importen hela sanningen om varje (källsystem, insats,
/// startår) som den har en godtagen post i, och om dem i `omfang`: det som står där men saknas i importen raderas,
/// innan dess poster skrivs. Avvisade rader räknas som närvarande. Högst en procent får raderas om inte `maxRaderade`
/// säger fler; annars 422 (AVSTAMNING) och ingenting skrivs.
///
/// A record is the body of PUT with `kallsystem` and `nyckel` on top. Up to the limits of `/begransningar` the answer
/// comes at once; larger ones, or with `Prefer: respond-async`, become a job (202 and `Location`). CSV: see
/// `docs/CSV.md`. With `strategi=skapa` a key that exists is refused, with `uppdatera` one that does not. With `radera`
/// nothing but `kallsystem` and `nyckel` is read; a record that has been deleted already is unchanged, a key that never
/// existed is refused. Jobs outlive a restart of the server, since the body waits sealed on disk. A server without an
/// encryption key therefore answers 503 (NYCKEL_SAKNAS) where there would be a job; only `importlage=validera` becomes
/// one, up to 8 MiB, and says `misslyckad` if the server is restarted before it is done. A part's jobs run one at a time, in the order in which
/// they came; what is answered at once does not wait in the queue. With `importlage=plan` nothing is written: each row
/// gets its outcome and its changes field by field, the plan is kept sealed for 24 hours and carried out by `POST
/// …/verkstall`. A plan has at most as many records as `atomicitet=allt`, and 64 MiB. With `avstamning=omfang` the
/// import is the whole truth of each (system, insats, year of start) that it has a sound record in, and of those in
/// `omfang`: what stands there and is not in the import is deleted, before its records are written. Refused rows count
/// as present. At most one per cent may go unless `maxRaderade` says more; otherwise 422 (AVSTAMNING) and nothing is
/// written. An import that validates judges overlaps (REG-11) against the register and within rounds of 2 000 records.
#[utoipa::path(post, path = "/importer", tag = "importer", operation_id = "skapaImport",
    params(Importfraga, Avstamningsval,
        ("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII"),
        ("Content-Encoding" = Option<String>, Header,
            description = "`gzip`; gränserna gäller det uppackade / the limits hold unpacked"),
        ("Prefer" = Option<String>, Header, description = "`respond-async` ger ett jobb / makes a job")),
    request_body(description = "Posterna / The records", content((String = "application/x-ndjson"),
        (Vec<finsam_core::protokoll::Importpost> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Importvy, description = "Alla rader är införda / All rows applied or unchanged",
            headers(("ETag" = String), ("Location" = Option<String>, description = "En plan / A plan"))),
        (status = 202, body = Importvy, description = "Ett jobb / A job",
            headers(("Location" = String), ("ETag" = String))),
        (status = 207, body = Importvy, description = "Några rader avvisades / Some rows were refused"), fel::Skapa))]
pub(super) async fn skapa(
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    Fraga((fraga, avstamning)): Fraga<(Importfraga, Avstamningsval)>,
    headers: HeaderMap,
    body: Body,
) -> Svar<Skapat> {
    let (bestallning, id) = (Bestallning::new(fraga, avstamning, &headers)?, ImportId(app.new_id()));
    let mottagen = bestallning.receive(&app, &anropare, (id, nyckel.is_given()), body).await?;
    let direct = bestallning.is_direct(&mottagen);
    let Mottagen { kalla, skannat, kropp } = mottagen;
    let (kropp, granskare) = (bestallning.receipt_of(kropp), bestallning.granskare(&app, &anropare, skannat).await?);
    once(&app, &anropare, nyckel, kropp, async |kvittens| {
        if direct {
            at_once(bestallning.direkt(&app, &anropare, id, kalla), granskare, kvittens).await
        } else {
            queue(&app, &anropare, id, bestallning.uppdrag(kalla, granskare), kvittens).await
        }
    })
    .await
}
